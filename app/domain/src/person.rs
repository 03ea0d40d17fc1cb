//! A person (自然人): a human being as documents show them. An account is something else: a person needs none.

use crate::{
    coded::coded,
    contact::{PersonName, Phone},
    document::{DocumentNumber, Sex},
    form::{Code, Errors},
    id::PersonId,
    text,
};
use jiff::civil::Date;

coded! {
    /// From where something is known of a person.
    pub enum Basis {
        /// Typed by the person, logged in.
        Own = "self",
        /// Typed by the tenant for somebody of the household.
        Household = "household",
        /// Entered at the counter, from the paper.
        Counter = "counter",
    }
}

/// What is known of a person at a time.
#[derive(Clone, Debug)]
pub struct Facts {
    pub name: PersonName,
    pub document: DocumentNumber,
    pub sex: Option<Sex>,
    pub born_on: Option<Date>,
    /// Where the household registration is, or where the landlord lives.
    pub address: Option<String>,
    pub phone: Option<Phone>,
}

/// Why two records are one human being.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub reason: String,
    /// The papers that show it, as they were seen.
    pub shown_by: String,
}

impl Ground {
    /// Errors: `required`, `too-short`, `too-long`.
    pub fn parse(reason: &str, shown_by: &str) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let shown_by = errors.check("shown_by", text::bounded(shown_by, 4, 200));
        let reason = errors.check("reason", text::bounded_lines(reason, 4, 500));
        match (reason, shown_by) {
            (Some(reason), Some(shown_by)) => Ok(Self { reason, shown_by }),
            _ => Err(errors),
        }
    }
}

/// How a record of a person stands when it is to become one with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub id: PersonId,
    /// It is another one's already.
    pub merged: bool,
    pub born_on: Option<Date>,
    /// In an open residence registration.
    pub registered: bool,
}

/// Whether two records may become one. Whoever was merged is followed to the last one, so that nothing turns in a circle.
///
/// Errors: `person-same` (one record), `person-merged` (one of them is another's already), `person-born-otherwise` (one of
/// the birth dates is wrong, or they are two people), `person-registered-twice` (a person has one open residence
/// registration: one must end first).
pub fn mergeable(from: &Standing, into: &Standing) -> Result<(), Code> {
    let born_otherwise = matches!((from.born_on, into.born_on), (Some(one), Some(other)) if one != other);
    let code = match () {
        () if from.id == into.id => "person-same",
        () if from.merged || into.merged => "person-merged",
        () if born_otherwise => "person-born-otherwise",
        () if from.registered && into.registered => "person-registered-twice",
        () => return Ok(()),
    };
    Err(Code::new(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn standing() -> Standing {
        Standing {
            id: PersonId::generate(),
            merged: false,
            born_on: Some(date(1990, 1, 1)),
            registered: false,
        }
    }

    #[test]
    fn two_records_become_one_unless_something_speaks_against_it() {
        let (from, into) = (standing(), standing());
        let code = |from: Standing, into: Standing| mergeable(&from, &into).err().map(|code| code.code);
        assert_eq!(code(from, into), None);
        let registered = |one| Standing {
            registered: true,
            ..one
        };
        assert_eq!(code(registered(from), into), None);
        assert_eq!(code(from, registered(into)), None);
        assert_eq!(
            code(registered(from), registered(into)),
            Some("person-registered-twice")
        );
        assert_eq!(code(from, from), Some("person-same"));
        let merged = |one| Standing { merged: true, ..one };
        assert_eq!(code(merged(from), into), Some("person-merged"));
        assert_eq!(code(from, merged(into)), Some("person-merged"));
        let born = |born_on| Standing { born_on, ..from };
        assert_eq!(code(born(Some(date(1990, 1, 2))), into), Some("person-born-otherwise"));
        assert_eq!(code(born(None), into), None);
    }

    #[test]
    fn a_ground_says_why_and_which_papers_show_it() {
        let read = |reason, shown_by| Ground::parse(reason, shown_by);
        let ground = read(" 同一人先后用两种证件登记 ", "身份证和护照原件").unwrap();
        assert_eq!(
            (ground.reason.as_str(), ground.shown_by.as_str()),
            ("同一人先后用两种证件登记", "身份证和护照原件")
        );
        let codes: Vec<_> = read("同一人", "")
            .unwrap_err()
            .iter()
            .map(|error| (error.field, error.code))
            .collect();
        assert_eq!(codes, [("shown_by", "required"), ("reason", "too-short")]);
    }
}
