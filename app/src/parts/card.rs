//! A published listing in words, and as a card.

use backend::search::{CardPhoto, ListingCardData, NameField};
use domain::{
    area::AreaCode,
    facility::{Facility, FacilitySet},
    lang::Lang,
    measure::SquareMetres,
    orientation::Orientations,
    time,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

use super::house::layout_text;
use crate::{
    texts::name_of,
    ui::{BadgeText, Glyph, ListingSummary, MarkedText, MaybeText, Photo, Tone},
    visitor::Visitor,
};

/// What does not depend on the listing.
#[derive(Clone, Copy)]
pub struct Viewer<'a> {
    pub lang: Lang,
    pub today: Date,
    /// The name of the centre's own city, which goes without saying.
    pub city: &'a str,
}

impl Viewer<'static> {
    pub fn of(visitor: &Visitor) -> Self {
        let backend = visitor.backend();
        let city = AreaCode::parse(&backend.config().centre.city_code).ok();
        Self {
            lang: visitor.lang,
            today: backend.today(),
            city: city.and_then(backend::area::find).map_or("", |area| area.name),
        }
    }
}

/// Facilities that decide whether one looks at a home at all; the others wait on its page.
const ON_CARDS: [Facility; 6] = [
    Facility::NearSchool,
    Facility::MonthlyPayment,
    Facility::ShortTerm,
    Facility::Furnished,
    Facility::Elevator,
    Facility::Pets,
];
const FACILITIES_MAX: usize = 2;

pub fn summary(viewer: Viewer<'_>, card: &ListingCardData) -> ListingSummary {
    let lang = viewer.lang;
    ListingSummary {
        href: format!("/listings/{}", card.id),
        photo: card.photo.as_ref().map(|first| photo(lang, first)),
        rent_yuan: card.rent.get(),
        rent_unit: tr!(lang, "search.yuan_a_month"),
        title: title(lang, card),
        place: place(viewer, card).into(),
        why: MarkedText::default(),
        distance: MaybeText::default(),
        badges: badges(lang, card, &BTreeSet::new()),
        freshness: freshness(viewer, card).into(),
        heart: None,
        tick: None,
    }
}

/// Photos are kept in one size.
pub fn photo(lang: Lang, photo: &CardPhoto) -> Photo {
    Photo {
        src: format!("/photos/{}", photo.file),
        alt: photo.alt(lang).to_owned(),
        width: 1200,
        height: 900,
    }
}

/// `整租 · 2室1厅 · 75㎡ · 南`
pub fn title(lang: Lang, card: &ListingCardData) -> String {
    let parts = [
        Some(name_of(lang, "mode", card.mode.code())),
        card.layout.map(|layout| layout_text(lang, layout)),
        Some(area_text(lang, card.area)),
        orientations_text(lang, card.orientations),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

pub fn area_text(lang: Lang, area: SquareMetres) -> String {
    let unit = tr!(lang, "search.square_metres");
    match lang {
        Lang::Zh => format!("{area}{unit}"),
        Lang::En => format!("{area} {unit}"),
    }
}

/// `南/北`; `None` where nobody stated it.
pub fn orientations_text(lang: Lang, orientations: Orientations) -> Option<String> {
    let names: Vec<_> = orientations
        .iter()
        .map(|orientation| name_of(lang, "orientation", orientation.code()))
        .collect();
    (!names.is_empty()).then(|| names.join("/"))
}

pub fn payment_text(lang: Lang, months: u32) -> String {
    match months {
        0 | 1 => tr!(lang, "listing_page.pay_monthly"),
        months => tr!(lang, "listing_page.pay_months", months = months),
    }
}

/// `列东街道 · 江滨新村`; elsewhere with city and district.
pub fn place(viewer: Viewer<'_>, card: &ListingCardData) -> String {
    let names: Vec<_> = place_names(viewer, card).into_iter().map(|(_, name)| name).collect();
    names.join(" · ")
}

pub fn place_names<'a>(viewer: Viewer<'_>, card: &'a ListingCardData) -> Vec<(NameField, &'a str)> {
    let mut names = vec![
        (NameField::City, card.city.as_str()),
        (NameField::District, &card.district),
        (NameField::Street, &card.street),
        (NameField::Estate, &card.estate),
    ];
    if card.city == viewer.city {
        names.drain(..2);
    }
    names.retain(|(_, name)| !name.is_empty());
    names.dedup_by_key(|(_, name)| *name);
    names
}

/// The facilities that were asked for stand first, all of them.
pub fn badges(lang: Lang, card: &ListingCardData, asked: &BTreeSet<Facility>) -> Vec<BadgeText> {
    let state = if card.verified {
        BadgeText::new(Tone::Ok, tr!(lang, "search.verified")).with_icon(Glyph::ShieldCheck)
    } else {
        BadgeText::new(Tone::Warn, tr!(lang, "search.not_verified"))
    };
    let facilities = on_card(card.facilities, asked)
        .into_iter()
        .map(|facility| BadgeText::new(Tone::Neutral, name_of(lang, "facility", facility.code())));
    std::iter::once(state).chain(facilities).collect()
}

fn on_card(has: FacilitySet, asked: &BTreeSet<Facility>) -> Vec<Facility> {
    let usual = ON_CARDS.into_iter().filter(|facility| !asked.contains(facility));
    let shown = asked
        .iter()
        .copied()
        .chain(usual)
        .filter(|facility| has.contains(*facility));
    shown.take(FACILITIES_MAX.max(asked.len())).collect()
}

/// When its landlord last said that it is still to let, or where it comes from.
pub fn freshness(viewer: Viewer<'_>, card: &ListingCardData) -> String {
    let lang = viewer.lang;
    if let Some(source) = &card.imported_from {
        return tr!(lang, "search.imported", source = source);
    }
    let confirmed = time::date_in_china(card.confirmed_at);
    let days = viewer.today.duration_since(confirmed).as_hours() / 24;
    match days {
        ..=0 => tr!(lang, "search.confirmed_today"),
        1 => tr!(lang, "search.confirmed_yesterday"),
        days => tr!(lang, "search.confirmed_days", days = days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_stands_first_on_a_card() {
        let has: FacilitySet = [
            Facility::NearSchool,
            Facility::Furnished,
            Facility::Balcony,
            Facility::Elevator,
        ]
        .into_iter()
        .collect();
        assert_eq!(
            on_card(has, &BTreeSet::new()),
            [Facility::NearSchool, Facility::Furnished]
        );
        let asked = BTreeSet::from([Facility::Balcony]);
        assert_eq!(on_card(has, &asked), [Facility::Balcony, Facility::NearSchool]);
        let asked = BTreeSet::from([Facility::Balcony, Facility::Elevator, Facility::Furnished]);
        assert_eq!(on_card(has, &asked).into_iter().collect::<BTreeSet<_>>(), asked);
    }
}
