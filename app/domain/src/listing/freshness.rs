//! How long a listing stays online without its landlord saying that it is still to let.

use jiff::{SignedDuration, Timestamp};

/// The landlord is written to so many days before the end.
const REMINDERS: [u32; 2] = [7, 2];

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What decides how long a published listing stays online.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// When the landlord last said that it is still to let.
    pub confirmed_at: Timestamp,
    /// When the landlord was last asked to say so again.
    pub reminded_at: Option<Timestamp>,
    /// The parameter `listing_reconfirm_days`; 0 means that nothing expires.
    pub days: u32,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FreshnessStep {
    /// Nothing before then.
    Wait(Timestamp),
    /// Ask the landlord; without an answer the listing goes offline at `ends_at`.
    Remind {
        ends_at: Timestamp,
    },
    Expire,
}

impl Freshness {
    /// What is to be done at `now`. Nothing expires before its landlord was asked and had time to answer, however late the
    /// asking was (the program was not running, the parameter was lowered).
    #[must_use]
    pub fn next(&self, now: Timestamp) -> FreshnessStep {
        let (Some(end), Some(notice)) = (self.planned_end(), self.notice()) else {
            // The parameter may come into force tomorrow.
            return FreshnessStep::Wait(later(now, DAY).unwrap_or(Timestamp::MAX));
        };
        let reminders = self.reminders(end);
        let due = reminders.iter().rev().find(|at| **at <= now);
        if due.is_some_and(|due| self.reminded().is_none_or(|reminded| reminded < *due)) {
            let ends_at = later(now, notice).map_or(end, |soonest| soonest.max(end));
            return FreshnessStep::Remind { ends_at };
        }
        let end = self.ends_at().unwrap_or(end);
        if now >= end {
            return FreshnessStep::Expire;
        }
        let next = reminders.into_iter().find(|at| *at > now);
        FreshnessStep::Wait(next.map_or(end, |next| next.min(end)))
    }

    /// When it goes offline unless its landlord confirms it; `None` when it never does.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        let end = self.planned_end()?;
        let promised = self.reminded().and_then(|reminded| later(reminded, self.notice()?));
        Some(promised.map_or(end, |promised| promised.max(end)))
    }

    /// Whether it is time to ask the landlord.
    #[must_use]
    pub fn wants_confirmation(&self, now: Timestamp) -> bool {
        let first = self.planned_end().and_then(|end| self.reminders(end).first().copied());
        first.is_some_and(|first| first <= now)
    }

    fn planned_end(&self) -> Option<Timestamp> {
        let days = i32::try_from(self.days).ok().filter(|days| *days > 0)?;
        later(self.confirmed_at, DAY.checked_mul(days)?)
    }

    /// Asked since the last confirmation.
    fn reminded(&self) -> Option<Timestamp> {
        self.reminded_at.filter(|at| *at >= self.confirmed_at)
    }

    /// A reminder must not come in the first half of the time: nobody is asked again so soon. Where even the last one
    /// would, one comes at half of the time.
    fn reminders(&self, end: Timestamp) -> Vec<Timestamp> {
        let usual: Vec<_> = REMINDERS
            .into_iter()
            .filter(|before| self.days >= 2 * before)
            .filter_map(|before| end.checked_sub(DAY.checked_mul(i32::try_from(before).ok()?)?).ok())
            .collect();
        if !usual.is_empty() {
            return usual;
        }
        let half = self.notice().and_then(|half| end.checked_sub(half).ok());
        half.into_iter().collect()
    }

    /// How long before the end the last reminder comes.
    fn notice(&self) -> Option<SignedDuration> {
        let half = DAY.checked_mul(i32::try_from(self.days).ok()?)?.checked_div(2)?;
        Some(half.min(DAY.checked_mul(2)?))
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Option<Timestamp> {
    at.checked_add(by).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap() + SignedDuration::from_hours(hours)
    }

    fn day(days: i64) -> Timestamp {
        at(days * 24)
    }

    fn step(days: u32, reminded: Option<i64>, now: i64) -> FreshnessStep {
        let freshness = Freshness {
            confirmed_at: day(0),
            reminded_at: reminded.map(day),
            days,
        };
        freshness.next(day(now))
    }

    #[test]
    fn two_reminders_then_the_end() {
        use FreshnessStep::*;
        let ends_at = day(30);
        for (reminded, now, expected) in [
            (None, 0, Wait(day(23))),
            (None, 22, Wait(day(23))),
            (None, 23, Remind { ends_at }),
            (Some(23), 23, Wait(day(28))),
            (Some(23), 28, Remind { ends_at }),
            (Some(28), 28, Wait(ends_at)),
            (Some(28), 30, Expire),
            // A reminder of the time before the last confirmation doesn't count.
            (Some(-3), 23, Remind { ends_at }),
            // Asked late: two days to answer from then on.
            (None, 29, Remind { ends_at: day(31) }),
            (Some(29), 30, Wait(day(31))),
            (Some(29), 31, Expire),
            // Never asked, or only the first time: asked before it ends.
            (None, 400, Remind { ends_at: day(402) }),
            (Some(23), 400, Remind { ends_at: day(402) }),
            (Some(400), 401, Wait(day(402))),
            (Some(400), 402, Expire),
        ] {
            assert_eq!(step(30, reminded, now), expected, "reminded {reminded:?}, now {now}");
        }
    }

    #[test]
    fn short_times_have_one_reminder_and_none_too_soon() {
        let reminders = |days| {
            let freshness = Freshness {
                confirmed_at: day(0),
                reminded_at: None,
                days,
            };
            let moments = freshness.reminders(day(days.into()));
            moments
                .into_iter()
                .map(|moment| moment.duration_since(day(0)).as_hours())
                .collect::<Vec<_>>()
        };
        for (days, hours) in [
            (30, vec![23 * 24, 28 * 24]),
            (14, vec![7 * 24, 12 * 24]),
            (13, vec![11 * 24]),
            (4, vec![2 * 24]),
            (3, vec![36]),
            (1, vec![12]),
        ] {
            assert_eq!(reminders(days), hours, "{days} days");
        }
    }

    #[test]
    fn a_changed_parameter_counts_at_once() {
        let asked_after_23 = |days| step(days, Some(23), 25);
        assert_eq!(asked_after_23(60), FreshnessStep::Wait(day(53)));
        assert_eq!(asked_after_23(10), FreshnessStep::Expire);
        assert_eq!(step(10, None, 25), FreshnessStep::Remind { ends_at: day(27) });
    }

    #[test]
    fn no_number_of_days_overflows_and_zero_means_never() {
        for days in [0, u32::MAX, i32::MAX.unsigned_abs()] {
            assert_eq!(step(days, None, 400), FreshnessStep::Wait(day(401)), "{days}");
            let freshness = Freshness {
                confirmed_at: day(0),
                reminded_at: None,
                days,
            };
            assert_eq!(
                (freshness.ends_at(), freshness.wants_confirmation(day(400))),
                (None, false)
            );
        }
        let last = Freshness {
            confirmed_at: Timestamp::MAX,
            reminded_at: Some(Timestamp::MAX),
            days: 30,
        };
        assert_eq!(last.next(Timestamp::MAX), FreshnessStep::Wait(Timestamp::MAX));
    }

    #[test]
    fn asking_ends_with_an_answer() {
        let fresh = |now: i64| {
            Freshness {
                confirmed_at: day(0),
                reminded_at: None,
                days: 30,
            }
            .wants_confirmation(day(now))
        };
        assert_eq!([22, 23, 31].map(fresh), [false, true, true]);
    }
}
