//! Everything that touches the world: database, search index, mail, files, jobs.

pub mod config;
pub mod crypto;
pub mod files;
