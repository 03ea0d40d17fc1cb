//! Which site a request is for. A name that isn't ours may be somebody else's page that leads a browser here, or a proxy
//! that was set up wrongly; two names are a trick on a proxy.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use backend::config::BaseUrl;
use http::{HeaderMap, StatusCode, Uri, header};

/// Asked by whatever looks after machines, by their addresses.
const BY_ANY_NAME: [&str; 2] = ["/healthz", "/readyz"];

/// Lets through what is for the site's own host, or for this machine.
pub async fn check(State(site): State<Arc<BaseUrl>>, request: Request, next: Next) -> Response {
    let names = match names(request.headers(), request.uri()) {
        Ok(names) => names,
        Err(sentence) => return (StatusCode::BAD_REQUEST, sentence).into_response(),
    };
    let by_any_name = BY_ANY_NAME.contains(&request.uri().path());
    let ours = |name: &BaseUrl| name.is_loopback() || name.host().trim_end_matches('.') == site.host();
    if by_any_name || (!names.is_empty() && names.iter().all(ours)) {
        next.run(request).await
    } else {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    }
}

/// The names in the line `Host` and in the request line, where a proxy would write one.
fn names(headers: &HeaderMap, uri: &Uri) -> Result<Vec<BaseUrl>, &'static str> {
    let mut lines = headers.get_all(header::HOST).iter();
    let host = lines.next();
    if lines.next().is_some() {
        return Err("a request has one Host\n");
    }
    let host = host.map(|host| host.to_str().unwrap_or_default());
    host.into_iter()
        .chain(uri.authority().map(|authority| authority.as_str()))
        .map(|name| BaseUrl::parse(&format!("http://{name}")).map_err(|_| "that is no Host\n"))
        .collect()
}
