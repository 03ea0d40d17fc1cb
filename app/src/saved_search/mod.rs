//! Searches that a visitor keeps: saved from the results, listed on a page of their own, their mails stopped from any of
//! these.

mod edit;
mod list;
mod overview;
mod unsubscribe;
mod words;

pub use overview::overview;

use crate::state::AppState;
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/me/searches", get(list::show))
        .route("/me/searches/new", get(edit::new).post(edit::save))
        .route("/me/searches/{id}", get(edit::show).post(edit::change))
        .route("/me/searches/{id}/open", post(list::open))
        .route("/me/searches/{id}/delete", post(list::delete))
        .route("/unsubscribe/{token}", get(unsubscribe::show).post(unsubscribe::stop))
        .route("/unsubscribe/{token}/undo", post(unsubscribe::undo))
}
