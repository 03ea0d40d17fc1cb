//! Writes down what somebody says, or a paper shows, of a person.

use super::{current, document_place, version_place};
use crate::{Deed, Error, entity};
use domain::{
    id::{AccountId, PersonId},
    person::{Basis, Facts},
    time::format_date,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use uuid::Uuid;

/// Who it is, and the version that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entered {
    pub person: Uuid,
    pub version: Uuid,
}

/// A person is known by the document: the same document is the same person, whoever enters it. Each entry is a version of
/// its own, so that nobody overwrites what another entered.
pub(crate) async fn enter(deed: &Deed, facts: &Facts, basis: Basis, entered_by: AccountId) -> Result<Entered, Error> {
    let document = document(deed, facts).await?;
    let person = current(&deed.tx, document.person_id).await?;
    let id = Uuid::now_v7();
    let keys = deed.backend().keys();
    let seal = |column, text: &str| keys.seal(version_place(column, id), text);
    entity::person_version::ActiveModel {
        id: Set(id),
        person_id: Set(person),
        name: Set(facts.name.as_str().to_owned()),
        sex: Set(facts.sex.map(|sex| sex.code().to_owned())),
        born_on: Set(facts.born_on.map(format_date)),
        document_id: Set(document.id),
        address_sealed: Set(facts.address.as_deref().map(|address| seal("address_sealed", address))),
        phone_sealed: Set(facts.phone.as_ref().map(|phone| seal("phone_sealed", phone.reveal()))),
        basis: Set(basis.code().to_owned()),
        entered_by: Set(Some(entered_by.into())),
        at: Set(deed.now.as_millisecond()),
    }
    .insert(&deed.tx)
    .await?;
    Ok(Entered { person, version: id })
}

/// The document with its person, new where nobody has entered it before. Of two who enter a new one at the same instant
/// the database lets one through, and both find it.
async fn document(deed: &Deed, facts: &Facts) -> Result<entity::person_document::Model, Error> {
    use entity::person_document::{ActiveModel, Column, Entity};
    let canonical = facts.document.canonical();
    let hash = deed.backend().keys().lookup_hash("person", &canonical);
    let find = || Entity::find().filter(Column::Hash.eq(&hash)).one(&deed.tx);
    if let Some(found) = find().await? {
        return Ok(found);
    }
    let (id, person) = (Uuid::now_v7(), PersonId::generate());
    entity::person::ActiveModel {
        id: Set(person.into()),
        merged_into: Set(None),
        merged: Set(false),
        created_at: Set(deed.now.as_millisecond()),
    }
    .insert(&deed.tx)
    .await?;
    Entity::insert(ActiveModel {
        id: Set(id),
        person_id: Set(person.into()),
        kind: Set(facts.document.kind().code().to_owned()),
        sealed: Set(deed.backend().keys().seal(document_place(id), &canonical)),
        hash: Set(hash.clone()),
        created_at: Set(deed.now.as_millisecond()),
    })
    .on_conflict(OnConflict::column(Column::Hash).do_nothing().to_owned())
    .exec_without_returning(&deed.tx)
    .await?;
    let kept = find()
        .await?
        .ok_or_else(|| Error::corrupt("person_document", "hash", id))?;
    if kept.id != id {
        // Somebody was faster: the person made for this document is nobody.
        entity::person::Entity::delete_by_id(Uuid::from(person))
            .exec(&deed.tx)
            .await?;
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both, matching::fixture, person::known};
    use domain::{
        contact::PersonName,
        document::{DocumentKind, DocumentNumber},
    };
    use sea_orm::PaginatorTrait;

    fn facts(name: &str, number: &str, today: jiff::civil::Date) -> Facts {
        Facts {
            name: PersonName::parse(name).unwrap(),
            document: DocumentNumber::parse(DocumentKind::IdentityCard, number, today).unwrap(),
            sex: None,
            born_on: None,
            address: Some("三明市三元区列东街1号".to_owned()),
            phone: None,
        }
    }

    async fn entered(bench: &crate::test_support::Bench, name: &str, by: AccountId) -> Entered {
        let facts = facts(name, &fixture::identity_number("19900101", 77), bench.backend.today());
        let facts = &facts;
        bench
            .backend
            .deed(|deed| async move {
                let entered = enter(&deed, facts, Basis::Own, by).await?;
                deed.settle().await?;
                Ok::<_, Error>(entered)
            })
            .await
            .unwrap()
    }

    both! {
        async fn one_document_is_one_person_and_nobody_overwrites_what_another_entered(bench: &Bench) {
            let (one, other) = (fixture::citizen(bench, "王一").await, fixture::citizen(bench, "王二").await);
            let first = entered(bench, "王一", one.id).await;
            let second = entered(bench, "王乙", other.id).await;
            assert_eq!(first.person, second.person);
            let db = bench.backend.database().reader();
            assert_eq!(known(&bench.backend, db, first.version).await.unwrap().name, "王一");
            assert_eq!(known(&bench.backend, db, second.version).await.unwrap().name, "王乙");
            assert_eq!(entity::person::Entity::find().count(db).await.unwrap(), 1);
        }

        async fn of_two_who_enter_a_new_document_at_once_both_mean_one_person(bench: &Bench) {
            let (one, other) = (fixture::citizen(bench, "王一").await, fixture::citizen(bench, "王二").await);
            let (a, b) = tokio::join!(entered(bench, "王一", one.id), entered(bench, "王一", other.id));
            assert_eq!(a.person, b.person);
            let db = bench.backend.database().reader();
            assert_eq!(entity::person::Entity::find().count(db).await.unwrap(), 1);
        }

        async fn nothing_of_a_document_or_an_address_lies_open(bench: &Bench) {
            let one = fixture::citizen(bench, "王一").await;
            entered(bench, "王一", one.id).await;
            let db = bench.backend.database().reader();
            let documents = format!("{:?}", entity::person_document::Entity::find().all(db).await.unwrap());
            let versions = format!("{:?}", entity::person_version::Entity::find().all(db).await.unwrap());
            assert!(!documents.contains("19900101"), "{documents}");
            assert!(!versions.contains("列东街"), "{versions}");
        }
    }
}
