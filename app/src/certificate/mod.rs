//! Certificates of registration: anybody checks one by its code, its holder prints it.
//!
//! It is the centre's own paper: it says what the centre registered, never that the authority accepted it, and it is no
//! residence permit (居住证).

mod check;
mod print;
mod qr;
mod section;

pub use section::section;

use crate::{
    page::Page,
    state::AppState,
    texts::name_of,
    ui::{Cluster, Tone},
};
use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{lang::Lang, registration::RegistrationStatus};
use http::{HeaderName, HeaderValue};
use leptos::prelude::*;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/certificates", get(check::ask))
        .route("/certificates/{code}", get(check::show))
        .route("/certificates/{code}/print", get(print::show))
}

/// Who knows the code may look; a search engine must not hand it out.
fn unlisted(page: Page) -> Response {
    let mut response = page.into_response();
    response.headers_mut().insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
    response
}

pub fn tone(status: RegistrationStatus) -> Tone {
    match status {
        RegistrationStatus::Prefilled => Tone::Info,
        RegistrationStatus::Finalised | RegistrationStatus::Accepted => Tone::Ok,
        RegistrationStatus::Returned => Tone::Warn,
        RegistrationStatus::Ended => Tone::Neutral,
    }
}

pub fn status_text(lang: Lang, status: RegistrationStatus) -> String {
    name_of(lang, "registration.status", status.code())
}

/// The number, or that there is none yet.
pub fn number_text(lang: Lang, number: Option<&str>) -> String {
    number.map_or_else(|| tr!(lang, "registration.no_number"), str::to_owned)
}

/// Where a certificate is checked and printed.
pub fn links(lang: Lang, code: &str) -> AnyView {
    let path = format!("/certificates/{code}");
    view! {
        <Cluster>
            <a href=path.clone()>{tr!(lang, "certificate.open")}</a>
            <a href=format!("{path}/print")>{tr!(lang, "certificate.print")}</a>
        </Cluster>
    }
    .into_any()
}
