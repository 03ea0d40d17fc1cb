//! A text that may be missing.

use std::borrow::Cow;

/// What an optional text prop takes: `hint="…"`, `hint=tr!(…)`, `error=form.error("rent")` (an `Option`) or nothing at all.
/// An empty text counts as missing, so that no empty hint or error box is ever drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaybeText(Option<String>);

impl MaybeText {
    #[must_use]
    pub fn into_option(self) -> Option<String> {
        self.0
    }

    #[must_use]
    pub fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }

    #[must_use]
    pub fn is_some(&self) -> bool {
        self.0.is_some()
    }
}

impl From<String> for MaybeText {
    fn from(text: String) -> Self {
        Self((!text.is_empty()).then_some(text))
    }
}

impl From<&String> for MaybeText {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&str> for MaybeText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Cow<'_, str>> for MaybeText {
    fn from(text: Cow<'_, str>) -> Self {
        text.into_owned().into()
    }
}

impl<T: Into<Self>> From<Option<T>> for MaybeText {
    fn from(text: Option<T>) -> Self {
        text.map(Into::into).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::MaybeText;

    #[test]
    fn an_empty_text_is_a_missing_text() {
        assert!(!MaybeText::from("").is_some());
        assert!(!MaybeText::from(None::<&str>).is_some());
        assert_eq!(MaybeText::from(Some("租金")).as_deref(), Some("租金"));
    }
}
