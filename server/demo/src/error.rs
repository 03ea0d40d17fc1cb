//! Why the demo could not be made.

use backend::{
    DeedError, Error,
    account::CreateError,
    matching::{ApplyError, CompleteError, MatchError},
    registration::FinaliseError,
};
use domain::form::Errors;
use std::fmt;

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("there are demo accounts already")]
    Twice,
    /// A bug in the demo's own content.
    #[error("the demo's {what} can't be used: {which}")]
    Content { what: &'static str, which: String },
    #[error("a task ended early")]
    Thread(#[source] tokio::task::JoinError),
    #[error(transparent)]
    Deed(#[from] DeedError),
    #[error(transparent)]
    Apply(#[from] ApplyError),
    #[error(transparent)]
    Match(#[from] MatchError),
    #[error(transparent)]
    Complete(#[from] CompleteError),
    #[error(transparent)]
    Finalise(#[from] FinaliseError),
    #[error(transparent)]
    Backend(#[from] Error),
}

impl DemoError {
    pub(crate) fn content(what: &'static str, which: impl fmt::Display) -> Self {
        Self::Content {
            what,
            which: which.to_string(),
        }
    }

    pub(crate) fn refused(what: &'static str, which: &str, errors: &Errors) -> Self {
        Self::content(what, format_args!("{which}: {errors}"))
    }
}

impl From<CreateError> for DemoError {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::EmailTaken => DemoError::Twice,
            CreateError::Refused(error) => error.into(),
            CreateError::Backend(error) => DemoError::Backend(error),
        }
    }
}
