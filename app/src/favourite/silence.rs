//! The link at the end of a mail about favourites: one button that stops these mails, without logging in.

use crate::{
    error::{AppError, id},
    page::Page,
    ui::{Actions, LinkButton, Look, Narrow, Notice, PageHead, PostButton, Tone},
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::id::AccountId;
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path((account, token)): Path<(String, String)>) -> Result<Page, AppError> {
    let account: AccountId = id(&account)?;
    if !backend::favourite::knows_link(visitor.backend(), account, &token) {
        return Err(AppError::NotFound);
    }
    let lang = visitor.lang;
    let silent = backend::favourite::is_silent(visitor.backend(), account).await?;
    let path = address(account, &token);
    Ok(visitor.page(tr!(lang, "favourite.mails"), move || {
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
    }))
}

pub async fn submit(visitor: Visitor, Path((account, token)): Path<(String, String)>) -> Result<Response, AppError> {
    let account: AccountId = id(&account)?;
    if !backend::favourite::hush(visitor.backend(), account, &token).await? {
        return Err(AppError::NotFound);
    }
    Ok(Redirect::to(&address(account, &token)).into_response())
}

fn address(account: AccountId, token: &str) -> String {
    format!("/favourites/silence/{account}/{token}")
}
