//! Listings that others collected, read from a file.
//!
//! An imported listing has no house and no landlord here: it is shown with its source and never counts as verified. Its
//! places lie wherever they lie, so their names are kept as given and no area codes are made up for them.

mod batch;
mod columns;
mod listings;
mod row;
mod tally;

pub use columns::{COLUMNS, HeaderError, OPTIONAL};
pub use listings::{Event, ImportError, documents, listings};
pub use tally::{Options, Tally};
