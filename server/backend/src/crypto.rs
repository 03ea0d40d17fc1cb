//! Everything that keeps a secret: sealed columns, look-up hashes, passwords and one-time tokens.
//!
//! Invariants: no key, password or token appears in a `Debug` output; a sealed value opens only in the table, column
//! and row it was sealed for; nothing here knows the database.

mod key_file;
mod keys;
mod password;
mod token;

pub use key_file::KeyFileError;
pub use keys::{Keys, OpenError, Place};
pub use password::{PasswordError, hash_password, verify_password};
pub use token::{Token, TokenHash};
