//! The photos of a listing, and the files that show them.

use crate::{Backend, Error, entity, house};
use domain::{
    access::{Action, Actor, Side, Subject, may},
    id::{FileId, ListingId},
    lang::Lang,
    listing::ListingStatus,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// A picture with its descriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    pub file: FileId,
    alt_zh: String,
    alt_en: String,
}

impl Photo {
    pub fn alt(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.alt_zh,
            Lang::En => &self.alt_en,
        }
    }
}

/// The photos of a listing in their order.
pub async fn photos(backend: &Backend, listing: ListingId) -> Result<Vec<Photo>, Error> {
    use entity::listing_photo::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::ListingId.eq(Uuid::from(listing)))
        .order_by_asc(Column::No)
        .all(backend.database().reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Photo {
            file: row.file_id.into(),
            alt_zh: row.alt_zh,
            alt_en: row.alt_en,
        })
        .collect())
}

/// A file as it is served.
#[derive(Clone, Debug)]
pub struct PhotoFile {
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// The file of a photo, if the visitor may see a listing that shows it: one that is online, an own one, or one in the
/// coordinator's areas. Rooms that are let are somebody's home. A proof that lies in the same store is no photo, so it is
/// never answered here.
pub async fn photo_file(backend: &Backend, visitor: Option<&Actor>, id: FileId) -> Result<Option<PhotoFile>, Error> {
    use entity::{listing, listing_photo};
    let db = backend.database().reader();
    let shown_in: Vec<Uuid> = listing_photo::Entity::find()
        .select_only()
        .column(listing_photo::Column::ListingId)
        .filter(listing_photo::Column::FileId.eq(Uuid::from(id)))
        .into_tuple()
        .all(db)
        .await?;
    let listings = listing::Entity::find()
        .filter(listing::Column::Id.is_in(shown_in))
        .all(db)
        .await?;
    let mut visible = listings.iter().any(|row| row.status == ListingStatus::Published.code());
    if let Some(actor) = visitor.filter(|_| !visible) {
        visible = seen_by(db, actor, &listings).await?;
    }
    if !visible {
        return Ok(None);
    }
    let Some(file) = entity::file::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    let bytes = backend.files().get(file.id).await?;
    Ok(bytes.map(|bytes| PhotoFile {
        media_type: file.media_type,
        bytes,
    }))
}

/// Whether one of the listings is the actor's, or is looked after by them.
async fn seen_by(db: &impl ConnectionTrait, actor: &Actor, listings: &[entity::listing::Model]) -> Result<bool, Error> {
    let houses = entity::house::Entity::find()
        .filter(entity::house::Column::Id.is_in(listings.iter().filter_map(|row| row.house_id)))
        .all(db)
        .await?;
    for house in houses {
        let subject = Subject::at(house::place(&house)?).with(Side::Landlord, house.landlord_id.into());
        if may(actor, Action::SeeListing, &subject).is_ok() {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both, house, test_support::people};
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, sea_query::Expr};

    async fn store(backend: &Backend, listing: Option<ListingId>) -> FileId {
        let id = FileId::generate();
        let db = backend.database().writer();
        backend.files().put(id.into(), b"<svg/>").await.unwrap();
        entity::file::ActiveModel {
            id: Set(id.into()),
            media_type: Set("image/svg+xml".into()),
            bytes: Set(6),
            sha256: Set(String::new()),
            created_at: Set(0),
        }
        .insert(db)
        .await
        .unwrap();
        if let Some(listing) = listing {
            entity::listing_photo::ActiveModel {
                listing_id: Set(listing.into()),
                no: Set(1),
                file_id: Set(id.into()),
                alt_zh: Set("客厅".into()),
                alt_en: Set("Living room".into()),
            }
            .insert(db)
            .await
            .unwrap();
        }
        id
    }

    both! {
        async fn a_photo_is_seen_by_whoever_may_see_its_listing(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let stranger = people::citizen(backend, "stranger@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let house = house::register(backend, &landlord, people::new_house("502")).await.unwrap();
            let terms = people::terms(backend, &people::whole_house());
            let draft = crate::listing::create(backend, &landlord, house, terms).await.unwrap();
            let file = store(backend, Some(draft)).await;
            let proof = store(backend, None).await;
            let seen = async |visitor, id| photo_file(backend, visitor, id).await.unwrap().is_some();
            assert!(seen(Some(&landlord), file).await && seen(Some(&coordinator), file).await);
            assert!(!seen(Some(&stranger), file).await && !seen(None, file).await);
            assert!(!seen(Some(&landlord), proof).await);

            let (_, public) = people::published(backend, &landlord, &coordinator, "503").await;
            let open = store(backend, Some(public)).await;
            assert!(seen(None, open).await);
            assert_eq!(photos(backend, public).await.unwrap()[0].alt(Lang::En), "Living room");
        }

        async fn photos_of_a_listing_that_is_offline_stayed_public(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, id) = people::published(backend, &landlord, &coordinator, "502").await;
            let file = store(backend, Some(id)).await;
            let seen = async |visitor| photo_file(backend, visitor, file).await.unwrap().is_some();
            assert!(seen(None).await);
            for status in ListingStatus::ALL.iter().filter(|status| !status.is_public()) {
                entity::listing::Entity::update_many()
                    .col_expr(entity::listing::Column::Status, Expr::value(status.code()))
                    .exec(backend.database().writer())
                    .await
                    .unwrap();
                assert!(!seen(None).await, "{status}");
                assert!(seen(Some(&landlord)).await && seen(Some(&coordinator)).await, "{status}");
            }
        }
    }
}
