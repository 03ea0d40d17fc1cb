//! Being near a place, as people say it: `三明一中附近`, `近三钢`, `离万达500米`, `北站2公里内`.

use std::collections::HashMap;

use crate::{
    search::near::{Landmark, Near, Radius},
    text,
};

/// Landmarks by the first character of their names; of one place's name in another's, the longer counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Landmarks {
    names: HashMap<char, Vec<(Vec<char>, usize)>>,
    list: Vec<Landmark>,
}

impl Landmarks {
    /// `normal` makes of a name what texts are made of before they are read.
    pub(super) fn new(landmarks: impl IntoIterator<Item = Landmark>, normal: impl Fn(&str) -> String) -> Self {
        let mut all = Self::default();
        for landmark in landmarks {
            let at = all.list.len();
            let names = landmark.aliases.iter().map(String::as_str);
            for name in names.chain([landmark.name.as_str()]) {
                let name: Vec<char> = normal(&text::fold_compact(name)).chars().collect();
                // A single character would be read into half of all texts.
                if let [first, _, ..] = name[..] {
                    all.names.entry(first).or_default().push((name, at));
                }
            }
            all.list.push(landmark);
        }
        for names in all.names.values_mut() {
            names.sort_by_key(|(name, at)| (std::cmp::Reverse(name.len()), *at));
        }
        all
    }

    pub(super) fn list(&self) -> &[Landmark] {
        &self.list
    }

    fn longest(&self, chars: &[char], from: usize) -> Option<(usize, &Landmark)> {
        let names = self.names.get(chars.get(from)?)?;
        let (name, at) = names.iter().find(|(name, _)| {
            let whole = match (name.last(), chars.get(from + name.len())) {
                (Some(last), Some(next)) => !(last.is_ascii_alphabetic() && next.is_ascii_alphabetic()),
                _ => true,
            };
            whole && chars[from..].starts_with(name)
        })?;
        Some((name.len(), self.list.get(*at)?))
    }
}

/// A piece of a text that names a place to be near.
#[derive(Debug)]
pub(super) struct Found {
    /// In characters.
    pub length: usize,
    /// Something says that it is about being near; a name alone may as well be a word.
    pub marked: bool,
    pub near: Near,
}

const BEFORE: &[&str] = &[
    "附近的",
    "附近",
    "靠近",
    "临近",
    "邻近",
    "紧邻",
    "紧挨",
    "挨着",
    "毗邻",
    "距离",
    "离",
    "距",
    "近",
    "到",
];
const AROUND: &[&str] = &[
    "附近的",
    "附近",
    "周边",
    "周围",
    "旁边",
    "边上",
    "一带",
    "对面",
    "隔壁",
    "门口",
    "旁",
    "不远",
    "很近",
    "近一点",
    "近点",
    "近的",
    "近",
];
const METRES: &[&str] = &["米", "m"];
const KILOMETRES: &[&str] = &["公里", "千米", "km"];
const WITHIN: &[&str] = &[
    "范围以内",
    "范围之内",
    "范围内",
    "范围",
    "以内",
    "之内",
    "左右",
    "内",
    "远",
    "可达",
    "就到",
];

/// What a person walks in a minute.
const METRES_A_MINUTE: u64 = 80;

/// Reads a place to be near that is said from `chars[at]` on.
pub(super) fn read(landmarks: &Landmarks, chars: &[char], at: usize) -> Option<Found> {
    let before = one_of(BEFORE, chars, at);
    let from = at + before;
    let (length, landmark) = landmarks.longest(chars, from)?;
    let mut end = from + length;
    let mut marked = before > 0;
    let mut radius = None;
    // In either order: 三明一中附近 500 米, 三明一中 500 米附近.
    for _ in 0..2 {
        let next = after_spaces(chars, end);
        let around = one_of(AROUND, chars, next);
        if around > 0 {
            end = next + around;
        } else if let Some((after, metres)) = distance(chars, next).filter(|_| radius.is_none()) {
            end = after;
            radius = Some(metres);
        } else {
            break;
        }
        marked = true;
    }
    let radius = radius.map_or_else(Radius::default, Radius::closest_to);
    Some(Found {
        length: end - at,
        marked,
        near: Near {
            point: landmark.point,
            radius,
            name: Some(landmark.name.clone()),
        },
    })
}

/// `500米以内`, `两公里内`, `1-2km`, `步行10分钟`: where it ends and how many metres that is.
fn distance(chars: &[char], from: usize) -> Option<(usize, u64)> {
    let walk = one_of(&["步行", "走路"], chars, from);
    let mut at = after_spaces(chars, from + walk + one_of(&["方圆", "半径"], chars, from + walk));
    let mut number = numeral(chars, at)?;
    if one_of(&["-", "~", "—", "到", "至"], chars, number.0) == 1
        && let Some(upper) = numeral(chars, number.0 + 1)
    {
        number = upper;
    }
    let (end, digits) = number;
    at = after_spaces(chars, end);
    let minutes = one_of(&["分钟"], chars, at);
    let (unit, metres) = if walk > 0 && minutes > 0 {
        (minutes, text::whole_number(&digits)?.saturating_mul(METRES_A_MINUTE))
    } else {
        let kilometres = one_of(KILOMETRES, chars, at);
        match (kilometres, one_of(METRES, chars, at)) {
            (0, 0) => return None,
            (0, metres) => (metres, text::whole_number(&digits)?),
            (kilometres, _) if digits == "半" => (kilometres, 500),
            (kilometres, _) => (kilometres, text::whole_number(&format!("{digits}千"))?),
        }
    };
    at += unit;
    // Another letter makes it another word: 2 months.
    if chars[at - 1].is_ascii_alphabetic() && chars.get(at).is_some_and(char::is_ascii_alphabetic) {
        return None;
    }
    Some((at + one_of(WITHIN, chars, at), metres))
}

/// The end of a number and the number as written.
fn numeral(chars: &[char], from: usize) -> Option<(usize, String)> {
    const LONGEST: usize = 8;
    let digit =
        |c: &char| c.is_ascii_digit() || *c == '.' || text::chinese_digit(*c).is_some() || "十百千半".contains(*c);
    let digits: String = chars
        .get(from..)?
        .iter()
        .take(LONGEST)
        .take_while(|c| digit(c))
        .collect();
    (!digits.is_empty()).then(|| (from + digits.chars().count(), digits))
}

/// How many characters the first of `phrases` takes that stands here; 0 for none.
fn one_of(phrases: &[&str], chars: &[char], at: usize) -> usize {
    let here = |phrase: &&&str| {
        let length = phrase.chars().count();
        chars.len() >= at + length && phrase.chars().zip(&chars[at..]).all(|(a, b)| a == *b)
    };
    phrases.iter().find(here).map_or(0, |phrase| phrase.chars().count())
}

fn after_spaces(chars: &[char], at: usize) -> usize {
    let spaces = chars.iter().skip(at).take_while(|c| c.is_whitespace()).count();
    at + spaces
}

#[cfg(test)]
#[path = "nearby_tests.rs"]
mod tests;
