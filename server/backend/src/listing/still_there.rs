//! The link in a mail by which a landlord says, without logging in, whether a listing is still to let.

use super::{Listing, change::act, find_in};
use crate::{Backend, DeedError, Error, house};
use domain::{
    access::{Action, By, may},
    id::ListingId,
    listing::{ListingAction, ListingStatus},
};

const PURPOSE: &str = "listing.still-there";

/// What may be said by the link: nothing that can't be taken back after logging in.
const ANSWERS: [ListingAction; 2] = [ListingAction::Reconfirm, ListingAction::Pause];

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

fn follow(backend: &Backend, listing: Listing, token: &str) -> Option<Link> {
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

/// Where a link leads; nowhere, if it was never mailed.
pub async fn still_there(backend: &Backend, id: ListingId, token: &str) -> Result<Option<Link>, Error> {
    let listing = find_in(backend.database().reader(), id).await?;
    Ok(listing.and_then(|listing| follow(backend, listing, token)))
}

/// Confirms or pauses the listing by its link; stale is what was answered already. Refused: `listing-twice` (the rooms are
/// offered elsewhere by now).
pub async fn answer(backend: &Backend, id: ListingId, token: &str, action: ListingAction) -> Result<(), DeedError> {
    if !ANSWERS.contains(&action) {
        return Err(DeedError::NotFound);
    }
    backend
        .deed(async |deed| {
            let listing = find_in(&deed.tx, id).await?.ok_or(DeedError::NotFound)?;
            let listing = match follow(backend, listing, token) {
                Some(Link::Open(listing)) => listing,
                Some(Link::Used(_)) => return Err(DeedError::Stale),
                None => return Err(DeedError::NotFound),
            };
            let permit = may(By::Visitor, Action::StillThere, &house::own(listing.landlord))?;
            act(deed, permit, &listing, action).await
        })
        .await
}
