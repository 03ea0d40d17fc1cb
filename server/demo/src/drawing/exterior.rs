//! The house from the street: a walk-up block, a tower or a village house, with the hills behind.

use super::{
    furniture::plant,
    mood::{CREAM, FOREST, INK, LEAF, LEAF_LIGHT, Mood, STEEL, STEEL_DARK, WHITE},
    pen::{Dice, Mosaic, Pen},
    window::landscape,
};

/// Where the ground begins.
const GROUND: i32 = 312;

pub fn draw(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.cut(0, 0, 480, GROUND + 20, |pen| {
        landscape(pen, dice, mood, 480, GROUND + 20)
    });
    pen.rect("#b9c3b4", 0, GROUND, 480, 48);
    pen.rect("#d8d6c8", 0, GROUND, 480, 14);
    pen.fade(70, |pen| {
        pen.line(
            WHITE,
            3.0,
            "M10 346h40M90 346h40M170 346h40M250 346h40M330 346h40M410 346h40",
        )
    });
    match dice.between(0, 2) {
        0 => walk_up(pen, dice, mood),
        1 => tower(pen, dice, mood),
        _ => village_house(pen, dice, mood),
    }
    for _ in 0..dice.between(1, 2) {
        let (x, h) = (dice.pick([36, 62, 408, 440]), dice.between(84, 132));
        tree(pen, dice, x, h);
    }
    bushes(pen, dice);
    if dice.chance(60) {
        scooter(pen, mood, dice.between(330, 380));
    }
}

fn walls(dice: &mut Dice, mood: &Mood) -> &'static str {
    dice.pick([CREAM, "#f3d9c2", "#e9eee6", mood.accent_light, "#efe3c6"])
}

/// What is on a front, in three layers: frames, what is in them, and what stands before it.
#[derive(Default)]
struct Front {
    frames: Mosaic,
    glass: Mosaic,
    before: Mosaic,
    /// Bars and washing lines.
    bars: String,
    leaves: Vec<(i32, i32)>,
}

impl Front {
    fn lay(&self, pen: &mut Pen) {
        pen.lay(&self.frames);
        pen.lay(&self.glass);
        pen.line(WHITE, 2.0, &self.bars);
        for (x, y) in &self.leaves {
            pen.oval(LEAF, *x, *y, 7, 5);
        }
        pen.lay(&self.before);
    }

    fn pane(&mut self, dice: &mut Dice, mood: &Mood, x: i32, y: i32, w: i32, h: i32) {
        self.frames.rect(WHITE, x - 2, y - 2, w + 4, h + 4);
        self.glass
            .rect(dice.pick(["#cfe2e6", "#b9d3d9", "#ffe9b8"]), x, y, w, h);
        self.bars += &format!("M{} {y}v{h}", x + w / 2);
        if dice.chance(28) {
            // An air conditioner under the window.
            self.before.rect(CREAM, x + w / 2 - 10, y + h + 3, 20, 11);
            self.before.rect(STEEL_DARK, x + w / 2 - 7, y + h + 5, 8, 7);
        } else if dice.chance(30) {
            self.before.rect(mood.textile, x, y, w / 3, h);
        }
    }

    fn balcony(&mut self, dice: &mut Dice, mood: &Mood, x: i32, y: i32, h: i32) {
        self.frames.rect("#a9bcbb", x, y - 2, 48, h);
        self.glass.rect("#8fa7a8", x + 14, y + 2, 20, h - 4);
        if dice.chance(55) {
            self.bars += &format!("M{x} {}h48", y + 2);
            for place in 0..dice.between(2, 4) {
                let colour = dice.pick([CREAM, mood.accent, mood.textile, "#d9a13b"]);
                self.before.rect(colour, x + 4 + place * 11, y + 3, 8, 13);
            }
        }
        if dice.chance(55) {
            self.leaves.push((x + dice.between(8, 40), y + h - 15));
        }
        self.before.rect(WHITE, x - 3, y + h - 13, 54, 9);
        self.before.rect(mood.accent_light, x - 3, y + h - 4, 54, 4);
    }
}

/// Five floors, balconies with plants and washing, solar heaters on the roof.
fn walk_up(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    let (left, right, top) = (104, 376, 66);
    let floors = 5;
    let storey = (GROUND - 28 - top) / floors;
    for x in [140, 220, 300] {
        if dice.chance(75) {
            pen.shape("#4d6f86", format_args!("M{x} {top}l10-18h26l-4 18z"));
            pen.soft(STEEL, x + 8, top - 23, 30, 6, 3);
        }
    }
    pen.rect(walls(dice, mood), left, top, right - left, GROUND - top);
    pen.fade(7, |pen| pen.rect(INK, right - 60, top, 60, GROUND - top));
    pen.rect(mood.accent, left - 6, top - 4, right - left + 12, 8);
    let mut front = Front::default();
    for floor in 0..floors {
        let y = top + 14 + floor * storey;
        for column in 0..4 {
            let x = left + 14 + column * 64;
            let by_the_door = floor == floors - 1 && (column == 1 || column == 2);
            if by_the_door {
                continue;
            }
            if column % 2 == 0 {
                front.balcony(dice, mood, x, y, storey - 8);
            } else {
                front.pane(dice, mood, x + 8, y + 2, 34, storey - 18);
            }
        }
    }
    front.lay(pen);
    entrance(pen, mood, 222);
}

fn entrance(pen: &mut Pen, mood: &Mood, x: i32) {
    pen.rect(mood.wood_dark, x, GROUND - 42, 36, 42);
    pen.rect("#cfe2e6", x + 5, GROUND - 37, 11, 24);
    pen.rect("#cfe2e6", x + 20, GROUND - 37, 11, 24);
    pen.soft(mood.accent, x - 10, GROUND - 50, 56, 9, 3);
    pen.rect(STEEL, x - 4, GROUND - 3, 44, 5);
}

/// A slim tower of ten floors with a lower neighbour.
fn tower(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    let (wall, other) = (walls(dice, mood), dice.pick(["#dfe5df", "#ead9c4"]));
    pen.rect(other, 300, 150, 96, GROUND - 150);
    for floor in 0..6 {
        pen.rect("#b9d3d9", 312, 162 + floor * 24, 72, 11);
    }
    pen.line(other, 4.0, "M336 160v140M360 160v140");
    let (left, width, top) = (150, 140, 30);
    pen.rect(wall, left, top, width, GROUND - top);
    pen.fade(8, |pen| pen.rect(INK, left + 100, top, 40, GROUND - top));
    pen.rect(mood.textile, left + 58, top - 12, 24, GROUND - top + 12);
    pen.rect(WHITE, left - 4, top - 3, width + 8, 6);
    pen.rect(WHITE, 296, 146, 104, 6);
    let mut front = Front::default();
    for floor in 0..10 {
        let y = top + 12 + floor * 23;
        for x in [left + 8, left + 90] {
            front
                .glass
                .rect(if dice.chance(25) { "#ffe9b8" } else { "#b9d3d9" }, x, y, 42, 13);
            if dice.chance(30) {
                front.leaves.push((x + dice.between(6, 36), y + 12));
            }
            front.before.rect(WHITE, x - 2, y + 13, 46, 5);
        }
        front.glass.rect("#dcebe4", left + 65, y, 10, 12);
    }
    front.lay(pen);
    entrance(pen, mood, left + 52);
}

/// Three floors, a grey tiled roof, a yard wall.
fn village_house(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    let (left, right, top) = (132, 352, 118);
    pen.shape(
        "#5d6d68",
        format_args!("M{} {top}l34-48h{}l34 48z", left - 26, right - left - 16),
    );
    pen.fade(35, |pen| {
        pen.line(
            WHITE,
            1.5,
            "M150 80l-20 34M186 76l-14 38M222 74l-6 40M262 74l6 40M298 76l14 38M334 80l20 34",
        );
    });
    pen.shape(
        "#46544f",
        format_args!("M{} {top}h{}l-4 8H{}z", left - 28, right - left + 56, left - 24),
    );
    pen.rect(walls(dice, mood), left, top + 8, right - left, GROUND - top - 8);
    pen.fade(7, |pen| pen.rect(INK, right - 50, top + 8, 50, GROUND - top - 8));
    let mut front = Front::default();
    let mut rails = String::new();
    for floor in 0..2 {
        let y = top + 24 + floor * 62;
        for x in [left + 18, left + 156] {
            front.pane(dice, mood, x, y, 44, 38);
        }
        front.frames.rect("#8fa7a8", left + 84, y - 2, 52, 48);
        front.glass.rect(mood.wood, left + 98, y + 4, 24, 42);
        rails += &format!("M{x} {}h64M{x} {}h64", y + 46, y + 26, x = left + 78);
        rails.extend((0..8).map(|rail| format!("M{} {}v20", left + 80 + rail * 8, y + 26)));
    }
    front.pane(dice, mood, left + 18, 262, 40, 28);
    front.lay(pen);
    pen.line(WHITE, 2.0, rails);
    if dice.chance(70) {
        // Paper lanterns.
        for x in [left + 70, left + 150] {
            pen.line(INK, 1.0, format_args!("M{x} 248v6"));
            pen.oval("#c8402a", x, 261, 8, 7);
            pen.rect("#d9a13b", x - 3, 267, 6, 2);
        }
    }
    entrance(pen, mood, left + 92);
    pen.rect("#c9c0ac", right - 6, 276, 106, GROUND - 276);
    pen.rect("#5d6d68", right - 10, 270, 114, 7);
    plant(pen, dice, right + 46, 270, 40);
}

/// A camphor tree, or a persimmon with its fruit.
fn tree(pen: &mut Pen, dice: &mut Dice, x: i32, h: i32) {
    let ground = GROUND + 8;
    pen.shadow(x, ground, h / 3, 5);
    pen.line(
        "#7a5a41",
        7.0,
        format_args!(
            "M{x} {ground}v-{}M{x} {}l{}-{}",
            h * 55 / 100,
            ground - h / 3,
            h / 8,
            h / 7
        ),
    );
    let (r, top) = (h * 27 / 100, ground - h);
    let crowns = [
        (-7, 13, FOREST, r),
        (7, 12, LEAF, r),
        (0, 7, LEAF, r * 3 / 4),
        (-3, 15, LEAF, r),
        (2, 5, LEAF_LIGHT, r * 3 / 4),
    ];
    for (dx, dy, colour, radius) in crowns {
        pen.dot(colour, x + r * dx / 10, top + r * dy / 10, radius);
    }
    if dice.chance(40) {
        for (dx, dy) in [(-r, 3 * r / 2), (r / 2, r), (r, 3 * r / 2), (0, r * 2)] {
            pen.dot("#e0792f", x + dx, top + dy, 4);
        }
    }
}

fn bushes(pen: &mut Pen, dice: &mut Dice) {
    for x in [116, 152, 300, 346] {
        if dice.chance(60) {
            let r = dice.between(9, 14);
            pen.shape(FOREST, format_args!("M{} {GROUND}a{r} {r} 0 0 1 {} 0z", x - r, 2 * r));
            let small = r * 3 / 4;
            pen.shape(
                LEAF,
                format_args!("M{x} {GROUND}a{small} {small} 0 0 1 {} 0z", 2 * small),
            );
        }
    }
}

fn scooter(pen: &mut Pen, mood: &Mood, x: i32) {
    pen.shadow(x + 24, 334, 32, 3);
    for wheel in [x + 6, x + 44] {
        pen.dot(INK, wheel, 326, 8);
        pen.dot(STEEL, wheel, 326, 3);
    }
    pen.shape(
        mood.accent,
        format_args!("M{x} 318q2-10 14-10h4l4 10h10l8-24h4l4 24q-6-4-10 4H{}z", x + 12),
    );
    pen.soft(INK, x + 2, 304, 20, 5, 2);
    pen.line(INK, 2.5, format_args!("M{} 294l-6-3M{} 294h5", x + 41, x + 41));
}
