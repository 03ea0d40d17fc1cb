use proptest::prelude::*;

use super::*;

fn wgs(latitude: f64, longitude: f64) -> Wgs84Point {
    Point::of_degrees(latitude, longitude)
}

fn gcj(latitude: f64, longitude: f64) -> Gcj02Point {
    Point::of_degrees(latitude, longitude)
}

/// As if both were of one system: how far the conversion moved it.
fn moved(from: Wgs84Point, to: Gcj02Point) -> u32 {
    gcj(from.degrees().0, from.degrees().1).distance_to(to).0
}

#[test]
fn known_places_are_converted_as_maps_show_them() {
    // The table of tests of the open implementation `eviltransform` (googollee/eviltransform).
    for (given, shown) in [
        ((31.177_427_6, 121.527_210_6), (31.175_303_98, 121.531_541_86)),
        ((22.543_847, 113.912_316), (22.540_796_13, 113.917_176_48)),
        ((39.911_954, 116.377_817), (39.913_345_46, 116.384_047_22)),
    ] {
        let shown = gcj(shown.0, shown.1);
        let away = wgs(given.0, given.1).to_gcj02().distance_to(shown).0;
        assert!(away <= 1, "{given:?} is {away} m off");
    }
}

#[test]
fn the_systems_lie_half_a_kilometre_apart_in_sanming_and_agree_abroad() {
    let sanming = wgs(26.26, 117.64);
    let away = moved(sanming, sanming.to_gcj02());
    assert!((600..640).contains(&away), "{away}");
    for (latitude, longitude) in [(35.68, 139.76), (-33.9, 18.4), (51.5, -0.1)] {
        let abroad = wgs(latitude, longitude);
        assert_eq!(moved(abroad, abroad.to_gcj02()), 0);
    }
}

#[test]
fn distances_are_those_of_the_sphere() {
    let here = gcj(26.263_512, 117.638_9);
    assert_eq!(here.distance_to(here), Metres(0));
    for (there, metres) in [
        (gcj(26.272_505, 117.638_9), 1000),
        (gcj(26.263_512, 117.648_929), 1000),
        (gcj(39.9, 116.4), 1_521_000),
    ] {
        let away = here.distance_to(there).0;
        assert!(away.abs_diff(metres) * 1000 <= metres * 5, "{away}");
        assert_eq!(there.distance_to(here).0, away);
    }
}

#[test]
fn what_the_public_sees_is_rounded_to_about_a_hundred_metres() {
    let door = gcj(26.263_512, 117.638_9);
    let coarse = door.coarse();
    assert_eq!(coarse.to_string(), "26.264000,117.639000");
    assert_eq!(coarse.coarse(), coarse);
    for (metres, shown) in [
        (0, RoundDistance::Metres(100)),
        (149, RoundDistance::Metres(100)),
        (150, RoundDistance::Metres(200)),
        (949, RoundDistance::Metres(900)),
        (950, RoundDistance::Kilometres(10)),
        (1249, RoundDistance::Kilometres(12)),
        (u32::MAX, RoundDistance::Kilometres(42_949_672)),
    ] {
        assert_eq!(Metres(metres).rounded(), shown, "{metres}");
    }
}

#[test]
fn positions_are_read_as_people_copy_them() {
    let expected = "26.263512,117.638900";
    for typed in [
        "26.263512,117.6389",
        " 26.263512， 117.6389 ",
        "117.6389,26.263512",
        "26.263512 117.638900",
        "北纬26.263512° 东经117.6389°",
        "２６.２６３５１２、１１７.６３８９",
        "26.263512N, 117.6389E",
    ] {
        let read = GivenPoint::parse(typed, CoordinateSystem::Gcj02).unwrap();
        assert_eq!(read.to_string(), expected, "{typed}");
        assert_eq!(read.system(), CoordinateSystem::Gcj02);
    }
    for (typed, code) in [
        ("", "required"),
        ("26.26", "coordinates-format"),
        ("26.26,117.63,3", "coordinates-format"),
        ("列东街", "coordinates-format"),
        ("26..2,117.6", "coordinates-format"),
        ("1e5,117.6", "coordinates-format"),
        ("inf,nan", "coordinates-format"),
        ("26.26,217.63", "coordinates-format"),
        ("51.5,-0.1", "coordinates-outside"),
    ] {
        let refused = GivenPoint::parse(typed, CoordinateSystem::Wgs84).unwrap_err();
        assert_eq!(refused.code, code, "{typed}");
    }
}

#[test]
fn a_box_knows_what_lies_in_it() {
    let (a, b) = (gcj(26.3, 117.6), gcj(26.2, 117.7));
    let area = MapBox::new(a, b);
    assert_eq!(area, MapBox::new(b, a));
    assert_eq!(area.south_west(), gcj(26.2, 117.6));
    assert!(area.contains(a) && area.contains(b) && area.contains(gcj(26.25, 117.65)));
    assert!(!area.contains(gcj(26.31, 117.65)) && !area.contains(gcj(26.25, 117.59)));
}

proptest! {
    #[test]
    fn the_systems_are_never_far_apart(latitude in 1.0..55.0_f64, longitude in 73.0..137.0_f64) {
        let given = wgs(latitude, longitude);
        prop_assert!(moved(given, given.to_gcj02()) < 1500);
    }

    #[test]
    fn a_point_has_one_spelling(latitude in -90_000_000..=90_000_000, longitude in -180_000_000..=180_000_000) {
        let point = Gcj02Point::new(latitude, longitude).unwrap();
        let spelling = point.to_string();
        let (a, b) = spelling.split_once(',').unwrap();
        prop_assert_eq!(Gcj02Point::parse(a, b), Some(point));
    }

    #[test]
    fn what_is_near_enough_lies_in_the_box_around(
        latitude in 3.0..54.0_f64, longitude in 73.0..135.0_f64, metres in 100..=50_000_u32,
        north in -0.6..0.6_f64, east in -0.9..0.9_f64,
    ) {
        let (here, there) = (gcj(latitude, longitude), gcj(latitude + north, longitude + east));
        let around = MapBox::around(here, Metres(metres));
        prop_assert!(around.contains(there) || here.distance_to(there).0 > metres);
        // And not much more than that: 1.5 times as far to any side is outside.
        let away = f64::from(metres) * 1.5 / 111_000.0;
        prop_assert!(!around.contains(gcj(latitude + away, longitude)));
    }

    #[test]
    fn rounding_moves_a_point_by_less_than_a_street(latitude in 18.0..54.0_f64, longitude in 73.0..135.0_f64) {
        let point = gcj(latitude, longitude);
        prop_assert!(point.distance_to(point.coarse()).0 <= 80);
    }

    #[test]
    fn nothing_typed_panics(typed in any::<String>()) {
        let _ = GivenPoint::parse(&typed, CoordinateSystem::Gcj02);
        let _ = Gcj02Point::parse(&typed, &typed);
    }
}
