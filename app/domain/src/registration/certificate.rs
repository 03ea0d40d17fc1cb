//! What stands on the paper and in its QR code.

use crate::text;
use std::fmt;

/// The letters of a certificate's public code: no 0 O, 1 I L, so that it can be read out and typed.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const CODE_LENGTH: usize = 16;

/// The public code of a certificate, 16 characters of 31 (79 bits): it can't be guessed, and who has it holds the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateCode(String);

impl CertificateCode {
    /// From 16 random bytes (256 is no multiple of 31: eight letters come up nine times where the others come up eight).
    pub fn from_random(random: [u8; CODE_LENGTH]) -> Self {
        let letter = |byte: u8| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
        Self(random.into_iter().map(letter).collect())
    }

    /// A code as typed, scanned or pasted with the whole address: case, width, spaces and dashes don't matter.
    pub fn parse(typed: &str) -> Option<Self> {
        let folded = text::fold_compact(typed.get(..400).unwrap_or(typed));
        let code = folded.rsplit("/certificates/").next().unwrap_or_default();
        let code: String = code
            .split(['/', '?', '#'])
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| !matches!(c, '-' | '‐'..='―' | '−' | 'ー'))
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

    /// As a Chinese keyboard writes it.
    fn wide(c: char) -> char {
        match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            c => c,
        }
    }

    #[test]
    fn a_certificate_code_is_read_as_it_is_shown() {
        let code = CertificateCode::from_random(*b"0123456789abcdef");
        assert_eq!(CertificateCode::parse(&code.to_string()), Some(code.clone()));
        assert_eq!(
            CertificateCode::parse(&format!(" {} ", code.as_str().to_lowercase())),
            Some(code.clone())
        );
        let shown = code.to_string();
        for typed in [
            shown.replace('-', "—"),
            shown.replace('-', " – "),
            shown.chars().map(wide).collect(),
            format!("https://zufang.example.cn/certificates/{}?lang=en#main", code.as_str()),
            format!("{}/print", code.as_str()),
        ] {
            assert_eq!(CertificateCode::parse(&typed), Some(code.clone()), "{typed}");
        }
        for wrong in ["", "ABCD", "0000-0000-0000-0000", "ABCD-EFGH-JKMN-PQR电"] {
            assert_eq!(CertificateCode::parse(wrong), None, "{wrong}");
        }
    }
}
