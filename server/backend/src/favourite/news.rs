//! Mails about what is new with listings that somebody keeps: one for everything that happens within some minutes.

use super::{known, place, present, silence};
use crate::{
    Backend, Error, entity,
    job::{self, Failure, Task},
    mail::{Letter, ListingNews},
};
use domain::{
    favourite::{Known, Standing},
    id::{AccountId, ListingId},
    matching::MatchStatus,
};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// A mail comes at the end of the window after the one in which something changed: after ten to twenty minutes.
const WINDOW_MS: i64 = 10 * 60 * 1000;

/// Find out who keeps a listing that changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SpreadNews {
    pub listing: ListingId,
}

impl Task for SpreadNews {
    const KIND: &'static str = "spread-news";

    async fn run(self, backend: &Backend) -> Result<(), Failure> {
        Ok(spread_news(backend, self.listing).await?)
    }
}

/// Tell somebody what is new with the listings they keep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct TellNews {
    pub account: AccountId,
}

impl Task for TellNews {
    const KIND: &'static str = "tell-news";

    async fn run(self, backend: &Backend) -> Result<(), Failure> {
        Ok(tell_news(backend, self.account).await?)
    }
}

/// Notes within the deed that changed these listings that their keepers are to be told, if there are any.
pub(crate) async fn listing_changed(tx: &impl ConnectionTrait, ids: &[ListingId], now: Timestamp) -> Result<(), Error> {
    use entity::favourite::{Column, Entity};
    let kept: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::ListingId)
        .distinct()
        .filter(Column::ListingId.is_in(ids.iter().copied().map(Uuid::from)))
        .into_tuple()
        .all(tx)
        .await?;
    for listing in kept {
        let task = SpreadNews {
            listing: listing.into(),
        };
        job::enqueue_at(tx, &task, now, None, now).await?;
    }
    Ok(())
}

/// Queues one look for each keeper of the listing. It is a job of its own, so that a landlord's click doesn't wait for it.
async fn spread_news(backend: &Backend, listing: ListingId) -> Result<(), Error> {
    use entity::favourite::{Column, Entity};
    let window = backend.now().as_millisecond().div_euclid(WINDOW_MS);
    let run_at = Timestamp::from_millisecond((window + 2) * WINDOW_MS).unwrap_or(Timestamp::MAX);
    backend
        .deed(async |deed| {
            let keepers: Vec<Uuid> = Entity::find()
                .select_only()
                .column(Column::AccountId)
                .filter(Column::ListingId.eq(Uuid::from(listing)))
                .into_tuple()
                .all(&deed.tx)
                .await?;
            for account in keepers {
                let task = TellNews {
                    account: account.into(),
                };
                let key = format!("favourite-news:{account}:{window}");
                deed.enqueue(&task, run_at, Some(key)).await?;
            }
            deed.settle().await
        })
        .await
}

/// Mails what is new with everything that somebody keeps, and remembers that it is told.
pub(super) async fn tell_news(backend: &Backend, account: AccountId) -> Result<(), Error> {
    backend
        .deed(async |deed| {
            let news = all_news(&deed.tx, account).await?;
            if let Some(first) = news.first()
                && !silence::is_silent_in(&deed.tx, account).await?
            {
                let letter = Letter::FavouriteNews {
                    title: first.title.clone(),
                    token: silence::token(backend, account),
                    account_id: account,
                    news,
                };
                deed.tell(account, &letter).await?;
            }
            deed.settle().await
        })
        .await
}

async fn all_news(tx: &impl ConnectionTrait, account: AccountId) -> Result<Vec<ListingNews>, Error> {
    use entity::favourite::{Column, Entity};
    let kept = Entity::find()
        .filter(Column::AccountId.eq(Uuid::from(account)))
        .order_by_asc(Column::ListingId)
        .all(tx)
        .await?;
    let listings = entity::listing::Entity::find()
        .filter(entity::listing::Column::Id.is_in(kept.iter().map(|row| row.listing_id)))
        .all(tx)
        .await?;
    let listings: HashMap<Uuid, _> = listings.into_iter().map(|row| (row.id, row)).collect();
    let mut news = Vec::new();
    for row in kept {
        if let Some(listing) = listings.get(&row.listing_id) {
            news.extend(look(tx, row, listing).await?);
        }
    }
    Ok(news)
}

/// Remembers how the listing is now; what is new about it, unless another job has just told it.
async fn look(
    tx: &impl ConnectionTrait,
    row: entity::favourite::Model,
    listing: &entity::listing::Model,
) -> Result<Option<ListingNews>, Error> {
    let (before, now) = (known(&row)?, present(listing)?);
    let seen = before.looking_at(now);
    let online = seen.standing == Standing::Online;
    let (title, place) = match online {
        true => (listing.title.clone(), place(listing)),
        false => (row.title.clone(), row.place.clone()),
    };
    if seen == before && title == row.title && place == row.place {
        return Ok(None);
    }
    if !remember(tx, &row, seen, &title, &place).await? || did_it_themselves(tx, &row, listing).await? {
        return Ok(None);
    }
    Ok(before.news(now).map(|news| ListingNews {
        title,
        standing: news.standing,
        rent_before: news.rent.map(|(before, _)| before.get()),
        rent: seen.rent.get(),
    }))
}

/// Tells whether nobody else did so since `row` was read.
async fn remember(
    tx: &impl ConnectionTrait,
    row: &entity::favourite::Model,
    seen: Known,
    title: &str,
    place: &str,
) -> Result<bool, Error> {
    use entity::favourite::{Column, Entity};
    let written = Entity::update_many()
        .col_expr(Column::RentYuan, Expr::value(i32::from(seen.rent)))
        .col_expr(Column::Standing, Expr::value(seen.standing.code()))
        .col_expr(Column::Title, Expr::value(title))
        .col_expr(Column::Place, Expr::value(place))
        .filter(Column::AccountId.eq(row.account_id))
        .filter(Column::ListingId.eq(row.listing_id))
        .filter(Column::RentYuan.eq(row.rent_yuan))
        .filter(Column::Standing.eq(row.standing.as_str()))
        .filter(Column::Title.eq(row.title.as_str()))
        .exec(tx)
        .await?;
    Ok(written.rows_affected > 0)
}

/// Its landlord, and the tenant it was let to, know already. Nobody else but staff changes a listing, and staff keep none.
async fn did_it_themselves(
    tx: &impl ConnectionTrait,
    row: &entity::favourite::Model,
    listing: &entity::listing::Model,
) -> Result<bool, Error> {
    use entity::matching::{Column, Entity};
    if listing.landlord_id == Some(row.account_id) {
        return Ok(true);
    }
    let matches = Entity::find()
        .filter(Column::ListingId.eq(listing.id))
        .filter(Column::TenantId.eq(row.account_id))
        .filter(Column::Status.eq(MatchStatus::Completed.code()))
        .count(tx)
        .await?;
    Ok(matches > 0)
}
