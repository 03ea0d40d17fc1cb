//! The terms that both sides confirm (after the 2025 model contract), and the hash that says they are the same.

use crate::{
    coded::coded,
    form::{Code, Errors},
    money::Yuan,
    text,
    time::{format_date, last_day, parse_date},
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

coded! {
    /// Which side bears a cost.
    pub enum Payer { Tenant = "tenant", Landlord = "landlord" }
}

/// What landlord and tenant agree on. The deposit takes three terms: how much, when it comes back, and what may be taken
/// off (住房租赁条例 Art 10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The first day.
    pub starts_on: Date,
    /// 1 to 240: a lease lasts at most 20 years (Civil Code Art 705).
    pub months: u16,
    /// A month.
    pub rent: Yuan,
    /// The rent is paid for so many months at a time.
    pub payment_months: u8,
    pub deposit: Yuan,
    /// The deposit comes back within so many days after moving out.
    pub deposit_return_days: u16,
    /// What may be taken off the deposit.
    pub deposit_deductions: String,
    /// Water, electricity and gas.
    pub utilities: Payer,
    pub internet: Payer,
    pub property_fee: Payer,
    pub repairs: Payer,
    pub sublet_allowed: bool,
    /// Days of notice before either side ends the lease early.
    pub notice_days: u16,
    /// What is handed over: furniture, keys, meter readings.
    pub handover: String,
    /// Anything else.
    pub extra: String,
}

/// The terms as typed; each field's name is the name of its error.
#[derive(Clone, Debug, Default)]
pub struct TypedTerms {
    pub starts_on: String,
    pub months: String,
    pub rent: String,
    pub payment_months: String,
    pub deposit: String,
    pub deposit_return_days: String,
    pub deposit_deductions: String,
    pub utilities: String,
    pub internet: String,
    pub property_fee: String,
    pub repairs: String,
    pub sublet_allowed: bool,
    pub notice_days: String,
    pub handover: String,
    pub extra: String,
}

/// A lease begins at most this long before it is written down; older ones are filed at the counter.
const BACKDATED_DAYS: i32 = 30;
/// And at most this long ahead.
pub(super) const AHEAD_DAYS: i32 = 366;

impl Terms {
    /// Errors: those of the parts; `rent-zero`, `starts-too-early`, `starts-too-late`, `number`, `number-range`.
    pub fn parse(typed: &TypedTerms, today: Date) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let starts_on = errors.check(
            "starts_on",
            parse_date(&typed.starts_on).and_then(|day| near(day, today)),
        );
        let months = errors.check("months", number(&typed.months, 1, 240));
        let rent = errors.check("rent", Yuan::parse(&typed.rent).and_then(positive));
        let payment_months = errors.check("payment_months", number(&typed.payment_months, 1, 12));
        let deposit = errors.check("deposit", Yuan::parse(&typed.deposit));
        let return_days = errors.check("deposit_return_days", number(&typed.deposit_return_days, 0, 90));
        let deductions = errors.check(
            "deposit_deductions",
            text::bounded_lines(&typed.deposit_deductions, 1, 500),
        );
        let payer = |typed: &String| typed.parse::<Payer>();
        let utilities = errors.check("utilities", payer(&typed.utilities));
        let internet = errors.check("internet", payer(&typed.internet));
        let property_fee = errors.check("property_fee", payer(&typed.property_fee));
        let repairs = errors.check("repairs", payer(&typed.repairs));
        let notice_days = errors.check("notice_days", number(&typed.notice_days, 0, 180));
        let handover = errors.check("handover", text::bounded_lines(&typed.handover, 1, 1000));
        let extra = errors.check("extra", text::bounded_lines(&typed.extra, 0, 1000));
        let terms = || {
            Some(Terms {
                starts_on: starts_on?,
                months: u16::try_from(months?).ok()?,
                rent: rent?,
                payment_months: u8::try_from(payment_months?).ok()?,
                deposit: deposit?,
                deposit_return_days: u16::try_from(return_days?).ok()?,
                deposit_deductions: deductions?,
                utilities: utilities?,
                internet: internet?,
                property_fee: property_fee?,
                repairs: repairs?,
                sublet_allowed: typed.sublet_allowed,
                notice_days: u16::try_from(notice_days?).ok()?,
                handover: handover?,
                extra: extra?,
            })
        };
        terms().filter(|_| errors.is_empty()).ok_or(errors)
    }

    /// What stands in the form's fields for these terms.
    pub fn typed(&self) -> TypedTerms {
        TypedTerms {
            starts_on: format_date(self.starts_on),
            months: self.months.to_string(),
            rent: self.rent.get().to_string(),
            payment_months: self.payment_months.to_string(),
            deposit: self.deposit.get().to_string(),
            deposit_return_days: self.deposit_return_days.to_string(),
            deposit_deductions: self.deposit_deductions.clone(),
            utilities: self.utilities.to_string(),
            internet: self.internet.to_string(),
            property_fee: self.property_fee.to_string(),
            repairs: self.repairs.to_string(),
            sublet_allowed: self.sublet_allowed,
            notice_days: self.notice_days.to_string(),
            handover: self.handover.clone(),
            extra: self.extra.clone(),
        }
    }

    /// The last day, see [`last_day`].
    pub fn ends_on(&self) -> Date {
        last_day(self.starts_on, self.months)
    }
}

fn near(day: Date, today: Date) -> Result<Date, Code> {
    if day < today.saturating_sub(BACKDATED_DAYS.days()) {
        return Err(Code::new("starts-too-early").with("days", BACKDATED_DAYS));
    }
    if day > today.saturating_add(AHEAD_DAYS.days()) {
        return Err(Code::new("starts-too-late"));
    }
    Ok(day)
}

fn positive(rent: Yuan) -> Result<Yuan, Code> {
    if rent.get() == 0 {
        Err(Code::new("rent-zero"))
    } else {
        Ok(rent)
    }
}

/// A whole number between `min` and `max`. Errors: `required`, `number`, `number-range`.
pub(super) fn number(typed: &str, min: u64, max: u64) -> Result<u64, Code> {
    let folded = text::fold_compact(typed);
    if folded.is_empty() {
        return Err(Code::new("required"));
    }
    let value = text::whole_number(&folded).ok_or(Code::new("number"))?;
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(Code::new("number-range").with("min", min).with("max", max))
    }
}

/// The terms together with what they are about: this is what gets hashed, so that terms confirmed for one match never
/// count for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    pub match_number: String,
    pub house: String,
    pub space_no: Option<i32>,
    pub landlord: String,
    pub tenant: String,
    /// Everybody who moves in, by name, in the order of the application.
    pub occupants: Vec<String>,
    pub terms: Terms,
}

impl Contract {
    /// JSON with the fields in the order of their declaration: the same contract is always the same bytes.
    pub fn canonical(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    pub fn hash(canonical: &str) -> TermsHash {
        TermsHash(hex::encode(Sha256::digest(canonical.as_bytes())))
    }
}

/// SHA-256 of a canonical contract, in hexadecimal; both sides see its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsHash(String);

impl TermsHash {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `9f3a 41c2 77d0`: enough to compare by eye or over the telephone.
    pub fn short(hash: &str) -> String {
        let part = |range: std::ops::Range<usize>| hash.get(range).unwrap_or_default();
        format!("{} {} {}", part(0..4), part(4..8), part(8..12))
    }
}

impl fmt::Display for TermsHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use jiff::civil::date;

    pub fn typed() -> TypedTerms {
        TypedTerms {
            starts_on: "2026-12-01".into(),
            months: "12".into(),
            rent: "1,350".into(),
            payment_months: "1".into(),
            deposit: "1350".into(),
            deposit_return_days: "7".into(),
            deposit_deductions: "欠费和损坏".into(),
            utilities: "tenant".into(),
            internet: "tenant".into(),
            property_fee: "landlord".into(),
            repairs: "landlord".into(),
            sublet_allowed: false,
            notice_days: "30".into(),
            handover: "床两张,钥匙两把".into(),
            extra: String::new(),
        }
    }

    fn contract(terms: Terms) -> Contract {
        Contract {
            match_number: "M-350404-2026-000001".into(),
            house: "h".into(),
            space_no: None,
            landlord: "l".into(),
            tenant: "t".into(),
            occupants: vec!["王一".into()],
            terms,
        }
    }

    #[test]
    fn terms_survive_the_form_and_end_the_day_before() {
        let today = date(2026, 11, 23);
        let terms = Terms::parse(&typed(), today).unwrap();
        assert_eq!(terms.ends_on(), date(2027, 11, 30));
        assert_eq!(Terms::parse(&terms.typed(), today), Ok(terms));
    }

    #[test]
    fn each_wrong_field_is_named() {
        let wrong = TypedTerms {
            starts_on: "2020-01-01".into(),
            months: "241".into(),
            rent: "0".into(),
            deposit_deductions: " ".into(),
            repairs: "nobody".into(),
            ..typed()
        };
        let errors = Terms::parse(&wrong, date(2026, 11, 23)).unwrap_err();
        let seen: Vec<_> = errors.iter().map(|error| (error.field, error.code)).collect();
        assert_eq!(
            seen,
            [
                ("starts_on", "starts-too-early"),
                ("months", "number-range"),
                ("rent", "rent-zero"),
                ("deposit_deductions", "required"),
                ("repairs", "choice"),
            ]
        );
    }

    #[test]
    fn any_change_changes_the_hash() {
        let terms = Terms::parse(&typed(), date(2026, 11, 23)).unwrap();
        let hash = |contract: &Contract| Contract::hash(&contract.canonical().unwrap());
        let same = contract(terms.clone());
        assert_eq!(hash(&same), hash(&contract(terms.clone())));
        let dearer = contract(Terms {
            rent: Yuan::new(1351).unwrap(),
            ..terms.clone()
        });
        let other = Contract {
            match_number: "M-350404-2026-000002".into(),
            ..contract(terms)
        };
        assert_ne!(hash(&same), hash(&dearer));
        assert_ne!(hash(&same), hash(&other));
        assert_eq!(TermsHash::short(hash(&same).as_str()).len(), 14);
    }
}
