//! The languages the centre speaks.

use serde::{Deserialize, Serialize};

/// A language of pages and mails. Chinese is the default: it is what a visitor gets who states no preference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The short code, as it stands in cookies, in the database and in the names of template folders.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The BCP 47 tag for the `lang` attribute of a page.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Reads a short code or a tag such as `zh-Hans-CN`; a language that the centre does not speak is `None`.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }
}

/// The form of a text that fits a number, of `1 listing | 2 listings`. A text with one form fits every number, as all
/// Chinese ones do.
pub fn form_for(text: &str, count: u64) -> &str {
    match text.split_once(" | ") {
        Some((one, _)) if count == 1 => one,
        Some((_, more)) => more,
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, form_for};

    #[test]
    fn only_one_is_one() {
        let forms = [0, 1, 2, 11, 21].map(|count| form_for("a home | homes", count));
        assert_eq!(forms, ["homes", "a home", "homes", "homes", "homes"]);
        assert_eq!(form_for("套", 1), "套");
    }

    #[test]
    fn reads_codes_and_tags() {
        assert_eq!(Lang::parse("zh"), Some(Lang::Zh));
        assert_eq!(Lang::parse("zh-Hant-TW"), Some(Lang::Zh));
        assert_eq!(Lang::parse("EN_us"), Some(Lang::En));
        assert_eq!(Lang::parse("english"), None);
        assert_eq!(Lang::parse(""), None);
    }
}
