//! Finding a home: the home page, the results, a listing's public page.

mod facets;
mod home;
mod names;
mod near;
mod results;
pub mod seen;
mod show;
mod suggestions;
mod understood;
mod ways_on;
mod why;

use axum::{
    Router,
    routing::{get, post},
};

use crate::state::AppState;
pub use names::filter_text;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(home::show))
        .route("/search", get(results::show))
        .route("/listings/{id}", get(show::show))
        .route("/seen/forget", post(seen::forget))
}
