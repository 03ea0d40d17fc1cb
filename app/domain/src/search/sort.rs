//! In which order results come.

/// In which order results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Sort {
    /// What fits the words best, then what is verified, then what was confirmed last.
    #[default]
    Fit,
    Newest,
    RentUp,
    RentDown,
    /// Largest first.
    Area,
    /// Nearest first. Without a point to be near it is the same as `Fit`.
    Distance,
}

impl Sort {
    pub const ALL: [Self; 6] = [
        Self::Fit,
        Self::Newest,
        Self::RentUp,
        Self::RentDown,
        Self::Area,
        Self::Distance,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Newest => "newest",
            Self::RentUp => "rent-up",
            Self::RentDown => "rent-down",
            Self::Area => "area",
            Self::Distance => "distance",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }
}
