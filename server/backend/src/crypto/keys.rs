//! Sealing of sensitive columns (document numbers, phone numbers) and keyed hashes to find them again.

use std::fmt;
use std::sync::Arc;

use aes_gcm_siv::aead::{Aead, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Key, KeyInit, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use hmac::{Hmac, Mac};
use rand::Rng as _;
use sha2::Sha256;
use uuid::Uuid;

const NONCE_BYTES: usize = 12;
pub(super) const KEY_BYTES: usize = 32;

/// The keys of this installation. Cheap to clone.
///
/// A sealed value names the key that sealed it (`k1:…`), so keys can be replaced one after the other: the newest key
/// seals, every known key opens.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    /// Oldest first; never empty.
    sealing: Vec<SealingKey>,
    lookup: [u8; KEY_BYTES],
}

pub(super) struct SealingKey {
    pub(super) id: String,
    pub(super) cipher: Aes256GcmSiv,
}

impl SealingKey {
    pub(super) fn new(id: String, key: [u8; KEY_BYTES]) -> Self {
        Self {
            id,
            cipher: Aes256GcmSiv::new(&Key::<Aes256GcmSiv>::from(key)),
        }
    }
}

/// Where a sealed value stands. It is bound into the seal, so that a value copied into another row or column by
/// somebody with access to the database does not open there.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub row: Uuid,
}

impl Place {
    pub const fn new(table: &'static str, column: &'static str, row: Uuid) -> Self {
        Self { table, column, row }
    }

    fn associated_data(self) -> Vec<u8> {
        let mut data = format!("{}.{}:", self.table, self.column).into_bytes();
        data.extend_from_slice(self.row.as_bytes());
        data
    }
}

/// Why a sealed value did not open. It holds no part of the value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("the value is not in the form `key:base64`")]
    Malformed,
    #[error("the key {key:?} is not in the key file")]
    UnknownKey { key: String },
    #[error("the value was changed, or sealed for another row or with another key of the same name")]
    Refused,
}

impl Keys {
    /// `sealing` is oldest first and must hold at least one key.
    pub(super) fn new(sealing: Vec<SealingKey>, lookup: [u8; KEY_BYTES]) -> Self {
        debug_assert!(!sealing.is_empty(), "the key file is checked for this");
        Self(Arc::new(Inner { sealing, lookup }))
    }

    /// Fresh keys that live no longer than the process: for tests.
    #[cfg(any(test, feature = "test-support"))]
    pub fn ephemeral() -> Self {
        Self::new(vec![SealingKey::new("t1".to_owned(), random_key())], random_key())
    }

    /// Seals `plain` with the newest key, for this place only.
    ///
    /// Sealing the same text twice gives different values; use [`Keys::lookup_hash`] to search.
    pub fn seal(&self, place: Place, plain: &str) -> String {
        let mut nonce = [0; NONCE_BYTES];
        rand::rng().fill_bytes(&mut nonce);
        let key = self.newest();
        let aad = place.associated_data();
        let sealed = key
            .cipher
            .encrypt(
                &Nonce::from(nonce),
                Payload {
                    msg: plain.as_bytes(),
                    aad: &aad,
                },
            )
            .expect("AES-GCM-SIV fails only beyond 64 GiB");
        let mut bytes = nonce.to_vec();
        bytes.extend_from_slice(&sealed);
        format!("{}:{}", key.id, BASE64.encode(bytes))
    }

    /// Opens what [`Keys::seal`] made for the same place.
    pub fn open(&self, place: Place, sealed: &str) -> Result<String, OpenError> {
        let (id, encoded) = sealed.split_once(':').ok_or(OpenError::Malformed)?;
        let key = self
            .0
            .sealing
            .iter()
            .find(|key| key.id == id)
            .ok_or_else(|| OpenError::UnknownKey {
                key: id.chars().take(16).collect(),
            })?;
        let bytes = BASE64.decode(encoded).map_err(|_| OpenError::Malformed)?;
        let (nonce, msg) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError::Malformed)?;
        let aad = place.associated_data();
        let plain = key
            .cipher
            .decrypt(&Nonce::from(*nonce), Payload { msg, aad: &aad })
            .map_err(|_| OpenError::Refused)?;
        String::from_utf8(plain).map_err(|_| OpenError::Malformed)
    }

    /// The hash under which a sealed value is found again: equal inputs give equal hashes, and without the key nobody
    /// can test guesses. `purpose` (such as `"person.document"`) keeps hashes of different columns apart.
    ///
    /// The caller normalises `value` first (spaces, case). The result has 64 hexadecimal digits.
    pub fn lookup_hash(&self, purpose: &'static str, value: &str) -> String {
        hex::encode(self.mac(purpose, value).finalize().into_bytes())
    }

    /// The token in a mailed link that lets its holder do one thing (`purpose`) with one thing in one state (`value`)
    /// without logging in. Nothing is stored: the token ends when the value it was made for is no longer the present one.
    pub fn link_token(&self, purpose: &'static str, value: &str) -> String {
        self.lookup_hash(purpose, value)
    }

    /// Whether `token` was made by [`Keys::link_token`] for this; the time it takes tells nothing about the right one.
    pub fn is_link_token(&self, purpose: &'static str, value: &str, token: &str) -> bool {
        hex::decode(token).is_ok_and(|bytes| self.mac(purpose, value).verify_slice(&bytes).is_ok())
    }

    fn mac(&self, purpose: &'static str, value: &str) -> Hmac<Sha256> {
        let mut mac =
            <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.0.lookup).expect("HMAC takes keys of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac
    }

    /// The names of the sealing keys, oldest first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.sealing.iter().map(|key| key.id.as_str())
    }

    fn newest(&self) -> &SealingKey {
        self.0.sealing.last().expect("`Keys::new` takes at least one key")
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("sealing", &self.ids().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

pub(super) fn random_key() -> [u8; KEY_BYTES] {
    let mut key = [0; KEY_BYTES];
    rand::rng().fill_bytes(&mut key);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place::new("person", "document", Uuid::from_u128(7));

    fn keys(ids: &[(&str, u8)]) -> Keys {
        let sealing = ids
            .iter()
            .map(|(id, byte)| SealingKey::new((*id).to_owned(), [*byte; KEY_BYTES]))
            .collect();
        Keys::new(sealing, [9; KEY_BYTES])
    }

    #[test]
    fn opens_what_it_sealed_and_never_seals_alike() {
        let keys = keys(&[("k1", 1)]);
        let (first, second) = (
            keys.seal(PLACE, "刘小明 13800138000"),
            keys.seal(PLACE, "刘小明 13800138000"),
        );
        assert_ne!(first, second);
        assert!(first.starts_with("k1:"));
        assert_eq!(keys.open(PLACE, &first).as_deref(), Ok("刘小明 13800138000"));
        assert_eq!(keys.open(PLACE, &keys.seal(PLACE, "")).as_deref(), Ok(""));
    }

    #[test]
    fn refuses_another_row_column_or_table() {
        let keys = keys(&[("k1", 1)]);
        let sealed = keys.seal(PLACE, "secret");
        for other in [
            Place {
                row: Uuid::from_u128(8),
                ..PLACE
            },
            Place {
                column: "phone",
                ..PLACE
            },
            Place {
                table: "account",
                ..PLACE
            },
        ] {
            assert_eq!(keys.open(other, &sealed), Err(OpenError::Refused));
        }
    }

    #[test]
    fn refuses_what_was_changed_or_never_sealed() {
        let keys = keys(&[("k1", 1)]);
        let sealed = keys.seal(PLACE, "secret");
        let flipped: String = sealed
            .char_indices()
            .map(|(at, c)| if at == 10 { if c == 'A' { 'B' } else { 'A' } } else { c })
            .collect();
        assert_eq!(keys.open(PLACE, &flipped), Err(OpenError::Refused));
        for malformed in ["", "k1", "k1:", "k1:AAAA", "k1:not base64"] {
            assert_eq!(keys.open(PLACE, malformed), Err(OpenError::Malformed), "{malformed:?}");
        }
    }

    #[test]
    fn the_newest_key_seals_and_older_ones_still_open() {
        let sealed = keys(&[("k1", 1)]).seal(PLACE, "secret");
        let rotated = keys(&[("k1", 1), ("k2", 2)]);
        assert_eq!(rotated.open(PLACE, &sealed).as_deref(), Ok("secret"));
        let anew = rotated.seal(PLACE, "secret");
        assert!(anew.starts_with("k2:"));
        let without_old = keys(&[("k2", 2)]);
        assert_eq!(
            without_old.open(PLACE, &sealed),
            Err(OpenError::UnknownKey { key: "k1".to_owned() })
        );
        assert_eq!(keys(&[("k1", 3)]).open(PLACE, &sealed), Err(OpenError::Refused));
    }

    #[test]
    fn lookup_hashes_are_equal_for_equal_values_of_one_purpose() {
        let keys = keys(&[("k1", 1)]);
        let hash = keys.lookup_hash("person.document", "35040019900101001X");
        assert_eq!(hash.len(), 64);
        assert_eq!(hash, keys.lookup_hash("person.document", "35040019900101001X"));
        assert_ne!(hash, keys.lookup_hash("person.phone", "35040019900101001X"));
        assert_ne!(hash, keys.lookup_hash("person.document", "350400199001010011"));
        assert_ne!(
            hash,
            Keys::ephemeral().lookup_hash("person.document", "35040019900101001X")
        );
    }

    #[test]
    fn a_link_token_is_for_one_purpose_and_one_value() {
        let keys = keys(&[("k1", 1)]);
        let token = keys.link_token("listing.still-there", "7");
        assert!(keys.is_link_token("listing.still-there", "7", &token));
        assert!(!keys.is_link_token("listing.still-there", "8", &token));
        assert!(!keys.is_link_token("favourite.mails", "7", &token));
        assert!(!Keys::ephemeral().is_link_token("listing.still-there", "7", &token));
        for wrong in ["", "00", &token[1..], &token[..62], "中文"] {
            assert!(!keys.is_link_token("listing.still-there", "7", wrong), "{wrong:?}");
        }
    }

    #[test]
    fn debug_shows_names_and_no_keys() {
        assert_eq!(
            format!("{:?}", keys(&[("k1", 1), ("k2", 2)])),
            r#"Keys { sealing: ["k1", "k2"], .. }"#
        );
    }
}
