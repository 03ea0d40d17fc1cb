//! The types and rules of the rental consultation centre.
//!
//! No IO, no async, no clock, no randomness but ids: everything here also compiles for the browser.

pub mod access;
pub mod address;
pub mod area;
mod coded;
pub mod compare;
pub mod contact;
pub mod credit_code;
pub mod document;
pub mod facility;
pub mod favourite;
pub mod form;
pub mod geo;
pub mod house;
pub mod id;
pub mod lang;
pub mod layout;
pub mod lease;
pub mod listing;
pub mod matching;
pub mod measure;
pub mod money;
pub mod organisation;
pub mod orientation;
pub mod parameter;
pub mod person;
pub mod place;
pub mod registration;
pub mod saved_search;
pub mod search;
pub mod space;
pub mod text;
pub mod time;
pub mod viewing;
