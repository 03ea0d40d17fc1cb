//! A text that may be missing, and one with marked parts.

use std::{borrow::Cow, ops::Range};

use leptos::prelude::*;

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

/// A text of which some parts were looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkedText(Vec<(String, bool)>);

impl MarkedText {
    /// Marks what lies in any of the ranges, which count characters.
    #[must_use]
    pub fn new(text: &str, marks: &[Range<usize>]) -> Self {
        let mut marked = Self::default();
        let mut buffer = [0; 4];
        for (at, c) in text.chars().enumerate() {
            let here = marks.iter().any(|mark| mark.contains(&at));
            marked.push(c.encode_utf8(&mut buffer), here);
        }
        marked
    }

    fn push(&mut self, text: &str, is_marked: bool) {
        match self.0.last_mut() {
            Some((piece, last)) if *last == is_marked => piece.push_str(text),
            _ => self.0.push((text.to_owned(), is_marked)),
        }
    }

    /// Several texts with the same thing between each two of them.
    #[must_use]
    pub fn join(texts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut joined = Self::default();
        for text in texts {
            if !joined.is_empty() {
                joined.push(between, false);
            }
            for (piece, is_marked) in text.0 {
                joined.push(&piece, is_marked);
            }
        }
        joined
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text alone, for where nothing can be marked.
    #[must_use]
    pub fn plain(&self) -> String {
        self.0.iter().map(|(piece, _)| piece.as_str()).collect()
    }

    #[must_use]
    pub fn view(self) -> AnyView {
        let piece = |(text, is_marked): (String, bool)| match is_marked {
            true => view! { <mark>{text}</mark> }.into_any(),
            false => text.into_any(),
        };
        self.0.into_iter().map(piece).collect_view().into_any()
    }
}

impl<T: Into<String>> From<T> for MarkedText {
    fn from(text: T) -> Self {
        Self::new(&text.into(), &[])
    }
}

#[cfg(test)]
mod tests {
    use super::{MarkedText, MaybeText};
    use leptos::prelude::*;

    #[test]
    fn marks_are_elements_and_texts_are_escaped() {
        let text = MarkedText::new("<b>列东街道", &[3..5, 4..6]);
        let line = MarkedText::join(["街道：".into(), text], "");
        let html = view! { <p>{line.view()}</p> }.to_html();
        assert_eq!(html.replace("<!>", ""), "<p>街道：&lt;b&gt;<mark>列东街</mark>道</p>");
    }

    #[test]
    fn an_empty_text_is_a_missing_text() {
        assert!(!MaybeText::from("").is_some());
        assert!(!MaybeText::from(None::<&str>).is_some());
        assert_eq!(MaybeText::from(Some("租金")).as_deref(), Some("租金"));
    }
}
