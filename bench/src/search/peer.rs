//! What is asked in one run, and what a peer answers.

use std::collections::BTreeSet;

use anyhow::Result;

use super::shapes::Ask;

/// The answer to one search: how many there are, and the numbers of the listings of the page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub total: u64,
    pub page: Vec<u64>,
}

impl Answer {
    /// Every listing that was found, in order of their numbers; `None` where a page does not hold them all.
    pub fn all(&self) -> Option<BTreeSet<u64>> {
        (self.page.len() as u64 == self.total).then(|| self.page.iter().copied().collect())
    }
}

/// How many results a page holds.
pub const PAGE: usize = 20;

/// Something that searches.
pub trait Peer {
    fn name(&self) -> &'static str;

    fn ask(&mut self, ask: &Ask) -> Result<Answer>;

    /// Whether its answers are read, or only waited for.
    fn is_read(&self) -> bool {
        true
    }

    /// Seconds that filling it took, in this run or the earlier one that filled it.
    fn built(&self) -> f64 {
        0.0
    }

    /// Bytes of memory in use, of its own and with mapped files.
    fn memory(&self) -> (u64, u64) {
        (0, 0)
    }

    /// Bytes on disk.
    fn disk(&self) -> u64 {
        0
    }
}

/// Fills a peer, unless an earlier run did, and notes in `note` how long that took.
pub fn fill_once(note: &std::path::Path, fill: impl FnOnce() -> Result<()>) -> Result<f64> {
    if let Some(seconds) = std::fs::read_to_string(note)
        .ok()
        .and_then(|text| text.trim().parse().ok())
    {
        return Ok(seconds);
    }
    let began = std::time::Instant::now();
    fill()?;
    let seconds = began.elapsed().as_secs_f64();
    std::fs::write(note, seconds.to_string())?;
    Ok(seconds)
}
