use super::{Summary, is_new, seed};
use crate::{DemoError, PEOPLE, SPAN, listing::EARLY};
use backend::{Backend, account, both, listing, matching, registration, viewing};
use domain::{access::Actor, contact::Email, matching::Party};
use std::collections::BTreeMap;

/// How often each value occurs.
fn tally(codes: impl IntoIterator<Item = &'static str>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for code in codes {
        *counts.entry(code).or_insert(0) += 1;
    }
    counts
}

/// Everybody of the demo who lets or seeks.
async fn citizens(backend: &Backend) -> Vec<Actor> {
    let mut actors = Vec::new();
    for person in PEOPLE.iter().filter(|person| person.role.is_none()) {
        let email = Email::parse(person.email).unwrap();
        actors.push(account::by_email(backend, &email).await.unwrap().unwrap());
    }
    actors
}

async fn check_listings(backend: &Backend, citizens: &[Actor], summary: &Summary) {
    let mut listings = Vec::new();
    for landlord in citizens {
        listings.extend(listing::of_landlord(backend, landlord.id).await.unwrap());
    }
    assert_eq!(listings.len(), summary.listings);
    assert_eq!(
        tally(listings.iter().map(|listing| listing.status.code())),
        BTreeMap::from([
            ("draft", 2),
            ("in-review", 2),
            ("let", 3),
            ("paused", 1),
            ("published", 51),
            ("withdrawn", 1)
        ])
    );
    let returned = |listing: &listing::Listing| listing.returned_reason.is_some();
    assert!(
        listings
            .iter()
            .any(|listing| listing.status.code() == "draft" && returned(listing))
    );
    let mut photos = 0;
    for listing in &listings {
        let shown = listing::photos(backend, listing.id).await.unwrap();
        assert!(
            (3..=5).contains(&shown.len()),
            "{} has {}",
            listing.terms.title,
            shown.len()
        );
        photos += shown.len();
        let landlord = citizens.iter().find(|actor| actor.id == listing.landlord);
        let file = listing::photo_file(backend, landlord, shown[0].file)
            .await
            .unwrap()
            .unwrap();
        assert!(file.bytes.starts_with(b"<svg"));
    }
    assert_eq!(photos, summary.photos);
    let asked = listing::to_confirm(backend, &citizens[0]).await.unwrap();
    assert_eq!(asked.len(), EARLY.len(), "there is something to confirm");
}

async fn check_viewings(backend: &Backend, citizens: &[Actor]) {
    let mut states = Vec::new();
    for tenant in citizens {
        let viewings = viewing::of_account(backend, tenant.id).await.unwrap();
        let own = viewings.iter().filter(|viewing| viewing.tenant == tenant.id);
        states.extend(own.map(|viewing| viewing.status.code()));
    }
    assert_eq!(
        tally(states),
        BTreeMap::from([
            ("asked", 2),
            ("booked", 2),
            ("cancelled", 1),
            ("declined", 1),
            ("offered", 1)
        ])
    );
}

/// Matches, the registrations that came of them, and the documents that both show.
async fn check_matches(backend: &Backend, citizens: &[Actor]) {
    let (mut matches, mut houses, mut residences) = (Vec::new(), Vec::new(), Vec::new());
    let mut documents = Vec::new();
    for actor in citizens {
        let identity = matching::own_identity(backend, actor).await.unwrap();
        documents.extend(identity.map(|(_, masked)| masked));
        let lines = matching::mine(backend, actor).await.unwrap();
        for line in lines.iter().filter(|line| line.party == Party::Tenant) {
            matches.push(line.status.code());
            let view = matching::load(backend, actor, line.id).await.unwrap().unwrap();
            documents.extend(view.occupants.into_iter().filter_map(|occupant| occupant.document));
            if let Some(house) = registration::of_party(backend, actor, line.id).await.unwrap() {
                houses.push(house.status.code());
                residences.extend(house.residences.iter().map(|residence| residence.status.code()));
            }
        }
    }
    assert_eq!(
        tally(matches),
        BTreeMap::from([
            ("accepted", 3),
            ("agreed", 1),
            ("applied", 3),
            ("completed", 3),
            ("declined", 1),
            ("lapsed", 1),
            ("withdrawn", 1)
        ])
    );
    assert_eq!(tally(houses), BTreeMap::from([("finalised", 2), ("prefilled", 1)]));
    assert_eq!(tally(residences), BTreeMap::from([("finalised", 3), ("prefilled", 2)]));
    assert!(documents.len() > 10);
    for document in documents {
        assert!(document.starts_with("****"), "{document}");
    }
}

both! {
    async fn the_demo_shows_every_state_and_no_real_person(bench: &Bench) {
        let backend = &bench.backend;
        assert!(is_new(backend).await.unwrap());
        let start = backend.now();
        let mut steps = 0;
        let summary = seed(backend, |_| steps += 1).await.unwrap();
        assert_eq!(backend.now().duration_since(start), SPAN, "the story ends now");
        assert!(!is_new(backend).await.unwrap() && steps >= 5);

        let citizens = citizens(backend).await;
        check_listings(backend, &citizens, &summary).await;
        check_viewings(backend, &citizens).await;
        check_matches(backend, &citizens).await;
        assert!(matches!(seed(backend, |_| {}).await, Err(DemoError::Twice)));
    }
}
