//! What a person asks for, as a value: the same for the page, the public interface, saved searches and the index.
//!
//! A [`Query`] is exactly what stands in the URL. [`understand`](Reader::understand) reads filters out of its words; what
//! is then searched is [`Understood::filters`] and [`Understood::words`].

mod chips;
mod cursor;
mod filter;
mod filters;
mod near;
mod query;
mod sort;
mod text;
mod url;

pub use chips::{Chip, Origin};
pub use cursor::Cursor;
pub use filter::{AREA_BANDS, AREA_MAX, Facing, Filter, Group, Mode, RENT_BANDS, Range, Rooms, availability};
pub use filters::Filters;
pub use near::{Landmark, Near, Radius};
pub use query::{Ignored, Limit, Parsed, Query, TEXT_MAX_CHARS};
pub use sort::Sort;
pub use text::{Note, Place, PlaceKind, Reader, Reading, Synonym, Synonyms, Understood, Wishes, Word, facility_named};
pub use url::pairs;

pub use crate::place::PlaceName;
