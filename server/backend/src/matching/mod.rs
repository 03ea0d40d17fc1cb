//! Matches: from the application to terms that both sides confirmed, and what the centre sends back or calls off.
//!
//! Every step reads the match inside its transaction, asks [`domain::access::may`] and then the table of states
//! ([`domain::matching::allows`]), and writes only where the row still
//! has the version that was read: of two people who act at once, one is told that things have changed.

mod accept;
mod apply;
mod complete;
mod confirm;
mod decline;
mod details;
#[cfg(any(test, feature = "test-support"))]
pub mod fixture;
mod identity;
pub(crate) mod lapse;
mod list;
mod load;
mod review;
mod step;
mod terms;
mod withdraw;

pub use accept::accept;
pub use apply::{Application, ApplyError, Target, apply, target};
pub use complete::{CompleteError, Completed, CompletionView, OccupantLine, complete, completion_view};
pub use confirm::confirm;
pub use decline::decline;
pub use details::{Person, give_details, person};
pub use identity::{give_identity, own_identity};
pub(crate) use lapse::Lapse;
pub use lapse::lapse_due;
pub use list::{MatchLine, agreed_in, mine};
pub use load::{MatchView, Occupant, load};
pub use review::{call_off, send_back};
pub use step::MatchError;
pub use terms::{prefill, write_terms};
pub use withdraw::withdraw;
