//! Accounts: register, log in and out, the links of mails.

mod log_in;
mod recover;
mod register;
mod verify;

use crate::state::AppState;
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/account/register", get(register::show).post(register::submit))
        .route("/account/registered", get(register::done))
        .route("/account/login", get(log_in::show).post(log_in::submit))
        .route("/account/logout", post(log_in::log_out))
        .route("/account/verify", get(verify::show).post(verify::submit))
        .route("/account/forgot", get(recover::forgot).post(recover::submit_forgot))
        .route("/account/reset", get(recover::reset).post(recover::submit_reset))
}
