//! A search as it stands in the URL.

use super::{
    cursor::Cursor,
    filter::{AREA_MAX, Facing, Filter, Range, Rooms, rent_bound},
    filters::Filters,
    near::{Near, box_code, box_from_code},
    sort::Sort,
    url,
};
use crate::{facility::Facility, place::PlaceName, text};

/// What is typed beyond this is cut off, and the page says so.
pub const TEXT_MAX_CHARS: usize = 10_000;

/// More names than this in one group are left out: no list of the page can make them.
const NAMES_MAX: usize = 50;

/// How many results one page holds: 1 to 50, 20 unless asked otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u8);

impl Limit {
    pub const MAX: u8 = 50;

    #[must_use]
    pub fn new(limit: u32) -> Option<Self> {
        u8::try_from(limit)
            .ok()
            .filter(|limit| (1..=Self::MAX).contains(limit))
            .map(Self)
    }

    #[must_use]
    pub const fn get(self) -> usize {
        self.0 as usize
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

/// A search: words as typed, filters that were chosen, the order and the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// One tidy line. `"…"` around a piece keeps it from being read as a filter.
    text: String,
    pub filters: Filters,
    pub sort: Sort,
    pub limit: Limit,
    pub after: Option<Cursor>,
}

/// Part of a URL that could not be used. The search goes on without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    pub key: &'static str,
    /// What was sent, at most 100 characters of it.
    pub value: String,
    /// `unknown-value`, `required` (nothing but invisible characters), `too-long`, `too-many`, or `needs-near`: the order by
    /// distance of what is near nothing.
    pub code: &'static str,
}

/// What came out of a URL.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parsed {
    pub query: Query,
    pub ignored: Vec<Ignored>,
}

impl Parsed {
    /// Reports that a value was of no use. One report a key says enough; a URL of ten thousand bad values is no reason for a
    /// page of them.
    pub fn ignore(&mut self, key: &'static str, value: &str, code: &'static str) {
        if self.ignored.iter().any(|ignored| ignored.key == key) {
            return;
        }
        let value = value.chars().take(100).collect();
        self.ignored.push(Ignored { key, value, code });
    }

    /// Takes out what is of no use for the filters that the search comes to, which only its words tell: an order by distance
    /// from nowhere, and the page of another order.
    pub fn settle(&mut self, filters: &Filters) {
        let order = filters.order(self.query.sort);
        if order != self.query.sort {
            self.ignore("sort", self.query.sort.code(), "needs-near");
            self.query.sort = order;
        }
        if let Some(after) = self.query.after.take_if(|after| after.sort != order) {
            self.ignore("after", &after.to_string(), "unknown-value");
        }
    }
}

impl Query {
    /// A search for these words. Returns whether something had to be cut off, too.
    #[must_use]
    pub fn for_text(text: &str) -> (Self, bool) {
        let (text, cut) = tidy_text(text);
        let query = Self {
            text,
            ..Self::default()
        };
        (query, cut)
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same search with other words, from its first page.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        self.text = tidy_text(text).0;
        self.after = None;
        self
    }

    /// The same search in another order, from its first page.
    #[must_use]
    pub fn with_sort(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self.after = None;
        self
    }

    /// The page of the same search that begins at `after`.
    #[must_use]
    pub fn with_after(mut self, after: Option<Cursor>) -> Self {
        self.after = after;
        self
    }

    /// Whether it asks for nothing in particular.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.filters.is_empty()
    }

    /// Reads a search from decoded pairs. What can't be used is reported, keys that are none of ours are passed over.
    #[must_use]
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Parsed {
        let mut reading = PairReader::default();
        for (key, value) in pairs {
            reading.read(&key, &value);
        }
        reading.finish()
    }

    /// [`Query::from_pairs`] of a query string.
    #[must_use]
    pub fn from_query_string(query: &str) -> Parsed {
        Self::from_pairs(url::pairs(query))
    }

    /// The one query string that stands for this search, without `?`; empty for the search that asks for nothing.
    #[must_use]
    pub fn to_query_string(&self) -> String {
        let mut out = String::new();
        for (key, value) in self.to_pairs() {
            url::push(&mut out, key, &value);
        }
        out
    }

    /// The pairs of [`Query::to_query_string`], for forms that carry a search along in hidden fields.
    #[must_use]
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let filters = &self.filters;
        let mut out = Vec::new();
        if !self.text.is_empty() {
            out.push(("q", self.text.clone()));
        }
        let names = [
            ("city", &filters.city),
            ("district", &filters.district),
            ("street", &filters.street),
            ("estate", &filters.estate),
        ];
        for (key, names) in names {
            out.extend(names.iter().map(|name| (key, name.to_string())));
        }
        let range = |key, end: Option<u32>| end.map(|end| (key, end.to_string()));
        let list = |key, codes: Vec<&str>| (!codes.is_empty()).then(|| (key, codes.join(",")));
        let (rent, area) = (filters.rent, filters.area);
        out.extend(filters.near.as_ref().map(|near| ("near", near.code())));
        out.extend(filters.within.map(|area| ("box", box_code(area))));
        out.extend(filters.mode.map(|mode| ("mode", mode.code().to_owned())));
        out.extend(list("rooms", filters.rooms.iter().map(|rooms| rooms.code()).collect()));
        out.extend(range("rent_min", rent.and_then(Range::min)));
        out.extend(range("rent_max", rent.and_then(Range::max)));
        out.extend(range("area_min", area.and_then(Range::min)));
        out.extend(range("area_max", area.and_then(Range::max)));
        out.extend(list(
            "facing",
            filters.facing.iter().map(|facing| facing.code()).collect(),
        ));
        let facilities = filters.facilities.iter().map(|facility| facility.code());
        out.extend(list("facilities", facilities.collect()));
        out.extend(filters.verified.then(|| ("verified", "1".to_owned())));
        out.extend(filters.available_by.map(|date| ("available_by", date.to_string())));
        if self.sort != Sort::default() {
            out.push(("sort", self.sort.code().to_owned()));
        }
        if self.limit != Limit::default() {
            out.push(("limit", self.limit.get().to_string()));
        }
        out.extend(self.after.iter().map(|after| ("after", after.to_string())));
        out
    }
}

/// Cuts first, so that the rest costs what the limit allows and no more.
fn tidy_text(text: &str) -> (String, bool) {
    let end = text.char_indices().nth(TEXT_MAX_CHARS).map(|(at, _)| at);
    (text::tidy(&text[..end.unwrap_or(text.len())]), end.is_some())
}

/// Collects pairs: the ends of a range come one by one.
#[derive(Default)]
struct PairReader {
    parsed: Parsed,
    rent: (Option<u32>, Option<u32>),
    area: (Option<u32>, Option<u32>),
}

impl PairReader {
    fn read(&mut self, key: &str, value: &str) {
        // Forms send their empty fields as well; those ask for nothing.
        if value.trim().is_empty() {
            return;
        }
        let query = &mut self.parsed.query;
        match key {
            "q" => {
                let (text, cut) = tidy_text(value);
                query.text = text;
                if cut {
                    self.ignore("q", value, "too-long");
                }
            }
            "city" => self.name("city", value, |filters| &mut filters.city),
            "district" => self.name("district", value, |filters| &mut filters.district),
            "street" => self.name("street", value, |filters| &mut filters.street),
            "estate" => self.name("estate", value, |filters| &mut filters.estate),
            "near" => match Near::from_code(value) {
                Some(near) => query.filters.near = Some(near),
                None => self.ignore("near", value, "unknown-value"),
            },
            "box" => match box_from_code(value) {
                Some(area) => query.filters.within = Some(area),
                None => self.ignore("box", value, "unknown-value"),
            },
            "mode" => self.each("mode", value, |code| code.parse().ok().map(Filter::Mode)),
            "rooms" => self.each("rooms", value, |code| Rooms::from_code(code).map(Filter::Rooms)),
            "facing" => self.each("facing", value, |code| Facing::from_code(code).map(Filter::Facing)),
            "facilities" => self.each("facilities", value, |code| {
                Facility::from_code(code).map(Filter::Facility)
            }),
            "rent_min" => self.rent.0 = self.number("rent_min", value, |n| Some(rent_bound(n))),
            "rent_max" => self.rent.1 = self.number("rent_max", value, |n| Some(rent_bound(n))),
            "area_min" => self.area.0 = self.number("area_min", value, area_bound),
            "area_max" => self.area.1 = self.number("area_max", value, area_bound),
            "verified" => match value {
                "1" | "true" | "on" => query.filters.verified = true,
                "0" | "false" => query.filters.verified = false,
                _ => self.ignore("verified", value, "unknown-value"),
            },
            "available_by" => match crate::time::parse_date(value) {
                Ok(date) => query.filters.available_by = Some(date),
                Err(_) => self.ignore("available_by", value, "unknown-value"),
            },
            "sort" => match Sort::from_code(value) {
                Some(sort) => query.sort = sort,
                None => self.ignore("sort", value, "unknown-value"),
            },
            "limit" => match value.parse().ok().and_then(Limit::new) {
                Some(limit) => query.limit = limit,
                None => self.ignore("limit", value, "unknown-value"),
            },
            "after" => match Cursor::parse(value) {
                Some(cursor) => query.after = Some(cursor),
                None => self.ignore("after", value, "unknown-value"),
            },
            _ => {}
        }
    }

    /// Codes may come comma separated or as one pair each, as check boxes send them.
    fn each(&mut self, key: &'static str, value: &str, read: fn(&str) -> Option<Filter>) {
        for code in value.split(',').map(str::trim).filter(|code| !code.is_empty()) {
            match read(code) {
                Some(filter) => self.parsed.query.filters.add(filter),
                None => return self.ignore(key, value, "unknown-value"),
            }
        }
    }

    fn name(
        &mut self,
        key: &'static str,
        value: &str,
        names: fn(&mut Filters) -> &mut std::collections::BTreeSet<PlaceName>,
    ) {
        let names = names(&mut self.parsed.query.filters);
        match PlaceName::parse(value) {
            Ok(name) if names.len() < NAMES_MAX || names.contains(&name) => {
                names.insert(name);
            }
            Ok(_) => self.ignore(key, value, "too-many"),
            Err(refused) => self.ignore(key, value, refused.code),
        }
    }

    fn number(&mut self, key: &'static str, value: &str, bound: fn(u64) -> Option<u32>) -> Option<u32> {
        let number = text::whole_number(value).and_then(bound);
        if number.is_none() {
            self.ignore(key, value, "unknown-value");
        }
        number
    }

    fn ignore(&mut self, key: &'static str, value: &str, code: &'static str) {
        self.parsed.ignore(key, value, code);
    }

    fn finish(mut self) -> Parsed {
        let filters = &mut self.parsed.query.filters;
        filters.rent = Range::new(self.rent.0, self.rent.1);
        filters.area = Range::new(self.area.0, self.area.1);
        self.parsed
    }
}

fn area_bound(square_metres: u64) -> Option<u32> {
    u32::try_from(square_metres).ok().map(|area| area.min(AREA_MAX))
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
