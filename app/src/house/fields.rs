//! The fields of a house: from the form to what the domain parses, and back onto the page.

use crate::{
    form::{FormState, Values},
    texts::name_of,
    ui::{Checkbox, CheckboxGroup, Choice, FieldRow, FormPart, InputKind, RadioGroup, Select, TextInput, Width},
};
use backend::area::Area;
use domain::{
    address::{TypedAddress, short_community},
    area::AreaLevel,
    geo::CoordinateSystem,
    house::{DeclaredUse, EXTRA_SPACES, LandOwnership, TitleKind, TypedHouse},
    lang::Lang,
    orientation::Orientation,
};
use leptos::prelude::*;

/// An empty form with what most houses are.
pub fn blank() -> Values {
    Values::from_iter([
        ("halls", "1"),
        ("baths", "1"),
        ("extra", "kitchen"),
        ("declared_use", "residential"),
        ("land_ownership", "state"),
        ("coordinate_system", CoordinateSystem::Gcj02.code()),
    ])
}

pub fn typed(values: &Values) -> TypedHouse {
    let text = |name: &str| values.text(name).to_owned();
    let all = |name: &str| values.all(name).map(str::to_owned).collect();
    TypedHouse {
        address: TypedAddress {
            community: text("community"),
            road: text("road"),
            number: text("number"),
            estate: text("estate"),
            building: text("building"),
            unit: text("unit"),
            floor: text("floor"),
            room: text("room"),
        },
        rooms: text("rooms"),
        halls: text("halls"),
        baths: text("baths"),
        area: text("area"),
        orientation: all("orientation"),
        lift: values.ticked("lift"),
        total_floors: text("total_floors"),
        extra: all("extra"),
        title_kind: text("title_kind"),
        title_number: text("title_number"),
        declared_use: text("declared_use"),
        land_ownership: text("land_ownership"),
        position: text("position"),
        coordinate_system: text("coordinate_system"),
        declared_sound: values.ticked("declared_sound"),
        declared_right: values.ticked("declared_right"),
    }
}

pub fn view(lang: Lang, district: Area, form: &FormState) -> AnyView {
    (
        place(lang, district, form),
        rooms(lang, form),
        title(lang, form),
        declarations(lang, form),
    )
        .into_any()
}

/// The choices of a coded list, named in the visitor's language.
pub fn choices<'a>(lang: Lang, group: &str, codes: impl IntoIterator<Item = &'a str>) -> Vec<Choice> {
    codes
        .into_iter()
        .map(|code| Choice::new(code, name_of(lang, group, code)))
        .collect()
}

fn line(lang: Lang, form: &FormState, name: &'static str, kind: InputKind, width: Width) -> AnyView {
    let label = tr!(lang, &format!("house.{name}"));
    view! { <TextInput name=name label kind width value=form.value(name) error=form.error(lang, name)/> }.into_any()
}

/// Communities of the district under the names of their streets.
fn communities(district: Area) -> Vec<Choice> {
    backend::area::within(district.code, AreaLevel::Community)
        .map(|area| {
            let street = backend::area::names(area.code).street;
            Choice::new(area.code.as_str(), short_community(area.name)).group(street)
        })
        .collect()
}

fn place(lang: Lang, district: Area, form: &FormState) -> AnyView {
    let form = form.clone();
    let door = ["number", "building", "unit", "floor", "room"]
        .map(|name| line(lang, &form, name, InputKind::Text, Width::Short));
    let door = Vec::from(door);
    let position = position(lang, &form);
    view! {
        <FormPart title=tr!(lang, "house.part_place") text=tr!(lang, "house.part_place_text")>
            <Select
                name="community"
                label=tr!(lang, "house.community")
                hint=tr!(lang, "house.community_hint")
                placeholder=tr!(lang, "ui.choose")
                choices=communities(district)
                value=form.value("community")
                error=form.error(lang, "community")
            />
            <TextInput name="estate" label=tr!(lang, "house.estate") hint=tr!(lang, "house.estate_hint") value=form.value("estate") error=form.error(lang, "estate")/>
            <TextInput name="road" label=tr!(lang, "house.road") value=form.value("road") error=form.error(lang, "road")/>
            <FieldRow name="door" label=tr!(lang, "house.door") hint=tr!(lang, "house.door_hint")>
                {door}
            </FieldRow>
            {position}
        </FormPart>
    }
    .into_any()
}

/// Where it stands on the map.
pub fn position(lang: Lang, form: &FormState) -> AnyView {
    let systems = choices(
        lang,
        "coordinate-system",
        CoordinateSystem::ALL.iter().map(|system| system.code()),
    );
    let form = form.clone();
    view! {
        <TextInput name="position" label=tr!(lang, "house.position") hint=tr!(lang, "house.position_hint") note=tr!(lang, "ui.optional") kind=InputKind::DocumentNumber width=Width::Middle value=form.value("position") error=form.error(lang, "position")/>
        <Select name="coordinate_system" label=tr!(lang, "house.coordinate_system") choices=systems value=form.value("coordinate_system") error=form.error(lang, "coordinate_system")/>
    }
    .into_any()
}

fn rooms(lang: Lang, form: &FormState) -> AnyView {
    let form = form.clone();
    let counts =
        Vec::from(["rooms", "halls", "baths"].map(|name| line(lang, &form, name, InputKind::Whole, Width::Short)));
    let chosen = |name: &str| form.values.all(name).map(str::to_owned).collect::<Vec<_>>();
    let (extra, facing) = (chosen("extra"), chosen("orientation"));
    let orientations = choices(lang, "orientation", Orientation::ALL.iter().map(|o| o.code()));
    let extras = choices(lang, "space-kind", EXTRA_SPACES.iter().map(|kind| kind.code()));
    view! {
        <FormPart title=tr!(lang, "house.part_rooms")>
            <FieldRow name="layout" label=tr!(lang, "house.layout") hint=tr!(lang, "house.layout_hint")>
                {counts}
            </FieldRow>
            <TextInput name="area" label=tr!(lang, "house.area") hint=tr!(lang, "house.area_hint") kind=InputKind::Decimal width=Width::Short suffix=tr!(lang, "ui.square_metres") value=form.value("area") error=form.error(lang, "area")/>
            <CheckboxGroup name="extra" label=tr!(lang, "house.extra") hint=tr!(lang, "house.extra_hint") inline=true choices=extras values=extra error=form.error(lang, "extra")/>
            <CheckboxGroup name="orientation" label=tr!(lang, "house.orientation") note=tr!(lang, "ui.optional") inline=true choices=orientations values=facing error=form.error(lang, "orientation")/>
            <TextInput name="total_floors" label=tr!(lang, "house.total_floors") note=tr!(lang, "ui.optional") kind=InputKind::Whole width=Width::Short value=form.value("total_floors") error=form.error(lang, "total_floors")/>
            <Checkbox name="lift" label=tr!(lang, "house.has_lift") checked=form.values.ticked("lift")/>
        </FormPart>
    }
    .into_any()
}

fn title(lang: Lang, form: &FormState) -> AnyView {
    let kinds = choices(lang, "title-kind", TitleKind::ALL.iter().map(|kind| kind.code()));
    let uses = choices(lang, "declared-use", DeclaredUse::ALL.iter().map(|kind| kind.code()));
    let lands = choices(
        lang,
        "land-ownership",
        LandOwnership::ALL.iter().map(|kind| kind.code()),
    );
    let form = form.clone();
    view! {
        <FormPart title=tr!(lang, "house.part_title") text=tr!(lang, "house.part_title_text")>
            <RadioGroup name="title_kind" label=tr!(lang, "house.title_kind") choices=kinds value=form.value("title_kind") error=form.error(lang, "title_kind")/>
            <TextInput name="title_number" label=tr!(lang, "house.title_number") hint=tr!(lang, "house.title_number_hint") kind=InputKind::DocumentNumber value=form.value("title_number") error=form.error(lang, "title_number")/>
            <RadioGroup name="declared_use" label=tr!(lang, "house.declared_use") hint=tr!(lang, "house.declared_use_hint") choices=uses value=form.value("declared_use") error=form.error(lang, "declared_use")/>
            <RadioGroup name="land_ownership" label=tr!(lang, "house.land_ownership") choices=lands value=form.value("land_ownership") error=form.error(lang, "land_ownership")/>
        </FormPart>
    }
    .into_any()
}

fn declarations(lang: Lang, form: &FormState) -> AnyView {
    let declarations = Vec::from(["declared_sound", "declared_right"].map(|name| {
        let label = tr!(lang, &format!("house.{name}"));
        view! { <Checkbox name=name label checked=form.values.ticked(name) error=form.error(lang, name)/> }.into_any()
    }));
    view! {
        <FormPart title=tr!(lang, "house.part_declaration")>
            {declarations}
        </FormPart>
    }
    .into_any()
}
