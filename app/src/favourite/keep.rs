//! Keeping a listing: a button anywhere, and the page where one who had to log in first finds it again.

use crate::{
    error::{AppError, id},
    form::Form,
    href::{link, local},
    page::Page,
    parts::card::{Viewer, place, title},
    ui::{Actions, Glyph, LinkButton, Look, Narrow, Notice, PageHead, PostButton, Tone},
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::DeedError;
use domain::id::ListingId;
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(listing): Path<String>) -> Result<Page, AppError> {
    let listing: ListingId = id(&listing)?;
    let actor = visitor.citizen()?;
    let backend = visitor.backend();
    let cards = backend::search::cards(backend, &[listing]).await?;
    let card = cards.into_iter().next().ok_or(AppError::NotFound)?;
    let kept = backend::favourite::among(backend, actor, &[listing])
        .await?
        .contains(&listing);
    let lang = visitor.lang;
    let viewer = Viewer::of(&visitor);
    let to = visitor.query("to").unwrap_or_default();
    let to = match local(&to) {
        "/" => format!("/listings/{listing}"),
        path => path.to_owned(),
    };
    let (heading, lead) = (title(lang, &card), place(viewer, &card));
    Ok(visitor.page(tr!(lang, "favourite.ask"), move || {
        let action = format!("/listings/{listing}/favourite");
        let fields = vec![("to", to.clone()), ("keep", "yes".to_owned())];
        let button = match kept {
            true => view! { <Notice tone=Tone::Ok title=tr!(lang, "favourite.kept")/> }.into_any(),
            false => {
                view! { <PostButton action label=tr!(lang, "favourite.keep") look=Look::Main icon=Glyph::Heart fields/> }
                    .into_any()
            }
        };
        view! {
            <Narrow>
                <PageHead title=heading lead kicker=tr!(lang, "favourite.ask")/>
                <Actions>
                    {button}
                    <LinkButton href=to label=tr!(lang, "ui.back")/>
                </Actions>
            </Narrow>
        }
        .into_any()
    }))
}

pub async fn submit(visitor: Visitor, Path(listing): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let listing: ListingId = id(&listing)?;
    let to = local(values.text("to"));
    if visitor.account.is_none() {
        // Nothing is kept by coming back: a page with the button waits there.
        let back = link(&format!("/listings/{listing}/favourite"), &[("to", to)]);
        return Err(AppError::LogIn { back });
    }
    let actor = visitor.citizen()?;
    let done = match values.text("keep") {
        "yes" => backend::favourite::keep(visitor.backend(), actor, listing).await,
        "no" => backend::favourite::drop(visitor.backend(), actor, listing)
            .await
            .map(|_| ()),
        _ => return Err(AppError::NotFound),
    };
    match done {
        Ok(()) => Ok(Redirect::to(to).into_response()),
        Err(DeedError::Refused(code)) => Ok(super::list::page(&visitor, Some(code)).await?.refused().into_response()),
        Err(error) => Err(error.into()),
    }
}
