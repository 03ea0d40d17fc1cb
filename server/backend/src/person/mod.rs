//! People as they are kept. What is known of a person is a version that never changes: leases and papers point at the
//! version that was signed, and somebody else's typing never alters it.
//!
//! Documents, phones and addresses are sealed; a document is found again by its keyed hash.

mod enter;
mod merge;
mod record;
mod subject;

#[cfg(any(test, feature = "test-support"))]
pub(crate) use enter::Entered;
pub(crate) use enter::enter;
pub use merge::merge;
pub(crate) use record::has_doubles;
pub use record::{Doubles, Merged, Record, doubles};

use crate::{Backend, Error, crypto::Place, entity};
use domain::{
    document::{DocumentNumber, Holder},
    id::{AccountId, PersonId},
    person::Basis,
    time::parse_date,
};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use uuid::Uuid;

/// What was known of a person, opened.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub id: Uuid,
    pub person: PersonId,
    pub name: String,
    pub document: DocumentNumber,
    /// Code of GB/T 2261.1.
    pub sex: Option<String>,
    pub born_on: Option<Date>,
    pub address: Option<String>,
    pub phone: Option<String>,
}

impl Known {
    pub fn holder(&self) -> Holder {
        self.document.holder()
    }
}

fn version_place(column: &'static str, id: Uuid) -> Place {
    Place::new("person_version", column, id)
}

fn document_place(id: Uuid) -> Place {
    Place::new("person_document", "sealed", id)
}

/// The version with this id; it must be there, as versions are never deleted.
pub(crate) async fn known(backend: &Backend, db: &impl ConnectionTrait, id: Uuid) -> Result<Known, Error> {
    let mut found = known_all(backend, db, [id]).await?;
    found
        .remove(&id)
        .ok_or_else(|| Error::corrupt("person_version", "id", id))
}

/// The versions with these ids, by id.
pub(crate) async fn known_all(
    backend: &Backend,
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Known>, Error> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let versions = entity::person_version::Entity::find()
        .filter(entity::person_version::Column::Id.is_in(ids))
        .all(db)
        .await?;
    let documents: HashMap<Uuid, String> = entity::person_document::Entity::find()
        .filter(entity::person_document::Column::Id.is_in(versions.iter().map(|row| row.document_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.sealed))
        .collect();
    versions
        .into_iter()
        .map(|row| {
            let document = documents.get(&row.document_id);
            let sealed = document.ok_or_else(|| Error::corrupt("person_version", "document_id", row.id))?;
            Ok((row.id, read(backend, row, sealed)?))
        })
        .collect()
}

fn read(backend: &Backend, row: entity::person_version::Model, document: &str) -> Result<Known, Error> {
    let keys = backend.keys();
    let open = |column, sealed: Option<String>| {
        sealed
            .map(|sealed| keys.open(version_place(column, row.id), &sealed))
            .transpose()
    };
    let canonical = keys.open(document_place(row.document_id), document)?;
    let born_on = row.born_on.as_deref().map(parse_date).transpose();
    Ok(Known {
        document: DocumentNumber::from_canonical(&canonical)
            .map_err(|_| Error::corrupt("person_document", "sealed", row.document_id))?,
        born_on: born_on.map_err(|_| Error::corrupt("person_version", "born_on", row.id))?,
        address: open("address_sealed", row.address_sealed)?,
        phone: open("phone_sealed", row.phone_sealed)?,
        id: row.id,
        person: row.person_id.into(),
        name: row.name,
        sex: row.sex,
    })
}

/// What an account said of its owner last: the landlord by document (住房租赁条例 Art 9).
pub(crate) async fn own(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<entity::person_version::Model>, Error> {
    use entity::person_version::{Column, Entity};
    let newest = Entity::find()
        .filter(Column::EnteredBy.eq(Uuid::from(account)))
        .filter(Column::Basis.eq(Basis::Own.code()))
        .order_by_desc(Column::Id)
        .one(db)
        .await?;
    Ok(newest)
}

/// Who a person is by now: of two who turned out to be one, the first points at who is left.
pub(crate) async fn current(db: &impl ConnectionTrait, id: Uuid) -> Result<Uuid, Error> {
    let mut found = current_all(db, [id]).await?;
    found.remove(&id).ok_or_else(|| Error::corrupt("person", "id", id))
}

/// [`current`] of many, by the ids that were asked for.
pub(crate) async fn current_all(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Uuid>, Error> {
    use entity::person::{Column, Entity};
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    let current = rows.into_iter().map(|row| (row.id, row.merged_into.unwrap_or(row.id)));
    Ok(current.collect())
}

/// These persons with all who turned out to be one of them: what is said of any is said of them.
async fn with_merged(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Uuid>, Error> {
    use entity::person::{Column, Entity};
    let own = Column::Id.is_in(ids.iter().copied());
    let either = own.or(Column::MergedInto.is_in(ids.iter().copied()));
    let rows = Entity::find().filter(either).all(db).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
