//! What is wanted of an import, and what came of it.

use std::fmt;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Put new listings and drafts of earlier imports online.
    pub publish: bool,
}

/// What became of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub imported: u64,
    pub updated: u64,
    /// They say nothing new, or their listing is not the file's to change any more.
    pub unchanged: u64,
    pub rejected: u64,
}

impl Tally {
    pub(super) fn add(&mut self, other: Tally) {
        self.imported += other.imported;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
    }
}

/// `imported 12, updated 3, unchanged 0, rejected 1`
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            imported,
            updated,
            unchanged,
            rejected,
        } = self;
        write!(
            f,
            "imported {imported}, updated {updated}, unchanged {unchanged}, rejected {rejected}"
        )
    }
}
