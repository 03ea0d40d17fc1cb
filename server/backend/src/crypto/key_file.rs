//! The key file `keys.toml`: made at the first start, readable by its owner alone.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use serde::Deserialize;

use super::keys::{KEY_BYTES, Keys, SealingKey, random_key};

/// What is wrong with the key file. No variant holds key material.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("the key file {} can't be read or written", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error(
        "the key file {path} is readable by others (mode {mode:o}): run `chmod 600 {path}`",
        path = path.display()
    )]
    Exposed { path: PathBuf, mode: u32 },
    #[error("the key file {} is not as it should be: {reason}", path.display())]
    Malformed { path: PathBuf, reason: &'static str },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lookup: Lookup,
    seal: Vec<Seal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lookup {
    key: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    id: String,
    key: String,
}

impl Keys {
    /// Reads the key file; makes one with new keys when there is none.
    ///
    /// Blocking; called once at the start.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileError> {
        match create(path) {
            Ok(()) => {
                tracing::info!(path = %path.display(), "made a key file; keep a copy of it apart from the backups")
            }
            Err(source) if source.kind() == io::ErrorKind::AlreadyExists => {}
            Err(source) => {
                return Err(KeyFileError::Io {
                    path: path.to_owned(),
                    source,
                });
            }
        }
        Self::load(path)
    }

    /// Reads the key file and refuses one that others than its owner can read.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        check_mode(path)?;
        let text = fs::read_to_string(path).map_err(|source| KeyFileError::Io {
            path: path.to_owned(),
            source,
        })?;
        parse(&text).map_err(|reason| KeyFileError::Malformed {
            path: path.to_owned(),
            reason,
        })
    }
}

fn parse(text: &str) -> Result<Keys, &'static str> {
    // The parser's own message quotes the line, which may be a key: it is dropped.
    let file: File = toml::from_str(text)
        .map_err(|_| "it needs a table [lookup] with `key`, and tables [[seal]] with `id` and `key`")?;
    let lookup = decode(&file.lookup.key)?;
    let mut sealing: Vec<SealingKey> = Vec::new();
    for Seal { id, key } in file.seal {
        if id.is_empty() || id.len() > 16 || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            return Err("a key id has 1 to 16 lower-case letters and digits");
        }
        if sealing.iter().any(|known| known.id == id) {
            return Err("two keys have the same id");
        }
        sealing.push(SealingKey::new(id, decode(&key)?));
    }
    if sealing.is_empty() {
        return Err("it holds no [[seal]] key");
    }
    Ok(Keys::new(sealing, lookup))
}

fn decode(key: &str) -> Result<[u8; KEY_BYTES], &'static str> {
    let bytes = BASE64
        .decode(key.trim_end_matches('='))
        .map_err(|_| "a key is not base64")?;
    bytes.try_into().map_err(|_| "a key is not 32 bytes long")
}

fn create(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(new_file_text().as_bytes())?;
    file.sync_all()
}

fn new_file_text() -> String {
    format!(
        "# The keys of this installation. Without them the document and phone numbers in the database can't be read\n\
         # any more: keep a copy in a safe place, apart from the backups of the database. Never share this file.\n\
         #\n\
         # To change the sealing key, add another [[seal]] below the last with a new id; the key is what\n\
         # `openssl rand -base64 32` prints. The last one seals new values, all of them open old ones.\n\
         # The lookup key can't be changed: it finds the sealed values again.\n\n\
         [lookup]\nkey = \"{}\"\n\n[[seal]]\nid = \"k1\"\nkey = \"{}\"\n",
        BASE64.encode(random_key()),
        BASE64.encode(random_key()),
    )
}

#[cfg(unix)]
fn check_mode(path: &Path) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = fs::metadata(path).map_err(|source| KeyFileError::Io {
        path: path.to_owned(),
        source,
    })?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyFileError::Exposed {
            path: path.to_owned(),
            mode,
        });
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_mode(_path: &Path) -> Result<(), KeyFileError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::Place;
    use uuid::Uuid;

    const PLACE: Place = Place::new("person", "document", Uuid::nil());

    #[test]
    fn makes_a_private_file_once_and_reads_it_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys.toml");
        let sealed = Keys::load_or_create(&path).unwrap().seal(PLACE, "secret");
        assert_eq!(
            Keys::load_or_create(&path).unwrap().open(PLACE, &sealed).as_deref(),
            Ok("secret")
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            assert!(matches!(
                Keys::load(&path),
                Err(KeyFileError::Exposed { mode: 0o640, .. })
            ));
        }
    }

    #[test]
    fn names_what_is_wrong_without_showing_a_key() {
        let key = BASE64.encode([1; KEY_BYTES]);
        let seal = |id: &str| format!("[[seal]]\nid = \"{id}\"\nkey = \"{key}\"\n");
        let lookup = format!("[lookup]\nkey = \"{key}\"\n");
        assert!(parse(&format!("{lookup}{}{}", seal("k1"), seal("k2"))).is_ok());
        for (text, reason) in [
            (lookup.clone() + "seal = []", "it needs a table [lookup]"),
            (format!("seal = []\n{lookup}"), "it holds no [[seal]] key"),
            (
                format!("{lookup}{}{}", seal("k1"), seal("k1")),
                "two keys have the same id",
            ),
            (format!("{lookup}{}", seal("k:1")), "a key id has"),
            (
                format!("{lookup}{}", seal("k1").replace(&key, "AAAA")),
                "a key is not 32 bytes long",
            ),
            (
                format!("{lookup}{}", seal("k1").replace(&key, "?")),
                "a key is not base64",
            ),
        ] {
            let found = parse(&text).unwrap_err();
            assert!(found.starts_with(reason), "{found:?} for {text:?}");
        }
    }
}
