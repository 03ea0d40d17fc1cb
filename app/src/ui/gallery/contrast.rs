//! Whether the colours of `style/tokens.css` can be read.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../../../style/tokens.css");

/// Text on its ground, at least 4.5:1.
const TEXT: [(&str, &str); 26] = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "sunken"),
    ("ink", "sky"),
    ("ink", "forest-tint"),
    ("ink", "ok-bg"),
    ("ink", "warn-bg"),
    ("ink", "error-bg"),
    ("ink", "info-bg"),
    ("soft", "paper"),
    ("soft", "card"),
    ("soft", "sunken"),
    ("soft", "sky"),
    ("soft", "forest-tint"),
    ("forest", "paper"),
    ("forest", "card"),
    ("forest", "forest-tint"),
    ("on-forest", "forest"),
    ("persimmon", "card"),
    ("on-persimmon", "persimmon"),
    ("on-persimmon", "persimmon-deep"),
    ("ok-ink", "ok-bg"),
    ("warn-ink", "warn-bg"),
    ("error-ink", "error-bg"),
    ("info-ink", "info-bg"),
    ("neutral-ink", "neutral-bg"),
];

/// Edges of controls and parts of pictures that mean something, at least 3:1.
const EDGES: [(&str, &str); 4] = [
    ("edge", "card"),
    ("edge", "paper"),
    ("error-ink", "card"),
    ("forest", "card"),
];

fn tokens(block: &str) -> BTreeMap<String, String> {
    block
        .split(';')
        .filter_map(|line| {
            line.trim()
                .trim_start_matches(['{', ' ', '\n'])
                .rsplit_once("--")?
                .1
                .split_once(": ")
        })
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .filter(|(_, value)| value.starts_with('#'))
        .collect()
}

/// What stands between the braces after `selector`.
fn block(selector: &str) -> BTreeMap<String, String> {
    let (_, rest) = TOKENS
        .split_once(&format!("{selector} {{"))
        .expect("the selector is in the tokens");
    tokens(rest.split('}').next().unwrap_or_default())
}

fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let part = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("two hexadecimal digits")) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn check(theme: &str, colours: &BTreeMap<String, String>) {
    let pairs = TEXT
        .iter()
        .map(|pair| (pair, 4.5))
        .chain(EDGES.iter().map(|pair| (pair, 3.0)));
    let failures: Vec<String> = pairs
        .filter_map(|((front, ground), least)| {
            let ratio = contrast(&colours[*front], &colours[*ground]);
            (ratio < least).then(|| format!("{theme}: {front} on {ground} is {ratio:.2}, needs {least}"))
        })
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn known_ratios_come_out() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
    assert!((contrast("#767676", "#ffffff") - 4.54).abs() < 0.01);
}

#[test]
fn colours_can_be_read_in_light_and_dark() {
    check("light", &block(":root"));
    check("dark", &block(":root[data-theme=\"dark\"]"));
}

#[test]
fn the_device_and_the_visitor_choose_the_same_dark() {
    let chosen = block(":root[data-theme=\"dark\"]");
    assert_eq!(block(":root:not([data-theme=\"light\"])"), chosen);
    assert_eq!(chosen.len(), block(":root").len(), "every colour has a dark one");
}
