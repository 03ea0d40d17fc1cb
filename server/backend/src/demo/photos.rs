//! Photos for the demo's listings: drawn, stored, and described in both languages.

use super::{
    DemoError,
    drawing::{Scene, draw},
    home::Home,
};
use crate::{Backend, Error, entity};
use domain::id::{FileId, ListingId};
use sea_orm::{ActiveValue::Set, EntityTrait};
use sha2::{Digest, Sha256};
use tokio::task::JoinSet;

/// A drawing and its descriptions.
struct Shot {
    scene: Scene,
    variant: u32,
    alt: (&'static str, &'static str),
}

const fn shot(scene: Scene, variant: u32, alt_zh: &'static str, alt_en: &'static str) -> Shot {
    Shot {
        scene,
        variant,
        alt: (alt_zh, alt_en),
    }
}

/// Three to five, the room that is to let first.
fn shots(home: &Home) -> Vec<Shot> {
    let living_room = shot(Scene::LivingRoom, 0, "客厅（示意图）", "Living room (drawing)");
    let kitchen = shot(Scene::Kitchen, 0, "厨房（示意图）", "Kitchen (drawing)");
    let bathroom = shot(Scene::Bathroom, 0, "卫生间（示意图）", "Bathroom (drawing)");
    let outside = shot(
        Scene::Exterior,
        0,
        "楼房外观（示意图）",
        "The building from outside (drawing)",
    );
    if let Ok(no) = home.space.parse() {
        let room = shot(Scene::Bedroom, no, "出租的房间（示意图）", "The room to let (drawing)");
        return vec![room, living_room, kitchen, outside];
    }
    let bedroom = shot(Scene::Bedroom, 1, "主卧（示意图）", "Main bedroom (drawing)");
    let second = shot(Scene::Bedroom, 2, "次卧（示意图）", "Second bedroom (drawing)");
    match (home.halls, home.rooms) {
        (0, _) => vec![bedroom, bathroom, outside],
        (_, 1) => vec![living_room, bedroom, kitchen, outside],
        (_, 2) => vec![living_room, bedroom, kitchen, bathroom],
        _ => vec![living_room, bedroom, second, kitchen, outside],
    }
}

/// All drawings of one flat are of one flat.
fn seed_of(home: &Home) -> u64 {
    let digest: [u8; 32] = Sha256::digest(home.door()).into();
    digest.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// Draws the photos of all `listings`, stores the files, then writes the rows that show them.
pub(super) async fn hang(backend: &Backend, listings: &[(ListingId, &Home)]) -> Result<usize, DemoError> {
    let now = backend.now().as_millisecond();
    let mut files = Vec::new();
    let mut photos = Vec::new();
    let mut writing = JoinSet::new();
    for (listing, home) in listings {
        for (no, shot) in (1..).zip(shots(home)) {
            let id = FileId::generate();
            let svg = draw(shot.scene, seed_of(home), shot.variant);
            files.push(entity::file::ActiveModel {
                id: Set(id.into()),
                media_type: Set("image/svg+xml".to_owned()),
                bytes: Set(i32::try_from(svg.len()).map_err(|_| DemoError::content("drawing", &home.key))?),
                sha256: Set(hex::encode(Sha256::digest(&svg))),
                created_at: Set(now),
            });
            photos.push(entity::listing_photo::ActiveModel {
                listing_id: Set((*listing).into()),
                no: Set(no),
                file_id: Set(id.into()),
                alt_zh: Set(shot.alt.0.to_owned()),
                alt_en: Set(shot.alt.1.to_owned()),
            });
            let store = backend.files().clone();
            writing.spawn(async move { store.put(id.into(), svg.as_bytes()).await });
        }
    }
    while let Some(written) = writing.join_next().await {
        written.map_err(DemoError::Thread)?.map_err(Error::from)?;
    }
    let count = photos.len();
    let tx = backend.database().begin().await?;
    entity::file::Entity::insert_many(files)
        .exec_without_returning(&tx)
        .await
        .map_err(Error::from)?;
    entity::listing_photo::Entity::insert_many(photos)
        .exec_without_returning(&tx)
        .await
        .map_err(Error::from)?;
    tx.commit().await.map_err(Error::from)?;
    Ok(count)
}
