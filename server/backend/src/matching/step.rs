//! What every step of a match has in common: whose match it is, whether they may, and that nobody was faster.

use crate::{
    Deed, Error,
    deed::Record,
    entity,
    error::{MATCHING_ACCEPTED, OCCUPANT_PERSON, violates},
    mail::Letter,
};
use domain::{
    access::{self, Action, Actor, Denied, Permit, Refusal, Right, Side, Subject},
    area::AreaCode,
    id::MatchId,
    matching::{MatchAction, MatchStatus, Party, allows},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, UpdateMany,
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
    #[error("refused: {0}")]
    Refused(Refusal),
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

impl From<Denied> for MatchError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => MatchError::NotFound,
            Denied::Refused(refusal) => MatchError::Refused(refusal),
        }
    }
}

impl From<sea_orm::DbErr> for MatchError {
    fn from(error: sea_orm::DbErr) -> Self {
        if violates(&error, &OCCUPANT_PERSON) {
            MatchError::SameDocument
        } else if violates(&error, &MATCHING_ACCEPTED) {
            MatchError::AlreadyAccepted
        } else {
            MatchError::Backend(error.into())
        }
    }
}

/// A step that has begun: the match as it stands, inside the deed that will change it.
pub(super) struct Step {
    pub deed: Deed,
    pub row: entity::matching::Model,
    pub party: Party,
    permit: Permit,
}

impl Step {
    pub async fn begin(deed: Deed, actor: &Actor, id: MatchId, action: Action) -> Result<Self, MatchError> {
        let row = entity::matching::Entity::find_by_id(id).one(&deed.tx).await?;
        let row = row.ok_or(MatchError::NotFound)?;
        let permit = access::may(actor, action, &subject(&deed.tx, &row).await?)?;
        let party = party_of(permit.right());
        let in_time =
            step_of(action).is_some_and(|step| status_of(&row).is_ok_and(|status| allows(status, party, step)));
        if !in_time {
            return Err(MatchError::Stale);
        }
        Ok(Self {
            deed,
            row,
            party,
            permit,
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
            .filter(Column::Status.eq(&self.row.status))
            .filter(Column::Version.eq(self.row.version));
        let written = change(update).exec(&self.deed.tx).await?;
        if written.rows_affected == 0 {
            return Err(MatchError::Stale);
        }
        Ok(())
    }

    /// Ends the match before anything came of it.
    pub async fn close(&self, status: MatchStatus, reason: Option<String>) -> Result<(), MatchError> {
        use entity::matching::Column;
        let now = self.deed.now.as_millisecond();
        self.write(|update| {
            update
                .col_expr(Column::Status, Expr::value(status.code()))
                .col_expr(Column::ClosedAt, Expr::value(now))
                .col_expr(Column::ClosedReason, Expr::value(reason))
        })
        .await
    }

    pub async fn title(&self) -> Result<String, Error> {
        listing_title(&self.deed.tx, self.row.listing_id).await
    }

    pub async fn tell_tenant(&self, letter: &Letter) -> Result<(), Error> {
        self.deed.tell(self.row.tenant_id.into(), letter).await
    }

    pub async fn tell_landlord(&self, letter: &Letter) -> Result<(), Error> {
        self.deed.tell(self.row.landlord_id.into(), letter).await
    }

    /// Both sides of the match.
    pub async fn tell_both(&self, letter: &Letter) -> Result<(), Error> {
        self.tell_tenant(letter).await?;
        self.tell_landlord(letter).await
    }

    /// The other side of the match; both, when the centre acts.
    pub async fn tell_others(&self, letter: &Letter) -> Result<(), Error> {
        match self.party {
            Party::Tenant => self.tell_landlord(letter).await,
            Party::Landlord => self.tell_tenant(letter).await,
            Party::Coordinator => self.tell_both(letter).await,
        }
    }

    pub async fn finish(self) -> Result<(), MatchError> {
        let record = Record("match", self.row.id);
        Ok(self.deed.commit(self.permit, record, serde_json::json!({})).await?)
    }
}

/// The step of the table of states that a deed is.
const fn step_of(action: Action) -> Option<MatchAction> {
    Some(match action {
        Action::Accept => MatchAction::Accept,
        Action::Decline => MatchAction::Decline,
        Action::Withdraw => MatchAction::Withdraw,
        Action::GiveDetails | Action::GiveIdentity => MatchAction::GiveDetails,
        Action::WriteTerms => MatchAction::WriteTerms,
        Action::ConfirmTerms => MatchAction::ConfirmTerms,
        Action::SendBack => MatchAction::SendBack,
        Action::CallOff => MatchAction::CallOff,
        _ => return None,
    })
}

/// On which side of a match somebody acts by a right.
const fn party_of(right: Right) -> Party {
    match right {
        Right::Side(Side::Tenant) => Party::Tenant,
        Right::Side(Side::Landlord) => Party::Landlord,
        _ => Party::Coordinator,
    }
}

/// What [`access::may`] needs to know of a match.
pub(super) async fn subject(db: &impl ConnectionTrait, row: &entity::matching::Model) -> Result<Subject, Error> {
    subject_at(&house_of(db, row.house_id).await?, row)
}

/// [`subject`], of a match whose house is known.
pub(super) fn subject_at(house: &entity::house::Model, row: &entity::matching::Model) -> Result<Subject, Error> {
    Ok(Subject::at(community_of(house)?)
        .with(Side::Tenant, row.tenant_id.into())
        .with(Side::Landlord, row.landlord_id.into()))
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
    let permit = access::may(actor, Action::SeeMatch, &subject(db, &row).await?);
    Ok(permit.ok().map(|permit| (row, party_of(permit.right()))))
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
