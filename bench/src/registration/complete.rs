//! Durable completions a second, beside the same statements sent by hand.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use anyhow::{Result, ensure};
use backend::{Backend, database::Database};
use domain::access::Actor;
use sea_orm::DatabaseConnection;
use serde::Serialize;
use tokio::task::JoinSet;

use super::{
    by_hand::Script,
    home::{Home, Town},
    ours::complete,
};

/// One database and one number of workers.
#[derive(Serialize)]
pub struct Compared {
    pub database: &'static str,
    pub workers: usize,
    /// Medians of the rounds, completions a second.
    pub ours: f64,
    pub by_hand: f64,
    /// The median of each round's ratio.
    pub ratio: f64,
    pub ratios: Vec<f64>,
    pub reads: usize,
    pub writes: usize,
}

pub struct Completions {
    pub rounds: usize,
    /// How many of each in a round.
    pub a_round: usize,
    pub workers: Vec<usize>,
}

impl Completions {
    /// How many matches are completed in all.
    pub fn needed(&self) -> u64 {
        let measured = 2 * self.rounds * self.a_round * self.workers.len();
        let before: usize = self.workers.iter().map(|workers| 2 * workers).sum();
        (measured + before + 1) as u64
    }

    /// In turn, round by round, so that whatever the machine does meets both alike.
    pub async fn measure(&self, backend: &Backend, actor: &Actor, town: Town) -> Result<Vec<Compared>> {
        let mut homes = town.agreed();
        let mut next = |count: usize| -> Result<Vec<Home>> {
            let next: Vec<Home> = homes.by_ref().take(count).collect();
            ensure!(next.len() == count, "there are not enough matches");
            Ok(next)
        };
        let script = Arc::new(Script::heard(backend, actor, &next(1)?[0]).await?);
        let hands = Database::connect(backend.config().database_url.expose()).await?;
        let ours = Ours {
            backend: backend.clone(),
            actor: actor.clone(),
        };
        let by_hand = ByHand {
            script: Arc::clone(&script),
            db: hands.writer().clone(),
        };
        let mut compared = Vec::new();
        for workers in self.workers.iter().copied() {
            // Connections are opened and statements prepared before the watch runs.
            rate(next(workers)?, workers, &ours).await?;
            rate(next(workers)?, workers, &by_hand).await?;
            let mut rates = (Vec::new(), Vec::new());
            for round in 0..self.rounds {
                let (first, second) = (next(self.a_round)?, next(self.a_round)?);
                // Who begins takes turns as well.
                if round % 2 == 0 {
                    rates.0.push(rate(first, workers, &ours).await?);
                    rates.1.push(rate(second, workers, &by_hand).await?);
                } else {
                    rates.1.push(rate(first, workers, &by_hand).await?);
                    rates.0.push(rate(second, workers, &ours).await?);
                }
            }
            let name = super::name_of(backend);
            compared.push(Compared::of(name, workers, &script, &rates.0, &rates.1));
        }
        hands.close().await?;
        Ok(compared)
    }
}

impl Compared {
    fn of(database: &'static str, workers: usize, script: &Script, ours: &[f64], by_hand: &[f64]) -> Self {
        let ratios: Vec<f64> = ours.iter().zip(by_hand).map(|(ours, hand)| ours / hand).collect();
        let (reads, writes) = script.counts();
        Self {
            database,
            workers,
            ours: median(ours),
            by_hand: median(by_hand),
            ratio: median(&ratios),
            ratios,
            reads,
            writes,
        }
    }
}

/// A way to complete a match.
trait Way: Clone + Send + 'static {
    fn complete(&self, home: &Home) -> impl Future<Output = Result<()>> + Send;
}

#[derive(Clone)]
struct Ours {
    backend: Backend,
    actor: Actor,
}

impl Way for Ours {
    async fn complete(&self, home: &Home) -> Result<()> {
        complete(&self.backend, &self.actor, home).await
    }
}

#[derive(Clone)]
struct ByHand {
    script: Arc<Script>,
    db: DatabaseConnection,
}

impl Way for ByHand {
    async fn complete(&self, home: &Home) -> Result<()> {
        self.script.send(&self.db, home).await
    }
}

/// How many a second, with so many at it at once.
async fn rate(homes: Vec<Home>, workers: usize, way: &impl Way) -> Result<f64> {
    let count = homes.len();
    let queue = Arc::new(Mutex::new(homes.into_iter()));
    let began = Instant::now();
    let mut at_work = JoinSet::new();
    for _ in 0..workers {
        let (queue, way) = (Arc::clone(&queue), way.clone());
        at_work.spawn(async move {
            loop {
                let home = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some(home) = home else { return Ok(()) };
                way.complete(&home).await?;
            }
        });
    }
    while let Some(done) = at_work.join_next().await {
        let done: Result<()> = done?;
        done?;
    }
    Ok(count as f64 / began.elapsed().as_secs_f64())
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
