use super::*;
use crate::{both, crypto::Place};
use domain::document::{DocumentKind, DocumentNumber};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// How often each value occurs.
fn tally(values: impl IntoIterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    counts
}

fn counts(pairs: &[(&str, usize)]) -> BTreeMap<String, usize> {
    pairs
        .iter()
        .map(|(state, count)| ((*state).to_owned(), *count))
        .collect()
}

async fn identity_numbers(backend: &Backend, db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let open = |place, sealed: &str| backend.keys().open(place, sealed).unwrap();
    let landlords = entity::identity::Entity::find().all(db).await?;
    let occupants = entity::occupant::Entity::find()
        .filter(entity::occupant::Column::DocumentSealed.is_not_null())
        .all(db)
        .await?;
    let landlords = landlords.iter().map(|row| {
        open(
            Place::new("identity", "document_sealed", row.account_id),
            &row.document_sealed,
        )
    });
    let occupants = occupants.iter().filter_map(|row| {
        let sealed = row.document_sealed.as_deref()?;
        Some(open(Place::new("occupant", "document_sealed", row.id), sealed))
    });
    Ok(landlords.chain(occupants).collect())
}

both! {
    async fn the_demo_shows_every_state_and_no_real_person(bench: &Bench) {
        let backend = &bench.backend;
        let db = backend.database().reader();
        assert!(is_new(backend).await.unwrap());
        let start = backend.now();
        let mut steps = 0;
        let summary = seed(backend, |_| steps += 1).await.unwrap();
        assert_eq!(backend.now().duration_since(start), SPAN, "the story ends now");
        assert!(!is_new(backend).await.unwrap() && steps >= 5);

        let listings = entity::listing::Entity::find().all(db).await.unwrap();
        let states = tally(listings.iter().map(|row| row.status.clone()));
        assert_eq!(
            states,
            counts(&[("draft", 2), ("in-review", 2), ("let", 3), ("paused", 1), ("published", 51), ("withdrawn", 1)])
        );
        assert!(listings.iter().any(|row| row.status == "draft" && row.returned_reason.is_some()));
        let photos = entity::listing_photo::Entity::find().all(db).await.unwrap();
        assert_eq!(photos.len(), summary.photos);
        for listing in &listings {
            let shown = photos.iter().filter(|photo| photo.listing_id == listing.id).count();
            assert!((3..=5).contains(&shown), "{} has {shown} photos", listing.title);
        }
        for photo in photos.iter().step_by(40) {
            let file = backend.files().get(photo.file_id).await.unwrap().unwrap();
            assert!(file.starts_with(b"<svg"));
        }

        let landlord = entity::account::Entity::find()
            .filter(entity::account::Column::Email.eq("landlord@example.cn"))
            .one(db)
            .await
            .unwrap()
            .unwrap();
        let landlord = crate::account::actor(backend, landlord.id.into()).await.unwrap().unwrap();
        let asked = listing::to_confirm(backend, &landlord).await.unwrap();
        assert_eq!(asked.len(), EARLY.len(), "there is something to confirm");

        let matches = entity::matching::Entity::find().all(db).await.unwrap();
        let states = tally(matches.into_iter().map(|row| row.status));
        let expected = [("accepted", 3), ("agreed", 1), ("applied", 3), ("completed", 3), ("declined", 1), ("lapsed", 1), ("withdrawn", 1)];
        assert_eq!(states, counts(&expected));
        let houses = entity::house_registration::Entity::find().all(db).await.unwrap();
        assert_eq!(tally(houses.into_iter().map(|row| row.status)), counts(&[("finalised", 2), ("prefilled", 1)]));
        let residences = entity::residence_registration::Entity::find().all(db).await.unwrap();
        assert_eq!(tally(residences.into_iter().map(|row| row.status)), counts(&[("finalised", 3), ("prefilled", 2)]));
        let viewings = entity::viewing::Entity::find().all(db).await.unwrap();
        let expected = [("asked", 2), ("booked", 2), ("cancelled", 1), ("declined", 1), ("offered", 1)];
        assert_eq!(tally(viewings.into_iter().map(|row| row.status)), counts(&expected));

        let numbers = identity_numbers(backend, db).await.unwrap();
        assert!(numbers.len() > 10);
        for canonical in numbers {
            let document = DocumentNumber::from_canonical(&canonical).unwrap();
            assert_eq!((document.kind(), document.area_prefix()), (DocumentKind::IdentityCard, Some("359901")));
        }
        assert!(matches!(seed(backend, |_| {}).await, Err(DemoError::Twice)));
    }
}
