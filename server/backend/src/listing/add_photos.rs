//! Pictures for a listing that is being drafted.

use super::{find_own, next, own_in};
use crate::{Backend, DeedError, Error, deed::Record, entity};
use domain::{
    access::{Action, Actor},
    id::{FileId, ListingId},
    listing::{ListingAction, ListingParty},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use sha2::{Digest, Sha256};
use std::io;
use uuid::Uuid;

/// A drawing with its descriptions. It is the program's own: an SVG that somebody sent would have to be looked through first.
#[derive(Clone, Debug)]
pub struct NewPhoto {
    pub svg: String,
    pub alt_zh: String,
    pub alt_en: String,
}

/// Adds photos to an own draft, after those that it has.
pub async fn add_photos(
    backend: &Backend,
    actor: &Actor,
    id: ListingId,
    photos: Vec<NewPhoto>,
) -> Result<(), DeedError> {
    if photos.is_empty() {
        return Ok(());
    }
    let listing = find_own(backend, actor, id).await?.ok_or(DeedError::NotFound)?;
    next(&listing, ListingParty::Landlord, ListingAction::Edit)?;
    // The files come first and outside the transaction: what a row names is there, and nobody waits for the disk.
    let mut stored = Vec::with_capacity(photos.len());
    for photo in photos {
        let file = FileId::generate();
        backend
            .files()
            .put(file.into(), photo.svg.as_bytes())
            .await
            .map_err(Error::from)?;
        stored.push((file, photo));
    }
    let stored = &stored;
    backend
        .deed(async |deed| {
            let (listing, permit) = own_in(&deed.tx, actor, id, Action::EditListing).await?;
            let status = next(&listing, ListingParty::Landlord, ListingAction::Edit)?;
            super::write(&deed.tx, &listing, status, deed.now, []).await?;
            insert(&deed.tx, id, stored, deed.now.as_millisecond()).await?;
            let detail = serde_json::json!({ "photos": stored.len() });
            deed.commit(permit, Record("listing", id.into()), detail).await?;
            Ok(())
        })
        .await
}

async fn insert(
    tx: &impl ConnectionTrait,
    listing: ListingId,
    photos: &[(FileId, NewPhoto)],
    now: i64,
) -> Result<(), Error> {
    use entity::listing_photo::{Column, Entity};
    let last: Option<Option<i32>> = Entity::find()
        .select_only()
        .column_as(Column::No.max(), "last")
        .filter(Column::ListingId.eq(Uuid::from(listing)))
        .into_tuple()
        .one(tx)
        .await?;
    let first = last.flatten().unwrap_or(0) + 1;
    let mut files = Vec::with_capacity(photos.len());
    let mut rows = Vec::with_capacity(photos.len());
    for (no, (id, photo)) in (first..).zip(photos) {
        files.push(entity::file::ActiveModel {
            id: Set((*id).into()),
            media_type: Set("image/svg+xml".to_owned()),
            bytes: Set(i32::try_from(photo.svg.len()).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?),
            sha256: Set(hex::encode(Sha256::digest(&photo.svg))),
            created_at: Set(now),
        });
        rows.push(entity::listing_photo::ActiveModel {
            listing_id: Set(listing.into()),
            no: Set(no),
            file_id: Set((*id).into()),
            alt_zh: Set(photo.alt_zh.clone()),
            alt_en: Set(photo.alt_en.clone()),
        });
    }
    entity::file::Entity::insert_many(files)
        .exec_without_returning(tx)
        .await?;
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both, house,
        listing::{self, photos},
        test_support::people,
    };
    use domain::lang::Lang;

    fn drawing(alt: &str) -> NewPhoto {
        NewPhoto {
            svg: "<svg/>".into(),
            alt_zh: alt.into(),
            alt_en: alt.into(),
        }
    }

    both! {
        async fn a_landlord_adds_photos_to_an_own_draft_alone(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let stranger = people::citizen(backend, "stranger@example.cn").await;
            let house = house::register(backend, &landlord, people::new_house("502")).await.unwrap();
            let terms = people::terms(backend, &people::whole_house());
            let draft = listing::create(backend, &landlord, house, terms).await.unwrap();
            add_photos(backend, &landlord, draft, vec![drawing("a"), drawing("b")]).await.unwrap();
            add_photos(backend, &landlord, draft, vec![drawing("c")]).await.unwrap();
            let refused = add_photos(backend, &stranger, draft, vec![drawing("d")]).await;
            assert!(matches!(refused, Err(DeedError::NotFound)), "{refused:?}");

            let shown = photos(backend, draft).await.unwrap();
            assert_eq!(shown.iter().map(|photo| photo.alt(Lang::Zh)).collect::<Vec<_>>(), ["a", "b", "c"]);
            for photo in &shown {
                let file = listing::photo_file(backend, Some(&landlord), photo.file).await.unwrap().unwrap();
                assert_eq!((file.media_type.as_str(), file.bytes.as_slice()), ("image/svg+xml", &b"<svg/>"[..]));
            }
            assert_eq!(listing::find(backend, draft).await.unwrap().unwrap().version, 3);

            listing::submit(backend, &landlord, draft).await.unwrap();
            let refused = add_photos(backend, &landlord, draft, vec![drawing("d")]).await;
            assert!(matches!(refused, Err(DeedError::Stale)), "{refused:?}");
            assert_eq!(photos(backend, draft).await.unwrap().len(), 3);
        }
    }
}
