//! The command line.

mod account;
mod doctor;
mod import;
mod migrate;
mod reindex;
mod seed;
mod serve;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use backend::Backend;
use backend::clock::Clock;
use backend::crypto::Keys;
use clap::{Parser, Subcommand};

use crate::logging;
use crate::settings::{Settings, unknown_variables};

/// What a command may end with: anything that can say what went wrong.
type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

/// Xinju 新居: the website and the back office of a rental consultation centre.
#[derive(Debug, Parser)]
#[command(
    name = "xinju",
    version,
    after_help = "Everything lies in one data folder, `./data` unless XINJU_DATA_DIR names another.\n\
                  Settings are explained in docs/settings.md.\n\n\
                  A first start:\n  xinju migrate\n  xinju seed --if-new      (demo data, to look around)\n  xinju serve"
)]
struct Cli {
    /// The settings file [default: ./xinju.toml, then xinju.toml in the data folder]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data folder; goes before XINJU_DATA_DIR
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site
    Serve(serve::Options),
    /// Bring the database up to date
    Migrate(migrate::Options),
    /// Make the search index anew from the database, also while the site is serving
    Reindex(reindex::Options),
    /// Fill a fresh installation with demo data
    Seed(seed::Options),
    /// Load data from files
    #[command(subcommand)]
    Import(import::Command),
    /// Manage accounts
    #[command(subcommand)]
    Account(account::Command),
    /// Check settings, folders, keys, database, mail and disk, and say what to mend
    Doctor(doctor::Options),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    keep_others_out();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    runtime.block_on(async {
        match run(cli).await {
            Ok(code) => code,
            Err(error) => fail(error.as_ref()),
        }
    })
}

/// Whatever the program makes is its user's alone: the database with the files that SQLite puts beside it, the index,
/// photos, mails. One rule for the process covers what libraries make, too.
#[cfg(unix)]
fn keep_others_out() {
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

#[cfg(not(unix))]
fn keep_others_out() {}

async fn run(cli: Cli) -> Result<ExitCode, Box<dyn Error + Send + Sync>> {
    let settings = Settings::load(cli.config.as_deref(), cli.data_dir.as_deref())?;
    logging::start(&settings.log)?;
    for name in unknown_variables() {
        tracing::warn!(%name, "no such setting; it is probably misspelt");
    }
    match cli.command {
        Command::Serve(options) => serve::run(settings, options).await?,
        Command::Migrate(options) => migrate::run(&settings, options).await?,
        Command::Reindex(options) => reindex::run(&settings, options).await?,
        Command::Seed(options) => seed::run(&settings, options).await?,
        Command::Import(command) => import::run(&settings, command).await?,
        Command::Account(command) => account::run(&settings, command).await?,
        Command::Doctor(options) => return Ok(doctor::run(&settings, options).await),
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens an installation for a command: checked settings, keys, a database that is up to date.
async fn open(settings: &Settings) -> Result<Backend, Box<dyn Error + Send + Sync>> {
    let config = settings.config()?;
    std::fs::create_dir_all(&config.data_dir)
        .map_err(|error| format!("the data folder {} can't be made: {error}", config.data_dir.display()))?;
    let keys = Keys::load_or_create(&config.key_file)?;
    let backend = Backend::open(config, keys, Clock::System).await?;
    let pending = migrate::pending(backend.database()).await?;
    if pending > 0 {
        return Err(format!("the database lacks {pending} migrations: run `xinju migrate` first").into());
    }
    backend::codes::check(&backend).await?;
    Ok(backend)
}

/// Writes an error with its causes for the person at the keyboard.
fn fail(error: &(dyn Error + 'static)) -> ExitCode {
    eprintln!("xinju: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  because: {cause}");
        source = cause.source();
    }
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
