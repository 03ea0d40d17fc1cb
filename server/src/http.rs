//! HTTP around the pages: assets, health, protection, logging, and the listener.
//!
//! Invariants: every response passes [`observe`] and so has a request id and the security headers; nothing that a form
//! changes is reached by a request from another site, except that a mail's own token stops it; no query string, cookie or
//! body is logged; what is meant for another site's name is answered by no page of ours.

pub mod assets;
mod health;
mod host;
mod listener;
mod observe;
mod places;
mod problem;
mod progress;
mod refusal;

use std::sync::Arc;
use std::time::Duration;

use app::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use backend::config::BaseUrl;
use http::{Method, StatusCode, Uri};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _, SizeAbove};
use tower_http::csrf::{ConfigError, CsrfLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

pub use listener::serve;

/// Bounds that keep one visitor from taking everything.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at the same time; more wait to be accepted.
    pub connections: usize,
    /// Connections at the same time from one address, or one /64 network of IPv6; more are closed at once. 0: no cap.
    pub connections_per_address: usize,
    /// How long a request may take from its head to the response's head.
    pub request: Duration,
}

/// The largest body of a form. A route that takes files raises this for itself (`DefaultBodyLimit::max`).
const FORM_BYTES: usize = 512 * 1024;
/// The largest body at all, whatever a route allows.
const BODY_BYTES: usize = 64 * 1024 * 1024;
/// Below this, compressing costs more than it saves.
const COMPRESS_BYTES: u64 = 512;

/// The whole site.
pub fn router(state: AppState, limits: &Limits) -> Result<Router, ConfigError> {
    let base_url = state.backend.config().base_url.clone();
    protect(pages(state), &base_url, limits)
}

/// Everything that can be asked for, without protection.
pub fn pages(state: AppState) -> Router {
    let around = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(state.backend.clone()))
        .merge(assets::routes::<assets::Built>());
    #[cfg(feature = "dev-tools")]
    let around = around.nest("/dev/mail", crate::dev_mail::routes(state.backend.clone()));
    around.merge(app::routes(state))
}

/// The forms that may come from anywhere (RFC 8058: from the page of a mail program). The token in the path is all that
/// they go by, and they can only stop mails.
fn stops_mails(method: &Method, uri: &Uri) -> bool {
    let parts: Vec<_> = uri.path().split('/').collect();
    let is_link = matches!(
        parts.as_slice(),
        ["", "unsubscribe", _] | ["", "unsubscribe", "favourites", _, _]
    );
    method == Method::POST && is_link
}

/// Puts the layers around `pages` that every request passes, outermost first.
pub fn protect(pages: Router, base_url: &BaseUrl, limits: &Limits) -> Result<Router, ConfigError> {
    let csrf = CsrfLayer::new()
        .add_trusted_origin(base_url.origin())?
        .with_insecure_bypass(stops_mails);
    let policy = observe::Policy {
        https: base_url.is_https(),
    };
    Ok(pages.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(policy, observe::observe))
            .layer(from_fn(problem::explain))
            .layer(CatchPanicLayer::custom(problem::panicked))
            .layer(TimeoutLayer::with_status_code(
                StatusCode::SERVICE_UNAVAILABLE,
                limits.request,
            ))
            .layer(from_fn_with_state(Arc::new(base_url.clone()), host::check))
            .layer(csrf)
            .layer(RequestBodyLimitLayer::new(BODY_BYTES))
            .layer(DefaultBodyLimit::max(FORM_BYTES))
            .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(SizeAbove::new(COMPRESS_BYTES)))),
    ))
}
