//! What a house or a room offers. One closed list: it is a filter of the search, a row of check boxes of the listing's
//! form and a column of the index, and the three never drift apart.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! facilities {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $code:literal;)+) => {
        /// One thing that a listing offers. The bit is what databases and indexes keep: never reuse or renumber one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Facility { $($(#[$doc])* $name,)+ }

        impl Facility {
            /// Every facility, in the order in which forms and filters show them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable name in URLs, files and translations.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The position of this facility in a [`FacilitySet`].
            #[must_use]
            pub const fn bit(self) -> u32 {
                match self { $(Self::$name => $bit,)+ }
            }
        }
    };
}

facilities! {
    Elevator = 0, "elevator";
    /// A bathroom that belongs to the room alone (独卫).
    PrivateBathroom = 1, "private-bathroom";
    /// Two bathrooms or more (双卫).
    TwoBathrooms = 2, "two-bathrooms";
    Kitchen = 3, "kitchen";
    Balcony = 4, "balcony";
    /// Furniture and appliances are complete: move in with a suitcase (拎包入住).
    Furnished = 5, "furnished";
    /// Fitted out to a good standard (精装).
    WellFitted = 6, "well-fitted";
    AirConditioning = 7, "air-conditioning";
    Heating = 8, "heating";
    WaterHeater = 9, "water-heater";
    WashingMachine = 10, "washing-machine";
    Fridge = 11, "fridge";
    Television = 12, "television";
    Internet = 13, "internet";
    Gas = 14, "gas";
    Bed = 15, "bed";
    Wardrobe = 16, "wardrobe";
    Parking = 17, "parking";
    Pets = 18, "pets";
    /// Let for less than half a year (短租).
    ShortTerm = 19, "short-term";
    /// One month's deposit, rent paid monthly (押一付一).
    MonthlyPayment = 20, "monthly-payment";
    NearSchool = 21, "near-school";
    NearBus = 22, "near-bus";
    /// Reachable and usable with a wheelchair.
    StepFree = 23, "step-free";
    /// Can be viewed at any time (随时看房).
    ViewAnytime = 24, "view-anytime";
}

impl Facility {
    /// The facility with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|facility| facility.code() == code)
    }
}

impl fmt::Display for Facility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A set of facilities, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FacilitySet(u64);

impl FacilitySet {
    pub const EMPTY: Self = Self(0);

    /// The set as it is stored: a positive number, so that it fits a signed column.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// A stored set. Bits that no facility has are dropped, so that a newer program's rows can be read.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        let known = Facility::ALL.iter().fold(0, |all, facility| all | 1 << facility.bit());
        Self(bits & known)
    }

    #[must_use]
    pub const fn contains(self, facility: Facility) -> bool {
        self.0 & (1 << facility.bit()) != 0
    }

    #[must_use]
    pub const fn with(self, facility: Facility) -> Self {
        Self(self.0 | 1 << facility.bit())
    }

    #[must_use]
    pub const fn without(self, facility: Facility) -> Self {
        Self(self.0 & !(1 << facility.bit()))
    }

    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Facility> {
        Facility::ALL
            .iter()
            .copied()
            .filter(move |facility| self.contains(*facility))
    }
}

impl FromIterator<Facility> for FacilitySet {
    fn from_iter<I: IntoIterator<Item = Facility>>(facilities: I) -> Self {
        facilities.into_iter().fold(Self::EMPTY, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_and_bits_are_unique() {
        let codes: BTreeSet<_> = Facility::ALL.iter().map(|facility| facility.code()).collect();
        let bits: BTreeSet<_> = Facility::ALL.iter().map(|facility| facility.bit()).collect();
        assert_eq!(codes.len(), Facility::ALL.len());
        assert_eq!(bits.len(), Facility::ALL.len());
        assert!(
            bits.last().is_some_and(|highest| *highest < 63),
            "a set must fit a signed 64-bit column"
        );
    }

    #[test]
    fn code_is_the_serde_name() {
        for facility in Facility::ALL {
            assert_eq!(serde_json::to_value(facility).unwrap(), facility.code());
            assert_eq!(Facility::from_code(facility.code()), Some(*facility));
        }
    }

    #[test]
    fn unknown_bits_are_dropped() {
        let set = FacilitySet::from_bits(u64::MAX);
        assert_eq!(set.iter().count(), Facility::ALL.len());
        assert_eq!(FacilitySet::from_bits(1 << 62), FacilitySet::EMPTY);
    }
}
