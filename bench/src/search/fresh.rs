//! How soon a search sees what was published, while others search.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use backend::clock::Clock;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{PORT, corpus::Corpus, database, http::Agent, ours::Server};

pub struct Fresh {
    /// Milliseconds.
    pub p50: f64,
    pub p99: f64,
    /// Searches a second that ran meanwhile.
    pub rate: f64,
}

const TIMES: usize = 100;
const SEARCHES_A_SECOND: u64 = 50;

/// Changes one listing after the other, as another process would: a row and its `index_change` in one transaction.
pub fn measure(program: &str, data: &Path, corpus: &Corpus) -> Result<Fresh> {
    let server = Server::start(program, data, PORT)?;
    server.wait()?;
    let (stop, searches) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        let load = scope.spawn(|| search_on(&server.url, &stop, &searches));
        let began = Instant::now();
        let waits = publish(&server.url, data, corpus);
        let seconds = began.elapsed().as_secs_f64();
        stop.store(true, Ordering::Relaxed);
        load.join()
            .map_err(|_| anyhow::anyhow!("the searches ended in a panic"))??;
        let mut waits = waits?;
        waits.sort_unstable();
        let at = |part: f64| waits[((waits.len() - 1) as f64 * part).round() as usize].as_secs_f64() * 1000.0;
        Ok(Fresh {
            p50: at(0.5),
            p99: at(0.99),
            rate: searches.load(Ordering::Relaxed) as f64 / seconds,
        })
    })
}

fn search_on(url: &str, stop: &AtomicBool, searches: &AtomicU64) -> Result<()> {
    let mut agent = Agent::default();
    let mut next = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        agent.get(&format!("{url}/api/v1/listings?q=%E7%B2%BE%E8%A3%85&rent_max=1500"))?;
        searches.fetch_add(1, Ordering::Relaxed);
        next += Duration::from_micros(1_000_000 / SEARCHES_A_SECOND);
        thread::sleep(next.saturating_duration_since(Instant::now()));
    }
    Ok(())
}

fn publish(url: &str, data: &Path, corpus: &Corpus) -> Result<Vec<Duration>> {
    let (runtime, connection) = database::open(data)?;
    let mut agent = Agent::default();
    let mut waits = Vec::new();
    // Another word each run: an earlier one left its own behind.
    let run = Uuid::now_v7().simple().to_string();
    for time in 0..TIMES {
        let number = (time as u64 * 9973) % corpus.size;
        let id = Uuid::from(Corpus::id(number)).simple().to_string();
        let word = format!("w{}{time}", &run[20..]);
        let now = Clock::System.now().as_millisecond();
        let statement = format!(
            "BEGIN IMMEDIATE; UPDATE listing SET title = '{word}', version = version + 1, updated_at = {now} WHERE id = X'{id}'; \
             INSERT INTO index_change (listing_id, at) VALUES (X'{id}', {now}); COMMIT"
        );
        runtime.block_on(connection.execute_unprepared(&statement))?;
        let began = Instant::now();
        loop {
            let body = agent.get(&format!("{url}/api/v1/listings?q=%22{word}%22&limit=1"))?;
            let answer: serde_json::Value = serde_json::from_str(&body)?;
            let found = answer["total"].as_u64().context("no total")? > 0;
            if found && answer["dropped"].as_array().is_some_and(Vec::is_empty) {
                break;
            }
            ensure!(began.elapsed().as_secs() < 60, "a change was never seen");
            thread::sleep(Duration::from_millis(2));
        }
        waits.push(began.elapsed());
    }
    Ok(waits)
}
