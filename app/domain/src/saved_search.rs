//! A search that somebody keeps, and when its alerts go out.

use crate::{
    coded::coded,
    form::{Code, Errors},
    search::{Limit, Query, Sort},
    text, time,
};
use jiff::{Timestamp, ToSpan, civil::Weekday};

/// More than this nobody keeps an overview of.
pub const MAX_PER_ACCOUNT: u64 = 20;

/// The longest search that is kept, in bytes of its query string: what an address in a mail may be, and what both
/// databases take into an index.
const MAX_QUERY_BYTES: usize = 2_000;

const MAX_NAME_CHARS: usize = 60;

/// When mails of a day go out, in China.
const HOUR: i8 = 8;

coded! {
    /// How often new matches are mailed.
    pub enum AlertFrequency {
        /// Within about a minute.
        AtOnce = "at-once",
        /// At 8 in the morning.
        Daily = "daily",
        /// On Mondays at 8 in the morning.
        Weekly = "weekly",
        Never = "never",
    }
}

impl AlertFrequency {
    /// When what is found at `now` is mailed; `None` when never.
    #[must_use]
    pub fn due(self, now: Timestamp) -> Option<Timestamp> {
        let here = time::civil_in_china(now);
        let today = here.date();
        let past = here.time() >= jiff::civil::time(HOUR, 0, 0, 0);
        let days = match self {
            Self::AtOnce => return Some(now),
            Self::Never => return None,
            Self::Daily => i64::from(past),
            Self::Weekly => {
                let ahead = i64::from(today.weekday().until(Weekday::Monday));
                if ahead == 0 && past { 7 } else { ahead }
            }
        };
        let day = today.checked_add(days.days()).ok()?;
        time::CHINA.to_timestamp(day.at(HOUR, 0, 0, 0)).ok()
    }
}

/// A search as it is kept: its query string without order and page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptQuery(String);

impl KeptQuery {
    /// Error: `saved-search-long`.
    pub fn of(query: &Query) -> Result<Self, Code> {
        let mut query = query.clone().with_sort(Sort::default());
        query.limit = Limit::default();
        let query = query.to_query_string();
        if query.len() > MAX_QUERY_BYTES {
            return Err(Code::new("saved-search-long"));
        }
        Ok(Self(query))
    }

    /// Reads what was kept. What this version of the program doesn't know any more is left out.
    #[must_use]
    pub fn read(kept: &str) -> Query {
        Query::from_query_string(kept).query
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What its owner says of a saved search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearchForm {
    pub name: String,
    pub frequency: AlertFrequency,
}

impl SavedSearchForm {
    /// Errors: `required`, `too-long`, `choice`.
    pub fn parse(name: &str, frequency: &str) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let name = errors.check("name", text::bounded(name, 1, MAX_NAME_CHARS));
        let frequency = errors.check("frequency", frequency.parse());
        match (name, frequency) {
            (Some(name), Some(frequency)) => Ok(Self { name, frequency }),
            _ => Err(errors),
        }
    }
}

/// A name that fits, from words that may be too long.
#[must_use]
pub fn suggested_name(words: &str) -> String {
    let words = text::tidy(words);
    match words.char_indices().nth(MAX_NAME_CHARS) {
        None => words,
        Some(_) => words.chars().take(MAX_NAME_CHARS - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mails_go_out_at_eight_in_china() {
        // 2026-11-23 is a Monday.
        for (found, daily, weekly) in [
            ("2026-11-22T23:59:59Z", "2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z"),
            ("2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z", "2026-11-30T00:00:00Z"),
            ("2026-11-23T15:59:59Z", "2026-11-24T00:00:00Z", "2026-11-30T00:00:00Z"),
            ("2026-11-23T16:00:00Z", "2026-11-24T00:00:00Z", "2026-11-30T00:00:00Z"),
            ("2026-11-29T12:00:00Z", "2026-11-30T00:00:00Z", "2026-11-30T00:00:00Z"),
            ("2026-12-31T20:00:00Z", "2027-01-01T00:00:00Z", "2027-01-04T00:00:00Z"),
        ] {
            let now: Timestamp = found.parse().unwrap();
            let due = |frequency: AlertFrequency| frequency.due(now).map(|due| due.to_string());
            assert_eq!(due(AlertFrequency::AtOnce).as_deref(), Some(found));
            assert_eq!(
                due(AlertFrequency::Daily).as_deref(),
                Some(daily),
                "daily, found at {found}"
            );
            assert_eq!(
                due(AlertFrequency::Weekly).as_deref(),
                Some(weekly),
                "weekly, found at {found}"
            );
            assert_eq!(due(AlertFrequency::Never), None);
        }
    }

    proptest! {
        #[test]
        fn a_mail_is_always_ahead_and_never_far(seconds in 0..4_000_000_000_i64) {
            let now = Timestamp::from_second(seconds).unwrap();
            for (frequency, days) in [(AlertFrequency::Daily, 1), (AlertFrequency::Weekly, 7)] {
                let wait = frequency.due(now).unwrap().duration_since(now).as_secs();
                prop_assert!(wait > 0 && wait <= days * 86_400, "{frequency}: {wait}");
            }
        }
    }

    #[test]
    fn the_same_question_is_the_same_search() {
        let kept = |query: &str| KeptQuery::of(&Query::from_query_string(query).query).unwrap();
        let one = kept("sort=rent-up&rooms=3,2&limit=5&q=%E5%88%97%E4%B8%9C");
        assert_eq!(one, kept("q=%E5%88%97%E4%B8%9C&rooms=2&rooms=3&after=f1-1-1&utm=x"));
        assert_eq!(one.as_str(), "q=%E5%88%97%E4%B8%9C&rooms=2,3");
        assert_eq!(KeptQuery::of(&KeptQuery::read(one.as_str())), Ok(one));
        let long = Query::for_text(&"房".repeat(300)).0;
        assert_eq!(KeptQuery::of(&long).unwrap_err().code, "saved-search-long");
    }

    #[test]
    fn what_its_owner_says_is_checked() {
        let form = SavedSearchForm::parse(" 列东　两室 ", "daily").unwrap();
        assert_eq!(
            (form.name.as_str(), form.frequency),
            ("列东 两室", AlertFrequency::Daily)
        );
        let errors = SavedSearchForm::parse("", "hourly").unwrap_err();
        let codes: Vec<_> = errors.iter().map(|error| (error.field, error.code)).collect();
        assert_eq!(codes, [("name", "required"), ("frequency", "choice")]);
        assert!(SavedSearchForm::parse(&suggested_name(&"长".repeat(100)), "never").is_ok());
        assert_eq!(suggested_name(" a  b "), "a b");
    }
}
