//! Chinese text as terms.
//!
//! The order matters: width and case, traditional to simplified, layouts, then terms. Words come from jieba's search
//! mode without its guessing model, which cuts names wrongly; pairs of characters find every piece of a name that no
//! dictionary knows.

use std::sync::Arc;

use domain::text;
use jieba_rs::Jieba;
use pinyin::ToPinyin;

/// One term and the place where it begins, counted in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub at: usize,
}

/// Traditional characters as simplified ones, one for one.
#[must_use]
pub fn simplify(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    fast2s::convert(text)
}

/// A text in the form in which everything is compared.
pub fn normal(text: &str) -> String {
    layouts(&simplify(&text::fold(text)))
}

/// A name without spaces and punctuation: `中交·国贸 鹭原` is typed as one word.
pub fn normal_name(name: &str) -> String {
    let mut name = normal(name);
    name.retain(char::is_alphanumeric);
    name
}

/// `两房` and `2居` as `2室`, so that all ways to write a layout meet.
fn layouts(text: &str) -> String {
    // Most texts say nothing of rooms.
    if !text.contains(['室', '房', '居', '厅', '卫']) {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let count = c.to_digit(10).map(u64::from).or_else(|| text::chinese_digit(c));
        let alone = at == 0 || !chars[at - 1].is_ascii_digit();
        match (count.filter(|_| alone), chars.get(at + 1)) {
            (Some(count), Some('室' | '房' | '居')) => {
                out.push_str(&count.to_string());
                out.push('室');
                // 三居室 is 3室, not 3室室.
                at += if chars.get(at + 2) == Some(&'室') { 3 } else { 2 };
            }
            (Some(count), Some(unit @ ('厅' | '卫'))) => {
                out.push_str(&count.to_string());
                out.push(*unit);
                at += 2;
            }
            _ => {
                out.push(c);
                at += 1;
            }
        }
    }
    out
}

/// Pairs of neighbouring characters, and each run's last character alone, so that some term begins at every place.
/// Latin words and numbers stay whole.
pub fn pairs(normal: &str) -> Vec<Piece> {
    let chars: Vec<char> = normal.chars().collect();
    let mut pieces = Vec::with_capacity(chars.len());
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        if c.is_ascii_alphanumeric() {
            let end = (at..chars.len()).find(|end| !chars[*end].is_ascii_alphanumeric());
            let end = end.unwrap_or(chars.len());
            pieces.push(Piece {
                text: chars[at..end].iter().collect(),
                at,
            });
            at = end;
            continue;
        }
        if c.is_alphanumeric() {
            let pair = chars.get(at + 1).is_some_and(|next| is_han_like(*next));
            let end = if pair { at + 2 } else { at + 1 };
            pieces.push(Piece {
                text: chars[at..end].iter().collect(),
                at,
            });
        }
        at += 1;
    }
    pieces
}

fn is_han_like(c: char) -> bool {
    c.is_alphanumeric() && !c.is_ascii_alphanumeric()
}

/// The terms of a typed word that must stand in a row where it occurs. A last lone character is left out when there is
/// more: in the index it may be the first half of a pair.
pub fn pairs_in_a_row(word: &str) -> Vec<Piece> {
    let mut pieces = pairs(word);
    let lone = |piece: &Piece| piece.text.chars().count() == 1 && piece.text.chars().all(is_han_like);
    if pieces.len() > 1 && pieces.last().is_some_and(lone) {
        pieces.pop();
    }
    pieces
}

/// The syllables of a name without tones, or `None` where it has no Han character. Latin letters and digits of the
/// name stand for themselves.
fn syllables(name: &str) -> Option<Vec<String>> {
    if !name.chars().any(|c| c.to_pinyin().is_some()) {
        return None;
    }
    let mut out: Vec<String> = Vec::new();
    for (at, c) in name.char_indices() {
        if let Some(known) = local_reading(&name[at..]) {
            out.push(known.to_owned());
        } else if let Some(pinyin) = c.to_pinyin() {
            out.push(pinyin.plain().replace('ü', "v"));
        } else if c.is_ascii_alphanumeric() {
            out.push(c.to_string());
        }
    }
    Some(out)
}

/// Characters of many sounds, as names use them: where the common reading is another.
pub fn local_reading(rest: &str) -> Option<&'static str> {
    const READINGS: &[(&str, &str)] = &[
        ("厦门", "xia"),
        ("厦大", "xia"),
        ("厦禾", "xia"),
        ("厦港", "xia"),
        ("大厦", "da"),
        ("厦", "sha"),
        ("重庆", "chong"),
        ("长", "chang"),
        ("重阳", "chong"),
        ("重天", "chong"),
        ("朝", "chao"),
        ("曾", "zeng"),
        ("厝", "cuo"),
        ("垵", "an"),
        ("莘口", "xin"),
        ("单", "dan"),
        ("会", "hui"),
        ("柏", "bai"),
        ("尤溪", "you"),
        ("大田", "da"),
        ("将乐", "jiang"),
        ("乐", "le"),
        ("都市", "du"),
        ("都", "du"),
        ("行政", "xing"),
        ("行街", "xing"),
        ("行人", "xing"),
        ("银行", "yin"),
        ("行", "hang"),
        ("地", "di"),
        ("沙县", "sha"),
    ];
    READINGS
        .iter()
        .find(|(begins, _)| rest.starts_with(begins))
        .map(|(_, reading)| *reading)
}

/// The whole pinyin of a name: `liedong` for 列东.
#[must_use]
pub fn pinyin(name: &str) -> Option<String> {
    syllables(&normal_name(name)).map(|syllables| syllables.concat())
}

/// Pinyin and initials of a name from each of its syllables on, so that a prefix of any of them finds it.
pub fn sounds(name: &str) -> Sounds {
    let Some(syllables) = syllables(&normal_name(name)) else {
        return Sounds::default();
    };
    let initials: Vec<&str> = syllables.iter().filter_map(|syllable| syllable.get(..1)).collect();
    Sounds {
        pinyin: (0..syllables.len()).map(|from| syllables[from..].concat()).collect(),
        initials: (0..initials.len()).map(|from| initials[from..].concat()).collect(),
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sounds {
    pub pinyin: Vec<String>,
    pub initials: Vec<String>,
}

/// Cuts texts into words. Cheap to clone; loading the dictionary takes a moment, so one is made for a program.
#[derive(Clone)]
pub struct Analysis {
    jieba: Arc<Jieba>,
}

impl std::fmt::Debug for Analysis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Analysis").finish_non_exhaustive()
    }
}

impl Analysis {
    /// Knows no word: for an index that is opened before its dictionary is made.
    #[must_use]
    pub fn without_words() -> Self {
        Self {
            jieba: Arc::new(Jieba::empty()),
        }
    }

    /// `names` are the streets, communities and estates of the place, which no general dictionary has.
    #[must_use]
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut jieba = Jieba::new();
        for name in names {
            let name = normal_name(name);
            if name.chars().count() >= 2 && !jieba.has_word(&name) {
                let frequency = jieba.suggest_freq(&name);
                jieba.add_word(&name, Some(frequency), Some("ns"));
            }
        }
        Self { jieba: Arc::new(jieba) }
    }

    /// The words of a normal text, long ones with the words in them.
    pub fn words<'a>(&self, normal: &'a str) -> Vec<&'a str> {
        let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
        let tokens = self.jieba.cut_for_search(normal, false).into_iter();
        tokens.map(|token| token.word).filter(is_word).collect()
    }

    /// The words of a typed word that have to occur: without those that only repeat a part of a longer one.
    pub fn needed_words<'a>(&self, word: &'a str) -> Vec<&'a str> {
        let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
        let tokens = self.jieba.cut(word, false).into_iter();
        tokens.map(|token| token.word).filter(is_word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pieces: &[Piece]) -> Vec<&str> {
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn all_ways_to_write_a_layout_meet() {
        for text in ["两室一厅", "2室1厅", "２室１厅", "二房一厅", "2居1厅", "两居室一廳"] {
            assert_eq!(normal(text), "2室1厅", "{text}");
        }
        assert_eq!(normal("三元区"), "三元区");
        assert_eq!(normal("302室"), "302室");
    }

    #[test]
    fn names_lose_what_nobody_types() {
        assert_eq!(normal_name("中交·國貿 鷺原（二期）"), "中交国贸鹭原二期");
        assert_eq!(normal_name("SM 廣場"), "sm广场");
    }

    #[test]
    fn some_pair_begins_at_every_character() {
        let pieces = pairs("江滨新村sm2期");
        assert_eq!(texts(&pieces), ["江滨", "滨新", "新村", "村", "sm2", "期"]);
        assert_eq!(pieces[4].at, 4);
        assert_eq!(texts(&pairs_in_a_row("江滨新")), ["江滨", "滨新"]);
        assert_eq!(texts(&pairs_in_a_row("江")), ["江"]);
        assert_eq!(texts(&pairs_in_a_row("sm广")), ["sm"]);
        assert!(pairs("·，! ").is_empty());
    }

    #[test]
    fn sounds_begin_at_every_syllable() {
        let sounds = sounds("列东");
        assert_eq!(sounds.pinyin, ["liedong", "dong"]);
        assert_eq!(sounds.initials, ["ld", "d"]);
        assert_eq!(pinyin("厦门"), Some("xiamen".into()));
        assert_eq!(pinyin("国贸大厦"), Some("guomaodasha".into()));
        assert_eq!(pinyin("将乐县"), Some("jianglexian".into()));
        for (name, typed) in [
            ("步行街", "buxingjie"),
            ("农业银行", "nongyeyinhang"),
            ("曾厝垵", "zengcuoan"),
            ("朝阳新城", "chaoyangxincheng"),
            ("长安大厦", "changandasha"),
            ("重庆路", "chongqinglu"),
            ("莘口镇", "xinkouzhen"),
            ("尤溪县", "youxixian"),
            ("松柏", "songbai"),
        ] {
            assert_eq!(pinyin(name).as_deref(), Some(typed), "{name}");
        }
        assert_eq!(pinyin("SM"), None);
        assert_eq!(super::sounds("SM"), Sounds::default());
    }

    #[test]
    fn local_names_are_one_word_and_their_parts_are_too() {
        let analysis = Analysis::new(["凤岗街道", "沙县区"]);
        let words = analysis.words("沙县区凤岗街道2室");
        assert!(
            words.contains(&"沙县区") && words.contains(&"凤岗街道") && words.contains(&"街道"),
            "{words:?}"
        );
        assert_eq!(analysis.needed_words("沙县区凤岗街道"), ["沙县区", "凤岗街道"]);
    }
}
