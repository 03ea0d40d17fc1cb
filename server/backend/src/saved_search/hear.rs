//! What saved searches have to be asked about, written down with the deed.

use super::Ask;
use crate::{Backend, Error, entity, job};
use domain::id::ListingId;
use jiff::SignedDuration;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait,
};

/// A listing that a saved search may find from now on.
#[derive(Clone, Debug)]
pub(crate) struct News {
    listing: ListingId,
    before: Option<String>,
}

impl News {
    /// It was not online before, or not any more.
    pub(crate) const fn online(listing: ListingId) -> Self {
        Self { listing, before: None }
    }

    /// It was online and has changed: a search that found it `before` has nothing to tell.
    pub(crate) fn changed(listing: ListingId, before: &entity::listing::Model) -> Result<Self, Error> {
        let before = Some(serde_json::to_string(before)?);
        Ok(Self { listing, before })
    }
}

/// Has the saved searches asked about these listings, a while after `tx` is committed.
///
/// Every deed queues its own job, and the first one that runs takes all news: none is left behind by a transaction that
/// commits late.
pub(crate) async fn hear(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    news: impl IntoIterator<Item = News>,
) -> Result<(), Error> {
    let now = backend.now();
    let rows: Vec<_> = news
        .into_iter()
        .map(|news| entity::listing_news::ActiveModel {
            seq: NotSet,
            listing_id: Set(news.listing.into()),
            before: Set(news.before),
            at: Set(now.as_millisecond()),
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    entity::listing_news::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    let gather = SignedDuration::from_secs(backend.config().mail.gather_s.into());
    job::enqueue(backend, tx, &Ask {}, now + gather, None).await
}
