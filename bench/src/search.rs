//! How fast the search is, on corpora of several sizes, beside PostgreSQL, SQLite FTS5 and Typesense.
//!
//! Peers and our own levels are asked in turn, question by question, so that whatever the machine does meets all alike.
//! Servers have core 0, this process has core 1. What was built is kept in `target/bench` for the next run.

mod corpus;
mod database;
mod fresh;
mod ours;
mod peer;
mod postgres;
mod report;
mod shapes;
mod sql;
mod sqlite;
mod terms;
mod typesense;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Instant,
};

use anyhow::{Context, Result, ensure};
use backend::search::SearchIndex;
use domain::{area::AreaCode, search::Group};

use crate::{http, machine};
use corpus::Corpus;
use ours::{Bare, Call, Own, Server, Web};
use peer::Peer;
use report::{Compared, Measured, Report};
use shapes::Shape;

#[derive(clap::Args)]
pub struct Options {
    /// How many listings, for each corpus
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    sizes: Vec<u64>,
    /// How often each search is asked of each
    #[arg(long, default_value_t = 64)]
    rounds: usize,
    /// Leave these out: postgres, sqlite, typesense
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
    /// Measure although the machine is busy
    #[arg(long)]
    busy: bool,
    /// Where corpora and indexes are kept
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// Where the figures go, as JSON
    #[arg(long, default_value = "target/bench/search.json")]
    output: PathBuf,
}

/// The settings of a server that is measured.
fn settings(data: &Path, port: u16) -> Vec<(&'static str, String)> {
    vec![
        ("XINJU_DATA_DIR", data.display().to_string()),
        ("XINJU_LISTEN", format!("127.0.0.1:{port}")),
        ("XINJU_LOG", "error".into()),
    ]
}

const PORT: u16 = 3999;

/// Where the search call stands among those that are asked.
const CALL: usize = 1;

pub fn run(options: &Options) -> Result<()> {
    if !options.busy {
        machine::must_be_idle()?;
    }
    let program = std::env::var("XINJU_BENCH_PROGRAM").context("run this as `cargo xtask bench search`")?;
    let postgres = std::env::var("XINJU_BENCH_POSTGRES").context("run this as `cargo xtask bench search`")?;
    let folder = std::path::absolute(&options.folder)?;
    std::fs::create_dir_all(&folder)?;
    let mut report = Report::new(machine::description(), options.rounds);
    for size in &options.sizes {
        let bench = Bench {
            options,
            program: &program,
            postgres: Path::new(&postgres),
            common: &folder,
            folder: folder.join(size.to_string()),
            corpus: Corpus::new(*size)?,
        };
        bench
            .run(&mut report)
            .with_context(|| format!("with {size} listings"))?;
        report.write(&options.output)?;
    }
    report.print();
    Ok(())
}

struct Bench<'a> {
    options: &'a Options,
    program: &'a str,
    postgres: &'a Path,
    common: &'a Path,
    folder: PathBuf,
    corpus: Corpus,
}

impl Bench<'_> {
    fn run(&self, report: &mut Report) -> Result<()> {
        let size = self.corpus.size;
        let data = self.folder.join("data");
        eprintln!("{size} listings: the database");
        database::fill(self.program, &data, &self.corpus)?;
        eprintln!("{size} listings: reindexing");
        let seconds = self.reindex(&data)?;
        report.figure(size, "reindex, seconds", seconds);
        report.figure(size, "index, bytes", machine::folder_size(&data.join("index")) as f64);
        report.figure(
            size,
            "cold start to the first right answer, seconds",
            self.cold_start(&data)?,
        );
        let own = self.own(&data)?;
        let shapes = self.shapes(&own)?;
        self.measure(&data, &own, &shapes, report)?;
        drop(own);
        let fresh = fresh::measure(self.program, &data, &self.corpus)?;
        report.figure(size, "published to searchable, p50 ms", fresh.p50);
        report.figure(size, "published to searchable, p99 ms", fresh.p99);
        report.figure(size, "searches a second meanwhile", fresh.rate);
        Ok(())
    }

    fn reindex(&self, data: &Path) -> Result<f64> {
        let began = Instant::now();
        let output = Command::new(self.program)
            .arg("reindex")
            .envs(settings(data, 0))
            .output()?;
        ensure!(
            output.status.success(),
            "reindex: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(began.elapsed().as_secs_f64())
    }

    /// From the start of the process to an answer that counts every listing.
    fn cold_start(&self, data: &Path) -> Result<f64> {
        let began = Instant::now();
        let server = Server::start(self.program, data, PORT)?;
        let mut agent = http::Agent::default();
        loop {
            let body = agent.get(&format!("{}/api/v1/listings", server.url));
            let total = body
                .ok()
                .and_then(|body| serde_json::from_str::<serde_json::Value>(&body).ok()?["total"].as_u64());
            if total == Some(self.corpus.size) {
                return Ok(began.elapsed().as_secs_f64());
            }
            ensure!(
                began.elapsed().as_secs() < 120,
                "the server never answered rightly: {total:?}"
            );
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }

    /// The index in this process: a second set of names for the same files, because a folder has one owner.
    fn own(&self, data: &Path) -> Result<Own> {
        let copy = self.folder.join("index-here");
        if copy.exists() {
            std::fs::remove_dir_all(&copy)?;
        }
        link_all(&data.join("index"), &copy)?;
        let city = AreaCode::parse("3504").map_err(|_| anyhow::anyhow!("no such city"))?;
        let opened = SearchIndex::open(&copy, backend::search::analysis_of(city, &BTreeSet::new()))?;
        ensure!(
            opened.needs_rebuild.is_none(),
            "the index can't be used: {:?}",
            opened.needs_rebuild
        );
        let estates = opened.index.names(Group::Estate)?;
        opened.index.set_analysis(backend::search::analysis_of(city, &estates));
        let reader = backend::search::reader_of(city, &opened.index, &backend::search::shipped_synonyms())?;
        Ok(Own {
            index: Arc::new(opened.index),
            reader: Arc::new(reader),
        })
    }

    fn shapes(&self, own: &Own) -> Result<Vec<Shape>> {
        let mut shapes = shapes::all(&self.corpus);
        for ask in shapes
            .iter_mut()
            .flat_map(|shape| &mut shape.asks)
            .filter(|ask| ask.offset > 0)
        {
            let cursor = own.cursor(&ask.query, ask.offset)?;
            ask.query = ask.query.clone().with_after(cursor);
        }
        Ok(shapes)
    }

    fn measure(&self, data: &Path, own: &Own, shapes: &[Shape], report: &mut Report) -> Result<()> {
        let size = self.corpus.size;
        let wanted = |name: &str| !self.options.without.iter().any(|left_out| left_out == name);
        let analysis = own.index.analysis().clone();
        let server = Server::start(self.program, data, PORT)?;
        let mut peers: Vec<Box<dyn Peer + '_>> = vec![Box::new(Bare(own.clone())), Box::new(Call(own.clone()))];
        for page in [false, true] {
            peers.push(Box::new(Web {
                server: &server,
                agent: http::Agent::default(),
                page,
            }));
        }
        if wanted("postgres") {
            eprintln!("{size} listings: PostgreSQL");
            peers.push(Box::new(postgres::Postgres::start(
                self.postgres,
                &self.folder.join("postgres"),
                &self.corpus,
                &analysis,
            )?));
        }
        if wanted("sqlite") {
            eprintln!("{size} listings: SQLite FTS5");
            peers.push(Box::new(sqlite::Sqlite::open(
                &self.folder.join("sqlite"),
                &self.corpus,
                &analysis,
            )?));
        }
        if wanted("typesense") {
            eprintln!("{size} listings: Typesense");
            peers.push(Box::new(typesense::Typesense::start(
                self.common,
                &self.folder,
                &self.corpus,
            )?));
        }
        server.wait()?;
        machine::keep_to_core(1)?;
        compare(size, &mut peers, shapes, report)?;
        if !self.options.busy {
            machine::must_become_idle()?;
        }
        eprintln!("{size} listings: measuring");
        let measured = ask_all(&mut peers, shapes, self.options.rounds)?;
        report.add(size, &peers, shapes, measured);
        drop(peers);
        machine::keep_to_all()
    }
}

fn link_all(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)?.flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            link_all(&from, &to)?;
        } else if entry.file_name() == "current" || from.extension().is_some_and(|extension| extension == "json") {
            // Written anew at each commit.
            std::fs::copy(&from, &to)?;
        } else if from.extension().is_none_or(|extension| extension != "lock") {
            std::fs::hard_link(&from, &to)?;
        }
    }
    Ok(())
}

/// Asks everybody everything once: warms them up, and shows whether they find the same. Totals are compared always, the
/// listings themselves where all of them stand on one page.
fn compare(size: u64, peers: &mut [Box<dyn Peer + '_>], shapes: &[Shape], report: &mut Report) -> Result<()> {
    for shape in shapes {
        let mut found = vec![Compared::default(); peers.len()];
        for ask in &shape.asks {
            let mut answers = Vec::new();
            for peer in &mut *peers {
                let answer = peer.ask(ask);
                answers.push(
                    answer.with_context(|| format!("{} asked for {:?}", peer.name(), ask.query.to_query_string()))?,
                );
            }
            let own = answers[CALL].all();
            for (found, answer) in found.iter_mut().zip(&answers) {
                found.total += answer.total;
                if own.is_some() {
                    found.sets += 1;
                    found.other_sets += u32::from(answer.all() != own);
                }
            }
        }
        let read = peers.iter().zip(found).filter(|(peer, _)| peer.is_read());
        read.for_each(|(peer, found)| report.compared(size, shape.name, peer.name(), found));
    }
    Ok(())
}

/// In turn: each question of each shape to everybody, round after round.
fn ask_all(peers: &mut [Box<dyn Peer + '_>], shapes: &[Shape], rounds: usize) -> Result<Vec<Vec<Measured>>> {
    let mut measured: Vec<Vec<Measured>> = shapes
        .iter()
        .map(|_| peers.iter().map(|_| Measured::default()).collect())
        .collect();
    for round in 0..rounds {
        for (shape, measured) in shapes.iter().zip(&mut measured) {
            let ask = &shape.asks[round % shape.asks.len()];
            for (peer, measured) in peers.iter_mut().zip(measured) {
                let began = Instant::now();
                peer.ask(ask)?;
                measured.add(began.elapsed());
            }
        }
    }
    Ok(measured)
}
