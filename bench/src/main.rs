//! Benchmarks of the hot paths, beside named peers and baselines. `cargo xtask bench …` builds and runs them.

mod http;
mod machine;
mod postgres;
mod registration;
mod relevance;
mod search;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The server's allocator: what is measured in this process is measured as it runs there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "bench", about = "Benchmarks of Xinju")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// How fast the search is, beside PostgreSQL, SQLite FTS5 and Typesense
    Search(search::Options),
    /// How well the search answers, beside plain jieba and bigrams alone
    Relevance(relevance::Options),
    /// How fast matches are completed, how long look-ups take, and many coordinators at once
    Registration(registration::Options),
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Search(options) => search::run(&options),
        Command::Relevance(options) => relevance::run(&options),
        Command::Registration(options) => registration::run(&options),
    }
}
