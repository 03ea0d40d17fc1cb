//! People (人员) as staff see them: two records that turn out to be of one human being become one.

mod merge;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new().route("/desk/persons/{id}", get(merge::show).post(merge::submit))
}
