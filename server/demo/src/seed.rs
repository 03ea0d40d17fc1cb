//! The order in which the demo's story is told.

use super::{
    home::{self, Fate, Home},
    matches,
    people::{PEOPLE, People},
    photos, places, viewings,
};
use backend::{
    Backend, DeedError, Error,
    account::{self, CreateError},
    house,
    listing::{self, ReviewChecks},
    matching::{ApplyError, CompleteError, MatchError},
    registration::FinaliseError,
};
use domain::{
    access::Actor,
    area::AreaCode,
    form::Errors,
    id::{HouseId, ListingId},
    listing::ListingAction,
    time,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
};

/// How long the story lasts. With a clock that can be moved, set so long before now, it ends now.
pub const SPAN: SignedDuration = SignedDuration::from_hours(EARLY_HOURS + MAIN_HOURS);

/// Some homes are listed so long before the story proper: when it ends, it is time to ask whether they are still to let.
const EARLY_HOURS: i64 = 3 * 24;
const EARLY: [&str; 2] = ["liedong-street", "liedong-single"];
const MAIN_HOURS: i64 = 21 * 24;

/// Houses are listed during the first days; then people come to view and apply.
const LISTING_HOURS: i64 = 14 * 24;

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("there are demo accounts already")]
    Twice,
    /// A bug in the demo's own content.
    #[error("the demo's {what} can't be used: {which}")]
    Content { what: &'static str, which: String },
    #[error("a task ended early")]
    Thread(#[source] tokio::task::JoinError),
    #[error(transparent)]
    Deed(#[from] DeedError),
    #[error(transparent)]
    Apply(#[from] ApplyError),
    #[error(transparent)]
    Match(#[from] MatchError),
    #[error(transparent)]
    Complete(#[from] CompleteError),
    #[error(transparent)]
    Finalise(#[from] FinaliseError),
    #[error(transparent)]
    Backend(#[from] Error),
}

impl DemoError {
    pub(super) fn content(what: &'static str, which: impl fmt::Display) -> Self {
        Self::Content {
            what,
            which: which.to_string(),
        }
    }

    pub(super) fn refused(what: &'static str, which: &str, errors: &Errors) -> Self {
        Self::content(what, format_args!("{which}: {errors}"))
    }
}

impl From<CreateError> for DemoError {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::EmailTaken => DemoError::Twice,
            CreateError::Refused(error) => error.into(),
            CreateError::Backend(error) => DemoError::Backend(error),
        }
    }
}

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
    Ok(!account::any(backend).await? && !listing::any(backend).await?)
}

/// Writes the whole demo. `tell` hears what is being done.
///
/// The backend's clock should be a fixed one, set [`SPAN`] before now: it is moved as the story goes on, so that listings and
/// matches have a past. With the system's clock everything happens now, and nothing has lapsed.
pub async fn seed(backend: &Backend, mut tell: impl FnMut(&str)) -> Result<Summary, DemoError> {
    let story = Story::new(backend);
    let mut summary = Summary {
        accounts: PEOPLE.len(),
        ..Summary::default()
    };
    tell("Making accounts");
    let people = People::create(backend).await?;
    summary.places = places::add(backend, people.named("coordinator2")?).await?;
    tell("Registering houses");
    let homes = home::all()?;
    let houses = register(backend, &people, &homes).await?;
    summary.houses = houses.len();
    tell("Drafting listings and drawing their photos");
    let listings = draft(&story, &people, &homes, &houses).await?;
    summary.listings = listings.len();
    let drafts: Vec<_> = homes
        .iter()
        .filter_map(|home| Some((*listings.get(home.key.as_str())?, home)))
        .collect();
    summary.photos = photos::hang(backend, &people, &drafts).await?;
    tell("Reviewing and publishing");
    publish(&story, &people, &drafts).await?;
    tell("Viewing homes");
    summary.viewings = viewings::tell(&story, &people, &listings).await?;
    tell("Applying, agreeing, completing and registering");
    summary.matches = matches::tell(&story, &people, &homes, &listings).await?;
    story.until(SignedDuration::from_hours(MAIN_HOURS));
    Ok(summary)
}

/// The time in which the story is told.
pub struct Story<'a> {
    pub(super) backend: &'a Backend,
    /// When the story proper begins.
    start: Timestamp,
}

impl<'a> Story<'a> {
    fn new(backend: &'a Backend) -> Self {
        Self {
            backend,
            start: backend.now() + SignedDuration::from_hours(EARLY_HOURS),
        }
    }

    /// Lets time pass until so long after the story proper began; it never runs back.
    pub(super) fn until(&self, after: SignedDuration) {
        let wait = (self.start + after).duration_since(self.backend.now());
        if wait.is_positive() {
            self.backend.clock().advance(wait.as_secs());
        }
    }

    /// The day on which the story ends.
    pub(super) fn last_day(&self) -> Date {
        time::date_in_china(self.start + SignedDuration::from_hours(MAIN_HOURS))
    }
}

async fn register(backend: &Backend, people: &People, homes: &[Home]) -> Result<HashMap<String, HouseId>, DemoError> {
    let mut houses = HashMap::new();
    for home in homes {
        // Several listings may be rooms of one house.
        if let Entry::Vacant(place) = houses.entry(home.door()) {
            let landlord = people.named(&home.landlord())?;
            place.insert(house::register(backend, landlord, home.house()?).await?);
        }
    }
    Ok(houses)
}

/// Every listing by the key of its home.
pub(super) type Listings<'h> = HashMap<&'h str, ListingId>;

async fn draft<'h>(
    story: &Story<'_>,
    people: &People,
    homes: &'h [Home],
    houses: &HashMap<String, HouseId>,
) -> Result<Listings<'h>, DemoError> {
    let mut listings = HashMap::new();
    for home in homes {
        let house = houses
            .get(&home.door())
            .ok_or_else(|| DemoError::content("homes.csv", &home.key))?;
        let terms = home.terms(story.backend, story.last_day())?;
        let landlord = people.named(&home.landlord())?;
        let id = listing::create(story.backend, landlord, *house, terms).await?;
        listings.insert(home.key.as_str(), id);
    }
    Ok(listings)
}

/// Sends drafts for review one after another, from all over the city, so that the newest are not all from one street.
async fn publish(story: &Story<'_>, people: &People, drafts: &[(ListingId, &Home)]) -> Result<(), DemoError> {
    let is_early = |home: &Home| EARLY.contains(&home.key.as_str());
    for (id, home) in drafts.iter().filter(|(_, home)| is_early(home)) {
        review(story.backend, people, *id, home).await?;
    }
    let mut order: Vec<_> = drafts.iter().filter(|(_, home)| !is_early(home)).enumerate().collect();
    // A step that shares no factor with any count of homes below its square visits each once.
    order.sort_by_key(|(index, _)| (index * 37) % 61);
    let count = i64::try_from(order.len()).unwrap_or(i64::MAX).max(1);
    for (turn, (_, (id, home))) in (1..).zip(order) {
        story.until(SignedDuration::from_hours(LISTING_HOURS * turn / count));
        review(story.backend, people, *id, home).await?;
    }
    Ok(())
}

async fn review(backend: &Backend, people: &People, id: ListingId, home: &Home) -> Result<(), DemoError> {
    let landlord: &Actor = people.named(&home.landlord())?;
    let place = AreaCode::parse(&home.community).map_err(|_| DemoError::content("homes.csv", &home.key))?;
    let coordinator = people.coordinator_of(&place)?;
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

#[cfg(test)]
#[path = "seed_tests.rs"]
mod tests;
