//! Texts in the visitor's language. They live in `locales/<feature>.yml`, Chinese and English side by side.

use domain::{form::FieldError, lang::Lang};

/// The text of a key: `tr!(lang, "listing.rent", rent = rent)`. Placeholders are written `%{rent}`.
macro_rules! tr {
    ($lang:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::owned(&$key, |key| rust_i18n::t!(key, locale = $lang.code() $(, $name = $value)*).into_owned())
    };
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
    let mut text = tr!(lang, &key);
    for (name, value) in args {
        text = text.replace(&format!("%{{{name}}}"), value);
    }
    text
}

/// The name of a coded value: `mode.whole` → 整租.
pub fn name_of(lang: Lang, group: &str, code: &str) -> String {
    coded(lang, group, code, &[])
}

/// `None` when there is no such text: for keys that come from outside.
pub fn find(lang: Lang, key: &str) -> Option<String> {
    let text = tr!(lang, key);
    // A missing key answers with itself, perhaps with the language before it.
    (!text.ends_with(key)).then_some(text)
}
