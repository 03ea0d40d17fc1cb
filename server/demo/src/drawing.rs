//! The demo's photos: rooms and houses drawn from a seed, so that every demo listing has pictures of its own.
//!
//! A drawing is a self-contained SVG, 4:3, in the site's palette, without ids, scripts or references, the same for the same
//! seed on every machine. All drawings of one seed share their light, walls and colours: they are of one home.

mod bathroom;
mod bedroom;
mod exterior;
mod furniture;
mod kitchen;
mod living_room;
mod mood;
mod pen;
mod window;

use mood::Mood;
use pen::{Dice, Pen};

/// What a drawing shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scene {
    Exterior,
    LivingRoom,
    Bedroom,
    Kitchen,
    Bathroom,
}

/// Draws `scene` of the home that `seed` stands for. `variant` tells rooms of one kind in one home apart.
pub(crate) fn draw(scene: Scene, seed: u64, variant: u32) -> String {
    let mood = Mood::of(&mut Dice::new(seed));
    let mut dice = Dice::new(seed ^ (scene as u64 + 1) << 32 ^ u64::from(variant) << 40);
    let mut pen = Pen::new(dice.chance(50));
    match scene {
        Scene::Exterior => exterior::draw(&mut pen, &mut dice, &mood),
        Scene::LivingRoom => living_room::draw(&mut pen, &mut dice, &mood),
        Scene::Bedroom => bedroom::draw(&mut pen, &mut dice, &mood),
        Scene::Kitchen => kitchen::draw(&mut pen, &mut dice, &mood),
        Scene::Bathroom => bathroom::draw(&mut pen, &mut dice, &mood),
    }
    pen.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const SCENES: [Scene; 5] = [
        Scene::LivingRoom,
        Scene::Bedroom,
        Scene::Kitchen,
        Scene::Bathroom,
        Scene::Exterior,
    ];

    #[test]
    fn drawings_are_small_whole_and_refer_to_nothing() {
        for seed in 0..60 {
            for scene in SCENES {
                let svg = draw(scene, seed, 0);
                assert!(svg.len() < 7 * 1024, "{scene:?} {seed}: {} bytes", svg.len());
                assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
                for tag in ["g", "svg"] {
                    let opened = svg.matches(&format!("<{tag} ")).count();
                    assert_eq!(
                        opened,
                        svg.matches(&format!("</{tag}>")).count(),
                        "{scene:?} {seed} <{tag}>"
                    );
                }
                for reference in ["href", "url(", "id=", "script", "style"] {
                    assert!(!svg.contains(reference), "{scene:?} {seed}: {reference}");
                }
            }
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_and_others_differ() {
        for scene in SCENES {
            assert_eq!(draw(scene, 7, 0), draw(scene, 7, 0));
            let distinct: BTreeSet<_> = (0..40).map(|seed| draw(scene, seed, 0)).collect();
            assert_eq!(distinct.len(), 40, "{scene:?}");
            assert_ne!(draw(scene, 7, 0), draw(scene, 7, 1));
        }
    }
}
