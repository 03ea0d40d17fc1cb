//! A house in words.

use crate::{
    texts::name_of,
    ui::{Item, MaybeText},
};
use backend::house::House;
use domain::{lang::Lang, layout::Layout, orientation::Orientations, space::Space};

/// `2室1厅1卫`
pub fn layout_text(lang: Lang, layout: Layout) -> String {
    match lang {
        Lang::Zh => layout.display_zh(),
        Lang::En => layout.display_en(),
    }
}

/// `南、北`; nothing when nobody said.
fn orientations_text(lang: Lang, orientations: Orientations) -> String {
    let separator = tr!(lang, "house.list_separator");
    orientations
        .iter()
        .map(|orientation| name_of(lang, "orientation", orientation.code()))
        .collect::<Vec<_>>()
        .join(&separator)
}

/// `卧室 2`: the second bedroom; the number is left out where there is one of its kind.
pub fn space_text(lang: Lang, space: Space, all: &[Space]) -> String {
    let name = name_of(lang, "space-kind", space.kind.code());
    let single = all.iter().filter(|other| other.kind == space.kind).count() == 1;
    if single {
        name
    } else {
        format!("{name} {}", space.ordinal)
    }
}

/// `26.263512,117.638900 (地图坐标)`; nothing where nobody gave it.
fn position_text(lang: Lang, house: &House) -> String {
    let Some(position) = house.position else {
        return String::new();
    };
    let system = name_of(lang, "coordinate-system", position.system().code());
    format!("{position} · {system}")
}

/// What a house is, for its landlord and the staff.
pub fn facts(lang: Lang, house: &House) -> Vec<Item> {
    let label = |key: &str| tr!(lang, &format!("house.{key}"));
    let yes_no = if house.lift { "ui.yes" } else { "ui.no" };
    let spaces = house
        .spaces
        .iter()
        .map(|space| space_text(lang, *space, &house.spaces))
        .collect::<Vec<_>>()
        .join(&tr!(lang, "house.list_separator"));
    let or_dash = |text: String| MaybeText::from(text).into_option().unwrap_or_else(|| "—".to_owned());
    vec![
        Item::new(label("address"), house.full_address()),
        Item::new(label("position"), or_dash(position_text(lang, house))),
        Item::new(label("layout"), layout_text(lang, house.layout)),
        Item::new(
            label("area"),
            format!("{} {}", house.area, tr!(lang, "ui.square_metres")),
        ),
        Item::new(
            label("orientation"),
            or_dash(orientations_text(lang, house.orientations)),
        ),
        Item::new(
            label("total_floors"),
            or_dash(house.total_floors.map(|floors| floors.to_string()).unwrap_or_default()),
        ),
        Item::new(label("lift"), tr!(lang, yes_no)),
        Item::new(label("spaces"), spaces),
        Item::new(
            label("title_kind"),
            name_of(lang, "title-kind", house.title_kind.code()),
        ),
        Item::new(label("title_number"), house.title_number.clone()),
        Item::new(
            label("declared_use"),
            name_of(lang, "declared-use", house.declared_use.code()),
        ),
        Item::new(
            label("land_ownership"),
            name_of(lang, "land-ownership", house.land_ownership.code()),
        ),
    ]
}
