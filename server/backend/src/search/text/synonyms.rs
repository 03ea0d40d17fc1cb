//! The file of synonyms of a centre: read, checked, and looked at again while the program runs.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::LazyLock,
    time::SystemTime,
};

use domain::search::{Filter, Group, Note, PlaceKind, PlaceName, Query, Synonym, Synonyms};
use serde::Deserialize;
use toml::Spanned;

/// What is known without a file.
const SHIPPED: &str = include_str!("../../../data/search/synonyms.toml");

/// A longer file is no list of words.
const FILE_MAX_BYTES: u64 = 1 << 20;
const WORDS_MAX: usize = 20_000;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SynonymsError {
    #[error("the file can't be read ({0})")]
    Unreadable(String),
    #[error("the file is larger than {} KiB", FILE_MAX_BYTES / 1024)]
    TooLarge,
    #[error("line {line}: {reason}")]
    Line { line: usize, reason: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    means: Vec<Spanned<Means>>,
    #[serde(default)]
    same: Vec<Spanned<Words>>,
    #[serde(default)]
    place: Vec<Spanned<PlaceEntry>>,
    #[serde(default)]
    wish: Vec<Spanned<Words>>,
    #[serde(default)]
    ignore: Vec<Spanned<Words>>,
    #[serde(default)]
    word: Vec<Spanned<Words>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Means {
    words: Vec<String>,
    /// As in the address of a search: `facilities=near-bus`.
    filters: Vec<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceEntry {
    words: Vec<String>,
    city: Option<String>,
    district: Option<String>,
    street: Option<String>,
    estate: Option<String>,
}

/// Reads a text in the format of `docs/search-synonyms.md`.
///
/// # Errors
/// At the first line that is wrong.
pub fn parse(text: &str) -> Result<Synonyms, SynonymsError> {
    let at = |offset: usize, reason: String| SynonymsError::Line {
        line: text[..offset.min(text.len())].matches('\n').count() + 1,
        reason,
    };
    let file: File = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        at(offset, error.message().to_owned())
    })?;
    let mut synonyms = Synonyms::new();
    let mut add = |span: std::ops::Range<usize>, words: Vec<String>, synonym: Result<Synonym, String>| {
        let synonym = synonym.and_then(|synonym| check(&words, &synonym).map(|()| synonym));
        synonyms.push((words, synonym.map_err(|reason| at(span.start, reason))?));
        Ok(())
    };
    for entry in file.means {
        let (span, entry) = (entry.span(), entry.into_inner());
        add(span, entry.words, means(&entry.filters, entry.note.as_deref()))?;
    }
    let plain = [
        (file.same, Synonym::Same),
        (file.wish, Synonym::Wish),
        (file.ignore, Synonym::Nothing),
        (file.word, Synonym::Word),
    ];
    for (entries, synonym) in plain {
        for entry in entries {
            add(entry.span(), entry.into_inner().words, Ok(synonym.clone()))?;
        }
    }
    for entry in file.place {
        let (span, mut entry) = (entry.span(), entry.into_inner());
        add(span, std::mem::take(&mut entry.words), place(entry))?;
    }
    let count: usize = synonyms.iter().map(|(words, _)| words.len()).sum();
    if count > WORDS_MAX {
        return Err(at(text.len(), format!("more than {WORDS_MAX} words")));
    }
    Ok(synonyms)
}

fn check(words: &[String], synonym: &Synonym) -> Result<(), String> {
    let least = if matches!(synonym, Synonym::Same) { 2 } else { 1 };
    if words.len() < least {
        return Err(format!("`words` needs at least {least}"));
    }
    match words
        .iter()
        .find(|word| !(1..=60).contains(&domain::text::fold_compact(word).chars().count()))
    {
        Some(word) => Err(format!("`{word}` is empty or longer than 60 characters")),
        None => Ok(()),
    }
}

fn means(filters: &[String], note: Option<&str>) -> Result<Synonym, String> {
    let mut all: Vec<Filter> = Vec::new();
    for filter in filters {
        let parsed = Query::from_query_string(filter);
        let read = parsed.query.filters.list();
        let days = read.iter().any(|filter| filter.group() == Group::AvailableBy);
        if read.is_empty() || !parsed.ignored.is_empty() || !parsed.query.text().is_empty() || days {
            return Err(format!(
                "`{filter}` is no filter of a search, such as `facilities=elevator`"
            ));
        }
        all.extend(read);
    }
    if all.is_empty() {
        return Err("`filters` is empty".to_owned());
    }
    let note = match note {
        Some(code) => Some(Note::from_code(code).ok_or_else(|| format!("`{code}` is no note"))?),
        None => None,
    };
    Ok(Synonym::Means { filters: all, note })
}

fn place(entry: PlaceEntry) -> Result<Synonym, String> {
    let names = [
        (PlaceKind::City, entry.city),
        (PlaceKind::District, entry.district),
        (PlaceKind::Street, entry.street),
        (PlaceKind::Estate, entry.estate),
    ];
    let mut named = names.into_iter().filter_map(|(kind, name)| Some((kind, name?)));
    match (named.next(), named.next()) {
        (Some((kind, name)), None) => match PlaceName::parse(&name) {
            Ok(name) => Ok(Synonym::Place(kind, name)),
            Err(_) => Err(format!("`{name}` is no name of a place")),
        },
        _ => Err("name exactly one of `city`, `district`, `street`, `estate`".to_owned()),
    }
}

/// Reads the file of a centre; without one there is nothing to add.
///
/// # Errors
/// When it can't be read, or at its first line that is wrong.
pub fn read(path: &Path) -> Result<Synonyms, SynonymsError> {
    let unreadable = |error: io::Error| SynonymsError::Unreadable(error.to_string());
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Synonyms::new()),
        Err(error) => return Err(unreadable(error)),
        Ok(metadata) if metadata.len() > FILE_MAX_BYTES => return Err(SynonymsError::TooLarge),
        Ok(_) => {}
    }
    parse(&fs::read_to_string(path).map_err(unreadable)?)
}

/// What comes with the program.
#[must_use]
pub fn shipped() -> Synonyms {
    // A test reads it, so it can't be wrong here.
    static READ: LazyLock<Synonyms> = LazyLock::new(|| parse(SHIPPED).unwrap_or_default());
    READ.clone()
}

/// The file of a centre, and what was last right in it.
#[derive(Debug)]
pub struct SynonymsFile {
    path: PathBuf,
    seen: Option<Stamp>,
    own: Synonyms,
}

/// A changed file has another size or time.
type Stamp = Option<(SystemTime, u64)>;

impl SynonymsFile {
    #[must_use]
    pub const fn new(path: PathBuf) -> Self {
        Self {
            path,
            seen: None,
            own: Synonyms::new(),
        }
    }

    /// Looks whether the file changed since the last look, and reads it then. Returns whether there is something new;
    /// what is wrong is logged once, and the last good one stays in use.
    pub fn look(&mut self) -> bool {
        let stamp = fs::metadata(&self.path).ok();
        let stamp = stamp.and_then(|metadata| Some((metadata.modified().ok()?, metadata.len())));
        if self.seen == Some(stamp) {
            return false;
        }
        self.seen = Some(stamp);
        match read(&self.path) {
            Ok(own) => {
                let new = own != self.own;
                self.own = own;
                new
            }
            Err(error) => {
                let path = self.path.display();
                tracing::error!(%path, %error, "the synonyms are wrong; the last good ones stay in use");
                false
            }
        }
    }

    /// What comes with the program and what the centre wrote; the centre's words win.
    #[must_use]
    pub fn all(&self) -> Synonyms {
        shipped().into_iter().chain(self.own.iter().cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_can_be_read() {
        let shipped = parse(SHIPPED).unwrap();
        assert!(shipped.len() > 10);
        assert!(
            shipped
                .iter()
                .any(|(words, _)| words.iter().any(|word| word == "近地铁"))
        );
    }

    #[test]
    fn every_kind_of_entry_is_read() {
        let synonyms = parse(
            r#"
            means = [{ words = ["拎包"], filters = ["facilities=furnished,well-fitted", "mode=whole"] }]
            same = [{ words = ["复式", "loft"] }]
            place = [{ words = ["梅列"], district = "三元区" }, { words = ["老车站"], estate = "江滨新村" }]
            wish = [{ words = ["安静"] }]
            ignore = [{ words = ["哈喽"] }]
            word = [{ words = ["短期"] }]
            "#,
        )
        .unwrap();
        assert_eq!(synonyms.len(), 7);
        assert!(matches!(&synonyms[0].1, Synonym::Means { filters, note: None } if filters.len() == 3));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, line, reason) in [
            ("\nsame = [\n", 2, "unclosed"),
            (
                "[[same]]\nwords = [\"a\", \"b\"]\n[[same]]\nwords = [\"c\"]\n",
                3,
                "at least 2",
            ),
            ("[[means]]\nwords = [\"a\"]\nfilters = [\"rooms=9\"]\n", 1, "rooms=9"),
            (
                "[[means]]\nwords = [\"a\"]\nfilters = [\"colour=red\"]\n",
                1,
                "colour=red",
            ),
            (
                "[[means]]\nwords = [\"a\"]\nfilters = [\"rooms=1\"]\nnote = \"x\"",
                1,
                "no note",
            ),
            ("[[place]]\nwords = [\"a\"]\n", 1, "exactly one"),
            ("[[place]]\nwords = [\"\"]\nstreet = \"b\"", 1, "empty"),
            ("\n[[places]]\nwords = []\n", 2, "unknown field"),
        ] {
            match parse(text) {
                Err(SynonymsError::Line { line: at, reason: why }) => {
                    assert!(at == line && why.contains(reason), "{text}: {at} {why}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_changed_file_is_read_again_and_a_wrong_one_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("synonyms.toml");
        let mut file = SynonymsFile::new(path.clone());
        let shipped = file.all().len();
        assert!(!file.look(), "there is none");
        fs::write(&path, "[[same]]\nwords = [\"a\", \"b\"]\n").unwrap();
        assert!(file.look() && !file.look());
        assert_eq!(file.all().len(), shipped + 1);
        fs::write(&path, "[[same]]\nwords = [\n").unwrap();
        assert!(!file.look());
        assert_eq!(file.all().len(), shipped + 1);
        fs::remove_file(&path).unwrap();
        assert!(file.look());
        assert_eq!(file.all().len(), shipped);
    }
}
