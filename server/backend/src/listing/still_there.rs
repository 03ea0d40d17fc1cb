//! The link in a mail by which a landlord says, without logging in, whether a listing is still to let.

use super::{Listing, change::act, find_in};
use crate::{Backend, DeedError, Error};
use domain::{
    id::ListingId,
    listing::{ListingAction, ListingStatus},
};

const PURPOSE: &str = "listing.still-there";

/// What may be said by the link: nothing that can't be taken back after logging in.
const ANSWERS: [ListingAction; 2] = [ListingAction::Reconfirm, ListingAction::Pause];

/// The token of the link for a listing that is, or is about to be, in this state. It is made of what it is good for, so that
/// nothing is stored and it ends by itself: confirming, pausing and expiring all change what it would be made of.
pub(super) fn token(backend: &Backend, listing: &Listing, status: ListingStatus) -> String {
    backend.keys().link_token(PURPOSE, &meaning(listing, status))
}

fn meaning(listing: &Listing, status: ListingStatus) -> String {
    format!("{}:{status}:{}", listing.id, listing.last_confirmed().as_millisecond())
}

fn opens(backend: &Backend, listing: &Listing, token: &str) -> bool {
    let asked = matches!(listing.status, ListingStatus::Published | ListingStatus::Expired);
    asked
        && backend
            .keys()
            .is_link_token(PURPOSE, &meaning(listing, listing.status), token)
}

/// The listing that a link is about, if the link still works.
pub async fn still_there(backend: &Backend, id: ListingId, token: &str) -> Result<Option<Listing>, Error> {
    let listing = find_in(backend.database().reader(), id).await?;
    Ok(listing.filter(|listing| opens(backend, listing, token)))
}

/// Confirms or pauses the listing by its link. Refused: `listing-twice` (the rooms are offered elsewhere by now).
pub async fn answer(backend: &Backend, id: ListingId, token: &str, action: ListingAction) -> Result<(), DeedError> {
    if !ANSWERS.contains(&action) {
        return Err(DeedError::NotFound);
    }
    let tx = backend.database().begin().await?;
    let listing = find_in(&tx, id)
        .await?
        .filter(|listing| opens(backend, listing, token))
        .ok_or(DeedError::NotFound)?;
    act(backend, &tx, &listing, action, None).await?;
    tx.commit().await?;
    backend.wake().notify_waiters();
    Ok(())
}
