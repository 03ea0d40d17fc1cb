//! What people are told by mail. The row is written in the transaction of the deed; a job delivers it afterwards.

mod cool_down;
mod deliver;
mod tell;
mod undelivered;

pub(crate) use cool_down::{Unasked, may_write};
pub(crate) use deliver::Deliver;
pub(crate) use tell::tell_known;
pub use tell::{send, tell};
pub use undelivered::{Undelivered, given_up, send_again, undelivered};
