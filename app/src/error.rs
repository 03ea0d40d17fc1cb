//! What a handler can't answer, and the pages that say so.

use crate::{
    form,
    state::AppState,
    ui::{EmptyState, Wrap},
    visitor::Visitor,
};
use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use http::{StatusCode, header};
use leptos::prelude::*;

/// Why there is no ordinary answer.
#[derive(Debug)]
pub enum AppError {
    /// Unknown, or not the visitor's business: the two look the same.
    NotFound,
    /// The visitor must log in first and comes back.
    LogIn {
        back: String,
    },
    /// Somebody else was faster, or the page was old.
    Stale,
    TooLarge,
    Backend(backend::Error),
}

impl From<backend::Error> for AppError {
    fn from(error: backend::Error) -> Self {
        AppError::Backend(error)
    }
}

impl From<backend::DeedError> for AppError {
    /// For deeds without a form. A page with a form shows the reason of a refusal itself.
    fn from(error: backend::DeedError) -> Self {
        match error {
            backend::DeedError::NotFound => AppError::NotFound,
            backend::DeedError::Stale | backend::DeedError::Refused(_) => AppError::Stale,
            backend::DeedError::Backend(error) => AppError::Backend(error),
        }
    }
}

/// The id in a path; what is no id names nothing.
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// Marks a response whose page is still to be rendered, in the visitor's language, by [`render`].
#[derive(Clone, Copy)]
struct Problem {
    status: StatusCode,
    key: &'static str,
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let (status, key) = match self {
            AppError::LogIn { back } => {
                return Redirect::to(&form::link("/account/login", &[("next", &back)])).into_response();
            }
            AppError::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            AppError::Stale => (StatusCode::CONFLICT, "stale"),
            AppError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            AppError::Backend(error) => {
                log(&error);
                (StatusCode::INTERNAL_SERVER_ERROR, "internal")
            }
        };
        let mut response = status.into_response();
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

/// Renders the page of an [`AppError`] for the visitor who asked.
pub async fn render(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = match Visitor::from_request_parts(&mut parts, &state).await {
        Ok(visitor) => visitor,
        // The database can't even say who this is.
        Err(error) => return error.into_response(),
    };
    let response = next.run(Request::from_parts(parts, body)).await;
    match response.extensions().get::<Problem>().copied() {
        Some(problem) => {
            let mut page = problem_page(&visitor, problem).into_response();
            for (name, value) in response.headers() {
                if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
                    page.headers_mut().append(name.clone(), value.clone());
                }
            }
            page
        }
        None => response,
    }
}

fn problem_page(visitor: &Visitor, problem: Problem) -> crate::page::Page {
    let lang = visitor.lang;
    let text = |part: &str| tr!(lang, &format!("problem.{}.{part}", problem.key));
    let (title, sentence) = (text("title"), text("text"));
    let home = tr!(lang, "problem.home");
    let heading = title.clone();
    visitor
        .page(title, move || {
            view! {
                <Wrap>
                    <EmptyState title=heading text=sentence action=("/".to_owned(), home)/>
                </Wrap>
            }
            .into_any()
        })
        .status(problem.status)
}
