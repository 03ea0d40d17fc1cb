//! Texts of listings and of people who search, as they are compared and cut into terms.

mod analysis;
mod compare;
mod respell;
mod synonyms;

pub use analysis::{Analysis, normal, normal_name, pairs, pinyin, simplify, sounds};
pub(super) use analysis::{Piece, pairs_in_a_row};
pub(super) use compare::{Compared, initial, inside_latin};
pub use respell::{Respelling, Spellings};
pub(super) use synonyms::SynonymsFile;
pub use synonyms::{SynonymsError, read as read_synonyms, shipped as shipped_synonyms};
