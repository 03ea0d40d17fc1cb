//! `/healthz`: the program is alive. `/readyz`: it can answer.

use axum::extract::State;
use backend::Backend;
use http::StatusCode;

pub async fn alive() -> &'static str {
    "ok"
}

/// The database answers and the index holds what the database holds. (That the schema is up to date was checked at the
/// start.)
pub async fn ready(State(backend): State<Backend>) -> (StatusCode, &'static str) {
    match backend.database().reader().ping().await {
        Ok(()) if backend::search::is_ready(&backend) => (StatusCode::OK, "ready"),
        Ok(()) => (StatusCode::SERVICE_UNAVAILABLE, "the search index is being filled"),
        Err(error) => {
            tracing::error!(%error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}
