//! The switches in the header: language and theme. Both are cookies; the language is also kept with the account, since
//! mails come in it.

use crate::{
    error::AppError,
    form::Form,
    state::AppState,
    visitor::{LANG_COOKIE, THEME_COOKIE, Visitor},
};
use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
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
    let jar = jar.add(lasting(&visitor, LANG_COOKIE, lang.code().to_owned()));
    Ok((jar, Redirect::to(local(values.text("to")))).into_response())
}

async fn theme(visitor: Visitor, jar: CookieJar, Form(values): Form) -> Result<Response, AppError> {
    let theme = match values.text("theme") {
        "light" => "light",
        "dark" => "dark",
        _ => "auto",
    };
    let jar = jar.add(lasting(&visitor, THEME_COOKIE, theme.to_owned()));
    Ok((jar, Redirect::to(local(values.text("to")))).into_response())
}

/// A cookie that only the server reads and that stays in the browser.
pub fn lasting(visitor: &Visitor, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(visitor.backend().config().base_url.is_https())
        .permanent()
        .build()
}

/// A path of this site, or the home page: a crafted form can't lead elsewhere.
pub fn local(to: &str) -> &str {
    let plain = to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && to.starts_with('/') && !to.starts_with("//") {
        to
    } else {
        "/"
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_led_away() {
        for (to, path) in [
            ("/me?a=b", "/me?a=b"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/a\nb", "/"),
            ("", "/"),
        ] {
            assert_eq!(local(to), path, "{to}");
        }
    }
}
