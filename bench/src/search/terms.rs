//! Listings as terms for peers that cannot cut Chinese themselves: words, pairs of characters, and sounds of names.

use backend::search::{Analysis, ListingDocument, normal, normal_name, pairs, sounds};
use std::collections::BTreeSet;

/// Every term of a listing.
pub fn of_listing(analysis: &Analysis, listing: &ListingDocument) -> BTreeSet<String> {
    let names = [&listing.estate, &listing.city, &listing.district, &listing.street].map(|name| normal_name(name));
    let texts = [normal(&listing.title), normal(&listing.description)];
    let mut terms = BTreeSet::new();
    for text in names.iter().chain(&texts) {
        terms.extend(pairs(text).into_iter().map(|pair| pair.text));
        terms.extend(analysis.words(text).into_iter().map(str::to_owned));
    }
    for name in [&listing.estate, &listing.district, &listing.street] {
        let sounds = sounds(name);
        terms.extend(sounds.pinyin.into_iter().chain(sounds.initials));
    }
    terms
}

/// The terms that must occur where a word does.
pub fn of_word(word: &str) -> Vec<String> {
    let mut terms: Vec<_> = pairs(&normal_name(word)).into_iter().map(|pair| pair.text).collect();
    if terms.len() > 1 {
        // The last character alone may be the first half of a pair.
        terms.retain(|term| term.chars().count() > 1 || term.is_ascii());
    }
    terms
}
