//! A noun is called the same in `domain`, `backend` and `app`.
//!
//! What can be checked honestly is a closed list: each module at the root of these crates is a noun of the list, or
//! stands in its crate's list of what is no noun, with the reason. A new module makes somebody decide which it is, and
//! a noun under another name is in neither list.

use super::{
    Finding,
    source::{ROOT, Source},
};

/// What the centre works with; ARCHITECTURE.md names them.
const NOUNS: [&str; 21] = [
    "access",
    "account",
    "area",
    "audit",
    "duty",
    "favourite",
    "house",
    "import",
    "job",
    "lease",
    "listing",
    "matching",
    "notice",
    "organisation",
    "parameter",
    "person",
    "place",
    "registration",
    "saved_search",
    "search",
    "viewing",
];

/// A crate, and the modules at its root that are no nouns.
type Crate = (&'static str, &'static [(&'static str, &'static str)]);

const CRATES: [Crate; 3] = [
    (
        "app/domain",
        &[
            ("address", "a value: part of a house and of a person"),
            ("coded", "how enums get their codes"),
            ("compare", "a question about listings that an address asks"),
            ("contact", "values: how to reach somebody"),
            ("credit_code", "a value: part of an organisation"),
            ("document", "a value: part of a person"),
            ("facility", "a value: part of a house and of a search"),
            ("form", "what is wrong with what was typed"),
            ("geo", "values: points on the map"),
            ("id", "the types of ids"),
            ("lang", "a value: the languages"),
            ("layout", "a value: part of a house"),
            ("measure", "values: floor areas"),
            ("money", "values: sums"),
            ("orientation", "a value: part of a house"),
            ("space", "a value: part of a house"),
            ("text", "what is typed, made comparable"),
            ("time", "China's calendar"),
        ],
    ),
    (
        "server/backend",
        &[
            ("clock", "what time it is"),
            ("codes", "the lists of codes, compared with the program's"),
            ("config", "facts about the installation"),
            ("crypto", "secrets and digests"),
            ("database", "the connection"),
            ("deed", "how every record changes"),
            ("entity", "rows, named after their tables"),
            ("error", "what goes wrong underneath every use case"),
            ("files", "where the bytes of files lie"),
            ("in_turn", "how work that keeps a thread waits in line"),
            ("mail", "how letters are written and leave"),
            ("number", "the numbers of every kind of record"),
            ("work", "the one list of the jobs of all nouns"),
        ],
    ),
    (
        "app",
        &[
            ("api", "listings for other programs, under an address of its own"),
            ("certificate", "checked by anybody, who knows no registration"),
            ("compare", "listings beside each other"),
            ("desk", "tabs and queues that lead to the nouns"),
            ("error", "what a handler can't answer"),
            ("form", "how forms keep what was typed"),
            ("href", "the addresses of this site"),
            ("hydration", "what a page needs for its islands"),
            ("islands", "what runs in the browser"),
            ("me", "the visitor's own page, which leads to the nouns"),
            ("page", "from a view to a document"),
            ("pages", "pages that only say something"),
            ("parts", "what several pages show of a noun, one file each"),
            ("preferences", "language and look"),
            ("problem", "the pages of problems, around all others"),
            ("state", "what every handler can reach"),
            ("texts", "texts in the visitor's language"),
            ("ui", "the parts of pages"),
            ("visitor", "who asks"),
        ],
    ),
];

/// The modules at a crate's root that are in neither list, and the entries of the list that are no modules any more.
pub fn nouns(member: &str, source: &Source) -> Vec<Finding> {
    let Some((_, others)) = CRATES.iter().find(|(name, _)| *name == member) else {
        return Vec::new();
    };
    let here = &source.modules[ROOT].children;
    let unknown = here.iter().filter(|(name, _)| {
        let known = others.iter().map(|(other, _)| other).chain(&NOUNS);
        !known.into_iter().any(|known| known == name)
    });
    let gone = others.iter().filter(|(other, _)| !here.contains_key(*other));
    let unknown = unknown.map(|(name, &id)| Finding {
        place: source.modules[id].file.display().to_string(),
        what: format!("`{name}` is none of the nouns"),
        remedy: remedy(name),
    });
    let gone = gone.map(|(other, _)| Finding {
        place: source.modules[ROOT].file.display().to_string(),
        what: format!("`{other}` isn't there"),
        remedy: "take it out of the list in xtask/src/tidy/nouns.rs".into(),
    });
    unknown.chain(gone).collect()
}

fn remedy(name: &str) -> String {
    let singular = name.strip_suffix('s').unwrap_or(name);
    match NOUNS.iter().find(|noun| **noun == singular) {
        Some(noun) => format!("call it `{noun}`, as everywhere"),
        None => "a noun of its own, or a name for the list in xtask/src/tidy/nouns.rs".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree;
    use std::path::Path;

    fn told(member: &str, modules: &[&str]) -> Vec<String> {
        let (_, others) = CRATES
            .iter()
            .find(|(name, _)| *name == member)
            .expect("a crate of the list");
        let all = others.iter().map(|(other, _)| other).chain(modules);
        let lib: String = all.map(|name| format!("mod {name} {{}}\n")).collect();
        let file = format!("{member}/src/lib.rs");
        let root = tree(&[(&file, &lib)]);
        let source = Source::read(root.path(), Path::new(&file)).expect("read");
        nouns(member, &source).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn nouns_and_what_is_listed_may_stand_at_the_root() {
        assert_eq!(told("app/domain", &["house", "saved_search"]), [""; 0]);
        assert_eq!(told("server/backend", &["house"]), [""; 0]);
    }

    #[test]
    fn a_noun_under_another_name_is_told() {
        assert_eq!(
            told("app", &["house", "tenancy", "listings"]),
            [
                "app/src/lib.rs: `listings` is none of the nouns; call it `listing`, as everywhere",
                "app/src/lib.rs: `tenancy` is none of the nouns; a noun of its own, or a name for the list in \
                 xtask/src/tidy/nouns.rs",
            ]
        );
    }

    #[test]
    fn what_is_no_noun_in_one_crate_is_not_free_in_another() {
        assert_eq!(told("app/domain", &["desk"]).len(), 1);
    }

    #[test]
    fn an_entry_of_the_list_that_is_gone_is_told() {
        let root = tree(&[("app/src/lib.rs", "mod house {}")]);
        let source = Source::read(root.path(), Path::new("app/src/lib.rs")).expect("read");
        assert!(
            nouns("app", &source)
                .iter()
                .any(|finding| finding.what == "`desk` isn't there")
        );
    }
}
