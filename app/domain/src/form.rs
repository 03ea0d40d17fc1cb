//! What is wrong with what was typed: codes and field names, never prose and never what was typed.
//!
//! The texts live in the translations under `error.<code>`; `args` fill their placeholders.

use std::fmt;

/// Why one value was refused: a short kebab-case code and the numbers its text mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Code {
    pub const fn new(code: &'static str) -> Self {
        Self { code, args: Vec::new() }
    }

    /// Adds a value for a placeholder of the text. Never pass personal data: errors are logged.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

impl From<&'static str> for Code {
    fn from(code: &'static str) -> Self {
        Self::new(code)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl std::error::Error for Code {}

/// A refused value and the form field that held it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    pub field: &'static str,
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
}

/// Everything wrong with a form, in the order in which the fields were checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<FieldError>);

impl Errors {
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Takes the value out of a check, or notes why there is none, so that one pass over a form finds every error.
    pub fn check<T, E: Into<Code>>(&mut self, field: &'static str, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(field, error);
                None
            }
        }
    }

    pub fn add(&mut self, field: &'static str, error: impl Into<Code>) {
        let Code { code, args } = error.into();
        self.0.push(FieldError { field, code, args });
    }

    pub fn merge(&mut self, other: Errors) {
        self.0.extend(other.0);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first error of a field: one is enough to say what to do next.
    pub fn for_field(&self, field: &str) -> Option<&FieldError> {
        self.0.iter().find(|error| error.field == field)
    }

    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }
}

impl From<FieldError> for Errors {
    fn from(error: FieldError) -> Self {
        Self(vec![error])
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{}: {}", error.field, error.code)?;
        }
        Ok(())
    }
}

impl std::error::Error for Errors {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_collects_every_error_in_order() {
        let mut errors = Errors::new();
        assert_eq!(errors.check("rent", Ok::<_, Code>(7)), Some(7));
        assert!(errors.is_empty());

        assert_eq!(errors.check("name", Err::<(), _>("required")), None);
        errors.add("name", Code::new("too-long").with("max", 50));
        errors.add("phone", "phone-format");

        let seen: Vec<_> = errors.iter().map(|e| (e.field, e.code)).collect();
        assert_eq!(
            seen,
            [("name", "required"), ("name", "too-long"), ("phone", "phone-format")]
        );
        assert_eq!(errors.for_field("name").map(|e| e.code), Some("required"));
        assert_eq!(errors.for_field("rent"), None);
        assert_eq!(
            errors.to_string(),
            "name: required, name: too-long, phone: phone-format"
        );
    }

    #[test]
    fn arguments_survive_the_way_to_the_field() {
        let errors = {
            let mut errors = Errors::new();
            errors.add("name", Code::new("too-long").with("max", 50));
            errors
        };
        assert_eq!(
            errors.for_field("name").map(|e| e.args.clone()),
            Some(vec![("max", "50".to_owned())])
        );
    }
}
