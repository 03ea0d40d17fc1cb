//! Passwords: argon2id with the parameters that OWASP recommends (19 MiB, two passes, one lane).

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;

use crate::in_turn::in_turn;

/// A hash takes 19 MiB for some tens of milliseconds. A crowd at the login page waits here in line, and can take
/// neither all memory nor every thread that other blocking work needs.
static HASHING: Semaphore = Semaphore::const_new(4);

/// Hash of a password that nobody has: checked when there is no account, so that the answer takes as long as if there were.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("no account has this password").unwrap_or_default());

/// Hashing failed. This is never about what the user typed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("the password can't be hashed: {0}")]
    Hash(argon2::password_hash::Error),
    #[error("the stored password hash is not a PHC string")]
    Stored,
    #[error("the hashing thread ended early")]
    Thread(#[source] tokio::task::JoinError),
}

/// Hashes a password into a PHC string (`$argon2id$…`) with its own salt.
pub async fn hash_password(password: String) -> Result<String, PasswordError> {
    blocking(move || hash(&password)).await
}

/// Whether `password` is the one behind `stored`. Pass `None` when there is no account (or it has no password): the answer
/// is `false` after the usual time, so that nobody learns from the clock which addresses are known.
pub async fn verify_password(password: String, stored: Option<String>) -> Result<bool, PasswordError> {
    blocking(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.clone());
        let parsed = PasswordHash::new(&stored).map_err(|_| PasswordError::Stored)?;
        let matches = match Argon2::default().verify_password(password.as_bytes(), &parsed) {
            Ok(()) => true,
            Err(argon2::password_hash::Error::PasswordInvalid) => false,
            Err(error) => return Err(PasswordError::Hash(error)),
        };
        Ok(matches && known)
    })
    .await
}

fn hash(password: &str) -> Result<String, PasswordError> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(PasswordError::Hash)?;
    Ok(hash.to_string())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, PasswordError> {
    in_turn(&HASHING, work).await.map_err(PasswordError::Thread)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn verifies_the_right_password_only() {
        let stored = hash_password("三明市 correct horse".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(
            verify_password("三明市 correct horse".to_owned(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(
            !verify_password("三明市 correct horses".to_owned(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert_ne!(
            stored,
            hash_password("三明市 correct horse".to_owned()).await.unwrap(),
            "each hash has its own salt"
        );
    }

    #[tokio::test]
    async fn nobody_logs_in_without_a_stored_hash() {
        assert!(
            !verify_password("no account has this password".to_owned(), None)
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn a_damaged_hash_is_an_error() {
        let answer = verify_password("x".to_owned(), Some("plain".to_owned())).await;
        assert!(matches!(answer, Err(PasswordError::Stored)));
    }
}
