//! The fields of a new duty.

use crate::{
    form::{FormState, Values},
    parts::area,
    texts::name_of,
    ui::{Choice, DateInput, FieldRow, InputKind, RadioGroup, Select, TextInput, Width},
};
use backend::{Backend, access::NewDuty, organisation::Organisation};
use domain::{
    access::Role,
    area::AreaCode,
    form::{Code, Errors},
    id::OrganisationId,
    lang::Lang,
    text, time,
};
use leptos::prelude::*;

/// What is chosen from.
pub struct Choices {
    areas: Vec<Choice>,
    organisations: Vec<Choice>,
}

impl Choices {
    pub async fn load(backend: &Backend) -> Result<Self, backend::Error> {
        let choice = |kept: Organisation| Choice::new(kept.id.to_string(), kept.name);
        let organisations = backend::organisation::all(backend).await?;
        Ok(Self {
            areas: area::choices(backend),
            organisations: organisations.into_iter().map(choice).collect(),
        })
    }
}

/// Errors: `role`, `area` (or `area_code`, which may be typed instead), `organisation`, `from`, `until`.
pub fn parse(values: &Values, errors: &mut Errors) -> Option<NewDuty> {
    let role: Option<Role> = errors.check("role", values.text("role").parse());
    let area = match role {
        Some(role) if role.needs_area() => area_of(values, errors).map(Some),
        // Administrators work everywhere, whatever was chosen above.
        _ => Some(None),
    };
    let organisation = errors.check("organisation", organisation_of(values.text("organisation")));
    let from = errors.check("from", time::parse_date(values.text("from")));
    let until = match text::fold_compact(values.text("until")).is_empty() {
        true => Some(None),
        false => errors.check("until", time::parse_date(values.text("until"))).map(Some),
    };
    Some(NewDuty {
        role: role?,
        area: area?,
        organisation: organisation?,
        from: from?,
        until: until?,
    })
}

fn area_of(values: &Values, errors: &mut Errors) -> Option<AreaCode> {
    let (field, typed) = match values.text("area_code") {
        "" => ("area", values.text("area")),
        typed => ("area_code", typed),
    };
    let code = errors.check(field, AreaCode::parse(typed))?;
    if backend::area::find(code).is_none() {
        errors.add(field, "area-unknown");
        return None;
    }
    Some(code)
}

fn organisation_of(typed: &str) -> Result<Option<OrganisationId>, Code> {
    match typed {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Code::new("choice")),
    }
}

/// The field that a refusal of the backend belongs to.
pub fn field_of(code: &Code) -> &'static str {
    match code.code {
        "duty-area" | "duty-city" => "area",
        "duty-backdated" => "from",
        "duty-period" => "until",
        "duty-organisation" => "organisation",
        "duty-twice" => "role",
        _ => "",
    }
}

pub fn blank(backend: &Backend) -> Values {
    Values::from_iter([("from", time::format_date(backend.today()))])
}

pub fn fields(lang: Lang, choices: Choices, form: &FormState) -> AnyView {
    let label = |key: &str| tr!(lang, &format!("staff.{key}"));
    let hint = |role: &Role| tr!(lang, &format!("role-hint.{role}"));
    let roles: Vec<_> = Role::ALL
        .iter()
        .map(|role| Choice::new(role.code(), name_of(lang, "role", role.code())).hint(hint(role)))
        .collect();
    let (value, error) = (|name: &str| form.value(name), |name: &str| form.error(lang, name));
    let Choices { areas, organisations } = choices;
    let optional = || tr!(lang, "ui.optional");
    let period = period(lang, form);
    view! {
        <RadioGroup name="role" label=label("role") choices=roles value=value("role") error=error("role")/>
        <Select name="area" label=label("area") hint=label("area_hint") choices=areas placeholder=tr!(lang, "ui.choose") value=value("area") error=error("area")/>
        <TextInput name="area_code" label=label("area_code") hint=label("area_code_hint") note=optional() kind=InputKind::Whole width=Width::Middle value=value("area_code") error=error("area_code")/>
        <Select name="organisation" label=label("organisation") note=optional() choices=organisations placeholder=label("no_organisation") value=value("organisation") error=error("organisation")/>
        {period}
    }
    .into_any()
}

fn period(lang: Lang, form: &FormState) -> AnyView {
    let (from, until) = (form.value("from"), form.value("until"));
    let (wrong_from, wrong_until) = (form.error(lang, "from"), form.error(lang, "until"));
    view! {
        <FieldRow name="period" label=tr!(lang, "staff.when")>
            <DateInput name="from" label=tr!(lang, "staff.from") value=from error=wrong_from/>
            <DateInput name="until" label=tr!(lang, "staff.until") note=tr!(lang, "ui.optional") value=until error=wrong_until/>
        </FieldRow>
    }
    .into_any()
}
