//! The databases that are measured: SQLite as the program has it, and a PostgreSQL server of our own that keeps what it
//! was given, as it does where people rely on it.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use backend::{
    Backend,
    clock::Clock,
    config::{BaseUrl, Config, Secret},
    crypto::Keys,
    database::Database,
};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection};

use crate::postgres::Server;

use super::{fill, home::Town};

const PORT: u16 = 5598;

/// As by default, durable; with the memory of a machine that serves a city.
const SETTINGS: [&str; 5] = [
    "shared_buffers=2GB",
    "effective_cache_size=8GB",
    "max_wal_size=1GB",
    "random_page_cost=1.1",
    "jit=off",
];

/// Where databases are made.
pub enum Engine {
    Sqlite,
    Postgres(Server),
}

impl Engine {
    pub fn postgres(programs: &Path, folder: &Path) -> Result<Self> {
        let folder = folder.join("postgres");
        Ok(Engine::Postgres(Server::start(
            programs, &folder, PORT, None, &SETTINGS,
        )?))
    }

    pub fn name(&self) -> &'static str {
        match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres(_) => "PostgreSQL",
        }
    }
}

/// A town in a database of its own.
pub struct Filled<'a> {
    engine: &'a Engine,
    name: String,
    pub folder: PathBuf,
    pub town: Town,
    pub backend: Backend,
}

impl<'a> Filled<'a> {
    /// Made anew, whatever was there.
    pub async fn new(engine: &'a Engine, folder: &Path, name: &str, town: Town) -> Result<Self> {
        let name = format!("{name}_{}", engine.name().to_lowercase());
        let folder = folder.join(&name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let mut config = Config::in_folder(&folder);
        config.base_url = BaseUrl::parse(super::SITE).map_err(|error| anyhow::anyhow!("{error:?}"))?;
        if let Engine::Postgres(server) = engine {
            drop_database(server, &name).await?;
            let maintenance = server.connect("postgres").await?;
            maintenance
                .execute_unprepared(&format!("CREATE DATABASE {name}"))
                .await?;
            maintenance.close().await?;
            config.database_url = Secret::new(server.url(&name));
        }
        let database = Database::connect(config.database_url.expose()).await?;
        database.migrate().await?;
        let keys = Keys::load_or_create(&config.key_file)?;
        let backend = Backend::over(database, config, keys, Clock::System)?;
        let connection = connection(&backend).await?;
        fill::fill(&connection, backend.keys(), town).await?;
        connection.close().await?;
        Ok(Self {
            engine,
            name,
            folder,
            town,
            backend,
        })
    }

    pub fn url(&self) -> &str {
        self.backend.config().database_url.expose()
    }

    /// Frees the disk.
    pub async fn remove(self) -> Result<()> {
        self.backend.database().close().await?;
        if let Engine::Postgres(server) = self.engine {
            drop_database(server, &self.name).await?;
        }
        Ok(std::fs::remove_dir_all(&self.folder)?)
    }
}

async fn drop_database(server: &Server, name: &str) -> Result<()> {
    let maintenance = server.connect("postgres").await?;
    let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    maintenance.execute_unprepared(&drop).await?;
    Ok(maintenance.close().await?)
}

/// One connection beside those of the program, with nothing set.
pub async fn connection(backend: &Backend) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(backend.config().database_url.expose());
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    let connection = sea_orm::Database::connect(options).await?;
    ensure!(connection.ping().await.is_ok(), "the database does not answer");
    Ok(connection)
}
