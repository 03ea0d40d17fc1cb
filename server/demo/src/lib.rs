//! Demo data: our own, so that a first look at Xinju shows no one's home and no one's name.
//!
//! All of it goes through the use cases of `backend`, so the demo can hold nothing that the program would refuse. Its content
//! is the same in every run.

pub mod drawing;
mod home;
mod matches;
mod people;
mod photos;
mod places;
mod seed;
mod viewings;

pub use people::{PASSWORD, PEOPLE, Person};
pub use seed::{DemoError, SPAN, Story, Summary, is_new, seed};
