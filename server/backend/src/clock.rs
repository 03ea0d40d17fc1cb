//! The one place that asks what time it is.

use jiff::Timestamp;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// Stands still until a test moves it; unix milliseconds.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn fixed(at: Timestamp) -> Self {
        Clock::Fixed(Arc::new(AtomicI64::new(at.as_millisecond())))
    }

    pub fn now(&self) -> Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is where time enters the program")]
            Clock::System => Timestamp::now(),
            Clock::Fixed(millis) => {
                Timestamp::from_millisecond(millis.load(Ordering::Relaxed)).unwrap_or(Timestamp::UNIX_EPOCH)
            }
        }
    }

    /// Moves a fixed clock; the system's clock can't be moved.
    pub fn advance(&self, seconds: i64) {
        if let Clock::Fixed(millis) = self {
            millis.fetch_add(seconds * 1000, Ordering::Relaxed);
        }
    }
}
