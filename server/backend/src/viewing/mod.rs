//! Viewings: asked for, times offered, one chosen. Both sides are told of every step by mail.

mod answer;
mod ask;
mod home_let;

pub use answer::{cancel, choose, decline, offer};
pub use ask::ask;
pub(crate) use home_let::home_let;

use crate::{Backend, DeedError, Error, entity};
use domain::{
    access::{Action, Actor, Permit, Side, Subject, may},
    contact::masked_name,
    id::{AccountId, ListingId, ViewingId},
    time,
    viewing::{ViewingAction, ViewingParty, ViewingStatus},
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use uuid::Uuid;

/// A viewing as its two sides see it.
#[derive(Clone, Debug)]
pub struct Viewing {
    pub id: ViewingId,
    pub listing: ListingId,
    pub listing_title: String,
    pub tenant: AccountId,
    pub landlord: AccountId,
    pub status: ViewingStatus,
    pub message: String,
    pub wished: String,
    /// What the landlord wrote.
    pub reply: String,
    pub slots: Vec<Slot>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A time that the landlord offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub starts_at: Timestamp,
    pub chosen: bool,
}

impl Viewing {
    /// The side that an account is on.
    pub fn party(&self, id: AccountId) -> Option<ViewingParty> {
        if id == self.tenant {
            Some(ViewingParty::Tenant)
        } else if id == self.landlord {
            Some(ViewingParty::Landlord)
        } else {
            None
        }
    }

    fn subject(&self) -> Subject {
        Subject::nowhere()
            .with(Side::Tenant, self.tenant)
            .with(Side::Landlord, self.landlord)
    }

    /// The time that was agreed on.
    pub fn booked(&self) -> Option<Timestamp> {
        self.slots.iter().find(|slot| slot.chosen).map(|slot| slot.starts_at)
    }
}

/// What only the two sides of a viewing are told of each other and of the place. Until a time is booked, each is told the
/// other's surname.
#[derive(Clone, Debug)]
pub struct Sides {
    pub tenant_name: String,
    pub landlord_name: String,
    /// With the door: only once a time is booked.
    pub address: Option<String>,
}

/// A viewing of the actor's, on either side; others don't exist.
pub async fn find_own(
    backend: &Backend,
    actor: &Actor,
    id: ViewingId,
) -> Result<Option<(Viewing, ViewingParty)>, Error> {
    let viewing = find_in(backend.database().reader(), id).await?;
    Ok(viewing.and_then(|viewing| {
        may(actor, Action::SeeViewing, &viewing.subject()).ok()?;
        let party = viewing.party(actor.id)?;
        Some((viewing, party))
    }))
}

/// What the two sides are told: more of it once a time is booked.
pub async fn sides(backend: &Backend, viewing: &Viewing) -> Result<Sides, Error> {
    let booked = viewing.status == ViewingStatus::Booked;
    let name = async |id| -> Result<String, Error> {
        let profile = crate::account::profile(backend, id).await?;
        let name = profile.map(|profile| profile.name).unwrap_or_default();
        Ok(if booked { name } else { masked_name(&name) })
    };
    let address = match booked {
        true => address_of(backend, backend.database().reader(), viewing.listing).await?,
        false => None,
    };
    Ok(Sides {
        tenant_name: name(viewing.tenant).await?,
        landlord_name: name(viewing.landlord).await?,
        address,
    })
}

/// Every viewing of an account, as tenant or landlord, the newest first.
pub async fn of_account(backend: &Backend, id: AccountId) -> Result<Vec<Viewing>, Error> {
    use entity::viewing::{Column, Entity};
    let db = backend.database().reader();
    let either = Condition::any()
        .add(Column::TenantId.eq(Uuid::from(id)))
        .add(Column::LandlordId.eq(Uuid::from(id)));
    let rows = Entity::find().filter(either).order_by_desc(Column::Id).all(db).await?;
    let mut viewings = Vec::with_capacity(rows.len());
    for row in rows {
        viewings.push(read(db, row).await?);
    }
    Ok(viewings)
}

async fn find_in(db: &impl ConnectionTrait, id: ViewingId) -> Result<Option<Viewing>, Error> {
    match entity::viewing::Entity::find_by_id(id).one(db).await? {
        Some(row) => read(db, row).await.map(Some),
        None => Ok(None),
    }
}

async fn address_of(backend: &Backend, db: &impl ConnectionTrait, listing: ListingId) -> Result<Option<String>, Error> {
    let Some(listing) = crate::listing::find_in(db, listing).await? else {
        return Ok(None);
    };
    let house = crate::house::find(backend, db, listing.house).await?;
    Ok(house.map(|house| house.full_address()))
}

/// A viewing as one of its sides acts on it.
struct Acting {
    viewing: Viewing,
    party: ViewingParty,
    permit: Permit,
    /// What the action leads to.
    status: ViewingStatus,
}

async fn acting(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: ViewingId,
    action: ViewingAction,
) -> Result<Acting, DeedError> {
    let viewing = find_in(tx, id).await?.ok_or(DeedError::NotFound)?;
    let permit = may(actor, right_to(action), &viewing.subject())?;
    let party = viewing.party(actor.id).ok_or(DeedError::NotFound)?;
    let status = viewing.status.after(party, action).map_err(|_| DeedError::Stale)?;
    Ok(Acting {
        viewing,
        party,
        permit,
        status,
    })
}

/// The right that an action of the table of states needs.
const fn right_to(action: ViewingAction) -> Action {
    match action {
        ViewingAction::Offer => Action::OfferViewing,
        ViewingAction::Choose => Action::ChooseViewing,
        ViewingAction::Decline => Action::DeclineViewing,
        ViewingAction::Cancel => Action::CancelViewing,
    }
}

/// Moves a viewing that is still as it was read.
async fn write(
    tx: &impl ConnectionTrait,
    viewing: &Viewing,
    status: ViewingStatus,
    reply: Option<&str>,
    now: Timestamp,
) -> Result<(), DeedError> {
    use entity::viewing::{Column, Entity};
    let mut statement = Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.code()))
        .col_expr(Column::UpdatedAt, Expr::value(now.as_millisecond()));
    if let Some(reply) = reply {
        statement = statement.col_expr(Column::Reply, Expr::value(reply));
    }
    let written = statement
        .filter(Column::Id.eq(Uuid::from(viewing.id)))
        .filter(Column::Status.eq(viewing.status.code()))
        .exec(tx)
        .await?;
    if written.rows_affected == 0 {
        return Err(DeedError::Stale);
    }
    Ok(())
}

async fn read(db: &impl ConnectionTrait, row: entity::viewing::Model) -> Result<Viewing, Error> {
    let corrupt = |column| Error::corrupt("viewing", column, row.id);
    let instant = |millis, column| time::from_millis(millis).ok_or_else(|| corrupt(column));
    let listing_title = entity::listing::Entity::find_by_id(row.listing_id)
        .one(db)
        .await?
        .map(|listing| listing.title)
        .unwrap_or_default();
    let slots = entity::viewing_slot::Entity::find()
        .filter(entity::viewing_slot::Column::ViewingId.eq(row.id))
        .order_by_asc(entity::viewing_slot::Column::No)
        .all(db)
        .await?
        .into_iter()
        .map(|slot| {
            Ok(Slot {
                starts_at: instant(slot.starts_at, "starts_at")?,
                chosen: slot.chosen,
            })
        })
        .collect::<Result<_, Error>>()?;
    Ok(Viewing {
        id: row.id.into(),
        listing: row.listing_id.into(),
        listing_title,
        tenant: row.tenant_id.into(),
        landlord: row.landlord_id.into(),
        status: row.status.parse().map_err(|_| corrupt("status"))?,
        created_at: instant(row.created_at, "created_at")?,
        updated_at: instant(row.updated_at, "updated_at")?,
        message: row.message,
        wished: row.wished,
        reply: row.reply,
        slots,
    })
}
