//! One row of the file: what it offers, or everything that is wrong with it.

use super::columns::{COLUMNS, OPTIONAL};
use crate::search::{ListingDocument, searched_text};
use domain::{
    facility::{Facility, FacilitySet},
    form::{Code, Errors},
    geo::{CoordinateSystem, Gcj02Point, GivenPoint},
    id::ListingId,
    layout::Layout,
    measure::SquareMetres,
    money::Yuan,
    orientation::Orientations,
    search::facility_named,
    space::LettingMode,
    text,
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// What a row says about a home to let.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    pub source: String,
    pub city: String,
    pub district: String,
    pub street: String,
    pub estate: String,
    pub title: String,
    pub mode: LettingMode,
    /// Each is missing where the source doesn't know it.
    pub rooms: Option<u8>,
    pub halls: Option<u8>,
    pub baths: Option<u8>,
    pub area: SquareMetres,
    pub orientations: Orientations,
    /// In the source's words: 中楼层（7层）, 地下室.
    pub floor: String,
    pub facilities: FacilitySet,
    /// The tags that are no facility, so that they are found all the same.
    pub words: String,
    pub rent: Yuan,
    /// Rounded, like that of a listing of our own.
    pub point: Option<Gcj02Point>,
}

impl Offer {
    /// Errors, under the names of the columns: `required`, `too-long`, `choice`, `layout-format`, `layout-range`,
    /// `rent-zero`, and those of areas, money and positions.
    pub fn parse(values: [&str; COLUMNS.len()], position: [&str; OPTIONAL.len()]) -> Result<Self, Errors> {
        let [
            source,
            city,
            district,
            block,
            community,
            title,
            mode,
            rooms,
            halls,
            baths,
            area,
            orientation,
            floor,
            tags,
            rent,
        ] = values;
        let mut errors = Errors::new();
        let source = errors.check("source", text::bounded(source, 1, 60));
        let city = errors.check("city", text::bounded(city, 1, 40));
        let district = errors.check("district", text::bounded(district, 1, 40));
        let street = errors.check("block", text::bounded(block, 0, 60));
        let estate = errors.check("community", text::bounded(community, 0, 80));
        let title = errors.check("title", text::bounded(title, 1, 120));
        let mode = errors.check("mode", letting_mode(mode));
        let layout = layout(&mut errors, rooms, halls, baths);
        let area = errors.check("area_sqm", SquareMetres::parse(area));
        let floor = errors.check("floor", text::bounded(floor, 0, 40));
        let tags = errors.check("tags", text::bounded(tags, 0, 400));
        let rent = errors.check("rent", monthly_rent(rent));
        let point = point(&mut errors, position);
        let offer = (|| {
            let (rooms, halls, baths) = layout?;
            let floor = floor?;
            let (mut facilities, words) = read_tags(&tags?);
            if storeys(&floor).is_some_and(|storeys| storeys >= LIFT_FROM_STOREYS) {
                facilities = facilities.with(Facility::Elevator);
            }
            Some(Self {
                source: source?,
                city: city?,
                district: district?,
                street: street?,
                estate: estate?,
                title: title?,
                mode: mode?,
                rooms,
                halls,
                baths,
                area: area?,
                orientations: Orientations::read(orientation),
                floor,
                facilities,
                words,
                rent: rent?,
                point: point?,
            })
        })();
        offer.ok_or(errors)
    }

    /// As the index would hold it, had it been imported and published at a moment.
    pub fn into_document(self, id: ListingId, moment: Timestamp) -> ListingDocument {
        ListingDocument {
            id,
            description: searched_text(&self.words, &self.floor),
            title: self.title,
            city: self.city,
            district: self.district,
            street: self.street,
            estate: self.estate,
            mode: self.mode,
            rooms: self.rooms.unwrap_or(0),
            halls: self.halls.unwrap_or(0),
            baths: self.baths.unwrap_or(0),
            area_x100: u32::try_from(self.area.hundredths()).unwrap_or(0),
            rent: self.rent,
            orientations: self.orientations,
            facilities: self.facilities,
            verified: false,
            published_at: moment,
            confirmed_at: moment,
            available_on: None,
            source: self.source,
            point: self.point,
        }
    }
}

fn point(errors: &mut Errors, [lat, lng, system]: [&str; OPTIONAL.len()]) -> Option<Option<Gcj02Point>> {
    if lat.trim().is_empty() && lng.trim().is_empty() {
        return Some(None);
    }
    let system = errors.check("coordinate_system", system.trim().parse::<CoordinateSystem>())?;
    let given = GivenPoint::parse(&format!("{lat},{lng}"), system);
    errors.check("lat", given).map(|given| Some(given.to_gcj02().coarse()))
}

fn letting_mode(typed: &str) -> Result<LettingMode, Code> {
    match text::fold_compact(typed).as_str() {
        "整租" => Ok(LettingMode::Whole),
        "合租" => Ok(LettingMode::Shared),
        code => code.parse(),
    }
}

type Counts = (Option<u8>, Option<u8>, Option<u8>);

/// Rooms, halls and baths, each of which may be unknown.
fn layout(errors: &mut Errors, rooms: &str, halls: &str, baths: &str) -> Option<Counts> {
    let rooms = errors.check("rooms", count(rooms));
    let halls = errors.check("halls", count(halls));
    let baths = errors.check("baths", count(baths));
    let (rooms, halls, baths) = (rooms?, halls?, baths?);
    let range = Layout::new(rooms.unwrap_or(1), halls.unwrap_or(0), baths.unwrap_or(0));
    errors.check("rooms", range).map(|_| (rooms, halls, baths))
}

fn count(typed: &str) -> Result<Option<u8>, Code> {
    if text::fold_compact(typed).is_empty() {
        return Ok(None);
    }
    let number = text::whole_number(typed).ok_or(Code::new("layout-format"))?;
    // What no byte holds is out of range all the more; the layout says which range.
    Ok(Some(u8::try_from(number).unwrap_or(u8::MAX)))
}

fn monthly_rent(typed: &str) -> Result<Yuan, Code> {
    let rent = Yuan::parse(typed)?;
    if rent.get() == 0 {
        return Err(Code::new("rent-zero"));
    }
    Ok(rent)
}

/// Tags are separated by `|`. Those that mean a facility become one; the others stay words.
fn read_tags(tags: &str) -> (FacilitySet, String) {
    let mut facilities = FacilitySet::EMPTY;
    let mut words = Vec::new();
    for tag in tags.split('|').map(str::trim).filter(|tag| !tag.is_empty()) {
        match tag_facility(tag) {
            Some(facility) => facilities = facilities.with(facility),
            None => words.push(tag),
        }
    }
    (facilities, words.join(" "))
}

/// Houses of seven storeys need a lift (GB 50096, 6.4.1), those built before the rule have one from ten on.
const LIFT_FROM_STOREYS: u32 = 10;

/// How many storeys the house has: 19 for 高楼层（19层）, and nothing for a home of which only its own floor is told.
fn storeys(floor: &str) -> Option<u32> {
    let floor = text::fold_compact(floor);
    let (_, rest) = floor.split_once(['(', '共'])?;
    let (count, _) = rest.trim_start_matches('共').split_once('层')?;
    count.parse().ok()
}

fn tag_facility(tag: &str) -> Option<Facility> {
    match tag {
        // Let by the month, against by the year. In a search the word says how much, not how long.
        "月租" => Some(Facility::ShortTerm),
        _ => facility_named(tag),
    }
}

/// Tells rows apart that have no id: by what a home is and stays, so that a new rent is a change and not a new home.
///
/// Homes that look alike (several flats of one new building) are told apart by their order in the file. Every row counts,
/// also a rejected one: once it is mended, the others keep their keys.
#[derive(Default)]
pub(super) struct Keys {
    seen: HashMap<[u8; 16], u32>,
}

impl Keys {
    pub fn next(&mut self, values: &[&str; COLUMNS.len()]) -> String {
        let mut hasher = Sha256::new();
        for (column, value) in COLUMNS.iter().zip(values) {
            if !matches!(*column, "tags" | "rent") {
                hasher.update(text::fold_compact(value));
                // No folded text holds a control character, so no two rows run into the same bytes.
                hasher.update([0]);
            }
        }
        let mut looks = [0; 16];
        looks
            .iter_mut()
            .zip(hasher.finalize())
            .for_each(|(to, from)| *to = from);
        let ordinal = self.seen.entry(looks).or_insert(0);
        *ordinal += 1;
        format!("{}-{ordinal}", hex::encode(looks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: [&str; COLUMNS.len()] = [
        "demo",
        "山城",
        "东区",
        "老街",
        "柳岸新村",
        "整租·柳岸新村 2室1厅 南",
        "整租",
        "2",
        "1",
        "1",
        "61.50",
        "南 北",
        "中楼层（6层）",
        "精装|新上|双卫生间|集中供暖|月租|随时看房|业主自荐",
        "1350",
    ];

    fn with(column: &str, value: &'static str) -> [&'static str; COLUMNS.len()] {
        let at = COLUMNS.iter().position(|name| *name == column).unwrap();
        let mut row = ROW;
        row[at] = value;
        row
    }

    /// A row of a file without positions.
    fn parse(values: [&str; COLUMNS.len()]) -> Result<Offer, Errors> {
        Offer::parse(values, [""; OPTIONAL.len()])
    }

    #[test]
    fn a_row_is_read_and_its_tags_become_facilities_or_words() {
        let offer = parse(ROW).unwrap();
        let facilities: Vec<_> = offer.facilities.iter().map(Facility::code).collect();
        assert_eq!(
            facilities,
            ["two-bathrooms", "well-fitted", "heating", "short-term", "view-anytime"]
        );
        assert_eq!(offer.words, "新上 业主自荐");
        assert_eq!((offer.rooms, offer.halls, offer.baths), (Some(2), Some(1), Some(1)));
        assert_eq!((offer.area.hundredths(), offer.rent.get()), (6150, 1350));
        assert!(offer.orientations.is_through());
        let basement = parse(with("floor", "地下室")).unwrap();
        assert_eq!(basement.floor, "地下室");
    }

    #[test]
    fn a_tall_house_has_a_lift() {
        for (floor, lift) in [
            ("高楼层（19层）", true),
            ("低楼层(共10层)", true),
            ("5/共33层", true),
            ("高楼层（9层）", false),
            ("19层", false),
            ("地下室（x层）", false),
            ("", false),
        ] {
            let offer = Offer::parse(with("floor", floor), [""; OPTIONAL.len()]).unwrap();
            assert_eq!(offer.facilities.contains(Facility::Elevator), lift, "{floor}");
        }
    }

    #[test]
    fn an_unknown_layout_stays_unknown() {
        let mut row = with("rooms", "");
        row[8] = " ";
        row[9] = "";
        let offer = parse(row).unwrap();
        assert_eq!((offer.rooms, offer.halls, offer.baths), (None, None, None));
    }

    #[test]
    fn what_is_wrong_is_named_by_column_and_code() {
        for (column, value, code) in [
            ("source", "", "required"),
            ("city", " ", "required"),
            ("title", "", "required"),
            ("mode", "出售", "choice"),
            ("mode", "", "required"),
            ("rooms", "many", "layout-format"),
            ("rooms", "0", "layout-range"),
            ("rooms", "300", "layout-range"),
            ("area_sqm", "", "required"),
            ("area_sqm", "28072.00", "area-range"),
            ("area_sqm", "about 60", "area-format"),
            ("rent", "0", "rent-zero"),
            ("rent", "1000001", "money-range"),
            ("rent", "面议", "money-format"),
        ] {
            let errors = parse(with(column, value)).unwrap_err();
            let seen: Vec<_> = errors.iter().map(|error| (error.field, error.code)).collect();
            assert_eq!(seen, [(column, code)], "{column} = {value:?}");
        }
    }

    #[test]
    fn keys_ignore_rent_and_tags_and_count_rows_that_look_alike() {
        let mut keys = Keys::default();
        let first = keys.next(&ROW);
        assert_eq!(first.len(), 34);
        assert_eq!(keys.next(&with("rent", "1400")), format!("{}-2", &first[..32]));
        assert_eq!(keys.next(&with("tags", "")), format!("{}-3", &first[..32]));
        for column in COLUMNS.iter().filter(|column| !matches!(**column, "rent" | "tags")) {
            let other = keys.next(&with(column, "9"));
            assert!(other.ends_with("-1") && !other.starts_with(&first[..32]), "{column}");
        }
        assert_eq!(Keys::default().next(&ROW), first, "the same in every run");
    }
}
