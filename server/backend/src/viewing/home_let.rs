//! A home is let: nobody comes to view it any more.

use crate::{Deed, Error, entity, mail::Letter};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::collections::HashMap;
use uuid::Uuid;

/// Cancels what is open of these listings, and tells each who wanted to come about the home that they wanted; not `tenant`,
/// who moves in.
pub(crate) async fn home_let(
    deed: &Deed<impl ConnectionTrait>,
    listings: &[entity::listing::Model],
    tenant: Uuid,
) -> Result<(), Error> {
    use entity::viewing::{Column, Entity};
    let titles: HashMap<Uuid, &str> = listings.iter().map(|row| (row.id, row.title.as_str())).collect();
    let cancelled = Entity::update_many()
        .col_expr(Column::Status, Expr::value("cancelled"))
        .col_expr(Column::UpdatedAt, Expr::value(deed.now.as_millisecond()))
        .filter(Column::ListingId.is_in(titles.keys().copied()))
        .filter(Column::Status.is_in(["asked", "offered", "booked"]))
        .exec_with_returning(&deed.tx)
        .await?;
    for viewing in cancelled.iter().filter(|viewing| viewing.tenant_id != tenant) {
        let title = titles.get(&viewing.listing_id).copied().unwrap_or_default();
        let letter = Letter::ViewingHomeLet {
            title: title.to_owned(),
        };
        deed.tell(viewing.tenant_id.into(), &letter).await?;
    }
    Ok(())
}
