//! How near listings are, to be ordered by it.

use domain::search::Near;
use tantivy::DocId;

use super::whereabouts::Points;

/// Measures distances from one point; those of many listings once for each point that they are at.
pub struct Nearness<'a> {
    near: Option<&'a Near>,
    points: &'a Points,
    /// By the number of the point; empty when there are few listings.
    known: Vec<u32>,
}

impl<'a> Nearness<'a> {
    const UNKNOWN: u32 = u32::MAX;

    /// For about so many listings; without anything to be near of, all are as far.
    pub fn new(near: Option<&'a Near>, points: &'a Points, listings: u64) -> Self {
        let many = near.is_some() && listings > points.count() as u64;
        Self {
            near,
            points,
            known: vec![Self::UNKNOWN; if many { points.count() } else { 0 }],
        }
    }

    /// The greater the nearer; unknown is farthest.
    pub fn of(&mut self, doc: DocId) -> u64 {
        let Some(near) = self.near else { return 0 };
        let number = self.points.grouped.of[doc as usize];
        let measure = || {
            let point = self.points.point(number);
            // Nothing on earth is as far as the greatest number.
            point.map_or(0, |point| Self::UNKNOWN - 1 - near.point.distance_to(point).0)
        };
        u64::from(match self.known.get_mut(number as usize) {
            Some(known) => {
                if *known == Self::UNKNOWN {
                    *known = measure();
                }
                *known
            }
            None => measure(),
        })
    }
}
