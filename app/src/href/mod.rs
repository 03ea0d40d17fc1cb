//! Addresses of this site: how they are written, and how much of one is read. Knows no page.

mod asked;

pub use asked::{TEXT_MAX_CHARS, asked};

use domain::search::Query;
use http::Uri;

/// `/path?key=value&…`, encoded.
pub fn link(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    format!("{path}?{}", query.finish())
}

/// A path of this site, or the home page: a crafted form can't lead elsewhere.
pub fn local(to: &str) -> &str {
    let plain = to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && to.starts_with('/') && !to.starts_with("//") {
        to
    } else {
        "/"
    }
}

/// The address of a search.
pub fn search(query: &Query) -> String {
    let query = query.to_query_string();
    if query.is_empty() {
        "/search".to_owned()
    } else {
        format!("/search?{query}")
    }
}

/// Where a search is saved.
pub fn save_search(query: &Query) -> String {
    let query = query.clone().with_after(None).to_query_string();
    format!("/me/searches/new?{query}")
}

/// A longer query is none that a page of ours made.
const QUERY_MAX_BYTES: usize = 8_000;

/// Pages carry their own address many times, so it holds no more than is of use: of a search what was understood of it, and
/// nothing of what is too long.
pub fn way_back(uri: &Uri) -> String {
    let path = uri.path();
    match uri.query() {
        Some(query) if path == "/search" => search(&asked(query).query),
        Some(query) if query.len() <= QUERY_MAX_BYTES => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_encoded() {
        assert_eq!(
            link("/account/login", &[("next", "/me?a=b&c\n")]),
            "/account/login?next=%2Fme%3Fa%3Db%26c%0A"
        );
    }

    #[test]
    fn nobody_is_led_away() {
        for (to, path) in [
            ("/me?a=b", "/me?a=b"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/a\nb", "/"),
            ("", "/"),
        ] {
            assert_eq!(local(to), path, "{to}");
        }
    }

    #[test]
    fn the_way_back_holds_what_is_of_use() {
        for (asked, back) in [
            ("/", "/"),
            ("/?utm_source=x", "/?utm_source=x"),
            ("/compare?id=a&id=b", "/compare?id=a&id=b"),
            (
                "/search?q=%E5%88%97%e4%b8%9c&rooms=2&junk=1&after=x",
                "/search?q=%E5%88%97%E4%B8%9C&rooms=2",
            ),
            ("/search?junk=1", "/search"),
        ] {
            assert_eq!(way_back(&asked.parse().unwrap()), back);
        }
        for path in ["/", "/listings/x", "/me/searches"] {
            let junk = format!("{path}?{}", "a=1&".repeat(5_000));
            assert_eq!(way_back(&junk.parse().unwrap()), path);
        }
    }
}
