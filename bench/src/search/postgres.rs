//! PostgreSQL, with the best indexes we know: GIN over terms and columns together (btree_gin), B-trees for orders and
//! ranges. It is asked for the best twenty, how many there are, and counts of four groups, in one statement.

use std::path::Path;

use anyhow::Result;
use backend::search::Analysis;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use tokio::runtime::Runtime;

use super::{
    corpus::Corpus,
    peer::{Answer, PAGE, Peer, fill_once},
    shapes::Ask,
    sql, terms,
};
use crate::{machine, postgres::Server};

pub struct Postgres {
    server: Server,
    runtime: Runtime,
    connection: DatabaseConnection,
    built: f64,
}

const PORT: u16 = 5599;

const SETTINGS: [&str; 11] = [
    "shared_buffers=2GB",
    "work_mem=256MB",
    "maintenance_work_mem=1GB",
    "effective_cache_size=8GB",
    "random_page_cost=1.1",
    "jit=off",
    "max_parallel_workers_per_gather=0",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_wal_size=8GB",
];

impl Postgres {
    /// Starts a server of its own on core 0 and fills it, unless it was filled before.
    pub fn start(programs: &Path, folder: &Path, corpus: &Corpus, analysis: &Analysis) -> Result<Self> {
        let server = Server::start(programs, folder, PORT, Some(0), &SETTINGS)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let connection = runtime.block_on(server.connect("postgres"))?;
        let mut peer = Self {
            server,
            runtime,
            connection,
            built: 0.0,
        };
        peer.built = fill_once(&folder.join("filled"), || peer.fill(corpus, analysis))?;
        Ok(peer)
    }

    fn run(&self, statement: &str) -> Result<()> {
        Ok(self
            .runtime
            .block_on(self.connection.execute_unprepared(statement))
            .map(|_| ())?)
    }

    fn fill(&self, corpus: &Corpus, analysis: &Analysis) -> Result<()> {
        self.run("CREATE EXTENSION IF NOT EXISTS btree_gin")?;
        self.run("CREATE EXTENSION IF NOT EXISTS earthdistance CASCADE")?;
        self.run("DROP TABLE IF EXISTS listing")?;
        self.run(&format!(
            "CREATE UNLOGGED TABLE listing ({}, terms tsvector NOT NULL)",
            sql::COLUMNS
        ))?;
        let mut values = Vec::new();
        for number in 0..corpus.size {
            let listing = corpus.listing(number);
            let terms = terms::of_listing(analysis, &listing).into_iter().collect::<Vec<_>>();
            values.push(format!(
                "({}, array_to_tsvector(ARRAY[{}]))",
                sql::row(number, &listing, corpus.point(number)),
                sql::quoted(&terms)
            ));
            if values.len() == 1000 || number + 1 == corpus.size {
                self.run(&format!("INSERT INTO listing VALUES {}", values.join(",")))?;
                values.clear();
            }
        }
        for index in [
            "CREATE INDEX ON listing USING gin (terms, district, street, rooms, mode)",
            "CREATE INDEX ON listing (district, rooms, rent)",
            "CREATE INDEX ON listing (street, rooms, rent)",
            "CREATE INDEX ON listing (verified DESC, confirmed DESC, id)",
            "CREATE INDEX ON listing (rent, confirmed DESC, id)",
            "CREATE INDEX ON listing USING gist (ll_to_earth(lat, lng))",
            "CREATE INDEX ON listing (lat, lng)",
            "CREATE INDEX ON listing (district, verified DESC, confirmed DESC, id)",
        ] {
            self.run(index)?;
        }
        self.run("VACUUM ANALYZE listing")
    }
}

impl Peer for Postgres {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer> {
        let mut wanted: Vec<String> = ask
            .words
            .iter()
            .flat_map(|word| terms::of_word(word))
            .map(|term| sql::quote(&term))
            .collect();
        wanted.extend(ask.sound.iter().map(|sound| format!("{}:*", sql::quote(sound))));
        let mut conditions = Vec::new();
        if !wanted.is_empty() {
            conditions.push(format!("terms @@ {}::tsquery", sql::quote(&wanted.join(" & "))));
        }
        if let Some(near) = &ask.near {
            let here = format!("ll_to_earth({}, {})", near.lat, near.lng);
            conditions.push(format!(
                "earth_box({here}, {}) @> ll_to_earth(lat, lng)",
                near.metres * 1.01
            ));
            conditions.push(format!("{} <= {}", near.square(), near.metres * near.metres));
        }
        let statement = sql::question(ask, conditions, "listing", PAGE);
        let statement = Statement::from_string(DbBackend::Postgres, statement);
        let rows = self.runtime.block_on(self.connection.query_all_raw(statement))?;
        sql::answer(&rows)
    }

    fn built(&self) -> f64 {
        self.built
    }

    fn disk(&self) -> u64 {
        machine::folder_size(&self.server.folder())
    }
}
