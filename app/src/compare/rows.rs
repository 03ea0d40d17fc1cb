//! The lines of a comparison, in an order that never changes.

use backend::search::PublishedListing;
use domain::{facility::Facility, lang::Lang, time};

use crate::{
    parts::{
        card::{area_text, orientations_text, payment_text},
        house::layout_text,
    },
    texts::name_of,
    ui::{CompareCell, CompareRow, grouped},
};

/// What people decide by. Of the rest it is not said that it differs: nearly everything does.
const DECIDING: [&str; 5] = [
    "listing_page.rent",
    "listing_page.deposit",
    "listing_page.layout",
    "listing_page.area",
    "listing_page.min_term",
];

/// What a listing says in a line; `None` where nobody said.
type Value = fn(Lang, &PublishedListing) -> Option<String>;

pub fn rows(lang: Lang, listings: &[PublishedListing]) -> Vec<CompareRow> {
    let unknown = tr!(lang, "compare.unknown");
    let row = |key: &str, value: Value| {
        let cells = listings.iter().map(|listing| match value(lang, listing) {
            Some(text) if !text.is_empty() => CompareCell::Text(text),
            _ => CompareCell::Unknown(unknown.clone()),
        });
        let row = CompareRow::new(tr!(lang, key), cells.collect());
        if DECIDING.contains(&key) { row.deciding() } else { row }
    };
    let facts: [(&str, Value); 12] = [
        ("listing_page.rent", rent),
        ("listing_page.deposit", deposit),
        ("listing_page.pay", |lang, listing| {
            listing.is_ours().then(|| payment_text(lang, listing.payment_months))
        }),
        ("compare.mode", |lang, listing| {
            Some(name_of(lang, "mode", listing.card.mode.code()))
        }),
        ("listing_page.layout", |lang, listing| {
            listing.card.layout.map(|layout| layout_text(lang, layout))
        }),
        ("listing_page.area", |lang, listing| {
            Some(area_text(lang, listing.card.area))
        }),
        ("listing_page.floor", |_, listing| Some(listing.card.floor.clone())),
        ("listing_page.faces", |lang, listing| {
            orientations_text(lang, listing.card.orientations)
        }),
        ("listing_page.available", available),
        ("listing_page.min_term", min_term),
        ("compare.verified", |lang, listing| {
            let key = if listing.card.verified {
                "search.verified"
            } else {
                "search.not_verified"
            };
            Some(tr!(lang, key))
        }),
        ("compare.confirmed", confirmed),
    ];
    let facts = facts.map(|(key, value)| row(key, value));
    facts.into_iter().chain(facilities(lang, listings, &unknown)).collect()
}

/// Those that at least one of them has. That a landlord did not tick one does not mean that there is none.
fn facilities(lang: Lang, listings: &[PublishedListing], unknown: &str) -> Vec<CompareRow> {
    let has = |listing: &PublishedListing, facility| listing.card.facilities.contains(facility);
    let offered = Facility::ALL
        .iter()
        .filter(|facility| listings.iter().any(|listing| has(listing, **facility)));
    offered
        .map(|facility| {
            let cells = listings.iter().map(|listing| match has(listing, *facility) {
                true => CompareCell::Yes(tr!(lang, "compare.yes")),
                // The lift is a fact of the registered house, not a tick.
                false if *facility == Facility::Elevator && listing.is_ours() => {
                    CompareCell::Text(tr!(lang, "compare.no"))
                }
                false => CompareCell::Unknown(unknown.to_owned()),
            });
            let row = CompareRow::new(name_of(lang, "facility", facility.code()), cells.collect());
            if *facility == Facility::Elevator {
                row.deciding()
            } else {
                row
            }
        })
        .collect()
}

fn rent(lang: Lang, listing: &PublishedListing) -> Option<String> {
    let rent = grouped(listing.card.rent.get().into());
    Some(format!("{rent} {}", tr!(lang, "search.yuan_a_month")))
}

/// An imported listing says nothing of its deposit: its 0 is not “none”.
fn deposit(lang: Lang, listing: &PublishedListing) -> Option<String> {
    listing.is_ours().then(|| match listing.deposit.get() {
        0 => tr!(lang, "listing_page.no_deposit"),
        deposit => format!("{} {}", grouped(deposit.into()), tr!(lang, "search.yuan")),
    })
}

fn available(lang: Lang, listing: &PublishedListing) -> Option<String> {
    match listing.card.available_on {
        Some(date) => Some(time::format_date(date)),
        None => listing.is_ours().then(|| tr!(lang, "listing_page.at_once")),
    }
}

fn min_term(lang: Lang, listing: &PublishedListing) -> Option<String> {
    (listing.min_term_months > 0).then(|| counted!(lang, "listing_page.months", listing.min_term_months))
}

fn confirmed(_: Lang, listing: &PublishedListing) -> Option<String> {
    let confirmed = time::date_in_china(listing.card.confirmed_at);
    listing.is_ours().then(|| time::format_date(confirmed))
}
