//! Where the next page begins.

use std::fmt;

/// A place in a list of results, made by the index and handed back unread. It holds sort values, so it stays right when
/// listings come and go in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(String);

impl Cursor {
    const MAX_BYTES: usize = 100;

    /// `None` for what no index ever made: anything but up to 100 letters, digits, `-` and `.`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
        ((1..=Self::MAX_BYTES).contains(&text.len()) && text.bytes().all(known)).then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
