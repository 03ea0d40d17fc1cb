//! No circle of imports between the modules of a crate.
//!
//! What a reader calls a knot: to understand `a` they must first understand `b`, and for `b` they must first understand
//! `a`. It is asked at each level on its own. The modules that stand side by side in one folder (at the root of a crate
//! these are its nouns) form a graph: `a → b` when anything in `a`, however deep, names anything in `b`. That graph
//! must have no circle. A folder is one room from outside, so two nouns whose files know each other are a knot even
//! where no two files are.
//!
//! - A name counts for the module that declares it. `use crate::search::Filter` leads to `search::filter` where
//!   `search` only passes it on (`pub use filter::Filter`).
//! - A parent is no room beside its children. That it declares them, passes on what they have, merges their routes or
//!   holds their values in a type, while they name what stands in the parent, is how Rust is written: one reads the
//!   parent's file first and knows what the folder is about.
//! - But nothing gets untied by moving it one floor up: when `a` names a function (or a value or macro) of its parent
//!   that in turn names `b`, then `a → b`. A *type* of the parent is not looked through: who names `Backend` needn't know
//!   each of its fields, and which methods are called can't be told from names.
//! - Tests don't count, nor what is compiled for tests only: they may look from anywhere.
//!
//! There is no list of exceptions.

use super::{
    Finding,
    source::{Home, Id, ROOT, Source},
    tokens::Naming,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The lines in which a module names another, by the two.
type Edges = BTreeMap<(Id, Id), BTreeSet<Place>>;

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    file: Id,
    line: usize,
    /// What of the parent it goes through.
    through: Option<String>,
}

pub fn circles(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for (folder, mut edges) in levels(source) {
        while let Some(mut circle) = shortest(&edges) {
            let name = |edge: &(Id, Id)| &source.modules[edge.0].name;
            let first = (0..circle.len()).min_by_key(|at| name(&circle[*at])).unwrap_or(0);
            circle.rotate_left(first);
            let thinnest = circle.iter().min_by_key(|edge| edges[edge].len()).copied();
            found.push(finding(source, folder, &circle, &edges));
            // Without its thinnest side this circle is gone; the next one is another.
            edges.retain(|edge, _| Some(*edge) != thinnest);
        }
    }
    found
}

fn finding(source: &Source, folder: Id, circle: &[(Id, Id)], edges: &Edges) -> Finding {
    let module = |id: Id| &source.modules[id].name;
    let mut walk = circle.first().map_or(String::new(), |(from, _)| module(*from).clone());
    for edge in circle {
        let places = &edges[edge];
        let Some(first) = places.first() else { continue };
        walk += &format!(
            " → {} ({}:{}",
            module(edge.1),
            source.modules[first.file].file.display(),
            first.line
        );
        if let Some(through) = &first.through {
            walk += &format!(" through `{through}`");
        }
        if places.len() > 1 {
            walk += &format!(" and {} more", places.len() - 1);
        }
        walk.push(')');
    }
    Finding {
        place: source.modules[folder].file.display().to_string(),
        what: format!("a circle of its modules: {walk}"),
        remedy: "move what both need into a module that knows neither, or the use case that needs both above them"
            .into(),
    }
}

/// For each folder that has modules: which of them name which.
fn levels(source: &Source) -> BTreeMap<Id, Edges> {
    let mut levels: BTreeMap<Id, Edges> = BTreeMap::new();
    for from in 0..source.modules.len() {
        for (naming, home) in source.names(from) {
            let to = match home {
                Home::Outside(_) => continue,
                Home::Module(to) | Home::Item(to, _) => to,
            };
            let (file, line) = (from, naming.line);
            let mut edge = |folder: Id, to: Id, through: Option<String>| {
                if let (Some(from), Some(to)) = (child_towards(source, folder, from), child_towards(source, folder, to))
                    && from != to
                {
                    let places = levels.entry(folder).or_default().entry((from, to)).or_default();
                    places.insert(Place { file, line, through });
                }
            };
            edge(common(source, from, to), to, None);
            if let Home::Item(parent, name) = home {
                for reached in reached_through(source, parent, name) {
                    edge(parent, reached, Some(name.to_owned()));
                }
            }
        }
    }
    levels
}

/// The modules below a parent that one of its functions, values or macros names, straight or through others of them.
fn reached_through(source: &Source, parent: Id, name: &str) -> BTreeSet<Id> {
    let (mut seen, mut reached) = (BTreeSet::from([name]), BTreeSet::new());
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        let declared = source.modules[parent].declared.get(name);
        let names: &[Naming] = declared
            .filter(|declared| declared.acts)
            .map_or(&[], |declared| &declared.names);
        for naming in names {
            match source.home(parent, naming) {
                Home::Item(home, next) if home == parent => open.extend(seen.insert(next).then_some(next)),
                Home::Item(home, _) | Home::Module(home) if home != parent => {
                    reached.insert(home);
                }
                _ => {}
            }
        }
    }
    reached
}

/// The innermost module that holds both.
fn common(source: &Source, one: Id, other: Id) -> Id {
    let above: BTreeSet<_> = source.ancestors(one).collect();
    source.ancestors(other).find(|id| above.contains(id)).unwrap_or(ROOT)
}

/// The child of a module in which another module lies; `None` for itself and for what lies elsewhere.
fn child_towards(source: &Source, parent: Id, id: Id) -> Option<Id> {
    source
        .ancestors(id)
        .find(|id| source.modules[*id].parent == Some(parent))
}

/// The shortest circle, as its sides.
fn shortest(edges: &Edges) -> Option<Vec<(Id, Id)>> {
    let starts: BTreeSet<_> = edges.keys().map(|(from, _)| *from).collect();
    starts
        .into_iter()
        .filter_map(|start| circle_from(edges, start))
        .min_by_key(Vec::len)
}

/// The shortest circle through a module.
fn circle_from(edges: &Edges, start: Id) -> Option<Vec<(Id, Id)>> {
    let mut came_from: BTreeMap<Id, Id> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        for &(_, to) in edges.keys().filter(|(from, _)| *from == at) {
            if to == start {
                let (mut circle, mut at) = (vec![(at, start)], at);
                while let Some(&before) = came_from.get(&at) {
                    circle.push((before, at));
                    at = before;
                }
                circle.reverse();
                return Some(circle);
            }
            came_from.entry(to).or_insert_with(|| {
                open.push_back(to);
                at
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree;
    use std::path::Path;

    /// The circles of a made-up crate, without their files' lines.
    fn told(files: &[(&str, &str)]) -> Vec<String> {
        let root = tree(files);
        let source = Source::read(root.path(), Path::new("lib.rs")).expect("read");
        let found = circles(&source);
        found
            .iter()
            .map(|finding| format!("{}: {}", finding.place, finding.what))
            .collect()
    }

    #[test]
    fn modules_in_a_line_are_no_circle() {
        assert_eq!(
            told(&[
                ("lib.rs", "mod a; mod b; mod c;"),
                ("a.rs", "use crate::b::B; use crate::c::C;"),
                ("b.rs", "use super::c::C; pub struct B(C);"),
                ("c.rs", "pub struct C;"),
            ]),
            [""; 0]
        );
    }

    #[test]
    fn two_modules_that_name_each_other_are_told_with_the_places() {
        assert_eq!(
            told(&[
                ("lib.rs", "mod a; mod b;"),
                ("a.rs", "use crate::b::B;\npub struct A;"),
                (
                    "b.rs",
                    "pub struct B;\nfn f(x: super::a::A) {}\nfn g(x: super::a::A) {}"
                ),
            ]),
            ["lib.rs: a circle of its modules: a → b (a.rs:1) → a (b.rs:2 and 1 more)"]
        );
    }

    #[test]
    fn folders_whose_files_know_each_other_are_a_circle_though_no_two_files_are() {
        assert_eq!(
            told(&[
                ("lib.rs", "mod a; mod b;"),
                ("a/mod.rs", "mod low; mod high;"),
                ("a/low.rs", "pub struct Low;"),
                ("a/high.rs", "use crate::b::B;"),
                ("b.rs", "use crate::a::low::Low; pub struct B(Low);"),
            ]),
            ["lib.rs: a circle of its modules: a → b (a/high.rs:1) → a (b.rs:1)"]
        );
    }

    #[test]
    fn a_longer_circle_inside_a_folder_is_told_once() {
        assert_eq!(
            told(&[
                ("lib.rs", "mod n;"),
                ("n.rs", "mod a; mod b; mod c;"),
                ("n/a.rs", "use super::b::B; pub struct A;"),
                ("n/b.rs", "use super::c::C; pub struct B;"),
                ("n/c.rs", "fn f() { view! { <crate::n::a::A/> } } pub struct C;"),
            ]),
            ["n.rs: a circle of its modules: a → b (n/a.rs:1) → c (n/b.rs:1) → a (n/c.rs:1)"]
        );
    }

    #[test]
    fn circles_that_share_a_module_are_told_each() {
        let found = told(&[
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::{b, c};"),
            ("b.rs", "use crate::a::A;"),
            ("c.rs", "use crate::a::A;"),
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_name_counts_for_the_module_that_declares_it() {
        let passed_on = [
            ("lib.rs", "mod a; mod b; pub use b::*;"),
            ("a.rs", "use crate::B; pub struct A;"),
            ("b.rs", "mod inner; pub use inner::B;"),
        ];
        let with = |inner| told(&[&passed_on[..], &[("b/inner.rs", inner)]].concat());
        assert_eq!(with("pub struct B;"), [""; 0]);
        assert_eq!(
            with("use crate::a::A; pub struct B(A);"),
            ["lib.rs: a circle of its modules: a → b (a.rs:1) → a (b/inner.rs:1)"]
        );
    }

    #[test]
    fn a_parent_and_its_children_may_name_each_other() {
        assert_eq!(
            told(&[
                (
                    "lib.rs",
                    "mod a; mod b; pub struct State(a::A, b::B); pub fn routes() { a::go(); b::go() }"
                ),
                ("a.rs", "use crate::State; pub struct A;"),
                ("b.rs", "use crate::{State, a::A}; pub struct B;"),
            ]),
            [""; 0]
        );
    }

    #[test]
    fn a_function_of_the_parent_unties_nothing() {
        assert_eq!(
            told(&[
                ("lib.rs", "mod a; mod b; pub fn help() { more() } fn more() { b::go() }"),
                ("a.rs", "fn f() { crate::help() } pub struct A;"),
                ("b.rs", "use crate::a::A; pub fn go() {}"),
            ]),
            ["lib.rs: a circle of its modules: a → b (a.rs:1 through `help`) → a (b.rs:1)"]
        );
    }

    #[test]
    fn tests_may_look_from_anywhere() {
        assert_eq!(
            told(&[
                (
                    "lib.rs",
                    "mod a; mod b; #[cfg(any(test, feature = \"test-support\"))] mod fixture;"
                ),
                ("a.rs", "use crate::b::B; pub struct A;"),
                ("b.rs", "pub struct B; #[cfg(test)] #[path = \"b_tests.rs\"] mod tests;"),
            ]),
            [""; 0]
        );
    }

    #[test]
    fn macros_are_known_without_a_path() {
        assert_eq!(
            told(&[
                ("lib.rs", "#[macro_use] mod texts; mod a;"),
                ("texts.rs", "macro_rules! tr { ($v:expr) => { $crate::a::A } }"),
                ("a.rs", "pub struct A; fn f() { tr!(1) }"),
            ]),
            ["lib.rs: a circle of its modules: a → texts (a.rs:1) → a (texts.rs:1)"]
        );
    }
}
