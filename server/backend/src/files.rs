//! Files of users (photos, proofs) in one folder, named by their id.
//!
//! Invariants: a file is written whole or not at all and never changed afterwards; nothing a user typed becomes part of
//! a path. What a file is (type, owner, name) stands in the database.

use std::io;
use std::path::{Path, PathBuf};

use tokio::fs;
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

/// The file store: `<folder>/<two digits>/<id>`.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Stores `bytes` under `id`. Storing the same id again replaces the file as a whole, so a repeated call is harmless.
    ///
    /// When this returns, the file survives a power cut.
    pub async fn put(&self, id: Uuid, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(id);
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).await?;
        let partial = path.with_extension(format!("{:016x}.part", rand::random::<u64>()));
        let written = write_through(&partial, bytes).await;
        if let Err(error) = written {
            // The write's own error is the one to report; a left-over partial file is never read.
            let _ = fs::remove_file(&partial).await;
            return Err(error);
        }
        fs::rename(&partial, &path).await?;
        sync_folder(folder).await
    }

    /// The content, or `None` when there is no such file.
    pub async fn get(&self, id: Uuid) -> io::Result<Option<Vec<u8>>> {
        none_if_missing(fs::read(self.path(id)).await)
    }

    /// Removes the file; one that is not there is no error.
    pub async fn remove(&self, id: Uuid) -> io::Result<()> {
        none_if_missing(fs::remove_file(self.path(id)).await).map(|_| ())
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, id: Uuid) -> PathBuf {
        let name = id.simple().to_string();
        // The last digits of a UUIDv7 are random, the first are the time: the last spread files evenly.
        self.folder.join(&name[name.len() - 2..]).join(&name)
    }
}

async fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create_new(path).await?;
    file.write_all(bytes).await?;
    file.sync_all().await
}

/// Makes a rename durable. Windows can't open folders and does not need it.
async fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        fs::File::open(folder).await?.sync_all().await
    } else {
        Ok(())
    }
}

fn none_if_missing<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn keeps_replaces_and_removes_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let files = Files::new(dir.path().join("files"));
        let id = Uuid::now_v7();
        assert_eq!(files.get(id).await.unwrap(), None);
        files.put(id, b"first").await.unwrap();
        files.put(id, b"second").await.unwrap();
        assert_eq!(files.get(id).await.unwrap().as_deref(), Some(&b"second"[..]));
        let kept = std::fs::read_dir(files.path(id).parent().unwrap()).unwrap().count();
        assert_eq!(kept, 1, "no partial file stays behind");
        files.remove(id).await.unwrap();
        files.remove(id).await.unwrap();
        assert_eq!(files.get(id).await.unwrap(), None);
    }
}
