//! One side confirms the terms; the second confirmation makes the match agreed.

use super::step::{MatchError, Step};
use crate::{Backend, entity, mail::Letter};
use domain::{
    access::{Action, Actor},
    id::MatchId,
    matching::{MatchStatus, Party},
};
use jiff::SignedDuration;
use sea_orm::sea_query::Expr;

/// `hash` is the one that was on the page that the person read: if the terms have changed since, nothing is confirmed.
pub async fn confirm(backend: &Backend, actor: &Actor, id: MatchId, hash: &str) -> Result<(), MatchError> {
    use entity::matching::Column;
    backend
        .deed(|deed| async move {
            let hours = deed.parameters().await?.answer_hours;
            let step = Step::begin(deed, actor, id, Action::ConfirmTerms).await?;
            if step.row.terms_hash.as_deref() != Some(hash) {
                return Err(MatchError::TermsChanged);
            }
            let (mine, given, other) = match step.party {
                Party::Tenant => (
                    Column::TenantConfirmedAt,
                    step.row.details_at.is_some(),
                    step.row.landlord_confirmed_at,
                ),
                // The landlord as the contract names them.
                Party::Landlord => (
                    Column::LandlordConfirmedAt,
                    step.row.landlord_version_id.is_some(),
                    step.row.tenant_confirmed_at,
                ),
                Party::Coordinator => return Err(MatchError::Stale),
            };
            if !given {
                return Err(MatchError::DetailsMissing);
            }
            let now = step.deed.now;
            let both = other.is_some();
            step.write(|update| {
                let update = update.col_expr(mine, Expr::value(now.as_millisecond()));
                if both {
                    update
                        .col_expr(Column::Status, Expr::value(MatchStatus::Agreed.code()))
                        .col_expr(Column::AgreedAt, Expr::value(now.as_millisecond()))
                        .col_expr(Column::ClosedReason, Expr::value(None::<String>))
                } else {
                    update
                }
            })
            .await?;
            let title = step.title().await?;
            if both {
                let letter = Letter::MatchAgreed { title, match_id: id };
                step.tell_both(&letter).await?;
            } else if step.party == Party::Tenant {
                // The tenant was told when the terms were written; the landlord hears that the tenant has confirmed them.
                let answer_by = now + SignedDuration::from_hours(i64::from(hours));
                let letter = Letter::TermsReady {
                    title,
                    match_id: id,
                    answer_by,
                };
                step.tell_others(&letter).await?;
            }
            step.finish().await
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        matching::{fixture, load, send_back, write_terms},
    };
    use domain::{matching::Terms, money::Yuan};
    use sea_orm::EntityTrait;

    both! {
        async fn an_old_hash_confirms_nothing_and_a_change_asks_both_again(bench: &Bench) {
            let match_ = fixture::agreed_match(bench).await;
            let (backend, id) = (&bench.backend, match_.match_id);
            send_back(backend, &match_.coordinator, id, "租金").await.unwrap();
            let old = load(backend, &match_.tenant, id).await.unwrap().unwrap().hash.unwrap();
            confirm(backend, &match_.tenant, id, &old).await.unwrap();

            let dearer = Terms { rent: Yuan::new(1400).unwrap(), ..fixture::terms() };
            write_terms(backend, &match_.landlord, id, dearer).await.unwrap();
            let view = load(backend, &match_.tenant, id).await.unwrap().unwrap();
            assert_eq!((view.tenant_confirmed_at, view.landlord_confirmed_at), (None, None));
            for party in [&match_.tenant, &match_.landlord] {
                let refused = confirm(backend, party, id, &old).await;
                assert!(matches!(refused, Err(MatchError::TermsChanged)), "{refused:?}");
            }
            let new = view.hash.unwrap();
            let (a, b) = tokio::join!(
                confirm(backend, &match_.tenant, id, &new),
                confirm(backend, &match_.landlord, id, &new)
            );
            // At the same instant one may be told to look again; nothing is half agreed.
            for (result, party) in [(a, &match_.tenant), (b, &match_.landlord)] {
                match result {
                    Ok(()) => {}
                    Err(MatchError::Stale) => confirm(backend, party, id, &new).await.unwrap(),
                    Err(other) => panic!("{other:?}"),
                }
            }
            let view = load(backend, &match_.tenant, id).await.unwrap().unwrap();
            assert_eq!(view.status, MatchStatus::Agreed);
        }
    }

    both! {
        async fn a_landlord_without_a_document_confirms_nothing(bench: &Bench) {
            let match_ = fixture::agreed_match(bench).await;
            let (backend, id) = (&bench.backend, match_.match_id);
            send_back(backend, &match_.coordinator, id, "证件").await.unwrap();
            entity::matching::Entity::update_many()
                .col_expr(entity::matching::Column::LandlordVersionId, Expr::value(None::<uuid::Uuid>))
                .exec(backend.database().writer())
                .await
                .unwrap();
            let hash = load(backend, &match_.landlord, id).await.unwrap().unwrap().hash.unwrap();
            let refused = confirm(backend, &match_.landlord, id, &hash).await;
            assert!(matches!(refused, Err(MatchError::DetailsMissing)), "{refused:?}");
        }
    }
}
