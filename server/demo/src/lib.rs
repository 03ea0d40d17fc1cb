//! Demo data: our own, so that a first look at Xinju shows no one's home and no one's name.
//!
//! All of it goes through the use cases of `backend`, so the demo can hold nothing that the program would refuse. Its content
//! is the same in every run. What is called of one noun stands in the file of its name; the others hold the content.

mod account;
mod drawing;
mod error;
mod home;
mod house;
mod listing;
mod matching;
mod people;
mod photos;
mod place;
mod seed;
mod story;
mod viewing;

pub use error::DemoError;
pub use people::{PASSWORD, PEOPLE, Person};
pub use seed::{Summary, is_new, seed};
pub use story::SPAN;
