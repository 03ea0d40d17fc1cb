//! The switches in the header: language and theme. Both are cookies; the language is also kept with the account, since
//! mails come in it.

use crate::{
    error::AppError,
    form::Form,
    href::local,
    state::AppState,
    visitor::{LANG_COOKIE, THEME_COOKIE, Visitor},
};
use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use axum_extra::extract::CookieJar;
use domain::lang::Lang;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/language", post(language))
        .route("/theme", post(theme))
}

async fn language(visitor: Visitor, jar: CookieJar, Form(values): Form) -> Result<Response, AppError> {
    let Some(lang) = Lang::parse(values.text("lang")) else {
        return Err(AppError::NotFound);
    };
    if let Some(account) = &visitor.account {
        backend::account::set_lang(visitor.backend(), account.id, lang).await?;
    }
    let jar = jar.add(visitor.lasting_cookie(LANG_COOKIE, lang.code().to_owned()));
    Ok((jar, Redirect::to(local(values.text("to")))).into_response())
}

async fn theme(visitor: Visitor, jar: CookieJar, Form(values): Form) -> Result<Response, AppError> {
    let theme = match values.text("theme") {
        "light" => "light",
        "dark" => "dark",
        _ => "auto",
    };
    let jar = jar.add(visitor.lasting_cookie(THEME_COOKIE, theme.to_owned()));
    Ok((jar, Redirect::to(local(values.text("to")))).into_response())
}
