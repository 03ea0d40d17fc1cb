//! Texts in the visitor's language. They live in `locales/<feature>.yml`, Chinese and English side by side.

use domain::{
    form::FieldError,
    lang::{Lang, form_for},
};

/// The text of a key: `tr!(lang, "listing.rent", rent = rent)`. Placeholders are written `%{rent}`.
macro_rules! tr {
    ($lang:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::owned(&$key, |key| rust_i18n::t!(key, locale = $lang.code() $(, $name = $value)*).into_owned())
    };
}

/// A text about a number, which stands as `%{count}`. English tells one from more:
/// `counted!(lang, "search.count", 1)` of `%{count} listing | %{count} listings` is “1 listing”.
macro_rules! counted {
    ($lang:expr, $key:expr, $count:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::counted($lang, $key, $count, &[$((stringify!($name), $value.to_string())),*])
    };
}

/// The macro's function. A number below 0 counts nothing.
pub fn counted(lang: Lang, key: &str, count: impl TryInto<u64>, args: &[(&'static str, String)]) -> String {
    let count = count.try_into().unwrap_or_default();
    let text = tr!(lang, key);
    let count_text = ("count", crate::ui::grouped(count));
    filled(form_for(&text, count).to_owned(), args.iter().chain([&count_text]))
}

/// Hands a key to `look_up` for as long as the text may borrow from it: the macro's helper.
pub fn owned(key: impl AsRef<str>, look_up: impl FnOnce(&str) -> String) -> String {
    look_up(key.as_ref())
}

/// What is wrong with a field, as a sentence.
pub fn error_text(lang: Lang, error: &FieldError) -> String {
    coded(lang, "error", error.code, &error.args)
}

/// The text of `<group>.<code>`, its placeholders filled from `args`.
pub fn coded(lang: Lang, group: &str, code: &str, args: &[(&'static str, String)]) -> String {
    let key = format!("{group}.{code}");
    filled(tr!(lang, &key), args)
}

fn filled<'a>(text: String, args: impl IntoIterator<Item = &'a (&'static str, String)>) -> String {
    args.into_iter()
        .fold(text, |text, (name, value)| text.replace(&format!("%{{{name}}}"), value))
}

/// The name of a coded value: `mode.whole` → 整租.
pub fn name_of(lang: Lang, group: &str, code: &str) -> String {
    coded(lang, group, code, &[])
}

/// `None` when there is no such text: for tests that look for what is missing.
#[cfg(test)]
pub fn find(lang: Lang, key: &str) -> Option<String> {
    let text = tr!(lang, key);
    // A missing key answers with itself, perhaps with the language before it.
    (!text.ends_with(key)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, fs, path::Path};

    /// Every error code that the sources of the domain and the backend can answer with: `Code::new("…")`, and a bare code
    /// in `errors.add(field, "…")`.
    fn codes_in(folder: &Path, codes: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                codes_in(&path, codes);
                continue;
            }
            let name = path.file_name().and_then(|name| name.to_str()).unwrap();
            if !name.ends_with(".rs") || name.ends_with("tests.rs") {
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            // What a test makes up is no code that anybody reads.
            let source = source.split("#[cfg(test)]").next().unwrap();
            for (start, end) in [("Code::new(\"", "\""), (".add(", ")")] {
                for rest in source.split(start).skip(1) {
                    let found = rest.split(end).next().unwrap();
                    let code = match start {
                        ".add(" => found.rsplit_once(", ").map_or("", |(_, code)| code.trim()),
                        _ => found,
                    };
                    let bare = code.trim_matches('"');
                    let quoted = start != ".add(" || code.len() > 2 && code.starts_with('"') && code.ends_with('"');
                    if quoted
                        && bare
                            .chars()
                            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                    {
                        codes.insert(bare.to_owned());
                    }
                }
            }
        }
    }

    #[test]
    fn one_is_told_from_more_in_english_alone() {
        let count = |lang, count: u64| counted!(lang, "search.count", count);
        assert_eq!(
            [0, 1, 2].map(|n| count(Lang::En, n)),
            ["0 listings", "1 listing", "2 listings"]
        );
        assert_eq!([1, 1234].map(|n| count(Lang::Zh, n)), ["1 套", "1,234 套"]);
        let what = "“a | b”";
        assert_eq!(
            counted!(Lang::En, "loosen.shows", 1, what = what),
            "“a | b” (1 listing)"
        );
    }

    /// A text with two forms that is printed by `tr!` would show both of them.
    #[test]
    fn what_has_two_forms_is_counted() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut sources = String::new();
        read_all(&root.join("src"), &mut sources);
        let mut locales = String::new();
        read_all(&root.join("locales"), &mut locales);
        let keys = locales.lines().filter_map(|line| line.strip_suffix(':'));
        let keys: Vec<_> = keys.filter(|key| tr!(Lang::En, *key).contains(" | ")).collect();
        assert!(keys.contains(&"search.count"), "{keys:?}");
        for key in keys {
            assert_eq!(tr!(Lang::En, key).matches(" | ").count(), 1, "{key}");
            assert!(!tr!(Lang::Zh, key).contains(" | "), "{key}");
            // Islands get both forms and fill in `{n}` themselves.
            let printed = sources.split("tr!(").skip(1).filter(|call| {
                let call = call.trim_start().trim_start_matches("lang,").trim_start();
                let rest = call.strip_prefix(&format!("\"{key}\""));
                rest.is_some_and(|rest| !rest.starts_with(", count = \"{n}\")"))
            });
            assert_eq!(printed.count(), 0, "{key}");
        }
    }

    fn read_all(folder: &Path, text: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => read_all(&path, text),
                // Only sources and locales; a picture has no text.
                false if path.extension().is_some_and(|end| end == "rs" || end == "yml") => {
                    text.push_str(&fs::read_to_string(&path).unwrap());
                }
                false => {}
            }
        }
    }

    #[test]
    fn every_error_has_a_sentence_in_both_languages() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut codes = BTreeSet::new();
        for folder in ["domain/src", "src", "../server/backend/src"] {
            codes_in(&root.join(folder), &mut codes);
        }
        for known in [
            "required",
            "identity-check-digit",
            "address-door",
            "declaration",
            "house-twice",
            "login-wrong",
        ] {
            assert!(codes.contains(known), "the search for codes finds {known}");
        }
        let missing: Vec<_> = codes
            .iter()
            .flat_map(|code| [Lang::Zh, Lang::En].map(|lang| (lang, code)))
            .filter(|(lang, code)| {
                let key = format!("error.{code}");
                // With the fallback, a missing English sentence would answer in Chinese.
                let lang = *lang;
                let text = tr!(lang, &key);
                text.ends_with(key.as_str()) || (lang == Lang::En && text == tr!(Lang::Zh, &key))
            })
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
