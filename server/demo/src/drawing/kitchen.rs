//! A kitchen: counter, stove with a wok, a window over the sink.

use super::{
    furniture::{plant, room},
    mood::{CREAM, INK, LEAF, LEAF_LIGHT, Mood, STEEL, STEEL_DARK, WHITE},
    pen::{Dice, Pen},
    window::window,
};

const FLOOR: i32 = 298;
const COUNTER: i32 = 206;

pub fn draw(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    room(pen, mood, FLOOR);
    splashback(pen, dice, mood);
    let w = dice.between(110, 132);
    window(pen, dice, mood, 186 - w / 2, 58, w, 92);
    cupboards(pen, dice, mood);
    hood(pen, mood);
    counter(pen, dice, mood);
    stove(pen, dice, mood);
    sink(pen, mood);
    small_things(pen, dice, mood);
    fridge(pen, dice, mood);
    pen.fade(mood.light, |pen| {
        pen.shape(mood.light_colour, "M120 298h58l-30 62H76zM192 298h56l-30 62h-70z")
    });
}

fn splashback(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.rect(mood.wall_shade, 0, 112, 372, COUNTER - 112);
    let mut grid = String::new();
    let (w, h) = dice.pick([(26, 16), (20, 20), (36, 18)]);
    for y in (112..COUNTER).step_by(h) {
        grid += &format!("M0 {y}H372");
    }
    for x in (0..372).step_by(w) {
        grid += &format!("M{x} 112V{COUNTER}");
    }
    pen.fade(65, |pen| pen.line(WHITE, 1.0, grid));
}

fn cupboards(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    let front = dice.pick([mood.textile, mood.wood, WHITE]);
    pen.fade(10, |pen| pen.rect("#1d2b26", 0, 104, 96, 6));
    pen.rect(front, 0, 26, 96, 80);
    pen.fade(20, |pen| pen.line(INK, 1.5, "M48 30v72"));
    pen.line(mood.wood_dark, 3.0, "M42 88v10M54 88v10");
    if dice.chance(60) {
        // An open shelf with bowls.
        pen.rect(mood.wood, 10, 146, 84, 6);
        for (x, colour) in [(16, WHITE), (38, mood.accent_light), (62, mood.accent)] {
            pen.shape(colour, format_args!("M{x} 132h20q-1 14-6 14h-8q-5 0-6-14z"));
        }
    } else {
        pen.line(STEEL_DARK, 2.5, "M12 130H92");
        for (x, colour) in [
            (24, mood.wood),
            (44, STEEL_DARK),
            (64, mood.wood_dark),
            (82, STEEL_DARK),
        ] {
            pen.line(colour, 3.0, format_args!("M{x} 131v22"));
            pen.oval(colour, x, 160, 6, 9);
        }
    }
}

fn hood(pen: &mut Pen, mood: &Mood) {
    pen.rect(STEEL, 296, 0, 34, 70);
    pen.shape(STEEL, "M276 92l18-26h38l18 26v12h-74z");
    pen.fade(30, |pen| pen.rect(STEEL_DARK, 276, 92, 74, 12));
    pen.dot(mood.accent, 340, 98, 2);
}

fn counter(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    let front = dice.pick([mood.textile, WHITE, mood.wood, mood.accent_light]);
    pen.shadow(186, 314, 196, 6);
    pen.rect(front, 0, COUNTER + 10, 372, 92);
    pen.rect(mood.wood_dark, 0, 300, 372, 10);
    pen.fade(22, |pen| {
        pen.line(
            INK,
            1.5,
            format_args!("M78 {y}v84M156 {y}v84M268 {y}v84M156 244h112", y = COUNTER + 13),
        )
    });
    pen.line(
        mood.wood_dark,
        3.0,
        "M66 232v12M90 232v12M144 232v12M204 232h18M204 262h18",
    );
    pen.soft(CREAM, 0, COUNTER, 376, 11, 3);
    // The oven below the stove.
    pen.soft(INK, 278, 232, 84, 58, 4);
    pen.fade(20, |pen| pen.rect(WHITE, 286, 246, 68, 34));
    pen.line(STEEL, 3.0, "M288 239h64");
}

fn stove(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.soft(INK, 274, COUNTER - 6, 84, 7, 3);
    let hot = dice.chance(70);
    // The wok.
    pen.shape("#3b4a45", "M282 180h62q-4 22-20 22h-22q-16 0-20-22z");
    pen.line("#3b4a45", 4.0, "M344 184l22-8");
    pen.line(mood.wood, 4.0, "M356 180l12-4");
    if hot {
        for (x, colour) in [(296, LEAF_LIGHT), (308, "#e0792f"), (320, LEAF), (330, "#f1c75b")] {
            pen.dot(colour, x, 179, 6);
        }
        pen.fade(60, |pen| {
            pen.line(WHITE, 3.0, "M302 166q-8-10 0-20t0-20M322 166q-8-10 0-20t0-20")
        });
    }
}

fn sink(pen: &mut Pen, mood: &Mood) {
    pen.rect(STEEL, 150, COUNTER, 74, 5);
    pen.line(STEEL_DARK, 4.0, "M188 206v-28q0-12 12-12t12 12v4");
    pen.soft(mood.accent, 160, 190, 10, 16, 3);
    pen.rect(WHITE, 163, 185, 4, 5);
}

fn small_things(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    // The rice cooker.
    pen.soft(WHITE, 26, 170, 52, 36, 10);
    pen.soft(mood.accent, 26, 170, 52, 12, 6);
    pen.dot(STEEL_DARK, 52, 194, 4);
    if dice.chance(60) {
        plant(pen, dice, 238, COUNTER, 46);
    } else {
        // Spring onions in a glass.
        pen.line(LEAF, 3.0, "M236 190l-6-30M240 190v-36M244 190l7-28");
        pen.soft("#dcebea", 231, 184, 18, 22, 3);
    }
    if dice.chance(60) {
        // A thermos flask.
        pen.soft(mood.accent, 100, 162, 20, 44, 5);
        pen.soft(STEEL, 103, 152, 14, 11, 4);
        pen.fade(35, |pen| pen.dot(WHITE, 110, 182, 6));
    } else {
        pen.soft(mood.wood, 96, 168, 34, 38, 4);
        pen.dot(mood.wall_shade, 113, 175, 3);
    }
}

fn fridge(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    let colour = dice.pick([WHITE, "#dfe8e3", mood.accent_light]);
    pen.shadow(428, 332, 56, 7);
    pen.soft(colour, 386, 82, 84, 246, 8);
    pen.fade(22, |pen| pen.line(INK, 2.0, "M386 172h84"));
    pen.line(STEEL_DARK, 4.0, "M398 140v22M398 184v34");
    for _ in 0..dice.between(1, 3) {
        let (x, y) = (dice.between(416, 450), dice.between(98, 150));
        pen.rect(dice.pick([mood.accent, "#d9a13b", LEAF]), x, y, 11, 13);
    }
    if dice.chance(50) {
        plant(pen, dice, 442, 82, 48);
    } else {
        pen.soft(mood.wood, 404, 60, 54, 22, 4);
        pen.fade(30, |pen| pen.line(mood.wood_dark, 1.5, "M404 68h54M404 75h54"));
    }
}
