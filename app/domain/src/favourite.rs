//! Listings that somebody keeps (收藏), and what is news about them.

use crate::{coded::coded, listing::ListingStatus, money::Yuan};

/// So many listings one person keeps at most.
pub const MAX_FAVOURITES: u64 = 200;

coded! {
    /// How a listing stands for who doesn't let it: why exactly it is offline is nobody's business.
    pub enum Standing {
        Online = "online",
        Let = "let",
        Offline = "offline",
    }
}

impl From<ListingStatus> for Standing {
    fn from(status: ListingStatus) -> Self {
        match status {
            ListingStatus::Published => Standing::Online,
            ListingStatus::Let => Standing::Let,
            ListingStatus::Draft
            | ListingStatus::InReview
            | ListingStatus::Paused
            | ListingStatus::Withdrawn
            | ListingStatus::Expired => Standing::Offline,
        }
    }
}

/// What somebody knows of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub rent: Yuan,
    pub standing: Standing,
}

/// What has changed; at least one of the two has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// How it stands now, if that is new.
    pub standing: Option<Standing>,
    /// The rent before, and now.
    pub rent: Option<(Yuan, Yuan)>,
}

impl Known {
    /// What is known once one looks at the listing as it is `now`: while it is offline its rent is a draft and not told.
    #[must_use]
    pub fn looking_at(self, now: Known) -> Known {
        Known {
            rent: if now.standing == Standing::Online {
                now.rent
            } else {
                self.rent
            },
            standing: now.standing,
        }
    }

    /// What is new about the listing as it is `now`.
    #[must_use]
    pub fn news(self, now: Known) -> Option<News> {
        let seen = self.looking_at(now);
        (seen != self).then(|| News {
            standing: (seen.standing != self.standing).then_some(seen.standing),
            rent: (seen.rent != self.rent).then_some((self.rent, seen.rent)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(rent: u32, standing: Standing) -> Known {
        Known {
            rent: Yuan::try_from(rent).unwrap(),
            standing,
        }
    }

    #[test]
    fn what_is_told_of_each_change() {
        use Standing::*;
        let table: Vec<String> = [
            ((1350, Online), (1350, Online)),
            ((1350, Online), (1500, Online)),
            ((1350, Online), (1350, Offline)),
            // The rent of a draft is not told.
            ((1350, Online), (1500, Offline)),
            ((1350, Offline), (1500, Offline)),
            ((1350, Offline), (1350, Online)),
            ((1350, Offline), (1200, Online)),
            ((1350, Online), (1350, Let)),
            ((1350, Offline), (1500, Let)),
        ]
        .map(|((rent, standing), (new_rent, new_standing))| {
            let (before, now) = (known(rent, standing), known(new_rent, new_standing));
            let told = match before.news(now) {
                None => "nothing".to_owned(),
                Some(News { standing, rent }) => {
                    let rent = rent.map(|(from, to)| format!("{} to {}", from.get(), to.get()));
                    let parts = [standing.map(|standing| standing.code().to_owned()), rent];
                    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
                }
            };
            format!("{rent} {standing} -> {new_rent} {new_standing}: {told}")
        })
        .to_vec();
        assert_eq!(
            table,
            [
                "1350 online -> 1350 online: nothing",
                "1350 online -> 1500 online: 1350 to 1500",
                "1350 online -> 1350 offline: offline",
                "1350 online -> 1500 offline: offline",
                "1350 offline -> 1500 offline: nothing",
                "1350 offline -> 1350 online: online",
                "1350 offline -> 1200 online: online, 1350 to 1200",
                "1350 online -> 1350 let: let",
                "1350 offline -> 1500 let: let",
            ]
        );
    }

    #[test]
    fn only_what_is_published_is_online() {
        for status in ListingStatus::ALL {
            assert_eq!(
                Standing::from(*status) == Standing::Online,
                status.is_public(),
                "{status}"
            );
        }
    }
}
