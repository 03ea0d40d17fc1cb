//! One-time tokens: sessions, confirmation of an address, a new password.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use rand::Rng as _;
use sha2::{Digest as _, Sha256};

const TOKEN_BYTES: usize = 32;
/// Length of a token's text: 32 bytes in base64 without padding.
const TOKEN_CHARS: usize = 43;

/// A secret that its holder shows to be recognised. It goes to the person; the database keeps only its [`TokenHash`].
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// SHA-256 of a token, in hexadecimal. A token is random over 256 bits, so a fast hash without salt is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHash(String);

impl Token {
    /// A new token from the operating system's randomness.
    pub fn random() -> Self {
        let mut bytes = [0; TOKEN_BYTES];
        rand::rng().fill_bytes(&mut bytes);
        Self(BASE64.encode(bytes))
    }

    /// Takes a token from a link or cookie; what does not have the form of one is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == TOKEN_CHARS
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The text that stands in the link or cookie (URL-safe characters only).
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> TokenHash {
        TokenHash(hex::encode(Sha256::digest(self.0.as_bytes())))
    }
}

impl TokenHash {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<TokenHash> for String {
    fn from(hash: TokenHash) -> Self {
        hash.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_link_and_shows_itself_nowhere_else() {
        let token = Token::random();
        assert_eq!(Token::parse(token.expose()), Some(token.clone()));
        assert_ne!(token, Token::random());
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_eq!(token.hash(), Token::parse(token.expose()).unwrap().hash());
        assert_eq!(token.hash().as_str().len(), 64);
    }

    #[test]
    fn refuses_what_is_no_token() {
        let token = Token::random();
        for text in [
            "",
            "short",
            &token.expose()[1..],
            &format!("{}=", token.expose()),
            &"中".repeat(14),
            &" ".repeat(43),
        ] {
            assert_eq!(Token::parse(text), None, "{text:?}");
        }
    }
}
