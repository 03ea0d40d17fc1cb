//! The places that people look for homes near (学校、车站、医院…), as the staff keep them.

mod edit;
mod list;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/places", get(list::show))
        .route("/desk/places/new", get(edit::show_new).post(edit::add))
        .route("/desk/places/{id}", get(edit::show).post(edit::change))
}
