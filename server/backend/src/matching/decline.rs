//! The landlord does not take this household, or changes their mind before the centre completes.

use super::step::{MatchError, Step};
use crate::{Backend, mail::Letter};
use domain::{
    access::Actor,
    id::MatchId,
    matching::{MatchAction, MatchStatus},
    text,
};

/// `reason` may be empty; the tenant reads it on the page of the match.
pub async fn decline(backend: &Backend, landlord: &Actor, id: MatchId, reason: &str) -> Result<(), MatchError> {
    let step = Step::begin(backend, landlord, id, MatchAction::Decline).await?;
    step.close(MatchStatus::Declined, text::filled(reason.to_owned()))
        .await?;
    let letter = Letter::ApplicationDeclined {
        title: step.title().await?,
    };
    step.tell(step.row.tenant_id, &letter).await?;
    step.finish("match.decline").await
}
