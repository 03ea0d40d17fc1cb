//! A match, as tenant and landlord go through it: application, answer, details, terms, confirmation.

mod act;
mod apply;
mod confirm;
mod details;
mod identity;
pub mod overview;
mod parts;
mod show;
mod terms;

use crate::{error::AppError, state::AppState, visitor::Visitor};
use axum::{
    Router,
    routing::{get, post},
};
use backend::matching::{MatchError, MatchView};
use domain::id::MatchId;
pub use parts::{lease_items, status_badge, steps, term_items};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/listings/{id}/apply", get(apply::show).post(apply::submit))
        .route("/matches/{id}", get(show::show))
        .route("/matches/{id}/accept", post(act::accept))
        .route("/matches/{id}/decline", post(act::decline))
        .route("/matches/{id}/withdraw", post(act::withdraw))
        .route("/matches/{id}/details", get(details::show).post(details::submit))
        .route("/matches/{id}/terms", get(terms::show).post(terms::submit))
        .route("/matches/{id}/confirm", get(confirm::show).post(confirm::submit))
}

/// The match behind a path; what isn't the visitor's is not found.
async fn find(visitor: &Visitor, id: &str) -> Result<MatchView, AppError> {
    let actor = visitor.actor()?;
    let id: MatchId = id.parse().map_err(|_| AppError::NotFound)?;
    backend::matching::load(visitor.backend(), actor, id)
        .await?
        .ok_or(AppError::NotFound)
}

/// For errors that have no field to stand beside.
fn problem(error: MatchError) -> AppError {
    match error {
        MatchError::NotFound => AppError::NotFound,
        MatchError::Backend(error) => error.into(),
        MatchError::Stale
        | MatchError::AlreadyAccepted
        | MatchError::TermsChanged
        | MatchError::DetailsMissing
        | MatchError::SameDocument => AppError::Stale,
    }
}
