//! The outermost layer: request id, nonce, log line, security headers.

use std::time::Instant;

use app::state::Nonce;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderName, HeaderValue, header};
use rand::Rng as _;
use tracing::Instrument as _;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the headers depend on.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// The site is reached by https, so browsers may insist on it.
    pub https: bool,
}

/// The number under which a request is found in the log. It is made here and never taken from the visitor.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

pub async fn observe(State(policy): State<Policy>, mut request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().simple().to_string();
    let nonce = new_nonce();
    request.extensions_mut().insert(RequestId(id.clone()));
    request.extensions_mut().insert(Nonce(nonce.clone()));

    // The route's pattern and not the path: a path may hold the code of a certificate.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str)
        .to_owned();
    let span = tracing::info_span!("server.http.request", %id, method = %request.method(), route);
    let start = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;

    let _entered = span.enter();
    let (status, latency_us) = (response.status().as_u16(), start.elapsed().as_micros() as u64);
    if route.starts_with("/pkg/") || route.starts_with("/assets/") || route.ends_with("z") {
        tracing::debug!(status, latency_us, "answered");
    } else {
        tracing::info!(status, latency_us, "answered");
    }
    protect(&mut response, policy, &nonce);
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

fn new_nonce() -> String {
    let mut bytes = [0; 18];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What every page of the site lets a browser do: run our scripts, load from us, stand in nobody's frame.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; object-src 'none'; frame-ancestors 'none'; \
         base-uri 'none'; form-action 'self'"
    )
}

const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Links lead to other authorities' sites: they learn where a visitor comes from, and not which page.
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds the headers that a handler has not set for itself.
fn protect(response: &mut Response, policy: Policy, nonce: &str) {
    let headers = response.headers_mut();
    if let Ok(csp) = HeaderValue::from_str(&content_security_policy(nonce)) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(csp);
    }
    for (name, value) in FIXED {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if policy.https {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
}
