//! The tenant takes the application back.

use super::step::{MatchError, Step};
use crate::{Backend, mail::Letter};
use domain::{
    access::{Action, Actor},
    id::MatchId,
    matching::MatchStatus,
};

pub async fn withdraw(backend: &Backend, tenant: &Actor, id: MatchId) -> Result<(), MatchError> {
    backend
        .deed(|deed| async move {
            let step = Step::begin(deed, tenant, id, Action::Withdraw).await?;
            step.close(MatchStatus::Withdrawn, None).await?;
            let letter = Letter::ApplicationWithdrawn {
                title: step.title().await?,
                match_id: id,
            };
            step.tell_landlord(&letter).await?;
            step.finish().await
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both, matching::fixture};

    both! {
        async fn a_match_that_was_left_is_over_for_everybody(bench: &Bench) {
            let match_ = fixture::agreed_match(bench).await;
            let backend = &bench.backend;
            let stranger = fixture::citizen(bench, "路人").await;
            let refused = withdraw(backend, &stranger, match_.match_id).await;
            assert!(matches!(refused, Err(MatchError::NotFound)), "{refused:?}");
            withdraw(backend, &match_.tenant, match_.match_id).await.unwrap();
            let view = crate::matching::load(backend, &match_.landlord, match_.match_id).await.unwrap().unwrap();
            assert_eq!(view.status, MatchStatus::Withdrawn);
            assert!(view.actions.is_empty());
        }
    }
}
