//! `cargo xtask`: builds, tests and runs Xinju with nothing to install first but rustup and Node.

mod bench;
mod build;
mod cleanup;
mod postgres;
mod process;
mod run;
mod setup;
mod sizes;
mod step;
mod test;
mod tidy;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, tests and runs Xinju", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Sets up what is missing, builds both halves, prepares ./data with demo data and serves http://127.0.0.1:3000
    Run(run::Options),
    /// Builds the browser half, the styles and the server
    Build {
        /// Small and fast, with the site embedded: target/release/xinju
        #[arg(long)]
        release: bool,
    },
    /// Sets up what is missing and runs every check and test
    Test(test::Options),
    /// Measures a release build beside its peers
    Bench(bench::Options),
    /// Prints the sizes of the release build and checks them against the budget
    Sizes,
}

fn main() -> ExitCode {
    match run_command(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_command(command: Command) -> Result<()> {
    cleanup::on_interrupt()?;
    std::env::set_current_dir(process::root())?;
    match command {
        Command::Run(options) => run::run(&options),
        Command::Build { release } => build::build(if release {
            build::Profile::Release
        } else {
            build::Profile::Debug
        }),
        Command::Test(options) => test::test(&options),
        Command::Bench(options) => bench::bench(&options),
        Command::Sizes => sizes::report(),
    }
}
