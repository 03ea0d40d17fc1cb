//! `domain ← backend ← app (ssr) ← server`, `domain ← app (hydrate) ← frontend`, and what touches the world only where
//! it belongs.
//!
//! Which crate may use which is read from the `Cargo.toml`s, as the compiler holds the code to them; what may be used in
//! some folders only is looked for in the code. Dependencies of tests don't count.

use super::{
    Finding,
    source::{Home, ROOT, Source},
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
const DOMAIN_MAY_USE: [(&str, &str); 9] = [
    ("hex", "digests as text"),
    ("idna", "mail domains in any script, as the DNS has them"),
    ("jiff", "calendar; the clock is banned by clippy.toml"),
    ("serde", "values that travel to islands and into jobs"),
    ("serde_json", "terms in the one form that is hashed"),
    ("sha2", "the hash that both sides confirm"),
    ("thiserror", "errors as codes"),
    ("unicode_normalization", "one name typed in two ways is one name"),
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

/// Folders that know less than the crate around them: what they must not name, and why.
const UNAWARE: [(&str, &[&str], &str); 2] = [
    (
        "server/backend/src/search/engine",
        &["Backend", "sea_orm"],
        "the index takes and gives plain values",
    ),
    (
        "server/backend/src/search/text",
        &["Backend", "sea_orm"],
        "words are read without asking anybody",
    ),
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

/// What the code of a crate names where it doesn't belong.
pub fn names(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    for (id, module) in source.modules.iter().enumerate() {
        for (naming, home) in source.names(id) {
            let (Home::Outside(name) | Home::Item(ROOT, name)) = home else {
                continue;
            };
            let misplaced = match home {
                // A variable or field may be called like a crate.
                Home::Outside(_) if naming.path.len() < 2 => None,
                Home::Outside("std") => of_the_world(&module.file, &naming.path),
                Home::Outside(_) => elsewhere(&module.file, name).or_else(|| unaware(&module.file, name)),
                _ => unaware(&module.file, name),
            };
            let Some((what, remedy)) = misplaced else { continue };
            if told.insert((&module.file, what.clone())) {
                let place = format!("{}:{}", module.file.display(), naming.line);
                found.push(Finding { place, what, remedy });
            }
        }
    }
    found
}

/// What is wrong with a name, and what to do.
type Misplaced = Option<(String, String)>;

/// Whether the rules touch the world through the standard library.
fn of_the_world(file: &Path, path: &[String]) -> Misplaced {
    let part = path.iter().skip_while(|segment| *segment != "std").nth(1)?;
    let touches = file.starts_with("app/domain") && DOMAIN_MUST_NOT.contains(&part.as_str());
    touches.then(|| {
        (
            format!("names `std::{part}`, but the rules touch no world"),
            "take what it reads as an argument, and let the backend read it".into(),
        )
    })
}

/// Whether a crate belongs to other folders.
fn elsewhere(file: &Path, name: &str) -> Misplaced {
    let (_, folders, why) = ONLY_IN.iter().find(|(only, ..)| *only == name)?;
    let belongs = folders.iter().any(|folder| lies_in(file, folder));
    (!belongs).then(|| {
        (
            format!("names `{name}`, but {why}"),
            format!("call what stands in {}", folders.join(" or ")),
        )
    })
}

/// Whether a file lies in a folder that must not know of something.
fn unaware(file: &Path, name: &str) -> Misplaced {
    let (.., why) = UNAWARE
        .iter()
        .find(|(folder, names, _)| lies_in(file, folder) && names.contains(&name))?;
    Some((
        format!("names `{name}`, but {why}"),
        "let the use case that calls it bring what it needs".into(),
    ))
}

/// Whether a file is a folder's own or lies in it: `search.rs` and `search/find.rs` both belong to `search`.
fn lies_in(file: &Path, folder: &str) -> bool {
    file.with_extension("").starts_with(folder)
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

    #[test]
    fn the_engine_of_the_search_knows_no_backend_and_the_use_cases_do() {
        let root = tree(&[
            ("server/backend/src/lib.rs", "mod search; pub struct Backend;"),
            (
                "server/backend/src/search.rs",
                "mod engine; mod find; use crate::Backend;",
            ),
            ("server/backend/src/search/find.rs", "fn f(x: &crate::Backend) {}"),
            ("server/backend/src/search/engine.rs", "mod index;"),
            (
                "server/backend/src/search/engine/index.rs",
                "use sea_orm::Statement;\nuse super::super::Backend;",
            ),
        ]);
        let source = Source::read(root.path(), Path::new("server/backend/src/lib.rs")).expect("read");
        assert_eq!(
            told(&names(&source)),
            [
                (
                    "server/backend/src/search/engine/index.rs:1",
                    "names `sea_orm`, but the index takes and gives plain values"
                ),
                (
                    "server/backend/src/search/engine/index.rs:2",
                    "names `Backend`, but the index takes and gives plain values"
                ),
            ]
        );
    }
}
