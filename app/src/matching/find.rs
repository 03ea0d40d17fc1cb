//! What every page of a match begins with.

use crate::{error::AppError, visitor::Visitor};
use backend::matching::{MatchError, MatchView};
use domain::id::MatchId;

/// The match behind a path; what isn't the visitor's is not found.
pub async fn find(visitor: &Visitor, id: &str) -> Result<MatchView, AppError> {
    let actor = visitor.actor()?;
    let id: MatchId = id.parse().map_err(|_| AppError::NotFound)?;
    backend::matching::load(visitor.backend(), actor, id)
        .await?
        .ok_or(AppError::NotFound)
}

/// For errors that have no field to stand beside.
pub fn problem(error: MatchError) -> AppError {
    match error {
        MatchError::NotFound => AppError::NotFound,
        MatchError::Refused(refusal) => refusal.into(),
        MatchError::Backend(error) => error.into(),
        MatchError::Stale
        | MatchError::AlreadyAccepted
        | MatchError::TermsChanged
        | MatchError::DetailsMissing
        | MatchError::SameDocument => AppError::Stale,
    }
}
