//! Who may read what the program makes. The rule is the process's own, so this runs the program itself.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs `xinju` as from a shell in which new files are readable by everybody.
fn xinju(data: &Path, arguments: &str) -> String {
    let output = Command::new("sh")
        .args(["-c", &format!("umask 022 && exec \"$0\" {arguments}")])
        .arg(env!("CARGO_BIN_EXE_xinju"))
        .env("XINJU_DATA_DIR", data)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments}: {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn everything_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(everything_in(&path)),
            false => found.push(path),
        }
    }
    found
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_data_folder_was_open_to_everybody_on_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    xinju(&data, "migrate");
    xinju(
        &data,
        "account create --email li@example.cn --name 李敏 --role administrator",
    );
    xinju(&data, "reindex");
    let found = everything_in(&data);
    for name in ["xinju.sqlite", "keys.toml", "index"] {
        assert!(found.contains(&data.join(name)), "{found:?}");
    }
    assert!(found.iter().any(|path| path.parent() != Some(&data) && path.is_file()));
    for path in found {
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path), expected, "{}", path.display());
    }
}

#[test]
fn a_folder_that_is_open_to_others_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
    xinju(&data, "migrate");
    let told = |what: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_xinju"))
            .arg("doctor")
            .env("XINJU_DATA_DIR", &data)
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).contains(what)
    };
    assert!(told(
        "data is open to other users of this machine (mode 755): run `chmod -R go="
    ));
    std::fs::set_permissions(&data, Permissions::from_mode(0o700)).unwrap();
    assert!(!told("is open to other users"));
    std::fs::set_permissions(data.join("xinju.sqlite"), Permissions::from_mode(0o644)).unwrap();
    assert!(told("xinju.sqlite is open to other users of this machine (mode 644)"));
}
