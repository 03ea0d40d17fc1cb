//! Certificates of registration: anybody checks one by its code, its holder prints it.
//!
//! It is the centre's own paper: it says what the centre registered, never that the authority accepted it, and it is no
//! residence permit (居住证).

mod check;
mod print;
mod qr;
mod unlisted;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/certificates", get(check::ask))
        .route("/certificates/{code}", get(check::show))
        .route("/certificates/{code}/print", get(print::show))
}
