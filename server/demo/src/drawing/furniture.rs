//! What stands in more than one room.

use super::{
    mood::{CLAY, CREAM, FOREST, LEAF, LEAF_LIGHT, Mood, WHITE},
    pen::{Dice, Mosaic, Pen},
};

/// Wall, floor and skirting board; the floor begins at `y`.
pub fn room(pen: &mut Pen, mood: &Mood, y: i32) {
    pen.rect(mood.wall, 0, 0, 480, y);
    pen.rect(mood.floor, 0, y, 480, 360 - y);
    let depth = 360 - y;
    let mut lines = String::new();
    if mood.tiled_floor {
        for row in [depth * 3 / 10, depth * 65 / 100] {
            lines += &format!("M0 {}H480", y + row);
        }
        for column in -3..=3 {
            lines += &format!("M{} {y}L{} 360", 240 + column * 62, 240 + column * 96);
        }
    } else {
        for (row, shift) in [(1, 60), (2, 150), (3, 20), (4, 110)] {
            let top = y + depth * row * (row + 3) / 28;
            lines += &format!("M0 {top}H480");
            for joint in [shift, shift + 190, shift + 330] {
                lines += &format!("M{joint} {top}v{}", depth * (2 * row + 4) / 28);
            }
        }
    }
    pen.line(mood.floor_line, 1.5, lines);
    pen.rect(WHITE, 0, y - 8, 480, 8);
    pen.rect("#1d2b2614", 0, y, 480, 4);
}

/// A plant in a pot that stands at (`x`, `y`), about `h` high.
pub fn plant(pen: &mut Pen, dice: &mut Dice, x: i32, y: i32, h: i32) {
    let pot = dice.pick([CLAY, WHITE, "#d9c7a4", "#6f8f88"]);
    let (rim, foot, deep) = (h / 5, h / 7, h * 3 / 10);
    pen.shadow(x, y, rim + 6, 4);
    let top = y - deep;
    match dice.between(0, 2) {
        0 => broad_leaves(pen, x, top, h * 7 / 10),
        1 => swords(pen, x, top, h * 7 / 10),
        _ => bush(pen, x, top, h * 7 / 10),
    }
    pen.shape(
        pot,
        format_args!("M{} {top}h{}l-{} {deep}h-{}z", x - rim, 2 * rim, rim - foot, 2 * foot),
    );
    pen.rect("#1d2b262e", x - rim, top, 2 * rim, deep / 6 + 1);
}

fn broad_leaves(pen: &mut Pen, x: i32, y: i32, h: i32) {
    let leaves = [
        (-60, 55, LEAF),
        (58, 62, FOREST),
        (-30, 90, FOREST),
        (34, 96, LEAF_LIGHT),
        (0, 74, LEAF),
    ];
    for (lean, reach, colour) in leaves {
        let (tip_x, tip_y) = (x + h * lean / 100, y - h * reach / 100);
        let (mid_x, mid_y) = ((x + tip_x) / 2, (y + tip_y) / 2);
        let bulge = h / 5;
        pen.shape(
            colour,
            format_args!(
                "M{x} {y}Q{} {} {tip_x} {tip_y}Q{} {} {x} {y}",
                mid_x - bulge,
                mid_y - bulge / 2,
                mid_x + bulge,
                mid_y + bulge / 2
            ),
        );
    }
}

fn swords(pen: &mut Pen, x: i32, y: i32, h: i32) {
    for (foot, lean, reach, colour) in [
        (-5, -26, 70, FOREST),
        (6, 28, 76, FOREST),
        (-2, -9, 100, LEAF),
        (3, 12, 88, LEAF_LIGHT),
        (0, 2, 62, LEAF),
    ] {
        let (tip_x, tip_y) = (x + h * lean / 100, y - h * reach / 100);
        let half = h / 14 + 1;
        let foot = x + foot;
        pen.shape(
            colour,
            format_args!(
                "M{} {y}Q{} {} {tip_x} {tip_y}Q{} {} {} {y}z",
                foot - half,
                foot - half,
                (y + tip_y) / 2,
                foot + 2 * half,
                (y + tip_y) / 2,
                foot + half
            ),
        );
    }
}

fn bush(pen: &mut Pen, x: i32, y: i32, h: i32) {
    pen.line("#8f6244", 3.0, format_args!("M{x} {y}v-{}", h / 2));
    let r = h / 4;
    for (dx, dy, colour) in [
        (-r * 3 / 4, -h / 2, FOREST),
        (r * 3 / 4, -h / 2, LEAF),
        (0, -h * 7 / 10, LEAF_LIGHT),
        (0, -h * 45 / 100, LEAF),
    ] {
        pen.dot(colour, x + dx, y + dy, r);
    }
}

/// A framed picture on the wall: hills and a sun, or a leaf.
pub fn picture(pen: &mut Pen, dice: &mut Dice, mood: &Mood, x: i32, y: i32, w: i32, h: i32) {
    pen.rect("#1d2b261a", x + 2, y + 3, w, h);
    pen.rect(mood.wood, x, y, w, h);
    let (inner_w, inner_h) = (w - 6, h - 6);
    pen.rect(WHITE, x + 3, y + 3, inner_w, inner_h);
    pen.cut(x + 7, y + 7, w - 14, h - 14, |pen| {
        let (w, h) = (w - 14, h - 14);
        pen.rect(mood.accent_light, 0, 0, w, h);
        match dice.between(0, 2) {
            0 => {
                pen.dot(mood.accent, w * 2 / 3, h / 3, h / 6);
                pen.shape(
                    mood.textile,
                    format_args!("M0 {h}V{}Q{} {} {w} {}V{h}z", h * 2 / 3, w / 3, h / 4, h * 4 / 5),
                );
            }
            1 => {
                pen.line(LEAF, 2.0, format_args!("M{} {h}V{}", w / 2, h / 4));
                for (step, side) in [(35, 1), (50, -1), (65, 1)] {
                    pen.oval(LEAF, w / 2 + side * w / 6, h * step / 100, w / 7, h / 12);
                }
            }
            _ => {
                pen.dot(mood.textile, w / 3, h / 2, w / 4);
                pen.dot(mood.accent, w * 3 / 5, h * 3 / 5, w / 5);
            }
        }
    });
}

/// A lamp hanging from the ceiling at `x`.
pub fn pendant(pen: &mut Pen, dice: &mut Dice, mood: &Mood, x: i32, drop: i32) {
    pen.line("#55645d", 2.0, format_args!("M{x} 0V{drop}"));
    pen.oval("#fff0c24d", x, drop + 24, 54, 26);
    if dice.chance(50) {
        pen.shape(
            mood.accent,
            format_args!("M{} {}q4-28 26-30q22 2 26 30z", x - 26, drop + 28),
        );
    } else {
        pen.oval(CREAM, x, drop + 14, 24, 18);
        pen.fade(35, |pen| {
            pen.line(
                mood.wood,
                1.0,
                format_args!(
                    "M{} {}h44M{} {}h48M{} {}h44",
                    x - 22,
                    drop + 7,
                    x - 24,
                    drop + 14,
                    x - 22,
                    drop + 21
                ),
            )
        });
    }
    pen.oval("#fff4d2", x, drop + 30, 12, 4);
}

/// A woven rug seen from the side of the room.
pub fn rug(pen: &mut Pen, dice: &mut Dice, mood: &Mood, x: i32, y: i32, rx: i32, ry: i32) {
    if dice.chance(50) {
        pen.oval(mood.accent_light, x, y, rx, ry);
        pen.fade(50, |pen| pen.oval(CREAM, x, y, rx * 4 / 5, ry * 3 / 4));
        pen.fade(60, |pen| pen.oval(mood.accent_light, x, y, rx * 3 / 5, ry / 2));
    } else {
        let (left, right) = (x - rx, x + rx);
        pen.shape(
            CREAM,
            format_args!(
                "M{} {}H{}L{} {}H{}z",
                left + 24,
                y - ry,
                right - 24,
                right,
                y + ry,
                left
            ),
        );
        pen.line(
            mood.accent,
            2.0,
            format_args!(
                "M{} {}H{}M{} {}H{}",
                left + 20,
                y - ry + 6,
                right - 20,
                left + 7,
                y + ry - 6,
                right - 7
            ),
        );
    }
}

/// Books on a board at `shelf`, between two points of it, with gaps.
pub fn books(stack: &mut Mosaic, dice: &mut Dice, mood: &Mood, (mut at, end): (i32, i32), shelf: i32) {
    while at < end - 10 {
        let (w, h) = (dice.between(8, 14), dice.between(24, 38));
        if dice.chance(82) {
            stack.rect(
                dice.pick([mood.accent, mood.textile, mood.textile_dark, CREAM, "#d9a13b"]),
                at,
                shelf - h,
                w,
                h,
            );
        }
        at += w + 1;
    }
}
