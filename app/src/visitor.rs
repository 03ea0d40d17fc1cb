//! Who asks: language, look, session.

use crate::{
    error::AppError,
    form::Values,
    href,
    state::{AppState, Nonce},
    ui::Theme,
};
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use backend::{Backend, crypto::Token};
use domain::{
    access::{Actor, Role},
    lang::Lang,
};

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
    /// Path and query of the request, as links and forms of the page lead back here; see [`href::way_back`].
    pub path: String,
    pub nonce: String,
}

impl Visitor {
    /// Whoever asks, before the database was asked who it is.
    pub(crate) fn unknown(parts: &Parts, state: &AppState) -> Self {
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = |name| jar.get(name).map(|cookie| cookie.value());
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
        let nonce = parts.extensions.get::<Nonce>();
        Visitor {
            lang,
            theme,
            account: None,
            token: cookie(SESSION_COOKIE).and_then(Token::parse),
            path: href::way_back(&parts.uri),
            nonce: nonce.map(|nonce| nonce.0.clone()).unwrap_or_default(),
            state: state.clone(),
        }
    }

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

    /// The value of a query parameter of this request.
    pub fn query(&self, name: &str) -> Option<String> {
        let query = self.path.split_once('?')?.1;
        Values::parse(query.as_bytes()).get(name).map(str::to_owned)
    }

    /// A cookie that only the server reads and that stays in the browser.
    pub fn lasting_cookie(&self, name: &'static str, value: String) -> Cookie<'static> {
        Cookie::build((name, value))
            .path("/")
            .same_site(SameSite::Lax)
            .http_only(true)
            .secure(self.backend().config().base_url.is_https())
            .permanent()
            .build()
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

impl FromRequestParts<AppState> for Visitor {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        // Asked once a request: error pages are rendered for the same visitor.
        if let Some(visitor) = parts.extensions.get::<Visitor>() {
            return Ok(visitor.clone());
        }
        let mut visitor = Visitor::unknown(parts, state);
        if let Some(token) = &visitor.token {
            visitor.account = in_session(&state.backend, token).await?;
        }
        parts.extensions.insert(visitor.clone());
        Ok(visitor)
    }
}
