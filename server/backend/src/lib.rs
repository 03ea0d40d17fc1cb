//! Everything that touches the world: database, search index, mail, files, jobs.
//!
//! One folder a noun, one file a use case. A use case takes the [`Backend`], the [`Actor`](domain::access::Actor) and
//! parsed values, and answers with domain types; rows (`entity`) never leave this crate.

pub mod access;
pub mod account;
pub mod area;
pub mod audit;
pub mod clock;
pub mod codes;
pub mod config;
pub mod crypto;
pub mod database;
pub mod deed;
mod entity;
pub mod error;
pub mod favourite;
pub mod files;
pub mod house;
pub mod import;
mod in_turn;
pub mod job;
pub(crate) mod lease;
pub mod listing;
pub mod mail;
pub mod matching;
pub mod notice;
mod number;
pub mod organisation;
pub mod parameter;
pub mod person;
pub mod place;
pub mod registration;
pub mod saved_search;
pub mod search;
#[cfg(any(test, feature = "test-support"))]
pub mod test_support;
pub mod viewing;
mod work;

use clock::Clock;
use config::Config;
use crypto::Keys;
use database::Database;
pub use deed::Deed;
pub use error::{DeedError, Error};
use files::Files;
use mail::Mailer;
use std::sync::Arc;
use tokio::sync::Notify;

/// The hands of the program. Cheap to clone; handed to handlers, workers and commands alike.
#[derive(Clone)]
pub struct Backend(Arc<Inner>);

struct Inner {
    config: Config,
    database: Database,
    keys: Keys,
    clock: Clock,
    files: Files,
    mailer: Mailer,
    search: search::Slot,
    wake: Notify,
    jobs: &'static [job::Kind],
}

impl Backend {
    /// Connects to the database; it must have been migrated. Opens no index and starts no worker.
    pub async fn open(config: Config, keys: Keys, clock: Clock) -> Result<Self, Error> {
        let database = Database::connect(config.database_url.expose()).await?;
        Self::over(database, config, keys, clock)
    }

    /// [`Backend::open`] over connections that are there already.
    pub fn over(database: Database, config: Config, keys: Keys, clock: Clock) -> Result<Self, Error> {
        let files = Files::new(config.files_dir());
        let mailer = Mailer::new(&config)?;
        Ok(Self(Arc::new(Inner {
            config,
            database,
            keys,
            clock,
            files,
            mailer,
            search: search::Slot::default(),
            wake: Notify::new(),
            jobs: work::KINDS,
        })))
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }

    pub fn database(&self) -> &Database {
        &self.0.database
    }

    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    pub fn files(&self) -> &Files {
        &self.0.files
    }

    pub fn mailer(&self) -> &Mailer {
        &self.0.mailer
    }

    pub(crate) fn search_slot(&self) -> &search::Slot {
        &self.0.search
    }

    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub fn now(&self) -> jiff::Timestamp {
        self.0.clock.now()
    }

    /// Today in China: where the rules that count days apply.
    pub fn today(&self) -> jiff::civil::Date {
        domain::time::date_in_china(self.now())
    }

    /// The kinds of jobs that its workers do.
    pub(crate) fn jobs(&self) -> &'static [job::Kind] {
        self.0.jobs
    }

    /// Woken after each commit that queued a job or an index change.
    pub fn wake(&self) -> &Notify {
        &self.0.wake
    }
}
