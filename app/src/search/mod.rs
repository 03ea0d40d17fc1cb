//! Finding a home: the home page, the results, a listing's public page.

mod card;
mod facets;
mod home;
mod names;
mod near;
mod results;
mod show;

pub(crate) use names::filter_text;

use axum::{Router, routing::get};

use crate::state::AppState;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(home::show))
        .route("/search", get(results::show))
        .route("/listings/{id}", get(show::show))
}

/// The address of a search.
pub fn href(query: &domain::search::Query) -> String {
    let query = query.to_query_string();
    if query.is_empty() {
        "/search".to_owned()
    } else {
        format!("/search?{query}")
    }
}
