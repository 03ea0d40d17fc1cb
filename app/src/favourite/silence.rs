//! The link at the end of a mail about favourites: one button that stops these mails, without logging in.

use crate::{
    error::{AppError, id},
    page::Page,
    ui::{Actions, LinkButton, Look, Narrow, Notice, PageHead, PostButton, Tone},
    visitor::Visitor,
};
use axum::extract::Path;
use domain::id::AccountId;
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path((account, token)): Path<(String, String)>) -> Result<Page, AppError> {
    let account: AccountId = id(&account)?;
    if !backend::favourite::knows_link(visitor.backend(), account, &token) {
        return Err(AppError::NotFound);
    }
    let silent = backend::favourite::is_silent(visitor.backend(), account).await?;
    Ok(page(&visitor, silent))
}

/// Mail programs send this too, with a body of their own (RFC 8058), and follow no redirection: the page answers at once.
pub async fn stop(visitor: Visitor, Path((account, token)): Path<(String, String)>) -> Result<Page, AppError> {
    if !backend::favourite::hush(visitor.backend(), id(&account)?, &token).await? {
        return Err(AppError::NotFound);
    }
    Ok(page(&visitor, true))
}

fn page(visitor: &Visitor, silent: bool) -> Page {
    let lang = visitor.lang;
    let path = visitor.path.clone();
    visitor.page(tr!(lang, "favourite.mails"), move || {
        let what = if silent {
            view! {
                <Notice tone=Tone::Ok title=tr!(lang, "favourite.mails_off")><p>{tr!(lang, "favourite.mails_again")}</p></Notice>
                <Actions><LinkButton href="/me/favourites" label=tr!(lang, "favourite.see")/></Actions>
            }
            .into_any()
        } else {
            view! {
                <p>{tr!(lang, "favourite.mails_on")}</p>
                <Actions><PostButton action=path label=tr!(lang, "favourite.mails_stop") look=Look::Main/></Actions>
            }
            .into_any()
        };
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "favourite.mails")/>
                {what}
            </Narrow>
        }
        .into_any()
    })
}
