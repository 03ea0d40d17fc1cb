//! Viewings: asked for on a listing's page, arranged on a page of the two sides.

mod arrange;
mod ask;
mod overview;

pub use overview::overview;

use crate::{
    state::AppState,
    texts::name_of,
    ui::{Badge, Tone},
};
use axum::{Router, routing::get};
use domain::{lang::Lang, viewing::ViewingStatus};
use leptos::prelude::*;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/listings/{id}/viewing", get(ask::show).post(ask::submit))
        .route("/me/viewings/{id}", get(arrange::show).post(arrange::submit))
}

fn status_badge(lang: Lang, status: ViewingStatus) -> AnyView {
    let tone = match status {
        ViewingStatus::Asked => Tone::Info,
        ViewingStatus::Offered => Tone::Warn,
        ViewingStatus::Booked => Tone::Ok,
        ViewingStatus::Declined | ViewingStatus::Cancelled => Tone::Neutral,
    };
    view! { <Badge tone label=name_of(lang, "viewing-status", status.code())/> }.into_any()
}
