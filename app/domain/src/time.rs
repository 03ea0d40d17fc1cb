//! Time as the centre shows it: China has one zone and no summer time, so a fixed offset is exact.
//!
//! Instants are kept as unix milliseconds, dates as `YYYY-MM-DD`. Nothing here reads a clock.

use crate::{form::Code, text};
use jiff::{Timestamp, ToSpan, civil, civil::Date, tz::Offset};

/// UTC+8.
pub const CHINA: Offset = Offset::constant(8);

pub fn date_in_china(instant: Timestamp) -> Date {
    civil_in_china(instant).date()
}

pub fn civil_in_china(instant: Timestamp) -> civil::DateTime {
    CHINA.to_datetime(instant)
}

/// The instant at which a day begins in China; `None` only at the edges of what a timestamp can hold.
pub fn start_of_day(date: Date) -> Option<Timestamp> {
    CHINA.to_timestamp(date.at(0, 0, 0, 0)).ok()
}

/// `None` for numbers outside the years -9999 to 9999.
pub fn from_millis(millis: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(millis).ok()
}

/// The last day of a period of months whose first day counts (民法典 Art 201, 202): the day before the corresponding day;
/// where the month has no such day, its last one. Twelve months from 1 December end on 30 November, one month from 31 May
/// on 30 June.
pub fn last_day(first: Date, months: u16) -> Date {
    let corresponding = first.saturating_add(i32::from(months).months());
    match corresponding.day() == first.day() {
        true => corresponding.saturating_sub(1.day()),
        false => corresponding,
    }
}

/// `2026-12-01`
pub fn format_date(date: Date) -> String {
    date.to_string()
}

/// `2026-12-01 14:30`, in China.
pub fn format_minute(instant: Timestamp) -> String {
    civil_in_china(instant).strftime("%Y-%m-%d %H:%M").to_string()
}

/// What an `<input type="datetime-local">` holds: `2026-12-01T14:30`, in China.
pub fn input_minute(instant: Timestamp) -> String {
    civil_in_china(instant).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// A day as typed: `2026-12-01`, `2026/12/1`, `2026.12.1`, `２０２６年１２月１日`, `20261201`.
///
/// Errors: `required`, `date-format`, `date-not-real` (31 November), `date-range` (outside 1900 to 2199).
pub fn parse_date(typed: &str) -> Result<Date, Code> {
    let folded = text::fold_compact(typed);
    if folded.is_empty() {
        return Err(Code::new("required"));
    }
    let parts = date_parts(&folded).ok_or(Code::new("date-format"))?;
    let [year, month, day] = parts;
    if !(1900..2200).contains(&year) {
        return Err(Code::new("date-range").with("min", 1900).with("max", 2199));
    }
    let small = |n: i16| i8::try_from(n).map_err(|_| Code::new("date-not-real"));
    Date::new(year, small(month)?, small(day)?).map_err(|_| Code::new("date-not-real"))
}

fn date_parts(folded: &str) -> Option<[i16; 3]> {
    let digits = |text: &str, longest: usize| -> Option<i16> {
        let fits = (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if fits { text.parse().ok() } else { None }
    };
    if folded.len() == 8 && folded.bytes().all(|b| b.is_ascii_digit()) {
        return Some([
            digits(&folded[..4], 4)?,
            digits(&folded[4..6], 2)?,
            digits(&folded[6..], 2)?,
        ]);
    }
    let trimmed = folded.strip_suffix(['日', '号']).unwrap_or(folded);
    let mut parts = trimmed.split(['-', '/', '.', '年', '月', '–', '—', '−']);
    let date = [
        digits(parts.next()?, 4)?,
        digits(parts.next()?, 2)?,
        digits(parts.next()?, 2)?,
    ];
    parts.next().is_none().then_some(date)
}

/// A minute in China as typed or as a browser sends it: `2026-12-01T14:30`, `2026-12-01 14:30`, `2026年12月1日 9:05`.
///
/// Errors: those of [`parse_date`], and `time-format`.
pub fn parse_minute(typed: &str) -> Result<Timestamp, Code> {
    let folded = text::fold(typed);
    if folded.is_empty() {
        return Err(Code::new("required"));
    }
    let (date, clock) = folded.rsplit_once(['t', ' ']).ok_or(Code::new("time-format"))?;
    let date = parse_date(date)?;
    let mut parts = clock.splitn(3, ':');
    let mut next = |most: i8| -> Option<i8> {
        let part = parts.next()?;
        let fits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if fits {
            part.parse().ok().filter(|n| (0..=most).contains(n))
        } else {
            None
        }
    };
    let hour = next(23).ok_or(Code::new("time-format"))?;
    let minute = next(59).ok_or(Code::new("time-format"))?;
    // Some browsers send seconds; a slot doesn't have any.
    if parts
        .next()
        .is_some_and(|seconds| !seconds.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
    {
        return Err(Code::new("time-format"));
    }
    CHINA
        .to_timestamp(date.at(hour, minute, 0, 0))
        .map_err(|_| Code::new("date-range"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn the_day_turns_at_midnight_in_china() {
        let before: Timestamp = "2026-11-30T15:59:59Z".parse().unwrap();
        let after: Timestamp = "2026-11-30T16:00:00Z".parse().unwrap();
        assert_eq!(date_in_china(before), date(2026, 11, 30));
        assert_eq!(date_in_china(after), date(2026, 12, 1));
        assert_eq!(start_of_day(date(2026, 12, 1)), Some(after));
        assert_eq!(format_minute(after), "2026-12-01 00:00");
        assert_eq!(from_millis(after.as_millisecond()), Some(after));
        assert_eq!(from_millis(i64::MAX), None);
    }

    #[test]
    fn dates_as_people_write_them() {
        for text in [
            "2026-12-01",
            "2026/12/1",
            "2026.12.1",
            "２０２６年１２月１日",
            "2026年12月1号",
            "20261201",
            " 2026 - 12 - 01 ",
        ] {
            assert_eq!(parse_date(text), Ok(date(2026, 12, 1)), "{text}");
        }
        for (text, code) in [
            ("", "required"),
            ("tomorrow", "date-format"),
            ("2026-12", "date-format"),
            ("2026-12-01-02", "date-format"),
            ("12/1/2026", "date-format"),
            ("2026-11-31", "date-not-real"),
            ("2026-13-01", "date-not-real"),
            ("2025-02-29", "date-not-real"),
            ("0026-12-01", "date-range"),
        ] {
            assert_eq!(parse_date(text).map_err(|e| e.code), Err(code), "{text}");
        }
    }

    #[test]
    fn minutes_as_people_and_browsers_write_them() {
        let slot: Timestamp = "2026-12-01T06:30:00Z".parse().unwrap();
        for text in [
            "2026-12-01T14:30",
            "2026-12-01 14:30",
            "2026年12月1日 14：30",
            "2026-12-01T14:30:00",
        ] {
            assert_eq!(parse_minute(text), Ok(slot), "{text}");
        }
        assert_eq!(parse_minute(&input_minute(slot)), Ok(slot));
        for (text, code) in [
            ("", "required"),
            ("2026-12-01", "time-format"),
            ("2026-12-01 24:00", "time-format"),
            ("2026-12-01 14:60", "time-format"),
            ("2026-12-01 14", "time-format"),
            ("2026-12-01 14:30:xx", "time-format"),
            ("soon 14:30", "date-format"),
        ] {
            assert_eq!(parse_minute(text).map_err(|e| e.code), Err(code), "{text}");
        }
    }

    #[test]
    fn no_day_is_lost_where_a_month_has_no_corresponding_day() {
        for (first, months, last) in [
            (date(2026, 12, 1), 12, date(2027, 11, 30)),
            (date(2026, 12, 15), 1, date(2027, 1, 14)),
            (date(2028, 2, 29), 12, date(2029, 2, 28)),
            (date(2028, 2, 29), 48, date(2032, 2, 28)),
            (date(2027, 5, 31), 1, date(2027, 6, 30)),
            (date(2027, 1, 31), 1, date(2027, 2, 28)),
            (date(2027, 3, 1), 12, date(2028, 2, 29)),
        ] {
            assert_eq!(last_day(first, months), last, "{months} months from {first}");
        }
    }

    proptest! {
        /// A longer period never ends sooner, and the next one of the same length begins where this one ended.
        #[test]
        fn a_longer_period_ends_later(days in 0..40_000_i64, months in 1..240_u16) {
            let first = date(1990, 1, 1).saturating_add(days.days());
            prop_assert!(last_day(first, months) < last_day(first, months + 1));
            prop_assert!(last_day(first, months) >= first.saturating_add((i64::from(months) * 28 - 1).days()));
        }

        #[test]
        fn nothing_typed_panics(text in any::<String>()) {
            let _ = parse_date(&text);
            let _ = parse_minute(&text);
        }

        #[test]
        fn every_shown_date_is_read_back(days in 0..100_000_i64) {
            let day = date(1900, 1, 1).saturating_add(jiff::Span::new().days(days));
            prop_assert_eq!(parse_date(&format_date(day)), Ok(day));
        }
    }
}
