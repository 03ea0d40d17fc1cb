//! A landlord says by the link in a mail, without logging in, whether a listing is still to let.

use super::{
    change::act,
    find_in,
    link::{Link, follow},
};
use crate::{Backend, DeedError, Error, house};
use domain::{
    access::{Action, By, may},
    id::ListingId,
    listing::ListingAction,
};

/// What may be said by the link: nothing that can't be taken back after logging in.
const ANSWERS: [ListingAction; 2] = [ListingAction::Reconfirm, ListingAction::Pause];

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
