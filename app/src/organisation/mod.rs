//! Organisations in whose name staff act, as administrators keep them.

mod edit;
mod list;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/organisations", get(list::show))
        .route("/desk/organisations/new", get(edit::show_new).post(edit::add))
        .route("/desk/organisations/{id}", get(edit::show).post(edit::change))
}
