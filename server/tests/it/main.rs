//! The program as a whole, over HTTP but without a socket: one test binary for all, so that it is linked once.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail like tests")]

mod authorisation;
mod away;
mod completion;
#[cfg(unix)]
mod data_folder;
mod desk;
mod favourite;
mod person;
mod protection;
mod saved_search;
mod search;
mod spawn;
mod surface;
mod viewing;
