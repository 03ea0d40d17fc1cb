//! The files of photos. A file never changes, so a browser that has it need not ask again.

use crate::{
    error::{AppError, id},
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, header};

/// What a photo may be. Anything else is not answered: nothing that a browser would run leaves from here.
const MEDIA_TYPES: [&str; 5] = ["image/jpeg", "image/png", "image/webp", "image/avif", SVG];
const SVG: &str = "image/svg+xml";

pub async fn show(visitor: Visitor, Path(file): Path<String>) -> Result<Response, AppError> {
    let account = visitor.account.as_ref();
    let file = backend::listing::photo_file(visitor.backend(), account, id(&file)?)
        .await?
        .ok_or(AppError::NotFound)?;
    let media_type = MEDIA_TYPES
        .into_iter()
        .find(|media_type| *media_type == file.media_type)
        .ok_or(AppError::NotFound)?;
    Ok((headers(media_type), file.bytes).into_response())
}

/// A drawing may hold styles, never scripts or anything from elsewhere.
fn headers(media_type: &'static str) -> HeaderMap {
    let policy = if media_type == SVG {
        "default-src 'none'; style-src 'unsafe-inline'"
    } else {
        "default-src 'none'"
    };
    [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, policy),
    ]
    .map(|(name, value)| (name, HeaderValue::from_static(value)))
    .into_iter()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_can_run_nothing_and_nothing_is_sniffed() {
        for media_type in MEDIA_TYPES {
            let headers = headers(media_type);
            let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(
                policy.starts_with("default-src 'none'") && !policy.contains("script-src"),
                "{policy}"
            );
            assert_eq!(policy.contains("style-src"), media_type == SVG);
            assert_eq!(headers[header::CONTENT_TYPE], media_type);
            assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
    }
}
