//! Photos for the demo's listings: drawn, and described in both languages.

use crate::{
    drawing::{Scene, draw},
    home::Home,
};
use backend::listing::NewPhoto;
use sha2::{Digest, Sha256};

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

/// The photos of a home, drawn.
pub(crate) fn of(home: &Home) -> Vec<NewPhoto> {
    let seed = seed_of(home);
    shots(home)
        .into_iter()
        .map(|shot| NewPhoto {
            svg: draw(shot.scene, seed, shot.variant),
            alt_zh: shot.alt.0.to_owned(),
            alt_en: shot.alt.1.to_owned(),
        })
        .collect()
}
