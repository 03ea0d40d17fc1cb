//! The built site: scripts, wasm, styles, pictures. A release build carries them inside; a debug build reads the folder.

use app::hydration::SitePackage;
use axum::Router;
use axum::extract::{Path, Request};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};

/// What `cargo xtask build` leaves in `target/site`.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
pub struct Built;

/// There is no browser half to serve.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    #[error("the browser half is not built: run `cargo xtask build` (or `cargo xtask run`, which does it too)")]
    Missing,
    #[error("the browser half's manifest.json can't be read; run `cargo xtask build` again")]
    Unreadable(#[source] serde_json::Error),
}

/// The URL paths of the current package.
pub fn package() -> Result<SitePackage, PackageError> {
    let manifest = Built::get("manifest.json").ok_or(PackageError::Missing)?;
    SitePackage::from_json(&manifest.data).map_err(PackageError::Unreadable)
}

/// Names in `/pkg/` hold a hash of the content, so that a browser may keep them for good.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// Names in `/assets/` stay; a browser asks again after an hour.
const FOR_AN_HOUR: &str = "public, max-age=3600";

pub fn routes<Site: RustEmbed + 'static>() -> Router {
    Router::new()
        .route(
            "/pkg/{*file}",
            get(async |path: Path<String>, request: Request| answer::<Site>("pkg", &path, FOR_GOOD, &request)),
        )
        .route(
            "/assets/{*file}",
            get(async |path: Path<String>, request: Request| answer::<Site>("assets", &path, FOR_AN_HOUR, &request)),
        )
        .route("/robots.txt", get(robots))
}

/// Search engines may read what everybody may read; the rest would only lead them to the login page.
async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /account/\nDisallow: /me\nDisallow: /desk\nDisallow: /matches/\nDisallow: /certificates/\nDisallow: /unsubscribe/\nDisallow: /compare\nDisallow: /favourites/\n"
}

fn answer<Site: RustEmbed>(
    folder: &str,
    Path(name): &Path<String>,
    cache: &'static str,
    request: &Request,
) -> Response {
    let name = format!("{folder}/{name}");
    // Compressed twins (`.br`) are reached by content negotiation only, and no name leads out of its folder.
    let is_plain = !name.ends_with(".br") && name.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let Some(file) = is_plain.then(|| Site::get(&name)).flatten() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let twin = accepts_brotli(request.headers())
        .then(|| Site::get(&format!("{name}.br")))
        .flatten();
    let encoding = twin.as_ref().map(|_| HeaderValue::from_static("br"));
    let etag = etag(twin.as_ref().unwrap_or(&file));

    let fresh = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else if request.method() == Method::HEAD {
        StatusCode::OK.into_response()
    } else {
        twin.unwrap_or(file).data.into_owned().into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(&name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, encoding);
    }
    response
}

fn etag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let digits: String = hash[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

/// Whether the browser takes brotli; one that says `br;q=0` does not.
fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        pieces.next() == Some("br") && !pieces.any(|piece| matches!(piece, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt as _;

    #[derive(RustEmbed)]
    #[folder = "$CARGO_MANIFEST_DIR/tests/site"]
    struct Sample;

    async fn get(path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
        let mut request = http::Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = routes::<Sample>()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        (
            parts.status,
            parts.headers,
            to_bytes(body, 1 << 20).await.unwrap().to_vec(),
        )
    }

    #[tokio::test]
    async fn hashed_names_are_kept_for_good() {
        let (status, headers, body) = get("/pkg/xinju.0123.js", &[]).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
        assert_eq!(headers[header::CACHE_CONTROL], FOR_GOOD);
        assert!(!headers.contains_key(header::CONTENT_ENCODING));
        assert_eq!(body, b"export default 1;\n");
    }

    #[tokio::test]
    async fn the_compressed_twin_goes_to_who_takes_it() {
        let (_, headers, body) = get("/pkg/xinju.0123.js", &[("accept-encoding", "gzip, br;q=0.9")]).await;
        assert_eq!(
            (&headers[header::CONTENT_ENCODING], &headers[header::VARY]),
            (&"br".parse().unwrap(), &"accept-encoding".parse().unwrap())
        );
        assert_eq!(body, b"not really brotli\n");
        let (_, headers, _) = get("/pkg/xinju.0123.js", &[("accept-encoding", "gzip, br;q=0")]).await;
        assert!(!headers.contains_key(header::CONTENT_ENCODING));
        assert_eq!(get("/pkg/xinju.0123.js.br", &[]).await.0, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn what_the_browser_has_is_not_sent_again() {
        let (_, headers, _) = get("/assets/mark.svg", &[]).await;
        assert_eq!(headers[header::CACHE_CONTROL], FOR_AN_HOUR);
        let etag = headers[header::ETAG].to_str().unwrap().to_owned();
        let (status, _, body) = get("/assets/mark.svg", &[("if-none-match", &etag)]).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
        assert_eq!(
            get("/assets/mark.svg", &[("if-none-match", "\"other\"")]).await.0,
            StatusCode::OK
        );
    }

    #[tokio::test]
    async fn nothing_outside_the_site_is_reached() {
        for path in [
            "/pkg/none.js",
            "/pkg/../manifest.json",
            "/pkg/%2e%2e/manifest.json",
            "/assets/..%2f..%2f..%2fCargo.toml",
            "/pkg//etc/passwd",
        ] {
            assert_eq!(get(path, &[]).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
