//! What a handler can't answer. The pages that say so are `crate::problem`'s.

use crate::href;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Refusal;
use http::{HeaderValue, StatusCode, header};

/// Why there is no ordinary answer.
#[derive(Debug)]
pub enum AppError {
    /// Unknown, or not the visitor's business: the two look the same.
    NotFound,
    /// The visitor must log in first and comes back.
    LogIn {
        back: String,
    },
    /// It may be seen, but this is for somebody else to do.
    Forbidden(Refusal),
    /// Somebody else was faster, or the page was old.
    Stale,
    TooLarge,
    /// The search can't answer yet, and says so rather than "nothing".
    NotReady,
    /// The database is away; it passes by itself.
    Away(backend::Error),
    Backend(backend::Error),
}

impl From<backend::Error> for AppError {
    fn from(error: backend::Error) -> Self {
        match error {
            backend::Error::NotReady => AppError::NotReady,
            error @ backend::Error::Away(_) => AppError::Away(error),
            error => AppError::Backend(error),
        }
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        AppError::Forbidden(refusal)
    }
}

impl From<backend::DeedError> for AppError {
    /// For deeds without a form. A page with a form shows the reason of a refusal itself.
    fn from(error: backend::DeedError) -> Self {
        match error {
            backend::DeedError::NotFound => AppError::NotFound,
            backend::DeedError::Stale => AppError::Stale,
            backend::DeedError::Refused(code) => match code.code.parse() {
                Ok(refusal) => AppError::Forbidden(refusal),
                Err(_) => AppError::Stale,
            },
            backend::DeedError::Backend(error) => error.into(),
        }
    }
}

/// The id in a path; what is no id names nothing.
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// Seconds after which it is worth trying again; filling an index takes a minute at most.
pub(crate) const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// Marks a response whose page is still to be rendered, in the visitor's language, by `crate::problem`.
#[derive(Clone, Copy)]
pub(crate) struct Problem {
    pub status: StatusCode,
    /// Its texts: `problem.<key>.title` and `.text`.
    pub key: &'static str,
}

pub(crate) const NOT_READY: &str = "not-ready";
pub(crate) const AWAY: &str = "away";

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let (status, key) = match self {
            AppError::LogIn { back } => {
                return Redirect::to(&href::link("/account/login", &[("next", &back)])).into_response();
            }
            AppError::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            AppError::Forbidden(refusal) => (StatusCode::FORBIDDEN, refusal.code()),
            AppError::Stale => (StatusCode::CONFLICT, "stale"),
            AppError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            AppError::NotReady => (StatusCode::SERVICE_UNAVAILABLE, NOT_READY),
            AppError::Away(error) => {
                log(&error);
                (StatusCode::SERVICE_UNAVAILABLE, AWAY)
            }
            AppError::Backend(error) => {
                log(&error);
                (StatusCode::INTERNAL_SERVER_ERROR, "internal")
            }
        };
        let mut response = status.into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response.extensions_mut().insert(Problem { status, key });
        response
    }
}

/// The chain of causes, once; none of our errors carries personal data.
pub(crate) fn log(error: &backend::Error) {
    let mut causes = Vec::new();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        causes.push(error.to_string());
        cause = error.source();
    }
    tracing::error!(error = %error, causes = causes.join(": "), "request failed");
}

/// No route matched.
pub async fn not_found() -> AppError {
    AppError::NotFound
}
