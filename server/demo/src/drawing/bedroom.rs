//! A bedroom: bed, window, a place for clothes or work.

use super::{
    furniture::{books, pendant, picture, plant, room, rug},
    mood::{CREAM, Mood, WHITE},
    pen::{Dice, Mosaic, Pen},
    window::{curtains, sunlight, window},
};

const FLOOR: i32 = 262;

pub fn draw(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    room(pen, mood, FLOOR);
    if dice.chance(35) {
        // A painted lower half of the wall.
        pen.rect(mood.wall_shade, 0, 150, 480, FLOOR - 158);
    }
    let (w, h) = (dice.between(112, 140), dice.between(112, 132));
    let (x, y) = (328 - w / 2, 52);
    window(pen, dice, mood, x, y, w, h);
    curtains(pen, mood, x, y, w, h);
    sunlight(pen, mood, x - 30, FLOOR, w);
    rug(pen, dice, mood, 190, 322, 170, 26);
    bed(pen, dice, mood);
    bedside(pen, dice, mood, 258);
    match dice.between(0, 2) {
        0 => desk(pen, dice, mood),
        1 => wardrobe(pen, mood),
        _ => chair_with_plant(pen, dice, mood),
    }
    if dice.chance(50) {
        pendant(pen, dice, mood, 232, 34);
    }
}

fn bed(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    let (left, right) = (38, 238);
    if dice.chance(60) {
        let w = dice.between(56, 74);
        picture(pen, dice, mood, 108, 58, w, 62);
        if dice.chance(50) {
            picture(pen, dice, mood, 118 + w, 70, 38, 46);
        }
    } else {
        shelf(pen, dice, mood, 84, 110);
    }
    pen.shadow(138, 332, 118, 9);
    if dice.chance(50) {
        pen.soft(mood.wood, left - 6, 158, 212, 120, 10);
        pen.fade(30, |pen| {
            pen.line(mood.wood_dark, 2.0, "M86 164v60M138 164v60M190 164v60")
        });
    } else {
        pen.soft(mood.textile_dark, left - 6, 152, 212, 120, 24);
        pen.line("#fffdf929", 2.0, "M85 156v60M138 154v60M191 156v60");
    }
    pen.rect(mood.wood_dark, left, 318, 8, 16);
    pen.rect(mood.wood_dark, right - 8, 318, 8, 16);
    pen.soft(WHITE, left, 222, 200, 70, 14);
    for x in [52, 144] {
        pen.soft(CREAM, x, 200, 82, 38, 16);
        pen.line("#1d2b261f", 2.0, format_args!("M{} 232q34 8 66-1", x + 8));
    }
    if dice.chance(60) {
        pen.soft(mood.accent, 112, 210, 54, 32, 12);
        pen.fade(35, |pen| pen.line(WHITE, 2.0, "M124 214v24M139 213v26M154 214v24"));
    }
    // The duvet, turned back at the top.
    pen.shape(
        mood.textile,
        format_args!("M{left} 254q100-16 200 0v58q0 10-10 10H{}q-10 0-10-10z", left + 10),
    );
    pen.shape(CREAM, format_args!("M{left} 254q100-16 200 0v14q-100-16-200 0z"));
    pen.fade(35, |pen| match dice.between(0, 2) {
        0 => pen.line(mood.textile_dark, 3.0, "M38 284q100-14 200 0M38 300q100-14 200 0"),
        1 => {
            for (x, y) in [
                (64, 286),
                (104, 296),
                (140, 280),
                (178, 298),
                (214, 286),
                (84, 310),
                (196, 312),
            ] {
                pen.dot(WHITE, x, y, 4);
            }
        }
        _ => pen.line(
            mood.textile_dark,
            2.0,
            "M84 262q-8 30-2 58M144 258q4 34-4 62M200 262q8 30 0 58",
        ),
    });
    if dice.chance(55) {
        pen.shape(mood.accent, "M150 257q50-4 88 3v36q-40-8-88-3z");
        pen.fade(40, |pen| pen.line(WHITE, 1.5, "M150 266q50-4 88 3M150 284q50-4 88 3"));
    }
}

fn shelf(pen: &mut Pen, dice: &mut Dice, mood: &Mood, x: i32, y: i32) {
    pen.rect(mood.wood, x, y, 116, 7);
    pen.rect("#1d2b261f", x, y + 7, 116, 3);
    let mut stack = Mosaic::default();
    let end = x + dice.between(42, 68);
    books(&mut stack, dice, mood, (x + 8, end), y);
    pen.lay(&stack);
    plant(pen, dice, x + 94, y, 44);
}

fn bedside(pen: &mut Pen, dice: &mut Dice, mood: &Mood, x: i32) {
    pen.shadow(x + 20, 302, 28, 5);
    pen.soft(mood.wood, x, 244, 42, 54, 4);
    pen.fade(40, |pen| {
        pen.line(mood.wood_dark, 2.0, format_args!("M{} 270h34", x + 4))
    });
    pen.dot(CREAM, x + 21, 257, 2);
    pen.dot(CREAM, x + 21, 283, 2);
    pen.dot("#ffedb547", x + 21, 206, 36);
    pen.line(mood.wood_dark, 3.0, format_args!("M{} 242v-22", x + 21));
    if dice.chance(50) {
        pen.shape(mood.accent_light, format_args!("M{} 222l8-30h18l8 30z", x + 4));
    } else {
        pen.dot("#fff4d2", x + 21, 206, 16);
    }
}

fn desk(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    pen.shadow(398, 320, 76, 6);
    pen.line(mood.wood_dark, 5.0, "M336 250v68M462 250v68");
    pen.soft(mood.wood, 324, 240, 150, 10, 3);
    // A laptop, a cup, a plant.
    pen.soft("#55645d", 378, 206, 52, 34, 3);
    pen.rect(mood.accent_light, 381, 209, 46, 28);
    pen.soft("#8b9a94", 372, 236, 64, 4, 2);
    pen.soft(mood.accent, 350, 226, 14, 14, 3);
    plant(pen, dice, 454, 240, 50);
    pen.soft(mood.textile, 374, 270, 56, 12, 6);
    pen.line(mood.wood_dark, 4.0, "M380 282l-6 44M424 282l6 44");
}

fn wardrobe(pen: &mut Pen, mood: &Mood) {
    pen.shadow(440, 306, 62, 6);
    pen.rect(mood.wood, 404, 84, 90, 220);
    pen.fade(45, |pen| pen.line(mood.wood_dark, 2.0, "M450 88v212M404 262h90"));
    pen.line(CREAM, 3.0, "M444 176v20M456 176v20");
    pen.soft(mood.accent_light, 414, 64, 50, 20, 3);
    pen.fade(30, |pen| pen.line(mood.accent, 2.0, "M414 72h50"));
}

fn chair_with_plant(pen: &mut Pen, dice: &mut Dice, mood: &Mood) {
    plant(pen, dice, 446, 300, 128);
    pen.shadow(356, 330, 46, 6);
    pen.line(mood.wood_dark, 4.0, "M328 292l-6 36M384 292l6 36M336 292v30M376 292v30");
    pen.soft(mood.textile, 318, 234, 76, 44, 16);
    pen.soft(mood.textile_dark, 314, 272, 84, 22, 10);
    if dice.chance(60) {
        pen.soft(mood.accent, 338, 248, 36, 28, 8);
    }
}
