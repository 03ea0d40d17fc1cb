//! A match: application, answer, details, terms and confirmation by tenant and landlord, completion by a coordinator.

mod act;
mod apply;
mod complete;
mod completion_parts;
mod confirm;
mod details;
mod document;
mod find;
mod identity;
pub mod overview;
mod parts;
mod show;
mod terms;

use crate::state::AppState;
use axum::{
    Router,
    routing::{get, post},
};

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
        .route("/desk/matches/{id}", get(complete::show).post(complete::submit))
}
