//! A record of a person as staff see it, and other records that may be of the same human being. Documents are masked.

use super::{current, current_all, document_place, subject::may_merge, with_merged};
use crate::{Backend, DeedError, Error, entity};
use domain::{
    access::{Actor, Role},
    document::DocumentNumber,
    id::{PersonId, RegistrationId},
    time::{from_millis, parse_date},
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeSet;
use uuid::Uuid;

/// So many records of one name and birth date are looked into.
const LINES: u64 = 20;

/// A person, with all that is known under any of the records that were merged into this one.
#[derive(Clone, Debug)]
pub struct Record {
    pub id: PersonId,
    /// As known last.
    pub name: String,
    /// Code of GB/T 2261.1.
    pub sex: Option<String>,
    pub born_on: Option<Date>,
    /// The code of each one's kind, and its number, masked.
    pub documents: Vec<(String, String)>,
    pub since: Timestamp,
    /// The open residence registration.
    pub residence: Option<RegistrationId>,
}

/// A record that became another one.
#[derive(Clone, Debug)]
pub struct Merged {
    pub at: Timestamp,
    pub reason: String,
    pub shown_by: String,
}

/// A person, and who may be the same.
#[derive(Clone, Debug)]
pub struct Doubles {
    pub record: Record,
    /// Of the same name and birth date.
    pub others: Vec<Record>,
    /// What was merged into it, the newest first.
    pub merged: Vec<Merged>,
}

/// The person by now, for who may merge them; for everybody else there is none.
pub async fn doubles(backend: &Backend, actor: &Actor, id: PersonId) -> Result<Option<Doubles>, Error> {
    let db = backend.database().reader();
    let Some(id) = current_all(db, [id.into()]).await?.remove(&id.into()) else {
        return Ok(None);
    };
    if !is_theirs(db, actor, &[id]).await? {
        return Ok(None);
    }
    let mut others = Vec::new();
    for other in others_like(db, actor, id).await? {
        others.push(record(backend, db, other).await?);
    }
    Ok(Some(Doubles {
        record: record(backend, db, id).await?,
        others,
        merged: merged(db, id).await?,
    }))
}

/// Whether another record may be of the same human being as this one, and the actor may merge the two.
pub(crate) async fn has_doubles(db: &impl ConnectionTrait, actor: &Actor, id: PersonId) -> Result<bool, Error> {
    // Nobody else merges, so nobody else is worth the look.
    if !actor.has(Role::Coordinator) {
        return Ok(false);
    }
    let id = current(db, id.into()).await?;
    Ok(!others_like(db, actor, id).await?.is_empty())
}

async fn is_theirs(db: &impl ConnectionTrait, actor: &Actor, persons: &[Uuid]) -> Result<bool, Error> {
    match may_merge(db, actor, persons).await {
        Ok(_) => Ok(true),
        Err(DeedError::Backend(error)) => Err(error),
        Err(DeedError::NotFound | DeedError::Stale | DeedError::Refused(_)) => Ok(false),
    }
}

/// Who bears the same name and was born the same day, as far as the actor may merge them.
async fn others_like(db: &impl ConnectionTrait, actor: &Actor, id: Uuid) -> Result<BTreeSet<Uuid>, Error> {
    use entity::person_version::{Column, Entity};
    let known = newest(db, &with_merged(db, &[id]).await?).await?;
    let Some((name, born_on)) = known.and_then(|known| Some((known.name, known.born_on?))) else {
        return Ok(BTreeSet::new());
    };
    let alike: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::PersonId)
        .distinct()
        .filter(Column::Name.eq(name))
        .filter(Column::BornOn.eq(born_on))
        .limit(LINES)
        .into_tuple()
        .all(db)
        .await?;
    let current: BTreeSet<Uuid> = current_all(db, alike).await?.into_values().collect();
    let mut others = BTreeSet::new();
    for other in current.into_iter().filter(|other| *other != id) {
        if is_theirs(db, actor, &[id, other]).await? {
            others.insert(other);
        }
    }
    Ok(others)
}

/// What was said last of a person under any of these records.
pub(super) async fn newest(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Option<entity::person_version::Model>, Error> {
    use entity::person_version::{Column, Entity};
    let newest = Entity::find()
        .filter(Column::PersonId.is_in(ids.iter().copied()))
        .order_by_desc(Column::Id)
        .one(db)
        .await?;
    Ok(newest)
}

pub(super) fn born_on(version: &entity::person_version::Model) -> Result<Option<Date>, Error> {
    let born_on = version.born_on.as_deref().map(parse_date).transpose();
    born_on.map_err(|_| Error::corrupt("person_version", "born_on", version.id))
}

async fn record(backend: &Backend, db: &impl ConnectionTrait, id: Uuid) -> Result<Record, Error> {
    let corrupt = |column| Error::corrupt("person", column, id);
    let row = entity::person::Entity::find_by_id(id).one(db).await?;
    let row = row.ok_or_else(|| corrupt("id"))?;
    let ids = with_merged(db, &[id]).await?;
    let known = newest(db, &ids).await?.ok_or_else(|| corrupt("id"))?;
    let residence = entity::active_residence::Entity::find_by_id(id).one(db).await?;
    Ok(Record {
        id: id.into(),
        born_on: born_on(&known)?,
        name: known.name,
        sex: known.sex,
        documents: documents(backend, db, &ids).await?,
        since: from_millis(row.created_at).ok_or_else(|| corrupt("created_at"))?,
        residence: residence.map(|claim| claim.registration_id.into()),
    })
}

async fn documents(backend: &Backend, db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<(String, String)>, Error> {
    use entity::person_document::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::PersonId.is_in(ids.iter().copied()))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let canonical = backend.keys().open(document_place(row.id), &row.sealed)?;
            let number = DocumentNumber::from_canonical(&canonical);
            let number = number.map_err(|_| Error::corrupt("person_document", "sealed", row.id))?;
            Ok((row.kind, number.masked()))
        })
        .collect()
}

async fn merged(db: &impl ConnectionTrait, into: Uuid) -> Result<Vec<Merged>, Error> {
    use entity::event::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::PersonId.is_in(with_merged(db, &[into]).await?))
        .filter(Column::Field.eq("merged_into"))
        .order_by_desc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter()
        // Who was merged before and came along has an event as well; what was decided is the one that began.
        .filter(|row| row.old.is_none())
        .map(|row| {
            Ok(Merged {
                at: from_millis(row.at).ok_or_else(|| Error::corrupt("event", "at", row.id))?,
                reason: row.reason.unwrap_or_default(),
                shown_by: row.shown_by.unwrap_or_default(),
            })
        })
        .collect()
}
