//! Unified social credit codes of organisations (GB 32100).

use crate::{form::Code, text};
use serde::{Deserialize, Serialize};
use std::fmt;

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// 18 characters, the last one a check of the others.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

impl CreditCode {
    /// A code as typed; width, case, spaces and hyphens don't matter.
    ///
    /// Errors: `required`, `credit-code-length`, `credit-code-format`, `credit-code-check`.
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let mut code = text::fold_compact(typed).to_uppercase();
        code.retain(|c| c != '-');
        let length = code.chars().count();
        if length == 0 {
            return Err(Code::new("required"));
        }
        if length != 18 {
            return Err(Code::new("credit-code-length").with("length", 18));
        }
        let values: Option<Vec<usize>> = code.chars().map(|c| ALPHABET.find(c)).collect();
        let values = values.ok_or(Code::new("credit-code-format"))?;
        let (mut sum, mut weight) = (0, 1);
        for value in values.iter().take(17) {
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        if values.last() != Some(&((31 - sum % 31) % 31)) {
            return Err(Code::new("credit-code-check"));
        }
        Ok(Self(code))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for CreditCode {
    type Error = Code;

    fn try_from(text: String) -> Result<Self, Code> {
        Self::parse(&text)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> String {
        code.0
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VALID: [&str; 3] = ["91350100M000100Y43", "9144030071526726XG", "91440300708461136T"];

    #[test]
    fn codes() {
        for valid in VALID {
            assert_eq!(CreditCode::parse(valid).unwrap().as_str(), valid);
        }
        assert_eq!(CreditCode::parse(" 91350100-m000100ｙ43").unwrap().as_str(), VALID[0]);
        for (text, code) in [
            ("", "required"),
            ("91350100M000100Y4", "credit-code-length"),
            ("91350100M000100Y44", "credit-code-check"),
            ("91350100I000100Y43", "credit-code-format"),
            ("新居新居新居新居新居新居新居新居新居", "credit-code-format"),
        ] {
            assert_eq!(CreditCode::parse(text).map_err(|e| e.code), Err(code), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(text in any::<String>()) {
            let _ = CreditCode::parse(&text);
        }

        #[test]
        fn one_changed_character_fails(place in 0..18_usize, other in 0..31_usize) {
            for valid in VALID {
                let mut changed = valid.as_bytes().to_vec();
                prop_assume!(changed[place] != ALPHABET.as_bytes()[other]);
                changed[place] = ALPHABET.as_bytes()[other];
                prop_assert!(CreditCode::parse(std::str::from_utf8(&changed).unwrap()).is_err());
            }
        }
    }
}
