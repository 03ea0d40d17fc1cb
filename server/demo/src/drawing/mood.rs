//! The light and the colours of one home.

use super::pen::Dice;

#[derive(Clone, Copy)]
pub struct Mood {
    pub sky: &'static str,
    pub sun: &'static str,
    /// The hills, from the farthest to the nearest.
    pub hills: [&'static str; 3],
    /// How strongly the light falls into a room, in percent; 0 on a rainy day.
    pub light: u8,
    pub light_colour: &'static str,
    pub wall: &'static str,
    /// A wall in shade, a wainscot, a niche.
    pub wall_shade: &'static str,
    pub floor: &'static str,
    pub floor_line: &'static str,
    pub tiled_floor: bool,
    pub wood: &'static str,
    pub wood_dark: &'static str,
    /// The large textile: duvet, sofa.
    pub textile: &'static str,
    pub textile_dark: &'static str,
    /// The small one: cushion, towel, lamp.
    pub accent: &'static str,
    pub accent_light: &'static str,
}

pub const WHITE: &str = "#fffdf9";
pub const CREAM: &str = "#f4ede0";
pub const INK: &str = "#2b3b35";
pub const FOREST: &str = "#17573f";
pub const LEAF: &str = "#2f7d5b";
pub const LEAF_LIGHT: &str = "#5fae86";
pub const STEEL: &str = "#c3cdc9";
pub const STEEL_DARK: &str = "#8b9a94";
pub const CLAY: &str = "#c8663b";

impl Mood {
    pub fn of(dice: &mut Dice) -> Self {
        let (sky, sun, hills, light, light_colour) = dice.pick([
            // A clear morning.
            ("#d9ebef", "#fff3cf", ["#b9d6cc", "#83b59d", "#4b8b6d"], 38, "#fffbe9"),
            // Noon.
            ("#c6e3ec", "#fffbe6", ["#a3cdbb", "#62a482", "#2f7d5b"], 30, "#ffffff"),
            // Evening: persimmon light.
            ("#f9dcc0", "#f08a5d", ["#d9b8a0", "#9a9c7c", "#4f7a61"], 42, "#ffdfb8"),
            // After rain, mist between the hills.
            ("#e4ebe8", "#f3f5f1", ["#cbd9d3", "#a3bcb1", "#6d9483"], 12, "#ffffff"),
        ]);
        let (wall, wall_shade) = dice.pick([
            ("#f7f1e6", "#ebe2d1"),
            ("#e6efe7", "#d5e3d8"),
            ("#f6e6da", "#ecd6c5"),
            ("#e8edf0", "#d8e0e5"),
            ("#f3ecd7", "#e6dcbe"),
        ]);
        let (floor, floor_line, tiled_floor) = dice.pick([
            ("#d9b88f", "#c9a577", false),
            ("#c79f74", "#b68c60", false),
            ("#e4cba8", "#d6ba93", false),
            ("#dfe3dd", "#cdd4cc", true),
            ("#e9dfd0", "#d9ccb8", true),
        ]);
        let (wood, wood_dark) = dice.pick([("#b98555", "#996a3f"), ("#d2a873", "#b58a56"), ("#8f6244", "#724b32")]);
        let (textile, textile_dark) = dice.pick([
            ("#2f7d5b", "#17573f"),
            ("#7fa3b5", "#5f8598"),
            ("#d98a5f", "#bb6c42"),
            ("#d8c8a8", "#bfac88"),
            ("#8c9f78", "#6f835c"),
            ("#a8838f", "#8c6874"),
        ]);
        let (accent, accent_light) = dice.pick([
            ("#b8451a", "#f2c3a5"),
            ("#17573f", "#bfe0cf"),
            ("#d9a13b", "#f7e3b1"),
            ("#3f6f8f", "#c6dde9"),
        ]);
        Self {
            sky,
            sun,
            hills,
            light,
            light_colour,
            wall,
            wall_shade,
            floor,
            floor_line,
            tiled_floor,
            wood,
            wood_dark,
            textile,
            textile_dark,
            accent,
            accent_light,
        }
    }
}
