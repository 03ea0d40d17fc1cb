//! The two registrations: of the house (房屋租赁登记备案, housing authority) and of the people who live in it
//! (流动人口居住登记, police). The centre prefills and finalises; the authority accepts or returns.

mod certificate;

pub use certificate::CertificateCode;

use crate::{area::AreaCode, coded::coded};
use std::fmt;

coded! {
    pub enum RegistrationKind { House = "house", Residence = "residence" }
}

coded! {
    pub enum RegistrationStatus {
        /// Written by the completion of a match.
        Prefilled = "prefilled",
        /// Checked and numbered by the coordinator; the certificate is out.
        Finalised = "finalised",
        Accepted = "accepted",
        /// Sent back by the authority with a reason.
        Returned = "returned",
        Ended = "ended",
    }
}

impl RegistrationStatus {
    /// Whether a coordinator may finalise it (again, after a return).
    pub const fn can_finalise(self) -> bool {
        matches!(self, RegistrationStatus::Prefilled | RegistrationStatus::Returned)
    }

    /// Whether its certificate is good.
    pub const fn is_valid(self) -> bool {
        matches!(self, RegistrationStatus::Finalised | RegistrationStatus::Accepted)
    }
}

coded! {
    /// Of a visit that a registration plans.
    pub enum VisitStatus {
        Planned = "planned",
        Done = "done",
        Cancelled = "cancelled",
    }
}

coded! {
    /// Of what a record earns its collector (协管员).
    pub enum CreditStatus {
        /// Waits for the quality check.
        Pending = "pending",
        Settled = "settled",
        Refused = "refused",
    }
}

coded! {
    /// What a human number counts: M match, F house registration (房), J residence registration (居).
    pub enum NumberKind { Match = "M", House = "F", Residence = "J" }
}

/// `F-350404-2026-000123`: kind, district, year, and a count without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HumanNumber {
    pub kind: NumberKind,
    /// Six digits.
    pub district: AreaCode,
    pub year: i16,
    pub count: u32,
}

impl fmt::Display for HumanNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}-{}-{}-{:06}",
            self.kind,
            self.district.as_str(),
            self.year,
            self.count
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_human_number_reads_as_on_paper() {
        let number = HumanNumber {
            kind: NumberKind::House,
            district: AreaCode::parse("350404").unwrap(),
            year: 2026,
            count: 123,
        };
        assert_eq!(number.to_string(), "F-350404-2026-000123");
    }
}
