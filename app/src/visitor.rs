//! Who asks: language, look, session.

use crate::{
    error::AppError,
    page::Page,
    state::{AppState, Nonce},
    ui::Theme,
};
use axum::{
    extract::FromRequestParts,
    http::{Uri, header, request::Parts},
};
use axum_extra::extract::CookieJar;
use backend::{Backend, crypto::Token};
use domain::{
    access::{Actor, Role},
    lang::Lang,
};
use leptos::prelude::AnyView;

pub const SESSION_COOKIE: &str = "session";
pub const LANG_COOKIE: &str = "lang";
pub const THEME_COOKIE: &str = "theme";

/// The person behind a request. Every handler of a page takes one.
#[derive(Clone)]
pub struct Visitor {
    pub state: AppState,
    pub lang: Lang,
    pub theme: Theme,
    pub account: Option<Actor>,
    pub token: Option<Token>,
    /// Path and query of the request, as links and forms of the page lead back here; see [`way_back`].
    pub path: String,
    pub nonce: String,
}

impl Visitor {
    pub fn backend(&self) -> &Backend {
        &self.state.backend
    }

    /// Whoever is logged in; others are led to the login page and come back here.
    pub fn actor(&self) -> Result<&Actor, AppError> {
        self.account.as_ref().ok_or_else(|| AppError::LogIn {
            back: self.path.clone(),
        })
    }

    /// A staff member in the role; for everybody else the page does not exist.
    pub fn staff(&self, role: Role) -> Result<&Actor, AppError> {
        let actor = self.actor()?;
        if actor.has(role) {
            Ok(actor)
        } else {
            Err(AppError::NotFound)
        }
    }

    /// Somebody without a duty; for staff the page does not exist.
    pub fn citizen(&self) -> Result<&Actor, AppError> {
        let actor = self.actor()?;
        if actor.is_staff() {
            Err(AppError::NotFound)
        } else {
            Ok(actor)
        }
    }

    pub fn coordinator(&self) -> Result<&Actor, AppError> {
        self.staff(Role::Coordinator)
    }

    /// A page with the status 200; see [`Page`] for the rest.
    pub fn page(&self, title: impl Into<String>, view: impl FnOnce() -> AnyView + Send + 'static) -> Page {
        Page::new(self.clone(), title.into(), Box::new(view))
    }

    /// The value of a query parameter of this request.
    pub fn query(&self, name: &str) -> Option<String> {
        let query = self.path.split_once('?')?.1;
        crate::form::Values::parse(query.as_bytes())
            .get(name)
            .map(str::to_owned)
    }
}

async fn in_session(backend: &Backend, token: &Token) -> Result<Option<Actor>, AppError> {
    let Some(found) = backend::account::of_session(backend, token).await? else {
        return Ok(None);
    };
    if found.worth_noting {
        backend::account::note_seen(backend, token).await?;
    }
    Ok(Some(found.actor))
}

/// A longer query is none that a page of ours made.
const QUERY_MAX_BYTES: usize = 8_000;

/// Pages carry their own address many times, so it holds no more than is of use: of a search what was understood of it, and
/// nothing of what is too long.
fn way_back(uri: &Uri) -> String {
    let path = uri.path();
    match uri.query() {
        Some(query) if path == "/search" => crate::search::href(&crate::search::asked(query).query),
        Some(query) if query.len() <= QUERY_MAX_BYTES => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        // Asked once a request: error pages are rendered for the same visitor.
        if let Some(visitor) = parts.extensions.get::<Visitor>() {
            return Ok(visitor.clone());
        }
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = |name| jar.get(name).map(|cookie| cookie.value());
        let token = cookie(SESSION_COOKIE).and_then(Token::parse);
        let account = match &token {
            Some(token) => in_session(&state.backend, token).await?,
            None => None,
        };
        let accepted = parts
            .headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let lang = cookie(LANG_COOKIE)
            .and_then(Lang::parse)
            .or_else(|| accepted?.split([',', ';']).find_map(|tag| Lang::parse(tag.trim())))
            .unwrap_or_default();
        let theme = match cookie(THEME_COOKIE) {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Auto,
        };
        let path = way_back(&parts.uri);
        let nonce = parts
            .extensions
            .get::<Nonce>()
            .map(|nonce| nonce.0.clone())
            .unwrap_or_default();
        let visitor = Visitor {
            state: state.clone(),
            lang,
            theme,
            account,
            token,
            path,
            nonce,
        };
        parts.extensions.insert(visitor.clone());
        Ok(visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_holds_what_is_of_use() {
        for (asked, back) in [
            ("/", "/"),
            ("/?utm_source=x", "/?utm_source=x"),
            ("/compare?id=a&id=b", "/compare?id=a&id=b"),
            (
                "/search?q=%E5%88%97%e4%b8%9c&rooms=2&junk=1&after=x",
                "/search?q=%E5%88%97%E4%B8%9C&rooms=2",
            ),
            ("/search?junk=1", "/search"),
        ] {
            assert_eq!(way_back(&asked.parse().unwrap()), back);
        }
        for path in ["/", "/listings/x", "/me/searches"] {
            let junk = format!("{path}?{}", "a=1&".repeat(5_000));
            assert_eq!(way_back(&junk.parse().unwrap()), path);
        }
    }
}
