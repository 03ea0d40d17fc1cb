//! Forms: plain `application/x-www-form-urlencoded` posts. What was typed is kept as it was typed, so that a refused form
//! comes back as it left.

use crate::{error::AppError, texts::error_text};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use domain::{form::Errors, lang::Lang};

/// The fields of a form in their order, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<(String, String)>);

impl Values {
    pub fn parse(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// The first value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a field; a field that is missing is an empty one.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// Every value of a field with several.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked. A program that says "false" has not agreed to anything.
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| !matches!(value, "" | "0" | "false" | "no" | "off"))
    }

    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Values {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
        )
    }
}

/// The body of a posted form.
pub struct Form(pub Values);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = AppError;

    async fn from_request(request: Request, state: &S) -> Result<Self, AppError> {
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|_| AppError::TooLarge)?;
        Ok(Form(Values::parse(&body)))
    }
}

/// A form as it is shown: what stands in its fields, and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    pub values: Values,
    pub errors: Errors,
}

impl FormState {
    pub fn new(values: Values, errors: Errors) -> Self {
        Self { values, errors }
    }

    pub fn filled(values: Values) -> Self {
        Self {
            values,
            errors: Errors::new(),
        }
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> String {
        self.values.text(name).to_owned()
    }

    /// What is wrong with a field, as a sentence.
    pub fn error(&self, lang: Lang, name: &str) -> Option<String> {
        self.errors.for_field(name).map(|error| error_text(lang, error))
    }

    /// Every error for [`crate::ui::ErrorSummary`]: field and sentence.
    pub fn summary(&self, lang: Lang) -> Vec<(String, String)> {
        self.errors
            .iter()
            .map(|error| (error.field.to_owned(), error_text(lang, error)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_kept_as_typed() {
        let values = Values::parse("rent=1%2C850+%E5%85%83&facility=lift&facility=bed&empty=".as_bytes());
        assert_eq!(values.text("rent"), "1,850 元");
        assert_eq!(values.all("facility").collect::<Vec<_>>(), ["lift", "bed"]);
        assert!(!values.ticked("empty"));
        assert_eq!(values.text("missing"), "");
    }
}
