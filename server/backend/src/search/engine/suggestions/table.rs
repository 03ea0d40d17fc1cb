//! Names by their beginnings: as they are written, by pinyin, by initials, from each of their characters on.
//!
//! Sorted keys and a binary search; a hundred thousand names take some megabytes and are asked in well under a
//! millisecond.

use std::cmp::Ordering;

use crate::search::text::{Compared, initial, inside_latin};

/// Sorted beginnings of names, each with the number of its name.
#[derive(Debug, Default)]
struct Keys {
    /// All keys, each ended by a zero byte.
    bytes: Vec<u8>,
    /// Where a key begins and whose it is, in the order of keys.
    sorted: Vec<(u32, u32)>,
}

impl Keys {
    /// `starts` are the places from which a text of letters and digits is a key.
    fn add(&mut self, name: u32, text: &str, starts: impl Iterator<Item = usize>) {
        let base = self.bytes.len();
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(0);
        // More than four gigabytes of names are more than there are.
        let starts = starts.filter_map(|start| u32::try_from(base + start).ok());
        self.sorted.extend(starts.map(|start| (start, name)));
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        // The first bytes beside the key keep most comparisons from looking it up.
        let mut keyed: Vec<(u64, u32, u32)> = self
            .sorted
            .drain(..)
            .map(|(at, name)| (head(key(bytes, at)), at, name))
            .collect();
        keyed.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| key(bytes, a.1).cmp(key(bytes, b.1)))
                .then(a.2.cmp(&b.2))
        });
        self.sorted = keyed.into_iter().map(|(_, at, name)| (at, name)).collect();
    }

    /// The keys that begin like this, those that are just this first.
    fn beginning(&self, with: &str) -> &[(u32, u32)] {
        let with = with.as_bytes();
        let compare = |at: u32| {
            let key = key(&self.bytes, at);
            key[..key.len().min(with.len())].cmp(with)
        };
        let from = self.sorted.partition_point(|(at, _)| compare(*at) == Ordering::Less);
        let length = self.sorted[from..].partition_point(|(at, _)| compare(*at) == Ordering::Equal);
        &self.sorted[from..from + length]
    }

    fn is_just(&self, at: u32, text: &str) -> bool {
        key(&self.bytes, at).len() == text.len()
    }
}

fn key(bytes: &[u8], at: u32) -> &[u8] {
    let rest = bytes.get(at as usize..).unwrap_or_default();
    let end = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len());
    &rest[..end]
}

fn head(key: &[u8]) -> u64 {
    let mut head = [0; 8];
    let length = key.len().min(8);
    head[..length].copy_from_slice(&key[..length]);
    u64::from_be_bytes(head)
}

/// One way to write names: whole, and from the middle on.
#[derive(Debug, Default)]
struct Script {
    whole: Keys,
    inside: Keys,
}

impl Script {
    fn add(&mut self, name: u32, parts: &[impl AsRef<str>], may_begin: impl Fn(usize) -> bool) {
        let mut text = String::new();
        let mut starts = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            if number > 0 && may_begin(number) {
                starts.push(text.len());
            }
            text.push_str(part.as_ref());
        }
        self.whole.add(name, &text, std::iter::once(0));
        if !starts.is_empty() {
            self.inside.add(name, &text, starts.into_iter());
        }
    }

    fn sort(&mut self) {
        self.whole.sort();
        self.inside.sort();
    }
}

/// Names by all of their keys. Of those that fit alike, the ones that were added first are found first.
#[derive(Debug, Default)]
pub struct Table {
    written: Script,
    pinyin: Script,
    initials: Script,
    foreign: Keys,
}

impl Table {
    /// Adds what the name with this number is called in another language: what pinyin means comes first.
    pub fn add_foreign(&mut self, name: u32, text: &str) {
        self.foreign.add(name, &Compared::of(text).text(), std::iter::once(0));
    }

    /// Adds a way to type the name with this number. [`Table::sort`] comes after the last.
    pub fn add(&mut self, name: u32, text: &str) {
        let compared = Compared::of(text);
        if compared.chars.is_empty() {
            return;
        }
        let may_begin = |at: usize| !inside_latin(&compared.chars, at);
        let chars: Vec<String> = compared.chars.iter().map(char::to_string).collect();
        self.written.add(name, &chars, may_begin);
        if let Some(syllables) = compared.syllables() {
            self.pinyin.add(name, &syllables, may_begin);
            let initials: Vec<&str> = syllables.iter().map(|syllable| initial(syllable)).collect();
            self.initials.add(name, &initials, may_begin);
        }
    }

    pub fn sort(&mut self) {
        self.written.sort();
        self.pinyin.sort();
        self.initials.sort();
        self.foreign.sort();
    }

    /// The names that `typed` is the beginning of: just it, then beginning with it, then with it inside; each as written,
    /// by pinyin, by initials.
    pub fn find(&self, typed: &str, limit: usize) -> Vec<u32> {
        let mut found = Found { names: vec![], limit };
        let scripts = [&self.written, &self.pinyin, &self.initials];
        if typed.is_empty() {
            return vec![];
        }
        for script in scripts {
            let keys = script.whole.beginning(typed);
            let just = keys.partition_point(|(at, _)| script.whole.is_just(*at, typed));
            found.add(&keys[..just]);
        }
        for script in scripts {
            found.add(script.whole.beginning(typed));
        }
        for script in scripts {
            found.add(script.inside.beginning(typed));
        }
        found.add(self.foreign.beginning(typed));
        found.names
    }
}

struct Found {
    names: Vec<u32>,
    limit: usize,
}

impl Found {
    /// Adds the first names among these keys, as far as there is room.
    fn add(&mut self, keys: &[(u32, u32)]) {
        let room = self.limit.saturating_sub(self.names.len());
        if room == 0 {
            return;
        }
        let mut first: Vec<u32> = Vec::with_capacity(room + 1);
        for (_, name) in keys {
            if first.len() == room && first.last().is_some_and(|last| last <= name) {
                continue;
            }
            let at = first.partition_point(|known| known < name);
            if first.get(at) != Some(name) && !self.names.contains(name) {
                first.insert(at, *name);
                first.truncate(room);
            }
        }
        self.names.extend(first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 7] = [
        "列东街道",
        "江滨新村",
        "列东小区",
        "新江花园",
        "SM广场",
        "smart公寓",
        "江滨",
    ];

    fn find(typed: &str) -> Vec<&'static str> {
        let mut table = Table::default();
        for (number, name) in (0..).zip(NAMES) {
            table.add(number, name);
        }
        table.sort();
        let found = table.find(typed, 8);
        found.into_iter().map(|number| NAMES[number as usize]).collect()
    }

    #[test]
    fn exact_before_beginning_before_inside() {
        assert_eq!(find("江滨"), ["江滨", "江滨新村"]);
        assert_eq!(find("江"), ["江滨新村", "江滨", "新江花园"]);
        assert_eq!(find("新"), ["新江花园", "江滨新村"]);
        assert_eq!(find("ld"), ["列东街道", "列东小区"]);
        assert_eq!(find("dongx"), ["列东小区"]);
        assert_eq!(find("xc"), ["江滨新村"]);
        assert_eq!(find("jiangb"), ["江滨新村", "江滨"]);
        assert_eq!(find("sm"), ["SM广场", "smart公寓"]);
        assert_eq!(find("mart"), [""; 0]);
        assert_eq!(find("guangc"), ["SM广场"]);
        assert_eq!(find(""), [""; 0]);
        assert_eq!(find("完全没有"), [""; 0]);
    }

    #[test]
    fn a_limit_keeps_the_first() {
        let mut table = Table::default();
        for number in 0..1000 {
            table.add(number, &format!("列{number}"));
        }
        table.sort();
        assert_eq!(table.find("l", 3), [0, 1, 2]);
        assert_eq!(table.find("列99", 3), [99, 990, 991]);
    }
}
