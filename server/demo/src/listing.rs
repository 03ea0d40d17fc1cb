//! The demo's listings: drafted with photos, reviewed, published.

use crate::{
    DemoError,
    account::People,
    home::{Fate, Home},
    photos,
    story::Story,
};
use backend::{
    Backend,
    listing::{self, ReviewChecks},
};
use domain::{
    id::{HouseId, ListingId},
    listing::ListingAction,
};
use std::collections::HashMap;

/// Homes that are listed before the story proper.
pub(crate) const EARLY: [&str; 2] = ["liedong-street", "liedong-single"];

/// Homes are listed during the first days; then people come to view and apply.
const LISTING_HOURS: i64 = 14 * 24;

/// Every home with its listing, in the order of the file.
pub(crate) struct Listings<'h> {
    drafted: Vec<(ListingId, &'h Home)>,
    /// How many photos they have together.
    pub photos: usize,
}

impl<'h> Listings<'h> {
    pub async fn draft(
        story: &Story<'_>,
        people: &People,
        homes: &'h [Home],
        houses: &HashMap<String, HouseId>,
    ) -> Result<Self, DemoError> {
        let backend = story.backend;
        let mut listings = Self {
            drafted: Vec::with_capacity(homes.len()),
            photos: 0,
        };
        for home in homes {
            let house = houses
                .get(&home.door())
                .ok_or_else(|| DemoError::content("homes.csv", &home.key))?;
            let terms = home.terms(backend.today(), story.last_day())?;
            let landlord = people.named(&home.landlord())?;
            let id = listing::create(backend, landlord, *house, terms).await?;
            let photos = photos::of(home);
            listings.photos += photos.len();
            listing::add_photos(backend, landlord, id, photos).await?;
            listings.drafted.push((id, home));
        }
        Ok(listings)
    }

    pub fn count(&self) -> usize {
        self.drafted.len()
    }

    /// The listing of the home with this key.
    pub fn of(&self, key: &str) -> Result<(ListingId, &'h Home), DemoError> {
        self.drafted
            .iter()
            .find(|(_, home)| home.key == key)
            .copied()
            .ok_or_else(|| DemoError::content("home", key))
    }
}

/// Sends drafts for review one after another, from all over the city, so that the newest are not all from one street.
pub(crate) async fn publish(story: &Story<'_>, people: &People, listings: &Listings<'_>) -> Result<(), DemoError> {
    let is_early = |home: &Home| EARLY.contains(&home.key.as_str());
    let (early, rest): (Vec<_>, Vec<_>) = listings.drafted.iter().copied().partition(|(_, home)| is_early(home));
    for (id, home) in early {
        review(story.backend, people, id, home).await?;
    }
    let mut order: Vec<_> = rest.into_iter().enumerate().collect();
    // A step that shares no factor with any count of homes below its square visits each once.
    order.sort_by_key(|(index, _)| (index * 37) % 61);
    let count = i64::try_from(order.len()).unwrap_or(i64::MAX).max(1);
    for (turn, (_, (id, home))) in (1..).zip(order) {
        story.until(LISTING_HOURS * turn / count);
        review(story.backend, people, id, home).await?;
    }
    Ok(())
}

async fn review(backend: &Backend, people: &People, id: ListingId, home: &Home) -> Result<(), DemoError> {
    let landlord = people.named(&home.landlord())?;
    let coordinator = people.coordinator_of(&home.place()?)?;
    if home.fate == Fate::Draft {
        return Ok(());
    }
    listing::submit(backend, landlord, id).await?;
    match home.fate {
        Fate::Draft | Fate::InReview => return Ok(()),
        Fate::Returned => {
            let reason = "押金为三个月租金，请与租客的习惯相衬；厨房的照片请补一张。";
            listing::send_back(backend, coordinator, id, reason.to_owned()).await?;
            return Ok(());
        }
        Fate::Published | Fate::Paused | Fate::Withdrawn => {}
    }
    let checks = ReviewChecks {
        title: true,
        duplicates: true,
    };
    listing::publish(backend, coordinator, id, checks).await?;
    match home.fate {
        Fate::Paused => listing::change(backend, landlord, id, ListingAction::Pause).await?,
        Fate::Withdrawn => listing::change(backend, landlord, id, ListingAction::Withdraw).await?,
        Fate::Draft | Fate::InReview | Fate::Returned | Fate::Published => {}
    }
    Ok(())
}
