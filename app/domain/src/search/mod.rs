//! What a person asks for, as a value: the same for the page, the public interface, saved searches and the index.
//!
//! A [`Query`] is exactly what stands in the URL. [`understand`](Reader::understand) reads filters out of its words; what
//! is then searched is [`Understood::filters`] and [`Understood::words`].

mod asides;
mod chips;
mod cursor;
mod filter;
mod filters;
mod near;
mod noise;
mod numbers;
mod phrases;
mod query;
mod rooms;
mod scan;
mod synonyms;
mod understand;
mod url;
mod vocabulary;
mod walk;

pub use chips::{Chip, Origin};
pub use cursor::Cursor;
pub use filter::{
    AREA_BANDS, AREA_MAX, Facing, Filter, Group, Mode, PlaceName, RENT_BANDS, Range, Rooms, availability,
};
pub use filters::Filters;
pub use near::{Landmark, Near, Radius};
pub use phrases::{Place, PlaceKind};
pub use query::{Ignored, Limit, Parsed, Query, Sort, TEXT_MAX_CHARS};
pub use synonyms::{Note, Synonym, Synonyms};
pub use understand::{Reader, Reading, Understood, Wishes, Word};
pub use url::pairs;
pub use vocabulary::facility_named;
