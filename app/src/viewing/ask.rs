//! Asking to view a published listing.

use crate::{
    error::{AppError, id},
    form::{Form, FormState},
    page::Page,
    ui::{
        Actions, Button, ErrorSummary, LinkButton, Look, Narrow, Notice, PageHead, PostForm, TextArea, TextInput, Tone,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::{DeedError, listing::Listing};
use domain::{form::Errors, viewing::ViewingWish};
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(listing): Path<String>) -> Result<Page, AppError> {
    visitor.actor()?;
    let listing = published(&visitor, &listing).await?;
    Ok(page(&visitor, listing, FormState::default()))
}

pub async fn submit(visitor: Visitor, Path(listing): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let actor = visitor.actor()?;
    let listing = published(&visitor, &listing).await?;
    let errors = match ViewingWish::parse(values.text("message"), values.text("wished")) {
        Ok(wish) => match backend::viewing::ask(visitor.backend(), actor, listing.id, wish).await {
            Ok(id) => return Ok(Redirect::to(&format!("/me/viewings/{id}")).into_response()),
            Err(DeedError::Refused(code)) => {
                let mut errors = Errors::new();
                errors.add("", code);
                errors
            }
            Err(error) => return Err(error.into()),
        },
        Err(errors) => errors,
    };
    Ok(page(&visitor, listing, FormState::new(values, errors))
        .refused()
        .into_response())
}

/// Only a published listing can be viewed; others don't exist for who would ask.
async fn published(visitor: &Visitor, listing: &str) -> Result<Listing, AppError> {
    backend::listing::find(visitor.backend(), id(listing)?)
        .await?
        .filter(|listing| listing.status.is_public())
        .ok_or(AppError::NotFound)
}

fn page(visitor: &Visitor, listing: Listing, form: FormState) -> Page {
    let lang = visitor.lang;
    let own = visitor
        .account
        .as_ref()
        .is_some_and(|actor| actor.id == listing.landlord);
    visitor.page(tr!(lang, "viewing.ask.title"), move || {
        let back = (format!("/listings/{}", listing.id), tr!(lang, "viewing.ask.back"));
        let head = view! { <PageHead title=tr!(lang, "viewing.ask.title") kicker=listing.terms.title.clone() lead=tr!(lang, "viewing.ask.lead") back=back/> };
        if own {
            let href = format!("/me/listings/{}", listing.id);
            return view! {
                <Narrow>
                    {head}
                    <Notice tone=Tone::Info title=tr!(lang, "error.own-listing")/>
                    <Actions><LinkButton href label=tr!(lang, "viewing.ask.manage")/></Actions>
                </Narrow>
            }
            .into_any();
        }
        view! {
            <Narrow>
                {head}
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                <PostForm action=format!("/listings/{}/viewing", listing.id)>
                    <TextInput name="wished" label=tr!(lang, "viewing.wished") hint=tr!(lang, "viewing.wished_hint") note=tr!(lang, "ui.optional") value=form.value("wished") error=form.error(lang, "wished")/>
                    <TextArea name="message" label=tr!(lang, "viewing.message") hint=tr!(lang, "viewing.message_hint") note=tr!(lang, "ui.optional") value=form.value("message") error=form.error(lang, "message")/>
                    <Actions><Button label=tr!(lang, "viewing.ask.submit") look=Look::Main/></Actions>
                </PostForm>
                <p class="soft">{tr!(lang, "viewing.ask.no_document")}</p>
            </Narrow>
        }
        .into_any()
    })
}
