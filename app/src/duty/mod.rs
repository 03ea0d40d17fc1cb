//! Staff and their duties, for administrators.

mod duty_form;
mod end;
mod list;
mod new;
mod show;

use crate::state::AppState;
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/staff", get(list::show))
        .route("/desk/staff/find", post(list::find))
        .route("/desk/staff/new", get(new::show).post(new::submit))
        .route("/desk/staff/{id}", get(show::show).post(show::grant))
        .route("/desk/staff/{id}/end", post(end::submit))
}
