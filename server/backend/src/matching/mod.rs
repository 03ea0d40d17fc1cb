//! Matches: from the application to terms that both sides confirmed, and what the centre sends back or calls off.

mod complete;
#[cfg(any(test, feature = "test-support"))]
pub mod fixture;

pub use complete::{CompleteError, Completed, CompletionView, OccupantLine, complete, completion_view};
