//! What the page of results reads of an address. Its every link carries the whole search, so a search is bounded here;
//! programs, which get no links, may ask for more.

use domain::search::{Group, Parsed, Query};

/// As many characters as the search field takes.
pub const TEXT_MAX_CHARS: usize = 200;

/// Of a search in an address. Such a text of Hanzi and some filters are shorter.
const ADDRESS_MAX_BYTES: usize = 3_000;

/// The groups that an address may name any number of choices of; those that are typed most are kept longest.
const NAMES: [(&str, Group); 4] = [
    ("estate", Group::Estate),
    ("street", Group::Street),
    ("district", Group::District),
    ("city", Group::City),
];

/// The search in the query of an address, cut to what a page can carry; what was cut off is reported.
pub fn asked(query: &str) -> Parsed {
    let mut parsed = Query::from_query_string(query);
    let text = parsed.query.text().to_owned();
    if let Some((end, _)) = text.char_indices().nth(TEXT_MAX_CHARS) {
        parsed.ignore("q", &text, "too-long");
        let after = parsed.query.after.take();
        parsed.query = parsed.query.with_text(&text[..end]).with_after(after);
    }
    for (key, group) in NAMES {
        for filter in parsed.query.filters.in_group(group) {
            if parsed.query.to_query_string().len() <= ADDRESS_MAX_BYTES {
                return parsed;
            }
            parsed.query.filters.remove(&filter);
            parsed.ignore(key, "", "too-many");
        }
    }
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_search_for_is_read_whole() {
        let text = "列东".repeat(TEXT_MAX_CHARS / 2);
        let query = Query::for_text(&text).0.to_query_string() + "&district=%E4%B8%89%E5%85%83%E5%8C%BA&rooms=2";
        let parsed = asked(&query);
        assert_eq!(parsed, Query::from_query_string(&query));
        assert_eq!(parsed.ignored, []);
    }

    #[test]
    fn nothing_sent_makes_a_long_address() {
        let names: String = (0..200)
            .map(|n| format!("&estate={n}{0}&street={n}{0}&city={n}{0}", "%E6%A5%BC".repeat(30)))
            .collect();
        let near = format!("near=26.26,117.6,gcj02,2000,{}", "%F0%9F%8F%A0".repeat(40));
        for query in [
            format!("q={}", "a".repeat(9_000)),
            format!("q={}", "%F0%9F%8F%A0".repeat(5_000)),
            format!("q={}&{near}{names}", "%22".repeat(3_000)),
            (0..5_000).map(|n| format!("&junk{n}={n}")).collect(),
        ] {
            let parsed = asked(&query);
            let kept = parsed.query.to_query_string();
            assert!(kept.len() <= ADDRESS_MAX_BYTES, "{}", kept.len());
            assert_eq!(parsed.ignored.is_empty(), query.starts_with("&junk"));
            assert!(parsed.query.text().chars().count() <= TEXT_MAX_CHARS);
        }
    }
}
