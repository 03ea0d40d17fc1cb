//! The link in every mail about a saved search: a page with one button, for who is logged in and who is not.

use super::words::{frequency_text, words};
use crate::{
    error::AppError,
    page::Page,
    ui::{Actions, Glyph, LinkButton, Look, Narrow, Notice, PageHead, PostButton, Tone},
    visitor::Visitor,
};
use axum::extract::Path;
use backend::saved_search::SavedSearch;
use domain::saved_search::AlertFrequency;
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(token): Path<String>) -> Result<Page, AppError> {
    let search = backend::saved_search::of_token(visitor.backend(), &token).await?;
    page(&visitor, token, search, false)
}

/// Mail programs send this too, with a body of their own (RFC 8058), and follow no redirection: the page answers at once.
pub async fn stop(visitor: Visitor, Path(token): Path<String>) -> Result<Page, AppError> {
    let search = backend::saved_search::stop(visitor.backend(), &token).await?;
    page(&visitor, token, search, false)
}

pub async fn undo(visitor: Visitor, Path(token): Path<String>) -> Result<Page, AppError> {
    let search = backend::saved_search::resume(visitor.backend(), &token).await?;
    page(&visitor, token, search, true)
}

fn page(visitor: &Visitor, token: String, search: Option<SavedSearch>, resumed: bool) -> Result<Page, AppError> {
    let search = search.ok_or(AppError::NotFound)?;
    let lang = visitor.lang;
    let words = words(visitor.backend(), lang, &search.query)?;
    let stop = format!("/unsubscribe/{token}");
    let kicker = (words != search.name).then_some(words);
    Ok(visitor.page(tr!(lang, "unsubscribe.title"), move || {
        let state = match (search.frequency, search.stopped) {
            (AlertFrequency::Never, Some(_)) => view! {
                <Notice tone=Tone::Ok title=tr!(lang, "unsubscribe.stopped")><p>{tr!(lang, "unsubscribe.kept")}</p></Notice>
                <Actions>
                    <PostButton action=format!("{stop}/undo") label=tr!(lang, "unsubscribe.undo") icon=Glyph::Return/>
                    <LinkButton href="/me/searches" label=tr!(lang, "saved_search.mine") look=Look::Plain/>
                </Actions>
            }
            .into_any(),
            (AlertFrequency::Never, None) => view! {
                <Notice tone=Tone::Info title=tr!(lang, "unsubscribe.none")/>
                <Actions><LinkButton href="/me/searches" label=tr!(lang, "saved_search.mine")/></Actions>
            }
            .into_any(),
            (frequency, _) => view! {
                {resumed.then(|| view! { <Notice tone=Tone::Ok title=tr!(lang, "unsubscribe.resumed")/> })}
                <p>{tr!(lang, "unsubscribe.now", frequency = frequency_text(lang, frequency))}</p>
                <Actions><PostButton action=stop label=tr!(lang, "unsubscribe.stop") look=Look::Main/></Actions>
            }
            .into_any(),
        };
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "unsubscribe.of", name = search.name) lead=kicker/>
                {state}
            </Narrow>
        }
        .into_any()
    }))
}
