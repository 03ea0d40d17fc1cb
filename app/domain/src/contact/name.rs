//! What a person is called.

use crate::{form::Code, text};
use std::fmt;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A person's name as on the document: Chinese, minority with a middle dot, or Latin.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

impl PersonName {
    pub const MAX_CHARS: usize = 50;

    /// A name of 1 to 50 characters in any script, composed (NFKC): two ways of typing one name are one name. What
    /// keyboards offer becomes what stands on documents: one dot `·`, the zero `〇`, no comma between surname and given
    /// names.
    ///
    /// Errors: `required`, `too-long`, `name-character` (says which: a digit, a punctuation mark), `name-format` (begins
    /// or ends with a mark).
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let composed: Vec<char> = typed.nfkc().collect();
        let read: String = (0..composed.len()).map(|at| name_character(&composed, at)).collect();
        let name = text::bounded(&read, 1, Self::MAX_CHARS)?;
        if let Some(wrong) = name.chars().find(|&c| !belongs_in_name(c)) {
            return Err(Code::new("name-character").with("character", wrong));
        }
        let ends_well = |c: char| c.is_alphabetic() || is_combining_mark(c) || c == '.';
        if !name.starts_with(char::is_alphabetic) || !name.ends_with(ends_well) {
            return Err(Code::new("name-format"));
        }
        Ok(Self(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn masked(&self) -> String {
        masked_name(&self.0)
    }
}

fn name_character(typed: &[char], at: usize) -> char {
    let beside = |at: Option<usize>| at.and_then(|at| typed.get(at)).copied();
    let is_foreign_to_latin = |c: char| c.is_alphabetic() && !c.is_ascii();
    match typed.get(at).copied().unwrap_or(' ') {
        '•' | '・' | '‧' | '∙' | '⋅' | '●' => '·',
        // 阿依古丽.买买提: no full stop, which stands after an initial.
        '.' if [at.checked_sub(1), at.checked_add(1)]
            .into_iter()
            .all(|at| beside(at).is_some_and(is_foreign_to_latin)) =>
        {
            '·'
        }
        '’' | '‘' | '`' => '\'',
        '○' | '◯' => '〇',
        ',' => ' ',
        c => c,
    }
}

fn belongs_in_name(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c) || matches!(c, ' ' | '·' | '.' | '-' | '\'')
}

/// For who need not know the whole name: `陈**`, `M***`. Nothing stays nothing.
pub fn masked_name(name: &str) -> String {
    let mut letters = name.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let hidden = letters.count().clamp(1, 3);
    std::iter::once(first).chain(std::iter::repeat_n('*', hidden)).collect()
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonName({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (typed, name) in [
            ("林梅", "林梅"),
            (" 阿卜杜拉•买买提 ", "阿卜杜拉·买买提"),
            ("Mary-Jane  O’Neil", "Mary-Jane O'Neil"),
            ("John Smith Jr.", "John Smith Jr."),
            ("𠮷野", "𠮷野"),
        ] {
            assert_eq!(PersonName::parse(typed).unwrap().as_str(), name);
        }
        let long = "林".repeat(51);
        for (typed, code) in [
            ("", "required"),
            ("·", "name-format"),
            ("林1", "name-character"),
            ("<b>林</b>", "name-character"),
            ("-林", "name-format"),
            (long.as_str(), "too-long"),
        ] {
            assert_eq!(
                PersonName::parse(typed).map(|n| n.0).map_err(|e| e.code),
                Err(code),
                "{typed}"
            );
        }
        assert_eq!(
            PersonName::parse("王(小明)").unwrap_err(),
            Code::new("name-character").with("character", '(')
        );
        assert_eq!(
            format!("{:?}", PersonName::parse("欧阳小梅").unwrap()),
            "PersonName(欧***)"
        );
    }

    #[test]
    fn one_name_typed_in_two_ways_is_one_name() {
        for (typed, name) in [
            ("Nguye\u{302}\u{303}n Thi\u{323} Ha", "Nguyễn Thị Ha"),
            ("⾼明", "高明"),
            ("श्रीनिवास", "श्रीनिवास"),
            ("محمد علي", "محمد علي"),
            ("SMITH, JOHN", "SMITH JOHN"),
            ("SMITH，JOHN", "SMITH JOHN"),
            ("王○", "王〇"),
            ("阿依古丽.买买提", "阿依古丽·买买提"),
            ("阿依古丽．买买提", "阿依古丽·买买提"),
            ("J. R. Smith Jr.", "J. R. Smith Jr."),
            ("O’Brien", "O'Brien"),
        ] {
            assert_eq!(PersonName::parse(typed).unwrap().as_str(), name);
        }
    }
}
