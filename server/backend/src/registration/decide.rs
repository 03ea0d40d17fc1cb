//! The authority's word (police station, housing office): a finalised registration is accepted, or returned with a reason.

use super::{Standing, change, subject};
use crate::{Backend, Deed, Error, deed::Record, entity, mail::Letter};
use domain::{
    access::{Action, Actor, Denied, Refusal, Subject, may},
    form::Code,
    id::RegistrationId,
    registration::{RegistrationKind, RegistrationStatus},
    text,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error("no such registration for this actor")]
    NotFound,
    /// Somebody decided before, or it was never finalised.
    #[error("the registration is in another state")]
    Stale,
    #[error("refused: {0}")]
    NotAllowed(Refusal),
    /// What is wrong with the reason.
    #[error("the reason can't be taken: {0}")]
    Reason(Code),
    #[error(transparent)]
    Backend(#[from] Error),
}

impl From<Denied> for DecideError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => DecideError::NotFound,
            Denied::Refused(refusal) => DecideError::NotAllowed(refusal),
        }
    }
}

impl From<sea_orm::DbErr> for DecideError {
    fn from(error: sea_orm::DbErr) -> Self {
        DecideError::Backend(error.into())
    }
}

/// Accepts a registration of either kind and answers with the house registration on whose page it stands. Whoever entered
/// or finalised it, or is a side of it, doesn't ([`Refusal::OwnWork`]).
pub async fn accept(backend: &Backend, actor: &Actor, id: RegistrationId) -> Result<RegistrationId, DecideError> {
    decide(backend, actor, id, Scope::One, None).await
}

/// Accepts all that waits under the same lease as this registration, or nothing of it.
pub async fn accept_all(backend: &Backend, actor: &Actor, id: RegistrationId) -> Result<RegistrationId, DecideError> {
    decide(backend, actor, id, Scope::Lease, None).await
}

/// Returns a registration of either kind to the coordinator, who reads why. It keeps its number; meanwhile its certificate
/// doesn't count. Answers with the house registration, as [`accept`] does.
pub async fn send_back(
    backend: &Backend,
    actor: &Actor,
    id: RegistrationId,
    reason: &str,
) -> Result<RegistrationId, DecideError> {
    let reason = text::bounded_lines(reason, 4, 500).map_err(DecideError::Reason)?;
    decide(backend, actor, id, Scope::One, Some(&reason)).await
}

/// What is decided at once.
#[derive(Clone, Copy)]
enum Scope {
    One,
    /// Whatever waits under its lease.
    Lease,
}

async fn decide(
    backend: &Backend,
    actor: &Actor,
    id: RegistrationId,
    scope: Scope,
    returned: Option<&str>,
) -> Result<RegistrationId, DecideError> {
    let (action, status) = match returned {
        None => (Action::AcceptRegistration, RegistrationStatus::Accepted),
        Some(_) => (Action::ReturnRegistration, RegistrationStatus::Returned),
    };
    backend
        .deed(|deed| async move {
            let row = entity::registration::Entity::find_by_id(id).one(&deed.tx).await?;
            let row = row.ok_or(DecideError::NotFound)?;
            let house = house_of(&deed, &row).await?;
            let rows = match scope {
                Scope::One => vec![row.clone()],
                Scope::Lease => waiting(&deed, &row).await?,
            };
            let permit = may(actor, action, &of_others(&deed, &row, &rows).await?)?;
            if rows.is_empty() {
                return Err(DecideError::Stale);
            }
            for row in &rows {
                let from = Standing::of(row)?;
                let to = Standing {
                    status,
                    returned_reason: returned.map(str::to_owned),
                    ..from.clone()
                };
                let waits = from.status == RegistrationStatus::Finalised;
                if !waits || !change(&deed, &permit, row, &to, returned).await? {
                    return Err(DecideError::Stale);
                }
                if let Some(reason) = returned {
                    tell_coordinator(&deed, row, house, reason).await?;
                }
            }
            let detail = serde_json::json!({ "to": status, "registrations": rows.len() });
            deed.commit(permit, Record("registration", row.id), detail).await?;
            Ok(house)
        })
        .await
}

/// The finalised registrations under the lease of `row`, in the order in which finalising goes through them.
async fn waiting(
    deed: &Deed,
    row: &entity::registration::Model,
) -> Result<Vec<entity::registration::Model>, DecideError> {
    use entity::registration::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::LeaseId.eq(row.lease_id))
        .filter(Column::Status.eq(RegistrationStatus::Finalised.code()))
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::Id)
        .all(&deed.tx)
        .await?;
    Ok(rows)
}

/// What is decided on, with everybody who entered or finalised any of it.
async fn of_others(
    deed: &Deed,
    row: &entity::registration::Model,
    rows: &[entity::registration::Model],
) -> Result<Subject, Error> {
    Ok(rows.iter().fold(subject(&deed.tx, row).await?, own_of))
}

/// The subject, and that who entered or finalised this registration has worked on it.
pub(super) fn own_of(subject: Subject, row: &entity::registration::Model) -> Subject {
    let subject = subject.entered_by(row.created_by.into());
    match row.finalised_by {
        Some(finalised_by) => subject.entered_by(finalised_by.into()),
        None => subject,
    }
}

async fn tell_coordinator(
    deed: &Deed,
    row: &entity::registration::Model,
    house: RegistrationId,
    reason: &str,
) -> Result<(), Error> {
    let Some(coordinator) = row.finalised_by else {
        return Ok(());
    };
    let letter = Letter::RegistrationReturned {
        kind: kind_of(row)?,
        number: row.number.clone().unwrap_or_default(),
        registration: house,
        reason: reason.to_owned(),
    };
    deed.tell(coordinator.into(), &letter).await
}

fn kind_of(row: &entity::registration::Model) -> Result<RegistrationKind, Error> {
    row.kind
        .parse()
        .map_err(|_| Error::corrupt("registration", "kind", row.id))
}

/// The registration of the house, on whose page both kinds stand.
async fn house_of(deed: &Deed, row: &entity::registration::Model) -> Result<RegistrationId, Error> {
    let house = super::of_lease(&deed.tx, row.lease_id).await?;
    Ok(house.map_or(row.id, |house| house.id).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        matching::{complete, fixture},
        registration::{by_code, finalise, load, to_accept, to_finalise},
        test_support::Bench,
    };
    use domain::{access::Role, matching::Checklist, registration::CertificateCode};
    use std::collections::BTreeMap;

    const SEEN: Checklist = Checklist {
        landlord_document_seen: true,
        title_seen: true,
        occupant_documents_seen: true,
    };

    async fn finalised(bench: &Bench) -> (fixture::Fixture, RegistrationId, Actor) {
        let match_ = fixture::agreed_match(bench).await;
        let done = complete(&bench.backend, &match_.coordinator, match_.match_id, SEEN)
            .await
            .unwrap();
        finalise(&bench.backend, &match_.coordinator, done.house_registration)
            .await
            .unwrap();
        // For a street: the house stands in one of its communities.
        let reviewer = fixture::staff(bench, "周复核", Role::Reviewer, &["350404001"]).await;
        (match_, done.house_registration, reviewer)
    }

    both! {
        async fn what_is_returned_is_finalised_again_under_its_number(bench: &Bench) {
            let (match_, id, reviewer) = finalised(bench).await;
            let backend = &bench.backend;
            assert_eq!(to_accept(backend, &reviewer, 50).await.unwrap().1, 1);
            let before = load(backend, &match_.coordinator, id).await.unwrap().unwrap();
            let code = CertificateCode::parse(before.certificate.as_deref().unwrap()).unwrap();
            send_back(backend, &reviewer, id, "产权证号与原件不符").await.unwrap();
            assert!(!by_code(backend, &code).await.unwrap().unwrap().valid);
            accept_all(backend, &reviewer, id).await.unwrap();
            assert_eq!(to_accept(backend, &reviewer, 50).await.unwrap().1, 0);
            assert_eq!(to_finalise(backend, &match_.coordinator, 50).await.unwrap().1, 1);
            let returned = load(backend, &match_.coordinator, id).await.unwrap().unwrap();
            assert_eq!(returned.returned_reason.as_deref(), Some("产权证号与原件不符"));

            finalise(backend, &match_.coordinator, id).await.unwrap();
            accept(backend, &reviewer, id).await.unwrap();
            let after = load(backend, &reviewer, id).await.unwrap().unwrap();
            assert_eq!((after.number, after.certificate), (before.number, before.certificate));
            assert_eq!((after.status, after.returned_reason), (RegistrationStatus::Accepted, None));
            assert!(by_code(backend, &code).await.unwrap().unwrap().valid);
            let again = accept(backend, &reviewer, id).await;
            assert!(matches!(again, Err(DecideError::Stale)), "{again:?}");
        }

        async fn nobody_accepts_what_they_finalised(bench: &Bench) {
            let (match_, id, reviewer) = finalised(bench).await;
            let backend = &bench.backend;
            let both_duties = backend.database().writer();
            entity::duty::Entity::update_many()
                .col_expr(entity::duty::Column::AccountId, sea_orm::sea_query::Expr::value(uuid::Uuid::from(match_.coordinator.id)))
                .filter(entity::duty::Column::AccountId.eq(uuid::Uuid::from(reviewer.id)))
                .exec(both_duties)
                .await
                .unwrap();
            let coordinator = crate::account::actor(backend, match_.coordinator.id).await.unwrap().unwrap();
            let own = accept(backend, &coordinator, id).await;
            assert!(matches!(own, Err(DecideError::NotAllowed(Refusal::OwnWork))), "{own:?}");
            let far = fixture::staff(bench, "郑复核", Role::Reviewer, &["350405"]).await;
            assert!(matches!(accept(backend, &far, id).await, Err(DecideError::NotFound)));
            assert!(matches!(accept(backend, &match_.tenant, id).await, Err(DecideError::NotAllowed(_))));
        }

        async fn of_two_who_decide_at_once_one_does(bench: &Bench) {
            let (_, id, reviewer) = finalised(bench).await;
            let (a, b) = tokio::join!(
                accept(&bench.backend, &reviewer, id),
                send_back(&bench.backend, &reviewer, id, "请补材料原件")
            );
            assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1, "{a:?} {b:?}");
        }

        async fn all_that_waits_under_a_lease_is_accepted_at_once(bench: &Bench) {
            let (match_, id, reviewer) = finalised(bench).await;
            let backend = &bench.backend;
            let before = load(backend, &reviewer, id).await.unwrap().unwrap();
            assert_eq!(before.residences.len(), 2);
            let person = before.residences[0].id;
            assert_eq!(send_back(backend, &reviewer, person, "请核对证件号码").await.unwrap(), id);
            assert_eq!(accept_all(backend, &reviewer, id).await.unwrap(), id);
            let after = load(backend, &reviewer, id).await.unwrap().unwrap();
            let states: Vec<_> = after.residences.iter().map(|person| person.status).collect();
            assert_eq!(after.status, RegistrationStatus::Accepted);
            assert_eq!(states, [RegistrationStatus::Returned, RegistrationStatus::Accepted]);
            let again = accept_all(backend, &reviewer, id).await;
            assert!(matches!(again, Err(DecideError::Stale)), "{again:?}");
            let other = accept_all(backend, &match_.landlord, id).await;
            assert!(matches!(other, Err(DecideError::NotAllowed(_))), "{other:?}");
        }

        /// The house was accepted: what was returned of its people still has to be seen by somebody.
        async fn a_resident_alone_brings_the_lease_back_into_the_queues(bench: &Bench) {
            let (match_, id, reviewer) = finalised(bench).await;
            let backend = &bench.backend;
            let person = load(backend, &reviewer, id).await.unwrap().unwrap().residences[0].id;
            send_back(backend, &reviewer, person, "请核对证件号码").await.unwrap();
            accept_all(backend, &reviewer, id).await.unwrap();
            let (lines, _) = to_finalise(backend, &match_.coordinator, 50).await.unwrap();
            assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), [id]);
            assert_eq!(to_accept(backend, &reviewer, 50).await.unwrap().1, 0);
            finalise(backend, &match_.coordinator, id).await.unwrap();
            assert_eq!(to_finalise(backend, &match_.coordinator, 50).await.unwrap().1, 0);
            let (lines, total) = to_accept(backend, &reviewer, 50).await.unwrap();
            assert_eq!((lines[0].id, total), (id, 1));
        }

        async fn a_reason_that_says_nothing_is_refused(bench: &Bench) {
            let (_, id, reviewer) = finalised(bench).await;
            let refused = send_back(&bench.backend, &reviewer, id, " ").await;
            assert!(matches!(refused, Err(DecideError::Reason(_))), "{refused:?}");
        }

        /// Whatever happened to a registration: what its events add up to is what it is.
        async fn the_present_is_the_sum_of_the_events(bench: &Bench) {
            let (match_, id, reviewer) = finalised(bench).await;
            let backend = &bench.backend;
            send_back(backend, &reviewer, id, "请核对租金").await.unwrap();
            finalise(backend, &match_.coordinator, id).await.unwrap();
            accept(backend, &reviewer, id).await.unwrap();
            let db = backend.database().reader();
            let rows = entity::registration::Entity::find().all(db).await.unwrap();
            assert_eq!(rows.len(), 3);
            for row in rows {
                let mut sum: BTreeMap<String, Option<String>> = BTreeMap::new();
                let events = entity::event::Entity::find()
                    .filter(entity::event::Column::RegistrationId.eq(row.id))
                    .order_by_asc(entity::event::Column::Id)
                    .all(db)
                    .await
                    .unwrap();
                for event in events {
                    let before = sum.insert(event.field.clone(), event.new).flatten();
                    assert_eq!(before, event.old, "{}", event.field);
                }
                for (field, value) in Standing::of(&row).unwrap().fields() {
                    assert_eq!(sum.get(field).cloned().flatten(), value, "{field}");
                }
            }
        }
    }
}
