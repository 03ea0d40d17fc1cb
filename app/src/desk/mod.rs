//! The desk: the queues of everybody with a duty as tabs, one file a queue, each leading to the screens of its noun.

mod letters;
mod listings;
mod matches;
mod queue;
mod registrations;
mod show;
mod staff;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new().route("/desk", get(show::show))
}
