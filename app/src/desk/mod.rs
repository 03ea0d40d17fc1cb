//! The desk: the coordinator's queues as tabs, one file a queue, each leading to the screens of its noun; the administrator's
//! page.

mod administration;
mod listings;
mod matches;
mod queue;
mod registrations;
mod show;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new().route("/desk", get(show::show))
}
