//! What a coordinator does with an agreed match instead of completing it.

use super::step::{MatchError, Step};
use crate::{Backend, entity::matching::Column, mail::Letter};
use domain::{
    access::{Action, Actor},
    id::MatchId,
    matching::MatchStatus,
};
use sea_orm::sea_query::Expr;

/// Back to the parties (退回补正): both confirm again. `reason` is what they read.
pub async fn send_back(backend: &Backend, coordinator: &Actor, id: MatchId, reason: &str) -> Result<(), MatchError> {
    backend
        .deed(|deed| async move {
            let step = Step::begin(deed, coordinator, id, Action::SendBack).await?;
            step.write(|update| {
                update
                    .col_expr(Column::Status, Expr::value(MatchStatus::Accepted.code()))
                    .col_expr(Column::AgreedAt, Expr::value(None::<i64>))
                    .col_expr(Column::TenantConfirmedAt, Expr::value(None::<i64>))
                    .col_expr(Column::LandlordConfirmedAt, Expr::value(None::<i64>))
                    .col_expr(Column::ClosedReason, Expr::value(reason))
            })
            .await?;
            let letter = Letter::MatchReturned {
                title: step.title().await?,
                match_id: id,
                reason: reason.to_owned(),
            };
            step.tell_both(&letter).await?;
            step.finish().await
        })
        .await
}

/// Ends a match for good (取消撮合).
pub async fn call_off(backend: &Backend, coordinator: &Actor, id: MatchId, reason: &str) -> Result<(), MatchError> {
    backend
        .deed(|deed| async move {
            let step = Step::begin(deed, coordinator, id, Action::CallOff).await?;
            step.close(MatchStatus::Withdrawn, Some(reason.to_owned())).await?;
            let letter = Letter::MatchCalledOff {
                title: step.title().await?,
                match_id: id,
                reason: reason.to_owned(),
            };
            step.tell_both(&letter).await?;
            step.finish().await
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        matching::{confirm, fixture, load},
    };
    use domain::access::Role;

    both! {
        async fn what_is_sent_back_is_confirmed_again(bench: &Bench) {
            let match_ = fixture::agreed_match(bench).await;
            let (backend, id) = (&bench.backend, match_.match_id);
            send_back(backend, &match_.coordinator, id, "请补充押金的退还条件").await.unwrap();
            let view = load(backend, &match_.tenant, id).await.unwrap().unwrap();
            assert_eq!(view.status, MatchStatus::Accepted);
            assert_eq!(view.reason.as_deref(), Some("请补充押金的退还条件"));
            assert_eq!((view.tenant_confirmed_at, view.landlord_confirmed_at), (None, None));

            let hash = view.hash.unwrap();
            confirm(backend, &match_.tenant, id, &hash).await.unwrap();
            confirm(backend, &match_.landlord, id, &hash).await.unwrap();
            let view = load(backend, &match_.tenant, id).await.unwrap().unwrap();
            assert_eq!((view.status, view.reason), (MatchStatus::Agreed, None));
        }
    }

    both! {
        async fn only_the_coordinator_of_the_area_sees_and_ends_it(bench: &Bench) {
            let match_ = fixture::agreed_match(bench).await;
            let (backend, id) = (&bench.backend, match_.match_id);
            let elsewhere = fixture::staff(bench, "别处", Role::Coordinator, &["350405"]).await;
            assert!(load(backend, &elsewhere, id).await.unwrap().is_none());
            let refused = call_off(backend, &elsewhere, id, "x").await;
            assert!(matches!(refused, Err(MatchError::NotFound)), "{refused:?}");
            let refused = call_off(backend, &match_.tenant, id, "x").await;
            assert!(matches!(refused, Err(MatchError::Refused(_))), "{refused:?}");
            call_off(backend, &match_.coordinator, id, "房屋产权有争议").await.unwrap();
            let view = load(backend, &match_.tenant, id).await.unwrap().unwrap();
            assert_eq!((view.status, view.address), (MatchStatus::Withdrawn, None));
        }
    }
}
