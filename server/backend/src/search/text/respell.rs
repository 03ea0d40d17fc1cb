//! A wrong character of the same sound: 万达光场 for 万达广场, 胡里区 for 湖里.
//!
//! Only words that nothing has are looked at, so a search that finds what it asks for never pays for this.

use std::{cmp::Reverse, collections::BTreeMap, ops};

use domain::search::Query;
use pinyin::ToPinyin;

use super::analysis::normal_name;

/// Longer words are no names.
const NAME_MAX_CHARS: usize = 20;

/// What people add to names of places or leave away.
const AREA_SUFFIXES: &[&str] = &["街道", "区", "县", "市", "镇"];
const SUFFIXES: &[&str] = &["街道", "小区", "花园", "公寓", "区", "县", "市", "镇"];

/// A search whose words are written as the names are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respelling {
    /// What was typed, and the name that was searched for instead.
    pub pieces: Vec<(String, String)>,
    /// Searches for what was typed, as it stands.
    pub as_typed: Query,
}

impl Respelling {
    /// The query with the names that were meant, and what to say of it. `pieces` are in the order of the text.
    pub fn of(query: &Query, pieces: &[(ops::Range<usize>, String)]) -> Option<(Query, Self)> {
        let (mut text, mut quoted) = (query.text().to_owned(), query.text().to_owned());
        let mut said = Vec::new();
        for (span, meant) in pieces.iter().rev() {
            let typed = query.text().get(span.clone())?.to_owned();
            text.replace_range(span.clone(), meant);
            quoted.replace_range(span.clone(), &format!(" \"{typed}\" "));
            said.push((typed, meant.clone()));
        }
        said.reverse();
        let as_typed = query.clone().with_text(&quoted);
        (!said.is_empty()).then(|| {
            let respelling = Self { pieces: said, as_typed };
            (query.clone().with_text(&text), respelling)
        })
    }
}

/// The names of places, to be compared with by ear.
#[derive(Debug, Default)]
pub struct Spellings {
    names: Vec<Box<[char]>>,
}

impl Spellings {
    #[must_use]
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Vec::new();
        for name in names {
            let name = normal_name(name);
            // 武陵区 is typed as 武陵.
            let short = AREA_SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix));
            all.extend(short.map(|short| short.chars().collect()));
            all.push(name.chars().collect());
        }
        Self { names: all }
    }

    /// The piece of a name that sounds like a word and differs from it in few characters; of several that which differs
    /// least, then whole names, then what most names have.
    #[must_use]
    pub fn meant(&self, typed: &str) -> Option<String> {
        let typed = normal_name(typed);
        self.closest(&typed).or_else(|| {
            let bare = SUFFIXES.iter().find_map(|suffix| typed.strip_suffix(suffix))?;
            self.closest(bare)
        })
    }

    fn closest(&self, typed: &str) -> Option<String> {
        let typed: Vec<char> = typed.chars().collect();
        if !(2..=NAME_MAX_CHARS).contains(&typed.len()) {
            return None;
        }
        // By how they differ; how often there are such.
        let mut found: BTreeMap<(u8, bool, Vec<char>), usize> = BTreeMap::new();
        for name in &self.names {
            for piece in name.windows(typed.len()) {
                let part = piece.len() < name.len();
                // Two characters sound like a part of far too many names.
                if part && typed.len() == 2 {
                    continue;
                }
                if let Some(difference) = difference(&typed, piece) {
                    *found.entry((difference, part, piece.to_vec())).or_default() += 1;
                }
            }
        }
        let least = found
            .into_iter()
            .min_by_key(|((difference, part, piece), times)| (*difference, *part, Reverse(*times), piece.clone()));
        least.map(|((_, _, piece), _)| piece.into_iter().collect())
    }
}

/// How a piece of a name differs from what was typed: by few characters, each of which sounds as the typed one does.
/// What sounds so only in the south counts twice.
fn difference(typed: &[char], piece: &[char]) -> Option<u8> {
    let allowed = (typed.len() / 3).max(1);
    // Nearly all pieces end here.
    if typed.first() != piece.first() && typed.last() != piece.last() {
        return None;
    }
    let differing = typed.iter().zip(piece).filter(|(a, b)| a != b);
    if !(1..=allowed).contains(&differing.clone().count()) {
        return None;
    }
    let mut difference = 0;
    for (typed_char, meant) in differing {
        let (a, b) = (sound(*typed_char)?, sound(*meant)?);
        difference += match (a == b, typed.len() > 2 && southern(a) == southern(b)) {
            (true, _) => 1,
            (false, true) => 2,
            (false, false) => return None,
        };
    }
    Some(difference)
}

fn sound(c: char) -> Option<&'static str> {
    c.to_pinyin().map(pinyin::Pinyin::plain)
}

/// Many people hear no difference between zh and z, n and l, ang and an.
fn southern(sound: &str) -> String {
    let sound = match sound.as_bytes() {
        [b'z' | b'c' | b's', b'h', ..] => format!("{}{}", &sound[..1], &sound[2..]),
        [b'n', ..] => format!("l{}", &sound[1..]),
        _ => sound.to_owned(),
    };
    match sound.strip_suffix("ng") {
        Some(rest) if !rest.ends_with('o') => format!("{rest}n"),
        _ => sound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spellings() -> Spellings {
        Spellings::new([
            "万达广场",
            "万达广场二期",
            "思明",
            "武陵区",
            "国贸学原",
            "常德恒大华府",
            "嘉盛豪园",
            "厦门中央公园",
            "保利叁仟栋一期",
            "天源",
        ])
    }

    #[test]
    fn a_wrong_character_of_the_same_sound_is_seen_through() {
        for (typed, meant) in [
            ("万达光场", "万达广场"),
            ("万大光场二期", "万达广场二期"),
            ("國貿學園", "国贸学原"),
            ("恒大花府", "恒大华府"),
            ("司明", "思明"),
            ("司明区", "思明"),
            ("五陵区", "武陵区"),
            ("保利叁千栋", "保利叁仟栋"),
            ("万达光场小区", "万达广场"),
            ("天元", "天源"),
            ("嘉森豪园", "嘉盛豪园"),
        ] {
            assert_eq!(spellings().meant(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_only_looks_alike_is_left_alone() {
        for typed in [
            "中山公园",
            "万达影城",
            "学园",
            "恒大",
            "我想租",
            "师名",
            "anything",
            "1500",
            "",
            "万达广场",
        ] {
            assert_eq!(spellings().meant(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_query_is_written_as_it_was_meant_and_as_it_was_typed() {
        let query = Query::for_text("司明 万达光场 一室").0;
        let pieces = [(0..6, "思明".to_owned()), (7..19, "万达广场".to_owned())];
        let (meant, respelling) = Respelling::of(&query, &pieces).unwrap();
        assert_eq!(meant.text(), "思明 万达广场 一室");
        assert_eq!(respelling.as_typed.text(), "\"司明\" \"万达光场\" 一室");
        assert_eq!(respelling.pieces[1], ("万达光场".to_owned(), "万达广场".to_owned()));
        assert!(Respelling::of(&query, &[]).is_none());
    }
}
