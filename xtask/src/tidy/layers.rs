//! `domain ← backend ← app (ssr) ← server`, `domain ← app (hydrate) ← frontend`, and what touches the world only where
//! it belongs.
//!
//! Which crate may use which is read from the `Cargo.toml`s, as the compiler holds the code to them; what may be used in
//! some folders only is looked for in the code. Dependencies of tests don't count.

use super::{
    Finding,
    source::{Home, Source},
};
use anyhow::{Context, Result};
use std::{collections::BTreeSet, fs, path::Path};
use toml::{Table, Value};

/// Each crate of the workspace, by its folder, and the others that it may use.
const LAYERS: [(&str, &[&str]); 9] = [
    ("app/domain", &[]),
    ("migrations", &[]),
    ("server/backend", &["domain", "migrations"]),
    ("server/demo", &["backend", "domain"]),
    ("app", &["backend", "domain"]),
    ("server", &["app", "backend", "demo", "domain", "migrations"]),
    ("frontend", &["app"]),
    ("bench", &["backend", "demo", "domain", "migrations"]),
    ("xtask", &[]),
];

/// What the rules may stand on: crates that compute and know no world, and also run in a browser.
const DOMAIN_MAY_USE: [(&str, &str); 7] = [
    ("hex", "digests as text"),
    ("jiff", "calendar; the clock is banned by clippy.toml"),
    ("serde", "values that travel to islands and into jobs"),
    ("serde_json", "terms in the one form that is hashed"),
    ("sha2", "the hash that both sides confirm"),
    ("thiserror", "errors as codes"),
    ("uuid", "ids"),
];

/// Parts of the standard library that are the world.
const DOMAIN_MUST_NOT: [&str; 6] = ["env", "fs", "io", "net", "process", "thread"];

/// Crates that belong to some folders, and why.
const ONLY_IN: [(&str, &[&str], &str); 8] = [
    (
        "sea_orm",
        &["server/backend/src", "bench/src"],
        "the database is the backend's",
    ),
    ("sqlx", &["server/backend/src"], "the database is the backend's"),
    (
        "sea_orm_migration",
        &["migrations/src"],
        "the schema stands in migrations",
    ),
    (
        "tantivy",
        &["server/backend/src/search", "bench/src"],
        "the index is the search's",
    ),
    ("lettre", &["server/backend/src/mail"], "mail leaves in one place"),
    ("axum", &["app/src", "server/src"], "the backend knows no HTTP"),
    (
        "leptos",
        &["app/src", "frontend/src", "server/src"],
        "pages stand in app",
    ),
    ("web_sys", &["app/src/islands"], "the browser is the islands'"),
];

/// The folders of the workspace's crates.
pub fn members(workspace: &Path) -> Result<Vec<String>> {
    let manifest = manifest(workspace, "")?;
    let members = manifest
        .get("workspace")
        .and_then(|workspace| workspace.get("members"))
        .and_then(Value::as_array)
        .context("Cargo.toml names no members of the workspace")?;
    Ok(members.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// What the `Cargo.toml`s let crates use though their layer doesn't.
pub fn dependencies(workspace: &Path, members: &[String]) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    let ours: BTreeSet<_> = members.iter().filter_map(|member| member.rsplit('/').next()).collect();
    for member in members {
        let place = format!("{member}/Cargo.toml");
        let Some((_, may_use)) = LAYERS.iter().find(|(folder, _)| folder == member) else {
            found.push(Finding {
                place,
                what: "a crate that no layer knows".into(),
                remedy:
                    "say in LAYERS of xtask/src/tidy/layers.rs what it may use, and in ARCHITECTURE.md what it is for"
                        .into(),
            });
            continue;
        };
        for name in used(&manifest(workspace, member)?) {
            if ours.contains(name.as_str()) && !may_use.contains(&name.as_str()) {
                found.push(Finding {
                    place: place.clone(),
                    what: format!("uses `{name}`, which is no layer below it"),
                    remedy: "move what it needs further down, or what needs it further up".into(),
                });
            } else if member == "app/domain" && !DOMAIN_MAY_USE.iter().any(|(known, _)| *known == name) {
                found.push(Finding {
                    place: place.clone(),
                    what: format!("uses `{name}`, which the rules don't stand on"),
                    remedy:
                        "let the backend do what touches the world; a crate that only computes, and also in a browser, \
                             goes to DOMAIN_MAY_USE of xtask/src/tidy/layers.rs with a reason"
                            .into(),
                });
            }
        }
    }
    Ok(found)
}

/// What the code of a crate names outside the folders where it belongs.
pub fn names(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    for (id, module) in source.modules.iter().enumerate() {
        for (naming, home) in source.names(id) {
            let Home::Outside(name) = home else { continue };
            let Some((what, remedy)) = misplaced(&module.file, name, &naming.path) else {
                continue;
            };
            if told.insert((&module.file, what.clone())) {
                let place = format!("{}:{}", module.file.display(), naming.line);
                found.push(Finding { place, what, remedy });
            }
        }
    }
    found
}

/// Why a path doesn't belong into a file.
fn misplaced(file: &Path, name: &str, path: &[String]) -> Option<(String, String)> {
    // A variable or field may be called like a crate.
    if path.len() < 2 {
        return None;
    }
    if name == "std" && file.starts_with("app/domain") {
        let part = path.iter().skip_while(|segment| *segment != "std").nth(1)?;
        return DOMAIN_MUST_NOT.contains(&part.as_str()).then(|| {
            (
                format!("names `std::{part}`, but the rules touch no world"),
                "take what it reads as an argument, and let the backend read it".into(),
            )
        });
    }
    let (_, folders, why) = ONLY_IN.iter().find(|(only, ..)| *only == name)?;
    if folders.iter().any(|folder| file.with_extension("").starts_with(folder)) {
        return None;
    }
    Some((
        format!("names `{name}`, but {why}"),
        format!("call what stands in {}", folders.join(" or ")),
    ))
}

/// The crates that a manifest lists for more than tests, as code writes them.
fn used(manifest: &Table) -> Vec<String> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let conditional = targets.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    std::iter::once(manifest)
        .chain(conditional)
        .flat_map(|table| ["dependencies", "build-dependencies"].map(|kind| table.get(kind)))
        .filter_map(|dependencies| dependencies?.as_table())
        .flat_map(Table::keys)
        .map(|name| name.replace('-', "_"))
        .collect()
}

fn manifest(workspace: &Path, member: &str) -> Result<Table> {
    let file = workspace.join(member).join("Cargo.toml");
    let text = fs::read_to_string(&file).with_context(|| format!("can't read {}", file.display()))?;
    text.parse().with_context(|| format!("can't parse {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree;

    const WORKSPACE: (&str, &str) = (
        "Cargo.toml",
        "[workspace]\nmembers = [\"app/domain\", \"server/backend\", \"migrations\", \"parlour\"]\n",
    );

    fn told(findings: &[Finding]) -> Vec<(&str, &str)> {
        findings
            .iter()
            .map(|finding| (finding.place.as_str(), finding.what.as_str()))
            .collect()
    }

    #[test]
    fn a_crate_that_uses_one_above_it_is_told() {
        let root = tree(&[
            WORKSPACE,
            (
                "app/domain/Cargo.toml",
                "[dependencies]\njiff = \"0.2\"\n[dev-dependencies]\nproptest = \"1\"\n",
            ),
            (
                "server/backend/Cargo.toml",
                "[dependencies]\ndomain = {}\nsea-orm = {}\n",
            ),
            ("migrations/Cargo.toml", "[dependencies]\nbackend = {}\n"),
            ("parlour/Cargo.toml", "[dependencies]\nbackend = {}\n"),
        ]);
        let members = members(root.path()).expect("read");
        assert_eq!(
            told(&dependencies(root.path(), &members).expect("read")),
            [
                ("migrations/Cargo.toml", "uses `backend`, which is no layer below it"),
                ("parlour/Cargo.toml", "a crate that no layer knows"),
            ]
        );
    }

    #[test]
    fn the_rules_stand_on_crates_that_only_compute() {
        let root = tree(&[
            WORKSPACE,
            (
                "app/domain/Cargo.toml",
                "[dependencies]\nserde = \"1\"\nasync-io = \"2\"\n[target.'cfg(unix)'.dependencies]\ntokio = \"1\"\n",
            ),
        ]);
        assert_eq!(
            told(&dependencies(root.path(), &["app/domain".into()]).expect("read")),
            [
                (
                    "app/domain/Cargo.toml",
                    "uses `async_io`, which the rules don't stand on"
                ),
                ("app/domain/Cargo.toml", "uses `tokio`, which the rules don't stand on"),
            ]
        );
    }

    #[test]
    fn what_touches_the_world_is_named_where_it_belongs_only() {
        let root = tree(&[
            ("server/backend/src/lib.rs", "mod house; mod search;"),
            (
                "server/backend/src/house.rs",
                "use sea_orm::Statement;\nuse axum::Router;\nfn f() { axum::serve() }",
            ),
            (
                "server/backend/src/search.rs",
                "use tantivy::Index;\n#[cfg(test)]\nmod tests { use axum::Router; }",
            ),
            (
                "app/src/lib.rs",
                "use axum::Router;\nfn f(tantivy: u8) { let x = ::sea_orm::Statement::new(tantivy); }",
            ),
            (
                "app/domain/src/lib.rs",
                "use std::{fmt, fs};\nfn f() { std::thread::spawn(g) }",
            ),
        ]);
        let mut found = Vec::new();
        for member in ["server/backend", "app", "app/domain"] {
            let file = Path::new(member).join("src/lib.rs");
            found.extend(names(&Source::read(root.path(), &file).expect("read")));
        }
        assert_eq!(
            told(&found),
            [
                (
                    "server/backend/src/house.rs:2",
                    "names `axum`, but the backend knows no HTTP"
                ),
                ("app/src/lib.rs:2", "names `sea_orm`, but the database is the backend's"),
                (
                    "app/domain/src/lib.rs:1",
                    "names `std::fs`, but the rules touch no world"
                ),
                (
                    "app/domain/src/lib.rs:2",
                    "names `std::thread`, but the rules touch no world"
                ),
            ]
        );
    }
}
