//! Registrations (登记): the screen where a coordinator gives the numbers, and what the two parties of a match see of theirs.

mod finalise;
mod section;

pub use section::section;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new().route("/desk/registrations/{id}", get(finalise::show).post(finalise::submit))
}
