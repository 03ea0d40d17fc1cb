//! `/healthz`: the program is alive. `/readyz`: it can answer.

use axum::extract::State;
use backend::Backend;
use http::StatusCode;

pub async fn alive() -> &'static str {
    "ok"
}

/// The database answers. (That its schema is up to date was checked at the start.)
pub async fn ready(State(backend): State<Backend>) -> (StatusCode, &'static str) {
    match backend.database().reader().ping().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::error!(%error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}
