//! The pages of problems, rendered around all others.

use crate::{
    error::{AWAY, NOT_READY, Problem},
    page::Page,
    state::AppState,
    ui::{EmptyState, Wrap},
    visitor::Visitor,
};
use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::header;
use leptos::prelude::*;

/// Renders the page of an [`crate::error::AppError`] for the visitor who asked.
pub async fn render(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let (visitor, response) = match Visitor::from_request_parts(&mut parts, &state).await {
        Ok(visitor) => (visitor, next.run(Request::from_parts(parts, body)).await),
        // The database can't even say who this is.
        Err(error) => (Visitor::unknown(&parts, &state), error.into_response()),
    };
    match response.extensions().get::<Problem>().copied() {
        Some(problem) => {
            let mut page = page(&visitor, problem).into_response();
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

fn page(visitor: &Visitor, problem: Problem) -> Page {
    let lang = visitor.lang;
    let text = |part: &str| tr!(lang, &format!("problem.{}.{part}", problem.key));
    let (title, sentence) = (text("title"), text("text"));
    let action = match problem.key {
        // The same address: nothing that was asked for is lost.
        NOT_READY | AWAY => (visitor.path.clone(), tr!(lang, "problem.again")),
        _ => ("/".to_owned(), tr!(lang, "problem.home")),
    };
    let heading = title.clone();
    visitor
        .page(title, move || {
            view! {
                <Wrap>
                    <EmptyState title=heading text=sentence action/>
                </Wrap>
            }
            .into_any()
        })
        .status(problem.status)
}
