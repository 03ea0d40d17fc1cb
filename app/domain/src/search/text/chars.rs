//! The characters of a text as they are compared, and where each stands in it.

use std::ops;

use crate::text;

/// Opening and closing.
pub(in super::super) const QUOTES: [(char, char); 4] = [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』')];

/// The characters of a text.
pub(super) struct Chars {
    /// Folded and simplified, one for one with the characters of the text.
    pub all: Vec<char>,
    /// The byte at which each character begins, and the text's length.
    bytes: Vec<usize>,
    /// The last place of each closing quote: an opening one beyond it is no quote.
    last_close: [Option<usize>; QUOTES.len()],
}

impl Chars {
    pub fn of(text: &str, simplify: fn(&str) -> String) -> Self {
        let fold = |c: char| {
            let c = text::fold_width(c);
            // Some letters become two in lower case; only the first keeps its place.
            c.to_lowercase().next().unwrap_or(c)
        };
        let folded: Vec<char> = text.chars().map(fold).collect();
        let simplified: Vec<char> = simplify(&folded.iter().collect::<String>()).chars().collect();
        let all = if simplified.len() == folded.len() {
            simplified
        } else {
            folded
        };
        let last_close = QUOTES.map(|(_, close)| all.iter().rposition(|c| *c == close));
        Self {
            all,
            bytes: text.char_indices().map(|(at, _)| at).chain([text.len()]).collect(),
            last_close,
        }
    }

    /// The byte of the text at which a character begins.
    pub fn byte(&self, at: usize) -> usize {
        self.bytes[at]
    }

    /// The bytes of the text that some characters take.
    pub fn span(&self, from: usize, to: usize) -> ops::Range<usize> {
        self.bytes[from]..self.bytes[to]
    }

    /// How many characters stand between the quote that opens here and the one that closes it; `None` where none does.
    pub fn quoted(&self, at: usize) -> Option<usize> {
        let open = self.all.get(at)?;
        let kind = QUOTES.iter().position(|(opening, _)| opening == open)?;
        if self.last_close[kind].is_none_or(|last| last <= at) {
            return None;
        }
        self.all[at + 1..].iter().position(|c| *c == QUOTES[kind].1)
    }
}

/// Nothing begins in the middle of a Latin word or a number.
pub(super) fn inside_latin(chars: &[char], at: usize) -> bool {
    let latin = |at: usize| chars.get(at).is_some_and(char::is_ascii_alphanumeric);
    at > 0 && latin(at - 1) && latin(at)
}

pub(super) fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_punctuation()
        || text::is_invisible(c)
        || matches!(
            c,
            '、' | '。'
                | '·'
                | '…'
                | '—'
                | '–'
                | '《'
                | '》'
                | '【'
                | '】'
                | '〈'
                | '〉'
                | '’'
                | '‘'
                | '“'
                | '”'
                | '「'
                | '」'
                | '『'
                | '』'
        )
}
