//! Mail: what the centre writes, and how it leaves.
//!
//! Invariants: a mail holds no identity number and no phone number; it is sent only for a `notice` row, which was
//! written in the transaction that it tells about; the same notice sent twice has the same Message-ID.

mod blocks;
mod letter;
mod render;
mod transport;

pub use letter::{AlertedListing, Letter, ListingNews, UnknownLetter};
pub use render::{RenderError, Rendered, render};
pub use transport::{MailError, Mailer, is_sender};
