//! How fast matches are completed, how long look-ups take among many registrations, and whether many coordinators at once
//! get on with each other; on SQLite and on PostgreSQL.

mod by_hand;
mod complete;
mod coordinators;
mod database;
mod fill;
mod home;
mod lookup;
mod ours;
mod registrations;
mod report;
mod rows;
mod staff;
mod sums;
#[cfg(test)]
mod tests;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use backend::Backend;
use domain::access::Role;

use crate::machine;
use complete::Completions;
use database::{Engine, Filled};
use home::{DISTRICT, Town, homes_of};
use report::Report;

#[derive(clap::Args)]
pub struct Options {
    /// What to measure: completions, lookups, coordinators
    #[arg(long, value_delimiter = ',', default_value = "completions,lookups,coordinators")]
    only: Vec<String>,
    /// How many registrations look-ups are made among
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    sizes: Vec<u64>,
    /// How often each look-up is made
    #[arg(long, default_value_t = 1000)]
    times: usize,
    /// Rounds of completions, and how many there are in each
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    #[arg(long, default_value_t = 100)]
    a_round: usize,
    /// How many complete at once
    #[arg(long, value_delimiter = ',', default_values_t = [1, 4])]
    workers: Vec<usize>,
    /// How long the coordinators work
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// How many matches lie before the coordinators
    #[arg(long, default_value_t = 16_000)]
    matches: u64,
    /// Leave these out: sqlite, postgres
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
    /// Measure although the machine is busy
    #[arg(long)]
    busy: bool,
    /// Where databases are made, and removed again
    #[arg(long, default_value = "target/bench/registration")]
    folder: PathBuf,
    /// Where the figures go, as JSON
    #[arg(long, default_value = "target/bench/registration.json")]
    output: PathBuf,
}

/// The site that the coordinators work on.
const SITE: &str = "http://127.0.0.1:3998";

/// Completions are done in a town of this many registrations.
const TOWN: u64 = 10_000;

fn name_of(backend: &Backend) -> &'static str {
    if backend.database().is_postgres() {
        "PostgreSQL"
    } else {
        "SQLite"
    }
}

pub fn run(options: &Options) -> Result<()> {
    if !options.busy {
        machine::must_be_idle()?;
    }
    let program = std::env::var("XINJU_BENCH_PROGRAM").context("run this as `cargo xtask bench registration`")?;
    let postgres = std::env::var("XINJU_BENCH_POSTGRES").context("run this as `cargo xtask bench registration`")?;
    let folder = std::path::absolute(&options.folder)?;
    std::fs::create_dir_all(&folder)?;
    let bench = Bench {
        options,
        program: &program,
        postgres: Path::new(&postgres),
        folder,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(bench.run())
}

struct Bench<'a> {
    options: &'a Options,
    program: &'a str,
    postgres: &'a Path,
    folder: PathBuf,
}

impl Bench<'_> {
    async fn run(&self) -> Result<()> {
        let mut report = Report::new(machine::description());
        for name in ["sqlite", "postgres"] {
            if self.options.without.iter().any(|without| without == name) {
                continue;
            }
            let engine = match name {
                "sqlite" => Engine::Sqlite,
                _ => Engine::postgres(self.postgres, &self.folder)?,
            };
            self.on(&engine, &mut report).await?;
            report.write(&self.options.output)?;
        }
        report.print();
        ensure!(report.is_right(), "what the coordinators left behind is not in order");
        Ok(())
    }

    async fn on(&self, engine: &Engine, report: &mut Report) -> Result<()> {
        let wanted = |what: &str| self.options.only.iter().any(|only| only == what);
        if wanted("completions") {
            report.completions.extend(self.completions(engine).await?);
        }
        for size in &self.options.sizes {
            if wanted("lookups") {
                let lines = self.lookups(engine, *size).await;
                report
                    .lookups
                    .extend(lines.with_context(|| format!("{size} registrations"))?);
            }
        }
        if wanted("coordinators") && matches!(engine, Engine::Postgres(_)) {
            report.coordinators = Some(self.coordinators(engine).await?);
        }
        Ok(())
    }

    async fn completions(&self, engine: &Engine) -> Result<Vec<complete::Compared>> {
        let completions = Completions {
            rounds: self.options.rounds,
            a_round: self.options.a_round,
            workers: self.options.workers.clone(),
        };
        let town = Town {
            registered: homes_of(TOWN),
            agreed: completions.needed(),
            rivals: false,
        };
        eprintln!("{}: completions", engine.name());
        let filled = Filled::new(engine, &self.folder, "completions", town).await?;
        let roles = [Role::Coordinator];
        let coordinator = staff::entrusted(&filled.backend, "li@example.cn", &roles, DISTRICT).await?;
        let compared = completions.measure(&filled.backend, &coordinator, town).await?;
        filled.remove().await?;
        Ok(compared)
    }

    async fn lookups(&self, engine: &Engine, size: u64) -> Result<Vec<lookup::Line>> {
        let town = Town {
            registered: homes_of(size),
            agreed: 200,
            rivals: false,
        };
        eprintln!("{}: look-ups among {size} registrations", engine.name());
        let filled = Filled::new(engine, &self.folder, &format!("lookups_{size}"), town).await?;
        let lines = lookup::measure(&filled, size, self.options.times).await?;
        filled.remove().await?;
        Ok(lines)
    }

    async fn coordinators(&self, engine: &Engine) -> Result<coordinators::Outcome> {
        let town = Town {
            registered: homes_of(TOWN),
            agreed: self.options.matches,
            rivals: true,
        };
        eprintln!("{}: the matches of the coordinators", engine.name());
        let filled = Filled::new(engine, &self.folder, "coordinators", town).await?;
        eprintln!("{}: the coordinators are at work", engine.name());
        let seconds = Duration::from_secs(self.options.seconds);
        let outcome = coordinators::measure(&filled, self.program, seconds).await?;
        filled.remove().await?;
        Ok(outcome)
    }
}
