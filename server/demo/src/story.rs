//! The time in which the demo's story is told.

use backend::Backend;
use domain::time;
use jiff::{SignedDuration, Timestamp, civil::Date};

/// How long the story lasts. With a clock that can be moved, set so long before now, it ends now.
pub const SPAN: SignedDuration = SignedDuration::from_hours(EARLY_HOURS + MAIN_HOURS);

/// How long before the story proper the first homes are listed: when it ends, it is time to ask whether they are still to let.
const EARLY_HOURS: i64 = 3 * 24;
const MAIN_HOURS: i64 = 21 * 24;

/// Moves the backend's clock from deed to deed.
pub(crate) struct Story<'a> {
    pub backend: &'a Backend,
    /// When the story proper begins.
    start: Timestamp,
}

impl<'a> Story<'a> {
    pub fn new(backend: &'a Backend) -> Self {
        Self {
            backend,
            start: backend.now() + SignedDuration::from_hours(EARLY_HOURS),
        }
    }

    /// Lets time pass until so many hours after the story proper began; it never runs back.
    pub fn until(&self, hour: i64) {
        let wait = (self.start + SignedDuration::from_hours(hour)).duration_since(self.backend.now());
        if wait.is_positive() {
            self.backend.clock().advance(wait.as_secs());
        }
    }

    pub fn until_its_end(&self) {
        self.until(MAIN_HOURS);
    }

    /// People take their time.
    pub fn pause(&self) {
        self.backend.clock().advance(40 * 60);
    }

    /// The day on which somebody first looks at the demo.
    pub fn last_day(&self) -> Date {
        time::date_in_china(self.start + SignedDuration::from_hours(MAIN_HOURS))
    }
}
