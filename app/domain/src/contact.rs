//! How to reach a person, and what they are called. `Debug` never shows a phone, an address or a password: values
//! end up in logs.

mod name;

pub use name::{PersonName, masked_name};

use crate::{form::Code, text};
use std::fmt;

/// An email address: ASCII, its domain in lower case, an internationalised one as it is written in the DNS.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// RFC 5321: a path of 256 with its angle brackets.
    const MAX_BYTES: usize = 254;

    /// An address as typed. Full width is folded, because Chinese keyboards write `＠`, `．` and `。`; `例子.中国` becomes
    /// `xn--fsqu00a.xn--fiqs8s` (UTS 46).
    ///
    /// Errors: `required`, `email-format`, `too-long`.
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let typed: String = text::tidy(typed).chars().map(text::fold_width).collect();
        if typed.is_empty() {
            return Err(Code::new("required"));
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(Code::new("email-format"))?;
        if typed.len() > Self::MAX_BYTES {
            return Err(Code::new("too-long").with("max", Self::MAX_BYTES));
        }
        let domain = idna::domain_to_ascii(domain).map_err(|_| Code::new("email-format"))?;
        if !is_local_part(local) || !is_domain(&domain) {
            return Err(Code::new("email-format"));
        }
        let address = format!("{local}@{domain}");
        if address.len() > Self::MAX_BYTES {
            return Err(Code::new("too-long").with("max", Self::MAX_BYTES));
        }
        Ok(Self(address))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For finding an account: nobody runs two mailboxes whose names differ in case only.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// `l***@example.cn`
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or_default();
        format!("{}***@{domain}", local.get(..1).unwrap_or_default())
    }
}

fn is_local_part(local: &str) -> bool {
    let is_atom = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&c);
    local.len() <= 64
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.bytes().all(is_atom))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    match domain.rsplit_once('.') {
        Some((rest, top)) => {
            top.len() >= 2
                && top.starts_with(|c: char| c.is_ascii_alphabetic())
                && is_label(top)
                && rest.split('.').all(is_label)
        }
        None => false,
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.masked())
    }
}

/// A Chinese phone number: a mobile, or a landline with its area code.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone {
    /// `13812345678` or `0598-8223456`
    number: String,
}

impl Phone {
    /// A number as typed, with or without +86, spaces and hyphens.
    ///
    /// Errors: `required`, `phone-area-code` (a landline without one), `phone-format`.
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let folded = text::fold_compact(typed);
        if folded.is_empty() {
            return Err(Code::new("required"));
        }
        let compact: String = folded
            .chars()
            .filter(|c| !matches!(c, '-' | '–' | '—' | '(' | ')' | '.'))
            .collect();
        let (abroad, national) = match ["+86", "0086"].iter().find_map(|prefix| compact.strip_prefix(prefix)) {
            Some(rest) => (true, rest),
            None => (false, compact.as_str()),
        };
        if !national.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Code::new("phone-format"));
        }
        if is_mobile(national) {
            return Ok(Self {
                number: national.to_owned(),
            });
        }
        // From abroad the 0 of the area code is left out.
        let landline = if abroad && !national.starts_with('0') {
            format!("0{national}")
        } else {
            national.to_owned()
        };
        if !landline.starts_with('0') {
            let without_area = matches!(landline.len(), 7 | 8) && landline.starts_with(|c| ('2'..='8').contains(&c));
            return Err(Code::new(if without_area {
                "phone-area-code"
            } else {
                "phone-format"
            }));
        }
        // 010 and 02x are the area codes of three digits; all others have four.
        let split = if landline.starts_with("010") || landline.starts_with("02") {
            3
        } else {
            4
        };
        match (landline.get(..split), landline.get(split..)) {
            (Some(area), Some(local))
                if matches!(local.len(), 7 | 8) && !area.starts_with("00") && !local.starts_with(['0', '1']) =>
            {
                Ok(Self {
                    number: format!("{area}-{local}"),
                })
            }
            _ => Err(Code::new("phone-format")),
        }
    }

    /// The number itself: for the parties of a match and staff at work on it.
    pub fn reveal(&self) -> &str {
        &self.number
    }

    pub fn is_mobile(&self) -> bool {
        is_mobile(&self.number)
    }

    /// `138****5678`, `0598-***3456`
    pub fn masked(&self) -> String {
        let (head, local) = match self.number.split_once('-') {
            Some((area, local)) => (format!("{area}-"), local),
            None => (
                self.number.get(..3).unwrap_or_default().to_owned(),
                self.number.get(3..).unwrap_or_default(),
            ),
        };
        let hidden = local.len().saturating_sub(4);
        format!(
            "{head}{}{}",
            "*".repeat(hidden),
            local.get(hidden..).unwrap_or_default()
        )
    }
}

fn is_mobile(number: &str) -> bool {
    matches!(number.as_bytes(), [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 && rest.iter().all(u8::is_ascii_digit))
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

/// A password that may be set. Kept exactly as typed; only its hash is ever stored.
pub struct Password(String);

impl Password {
    pub const MIN_CHARS: usize = 10;
    pub const MAX_CHARS: usize = 128;

    /// Length is what makes a password strong, so there is no rule about kinds of characters.
    ///
    /// Errors: `required`, `password-short`, `too-long`, `password-one-character`, `password-is-email`.
    pub fn parse(typed: &str, email: Option<&Email>) -> Result<Self, Code> {
        let mut chars = typed.chars();
        let Some(first) = chars.next() else {
            return Err(Code::new("required"));
        };
        match typed.chars().count() {
            n if n < Self::MIN_CHARS => return Err(Code::new("password-short").with("min", Self::MIN_CHARS)),
            n if n > Self::MAX_CHARS => return Err(Code::new("too-long").with("max", Self::MAX_CHARS)),
            _ => {}
        }
        if chars.all(|c| c == first) {
            return Err(Code::new("password-one-character"));
        }
        if email.is_some_and(|email| text::fold(typed) == email.key()) {
            return Err(Code::new("password-is-email"));
        }
        Ok(Self(typed.to_owned()))
    }

    /// For hashing, and nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn emails() {
        for (typed, email) in [
            ("lin.mei@example.cn", "lin.mei@example.cn"),
            (" Lin.Mei@EXAMPLE.CN ", "Lin.Mei@example.cn"),
            ("lin＠example．cn", "lin@example.cn"),
            ("a+b@mail.example.xn--fiqs8s", "a+b@mail.example.xn--fiqs8s"),
            ("zhang@例子.中国", "zhang@xn--fsqu00a.xn--fiqs8s"),
            ("lin@163。com", "lin@163.com"),
        ] {
            assert_eq!(Email::parse(typed).unwrap().as_str(), email);
        }
        let long = format!("{}@example.cn", "a".repeat(250));
        for (typed, code) in [
            ("", "required"),
            ("lin", "email-format"),
            ("lin@", "email-format"),
            ("@example.cn", "email-format"),
            ("lin@example", "email-format"),
            ("lin@example..cn", "email-format"),
            ("lin@-example.cn", "email-format"),
            ("lin@example.1", "email-format"),
            (".lin@example.cn", "email-format"),
            ("li..n@example.cn", "email-format"),
            ("li n@example.cn", "email-format"),
            ("lin@example.cn\r\nBcc: x@example.cn", "email-format"),
            ("林@example.cn", "email-format"),
            (long.as_str(), "too-long"),
        ] {
            assert_eq!(Email::parse(typed).map_err(|e| e.code), Err(code), "{typed}");
        }
        let email = Email::parse("Lin@Example.cn").unwrap();
        assert_eq!(email.key(), "lin@example.cn");
        assert_eq!(format!("{email:?}"), "Email(L***@example.cn)");
    }

    #[test]
    fn phones() {
        for (typed, number, masked) in [
            ("13812345678", "13812345678", "138****5678"),
            ("+86 138-1234-5678", "13812345678", "138****5678"),
            ("１３８ １２３４ ５６７８", "13812345678", "138****5678"),
            ("0598-8223456", "0598-8223456", "0598-***3456"),
            ("（0598）8223456", "0598-8223456", "0598-***3456"),
            ("+86 598 8223456", "0598-8223456", "0598-***3456"),
            ("010 6552 9988", "010-65529988", "010-****9988"),
        ] {
            let phone = Phone::parse(typed).unwrap();
            assert_eq!((phone.reveal(), phone.masked().as_str()), (number, masked));
            assert_eq!(format!("{phone:?}"), format!("Phone({masked})"));
        }
        for (typed, code) in [
            ("", "required"),
            ("8223456", "phone-area-code"),
            ("12812345678", "phone-format"),
            ("1381234567", "phone-format"),
            ("138123456789", "phone-format"),
            ("05981223456", "phone-format"),
            ("138abc45678", "phone-format"),
            ("电话", "phone-format"),
        ] {
            assert_eq!(
                Phone::parse(typed).map(|p| p.number).map_err(|e| e.code),
                Err(code),
                "{typed}"
            );
        }
    }

    #[test]
    fn passwords() {
        let email = Email::parse("Lin.Mei@example.cn").unwrap();
        let check = |typed: &str| Password::parse(typed, Some(&email)).map(|p| p.0).map_err(|e| e.code);
        assert_eq!(check(" 雨后的金溪河边 no 7"), Ok(" 雨后的金溪河边 no 7".to_owned()));
        assert_eq!(check(""), Err("required"));
        assert_eq!(check("short-one"), Err("password-short"));
        assert_eq!(check("aaaaaaaaaaaa"), Err("password-one-character"));
        assert_eq!(check("LIN.mei@example.cn"), Err("password-is-email"));
        assert_eq!(check(&"ab".repeat(65)), Err("too-long"));
        assert!(!format!("{:?}", Password::parse("correct horse", None).unwrap()).contains("horse"));
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(text in any::<String>()) {
            let email = Email::parse(&text);
            let phone = Phone::parse(&text).map(|p| p.masked());
            let name = PersonName::parse(&text).map(|n| n.masked());
            let _ = (email, phone, name, Password::parse(&text, None));
        }

        #[test]
        fn every_mobile_is_read_and_masked(number in "1[3-9][0-9]{9}") {
            let phone = Phone::parse(&number).unwrap();
            prop_assert!(phone.is_mobile());
            prop_assert_eq!(phone.masked(), format!("{}****{}", &number[..3], &number[7..]));
        }
    }
}
