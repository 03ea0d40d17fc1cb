//! What the interface answers about listings, and how it is made from what the backend found.

use backend::search::{Explanation, ListingCardData, NameField, PublishedListing, SnippetField, Why};
use domain::{
    orientation::Orientation,
    search::{Chip, Filter, Group, Origin, Query},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of results.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListingPage {
    /// How many listings there are on all pages.
    pub total: u64,
    pub items: Vec<FoundListing>,
    /// Give this as `after` for the next page; `null` on the last one.
    pub next: Option<String>,
    /// Set where a name in `q` was misspelt: the text that was searched for instead. Put a word in quotes to have it
    /// searched as it stands.
    pub searched_for: Option<String>,
    /// The order of the items: that of `sort`, or `fit` where there is nothing to be near.
    pub sort: &'static str,
    /// The filters in effect: those that were given, then those that were read from `q`.
    pub understood: Vec<UnderstoodFilter>,
    /// What else there is to say about how `q` was read. `no-metro`: the city has no metro, buses and stations were searched
    /// for instead.
    pub notes: Vec<&'static str>,
    /// Whether `q` had more or longer words than a search uses.
    pub shortened: bool,
    /// Pieces of `q` that had to be left out to find anything.
    pub dropped: Vec<String>,
    /// Parameters that could not be used; the search went on without them.
    pub ignored: Vec<IgnoredParameter>,
}

/// A filter in effect.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnderstoodFilter {
    /// The piece of `q` that it was read from; `null` when it was given as a parameter.
    #[schema(example = "1500以内")]
    text: Option<String>,
    /// The parameters that say the same.
    parameters: Vec<Parameter>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Parameter {
    #[schema(example = "rent_max")]
    key: &'static str,
    #[schema(example = "1500")]
    value: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IgnoredParameter {
    #[schema(example = "rooms")]
    pub key: &'static str,
    /// The beginning of what was sent.
    pub value: String,
    /// `unknown-value`, `required`, `too-long`, `too-many`, or `needs-near`: `sort=distance` without a point to be near.
    pub code: &'static str,
}

/// A published listing.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListingItem {
    #[schema(format = "uuid")]
    id: String,
    title: String,
    /// `whole` or `shared`.
    mode: &'static str,
    city: String,
    district: String,
    street: String,
    estate: String,
    /// `null` where nobody stated it, like `halls` and `baths`.
    rooms: Option<u8>,
    halls: Option<u8>,
    baths: Option<u8>,
    area_sqm: f64,
    rent_yuan: u32,
    /// Directions of the windows: `south`, `south-east`, …
    orientation: Vec<&'static str>,
    floor: String,
    facilities: Vec<&'static str>,
    /// Whether the centre has checked the home and who lets it.
    verified: bool,
    /// Where it was imported from; `null` for listings of the centre's own landlords.
    imported_from: Option<String>,
    /// `YYYY-MM-DD`; `null` for at once.
    available_on: Option<String>,
    /// RFC 3339.
    published_at: String,
    /// When its landlord last said that it is still to let. RFC 3339.
    confirmed_at: String,
    /// How far it is from the point of `near`, to a hundred metres: exact positions are not published. `null` without `near`.
    pub distance_m: Option<u32>,
    /// The path of its first photo.
    photo: Option<String>,
    /// The path of its page.
    page: String,
}

/// A published listing and why it was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundListing {
    #[serde(flatten)]
    pub listing: ListingItem,
    highlights: Vec<Highlight>,
    why: Vec<Reason>,
}

/// A part of a name that was typed, from and to in characters (Unicode code points), the end not included.
#[derive(Debug, Serialize, ToSchema)]
pub struct Highlight {
    /// `city`, `district`, `street` or `estate`.
    field: &'static str,
    from: usize,
    to: usize,
}

/// What can't be seen in the names.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Reason {
    /// `sound`: `typed` is the pinyin or the initials of `name`. `name`: another name of it. `title`, `description`: `text`
    /// says so. `filters`: it is what was read from the words.
    code: &'static str,
    typed: Option<String>,
    name: Option<String>,
    text: Option<String>,
    /// Parts of `text` that were typed: from and to in characters, the end not included.
    marks: Vec<[usize; 2]>,
    /// `rooms`, `rent`, … or the code of a facility.
    filters: Vec<&'static str>,
}

/// A published listing with its terms.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListingDetail {
    #[serde(flatten)]
    listing: ListingItem,
    description: String,
    deposit_yuan: u32,
    /// How many months are paid at once.
    payment_months: u32,
    min_term_months: u32,
    /// The paths of all photos.
    photos: Vec<String>,
}

impl UnderstoodFilter {
    pub fn of(chip: Chip, text: &str) -> Self {
        let mut alone = Query::default();
        for filter in chip.filters {
            alone.filters.add(filter);
        }
        let parameters = alone.to_pairs().into_iter();
        Self {
            text: match chip.origin {
                Origin::Chosen => None,
                Origin::Words(span) => text.get(span).map(str::to_owned),
            },
            parameters: parameters.map(|(key, value)| Parameter { key, value }).collect(),
        }
    }
}

impl From<ListingCardData> for ListingItem {
    fn from(card: ListingCardData) -> Self {
        let photo = card.photo.as_ref().map(|photo| format!("/photos/{}", photo.file));
        Self {
            id: card.id.to_string(),
            page: format!("/listings/{}", card.id),
            title: card.title,
            mode: card.mode.code(),
            city: card.city,
            district: card.district,
            street: card.street,
            estate: card.estate,
            rooms: card.layout.map(|layout| layout.rooms),
            halls: card.layout.map(|layout| layout.halls),
            baths: card.layout.map(|layout| layout.baths),
            area_sqm: f64::from(card.area.hundredths()) / 100.0,
            rent_yuan: card.rent.get(),
            orientation: card.orientations.iter().map(Orientation::code).collect(),
            floor: card.floor,
            facilities: card.facilities.iter().map(|facility| facility.code()).collect(),
            verified: card.verified,
            imported_from: card.imported_from,
            available_on: card.available_on.map(|date| date.to_string()),
            published_at: card.published_at.to_string(),
            confirmed_at: card.confirmed_at.to_string(),
            distance_m: None,
            photo,
        }
    }
}

impl From<(ListingCardData, Explanation)> for FoundListing {
    fn from((card, explanation): (ListingCardData, Explanation)) -> Self {
        let highlights = explanation.marks.into_iter().map(|mark| Highlight {
            field: field_code(mark.field),
            from: mark.range.start,
            to: mark.range.end,
        });
        Self {
            listing: card.into(),
            highlights: highlights.collect(),
            why: explanation.why.into_iter().map(Reason::from).collect(),
        }
    }
}

impl From<Why> for Reason {
    fn from(why: Why) -> Self {
        match why {
            Why::Called { typed, name, by_sound } => Self {
                code: if by_sound { "sound" } else { "name" },
                typed: Some(typed),
                name: Some(name),
                ..Self::default()
            },
            Why::Says(snippet) => Self {
                code: match snippet.field {
                    SnippetField::Title => "title",
                    SnippetField::Description => "description",
                },
                text: Some(snippet.text),
                marks: snippet.marks.iter().map(|mark| [mark.start, mark.end]).collect(),
                ..Self::default()
            },
            Why::Fits(filters) => Self {
                code: "filters",
                filters: filters.iter().map(filter_code).collect(),
                ..Self::default()
            },
        }
    }
}

const fn field_code(field: NameField) -> &'static str {
    match field {
        NameField::City => "city",
        NameField::District => "district",
        NameField::Street => "street",
        NameField::Estate => "estate",
    }
}

const fn filter_code(filter: &Filter) -> &'static str {
    if let Filter::Facility(facility) = filter {
        return facility.code();
    }
    match filter.group() {
        Group::City => "city",
        Group::District => "district",
        Group::Street => "street",
        Group::Estate => "estate",
        Group::Near => "near",
        Group::Within => "box",
        Group::Mode => "mode",
        Group::Rooms => "rooms",
        Group::Rent => "rent",
        Group::Area => "area",
        Group::Facing => "facing",
        Group::Facility => "facilities",
        Group::Verified => "verified",
        Group::AvailableBy => "available_by",
    }
}

impl From<PublishedListing> for ListingDetail {
    fn from(listing: PublishedListing) -> Self {
        let photos = listing.photos.iter().map(|photo| format!("/photos/{}", photo.file));
        Self {
            photos: photos.collect(),
            listing: listing.card.into(),
            description: listing.description,
            deposit_yuan: listing.deposit.get(),
            payment_months: listing.payment_months,
            min_term_months: listing.min_term_months,
        }
    }
}
