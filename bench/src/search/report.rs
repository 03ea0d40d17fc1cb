//! Figures as a table for people and as JSON for programs.

use std::{path::Path, time::Duration};

use anyhow::Result;
use serde::Serialize;

use super::{peer::Peer, shapes::Shape};

/// The times of one question to one peer.
#[derive(Default)]
pub struct Measured(Vec<Duration>);

impl Measured {
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// In milliseconds; `part` 0.5 is the median.
    fn at(&self, part: f64) -> f64 {
        let mut times = self.0.clone();
        times.sort_unstable();
        let at = (times.len().saturating_sub(1)) as f64 * part;
        times
            .get(at.round() as usize)
            .map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }

    fn sum(&self) -> f64 {
        self.0.iter().map(Duration::as_secs_f64).sum()
    }
}

#[derive(Serialize)]
struct Line {
    listings: u64,
    shape: String,
    selective: bool,
    peer: String,
    p50_ms: f64,
    p99_ms: f64,
}

#[derive(Serialize)]
struct Whole {
    listings: u64,
    peer: String,
    /// Over the whole mix, one after the other on one core.
    searches_a_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    memory_bytes: u64,
    memory_with_files_bytes: u64,
    disk_bytes: u64,
    built_seconds: f64,
}

#[derive(Serialize)]
struct Figure {
    listings: u64,
    name: String,
    value: f64,
}

/// What one found, over all forms of a shape.
#[derive(Clone, Default, Serialize)]
pub struct Compared {
    /// How many listings, in sum.
    pub total: u64,
    /// Of how many forms every listing was compared with those of the search call, and in how many they differ.
    pub sets: u32,
    pub other_sets: u32,
}

#[derive(Serialize)]
struct Total {
    listings: u64,
    shape: String,
    peer: String,
    #[serde(flatten)]
    found: Compared,
}

#[derive(Serialize)]
pub struct Report {
    machine: String,
    rounds: usize,
    lines: Vec<Line>,
    whole: Vec<Whole>,
    figures: Vec<Figure>,
    totals: Vec<Total>,
}

impl Report {
    pub fn new(machine: String, rounds: usize) -> Self {
        Self {
            machine,
            rounds,
            lines: vec![],
            whole: vec![],
            figures: vec![],
            totals: vec![],
        }
    }

    pub fn figure(&mut self, listings: u64, name: &str, value: f64) {
        eprintln!("{listings} listings: {name}: {value:.3}");
        self.figures.push(Figure {
            listings,
            name: name.to_owned(),
            value,
        });
    }

    pub fn compared(&mut self, listings: u64, shape: &str, peer: &str, found: Compared) {
        self.totals.push(Total {
            listings,
            shape: shape.to_owned(),
            peer: peer.to_owned(),
            found,
        });
    }

    pub fn add(&mut self, listings: u64, peers: &[Box<dyn Peer + '_>], shapes: &[Shape], measured: Vec<Vec<Measured>>) {
        let mut all: Vec<Measured> = peers.iter().map(|_| Measured::default()).collect();
        for (shape, measured) in shapes.iter().zip(measured) {
            for ((peer, measured), all) in peers.iter().zip(measured).zip(&mut all) {
                self.lines.push(Line {
                    listings,
                    shape: shape.name.to_owned(),
                    selective: shape.selective,
                    peer: peer.name().to_owned(),
                    p50_ms: measured.at(0.5),
                    p99_ms: measured.at(0.99),
                });
                all.0.extend(measured.0);
            }
        }
        for (peer, all) in peers.iter().zip(all) {
            let (memory_bytes, memory_with_files_bytes) = peer.memory();
            self.whole.push(Whole {
                listings,
                peer: peer.name().to_owned(),
                searches_a_second: all.0.len() as f64 / all.sum().max(1e-9),
                p50_ms: all.at(0.5),
                p99_ms: all.at(0.99),
                memory_bytes,
                memory_with_files_bytes,
                disk_bytes: peer.disk(),
                built_seconds: peer.built(),
            });
        }
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        std::fs::write(path, serde_json::to_string_pretty(self)?)?;
        Ok(())
    }

    pub fn print(&self) {
        println!("{}, {} rounds; milliseconds as p50 / p99", self.machine, self.rounds);
        let mut sizes: Vec<u64> = self.whole.iter().map(|whole| whole.listings).collect();
        sizes.dedup();
        for size in sizes {
            self.print_size(size);
        }
        println!("\n## Other figures\n\n| Listings | | |\n|---:|---|---:|");
        for figure in &self.figures {
            println!("| {} | {} | {:.3} |", figure.listings, figure.name, figure.value);
        }
    }

    fn print_size(&self, size: u64) {
        let whole: Vec<_> = self.whole.iter().filter(|whole| whole.listings == size).collect();
        println!("\n## {size} listings\n");
        print!("| |");
        whole.iter().for_each(|peer| print!(" {} |", peer.peer));
        print!("\n|---|");
        whole.iter().for_each(|_| print!("---:|"));
        println!();
        let mut shapes: Vec<&str> = vec![];
        for line in self.lines.iter().filter(|line| line.listings == size) {
            if !shapes.contains(&line.shape.as_str()) {
                shapes.push(&line.shape);
            }
        }
        for shape in shapes {
            print!("| {shape} |");
            for line in self
                .lines
                .iter()
                .filter(|line| line.listings == size && line.shape == shape)
            {
                print!(" {:.2} / {:.2} |", line.p50_ms, line.p99_ms);
            }
            println!();
            print!("| … found |");
            for peer in &whole {
                let of_peer =
                    |total: &&Total| total.listings == size && total.shape == shape && total.peer == peer.peer;
                match self.totals.iter().find(of_peer).map(|total| &total.found) {
                    Some(Compared {
                        total, other_sets: 0, ..
                    }) => print!(" {total} |"),
                    Some(found) => print!(
                        " {} ({} of {} sets differ) |",
                        found.total, found.other_sets, found.sets
                    ),
                    None => print!(" |"),
                }
            }
            println!();
        }
        let row = |name: &str, value: &dyn Fn(&Whole) -> String| {
            print!("| {name} |");
            whole.iter().for_each(|peer| print!(" {} |", value(peer)));
            println!();
        };
        row("the whole mix", &|peer| {
            format!("{:.2} / {:.2}", peer.p50_ms, peer.p99_ms)
        });
        row("searches a second, one core", &|peer| {
            format!("{:.0}", peer.searches_a_second)
        });
        // What has no process of its own has neither.
        let megabytes = |bytes: u64| {
            if bytes == 0 {
                String::new()
            } else {
                (bytes >> 20).to_string()
            }
        };
        row("memory, MB", &|peer| megabytes(peer.memory_bytes));
        row("memory with mapped files, MB", &|peer| {
            megabytes(peer.memory_with_files_bytes)
        });
        row("filled, listings a second", &|peer| match peer.built_seconds {
            0.0 => String::new(),
            seconds => format!("{:.0}", size as f64 / seconds),
        });
        row("disk, MB", &|peer| megabytes(peer.disk_bytes));
    }
}
