//! Texts as they are compared, with the place of every character in the text as it is written: for saying which part of a
//! name was meant.

use std::ops::Range;

use domain::text;
use pinyin::ToPinyin;

use super::analysis::{local_reading, simplify};

/// The letters and digits of a text: half width, lower case, simplified. Nothing else is compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    pub chars: Vec<char>,
    /// Where each stands in the text, counted in characters.
    at: Vec<usize>,
}

impl Compared {
    pub fn of(text: &str) -> Self {
        let mut compared = Self::default();
        for (at, c) in text.chars().enumerate() {
            for folded in text::fold_width(c).to_lowercase().filter(|c| c.is_alphanumeric()) {
                compared.chars.push(folded);
                compared.at.push(at);
            }
        }
        let simplified: Vec<char> = simplify(&compared.text()).chars().collect();
        if simplified.len() == compared.chars.len() {
            compared.chars = simplified;
        }
        compared
    }

    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// The characters of the text that stand behind some of the compared ones.
    pub fn written(&self, compared: Range<usize>) -> Range<usize> {
        match (self.at.get(compared.start), compared.end.checked_sub(1)) {
            (Some(from), Some(last)) => *from..self.at.get(last).map_or(*from, |last| last + 1),
            _ => 0..0,
        }
    }

    /// Every place of the text where these characters stand in a row. Latin words and numbers are found whole.
    pub fn find(&self, piece: &[char]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut from = 0;
        while !piece.is_empty() && from + piece.len() <= self.chars.len() {
            let to = from + piece.len();
            if self.chars[from..to] == *piece && !inside_latin(&self.chars, from) && !inside_latin(&self.chars, to) {
                found.push(self.written(from..to));
                from = to;
            } else {
                from += 1;
            }
        }
        found
    }

    /// The first place of the text where a name begins, or a part of it, with these characters.
    pub fn find_beginning(&self, piece: &[char]) -> Option<Range<usize>> {
        let begins = |from: &usize| self.chars[*from..].starts_with(piece) && !inside_latin(&self.chars, *from);
        let from = (0..self.chars.len()).find(begins).filter(|_| !piece.is_empty())?;
        Some(self.written(from..from + piece.len()))
    }

    /// The characters whose sounds are written in Latin letters, either in full or by their initials.
    pub fn find_sound(&self, latin: &str) -> Option<Range<usize>> {
        let syllables = self.syllables()?;
        let of = |sound: fn(&str) -> &str| {
            (0..syllables.len()).find_map(|from| {
                let sounds = syllables[from..].iter().map(|syllable| sound(syllable));
                sounds_for(latin, sounds).map(|length| self.written(from..from + length))
            })
        };
        of(|syllable| syllable).or_else(|| of(initial))
    }

    /// The sound of each character; `None` where no character has one.
    pub fn syllables(&self) -> Option<Vec<String>> {
        if !self.chars.iter().any(|c| c.to_pinyin().is_some()) {
            return None;
        }
        let text = self.text();
        let syllable = |(at, c): (usize, char)| match local_reading(&text[at..]) {
            Some(reading) => reading.to_owned(),
            None => c
                .to_pinyin()
                .map_or_else(|| c.to_string(), |pinyin| pinyin.plain().replace('ü', "v")),
        };
        Some(text.char_indices().map(syllable).collect())
    }
}

pub fn initial(syllable: &str) -> &str {
    let end = syllable.char_indices().nth(1).map_or(syllable.len(), |(at, _)| at);
    &syllable[..end]
}

/// How many of the sounds it takes for these letters.
fn sounds_for<'a>(latin: &str, sounds: impl Iterator<Item = &'a str>) -> Option<usize> {
    let mut rest = latin;
    for (number, sound) in sounds.enumerate() {
        if sound.starts_with(rest) {
            return Some(number + 1);
        }
        rest = rest.strip_prefix(sound)?;
    }
    None
}

/// Whether a place lies in the middle of a Latin word or a number.
pub fn inside_latin(chars: &[char], at: usize) -> bool {
    let latin = |at: usize| chars.get(at).is_some_and(char::is_ascii_alphanumeric);
    at > 0 && latin(at - 1) && latin(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, piece: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let found = Compared::of(text).find(&Compared::of(piece).chars);
        found.into_iter().map(|range| chars[range].iter().collect()).collect()
    }

    #[test]
    fn pieces_are_found_as_they_are_written() {
        assert_eq!(pieces("中交·國貿 鷺原（二期）", "国贸鹭原"), ["國貿 鷺原"]);
        assert_eq!(pieces("ＳＭ广场 sm", "sm"), ["ＳＭ", "sm"]);
        assert_eq!(pieces("smart", "sm"), [""; 0]);
        assert_eq!(pieces("列东街 列东", "列东"), ["列东", "列东"]);
        assert_eq!(pieces("列东", ""), [""; 0]);
    }

    #[test]
    fn sounds_lead_to_characters() {
        let sound = |name: &str, latin: &str| Compared::of(name).find_sound(latin);
        assert_eq!(sound("列东街道", "liedong"), Some(0..2));
        assert_eq!(sound("列东街道", "lied"), Some(0..2));
        assert_eq!(sound("列东街道", "dongjie"), Some(1..3));
        assert_eq!(sound("列东街道", "ldj"), Some(0..3));
        assert_eq!(sound("国贸大厦", "guomaodasha"), Some(0..4));
        assert_eq!(sound("中交·国贸", "gm"), Some(3..5));
        assert_eq!(sound("列东街道", "xyz"), None);
        assert_eq!(sound("SM", "sm"), None);
    }
}
