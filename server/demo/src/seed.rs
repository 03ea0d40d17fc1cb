//! The order in which the demo's story is told.

use crate::{
    DemoError,
    account::People,
    home, house,
    listing::{self, Listings},
    matching,
    people::PEOPLE,
    place,
    story::Story,
    viewing,
};
use backend::{Backend, Error};

/// What was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub accounts: usize,
    pub places: usize,
    pub houses: usize,
    pub listings: usize,
    pub photos: usize,
    pub viewings: usize,
    pub matches: usize,
}

/// Whether nobody has used this installation yet.
pub async fn is_new(backend: &Backend) -> Result<bool, Error> {
    Ok(!backend::account::any(backend).await? && !backend::listing::any(backend).await?)
}

/// Writes the whole demo. `tell` hears what is being done.
///
/// The backend's clock should be a fixed one, set [`SPAN`](crate::SPAN) before now: it is moved as the story goes on, so that
/// listings and matches have a past. With the system's clock everything happens now, and nothing has lapsed.
pub async fn seed(backend: &Backend, mut tell: impl FnMut(&str)) -> Result<Summary, DemoError> {
    let story = Story::new(backend);
    let mut summary = Summary {
        accounts: PEOPLE.len(),
        ..Summary::default()
    };
    tell("Making accounts");
    let people = People::create(backend).await?;
    summary.places = place::add(backend, people.named("coordinator2")?).await?;
    tell("Registering houses");
    let homes = home::all()?;
    let houses = house::register(backend, &people, &homes).await?;
    summary.houses = houses.len();
    tell("Drafting listings and drawing their photos");
    let listings = Listings::draft(&story, &people, &homes, &houses).await?;
    summary.listings = listings.count();
    summary.photos = listings.photos;
    tell("Reviewing and publishing");
    listing::publish(&story, &people, &listings).await?;
    tell("Viewing homes");
    summary.viewings = viewing::tell(&story, &people, &listings).await?;
    tell("Applying, agreeing, completing and registering");
    summary.matches = matching::tell(&story, &people, &listings).await?;
    story.until_its_end();
    Ok(summary)
}

#[cfg(test)]
#[path = "seed_tests.rs"]
mod tests;
