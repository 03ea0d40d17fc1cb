//! The program `xinju`: command line, settings, HTTP server and workers.
//!
//! Invariants: no rule of the domain stands here, and no page; what a command does is a function of `backend` that it
//! calls. Settings are read and checked once, at the start.

pub mod cli;
#[cfg(feature = "dev-tools")]
pub mod dev_mail;
pub mod http;
pub mod logging;
pub mod settings;
