//! A landlord's houses: register one, see it with its listings.

mod fields;
mod overview;
mod position;
mod register;
mod show;

pub use overview::overview;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/me/houses", get(overview::list))
        .route("/me/houses/new", get(register::show).post(register::submit))
        .route("/me/houses/{id}", get(show::show))
        .route("/me/houses/{id}/position", get(position::show).post(position::submit))
}
