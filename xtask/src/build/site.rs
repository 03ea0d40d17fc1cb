//! The folder `target/site`.

use super::{Profile, site_folder, wasm::Package};
use crate::process;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Files by their path in the site.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Writes the site. The manifest comes last and old files go after it, so that a server running meanwhile finds what
/// it names; a file that stays the same isn't touched, so that nothing is rebuilt for it.
pub fn write(package: &Package, styles: &[u8], profile: Profile) -> Result<()> {
    let mut files = Files::new();
    let js = add(&mut files, "js", &package.js, profile)?;
    let wasm = add(&mut files, "wasm", &package.wasm, profile)?;
    let css = add(&mut files, "css", styles, profile)?;
    add_assets(&mut files, &process::root().join("style/assets"), Path::new("assets"))?;
    let manifest = serde_json::json!({ "js": js, "wasm": wasm, "css": css });

    let folder = site_folder();
    for (path, content) in &files {
        write_changed(&folder.join(path), content)?;
    }
    let manifest_path = PathBuf::from("manifest.json");
    let manifest = serde_json::to_vec_pretty(&manifest)?;
    write_changed(&folder.join(&manifest_path), &manifest)?;
    files.insert(manifest_path, manifest);
    remove_others(&folder, &folder, &files)
}

/// Adds a file of the package under a name with a hash; its URL path.
fn add(files: &mut Files, extension: &str, content: &[u8], profile: Profile) -> Result<String> {
    let hash = hex::encode(&Sha256::digest(content)[..8]);
    let name = format!("pkg/xinju.{hash}.{extension}");
    if profile.ships() {
        files.insert(format!("{name}.br").into(), brotli(content)?);
    }
    files.insert(PathBuf::from(&name), content.to_vec());
    Ok(format!("/{name}"))
}

/// Compresses at the best quality.
fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

fn add_assets(files: &mut Files, from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            add_assets(files, &path, &to)?;
        } else {
            files.insert(to, fs::read(&path)?);
        }
    }
    Ok(())
}

fn write_changed(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content).with_context(|| format!("can't write {}", path.display()))
}

fn remove_others(root: &Path, folder: &Path, files: &Files) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_others(root, &path, files)?;
        } else if !path.strip_prefix(root).is_ok_and(|name| files.contains_key(name)) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_change_with_the_content_only() {
        let mut files = Files::new();
        let first = add(&mut files, "js", b"one", Profile::Debug).expect("added");
        assert_eq!(first, add(&mut files, "js", b"one", Profile::Debug).expect("added"));
        assert_ne!(first, add(&mut files, "js", b"two", Profile::Debug).expect("added"));
        assert!(first.starts_with("/pkg/xinju.") && first.ends_with(".js"), "{first}");
        assert_eq!(files.len(), 2);
    }

    #[test]
    fn release_packages_lie_there_compressed_as_well() {
        let mut files = Files::new();
        let name = add(&mut files, "css", &b"body{}".repeat(100), Profile::Release).expect("added");
        let compressed = &files[Path::new(&format!("{}.br", name.trim_start_matches('/')))];
        assert!(compressed.len() < 50);
    }

    #[test]
    fn files_of_an_older_build_go_and_unchanged_ones_stay_untouched() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let files = Files::from([(PathBuf::from("pkg/new.js"), b"new".to_vec())]);
        let (old, new) = (dir.path().join("pkg/old.js"), dir.path().join("pkg/new.js"));
        write_changed(&old, b"old").expect("written");
        write_changed(&new, b"new").expect("written");
        let long_ago = std::time::UNIX_EPOCH;
        fs::File::options()
            .write(true)
            .open(&new)
            .expect("opened")
            .set_modified(long_ago)
            .expect("dated");
        write_changed(&new, b"new").expect("left alone");
        remove_others(dir.path(), dir.path(), &files).expect("removed");
        assert!(!old.exists());
        assert_eq!(
            fs::metadata(&new).expect("still there").modified().expect("dated"),
            long_ago
        );
    }

    #[test]
    fn brotli_can_be_read_again() {
        let text = "满城新居".repeat(100);
        let mut read = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(text.as_bytes()).expect("compressed")[..], &mut read).expect("readable");
        assert_eq!(read, text.as_bytes());
    }
}
