//! The link in a mail that asks a landlord whether a listing is still to let.

use super::Listing;
use crate::Backend;
use domain::{id::ListingId, listing::ListingStatus};

const PURPOSE: &str = "listing.still-there";

/// The states in which a landlord is asked.
const ASKED: [ListingStatus; 2] = [ListingStatus::Published, ListingStatus::Expired];

/// What a mailed link leads to.
#[derive(Clone, Debug)]
pub enum Link {
    /// It waits for an answer.
    Open(Listing),
    /// It was answered, or the listing has changed in another way since; this is how it is now.
    Used(Listing),
}

/// The token of the link for a listing that is, or is about to be, in this state. It is made of what it is good for, so that
/// nothing is stored and it ends by itself: confirming, pausing and expiring all change what it would be made of. It names
/// the confirmation that it was made after, so that one which has ended is told from one that was made up.
pub(super) fn token(backend: &Backend, listing: &Listing, status: ListingStatus) -> String {
    let confirmed_at = listing.last_confirmed().as_millisecond();
    let meaning = meaning(listing.id, status, confirmed_at);
    format!("{confirmed_at:x}-{}", backend.keys().link_token(PURPOSE, &meaning))
}

fn meaning(id: ListingId, status: ListingStatus, confirmed_at: i64) -> String {
    format!("{id}:{status}:{confirmed_at}")
}

pub(super) fn follow(backend: &Backend, listing: Listing, token: &str) -> Option<Link> {
    let (confirmed_at, token) = token.split_once('-')?;
    let confirmed_at = i64::from_str_radix(confirmed_at, 16).ok()?;
    let was_made_for = |status: &ListingStatus| {
        let meaning = meaning(listing.id, *status, confirmed_at);
        backend.keys().is_link_token(PURPOSE, &meaning, token)
    };
    let status = ASKED.into_iter().find(was_made_for)?;
    let now = (listing.status, listing.last_confirmed().as_millisecond());
    Some(match (status, confirmed_at) == now {
        true => Link::Open(listing),
        false => Link::Used(listing),
    })
}
