//! The two tools of a drawing: a pen that writes SVG, and dice that fall the same way for the same seed.

use std::fmt::{Display, Write};

pub struct Pen {
    svg: String,
    /// The fill and the path of rectangles that wait for others of their colour.
    waiting: (String, String),
}

impl Pen {
    /// A sheet of 480 by 360; a `mirrored` one has left and right exchanged.
    pub fn new(mirrored: bool) -> Self {
        let flip = if mirrored {
            r#" transform="matrix(-1 0 0 1 480 0)""#
        } else {
            ""
        };
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360" width="960" height="720"><g fill="none" stroke-linecap="round"{flip}>"#
        );
        Self {
            svg,
            waiting: Default::default(),
        }
    }

    pub fn finish(mut self) -> String {
        self.put(format_args!("</g></svg>"));
        self.svg
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        let (fill, path) = std::mem::take(&mut self.waiting);
        // Writing to a String can't fail.
        if !path.is_empty() {
            let _ = write!(self.svg, r#"<path d="{path}" fill="{fill}"/>"#);
        }
        let _ = self.svg.write_fmt(element);
    }

    /// A rectangle. Neighbours of one colour become one path, which keeps drawings with many windows or books small.
    pub fn rect(&mut self, fill: &str, x: i32, y: i32, w: i32, h: i32) {
        if self.waiting.0 != fill {
            self.put(format_args!(""));
            fill.clone_into(&mut self.waiting.0);
        }
        let _ = write!(self.waiting.1, "M{x} {y}h{w}v{h}h-{w}");
    }

    /// The tiles of a mosaic, one path a colour, in the order in which the colours were first used.
    pub fn lay(&mut self, mosaic: &Mosaic) {
        for (fill, path) in &mosaic.0 {
            self.put(format_args!(r#"<path d="{path}" fill="{fill}"/>"#));
        }
    }

    /// A rectangle with round corners.
    pub fn soft(&mut self, fill: &str, x: i32, y: i32, w: i32, h: i32, r: i32) {
        self.put(format_args!(
            r#"<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}"/>"#
        ));
    }

    pub fn dot(&mut self, fill: &str, x: i32, y: i32, r: i32) {
        self.put(format_args!(r#"<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}"/>"#));
    }

    pub fn oval(&mut self, fill: &str, x: i32, y: i32, rx: i32, ry: i32) {
        self.put(format_args!(
            r#"<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{fill}"/>"#
        ));
    }

    /// A filled path.
    pub fn shape(&mut self, fill: &str, path: impl Display) {
        self.put(format_args!(r#"<path d="{path}" fill="{fill}"/>"#));
    }

    /// A stroked path with round ends.
    pub fn line(&mut self, stroke: &str, width: f32, path: impl Display) {
        self.put(format_args!(
            r#"<path d="{path}" stroke="{stroke}" stroke-width="{width}"/>"#
        ));
    }

    /// What `inside` draws, see-through: `percent` of its colour, below 100.
    pub fn fade(&mut self, percent: u8, inside: impl FnOnce(&mut Pen)) {
        self.put(format_args!(r#"<g opacity=".{percent:02}">"#));
        inside(self);
        self.put(format_args!("</g>"));
    }

    /// What `inside` draws, cut off outside of a box of this size; (0, 0) is the corner of the box.
    pub fn cut(&mut self, x: i32, y: i32, w: i32, h: i32, inside: impl FnOnce(&mut Pen)) {
        self.put(format_args!(r#"<svg x="{x}" y="{y}" width="{w}" height="{h}">"#));
        inside(self);
        self.put(format_args!("</svg>"));
    }

    /// The shadow of something that stands on the floor.
    pub fn shadow(&mut self, x: i32, y: i32, rx: i32, ry: i32) {
        self.oval("#1d2b261a", x, y, rx, ry);
    }
}

/// Rectangles that don't overlap others of their mosaic, gathered by colour.
#[derive(Default)]
pub struct Mosaic(Vec<(String, String)>);

impl Mosaic {
    pub fn rect(&mut self, fill: &str, x: i32, y: i32, w: i32, h: i32) {
        let at = match self.0.iter().position(|(colour, _)| colour == fill) {
            Some(at) => at,
            None => {
                self.0.push((fill.to_owned(), String::new()));
                self.0.len() - 1
            }
        };
        let _ = write!(self.0[at].1, "M{x} {y}h{w}v{h}h-{w}");
    }
}

/// SplitMix64: small, fast and equal on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        // One throw apart, so that neighbouring seeds don't begin alike.
        let mut dice = Self(seed);
        dice.0 = dice.throw();
        dice
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = u64::from(high.abs_diff(low)) + 1;
        low + i32::try_from(self.throw() % span).unwrap_or(0)
    }

    pub fn chance(&mut self, percent: i32) -> bool {
        self.between(1, 100) <= percent
    }

    pub fn pick<T: Copy, const N: usize>(&mut self, from: [T; N]) -> T {
        const { assert!(N > 0) };
        from[usize::try_from(self.throw() % N as u64).unwrap_or(0)]
    }
}
