//! `xinju migrate`.

use backend::database::Database;
use migrations::{Migrator, MigratorTrait as _};

use super::Outcome;
use crate::settings::Settings;

#[derive(Debug, Default, clap::Args)]
#[command(after_help = "Examples:\n  \
                        xinju migrate             applies what is missing; harmless when nothing is\n  \
                        xinju migrate --status    says what is applied\n  \
                        xinju migrate --down 1    takes the last migration back (its data is lost)")]
pub struct Options {
    /// Take back the last N migrations; what they added is lost
    #[arg(long, value_name = "N", conflicts_with = "status")]
    down: Option<u32>,
    /// Only say which migrations are applied
    #[arg(long)]
    status: bool,
}

pub async fn run(settings: &Settings, options: Options) -> Outcome {
    let config = settings.config()?;
    std::fs::create_dir_all(&config.data_dir)?;
    let database = Database::connect(config.database_url.expose()).await?;
    let connection = database.writer();
    if options.status {
        for migration in Migrator::get_migration_with_status(connection).await? {
            println!("{:<8} {}", migration.status().to_string(), migration.name());
        }
        return Ok(());
    }
    if let Some(steps) = options.down {
        Migrator::down(connection, Some(steps)).await?;
        println!("took back the last {steps} migrations");
        return Ok(());
    }
    let pending = pending(&database).await?;
    database.migrate().await?;
    match pending {
        0 => println!("the database is up to date"),
        count => println!("applied {count} migrations"),
    }
    Ok(())
}

/// How many migrations the database lacks.
pub async fn pending(database: &Database) -> Result<usize, Box<dyn std::error::Error + Send + Sync>> {
    Ok(Migrator::get_pending_migrations(database.writer()).await?.len())
}
