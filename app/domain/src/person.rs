//! A person (自然人): a human being as documents show them. An account is something else: a person needs none.

use crate::{
    coded::coded,
    contact::{PersonName, Phone},
    document::{DocumentNumber, Sex},
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
