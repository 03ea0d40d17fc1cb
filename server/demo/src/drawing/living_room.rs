//! A living room: sofa, tea table, a wide window.

use super::{
    furniture::{books, pendant, picture, plant, room, rug},
    mood::{CREAM, INK, Mood, WHITE},
    pen::{Dice, Mosaic, Pen},
    window::{curtains, sunlight, window},
};

const FLOOR: i32 = 256;

pub fn draw(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    room(pen, mood, FLOOR);
    let (w, h) = (dice.between(170, 204), dice.between(116, 132));
    let (x, y) = (190 - w / 2, 46);
    window(pen, dice, mood, x, y, w, h);
    if dice.chance(70) {
        curtains(pen, mood, x, y, w, h);
    }
    rug(pen, dice, mood, 206, 326, 186, 26);
    sunlight(pen, mood, x - 6, FLOOR, w);
    sofa(pen, dice, mood);
    tea_table(pen, dice, mood);
    match dice.between(0, 2) {
        0 => bookcase(pen, dice, mood),
        1 => television(pen, dice, mood),
        _ => lamp_and_plant(pen, dice, mood),
    }
    if dice.chance(45) {
        pendant(pen, dice, mood, 214, 24);
    }
}

fn sofa(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.shadow(184, 308, 158, 9);
    pen.line(mood.wood_dark, 6.0, "M56 294v14M312 294v14");
    let wide_arms = dice.chance(50);
    pen.soft(mood.textile, 42, 196, 284, 80, 18);
    pen.fade(50, |pen| pen.line(mood.textile_dark, 2.0, "M184 202v46"));
    pen.soft(mood.textile_dark, 34, 244, 300, 54, 12);
    pen.soft(mood.textile, 56, 240, 127, 28, 10);
    pen.soft(mood.textile, 185, 240, 127, 28, 10);
    for x in [28, 312] {
        pen.soft(
            mood.textile,
            x,
            if wide_arms { 216 } else { 226 },
            28,
            if wide_arms { 80 } else { 70 },
            13,
        );
    }
    let cushion = |pen: &mut Pen, x: i32, colour: &str, stripes: bool| {
        pen.soft(colour, x, 204, 46, 42, 10);
        if stripes {
            pen.fade(45, |pen| {
                pen.line(
                    WHITE,
                    2.0,
                    format_args!("M{} 208v34M{} 208v34M{} 208v34", x + 12, x + 23, x + 34),
                )
            });
        }
    };
    let striped = dice.chance(50);
    cushion(pen, 64, mood.accent, striped);
    cushion(pen, 258, CREAM, false);
    if dice.chance(60) {
        cushion(pen, 222, mood.accent_light, !striped);
    }
    if dice.chance(35) {
        cat(pen, dice.pick(["#d98a4a", "#55645d", "#f4ede0"]));
    } else if dice.chance(50) {
        // A throw over the back.
        pen.shape(mood.accent_light, "M132 194h44l4 52q-24 6-50 0z");
        pen.fade(40, |pen| {
            pen.line(mood.accent, 1.5, "M133 206h44M132 218h46M131 230h48")
        });
    }
}

fn cat(pen: &mut Pen, colour: &str) {
    pen.oval(colour, 140, 232, 27, 13);
    pen.dot(colour, 164, 224, 10);
    pen.shape(colour, "M155 218l2-10 7 6zM166 214l8-5v10z");
    pen.line(colour, 5.0, "M114 234q-12-2-10-14");
    pen.line(INK, 1.2, "M159 225q2 2 4 0M166 225q2 2 4 0");
}

/// A low table with a tray for gongfu tea.
fn tea_table(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.shadow(186, 346, 92, 6);
    if dice.chance(50) {
        pen.line(mood.wood_dark, 6.0, "M116 316l-6 28M256 316l6 28");
        pen.soft(mood.wood, 98, 308, 176, 11, 5);
    } else {
        pen.soft(mood.wood_dark, 150, 316, 72, 28, 4);
        pen.oval(mood.wood, 186, 314, 92, 10);
    }
    pen.soft(mood.wood_dark, 136, 302, 74, 6, 2);
    pen.soft(mood.accent, 152, 286, 24, 17, 8);
    pen.line(mood.accent, 3.0, "M176 292l8-4M152 291q-7 3 0 7");
    pen.soft(mood.accent, 160, 282, 8, 4, 2);
    for x in [186, 198] {
        pen.shape(WHITE, format_args!("M{x} 295h9l-2 8h-5z"));
    }
    pen.line("#fffdf980", 1.5, "M186 282q-4-5 0-9t0-9");
    if dice.chance(50) {
        for (x, colour) in [(228, "#e0792f"), (239, "#d9601f"), (234, "#ea8b3f")] {
            pen.dot(colour, x, if x == 234 { 294 } else { 302 }, 6);
        }
        pen.line("#2f7d5b", 2.0, "M234 288l3-3");
    } else {
        pen.rect(mood.textile, 224, 303, 32, 5);
        pen.rect(CREAM, 227, 298, 28, 5);
    }
}

fn bookcase(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.shadow(412, 304, 62, 6);
    pen.rect(mood.wood_dark, 362, 82, 98, 220);
    let mut stacks = Mosaic::default();
    let green = dice.between(0, 3);
    for row in 0..4 {
        let top = 88 + row * 53;
        pen.rect(mood.wall_shade, 368, top, 86, 47);
        let shelf = top + 47;
        if row == green {
            plant(pen, dice, 412, shelf, 46);
            continue;
        }
        books(&mut stacks, dice, mood, (371, 450), shelf);
    }
    pen.lay(&stacks);
    plant(pen, dice, 440, 82, 42);
}

fn television(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.shadow(420, 304, 70, 6);
    picture(pen, dice, mood, 386, 60, 58, 70);
    pen.soft(mood.wood, 352, 250, 130, 48, 4);
    pen.fade(45, |pen| pen.line(mood.wood_dark, 2.0, "M416 254v40"));
    pen.line(mood.wood_dark, 5.0, "M364 298v8M470 298v8");
    pen.soft(INK, 362, 170, 116, 70, 4);
    pen.fade(12, |pen| pen.shape(WHITE, "M366 174h50l-30 62h-20z"));
    pen.rect(INK, 402, 240, 36, 4);
    pen.rect(INK, 416, 238, 8, 12);
    plant(pen, dice, 346, 306, 96);
}

fn lamp_and_plant(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    picture(pen, dice, mood, 350, 76, 52, 66);
    if dice.chance(60) {
        picture(pen, dice, mood, 412, 92, 44, 50);
    }
    plant(pen, dice, 430, 316, 150);
    pen.shadow(364, 306, 20, 4);
    pen.line(INK, 3.0, "M364 304V186");
    pen.soft(INK, 350, 301, 28, 5, 2);
    pen.dot("#ffedb54d", 364, 184, 44);
    pen.shape(mood.accent_light, "M342 196l9-36h26l9 36z");
}
