//! A registration in words: how it stands, its number, its certificate.

use crate::{
    texts::name_of,
    ui::{Cluster, Tone},
};
use domain::{lang::Lang, registration::RegistrationStatus};
use leptos::prelude::*;

pub fn tone(status: RegistrationStatus) -> Tone {
    match status {
        RegistrationStatus::Prefilled | RegistrationStatus::Finalised => Tone::Info,
        RegistrationStatus::Accepted => Tone::Ok,
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

/// Where its certificate is checked and printed.
pub fn certificate_links(lang: Lang, code: &str) -> AnyView {
    let path = format!("/certificates/{code}");
    view! {
        <Cluster>
            <a href=path.clone()>{tr!(lang, "certificate.open")}</a>
            <a href=format!("{path}/print")>{tr!(lang, "certificate.print")}</a>
        </Cluster>
    }
    .into_any()
}
