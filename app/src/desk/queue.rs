//! A queue of the desk.

use crate::ui::{Column, Row};
use domain::lang::Lang;
use jiff::{SignedDuration, Timestamp};

/// How many lines of a queue are shown: the oldest, since they come first.
pub const SHOWN: u64 = 50;

/// A queue, loaded. `key` names it in the address and in the texts (`desk.<key>`, `desk.<key>_done`).
pub struct Queue {
    pub key: &'static str,
    pub count: u64,
    /// The columns of its table by the keys of their texts; the first is the row's head.
    pub columns: Vec<Column>,
    pub rows: Box<dyn FnOnce() -> Vec<Row> + Send>,
}

/// How long something has waited, in the largest unit that fits.
pub fn waited(lang: Lang, since: Timestamp, now: Timestamp) -> String {
    let waited = now.duration_since(since).max(SignedDuration::ZERO);
    match (waited.as_hours() / 24, waited.as_hours(), waited.as_mins()) {
        (0, 0, minutes) => tr!(lang, "desk.minutes", count = minutes),
        (0, hours, _) => tr!(lang, "desk.hours", count = hours),
        (days, _, _) => tr!(lang, "desk.days", count = days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_told_in_the_largest_unit() {
        let now: Timestamp = "2026-11-23T01:00:00Z".parse().unwrap();
        let text = |since: &str| waited(Lang::Zh, since.parse().unwrap(), now);
        assert_eq!(text("2026-11-23T00:01:30Z"), "58 分钟");
        assert_eq!(text("2026-11-22T02:00:00Z"), "23 小时");
        assert_eq!(text("2026-11-20T01:00:00Z"), "3 天");
        assert_eq!(text("2026-11-23T02:00:00Z"), "0 分钟", "a clock that went back");
    }
}
