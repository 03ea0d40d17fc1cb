//! SQLite's FTS5 over the same terms, beside a table with the same columns and indexes as PostgreSQL's.

use std::path::Path;

use anyhow::Result;
use backend::search::Analysis;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use tokio::runtime::Runtime;

use super::{
    corpus::Corpus,
    peer::{Answer, PAGE, Peer, fill_once},
    shapes::Ask,
    sql, terms,
};

pub struct Sqlite {
    file: std::path::PathBuf,
    runtime: Runtime,
    connection: DatabaseConnection,
    built: f64,
}

impl Sqlite {
    /// Opens the database and fills it, unless it was filled before.
    pub fn open(folder: &Path, corpus: &Corpus, analysis: &Analysis) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let file = folder.join("fts5.db");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut options = sea_orm::ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
        options.max_connections(1).sqlx_logging(false);
        let connection = runtime.block_on(Database::connect(options))?;
        let mut peer = Self {
            file,
            runtime,
            connection,
            built: 0.0,
        };
        peer.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000; PRAGMA mmap_size=4000000000; PRAGMA temp_store=MEMORY")?;
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
        self.run("DROP TABLE IF EXISTS listing; DROP TABLE IF EXISTS text")?;
        self.run(&format!("CREATE TABLE listing ({})", sql::COLUMNS))?;
        self.run("CREATE VIRTUAL TABLE text USING fts5(terms, content='', columnsize=0, detail=none)")?;
        let (mut rows, mut texts) = (Vec::new(), Vec::new());
        for number in 0..corpus.size {
            let listing = corpus.listing(number);
            let terms: Vec<_> = terms::of_listing(analysis, &listing).into_iter().collect();
            rows.push(format!("({})", sql::row(number, &listing, corpus.point(number))));
            texts.push(format!("({number},{})", sql::quote(&terms.join(" "))));
            if rows.len() == 1000 || number + 1 == corpus.size {
                self.run("BEGIN")?;
                self.run(&format!("INSERT INTO listing VALUES {}", rows.join(",")))?;
                self.run(&format!("INSERT INTO text(rowid, terms) VALUES {}", texts.join(",")))?;
                self.run("COMMIT")?;
                rows.clear();
                texts.clear();
            }
        }
        for statement in [
            "CREATE INDEX listing_district ON listing (district, rooms, rent)",
            "CREATE INDEX listing_street ON listing (street, rooms, rent)",
            "CREATE INDEX listing_fit ON listing (verified DESC, confirmed DESC, id)",
            "CREATE INDEX listing_rent ON listing (rent, confirmed DESC, id)",
            "CREATE INDEX listing_point ON listing (lat, lng)",
            "INSERT INTO text(text) VALUES ('optimize')",
            "ANALYZE",
        ] {
            self.run(statement)?;
        }
        Ok(())
    }
}

impl Peer for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite FTS5"
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer> {
        let mut wanted: Vec<String> = ask
            .words
            .iter()
            .flat_map(|word| terms::of_word(word))
            .map(|term| format!("\"{term}\""))
            .collect();
        wanted.extend(ask.sound.iter().map(|sound| format!("\"{sound}\"*")));
        let mut conditions: Vec<String> = ask.near.iter().map(|near| near.within()).collect();
        let has_text = !wanted.is_empty();
        if has_text {
            conditions.push(format!("text MATCH {}", sql::quote(&wanted.join(" AND "))));
        }
        let from = if has_text {
            "text CROSS JOIN listing ON listing.id = text.rowid"
        } else {
            "listing"
        };
        let statement = sql::question(ask, conditions, from, PAGE);
        let statement = Statement::from_string(DbBackend::Sqlite, statement);
        let rows = self.runtime.block_on(self.connection.query_all_raw(statement))?;
        sql::answer(&rows)
    }

    fn built(&self) -> f64 {
        self.built
    }

    fn disk(&self) -> u64 {
        std::fs::metadata(&self.file).map_or(0, |file| file.len())
    }
}
