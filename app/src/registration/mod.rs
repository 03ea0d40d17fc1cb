//! Registrations (登记): the page where a coordinator gives the numbers and a reviewer accepts or returns, and what the two
//! parties of a match see of theirs.

mod decide;
mod decision;
mod finalise;
mod screen;
mod section;

pub use section::section;

use crate::state::AppState;
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/registrations/{id}", get(finalise::show).post(finalise::submit))
        .route("/desk/registrations/{id}/accept", post(decide::accept))
        .route("/desk/registrations/{id}/return", post(decide::send_back))
}
