//! The tenant gives the documents of everybody who moves in: only after the landlord has accepted, who
//! sees names, no documents.

use super::step::{MatchError, Step, seen_by};
use crate::{Backend, Deed, Error, entity, person};
use domain::{
    access::{Action, Actor},
    contact::PersonName,
    id::MatchId,
    matching::{Details, MatchAction, MatchStatus, Party, Relation, TypedDetails, allows},
    person::{Basis, Facts},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    sea_query::Expr,
};
use uuid::Uuid;

/// What stands in the form of one person for the tenant who filled it in. The document's number is shown masked and is
/// typed again when anything changes.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    pub relation: Relation,
    /// As said in the application.
    pub minor: bool,
    pub typed: TypedDetails,
    pub document_masked: Option<String>,
}

/// The person with this number in the household; `None` for everybody but the tenant, and when nothing may be changed.
pub async fn person(backend: &Backend, tenant: &Actor, id: MatchId, no: i32) -> Result<Option<Person>, Error> {
    let db = backend.database().reader();
    let Some((row, party)) = seen_by(db, tenant, id).await? else {
        return Ok(None);
    };
    let status: MatchStatus = super::step::status_of(&row)?;
    if party != Party::Tenant || !allows(status, party, MatchAction::GiveDetails) {
        return Ok(None);
    }
    match find(db, id, no).await? {
        Some(row) => read(backend, db, row).await.map(Some),
        None => Ok(None),
    }
}

/// Keeps one person's details, sealed. Both sides confirm again: they confirmed for the people as they were known then.
pub async fn give_details(
    backend: &Backend,
    tenant: &Actor,
    id: MatchId,
    no: i32,
    details: &Details,
) -> Result<(), MatchError> {
    use entity::matching::Column;
    backend
        .deed(|deed| async move {
            let step = Step::begin(deed, tenant, id, Action::GiveDetails).await?;
            let row = find(&step.deed.tx, id, no).await?.ok_or(MatchError::NotFound)?;
            store(&step.deed, tenant, row, details).await?;
            let missing = entity::occupant::Entity::find()
                .filter(entity::occupant::Column::MatchId.eq(Uuid::from(id)))
                .filter(entity::occupant::Column::VersionId.is_null())
                .count(&step.deed.tx)
                .await?;
            let all_given = (missing == 0).then(|| step.deed.now.as_millisecond());
            step.write(|update| {
                update
                    .col_expr(Column::DetailsAt, Expr::value(all_given))
                    .col_expr(Column::TenantConfirmedAt, Expr::value(None::<i64>))
                    .col_expr(Column::LandlordConfirmedAt, Expr::value(None::<i64>))
            })
            .await?;
            step.finish().await
        })
        .await
}

async fn find(db: &impl ConnectionTrait, id: MatchId, no: i32) -> Result<Option<entity::occupant::Model>, Error> {
    Ok(entity::occupant::Entity::find()
        .filter(entity::occupant::Column::MatchId.eq(Uuid::from(id)))
        .filter(entity::occupant::Column::No.eq(no))
        .one(db)
        .await?)
}

async fn store(deed: &Deed, tenant: &Actor, row: entity::occupant::Model, details: &Details) -> Result<(), MatchError> {
    let name = PersonName::parse(&row.name).map_err(|_| Error::corrupt("occupant", "name", row.id))?;
    let facts = Facts {
        name,
        document: details.document.clone(),
        sex: Some(details.sex),
        born_on: Some(details.born_on),
        address: Some(details.household_address.clone()),
        phone: details.phone.clone(),
    };
    let entered = person::enter(deed, &facts, Basis::Household, tenant.id).await?;
    let mut row: entity::occupant::ActiveModel = row.into();
    row.person_id = Set(Some(entered.person));
    row.version_id = Set(Some(entered.version));
    row.local = Set(details.local);
    row.reason = Set(Some(details.reason.code().to_owned()));
    row.arrives_on = Set(Some(domain::time::format_date(details.arrives_on)));
    row.stay_months = Set(Some(i32::from(details.stay_months)));
    row.employer = Set(details.employer.clone());
    row.guardian = Set(details.guardian.as_ref().map(|guardian| guardian.0.as_str().to_owned()));
    row.update(&deed.tx).await?;
    Ok(())
}

async fn read(backend: &Backend, db: &impl ConnectionTrait, row: entity::occupant::Model) -> Result<Person, Error> {
    let known = match row.version_id {
        Some(version) => Some(person::known(backend, db, version).await?),
        None => None,
    };
    let local = match (&known, row.local) {
        (None, _) => "",
        (Some(_), true) => "yes",
        (Some(_), false) => "no",
    };
    let relation = row.relation.parse();
    let document_masked = known.as_ref().map(|known| known.document.masked());
    let mut typed = TypedDetails {
        local: local.to_owned(),
        reason: row.reason.unwrap_or_default(),
        arrives_on: row.arrives_on.unwrap_or_default(),
        stay_months: row.stay_months.map(|months| months.to_string()).unwrap_or_default(),
        employer: row.employer.unwrap_or_default(),
        guardian: row.guardian.unwrap_or_default(),
        ..TypedDetails::default()
    };
    if let Some(known) = known {
        typed.document_kind = known.document.kind().code().to_owned();
        typed.sex = known.sex.unwrap_or_default();
        typed.born_on = known.born_on.map(domain::time::format_date).unwrap_or_default();
        typed.phone = known.phone.unwrap_or_default();
        typed.household_address = known.address.unwrap_or_default();
    }
    Ok(Person {
        relation: relation.map_err(|_| Error::corrupt("occupant", "relation", row.id))?,
        name: row.name,
        minor: row.minor,
        typed,
        document_masked,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        matching::{fixture, load, send_back},
        test_support::Bench,
    };

    fn typed(document: String) -> TypedDetails {
        TypedDetails {
            document_kind: "identity-card".into(),
            document_number: document,
            phone: "13800000001".into(),
            local: "no".into(),
            household_address: "江西省赣州市某县某村".into(),
            reason: "01".into(),
            arrives_on: "2026-12-01".into(),
            stay_months: "12".into(),
            ..TypedDetails::default()
        }
    }

    fn details(bench: &Bench, sequence: u32) -> Details {
        let typed = typed(fixture::identity_number("19950505", sequence));
        Details::parse(&typed, bench.backend.today()).unwrap()
    }

    both! {
        async fn changed_details_are_confirmed_again_and_shown_masked(bench: &Bench) {
            let match_ = fixture::agreed_match(bench).await;
            let (backend, id) = (&bench.backend, match_.match_id);
            let refused = give_details(backend, &match_.tenant, id, 2, &details(bench, 500)).await;
            assert!(matches!(refused, Err(MatchError::Stale)), "agreed: {refused:?}");
            send_back(backend, &match_.coordinator, id, "证件不清楚").await.unwrap();
            let hash = load(backend, &match_.tenant, id).await.unwrap().unwrap().hash.unwrap();
            crate::matching::confirm(backend, &match_.landlord, id, &hash).await.unwrap();

            give_details(backend, &match_.tenant, id, 2, &details(bench, 500)).await.unwrap();
            let view = load(backend, &match_.tenant, id).await.unwrap().unwrap();
            assert_eq!(view.landlord_confirmed_at, None);
            assert!(view.details_at.is_some());
            let shown = view.occupants[1].document.as_deref().unwrap();
            assert!(shown.starts_with("***"), "{shown}");
            let other_side = load(backend, &match_.landlord, id).await.unwrap().unwrap();
            assert_eq!(other_side.occupants[1].document, None);
            let kept = entity::occupant::Entity::find().all(backend.database().reader()).await.unwrap();
            assert!(kept.iter().all(|row| !format!("{row:?}").contains("19950505")), "only sealed");

            let person = person(backend, &match_.tenant, id, 2).await.unwrap().unwrap();
            assert_eq!((person.typed.phone.as_str(), person.typed.local.as_str()), ("13800000001", "no"));
        }
    }

    both! {
        async fn one_document_is_one_person(bench: &Bench) {
            let match_ = fixture::agreed_match(bench).await;
            let (backend, id) = (&bench.backend, match_.match_id);
            send_back(backend, &match_.coordinator, id, "证件").await.unwrap();
            give_details(backend, &match_.tenant, id, 1, &details(bench, 501)).await.unwrap();
            let twice = give_details(backend, &match_.tenant, id, 2, &details(bench, 501)).await;
            assert!(matches!(twice, Err(MatchError::SameDocument)), "{twice:?}");
            assert!(person(backend, &match_.landlord, id, 1).await.unwrap().is_none());
            let landlord = give_details(backend, &match_.landlord, id, 1, &details(bench, 502)).await;
            assert!(matches!(landlord, Err(MatchError::Refused(_))), "{landlord:?}");
        }
    }
}
