//! The two registrations: of the house (房屋租赁登记备案, housing authority) and of the people who live in it
//! (流动人口居住登记, police). The centre prefills and finalises; the authority accepts or returns.

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

/// The letters of a certificate's public code: no 0 O, 1 I L, so that it can be read out and typed.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const CODE_LENGTH: usize = 16;

/// The public code of a certificate, 16 characters of 31 (79 bits): it can't be guessed, and who has it holds the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateCode(String);

impl CertificateCode {
    /// From 16 random bytes (values above the largest multiple of 31 are folded: the bias is under one percent).
    pub fn from_random(random: [u8; CODE_LENGTH]) -> Self {
        let letter = |byte: u8| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
        Self(random.into_iter().map(letter).collect())
    }

    /// A code as typed or scanned: case, spaces and hyphens don't matter.
    pub fn parse(typed: &str) -> Option<Self> {
        let code: String = typed
            .chars()
            .take(64)
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let good = code.len() == CODE_LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
        good.then_some(Self(code))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `ABCD-EFGH-JKMN-PQRS`
impl fmt::Display for CertificateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, letter) in self.0.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
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

    #[test]
    fn a_certificate_code_is_read_as_it_is_shown() {
        let code = CertificateCode::from_random(*b"0123456789abcdef");
        assert_eq!(CertificateCode::parse(&code.to_string()), Some(code.clone()));
        assert_eq!(
            CertificateCode::parse(&format!(" {} ", code.as_str().to_lowercase())),
            Some(code)
        );
        for wrong in ["", "ABCD", "0000-0000-0000-0000", "ABCD-EFGH-JKMN-PQR电"] {
            assert_eq!(CertificateCode::parse(wrong), None, "{wrong}");
        }
    }
}
