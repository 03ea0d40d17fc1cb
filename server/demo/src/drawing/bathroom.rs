//! A bathroom: basin and mirror, toilet, shower.

use super::{
    furniture::plant,
    mood::{CREAM, Mood, STEEL, STEEL_DARK, WHITE},
    pen::{Dice, Pen},
    window::window,
};

const FLOOR: i32 = 288;

pub fn draw(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    tiles(pen, dice, mood);
    let w = dice.between(72, 92);
    window(pen, dice, mood, 238 - w / 2, 44, w, 58);
    pen.fade(mood.light, |pen| {
        pen.shape(mood.light_colour, "M206 288h36l-26 72h-42zM250 288h34l-26 72h-40z")
    });
    shower(pen, dice, mood);
    toilet(pen, dice, mood);
    basin(pen, dice, mood);
    towel(pen, dice, mood);
}

fn tiles(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.rect(mood.wall, 0, 0, 480, FLOOR);
    let (tile, top) = (dice.pick([24, 32, 40]), dice.pick([0, 128]));
    let colour = dice.pick([mood.wall_shade, mood.accent_light, "#dcebe4"]);
    pen.rect(colour, 0, top, 480, FLOOR - top);
    let mut grid = String::new();
    for y in (top..FLOOR).step_by(tile) {
        grid += &format!("M0 {y}H480");
    }
    for x in (tile / 2..480).step_by(tile) {
        grid += &format!("M{x} {top}V{FLOOR}");
    }
    pen.fade(60, |pen| pen.line(WHITE, 1.5, grid));
    if top > 0 {
        pen.rect(mood.accent, 0, top - 4, 480, 5);
    }
    pen.rect("#cfd6d0", 0, FLOOR, 480, 72);
    pen.line(
        "#bcc6bf",
        1.5,
        "M0 308H480M0 332H480M240 288V360M160 288L120 360M320 288L360 360M80 288L0 360M400 288L480 360",
    );
    pen.rect("#1d2b261a", 0, FLOOR, 480, 4);
}

fn shower(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.rect(WHITE, 0, FLOOR + 10, 132, 10);
    // The heater and its pipe.
    pen.soft(WHITE, 22, 34, 74, 42, 16);
    pen.fade(40, |pen| pen.line(STEEL_DARK, 1.5, "M36 34v42M82 34v42"));
    pen.dot(mood.accent, 88, 55, 3);
    pen.line(STEEL, 4.0, "M58 76v150");
    pen.line(STEEL, 5.0, "M58 104q30-10 34 10");
    pen.shape(STEEL_DARK, "M80 114h24l4 8H76z");
    pen.dot(STEEL_DARK, 58, 190, 8);
    pen.dot(STEEL, 58, 190, 3);
    if dice.chance(50) {
        pen.fade(70, |pen| {
            pen.line(
                "#a9d0de",
                1.5,
                "M82 130l-3 30M90 130v32M98 130l3 30M86 170l-2 24M95 172l1 24",
            )
        });
    }
    // Soap and shampoo.
    pen.rect(STEEL_DARK, 20, 224, 28, 3);
    pen.soft(mood.accent, 22, 206, 9, 18, 3);
    pen.soft(mood.textile, 34, 210, 9, 14, 3);
    if dice.chance(50) {
        // A glass screen.
        pen.fade(28, |pen| pen.rect("#cfeaf0", 0, 20, 136, 278));
        pen.fade(45, |pen| pen.line(WHITE, 5.0, "M104 60l20-26M100 96l26-34"));
        pen.line(STEEL, 3.0, "M0 20h136v278");
    } else {
        pen.shape(mood.accent_light, "M104 20h40q-6 120 2 262h-34q-12-130-8-262z");
        pen.fade(35, |pen| {
            pen.line(mood.accent, 1.5, "M114 22q-2 130 6 258M126 22q-4 130 4 258")
        });
        pen.line(STEEL_DARK, 4.0, "M0 20H148");
    }
}

fn toilet(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.shadow(238, 330, 44, 6);
    pen.soft(WHITE, 204, 186, 68, 62, 8);
    pen.line("#1d2b2624", 1.5, "M204 200h68");
    pen.soft(STEEL, 230, 190, 16, 5, 2);
    pen.shape(WHITE, "M206 262h64q0 40-18 48v18h-28v-18q-18-8-18-48z");
    pen.soft(CREAM, 198, 248, 80, 15, 7);
    pen.rect("#1d2b261f", 206, 262, 64, 4);
    if dice.chance(60) {
        plant(pen, dice, 252, 186, 40);
    } else {
        pen.soft(mood.accent, 218, 172, 30, 14, 3);
    }
    // The roll.
    pen.rect(STEEL_DARK, 290, 236, 26, 3);
    pen.soft(WHITE, 293, 236, 20, 18, 4);
}

fn basin(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.shadow(398, 326, 70, 6);
    let front = dice.pick([mood.wood, mood.textile, WHITE]);
    pen.rect(front, 334, 228, 128, 92);
    pen.line("#1d2b2640", 1.5, "M398 232v84");
    pen.line(mood.wood_dark, 3.0, "M390 262v14M406 262v14");
    pen.soft(WHITE, 326, 214, 144, 15, 5);
    pen.shape(WHITE, "M360 194h76q-2 22-20 22h-36q-18 0-20-22z");
    pen.line("#1d2b2624", 1.5, "M360 195h76");
    pen.line(STEEL_DARK, 5.0, "M398 194v-16q0-8 10-8h6v6");
    // A cup with brushes.
    pen.line(mood.accent, 2.5, "M344 206l-4-22");
    pen.line(mood.textile, 2.5, "M348 206l5-22");
    pen.soft("#e7f0ee", 339, 198, 14, 16, 2);
    plant(pen, dice, 452, 214, 40);
    if dice.chance(50) {
        pen.dot(mood.wood, 398, 104, 52);
        pen.dot("#d7e8ea", 398, 104, 46);
        pen.fade(55, |pen| pen.line(WHITE, 6.0, "M372 112l30-34M384 124l34-40"));
    } else {
        pen.soft(mood.wood, 348, 46, 100, 112, 10);
        pen.soft("#d7e8ea", 354, 52, 88, 100, 6);
        pen.fade(55, |pen| pen.line(WHITE, 6.0, "M370 104l34-38M384 122l44-50"));
    }
    pen.oval("#fff0c24d", 398, 34, 60, 22);
    pen.soft(CREAM, 370, 24, 56, 10, 5);
}

fn towel(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.line(STEEL_DARK, 4.0, "M158 140h34");
    pen.rect(mood.accent, 162, 140, 26, dice.between(52, 70));
    pen.fade(60, |pen| pen.line(WHITE, 2.5, "M162 178h26M162 184h26"));
    let y = dice.between(336, 342);
    pen.soft(mood.textile, 300, y, 96, 15, 7);
    pen.fade(45, |pen| pen.line(WHITE, 2.0, format_args!("M312 {}h72", y + 7)));
}
