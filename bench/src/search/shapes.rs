//! The fixed mix of searches: twelve shapes, each in several forms that are made of the corpus.

use domain::{
    facility::Facility,
    geo::Gcj02Point,
    search::{self, Filter, Mode, PlaceName, Query, Radius, Range, Rooms, Sort},
};

use super::corpus::{Corpus, Dice};

/// One search, as we are asked it and in terms that every peer has.
#[derive(Clone, Default)]
pub struct Ask {
    /// What we are asked.
    pub query: Query,
    /// Words of which each has to occur.
    pub words: Vec<String>,
    /// The beginning of a name in Latin letters.
    pub sound: Option<String>,
    pub district: Option<String>,
    pub street: Option<String>,
    pub rooms: Option<u8>,
    pub mode: Option<Mode>,
    pub rent: Option<(u32, u32)>,
    pub facilities: Vec<Facility>,
    pub by_rent: bool,
    pub near: Option<Near>,
    /// How many results come before the page.
    pub offset: usize,
}

/// Within some metres of a point.
#[derive(Clone, Copy)]
pub struct Near {
    pub lat: f64,
    pub lng: f64,
    pub metres: f64,
    pub nearest_first: bool,
}

pub struct Shape {
    pub name: &'static str,
    /// Few listings fit, however many there are.
    pub selective: bool,
    pub asks: Vec<Ask>,
}

/// How many forms each shape has.
const FORMS: usize = 16;

type Maker = fn(&Corpus, &mut Dice) -> Ask;

pub fn all(corpus: &Corpus) -> Vec<Shape> {
    let makers: [(&'static str, bool, Maker); 12] = [
        ("everything", false, |_, _| Ask::default()),
        ("filters only", false, filters_only),
        ("a two-character word", false, |_, dice| {
            words(&[*dice.pick(&["精装", "阳台", "学校", "公园", "短租", "江景"])])
        }),
        ("an estate", true, estate),
        ("two words and a range", true, two_words),
        ("a name's pinyin", true, sound),
        ("a sentence", true, sentence),
        ("near a point", false, near),
        ("near, filtered, nearest first", true, near_filtered),
        ("a deep page", false, deep_page),
        ("nothing found", true, |_, dice| {
            words(&[*dice.pick(&["魑魅魍魉", "饕餮居", "貔貅里", "zzxqv"])])
        }),
        ("facilities by rent", false, facilities),
    ];
    let shape = |(at, (name, selective, make)): (usize, (&'static str, bool, Maker))| {
        let mut dice = Dice::new(4711 + at as u64);
        Shape {
            name,
            selective,
            asks: (0..FORMS).map(|_| make(corpus, &mut dice)).collect(),
        }
    };
    makers.into_iter().enumerate().map(shape).collect()
}

fn name(name: &str) -> Option<PlaceName> {
    PlaceName::parse(name).ok()
}

impl Ask {
    fn in_district(mut self, district: &str) -> Self {
        self.query.filters.district.extend(name(district));
        self.district = Some(district.to_owned());
        self
    }

    fn in_street(mut self, street: &str) -> Self {
        self.query.filters.street.extend(name(street));
        self.street = Some(street.to_owned());
        self
    }

    fn with_rooms(mut self, rooms: u8) -> Self {
        self.query.filters.rooms.extend(Rooms::of_count(rooms.into()));
        self.rooms = Some(rooms);
        self
    }

    fn with_rent(mut self, min: u32, max: u32) -> Self {
        self.query.filters.add(Filter::Rent(Range::between(min, max)));
        self.rent = Some((min, max));
        self
    }
}

fn words(words: &[&str]) -> Ask {
    Ask {
        // Quoted: that no word is read as a filter, which peers could not do.
        query: Query::for_text(
            &words
                .iter()
                .map(|word| format!("\"{word}\""))
                .collect::<Vec<_>>()
                .join(" "),
        )
        .0,
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        ..Ask::default()
    }
}

fn some_rent(dice: &mut Dice) -> (u32, u32) {
    let min = 600 + 100 * dice.below(12) as u32;
    (min, min + 300 + 100 * dice.below(8) as u32)
}

fn filters_only(corpus: &Corpus, dice: &mut Dice) -> Ask {
    let street = &corpus.streets[dice.below(12)];
    let (min, max) = some_rent(dice);
    Ask::default()
        .in_district(street.district)
        .with_rooms(1 + dice.below(4) as u8)
        .with_rent(min, max)
}

/// The name of an estate that has no digit or Latin letter, so that every peer cuts it alike.
fn some_estate<'a>(corpus: &'a Corpus, dice: &mut Dice) -> &'a str {
    loop {
        // Not the few largest, which are half of everything.
        let at = corpus.estates.len() / 20 + dice.below(corpus.estates.len() * 19 / 20);
        let name = &corpus.estates[at].name;
        if !name.chars().any(|c| c.is_ascii()) {
            return name;
        }
    }
}

fn estate(corpus: &Corpus, dice: &mut Dice) -> Ask {
    words(&[some_estate(corpus, dice)])
}

fn two_words(corpus: &Corpus, dice: &mut Dice) -> Ask {
    let (min, max) = some_rent(dice);
    words(&[some_estate(corpus, dice), *dice.pick(&["阳台", "学校", "精装"])]).with_rent(min, max * 2)
}

fn sound(corpus: &Corpus, dice: &mut Dice) -> Ask {
    let sound = backend::search::pinyin(some_estate(corpus, dice)).unwrap_or_default();
    Ask {
        query: Query::for_text(&sound).0,
        sound: Some(sound),
        ..Ask::default()
    }
}

/// As people type it; peers get what it means.
fn sentence(corpus: &Corpus, dice: &mut Dice) -> Ask {
    let street = &corpus.streets[dice.below(40)];
    let max = 1000 + 100 * dice.below(20) as u32;
    let rooms = 1 + dice.below(3) as u8;
    let text = format!(
        "{} {}室 {max}以内 带电梯 整租",
        street.name,
        ["一", "两", "三"][usize::from(rooms) - 1]
    );
    let meant = Ask {
        facilities: vec![Facility::Elevator],
        mode: Some(Mode::Whole),
        ..Ask::default()
    };
    let mut ask = meant.in_street(street.name).with_rooms(rooms).with_rent(0, max);
    ask.query = Query::for_text(&text).0;
    ask
}

impl Ask {
    fn near(mut self, corpus: &Corpus, dice: &mut Dice, metres: u32) -> Self {
        let (lat, lng) = corpus.middle(dice.below(40));
        let e6 = |degrees: f64| (degrees * 1e6).round() as i32;
        self.query.filters.near = Gcj02Point::new(e6(lat), e6(lng))
            .zip(Radius::new(metres))
            .map(|(point, radius)| search::Near {
                point,
                radius,
                name: None,
            });
        self.near = Some(Near {
            lat,
            lng,
            metres: metres.into(),
            nearest_first: false,
        });
        self
    }
}

fn near(corpus: &Corpus, dice: &mut Dice) -> Ask {
    Ask::default().near(corpus, dice, 2_000)
}

fn near_filtered(corpus: &Corpus, dice: &mut Dice) -> Ask {
    let (min, max) = some_rent(dice);
    let mut ask = Ask::default()
        .with_rooms(1 + dice.below(3) as u8)
        .with_rent(min, max)
        .near(corpus, dice, 1_000);
    ask.query = ask.query.clone().with_sort(Sort::Distance);
    if let Some(near) = &mut ask.near {
        near.nearest_first = true;
    }
    ask
}

fn deep_page(corpus: &Corpus, dice: &mut Dice) -> Ask {
    let street = &corpus.streets[dice.below(3)];
    let mut ask = Ask::default().in_district(street.district);
    ask.offset = ((corpus.size / 100) as usize).min(5_000);
    ask
}

fn facilities(_: &Corpus, dice: &mut Dice) -> Ask {
    let mut ask = Ask {
        facilities: vec![
            Facility::Elevator,
            *dice.pick(&[Facility::Parking, Facility::Balcony, Facility::Pets]),
        ],
        by_rent: true,
        ..Ask::default()
    };
    for facility in &ask.facilities {
        ask.query.filters.add(Filter::Facility(*facility));
    }
    ask.query = ask.query.clone().with_sort(Sort::RentUp);
    ask
}
