//! What people are told by mail. The row is written in the transaction of the deed; a job delivers it afterwards.

mod cool_down;
mod deliver;
mod tell;

pub(crate) use cool_down::{Unasked, may_write};
pub(crate) use deliver::Deliver;
pub(crate) use tell::tell_known;
pub use tell::{send, tell};
