//! The landlord chooses a household.

use super::step::{MatchError, Step};
use crate::{Backend, mail::Letter};
use domain::{
    access::{Action, Actor},
    id::MatchId,
    matching::MatchStatus,
};
use jiff::SignedDuration;
use sea_orm::sea_query::Expr;

/// One at a time a listing: the database refuses a second ([`MatchError::AlreadyAccepted`]).
pub async fn accept(backend: &Backend, landlord: &Actor, id: MatchId) -> Result<(), MatchError> {
    use crate::entity::matching::Column;
    backend
        .deed(|deed| async move {
            let hours = deed.parameters().await?.answer_hours;
            let now = deed.now;
            let answer_by = now + SignedDuration::from_hours(i64::from(hours));
            let step = Step::begin(deed, landlord, id, Action::Accept).await?;
            // Late answers are refused even when the sweep has not come by yet.
            if step.row.answer_due_at.is_some_and(|due| due < now.as_millisecond()) {
                return Err(MatchError::Stale);
            }
            step.write(|update| {
                update
                    .col_expr(Column::Status, Expr::value(MatchStatus::Accepted.code()))
                    .col_expr(Column::AcceptedAt, Expr::value(now.as_millisecond()))
                    .col_expr(Column::AnswerDueAt, Expr::value(answer_by.as_millisecond()))
            })
            .await?;
            let letter = Letter::ApplicationAccepted {
                title: step.title().await?,
                match_id: id,
                answer_by,
            };
            step.tell_tenant(&letter).await?;
            step.finish().await
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        matching::{Application, apply, fixture},
        test_support::Bench,
    };
    use domain::{contact::PersonName, id::ListingId, matching::Household};

    async fn applied(bench: &Bench, listing: ListingId, name: &str) -> MatchId {
        let tenant = fixture::citizen(bench, name).await;
        let application = Application {
            household: Household::parse(PersonName::parse(name).unwrap(), &[]).unwrap(),
            message: String::new(),
        };
        apply(&bench.backend, &tenant, listing, application).await.unwrap()
    }

    both! {
        async fn one_household_at_a_time(bench: &Bench) {
            let scene = fixture::scene(bench).await;
            let backend = &bench.backend;
            let first = applied(bench, scene.listing, "王一").await;
            let second = applied(bench, scene.listing, "王二").await;
            accept(backend, &scene.landlord, first).await.unwrap();
            let refused = accept(backend, &scene.landlord, second).await;
            assert!(matches!(refused, Err(MatchError::AlreadyAccepted)), "{refused:?}");
            let again = accept(backend, &scene.landlord, first).await;
            assert!(matches!(again, Err(MatchError::Stale)), "{again:?}");

            crate::matching::decline(backend, &scene.landlord, first, "").await.unwrap();
            accept(backend, &scene.landlord, second).await.unwrap();
        }
    }

    both! {
        async fn of_two_accepted_at_the_same_instant_one_is(bench: &Bench) {
            let scene = fixture::scene(bench).await;
            let first = applied(bench, scene.listing, "王一").await;
            let second = applied(bench, scene.listing, "王二").await;
            let (a, b) = tokio::join!(
                accept(&bench.backend, &scene.landlord, first),
                accept(&bench.backend, &scene.landlord, second)
            );
            assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1, "{a:?} {b:?}");
        }
    }

    both! {
        async fn nobody_else_accepts_and_not_too_late(bench: &Bench) {
            let scene = fixture::scene(bench).await;
            let id = applied(bench, scene.listing, "王一").await;
            for (actor, found) in [(&scene.tenant, false), (&scene.coordinator, true)] {
                let refused = accept(&bench.backend, actor, id).await;
                let right = if found {
                    matches!(refused, Err(MatchError::Refused(_)))
                } else {
                    matches!(refused, Err(MatchError::NotFound))
                };
                assert!(right, "{refused:?}");
            }
            bench.clock.advance(72 * 3600 + 1);
            let late = accept(&bench.backend, &scene.landlord, id).await;
            assert!(matches!(late, Err(MatchError::Stale)), "{late:?}");
        }
    }
}
