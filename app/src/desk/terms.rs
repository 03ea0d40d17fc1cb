//! The terms of a lease as staff read them: each one, none left out.

use crate::{matching::lease_items, ui::Item};
use domain::{
    lang::Lang,
    matching::{Terms, TermsHash},
};

/// Every term, and the beginning of the hash that both sides confirmed.
pub fn items(lang: Lang, terms: &Terms, hash: Option<&str>) -> Vec<Item> {
    let mut items = lease_items(lang, terms);
    if let Some(hash) = hash {
        items.push(Item::new(tr!(lang, "matching.hash"), TermsHash::short(hash)));
    }
    items
}
