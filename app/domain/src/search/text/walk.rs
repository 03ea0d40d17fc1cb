//! A step by step look at a text of folded characters.

use crate::{search::filter::Filter, text};

/// No number that people write is longer.
const NUMERAL_MAX_CHARS: usize = 12;

/// What was read at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// In characters.
    pub length: usize,
    pub filters: Vec<Filter>,
    /// Halls and bathrooms of a layout: wished for, but no reason to hide a home.
    pub halls: Option<u8>,
    pub baths: Option<u8>,
}

/// Walks over folded characters.
#[derive(Clone, Copy)]
pub(super) struct Walk<'a> {
    pub chars: &'a [char],
    pub at: usize,
}

impl Walk<'_> {
    pub fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    pub fn skip_spaces(&mut self) {
        // At most two: a wide gap is the end of a phrase.
        for _ in 0..2 {
            if self.peek(0) == Some(' ') {
                self.at += 1;
            }
        }
    }

    /// Steps over one of these phrases; of several that fit, the first in the list.
    pub fn eat(&mut self, phrases: &[&str]) -> bool {
        for phrase in phrases {
            if phrase.chars().enumerate().all(|(ahead, c)| self.peek(ahead) == Some(c)) {
                self.at += phrase.chars().count();
                return true;
            }
        }
        false
    }

    /// A small number of rooms and the like: one digit, Latin or Chinese.
    pub fn digit(&mut self) -> Option<u8> {
        let c = self.peek(0)?;
        let ascii = c.to_digit(10).map(u64::from);
        // 俩 counts rooms as people speak; no number is written with it.
        let digit = if c == '俩' { Some(2) } else { text::chinese_digit(c) };
        let digit = ascii.or(digit)?;
        if ascii.is_some() && self.peek(1).is_some_and(|next| next.is_ascii_digit()) {
            return None;
        }
        self.at += 1;
        u8::try_from(digit).ok()
    }

    /// The longest number that stands here, as characters.
    pub fn numeral(&mut self) -> Option<String> {
        let from = self.at;
        let ascii = self.peek(0)?.is_ascii_digit();
        let mut seen_unit = false;
        let mut digits_since_unit = 0;
        while let Some(c) = self.peek(0)
            && self.at - from < NUMERAL_MAX_CHARS
        {
            let next = self.peek(1);
            let is_digit = if ascii {
                c.is_ascii_digit()
            } else {
                text::chinese_digit(c).is_some()
            };
            let fits = match c {
                _ if is_digit && ascii => true,
                // After a unit one digit follows and another unit, or the end: 一千五|一室.
                _ if is_digit => !seen_unit || digits_since_unit == 0 || c == '零' || last_is_zero(self.chars, self.at),
                '.' => ascii && next.is_some_and(|next| next.is_ascii_digit()),
                ',' => ascii && (1..=3).all(|ahead| self.peek(ahead).is_some_and(|c| c.is_ascii_digit())),
                '十' | '百' | '千' | '万' => true,
                'k' | 'w' => ascii && !next.is_some_and(|next| next.is_ascii_alphabetic()),
                _ => false,
            };
            if !fits {
                break;
            }
            if is_digit {
                digits_since_unit += 1;
            } else if matches!(c, '十' | '百' | '千' | '万' | 'k' | 'w') {
                seen_unit = true;
                digits_since_unit = 0;
            }
            self.at += 1;
        }
        (self.at > from).then(|| self.chars[from..self.at].iter().collect())
    }
}

fn last_is_zero(chars: &[char], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| chars.get(before)) == Some(&'零')
}
