//! The landlord does not take this household, or changes their mind before the centre completes.

use super::step::{MatchError, Step};
use crate::{Backend, mail::Letter};
use domain::{
    access::{Action, Actor},
    id::MatchId,
    matching::MatchStatus,
    text,
};

/// `reason` may be empty; the tenant reads it on the page of the match.
pub async fn decline(backend: &Backend, landlord: &Actor, id: MatchId, reason: &str) -> Result<(), MatchError> {
    backend
        .deed(|deed| async move {
            let step = Step::begin(deed, landlord, id, Action::Decline).await?;
            step.close(MatchStatus::Declined, text::filled(reason.to_owned()))
                .await?;
            let letter = Letter::ApplicationDeclined {
                title: step.title().await?,
            };
            step.tell_tenant(&letter).await?;
            step.finish().await
        })
        .await
}
