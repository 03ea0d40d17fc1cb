//! Listings: drafted, reviewed and changed by their landlord; their photos.

mod edit;
mod fields;
mod manage;
mod photo;
mod still_there;
mod terms;
mod to_confirm;

pub use terms::{photos, terms};
pub use to_confirm::to_confirm;

use crate::{
    state::AppState,
    texts::name_of,
    ui::{Badge, LinkCard, Tone},
};
use axum::{Router, routing::get};
use backend::listing::Listing;
use domain::{lang::Lang, listing::ListingStatus};
use leptos::prelude::*;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/me/houses/{id}/listings/new", get(edit::new).post(edit::create))
        .route("/me/listings/{id}", get(manage::show).post(manage::change))
        .route("/me/listings/{id}/edit", get(edit::show).post(edit::save))
        .route(
            "/listings/{id}/still-there/{token}",
            get(still_there::show).post(still_there::answer),
        )
        .route("/still-there", get(still_there::done))
        .route("/photos/{file_id}", get(photo::show))
}

/// The state of a listing in a word, with its tone.
pub fn status_badge(lang: Lang, listing: &Listing) -> AnyView {
    let returned = listing.status == ListingStatus::Draft && listing.returned_reason.is_some();
    let (tone, code) = match listing.status {
        ListingStatus::Draft if returned => (Tone::Warn, "returned"),
        ListingStatus::Draft | ListingStatus::Paused | ListingStatus::Withdrawn => {
            (Tone::Neutral, listing.status.code())
        }
        ListingStatus::InReview | ListingStatus::Let => (Tone::Info, listing.status.code()),
        ListingStatus::Published => (Tone::Ok, listing.status.code()),
        ListingStatus::Expired => (Tone::Warn, listing.status.code()),
    };
    view! { <Badge tone label=name_of(lang, "listing-status", code)/> }.into_any()
}

/// A landlord's own listing in a list.
pub fn card(lang: Lang, listing: &Listing) -> AnyView {
    let badge = status_badge(lang, listing);
    let mode = name_of(lang, "mode", listing.terms.mode.code());
    let rent = format!("{} {}", listing.terms.rent, tr!(lang, "ui.yuan_per_month"));
    let href = format!("/me/listings/{}", listing.id);
    let title = listing.terms.title.clone();
    view! { <LinkCard href=href title=title text=format!("{mode} · {rent}")>{badge}</LinkCard> }.into_any()
}
