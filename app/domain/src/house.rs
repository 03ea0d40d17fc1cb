//! A house as its landlord registers it: where it stands, what it is, and by what right it is let.

use crate::{
    address::{StandardAddress, TypedAddress},
    coded::coded,
    form::{Code, Errors},
    geo::{self, GivenPoint},
    layout::Layout,
    measure::SquareMetres,
    orientation::{Orientation, Orientations},
    space::{Space, SpaceKind, spaces_of},
    text,
};

coded! {
    /// What shows the right to let. Source: 住房租赁条例 art. 9 (title or other proof of the right).
    pub enum TitleKind {
        /// Certificate of real estate (不动产权证书), or the older certificate of house ownership.
        Certificate = "certificate",
        /// Contract of purchase, while the certificate is not issued yet.
        Contract = "contract",
        /// Authorisation by the owner: for agents and for those who sublet.
        Authorisation = "authorisation",
        /// Proof by the village, for houses on collective land.
        VillageProof = "village-proof",
    }
}

coded! {
    /// The use that the papers state. Offices, shops and workshops can't be registered here: 住房租赁条例 art. 7.
    pub enum DeclaredUse {
        Residential = "residential",
        /// Flats run by a company (公寓).
        Apartment = "apartment",
        Dormitory = "dormitory",
    }
}

coded! {
    pub enum LandOwnership {
        State = "state",
        /// Village land: other rules apply, so it is written down from the start.
        Collective = "collective",
    }
}

/// The spaces that a layout doesn't count and that a landlord may name.
pub const EXTRA_SPACES: [SpaceKind; 5] = [
    SpaceKind::Kitchen,
    SpaceKind::Balcony,
    SpaceKind::Corridor,
    SpaceKind::Basement,
    SpaceKind::Garage,
];

/// The tallest building that can be registered, in floors.
pub const MAX_FLOORS: u8 = 150;

/// The form as typed; each field's name is the name of its error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedHouse {
    pub address: TypedAddress,
    pub rooms: String,
    pub halls: String,
    pub baths: String,
    pub area: String,
    pub orientation: Vec<String>,
    pub lift: bool,
    pub total_floors: String,
    pub extra: Vec<String>,
    pub title_kind: String,
    pub title_number: String,
    pub declared_use: String,
    pub land_ownership: String,
    /// Coordinates, empty where the landlord gives none, and their system.
    pub position: String,
    pub coordinate_system: String,
    /// The landlord declares that the building is legal and safe and its use unchanged.
    pub declared_sound: bool,
    /// The landlord declares the right to let it.
    pub declared_right: bool,
}

/// A house that may be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHouse {
    pub address: StandardAddress,
    pub layout: Layout,
    pub area: SquareMetres,
    pub orientations: Orientations,
    pub lift: bool,
    pub total_floors: Option<u8>,
    pub spaces: Vec<Space>,
    pub title_kind: TitleKind,
    pub title_number: String,
    pub declared_use: DeclaredUse,
    pub land_ownership: LandOwnership,
    /// As given; the public sees it rounded.
    pub position: Option<GivenPoint>,
}

impl NewHouse {
    /// Errors: those of the parts, `count` (rooms, halls and baths are whole numbers), `floors`, `floor-above-top`,
    /// `title-land` (a village's proof is for village land), `declaration` (not declared: it can't be let).
    pub fn parse(typed: &TypedHouse) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let address = StandardAddress::parse(&typed.address)
            .map_err(|wrong| errors.merge(wrong))
            .ok();
        let layout = layout(&mut errors, typed);
        let area = errors.check("area", SquareMetres::parse(&typed.area));
        let orientations = errors.check("orientation", orientations(&typed.orientation));
        let total_floors = errors.check("total_floors", total_floors(&typed.total_floors));
        let extra = errors.check("extra", extra_spaces(&typed.extra));
        let title_kind = errors.check("title_kind", typed.title_kind.parse::<TitleKind>());
        let title_number = errors.check("title_number", text::bounded(&typed.title_number, 4, 60));
        let declared_use = errors.check("declared_use", typed.declared_use.parse());
        let land_ownership = errors.check("land_ownership", typed.land_ownership.parse::<LandOwnership>());
        let position = geo::optional_position(&mut errors, &typed.position, &typed.coordinate_system);
        if let (Some(address), Some(Some(top))) = (&address, total_floors)
            && address.floor.is_some_and(|floor| floor > i16::from(top))
        {
            errors.add("floor", Code::new("floor-above-top").with("top", top));
        }
        if (title_kind, land_ownership) == (Some(TitleKind::VillageProof), Some(LandOwnership::State)) {
            errors.add("title_kind", "title-land");
        }
        for (field, declared) in [
            ("declared_sound", typed.declared_sound),
            ("declared_right", typed.declared_right),
        ] {
            if !declared {
                errors.add(field, "declaration");
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let house = (|| {
            let layout = layout?;
            Some(Self {
                address: address?,
                layout,
                area: area?,
                orientations: orientations?,
                lift: typed.lift,
                total_floors: total_floors?,
                spaces: spaces_of(layout, &extra?),
                title_kind: title_kind?,
                title_number: title_number?,
                declared_use: declared_use?,
                land_ownership: land_ownership?,
                position: position?,
            })
        })();
        house.ok_or(errors)
    }
}

fn layout(errors: &mut Errors, typed: &TypedHouse) -> Option<Layout> {
    let rooms = errors.check("rooms", count(&typed.rooms));
    let halls = errors.check("halls", count(&typed.halls));
    let baths = errors.check("baths", count(&typed.baths));
    errors.check("rooms", Layout::new(rooms?, halls?, baths?))
}

/// A small whole number as typed.
fn count(typed: &str) -> Result<u8, Code> {
    if text::fold_compact(typed).is_empty() {
        return Err(Code::new("required"));
    }
    text::whole_number(typed)
        .and_then(|number| u8::try_from(number).ok())
        .ok_or(Code::new("count"))
}

fn total_floors(typed: &str) -> Result<Option<u8>, Code> {
    if text::fold_compact(typed).is_empty() {
        return Ok(None);
    }
    match count(typed) {
        Ok(floors) if (1..=MAX_FLOORS).contains(&floors) => Ok(Some(floors)),
        _ => Err(Code::new("floors").with("max", MAX_FLOORS)),
    }
}

fn orientations(codes: &[String]) -> Result<Orientations, Code> {
    codes
        .iter()
        .map(|code| Orientation::from_code(code).ok_or(Code::new("choice")))
        .collect()
}

fn extra_spaces(codes: &[String]) -> Result<Vec<SpaceKind>, Code> {
    codes
        .iter()
        .map(|code| code.parse().ok().filter(|kind| EXTRA_SPACES.contains(kind)))
        .collect::<Option<_>>()
        .ok_or(Code::new("choice"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> TypedHouse {
        TypedHouse {
            address: TypedAddress {
                community: "350404001001".into(),
                estate: "江滨新村".into(),
                building: "3幢".into(),
                floor: "5".into(),
                room: "502室".into(),
                ..TypedAddress::default()
            },
            rooms: "2".into(),
            halls: "一".into(),
            baths: "1".into(),
            area: "68.5㎡".into(),
            orientation: vec!["south".into(), "north".into()],
            total_floors: "7".into(),
            extra: vec!["kitchen".into()],
            title_kind: "certificate".into(),
            title_number: "闽(2020)三明市不动产权第0001234号".into(),
            declared_use: "residential".into(),
            land_ownership: "state".into(),
            declared_sound: true,
            declared_right: true,
            ..TypedHouse::default()
        }
    }

    fn errors(typed: &TypedHouse) -> Vec<(&'static str, &'static str)> {
        NewHouse::parse(typed)
            .unwrap_err()
            .iter()
            .map(|error| (error.field, error.code))
            .collect()
    }

    #[test]
    fn a_house_is_read_with_its_spaces() {
        let house = NewHouse::parse(&typed()).unwrap();
        let kinds: Vec<_> = house.spaces.iter().map(|space| space.kind.code()).collect();
        assert_eq!(kinds, ["bedroom", "bedroom", "hall", "bathroom", "kitchen"]);
        assert!(house.orientations.is_through());
        assert_eq!(house.area.hundredths(), 6850);
        assert_eq!(house.total_floors, Some(7));
        assert_eq!(house.position, None);
        let placed = TypedHouse {
            position: "26.2635, 117.6389".into(),
            coordinate_system: "gcj02".into(),
            ..typed()
        };
        let position = NewHouse::parse(&placed).unwrap().position.unwrap();
        assert_eq!(position.to_string(), "26.263500,117.638900");
    }

    #[test]
    fn an_empty_form_names_every_missing_field_once() {
        let seen = errors(&TypedHouse::default());
        assert_eq!(
            seen,
            [
                ("community", "required"),
                ("rooms", "required"),
                ("halls", "required"),
                ("baths", "required"),
                ("area", "required"),
                ("title_kind", "required"),
                ("title_number", "required"),
                ("declared_use", "required"),
                ("land_ownership", "required"),
                ("declared_sound", "declaration"),
                ("declared_right", "declaration"),
            ]
        );
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let wrong = TypedHouse {
            total_floors: "4".into(),
            title_kind: "village-proof".into(),
            declared_use: "office".into(),
            extra: vec!["bedroom".into()],
            ..typed()
        };
        assert_eq!(
            errors(&wrong),
            [
                ("extra", "choice"),
                ("declared_use", "choice"),
                ("floor", "floor-above-top"),
                ("title_kind", "title-land")
            ]
        );
        let huge = TypedHouse {
            rooms: "0".into(),
            total_floors: "151".into(),
            baths: "1.5".into(),
            position: "51.5, -0.1".into(),
            coordinate_system: "wgs84".into(),
            ..typed()
        };
        assert_eq!(
            errors(&huge),
            [
                ("baths", "count"),
                ("total_floors", "floors"),
                ("position", "coordinates-outside")
            ]
        );
    }
}
