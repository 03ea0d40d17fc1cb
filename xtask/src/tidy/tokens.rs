//! What a piece of source names: every path in its tokens, inside macros as well, where no parser of Rust looks.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path as it is written: `crate::search::Filter` is `["crate", "search", "Filter"]`. An empty first segment stands
/// for a leading `::`, a last `*` for a glob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    pub path: Vec<String>,
    pub line: usize,
    /// It is called as a macro: `name!`.
    pub is_macro: bool,
}

/// Every path in these tokens. What is only there for tests is left out, and so are documentation, lifetimes, methods
/// and fields.
pub fn namings(tokens: TokenStream) -> Vec<Naming> {
    let mut found = Vec::new();
    scan(&tokens.into_iter().collect::<Vec<_>>(), &mut found);
    found
}

/// Whether an attribute's tokens (`cfg(test)`) leave its item out of every build but those of tests.
pub fn is_test_only(attribute: TokenStream) -> bool {
    let mut tokens = attribute.into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(name)), Some(TokenTree::Group(condition))) if name == "cfg" => {
            holds(&condition.stream().into_iter().collect::<Vec<_>>()) == Some(false)
        }
        _ => false,
    }
}

/// Whether a condition holds outside tests; `None` where that depends on the build.
fn holds(condition: &[TokenTree]) -> Option<bool> {
    match condition {
        [TokenTree::Ident(name)] if name == "test" => Some(false),
        [TokenTree::Ident(name), _, TokenTree::Literal(value)]
            if name == "feature" && value.to_string() == "\"test-support\"" =>
        {
            Some(false)
        }
        [TokenTree::Ident(name), TokenTree::Group(parts)] => {
            let parts: Vec<_> = parts.stream().into_iter().collect();
            let mut parts = parts
                .split(|token| is_punct(token, ','))
                .filter(|part| !part.is_empty())
                .map(holds);
            match name.to_string().as_str() {
                "not" => parts.next().flatten().map(|holds| !holds),
                "any" => parts.try_fold(false, |any, part| if any { Some(true) } else { part }),
                "all" if parts.any(|part| part == Some(false)) => Some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

fn scan(tokens: &[TokenTree], found: &mut Vec<Naming>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at = match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => attribute(tokens, at, found),
            TokenTree::Punct(sign) if sign.as_char() == '\'' => at + 2,
            TokenTree::Punct(sign) if sign.as_char() == '.' => after_dot(tokens, at),
            TokenTree::Group(group) => {
                scan(&group.stream().into_iter().collect::<Vec<_>>(), found);
                at + 1
            }
            _ if segment(tokens, at).is_some() || separator(tokens, at) => read_path(tokens, at, &[], found),
            _ => at + 1,
        }
    }
}

/// Past a method or field, or past a range's dots.
fn after_dot(tokens: &[TokenTree], at: usize) -> usize {
    match tokens.get(at + 1) {
        Some(TokenTree::Ident(_)) => at + 2,
        Some(next) if is_punct(next, '.') => at + 2,
        _ => at + 1,
    }
}

/// Past an attribute, and past what it belongs to where that is only there for tests.
fn attribute(tokens: &[TokenTree], at: usize, found: &mut Vec<Naming>) -> usize {
    let Some(TokenTree::Group(group)) = tokens.get(at + 1) else {
        return at + 1;
    };
    let inner: Vec<_> = group.stream().into_iter().collect();
    if is_test_only(group.stream()) {
        return past_item(tokens, at + 2);
    }
    if !matches!(inner.first(), Some(TokenTree::Ident(name)) if name == "doc") {
        scan(&inner, found);
        let literals = inner.iter().filter_map(|token| match token {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        });
        found.extend(literals.flatten().filter_map(|token| quoted(&token)));
    }
    at + 2
}

/// A path in a string, as `#[serde(with = "crate::instant")]` has it.
fn quoted(token: &TokenTree) -> Option<Naming> {
    let TokenTree::Literal(literal) = token else {
        return None;
    };
    let text = literal.to_string();
    let text = text.trim_matches('"');
    let names_a_path = ["crate::", "self::", "super::"]
        .iter()
        .any(|start| text.starts_with(start));
    names_a_path.then(|| Naming {
        path: text.split("::").map(str::to_owned).collect(),
        line: literal.span().start().line,
        is_macro: false,
    })
}

/// Past one item, statement, field or arm.
fn past_item(tokens: &[TokenTree], mut at: usize) -> usize {
    while let Some(token) = tokens.get(at) {
        at += 1;
        let ends = match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(sign) => matches!(sign.as_char(), ';' | ','),
            _ => false,
        };
        if ends {
            break;
        }
    }
    at
}

/// Reads one path with what stands before it, and each of several in braces: `crate::{listing, house::House}`.
fn read_path(tokens: &[TokenTree], mut at: usize, before: &[String], found: &mut Vec<Naming>) -> usize {
    let mut path = before.to_vec();
    let line = tokens.get(at).map_or(0, |token| token.span().start().line);
    if separator(tokens, at) {
        path.push(String::new());
        at += 2;
    }
    loop {
        if let Some((name, next)) = segment(tokens, at) {
            path.push(name);
            at = next;
        } else if let Some(TokenTree::Group(group)) = tokens.get(at)
            && group.delimiter() == Delimiter::Brace
        {
            let inner: Vec<_> = group.stream().into_iter().collect();
            for part in inner
                .split(|token| is_punct(token, ','))
                .filter(|part| !part.is_empty())
            {
                read_path(part, 0, &path, found);
            }
            return at + 1;
        } else if tokens.get(at).is_some_and(|token| is_punct(token, '*')) {
            path.push("*".into());
            at += 1;
            break;
        } else {
            break;
        }
        if !separator(tokens, at) {
            break;
        }
        at += 2;
    }
    let is_macro = tokens.get(at).is_some_and(|token| is_punct(token, '!'))
        && matches!(tokens.get(at + 1), Some(TokenTree::Group(_)));
    if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
        path.pop();
    }
    found.push(Naming { path, line, is_macro });
    at
}

/// One segment of a path, and where the next token is; `$crate` is one.
fn segment(tokens: &[TokenTree], at: usize) -> Option<(String, usize)> {
    match tokens.get(at)? {
        TokenTree::Ident(name) => Some((name.to_string(), at + 1)),
        sign if is_punct(sign, '$') => match tokens.get(at + 1)? {
            TokenTree::Ident(name) if name == "crate" => Some(("crate".into(), at + 2)),
            _ => None,
        },
        _ => None,
    }
}

fn separator(tokens: &[TokenTree], at: usize) -> bool {
    [at, at + 1].map(|at| tokens.get(at).is_some_and(|token| is_punct(token, ':'))) == [true, true]
}

fn is_punct(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(source: &str) -> Vec<String> {
        let all = namings(source.parse().expect("tokens"));
        let several = all.into_iter().filter(|naming| naming.path.len() > 1);
        several.map(|naming| naming.path.join("::")).collect()
    }

    #[test]
    fn paths_are_found_in_code_and_in_macros() {
        let source =
            "fn a(x: crate::one::T<super::two::U>) { view! { <self::three::Button on=move || ::four::go()/> } }";
        assert_eq!(
            paths(source),
            ["crate::one::T", "super::two::U", "self::three::Button", "::four::go"]
        );
    }

    #[test]
    fn a_tree_of_imports_is_each_of_its_paths() {
        assert_eq!(
            paths("use crate::{a, b::{self, C as D}, e::*};"),
            ["crate::a", "crate::b", "crate::b::C", "crate::e::*"]
        );
    }

    #[test]
    fn methods_fields_lifetimes_and_documentation_name_nothing() {
        let source = "/// See [`crate::x::Y`].\nfn f<'a>(v: &'a V) { v.b.c(0..LIMIT) }";
        let all = namings(source.parse().expect("tokens"));
        let names: Vec<_> = all.iter().map(|naming| naming.path.join("::")).collect();
        assert!(names.contains(&"LIMIT".to_owned()));
        assert!(
            !names
                .iter()
                .any(|name| ["a", "b", "c", "crate::x::Y"].contains(&name.as_str())),
            "{names:?}"
        );
    }

    #[test]
    fn what_is_only_for_tests_names_nothing() {
        let source = "impl A { #[cfg(any(test, feature = \"test-support\"))] pub fn b() { crate::t::x() } fn c() { crate::u::y() } }";
        assert_eq!(paths(source), ["crate::u::y"]);
        assert_eq!(paths("#[cfg(not(test))] fn a() { crate::u::y() }"), ["crate::u::y"]);
        assert_eq!(
            paths("#[cfg(feature = \"ssr\")] fn a() { crate::u::y() }"),
            ["crate::u::y"]
        );
        assert!(paths("#[cfg(all(test, unix))] fn a() { crate::u::y() }").is_empty());
    }

    #[test]
    fn a_path_in_an_attribute_counts() {
        assert_eq!(
            paths("#[derive(crate::a::B)] struct S { #[serde(with = \"crate::c::d\")] e: u8 }"),
            ["crate::a::B", "crate::c::d"]
        );
    }

    #[test]
    fn a_called_macro_is_known_as_one() {
        let all = namings(
            "tr!(visitor, \"a\"); a != b; crate::counted!(n)"
                .parse()
                .expect("tokens"),
        );
        let called: Vec<_> = all
            .iter()
            .filter(|naming| naming.is_macro)
            .map(|naming| naming.path.join("::"))
            .collect();
        assert_eq!(called, ["tr", "crate::counted"]);
    }
}
