//! Viewings: asked for on a listing's page, arranged on a page of the two sides.

mod arrange;
mod ask;
mod badge;
mod overview;

pub use overview::overview;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/listings/{id}/viewing", get(ask::show).post(ask::submit))
        .route("/me/viewings/{id}", get(arrange::show).post(arrange::submit))
}
