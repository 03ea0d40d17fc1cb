//! The types and rules of the rental consultation centre.
//!
//! No IO, no async, no clock, no randomness but ids: everything here also compiles for the browser.

pub mod facility;
pub mod form;
pub mod id;
pub mod money;
pub mod orientation;
pub mod text;
pub mod time;
