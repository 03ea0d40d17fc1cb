//! What every step of a match has in common: whose match it is, whether they may, and that nobody was faster.

use crate::{Backend, Error, audit, entity, error::MATCHING_ACCEPTED, error::OCCUPANT_DOCUMENT, error::violates};
use crate::{mail::Letter, notice};
use domain::{
    access::Actor,
    area::AreaCode,
    id::{AccountId, MatchId},
    lang::Lang,
    matching::{MatchAction, MatchStatus, Party, may},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, UpdateMany,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

/// Why a step of a match was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MatchError {
    /// Unknown, or not the actor's business.
    #[error("no such match")]
    NotFound,
    /// The match is not in the state for this any more, or somebody acted at the same time.
    #[error("the match has changed")]
    Stale,
    #[error("another household was already accepted for this listing")]
    AlreadyAccepted,
    #[error("the terms have changed since they were shown")]
    TermsChanged,
    /// The tenant's: somebody's documents. The landlord's: their own.
    #[error("details are missing")]
    DetailsMissing,
    #[error("two people were given the same document")]
    SameDocument,
    #[error(transparent)]
    Backend(#[from] Error),
}

impl From<sea_orm::DbErr> for MatchError {
    fn from(error: sea_orm::DbErr) -> Self {
        if violates(&error, &OCCUPANT_DOCUMENT) {
            MatchError::SameDocument
        } else if violates(&error, &MATCHING_ACCEPTED) {
            MatchError::AlreadyAccepted
        } else {
            MatchError::Backend(error.into())
        }
    }
}

/// A step that has begun: the match as it stands, inside the transaction that will change it.
pub(super) struct Step<'a> {
    pub backend: &'a Backend,
    pub actor: &'a Actor,
    pub tx: DatabaseTransaction,
    pub row: entity::matching::Model,
    pub party: Party,
}

impl<'a> Step<'a> {
    pub async fn begin(
        backend: &'a Backend,
        actor: &'a Actor,
        id: MatchId,
        action: MatchAction,
    ) -> Result<Self, MatchError> {
        let tx = backend.database().begin().await?;
        let (row, party) = seen_by(&tx, actor, id).await?.ok_or(MatchError::NotFound)?;
        if !may(status_of(&row)?, party, action) {
            return Err(MatchError::Stale);
        }
        Ok(Self {
            backend,
            actor,
            tx,
            row,
            party,
        })
    }

    /// Writes to the match, if it is still as it was read.
    pub async fn write(
        &self,
        change: impl FnOnce(UpdateMany<entity::matching::Entity>) -> UpdateMany<entity::matching::Entity>,
    ) -> Result<(), MatchError> {
        use entity::matching::{Column, Entity};
        let update = Entity::update_many()
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(self.row.id))
            .filter(Column::Version.eq(self.row.version));
        let written = change(update).exec(&self.tx).await?;
        if written.rows_affected == 0 {
            return Err(MatchError::Stale);
        }
        Ok(())
    }

    /// Ends the match before anything came of it.
    pub async fn close(&self, status: MatchStatus, reason: Option<String>) -> Result<(), MatchError> {
        use entity::matching::Column;
        let now = self.backend.now().as_millisecond();
        self.write(|update| {
            update
                .col_expr(Column::Status, Expr::value(status.code()))
                .col_expr(Column::ClosedAt, Expr::value(now))
                .col_expr(Column::ClosedReason, Expr::value(reason))
        })
        .await
    }

    pub async fn title(&self) -> Result<String, Error> {
        listing_title(&self.tx, self.row.listing_id).await
    }

    pub async fn tell(&self, to: Uuid, letter: &Letter) -> Result<(), Error> {
        tell(self.backend, &self.tx, to, letter).await
    }

    /// Both sides of the match.
    pub async fn tell_both(&self, letter: &Letter) -> Result<(), Error> {
        self.tell(self.row.tenant_id, letter).await?;
        self.tell(self.row.landlord_id, letter).await
    }

    /// The other side of the match; both, when the centre acts.
    pub async fn tell_others(&self, letter: &Letter) -> Result<(), Error> {
        match self.party {
            Party::Tenant => self.tell(self.row.landlord_id, letter).await,
            Party::Landlord => self.tell(self.row.tenant_id, letter).await,
            Party::Coordinator => self.tell_both(letter).await,
        }
    }

    /// Notes the deed, commits, and wakes the workers.
    pub async fn finish(self, action: &'static str) -> Result<(), MatchError> {
        let detail = serde_json::json!({ "party": self.party });
        let subject = Some(self.row.id);
        audit::record(
            self.backend,
            &self.tx,
            Some(self.actor.id),
            action,
            "match",
            subject,
            detail,
        )
        .await?;
        self.tx.commit().await?;
        self.backend.wake().notify_waiters();
        Ok(())
    }
}

/// The match and the side on which the actor is; `None` when it isn't theirs. A coordinator sees the matches of their areas.
pub(super) async fn seen_by(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: MatchId,
) -> Result<Option<(entity::matching::Model, Party)>, Error> {
    let Some(row) = entity::matching::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    let me = Uuid::from(actor.id);
    if row.tenant_id == me {
        return Ok(Some((row, Party::Tenant)));
    }
    if row.landlord_id == me {
        return Ok(Some((row, Party::Landlord)));
    }
    if !actor.is_staff() {
        return Ok(None);
    }
    let house = house_of(db, row.house_id).await?;
    let community = community_of(&house)?;
    Ok(actor.coordinates(&community).then_some((row, Party::Coordinator)))
}

pub(super) async fn house_of(db: &impl ConnectionTrait, id: Uuid) -> Result<entity::house::Model, Error> {
    entity::house::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Error::corrupt("matching", "house_id", id))
}

pub(super) fn community_of(house: &entity::house::Model) -> Result<AreaCode, Error> {
    AreaCode::parse(&house.community_code).map_err(|_| Error::corrupt("house", "community_code", house.id))
}

pub(super) fn status_of(row: &entity::matching::Model) -> Result<MatchStatus, Error> {
    row.status
        .parse()
        .map_err(|_| Error::corrupt("matching", "status", row.id))
}

pub(super) async fn listing_title(db: &impl ConnectionTrait, id: Uuid) -> Result<String, Error> {
    let listing = entity::listing::Entity::find_by_id(id).one(db).await?;
    listing
        .map(|listing| listing.title)
        .ok_or_else(|| Error::corrupt("matching", "listing_id", id))
}

/// Queues a letter to an account, in the language of the account.
pub(super) async fn tell(backend: &Backend, tx: &impl ConnectionTrait, to: Uuid, letter: &Letter) -> Result<(), Error> {
    let account = entity::account::Entity::find_by_id(to).one(tx).await?;
    let lang = account.and_then(|row| Lang::parse(&row.lang)).unwrap_or_default();
    notice::send(backend, tx, AccountId::from(to), lang, letter).await
}
