//! What a home looks out on: the hills around Sanming, its roofs and its river.

use super::{
    mood::{Mood, WHITE},
    pen::{Dice, Pen},
};

/// Sky, sun, three chains of hills, sometimes mist, roofs or the river: fills a box of this size.
pub fn landscape(pen: &mut Pen, dice: &mut Dice, mood: &Mood, w: i32, h: i32) {
    pen.rect(mood.sky, 0, 0, w, h);
    let (sun_x, sun_y) = (dice.between(w / 6, w * 5 / 6), dice.between(h / 6, h * 2 / 5));
    pen.fade(50, |pen| pen.dot(mood.sun, sun_x, sun_y, h / 6));
    pen.dot(mood.sun, sun_x, sun_y, h / 9);
    if dice.chance(60) {
        let (x, y) = (dice.between(w / 8, w / 2), dice.between(h / 8, h / 3));
        pen.fade(70, |pen| cloud(pen, x, y, h / 14 + 2));
    }
    for (depth, colour) in (0..).zip(mood.hills) {
        let base = h * (46 + depth * 15) / 100;
        pen.shape(colour, ridge(dice, w, h, base, h * (22 - depth * 4) / 100));
        if mood.light < 20 {
            let y = base + h / 12;
            pen.fade(45, |pen| pen.oval(WHITE, w / 2, y, w * 2 / 3, h / 16));
        }
    }
    if dice.chance(45) {
        let y = h * 90 / 100;
        pen.fade(85, |pen| {
            pen.shape(
                mood.sky,
                format_args!("M0 {y}Q{} {} {} {y}T{w} {y}V{h}H0Z", w / 4, y - h / 24, w / 2),
            );
        });
    } else {
        roofs(pen, dice, mood, w, h);
    }
}

/// A chain of rounded hills from edge to edge, filled down to `h`.
fn ridge(dice: &mut Dice, w: i32, h: i32, base: i32, height: i32) -> String {
    let steps = dice.between(2, 4);
    let stride = w / steps + 1;
    let mut path = format!("M0 {h}V{}", base - dice.between(0, height / 2));
    for step in 0..steps {
        let x = step * stride;
        let peak = base - dice.between(height / 2, height);
        let foot = base - dice.between(-height / 6, height / 3);
        path += &format!(
            "C{} {peak} {} {peak} {} {foot}",
            x + stride / 4,
            x + stride * 3 / 5,
            x + stride
        );
    }
    path + &format!("V{h}Z")
}

/// White walls and low grey roofs at the foot of the hills.
fn roofs(pen: &mut Pen, dice: &mut Dice, mood: &Mood, w: i32, h: i32) {
    let count = dice.between(3, 5);
    let stride = w / count;
    for house in 0..count {
        let (width, height) = (stride * dice.between(50, 80) / 100, h * dice.between(9, 18) / 100);
        let (x, y) = (house * stride + dice.between(0, stride / 5), h - height);
        pen.rect(
            if house % 2 == 0 { WHITE } else { mood.accent_light },
            x,
            y,
            width,
            height,
        );
        let eaves = h / 22 + 2;
        pen.shape(
            "#7d8c86",
            format_args!(
                "M{} {y}l{eaves}-{eaves}h{}l{eaves} {eaves}z",
                x - 2,
                width + 4 - 2 * eaves
            ),
        );
    }
}

pub fn cloud(pen: &mut Pen, x: i32, y: i32, r: i32) {
    pen.soft(WHITE, x - 2 * r, y, 5 * r, r * 3 / 2, r * 3 / 4);
    pen.dot(WHITE, x, y, r);
    pen.dot(WHITE, x + r * 5 / 4, y + r / 5, r * 4 / 5);
}

/// A window with its frame and sill.
pub fn window(pen: &mut Pen, dice: &mut Dice, mood: &Mood, x: i32, y: i32, w: i32, h: i32) {
    pen.rect(mood.wall_shade, x - 8, y - 8, w + 16, h + 14);
    pen.cut(x, y, w, h, |pen| landscape(pen, dice, mood, w, h));
    let panes = if w > 150 { 3 } else { 2 };
    let mut bars = format!("M{x} {y}h{w}v{h}h-{w}z");
    for bar in 1..panes {
        bars += &format!("M{} {y}v{h}", x + w * bar / panes);
    }
    if dice.chance(40) {
        bars += &format!("M{x} {}h{w}", y + h / 3);
    }
    pen.line(WHITE, 5.0, bars);
    pen.soft(WHITE, x - 14, y + h + 2, w + 28, 8, 3);
    pen.rect("#1d2b2624", x - 10, y + h + 10, w + 20, 3);
}

/// Curtains at both sides of a window, on a rail.
pub fn curtains(pen: &mut Pen, mood: &Mood, x: i32, y: i32, w: i32, h: i32) {
    let (top, foot) = (y - 18, y + h + 26);
    let mut folds = String::new();
    for (edge, inward) in [(x - 22, 1), (x + w + 22, -1)] {
        let (wide, narrow) = (inward * 46, inward * 30);
        let (bulge, gather) = (-inward * 4, narrow - wide);
        pen.shape(
            mood.accent_light,
            format_args!(
                "M{edge} {top}h{wide}q{bulge} {} {gather} {}h{}z",
                h / 2,
                foot - top,
                -narrow
            ),
        );
        folds.extend([10, 20].map(|fold| {
            format!(
                "M{} {top}q{inward} {} {} {}",
                edge + inward * fold,
                h / 2,
                -inward,
                foot - top
            )
        }));
    }
    pen.fade(25, |pen| pen.line(mood.accent, 1.5, folds));
    pen.line(mood.wood_dark, 4.0, format_args!("M{} {top}H{}", x - 30, x + w + 30));
}

/// The light that a window at `x` throws on the floor below `y`.
pub fn sunlight(pen: &mut Pen, mood: &Mood, x: i32, y: i32, w: i32) {
    pen.fade(mood.light, |pen| {
        pen.shape(
            mood.light_colour,
            format_args!("M{x} {y}h{}l-34 {d}h-{w}z", w / 2 - 6, w = w / 2 - 2, d = 360 - y),
        );
        pen.shape(
            mood.light_colour,
            format_args!(
                "M{} {y}h{}l-34 {d}h-{w}z",
                x + w / 2 + 4,
                w / 2 - 6,
                w = w / 2 - 2,
                d = 360 - y
            ),
        );
    });
}
