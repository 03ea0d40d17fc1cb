//! What every handler can reach.

use crate::hydration::SitePackage;
use axum::extract::FromRef;
use backend::Backend;
use std::sync::Arc;

#[derive(Clone)]
pub struct AppState {
    pub backend: Backend,
    pub site: Arc<Site>,
}

/// What does not change while the program runs.
pub struct Site {
    /// The built browser half.
    pub package: SitePackage,
}

impl FromRef<AppState> for Backend {
    fn from_ref(state: &AppState) -> Self {
        state.backend.clone()
    }
}

/// The nonce of a response's content security policy; the server puts it into the request's extensions.
#[derive(Clone, Debug)]
pub struct Nonce(pub String);
