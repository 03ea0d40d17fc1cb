//! What went wrong, for programs (RFC 9457).

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::RETRY_AFTER;

/// An answer that is none. Programs go by `code`; `title` is for whoever reads their logs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// `not-found`, `not-ready` (ask again after the seconds of `Retry-After`) or `internal`.
    #[schema(example = "not-found")]
    code: &'static str,
    #[schema(example = 404)]
    status: u16,
    title: &'static str,
}

impl Problem {
    pub fn not_found() -> Self {
        Self {
            code: "not-found",
            status: StatusCode::NOT_FOUND.as_u16(),
            title: "There is no such thing, or it is not published",
        }
    }
}

impl From<backend::Error> for Problem {
    fn from(error: backend::Error) -> Self {
        if matches!(error, backend::Error::NotReady) {
            return Self {
                code: "not-ready",
                status: StatusCode::SERVICE_UNAVAILABLE.as_u16(),
                title: "The search is being made ready",
            };
        }
        crate::error::log(&error);
        Self {
            code: "internal",
            status: StatusCode::INTERNAL_SERVER_ERROR.as_u16(),
            title: "Something broke on our side",
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}

pub async fn unknown() -> Problem {
    Problem::not_found()
}
