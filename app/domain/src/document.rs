//! Identity documents. Asked for only when a match is being concluded; kept encrypted; shown masked.

use crate::{coded::coded, form::Code, text};
use jiff::civil::Date;
use std::fmt;

coded! {
    /// Which document a person shows.
    pub enum DocumentKind {
        /// 居民身份证; children without a card have the same number in the household register.
        IdentityCard = "identity-card",
        /// 港澳居民居住证 and 台湾居民居住证
        HmtResidencePermit = "hmt-residence-permit",
        /// 外国人永久居留身份证: since 2023 with 18 digits, before with 3 letters and 12 digits.
        ForeignPermanentResident = "foreign-permanent-resident",
        /// 港澳居民来往内地通行证 (回乡证)
        HongKongMacauPass = "hong-kong-macau-pass",
        /// 台湾居民来往大陆通行证 (台胞证)
        TaiwanPass = "taiwan-pass",
        Passport = "passport",
    }
}

/// Sex as GB/T 2261.1 codes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    Unknown,
    Male,
    Female,
    Unstated,
}

impl Sex {
    pub const ALL: [Sex; 4] = [Sex::Unknown, Sex::Male, Sex::Female, Sex::Unstated];

    pub const fn code(self) -> &'static str {
        match self {
            Sex::Unknown => "0",
            Sex::Male => "1",
            Sex::Female => "2",
            Sex::Unstated => "9",
        }
    }
}

impl std::str::FromStr for Sex {
    type Err = Code;

    fn from_str(code: &str) -> Result<Self, Code> {
        Sex::ALL
            .into_iter()
            .find(|sex| sex.code() == code)
            .ok_or(Code::new("choice"))
    }
}

/// Where a document's holder belongs: it decides within how many hours an arrival is to be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    Mainland,
    HongKongOrMacau,
    Taiwan,
    Foreign,
}

/// A checked document number in its canonical form. `Debug` never shows it, and it is not serialisable: to keep it,
/// encrypt [`DocumentNumber::canonical`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DocumentNumber {
    kind: DocumentKind,
    /// Upper case, half width, no separators. Passports: the issuing country, a colon and the number.
    number: String,
}

impl DocumentNumber {
    /// A number as typed. Width, case, spaces and hyphens don't matter. A passport's is written with its issuing country:
    /// `USA 123456789` (ISO 3166 alpha-3).
    ///
    /// An unknown or retired area prefix is not an error: areas are merged, numbers stay. `today` is the day in China:
    /// nobody is born in the future.
    ///
    /// Errors: `required`, `identity-length`, `identity-format`, `identity-birth-date`, `identity-check-digit`,
    /// `identity-is-permit`, `permit-prefix`, `foreign-permit-format`, `pass-format`, `passport-country`, `passport-format`.
    pub fn parse(kind: DocumentKind, typed: &str, today: Date) -> Result<Self, Code> {
        let number = Self::canonical_number(kind, typed)?;
        let parsed = Self { kind, number };
        if parsed.birth_date().is_some_and(|born| born > today) {
            return Err(Code::new("identity-birth-date"));
        }
        Ok(parsed)
    }

    /// A passport from two fields of a form, with the errors of [`DocumentNumber::parse`].
    pub fn passport(country: &str, number: &str) -> Result<Self, Code> {
        let kind = DocumentKind::Passport;
        if text::fold(number).is_empty() {
            return Err(Code::new("required"));
        }
        Ok(Self {
            kind,
            number: Self::canonical_number(kind, &format!("{country}:{number}"))?,
        })
    }

    /// The number that [`DocumentNumber::canonical`] wrote, checked again.
    pub fn from_canonical(canonical: &str) -> Result<Self, Code> {
        let (kind, number) = canonical.split_once(':').ok_or(Code::new("identity-format"))?;
        let kind: DocumentKind = kind.parse()?;
        Ok(Self {
            kind,
            number: Self::canonical_number(kind, number)?,
        })
    }

    fn canonical_number(kind: DocumentKind, typed: &str) -> Result<String, Code> {
        let typed = text::fold(typed).to_uppercase();
        let compact: String = typed.chars().filter(|c| !matches!(c, ' ' | '-' | '–' | '—')).collect();
        if compact.is_empty() {
            return Err(Code::new("required"));
        }
        match kind {
            DocumentKind::IdentityCard => {
                check_identity(&compact)?;
                if is_hmt_prefix(&compact) {
                    return Err(Code::new("identity-is-permit"));
                }
            }
            DocumentKind::HmtResidencePermit => {
                check_identity(&compact)?;
                if !is_hmt_prefix(&compact) {
                    return Err(Code::new("permit-prefix"));
                }
            }
            DocumentKind::ForeignPermanentResident => check_foreign_permanent_resident(&compact)?,
            DocumentKind::HongKongMacauPass => {
                let digits = compact.strip_prefix(['H', 'M']).ok_or(Code::new("pass-format"))?;
                if !(all_digits(digits) && matches!(digits.len(), 8 | 10)) {
                    return Err(Code::new("pass-format"));
                }
            }
            DocumentKind::TaiwanPass => {
                if !(all_digits(&compact) && compact.len() == 8) {
                    return Err(Code::new("pass-format"));
                }
            }
            DocumentKind::Passport => return canonical_passport(&typed),
        }
        Ok(compact)
    }

    pub const fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// What to encrypt, and what to take the keyed hash of: kind and number, the same for every way of typing it.
    pub fn canonical(&self) -> String {
        format!("{}:{}", self.kind, self.number)
    }

    /// The number itself. Showing it to anyone but its holder needs a reason and a line in the audit.
    pub fn reveal(&self) -> &str {
        &self.number
    }

    /// `****************34`: of every kind of number the last two characters, and no more. Birth date, sex and the area of
    /// the registered address often stand beside it; with more digits the check digit would give the rest away. Who knows
    /// all of those still has at least 9 numbers to choose from.
    pub fn masked(&self) -> String {
        // Every canonical number is ASCII and has at least 8 characters.
        let hidden = self.number.len().saturating_sub(2);
        format!(
            "{}{}",
            "*".repeat(hidden),
            self.number.get(hidden..).unwrap_or_default()
        )
    }

    fn has_gb_11643_form(&self) -> bool {
        self.number.len() == 18 && self.kind != DocumentKind::Passport
    }

    /// The birth date, where the number holds one.
    pub fn birth_date(&self) -> Option<Date> {
        if self.has_gb_11643_form() {
            birth_date(&self.number)
        } else {
            None
        }
    }

    /// The sex, where the number holds one: an odd 17th digit is male.
    pub fn sex(&self) -> Option<Sex> {
        if !self.has_gb_11643_form() {
            return None;
        }
        let digit = self.number.as_bytes().get(16)?;
        // ASCII digits are odd where their values are.
        Some(if digit % 2 == 1 { Sex::Male } else { Sex::Female })
    }

    /// The six digits of the area where the number was first given out; it may be retired or unknown.
    pub fn area_prefix(&self) -> Option<&str> {
        match self.kind {
            DocumentKind::IdentityCard | DocumentKind::HmtResidencePermit => self.number.get(..6),
            _ => None,
        }
    }

    pub fn holder(&self) -> Holder {
        match self.kind {
            DocumentKind::IdentityCard => Holder::Mainland,
            DocumentKind::HmtResidencePermit if self.number.starts_with("83") => Holder::Taiwan,
            DocumentKind::HmtResidencePermit | DocumentKind::HongKongMacauPass => Holder::HongKongOrMacau,
            DocumentKind::TaiwanPass => Holder::Taiwan,
            DocumentKind::ForeignPermanentResident | DocumentKind::Passport => Holder::Foreign,
        }
    }
}

impl fmt::Debug for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentNumber({}, …)", self.kind)
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn is_hmt_prefix(number: &str) -> bool {
    ["810000", "820000", "830000"]
        .iter()
        .any(|prefix| number.starts_with(prefix))
}

/// GB 11643: 17 digits and a check character.
fn check_identity(number: &str) -> Result<(), Code> {
    let (Some(body), Some(check)) = (number.get(..17), number.get(17..)) else {
        return Err(Code::new("identity-length").with("length", 18));
    };
    if check.chars().count() != 1 {
        return Err(Code::new("identity-length").with("length", 18));
    }
    if !all_digits(body) || !matches!(check.as_bytes(), [b'0'..=b'9' | b'X']) {
        return Err(Code::new("identity-format"));
    }
    if birth_date(number).is_none() {
        return Err(Code::new("identity-birth-date"));
    }
    if identity_check_character(body) != check.chars().next() {
        return Err(Code::new("identity-check-digit"));
    }
    Ok(())
}

/// The 18th character for 17 digits (GB 11643, ISO 7064 MOD 11-2); `None` when they aren't 17 digits.
pub fn identity_check_character(body: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    if body.len() != WEIGHTS.len() {
        return None;
    }
    let mut sum = 0;
    for (digit, weight) in body.chars().zip(WEIGHTS) {
        sum += digit.to_digit(10)? * weight;
    }
    CHECKS.get(usize::try_from(sum % 11).ok()?).copied()
}

fn birth_date(number: &str) -> Option<Date> {
    let year = number.get(6..10)?.parse().ok()?;
    let month = number.get(10..12)?.parse().ok()?;
    let day = number.get(12..14)?.parse().ok()?;
    // Nobody born before 1900 is alive to show a document, so that is a slip of the finger.
    if year < 1900 {
        None
    } else {
        Date::new(year, month, day).ok()
    }
}

fn check_foreign_permanent_resident(number: &str) -> Result<(), Code> {
    if number.starts_with('9') {
        return check_identity(number);
    }
    let letters = number.bytes().take(3).all(|b| b.is_ascii_uppercase());
    match number.get(3..) {
        Some(digits) if letters && number.len() == 15 && all_digits(digits) => Ok(()),
        _ => Err(Code::new("foreign-permit-format")),
    }
}

fn canonical_passport(typed: &str) -> Result<String, Code> {
    let letters = |text: &str| text.bytes().filter(u8::is_ascii_uppercase).count() == text.len();
    let (country, number) = match typed.split_once([':', '/', ' ']) {
        Some((country, number)) => (country.trim(), number),
        None => return Err(Code::new("passport-country")),
    };
    if country.len() != 3 || !letters(country) {
        return Err(Code::new("passport-country"));
    }
    let number: String = number.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if !(5..=15).contains(&number.len()) || !number.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return Err(Code::new("passport-format"));
    }
    Ok(format!("{country}:{number}"))
}

#[cfg(test)]
mod tests;
