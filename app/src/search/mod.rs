//! Finding a home: the home page, the results, a listing's public page.

mod asked;
pub(crate) mod card;
mod facets;
pub(crate) mod home;
pub(crate) mod names;
mod near;
mod results;
pub mod seen;
pub(crate) mod show;
mod why;

use axum::{
    Router,
    routing::{get, post},
};

use crate::{islands::SuggestionWords, state::AppState};
pub use asked::asked;
pub use names::filter_text;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(home::show))
        .route("/search", get(results::show))
        .route("/listings/{id}", get(show::show))
        .route("/seen/forget", post(seen::forget))
}

/// The words around suggestions.
fn suggestion_words(lang: domain::lang::Lang) -> SuggestionWords {
    SuggestionWords {
        lang: lang.code().to_owned(),
        label: tr!(lang, "suggest.label"),
        count: tr!(lang, "search.count", count = "{n}"),
        status: tr!(lang, "suggest.status", count = "{n}"),
        kinds: ["city", "district", "street", "estate", "filter"]
            .map(|kind| tr!(lang, &format!("suggest.kind.{kind}"))),
    }
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
