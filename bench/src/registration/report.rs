//! Figures as tables for people and as JSON for programs.

use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use super::{complete::Compared, coordinators::Outcome, lookup::Line};

#[derive(Serialize)]
pub struct Report {
    machine: String,
    pub completions: Vec<Compared>,
    pub lookups: Vec<Line>,
    pub coordinators: Option<Outcome>,
}

impl Report {
    pub fn new(machine: String) -> Self {
        Self {
            machine,
            completions: vec![],
            lookups: vec![],
            coordinators: None,
        }
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        std::fs::write(path, serde_json::to_string_pretty(self)?)?;
        Ok(())
    }

    /// Whether the coordinators, if they were there, left everything in order.
    pub fn is_right(&self) -> bool {
        self.coordinators
            .as_ref()
            .is_none_or(|outcome| outcome.wrong.is_empty())
    }

    pub fn print(&self) {
        println!("{}", self.machine);
        if !self.completions.is_empty() {
            self.print_completions();
        }
        if !self.lookups.is_empty() {
            self.print_lookups();
        }
        if let Some(outcome) = &self.coordinators {
            print_outcome(outcome);
        }
    }

    fn print_completions(&self) {
        println!("\n## Durable completions a second\n");
        println!("| | at once | statements | ours | by hand | ratio, median | worst and best round |");
        println!("|---|---:|---:|---:|---:|---:|---:|");
        for compared in &self.completions {
            let worst = compared.ratios.iter().copied().fold(f64::INFINITY, f64::min);
            let best = compared.ratios.iter().copied().fold(0.0, f64::max);
            println!(
                "| {} | {} | {} read, {} write | {:.0} | {:.0} | {:.2} | {worst:.2} to {best:.2} |",
                compared.database,
                compared.workers,
                compared.reads,
                compared.writes,
                compared.ours,
                compared.by_hand,
                compared.ratio,
            );
        }
    }

    fn print_lookups(&self) {
        let mut columns: Vec<(&str, u64)> = self
            .lookups
            .iter()
            .map(|line| (line.database, line.registrations))
            .collect();
        columns.dedup();
        println!("\n## Look-ups\n");
        print!("| p50 / p99 in ms | found |");
        columns
            .iter()
            .for_each(|(database, size)| print!(" {database}, {size} |"));
        print!("\n|---|---:|");
        columns.iter().for_each(|_| print!("---:|"));
        println!();
        let mut seen: Vec<&str> = vec![];
        for line in &self.lookups {
            if seen.contains(&line.what) {
                continue;
            }
            seen.push(line.what);
            print!("| {} | {:.1} |", line.what, line.found);
            for line in self.lookups.iter().filter(|other| other.what == line.what) {
                print!(" {:.2} / {:.2} |", line.p50_ms, line.p99_ms);
            }
            println!();
        }
    }
}

fn print_outcome(outcome: &Outcome) {
    println!("\n## Sixteen coordinators\n");
    println!(
        "{} requests in {:.0} s, p50 {:.0} ms, p99 {:.0} ms; {} deadlocks, {} transactions done again\n",
        outcome.requests, outcome.seconds, outcome.p50_ms, outcome.p99_ms, outcome.deadlocks, outcome.done_again
    );
    println!("| asked: status | times |\n|---|---:|");
    for (asked, times) in &outcome.answers {
        println!("| {asked} | {times} |");
    }
    println!();
    for wrong in &outcome.wrong {
        println!("WRONG: {wrong}");
    }
    if outcome.wrong.is_empty() {
        println!("No error page, and everything adds up.");
    }
}
