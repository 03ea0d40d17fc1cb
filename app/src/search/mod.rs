//! Finding a home: the home page, the results, a listing's public page.

pub(crate) mod card;
mod facets;
pub(crate) mod home;
pub(crate) mod names;
mod results;
pub mod seen;
pub(crate) mod show;

use axum::{
    Router,
    routing::{get, post},
};

use crate::state::AppState;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(home::show))
        .route("/search", get(results::show))
        .route("/listings/{id}", get(show::show))
        .route("/seen/forget", post(seen::forget))
}

/// The address of a search.
fn href(query: &domain::search::Query) -> String {
    let query = query.to_query_string();
    if query.is_empty() {
        "/search".to_owned()
    } else {
        format!("/search?{query}")
    }
}
