//! The coordinator's desk: queues as tabs, one file a queue, and the screens where the work is done.

mod listings;
mod queue;
mod review;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk", get(queue::show))
        .route("/desk/listings/{id}", get(review::show).post(review::submit))
}
