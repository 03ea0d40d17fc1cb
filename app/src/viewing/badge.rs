//! The state of a viewing in a word.

use crate::{
    texts::name_of,
    ui::{Badge, Tone},
};
use domain::{lang::Lang, viewing::ViewingStatus};
use leptos::prelude::*;

pub fn status_badge(lang: Lang, status: ViewingStatus) -> AnyView {
    let tone = match status {
        ViewingStatus::Asked => Tone::Info,
        ViewingStatus::Offered => Tone::Warn,
        ViewingStatus::Booked => Tone::Ok,
        ViewingStatus::Declined | ViewingStatus::Cancelled => Tone::Neutral,
    };
    view! { <Badge tone label=name_of(lang, "viewing-status", status.code())/> }.into_any()
}
