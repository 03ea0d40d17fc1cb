//! The types and rules of the rental consultation centre.
//!
//! No IO, no async, no clock, no randomness but ids: everything here also compiles for the browser.

mod coded;
pub mod facility;
pub mod form;
pub mod id;
pub mod layout;
pub mod measure;
pub mod money;
pub mod orientation;
pub mod space;
pub mod text;
pub mod time;
