//! Numbers that tell how good an answer is.

use anyhow::Result;
use serde::Serialize;

/// How many results are looked at.
pub const DEPTH: usize = 50;
/// How many of them a person sees at once.
const TOP: usize = 10;
/// From here on a listing is worth finding.
const RELEVANT: u8 = 2;

#[derive(Debug, Clone, Copy)]
pub struct Scores {
    /// nDCG@10 with the gain 2^grade − 1.
    pub ndcg: f64,
    /// The share of what is worth finding, of at most 50, among the first 50.
    pub recall: f64,
    pub empty: bool,
}

impl Scores {
    /// `answer` and `grades` speak of listings by number.
    pub fn of(answer: &[usize], grades: &[u8]) -> Self {
        let graded: Vec<u8> = answer.iter().map(|at| grades[*at]).collect();
        let mut ideal = grades.to_vec();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let relevant = |grades: &[u8]| grades.iter().filter(|grade| **grade >= RELEVANT).count();
        let wanted = relevant(grades).min(DEPTH);
        let found = relevant(&graded[..graded.len().min(DEPTH)]);
        Self {
            ndcg: dcg(&graded) / dcg(&ideal),
            // Where nothing is worth finding, nothing can be missed.
            recall: if wanted == 0 { 1.0 } else { found as f64 / wanted as f64 },
            empty: answer.is_empty(),
        }
    }
}

fn dcg(grades: &[u8]) -> f64 {
    let gain = |(at, grade): (usize, &u8)| (f64::from(1_u32 << grade) - 1.0) / (at as f64 + 2.0).log2();
    grades.iter().take(TOP).enumerate().map(gain).sum()
}

/// The scores of one system, over all queries.
pub struct Measures {
    name: &'static str,
    scores: Vec<Scores>,
}

#[derive(Serialize)]
struct Line {
    system: &'static str,
    ndcg_at_10: f64,
    recall_at_50: f64,
    empty_pages: f64,
}

#[derive(Serialize)]
struct Report {
    listings: usize,
    queries: usize,
    systems: Vec<Line>,
}

impl Measures {
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            scores: Vec::new(),
        }
    }

    pub fn add(&mut self, scores: Scores) {
        self.scores.push(scores);
    }

    fn line(&self) -> Line {
        let mean = |of: fn(&Scores) -> f64| {
            let mean = self.scores.iter().map(of).sum::<f64>() / self.scores.len().max(1) as f64;
            (mean * 1000.0).round() / 1000.0
        };
        Line {
            system: self.name,
            ndcg_at_10: mean(|scores| scores.ndcg),
            recall_at_50: mean(|scores| scores.recall),
            empty_pages: mean(|scores| f64::from(u8::from(scores.empty))),
        }
    }
}

pub fn table(systems: &[Measures]) -> String {
    let mut out = format!("{:<24}{:>9}{:>11}{:>13}\n", "", "nDCG@10", "recall@50", "empty pages");
    for line in systems.iter().map(Measures::line) {
        let Line {
            system,
            ndcg_at_10,
            recall_at_50,
            empty_pages,
        } = line;
        out += &format!(
            "{system:<24}{ndcg_at_10:>9.3}{recall_at_50:>11.3}{:>12.1}%\n",
            empty_pages * 100.0
        );
    }
    out
}

pub fn json(listings: usize, systems: &[Measures]) -> Result<String> {
    let report = Report {
        listings,
        queries: systems.first().map_or(0, |measures| measures.scores.len()),
        systems: systems.iter().map(Measures::line).collect(),
    };
    Ok(serde_json::to_string(&report)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_order_scores_one_and_a_worse_one_less() {
        let grades = [0, 3, 2, 1];
        let best = Scores::of(&[1, 2, 3], &grades);
        assert!((best.ndcg - 1.0).abs() < 1e-9 && (best.recall - 1.0).abs() < 1e-9 && !best.empty);
        let worse = Scores::of(&[3, 2], &grades);
        assert!(worse.ndcg < best.ndcg && (worse.recall - 0.5).abs() < 1e-9);
        let none = Scores::of(&[], &grades);
        assert!(none.empty && none.ndcg == 0.0 && none.recall == 0.0);
    }

    #[test]
    fn the_gain_of_a_grade_halves_slowly_with_its_place() {
        let expected = 7.0 + 3.0 / 3.0_f64.log2() + 1.0 / 2.0;
        assert!((dcg(&[3, 2, 1]) - expected).abs() < 1e-9);
    }
}
