//! The desk: the coordinator's queues as tabs, one file a queue, and the screens where the work is done; the
//! administrator's page.

mod administration;
mod complete;
mod completion_parts;
mod listings;
mod matches;
mod places;
mod queue;
mod registration;
mod registrations;
mod review;
mod terms;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk", get(queue::show))
        .route("/desk/listings/{id}", get(review::show).post(review::submit))
        .route("/desk/places", get(places::list))
        .route("/desk/places/new", get(places::show_new).post(places::add))
        .route("/desk/places/{id}", get(places::show).post(places::change))
        .route("/desk/matches/{id}", get(complete::show).post(complete::submit))
        .route(
            "/desk/registrations/{id}",
            get(registration::show).post(registration::submit),
        )
}
