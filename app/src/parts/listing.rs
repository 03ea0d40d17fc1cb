//! A listing as its landlord and the staff see it.

use crate::{
    texts::name_of,
    ui::{Badge, LinkCard, Tone},
};
use backend::listing::Listing;
use domain::{lang::Lang, listing::ListingStatus};
use leptos::prelude::*;

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
