//! What a listing is, as the numbers of the index.

use std::ops::RangeInclusive;

use domain::search::{Mode, Range};
use jiff::{Timestamp, civil::Date};

pub fn mode_number(mode: Mode) -> u64 {
    match mode {
        Mode::Whole => 0,
        Mode::Shared => 1,
    }
}

/// Days since 1970-01-01; what lies before counts as that day.
pub fn day_number(date: Date) -> u64 {
    let days = date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
    u64::try_from(days).unwrap_or(0)
}

/// Millionths of a degree above zero, so that 0 is left for "nobody knows".
pub fn degrees_number(e6: i32) -> u64 {
    u64::try_from(i64::from(e6) + DEGREES_ZERO).unwrap_or(0)
}

/// The inverse of [`degrees_number`].
pub fn degrees_e6(number: u64) -> Option<i32> {
    let number = i64::try_from(number).ok().filter(|number| *number > 0)?;
    i32::try_from(number - DEGREES_ZERO).ok()
}

const DEGREES_ZERO: i64 = 180_000_001;

/// Unix milliseconds.
pub fn moment_number(moment: Timestamp) -> u64 {
    u64::try_from(moment.as_millisecond()).unwrap_or(0)
}

/// In hundredths of a square metre. 80 平 is what is written as 80: up to 80.99 is not above it.
pub fn area_ends(range: Range) -> RangeInclusive<u32> {
    let min = range.min().map_or(0, |min| min.saturating_mul(100));
    let max = range
        .max()
        .map_or(u32::MAX, |max| max.saturating_mul(100).saturating_add(99));
    min..=max
}
