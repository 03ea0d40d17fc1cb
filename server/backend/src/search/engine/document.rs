//! A listing as the index sees it.

use domain::{
    facility::FacilitySet, geo::Gcj02Point, id::ListingId, money::Yuan, orientation::Orientations, search::Mode,
};
use jiff::{Timestamp, civil::Date};

/// What is searched, filtered and sorted by. Everything that is shown is read from the database.
#[derive(Debug, Clone, PartialEq)]
pub struct ListingDocument {
    pub id: ListingId,
    pub title: String,
    pub description: String,
    pub city: String,
    pub district: String,
    /// The street or, for listings from elsewhere, the quarter.
    pub street: String,
    pub estate: String,
    pub mode: Mode,
    /// 0 where nobody stated it.
    pub rooms: u8,
    pub halls: u8,
    pub baths: u8,
    /// Hundredths of a square metre.
    pub area_x100: u32,
    pub rent: Yuan,
    pub orientations: Orientations,
    pub facilities: FacilitySet,
    pub verified: bool,
    pub published_at: Timestamp,
    pub confirmed_at: Timestamp,
    /// `None`: at once.
    pub available_on: Option<Date>,
    /// Rounded; `None` where nobody stated it.
    pub point: Option<Gcj02Point>,
    pub source: String,
}

/// One listing's new state in the index.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Put(Box<ListingDocument>),
    Remove(ListingId),
}

impl Change {
    #[must_use]
    pub fn id(&self) -> ListingId {
        match self {
            Self::Put(listing) => listing.id,
            Self::Remove(id) => *id,
        }
    }
}

/// What is searched besides the title: a listing's own words and its floor (`低楼层（7层）`), which has no filter.
#[must_use]
pub fn searched_text(description: &str, floor: &str) -> String {
    [description, floor]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
