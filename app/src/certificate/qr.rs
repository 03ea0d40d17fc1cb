//! QR codes as SVG that prints sharp at any size.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// Modules of white around the code; ISO/IEC 18004 wants four.
const QUIET: usize = 4;

/// The code of `text`, with a name for who can't see it; `None` when the text is too long for any code (over 2,300 bytes).
pub fn svg(text: &str, label: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, length) = (x + QUIET, y + QUIET, run.len());
                // Writing to a string can't fail.
                let _ = write!(path, "M{left} {top}h{length}v1h-{length}z");
            }
            x += run.len();
        }
    }
    let label = escape(label);
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" aria-label="{label}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{path}"/></svg>"##
    ))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the runs of the path back into modules.
    fn dark_modules(svg: &str) -> Vec<(usize, usize)> {
        let path = svg.rsplit_once(r#" d=""#).unwrap().1.split_once('"').unwrap().0;
        let mut dark = Vec::new();
        for run in path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            dark.extend((x..x + length).map(|x| (x, y)));
        }
        dark
    }

    #[test]
    fn every_dark_module_is_drawn_inside_the_quiet_zone() {
        let text = "https://zufang.example.cn/certificates/ABCDEFGHJKMNPQRS";
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let width = code.width();
        let expected: Vec<_> = (0..width * width)
            .filter(|at| code[(at % width, at / width)] == Color::Dark)
            .map(|at| (at % width + 4, at / width + 4))
            .collect();
        let drawn = svg(text, "码").unwrap();
        assert_eq!(dark_modules(&drawn), expected);
        assert!(
            drawn.contains(&format!(r#"viewBox="0 0 {0} {0}""#, width + 8)),
            "{drawn}"
        );
    }

    #[test]
    fn the_name_can_not_break_out() {
        let drawn = svg("x", r#""><script>"#).unwrap();
        assert!(drawn.contains(r#"aria-label="&quot;>&lt;script>""#), "{drawn}");
        assert_eq!(svg(&"x".repeat(3000), "x"), None);
    }
}
