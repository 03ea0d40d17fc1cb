//! The terms of a listing, as they are shown to its landlord and to the coordinator.

use crate::{
    parts::house::space_text,
    texts::name_of,
    ui::{Item, PhotoGallery},
};
use backend::{
    house::House,
    listing::{Listing, Photo},
};
use domain::{lang::Lang, space::LettingMode, time};
use leptos::prelude::*;

/// Terms line by line; with `edit`, each has a link to where it is changed.
pub fn terms(lang: Lang, listing: &Listing, house: &House, edit: Option<&str>) -> Vec<Item> {
    let label = |key: &str| tr!(lang, &format!("listing.{key}"));
    let terms = &listing.terms;
    let yuan = |sum: domain::money::Yuan| format!("{sum} {}", tr!(lang, "ui.yuan"));
    let what = match (terms.mode, terms.space) {
        (LettingMode::Shared, Some(no)) => house
            .spaces
            .iter()
            .find(|space| space.no == no)
            .map(|space| space_text(lang, *space, &house.spaces))
            .unwrap_or_default(),
        _ => tr!(lang, "listing.whole_house"),
    };
    let facilities = terms
        .facilities
        .iter()
        .map(|facility| name_of(lang, "facility", facility.code()))
        .collect::<Vec<_>>()
        .join(&tr!(lang, "house.list_separator"));
    let available = match terms.available_on {
        Some(day) => time::format_date(day),
        None => tr!(lang, "listing.at_once"),
    };
    let lines = [
        ("title", terms.title.clone()),
        ("mode", format!("{} · {what}", name_of(lang, "mode", terms.mode.code()))),
        ("area", format!("{} {}", terms.area, tr!(lang, "ui.square_metres"))),
        ("rent", format!("{} {}", terms.rent, tr!(lang, "ui.yuan_per_month"))),
        ("deposit", yuan(terms.deposit)),
        (
            "payment_months",
            counted!(lang, "listing.pay_every", terms.payment_months),
        ),
        ("available_on", available),
        (
            "min_term_months",
            counted!(lang, "listing.months", terms.min_term_months),
        ),
        (
            "facilities",
            if facilities.is_empty() {
                "—".to_owned()
            } else {
                facilities
            },
        ),
        ("description", terms.description.clone()),
    ];
    lines
        .into_iter()
        .map(|(key, value)| {
            let item = Item::new(label(key), value);
            match edit {
                Some(path) => item.change(format!("{path}#{}", crate::ui::field_id(key)), tr!(lang, "ui.change")),
                None => item,
            }
        })
        .collect()
}

/// The photos of a listing; without any, the drawing that its card shows.
pub fn photos(lang: Lang, listing: &Listing, photos: &[Photo]) -> AnyView {
    let pictures = photos
        .iter()
        .map(|photo| crate::ui::Photo {
            src: format!("/photos/{}", photo.file),
            alt: photo.alt(lang).to_owned(),
            width: 1200,
            height: 900,
        })
        .collect::<Vec<_>>();
    let seed = format!("/listings/{}", listing.id);
    view! { <PhotoGallery label=tr!(lang, "listing.photos") photos=pictures seed=seed/> }.into_any()
}
