//! The completion (办结): one transaction that turns an agreed match into a lease, a house registration and residence
//! registrations. All or nothing; asked twice, done once.

mod facts;
#[cfg(test)]
mod tests;
mod write;

use crate::{
    Backend, Error, entity,
    error::{LEASE_MATCH, OCCUPIED_SPACE, RESIDENCE_ACTIVE_PERSON, violates},
};
use domain::{
    access::Actor,
    area::AreaCode,
    id::{HouseRegistrationId, MatchId},
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
    Backend(#[from] Error),
}

impl From<DbErr> for CompleteError {
    fn from(error: DbErr) -> Self {
        if violates(&error, &OCCUPIED_SPACE) {
            CompleteError::UnitTaken
        } else if violates(&error, &LEASE_MATCH) {
            CompleteError::AlreadyCompleted
        } else if violates(&error, &RESIDENCE_ACTIVE_PERSON) {
            CompleteError::PersonRegistered
        } else {
            CompleteError::Backend(error.into())
        }
    }
}

/// What a completion made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    pub house_registration: HouseRegistrationId,
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
    let parameters = crate::parameter::current(backend).await?;
    let tx = backend.database().begin().await?;
    let completed = complete_in(backend, &tx, actor, id, checklist, parameters).await?;
    tx.commit().await?;
    backend.wake().notify_waiters();
    Ok(completed)
}

/// Everything between BEGIN and COMMIT, over any connection, so that a test can break each statement in turn.
async fn complete_in(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: MatchId,
    checklist: Checklist,
    parameters: domain::parameter::Parameters,
) -> Result<Completed, CompleteError> {
    let row = lock(tx, id).await?.ok_or(CompleteError::NotFound)?;
    let loaded = Loaded::load(backend, tx, row, parameters).await?;
    if !actor.coordinates(&loaded.community()) {
        return Err(CompleteError::NotFound);
    }
    match loaded.status()? {
        MatchStatus::Agreed => {}
        MatchStatus::Completed => return Err(CompleteError::AlreadyCompleted),
        status => return Err(CompleteError::NotAgreed(status)),
    }
    let agreed = loaded
        .agreed()?
        .ok_or(CompleteError::NotAgreed(MatchStatus::Accepted))?;
    let plan = agreed
        .complete(&loaded.facts(checklist), backend.now())
        .map_err(CompleteError::Refused)?;
    write::everything(backend, tx, actor, &loaded, &plan).await
}

/// Locks the house, then the match: two matches on one house are completed one after the other, always in this order, so
/// that they can't wait for each other. (SQLite has one writer anyway and knows no row locks.)
async fn lock(tx: &impl ConnectionTrait, id: MatchId) -> Result<Option<entity::matching::Model>, DbErr> {
    let Some(found) = entity::matching::Entity::find_by_id(id).one(tx).await? else {
        return Ok(None);
    };
    entity::house::Entity::find_by_id(found.house_id)
        .lock_exclusive()
        .one(tx)
        .await?;
    entity::matching::Entity::find_by_id(id).lock_exclusive().one(tx).await
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
    pub house_registration: Option<HouseRegistrationId>,
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
    let parameters = crate::parameter::current(backend).await?;
    let loaded = Loaded::load(backend, db, row, parameters).await?;
    if !actor.coordinates(&loaded.community()) {
        return Ok(None);
    }
    loaded.view(backend, db).await.map(Some)
}

impl Loaded {
    pub(super) fn community(&self) -> AreaCode {
        self.house.address.community
    }
}
