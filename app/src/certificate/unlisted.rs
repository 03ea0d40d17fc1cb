//! Certificates are open and not to be found.

use crate::page::Page;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue};

/// Who knows the code may look; a search engine must not hand it out.
pub fn unlisted(page: Page) -> Response {
    let mut response = page.into_response();
    response.headers_mut().insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
    response
}
