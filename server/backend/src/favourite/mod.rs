//! Listings that citizens keep (收藏): the list, and mails when something about them is new.
//!
//! A row holds what its keeper knows: the listing as it last was online. What a landlord changes while it is offline is
//! nobody's business until it is published again. Staff keep nothing: they change listings themselves.

mod keep;
mod news;
mod silence;

pub use keep::{Favourite, among, drop, keep, list};
pub(crate) use news::{SpreadNews, TellNews, listing_changed};
pub use silence::{hush, is_silent, knows_link, set_silent};

use crate::{Error, entity};
use domain::{
    favourite::{Known, Standing},
    listing::ListingStatus,
    money::Yuan,
};

fn known(row: &entity::favourite::Model) -> Result<Known, Error> {
    let corrupt = |column| Error::corrupt("favourite", column, row.listing_id);
    Ok(Known {
        rent: Yuan::try_from(row.rent_yuan).map_err(|_| corrupt("rent_yuan"))?,
        standing: row.standing.parse().map_err(|_| corrupt("standing"))?,
    })
}

/// The listing as it is now.
fn present(row: &entity::listing::Model) -> Result<Known, Error> {
    let corrupt = |column| Error::corrupt("listing", column, row.id);
    let status: ListingStatus = row.status.parse().map_err(|_| corrupt("status"))?;
    Ok(Known {
        rent: Yuan::try_from(row.rent_yuan).map_err(|_| corrupt("rent_yuan"))?,
        standing: Standing::from(status),
    })
}

/// `列东街道 · 江滨新村`
fn place(row: &entity::listing::Model) -> String {
    let parts = [row.street.as_str(), row.estate.as_str()];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

#[cfg(test)]
mod tests;
