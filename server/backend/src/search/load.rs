//! Listings as the database has them: for the index, and for what is shown.

use std::collections::{BTreeSet, HashMap};

use domain::{
    facility::FacilitySet,
    geo::Gcj02Point,
    id::{FileId, ListingId},
    lang::Lang,
    layout::Layout,
    measure::SquareMetres,
    money::Yuan,
    orientation::Orientations,
    search::Mode,
    time,
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::engine::{ListingDocument, searched_text};
use crate::{Backend, Error, entity};

/// The one state in which a listing is searched and shown.
pub const PUBLISHED: &str = "published";

/// The source of our own listings; that of others names where they were imported from.
const OWN: &str = "own";
const IMPORTED: &str = "import:";

/// A photo of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPhoto {
    pub file: FileId,
    alt_zh: String,
    alt_en: String,
}

impl CardPhoto {
    #[must_use]
    pub fn alt(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.alt_zh,
            Lang::En => &self.alt_en,
        }
    }
}

/// A published listing as lists and the public interface show it.
#[derive(Debug, Clone, PartialEq)]
pub struct ListingCardData {
    pub id: ListingId,
    pub title: String,
    pub mode: Mode,
    pub city: String,
    pub district: String,
    pub street: String,
    pub estate: String,
    /// `None` where nobody stated it.
    pub layout: Option<Layout>,
    pub area: SquareMetres,
    pub rent: Yuan,
    pub orientations: Orientations,
    /// As the source wrote it.
    pub floor: String,
    pub facilities: FacilitySet,
    pub verified: bool,
    /// Where it was imported from; `None` for our own.
    pub imported_from: Option<String>,
    pub available_on: Option<Date>,
    pub published_at: Timestamp,
    pub confirmed_at: Timestamp,
    /// Rounded to about 100 m; `None` where nobody stated it.
    pub point: Option<Gcj02Point>,
    pub photo: Option<CardPhoto>,
}

/// The published ones of these listings, in the order in which they were asked for.
pub async fn cards(backend: &Backend, ids: &[ListingId]) -> Result<Vec<ListingCardData>, Error> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut rows = published(backend, ids).await?;
    let mut photos = first_photos(backend, rows.keys().copied()).await?;
    ids.iter()
        .filter_map(|id| rows.remove(&Uuid::from(*id)))
        .map(|row| {
            let photo = photos.remove(&row.id);
            card(row, photo)
        })
        .collect()
}

/// A published listing with everything that its own page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedListing {
    pub card: ListingCardData,
    pub description: String,
    pub deposit: Yuan,
    /// How many months are paid at once.
    pub payment_months: u32,
    /// The shortest term that its landlord lets it for; 0 where nobody stated it.
    pub min_term_months: u32,
    pub photos: Vec<CardPhoto>,
}

impl PublishedListing {
    /// Whether its landlord lets it through the centre, so that one can ask to view it and apply for it.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.card.imported_from.is_none()
    }
}

/// The listing with this id, if it is published.
///
/// # Errors
/// When the database fails or a row of it can't be read.
pub async fn published_listing(backend: &Backend, id: ListingId) -> Result<Option<PublishedListing>, Error> {
    use entity::listing_photo::{Column, Entity};
    let Some(row) = published(backend, &[id]).await?.remove(&Uuid::from(id)) else {
        return Ok(None);
    };
    let photos = Entity::find()
        .filter(Column::ListingId.eq(row.id))
        .order_by_asc(Column::No)
        .all(backend.database().reader())
        .await?;
    let photos: Vec<_> = photos.into_iter().map(CardPhoto::from).collect();
    let read = Read(&row);
    let small = |number: i32, column| u32::try_from(number).map_err(|_| read.corrupt(column));
    let deposit = Yuan::try_from(row.deposit_yuan).map_err(|_| read.corrupt("deposit_yuan"))?;
    let payment_months = small(row.payment_months, "payment_months")?;
    let min_term_months = small(row.min_term_months, "min_term_months")?;
    let description = row.description.clone();
    Ok(Some(PublishedListing {
        card: card(row, photos.first().cloned())?,
        description,
        deposit,
        payment_months,
        min_term_months,
        photos,
    }))
}

impl From<entity::listing_photo::Model> for CardPhoto {
    fn from(row: entity::listing_photo::Model) -> Self {
        Self {
            file: row.file_id.into(),
            alt_zh: row.alt_zh,
            alt_en: row.alt_en,
        }
    }
}

/// What these listings say about themselves, those that are not published left out.
pub async fn descriptions(backend: &Backend, ids: &[ListingId]) -> Result<HashMap<ListingId, String>, Error> {
    use entity::listing::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Description])
        .filter(Column::Id.is_in(ids.iter().copied().map(Uuid::from)))
        .filter(Column::Status.eq(PUBLISHED))
        .into_tuple()
        .all(backend.database().reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, description)| (id.into(), description))
        .collect())
}

async fn published(backend: &Backend, ids: &[ListingId]) -> Result<HashMap<Uuid, entity::listing::Model>, Error> {
    let rows = entity::listing::Entity::find()
        .filter(entity::listing::Column::Id.is_in(ids.iter().copied().map(Uuid::from)))
        .filter(entity::listing::Column::Status.eq(PUBLISHED))
        .all(backend.database().reader())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

async fn first_photos(
    backend: &Backend,
    listings: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, CardPhoto>, Error> {
    use entity::listing_photo::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::ListingId.is_in(listings))
        .order_by_desc(Column::No)
        .all(backend.database().reader())
        .await?;
    // The first photo comes last and stays.
    let photos = rows.into_iter().map(|row| (row.listing_id, CardPhoto::from(row)));
    Ok(photos.collect())
}

fn card(row: entity::listing::Model, photo: Option<CardPhoto>) -> Result<ListingCardData, Error> {
    let read = Read(&row);
    Ok(ListingCardData {
        id: row.id.into(),
        mode: read.mode()?,
        layout: read.layout(),
        area: SquareMetres::from_hundredths(row.area_x100).map_err(|_| read.corrupt("area_x100"))?,
        rent: read.rent()?,
        orientations: Orientations::read(&row.orientation),
        facilities: read.facilities(),
        imported_from: read.imported_from(),
        available_on: read.available_on()?,
        published_at: read.published_at()?,
        confirmed_at: read.confirmed_at()?,
        point: read.point(),
        verified: row.verified,
        photo,
        title: row.title,
        city: row.city,
        district: row.district,
        street: row.street,
        estate: row.estate,
        floor: row.floor,
    })
}

/// These listings as the index wants them, those that are not published left out.
pub async fn documents(backend: &Backend, ids: &[ListingId]) -> Result<Vec<ListingDocument>, Error> {
    let rows = published(backend, ids).await?;
    Ok(rows.into_values().filter_map(readable).collect())
}

/// The published listings after `after` in the order of their ids, at most `limit`.
pub async fn documents_after(
    backend: &Backend,
    after: Option<Uuid>,
    limit: u64,
) -> Result<(Vec<ListingDocument>, Option<Uuid>), Error> {
    use entity::listing::{Column, Entity};
    let mut query = Entity::find()
        .filter(Column::Status.eq(PUBLISHED))
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    let rows = query.all(backend.database().reader()).await?;
    let last = rows.last().map(|row| row.id);
    Ok((rows.into_iter().filter_map(readable).collect(), last))
}

/// The names of all estates that published listings are in.
pub async fn estate_names(backend: &Backend) -> Result<BTreeSet<String>, Error> {
    use entity::listing::{Column, Entity};
    let names = Entity::find()
        .select_only()
        .column(Column::Estate)
        .distinct()
        .filter(Column::Status.eq(PUBLISHED))
        .into_tuple::<String>()
        .all(backend.database().reader())
        .await?;
    Ok(names.into_iter().collect())
}

/// One unreadable row must not keep all others from being found.
pub fn readable(row: entity::listing::Model) -> Option<ListingDocument> {
    let id = row.id;
    document(row)
        .inspect_err(|error| tracing::error!(%id, %error, "a listing can't be indexed"))
        .ok()
}

fn document(row: entity::listing::Model) -> Result<ListingDocument, Error> {
    let read = Read(&row);
    let layout = read.layout();
    Ok(ListingDocument {
        id: row.id.into(),
        mode: read.mode()?,
        rooms: layout.map_or(0, |layout| layout.rooms),
        halls: layout.map_or(0, |layout| layout.halls),
        baths: layout.map_or(0, |layout| layout.baths),
        area_x100: u32::try_from(row.area_x100).map_err(|_| read.corrupt("area_x100"))?,
        rent: read.rent()?,
        orientations: Orientations::read(&row.orientation),
        facilities: read.facilities(),
        published_at: read.published_at()?,
        confirmed_at: read.confirmed_at()?,
        available_on: read.available_on()?,
        point: read.point(),
        verified: row.verified,
        title: row.title,
        description: searched_text(&row.description, &row.floor),
        city: row.city,
        district: row.district,
        street: row.street,
        estate: row.estate,
        source: row.source,
    })
}

/// The columns of a row as what they mean.
struct Read<'a>(&'a entity::listing::Model);

impl Read<'_> {
    fn corrupt(&self, column: &'static str) -> Error {
        Error::corrupt("listing", column, self.0.id)
    }

    fn imported_from(&self) -> Option<String> {
        let source = &self.0.source;
        let name = source.strip_prefix(IMPORTED).unwrap_or(source);
        (source != OWN).then(|| name.to_owned())
    }

    fn mode(&self) -> Result<Mode, Error> {
        self.0.mode.parse().map_err(|_| self.corrupt("mode"))
    }

    fn layout(&self) -> Option<Layout> {
        let small = |number: Option<i32>| u8::try_from(number.unwrap_or(0)).ok();
        let row = self.0;
        Layout::new(small(row.rooms)?, small(row.halls)?, small(row.baths)?).ok()
    }

    fn rent(&self) -> Result<Yuan, Error> {
        Yuan::try_from(self.0.rent_yuan).map_err(|_| self.corrupt("rent_yuan"))
    }

    fn facilities(&self) -> FacilitySet {
        FacilitySet::from_bits(u64::try_from(self.0.facilities).unwrap_or(0))
    }

    fn point(&self) -> Option<Gcj02Point> {
        Gcj02Point::new(self.0.lat_e6?, self.0.lng_e6?)
    }

    fn available_on(&self) -> Result<Option<Date>, Error> {
        let date = self.0.available_on.as_deref().map(time::parse_date).transpose();
        date.map_err(|_| self.corrupt("available_on"))
    }

    /// A published listing was published at some time.
    fn published_at(&self) -> Result<Timestamp, Error> {
        let moment = self.0.published_at.and_then(time::from_millis);
        moment.ok_or_else(|| self.corrupt("published_at"))
    }

    fn confirmed_at(&self) -> Result<Timestamp, Error> {
        match self.0.confirmed_at {
            Some(moment) => time::from_millis(moment).ok_or_else(|| self.corrupt("confirmed_at")),
            None => self.published_at(),
        }
    }
}
