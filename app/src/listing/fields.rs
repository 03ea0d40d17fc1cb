//! The fields of a listing: from the form to what the domain parses, and back onto the page.

use crate::{
    form::{FormState, Values},
    parts::house::space_text,
    texts::name_of,
    ui::{CheckboxGroup, Choice, DateInput, FormPart, InputKind, RadioGroup, Select, TextArea, TextInput, Width},
};
use backend::house::House;
use domain::{
    facility::Facility,
    lang::Lang,
    listing::{ListingTerms, TypedListing},
    space::LettingMode,
    time,
};
use leptos::prelude::*;

pub fn blank() -> Values {
    Values::from_iter([("mode", "whole"), ("payment_months", "1"), ("min_term_months", "6")])
}

/// The form of a listing that is there already.
pub fn filled(terms: &ListingTerms) -> Values {
    let mut values = Values::from_iter([
        ("mode", terms.mode.code().to_owned()),
        ("title", terms.title.clone()),
        ("description", terms.description.clone()),
        ("rent", terms.rent.get().to_string()),
        ("deposit", terms.deposit.get().to_string()),
        ("payment_months", terms.payment_months.to_string()),
        ("min_term_months", terms.min_term_months.to_string()),
        (
            "available_on",
            terms.available_on.map(time::format_date).unwrap_or_default(),
        ),
    ]);
    if let Some(no) = terms.space {
        values.set("space", no.to_string());
        values.set("area", terms.area.to_string());
    }
    for facility in terms.facilities.iter() {
        values.set("facilities", facility.code());
    }
    values
}

pub fn typed(values: &Values) -> TypedListing {
    let text = |name: &str| values.text(name).to_owned();
    TypedListing {
        mode: text("mode"),
        space: text("space"),
        area: text("area"),
        title: text("title"),
        description: text("description"),
        rent: text("rent"),
        deposit: text("deposit"),
        payment_months: text("payment_months"),
        available_on: text("available_on"),
        min_term_months: text("min_term_months"),
        facilities: values.all("facilities").map(str::to_owned).collect(),
    }
}

pub fn view(lang: Lang, house: &House, form: &FormState) -> AnyView {
    (what(lang, house, form), money(lang, form), words(lang, form)).into_any()
}

fn what(lang: Lang, house: &House, form: &FormState) -> AnyView {
    let modes = LettingMode::ALL
        .iter()
        .map(|mode| {
            let hint = tr!(lang, &format!("listing.mode_{mode}"));
            Choice::new(mode.code(), name_of(lang, "mode", mode.code())).hint(hint)
        })
        .collect::<Vec<_>>();
    // What may not be let on its own is shown and can't be chosen, so that the rule is seen before it bites.
    let spaces = house
        .spaces
        .iter()
        .map(|space| {
            let name = space_text(lang, *space, &house.spaces);
            let label = if space.kind.lettable() {
                name
            } else {
                tr!(lang, "listing.not_lettable", space = name)
            };
            Choice::new(space.no.to_string(), label).disabled(!space.kind.lettable())
        })
        .collect::<Vec<_>>();
    let form = form.clone();
    view! {
        <FormPart title=tr!(lang, "listing.part_what")>
            <RadioGroup name="mode" label=tr!(lang, "listing.mode") choices=modes value=form.value("mode") error=form.error(lang, "mode")/>
            <Select name="space" label=tr!(lang, "listing.space") hint=tr!(lang, "listing.space_hint") note=tr!(lang, "listing.only_shared") placeholder=tr!(lang, "ui.choose") choices=spaces value=form.value("space") error=form.error(lang, "space")/>
            <TextInput name="area" label=tr!(lang, "listing.room_area") note=tr!(lang, "listing.only_shared") kind=InputKind::Decimal width=Width::Short suffix=tr!(lang, "ui.square_metres") value=form.value("area") error=form.error(lang, "area")/>
        </FormPart>
    }
    .into_any()
}

fn money(lang: Lang, form: &FormState) -> AnyView {
    let form = form.clone();
    let numbers = [
        ("rent", "ui.yuan_per_month"),
        ("deposit", "ui.yuan"),
        ("payment_months", "ui.months"),
        ("min_term_months", "ui.months"),
    ]
    .map(|(name, unit)| {
        let label = tr!(lang, &format!("listing.{name}"));
        let hint = tr!(lang, &format!("listing.{name}_hint"));
        let (value, error) = (form.value(name), form.error(lang, name));
        view! { <TextInput name=name label kind=InputKind::Whole width=Width::Short suffix=tr!(lang, unit) hint value error/> }
            .into_any()
    });
    let numbers = Vec::from(numbers);
    view! {
        <FormPart title=tr!(lang, "listing.part_money") text=tr!(lang, "listing.part_money_text")>
            {numbers}
            <DateInput name="available_on" label=tr!(lang, "listing.available_on") note=tr!(lang, "ui.optional") hint=tr!(lang, "listing.available_on_hint") value=form.value("available_on") error=form.error(lang, "available_on")/>
        </FormPart>
    }
    .into_any()
}

fn words(lang: Lang, form: &FormState) -> AnyView {
    // The lift is the house's: it is known already.
    let facilities = Facility::ALL
        .iter()
        .filter(|facility| **facility != Facility::Elevator)
        .map(|facility| Choice::new(facility.code(), name_of(lang, "facility", facility.code())))
        .collect::<Vec<_>>();
    let chosen = form.values.all("facilities").map(str::to_owned).collect::<Vec<_>>();
    let form = form.clone();
    view! {
        <FormPart title=tr!(lang, "listing.part_words")>
            <TextInput name="title" label=tr!(lang, "listing.title") hint=tr!(lang, "listing.title_hint") value=form.value("title") error=form.error(lang, "title")/>
            <TextArea name="description" label=tr!(lang, "listing.description") hint=tr!(lang, "listing.description_hint") rows=6 value=form.value("description") error=form.error(lang, "description")/>
            <CheckboxGroup name="facilities" label=tr!(lang, "listing.facilities") note=tr!(lang, "ui.optional") inline=true choices=facilities values=chosen error=form.error(lang, "facilities")/>
        </FormPart>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        layout::Layout,
        measure::SquareMetres,
        space::{SpaceKind, spaces_of},
    };

    #[test]
    fn a_listing_goes_through_its_own_form_unchanged() {
        let spaces = spaces_of(Layout::new(2, 1, 1).unwrap(), &[SpaceKind::Kitchen]);
        let house = SquareMetres::parse("68.5").unwrap();
        let today = "2026-11-23".parse().unwrap();
        for (mode, space, area) in [("whole", "", ""), ("shared", "2", "15.5")] {
            let values = Values::from_iter([
                ("mode", mode),
                ("space", space),
                ("area", area),
                ("title", "江滨新村朝南两室"),
                ("description", "近公交站,家电齐全。\n可随时看房。"),
                ("rent", "1,350"),
                ("deposit", "0"),
                ("payment_months", "3"),
                ("min_term_months", "6"),
                ("available_on", "2026-12-01"),
                ("facilities", "bed"),
                ("facilities", "gas"),
            ]);
            let terms = ListingTerms::parse(&typed(&values), &spaces, house, today).unwrap();
            let again = ListingTerms::parse(&typed(&filled(&terms)), &spaces, house, today).unwrap();
            assert_eq!(again, terms);
        }
    }
}
