//! The completion (办结): one transaction that turns an agreed match into a lease, a house registration and residence
//! registrations. All or nothing; asked twice, done once.

mod facts;
mod rivals;
#[cfg(test)]
mod tests;
mod write;

use super::step::{house_of, subject, subject_at};
use crate::{
    Backend, Deed, Error,
    deed::Record,
    entity,
    error::{ACTIVE_RESIDENCE, LEASE_MATCH, OCCUPIED_SPACE, violates},
    house::door,
};
use domain::{
    access::{self, Action, Actor, Denied, Permit, Refusal, Right, Role},
    area::AreaCode,
    id::{MatchId, RegistrationId},
    matching::{Checklist, Finding, MatchStatus, Terms},
};
use facts::Loaded;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QuerySelect};

/// Why a match was not completed. Whatever it is, nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CompleteError {
    /// There is no such match, or it is in nobody's area that the actor works in.
    #[error("no such match for this actor")]
    NotFound,
    /// Their own match, for one.
    #[error("refused: {0}")]
    NotAllowed(Refusal),
    #[error("already completed")]
    AlreadyCompleted,
    /// Not agreed (any more).
    #[error("the match is {0}")]
    NotAgreed(MatchStatus),
    #[error("{} checks block the completion", .0.len())]
    Refused(Vec<Finding>),
    /// Another registration took the unit at the same moment.
    #[error("the unit is in another open registration")]
    UnitTaken,
    /// Another match registered the person at the same moment.
    #[error("a person is in another open residence registration")]
    PersonRegistered,
    #[error(transparent)]
    Backend(Error),
}

impl From<Error> for CompleteError {
    fn from(error: Error) -> Self {
        match error {
            // Whichever step ran into a constraint: it may be somebody who was faster.
            Error::Database(error) => error.into(),
            error => CompleteError::Backend(error),
        }
    }
}

impl From<Denied> for CompleteError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => CompleteError::NotFound,
            Denied::Refused(refusal) => CompleteError::NotAllowed(refusal),
        }
    }
}

impl From<DbErr> for CompleteError {
    fn from(error: DbErr) -> Self {
        if violates(&error, &OCCUPIED_SPACE) {
            CompleteError::UnitTaken
        } else if violates(&error, &LEASE_MATCH) {
            CompleteError::AlreadyCompleted
        } else if violates(&error, &ACTIVE_RESIDENCE) {
            CompleteError::PersonRegistered
        } else {
            CompleteError::Backend(error.into())
        }
    }
}

/// What a completion made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    pub house_registration: RegistrationId,
    pub residences: usize,
    /// Local residents, who need no residence registration.
    pub exempt: usize,
    /// Other applicants who were told.
    pub closed: usize,
}

/// Completes an agreed match.
pub async fn complete(
    backend: &Backend,
    actor: &Actor,
    id: MatchId,
    checklist: Checklist,
) -> Result<Completed, CompleteError> {
    backend
        .deed(|deed| async move {
            let (completed, permit) = complete_in(&deed, actor, id, checklist).await?;
            let detail = serde_json::json!({ "residences": completed.residences, "exempt": completed.exempt });
            deed.commit(permit, Record("match", id.into()), detail).await?;
            Ok(completed)
        })
        .await
}

/// Everything between BEGIN and COMMIT, over any connection, so that a test can break each statement in turn.
async fn complete_in(
    deed: &Deed<impl ConnectionTrait>,
    actor: &Actor,
    id: MatchId,
    checklist: Checklist,
) -> Result<(Completed, Permit), CompleteError> {
    let (house, row) = lock(&deed.tx, id).await?.ok_or(CompleteError::NotFound)?;
    let permit = access::may(actor, Action::Complete, &subject_at(&house, &row)?)?;
    let parameters = deed.parameters().await?;
    let loaded = Loaded::load(deed.backend(), &deed.tx, row, parameters).await?;
    match loaded.status()? {
        MatchStatus::Agreed => {}
        MatchStatus::Completed => return Err(CompleteError::AlreadyCompleted),
        status => return Err(CompleteError::NotAgreed(status)),
    }
    let agreed = loaded
        .agreed()?
        .ok_or(CompleteError::NotAgreed(MatchStatus::Accepted))?;
    let plan = agreed
        .complete(&loaded.facts(checklist), deed.now)
        .map_err(CompleteError::Refused)?;
    let completed = write::everything(deed, &permit, actor, &loaded, &plan).await?;
    Ok((completed, permit))
}

/// Locks the door, then the match: two matches on one place, whoever registered it, are completed one after the other,
/// always in this order, so that they can't wait for each other. (SQLite has one writer anyway and knows no row locks.)
async fn lock(
    tx: &impl ConnectionTrait,
    id: MatchId,
) -> Result<Option<(entity::house::Model, entity::matching::Model)>, CompleteError> {
    let Some(found) = entity::matching::Entity::find_by_id(id).one(tx).await? else {
        return Ok(None);
    };
    let house = house_of(tx, found.house_id).await?;
    door::lock(tx, house.door_id).await?;
    let row = entity::matching::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx)
        .await?;
    Ok(row.map(|row| (house, row)))
}

/// What the coordinator sees before completing, and afterwards.
#[derive(Clone, Debug)]
pub struct CompletionView {
    pub id: MatchId,
    pub number: String,
    pub status: MatchStatus,
    pub listing_title: String,
    pub address: String,
    pub landlord: String,
    pub tenant: String,
    pub terms: Option<Terms>,
    pub terms_hash: Option<String>,
    pub occupants: Vec<OccupantLine>,
    /// Every check, with the three that the coordinator ticks taken as ticked.
    pub findings: Vec<Finding>,
    /// How many residence registrations there will be, and how many people need none.
    pub residences: usize,
    pub exempt: usize,
    pub first_visit_on: Option<Date>,
    /// How many other open applications will be declined.
    pub other_applicants: u64,
    pub house_registration: Option<RegistrationId>,
}

/// One person of the household, with the document masked.
#[derive(Clone, Debug)]
pub struct OccupantLine {
    pub name: String,
    pub relation: String,
    pub minor: bool,
    pub document_kind: Option<String>,
    pub document_masked: Option<String>,
    pub local: bool,
    pub arrives_on: Option<String>,
}

/// The completion screen of a match in the coordinator's areas.
pub async fn completion_view(backend: &Backend, actor: &Actor, id: MatchId) -> Result<Option<CompletionView>, Error> {
    let db = backend.database().reader();
    let Some(row) = entity::matching::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    let subject = subject(db, &row).await?;
    match access::may(actor, Action::SeeMatch, &subject) {
        // The parties have pages of their own.
        Ok(permit) if permit.right() == Right::Duty(Role::Coordinator) => {}
        _ => return Ok(None),
    }
    let parameters = crate::parameter::current(backend).await?;
    let loaded = Loaded::load(backend, db, row, parameters).await?;
    loaded.view(backend, db).await.map(Some)
}

impl Loaded {
    pub(super) fn community(&self) -> AreaCode {
        self.house.address.community
    }
}
