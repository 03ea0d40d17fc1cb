//! Documents, once the landlord has accepted: the tenant gives them for one person after the other, the landlord their own.

use super::{
    document::document,
    find::{find, problem},
    identity,
};
use crate::{
    error::AppError,
    form::{Form, FormState, Values},
    page::Page,
    texts::name_of,
    ui::{
        Actions, Button, Choice, DateInput, ErrorSummary, FormPart, FormSteps, InputKind, Item, KeyValue, Look, Narrow,
        Notice, PageHead, PostForm, RadioGroup, Select, TextInput, Tone, Width,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::matching::{MatchError, MatchView, Person};
use domain::{
    document::{DocumentKind, Sex},
    form::{Code, Errors},
    lang::Lang,
    matching::{Details, MatchAction, Party, Reason, TypedDetails},
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response, AppError> {
    let view = find(&visitor, &id).await?;
    if view.party == Party::Landlord {
        return identity::show(&visitor, view).await;
    }
    let (no, person) = person(&visitor, &view).await?;
    let form = FormState::filled(to_values(&person.typed));
    Ok(page(&visitor, view, no, person, form).into_response())
}

pub async fn submit(visitor: Visitor, Path(id): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let view = find(&visitor, &id).await?;
    if view.party == Party::Landlord {
        return identity::submit(&visitor, view, values).await;
    }
    let (no, person) = person(&visitor, &view).await?;
    let details = match Details::parse(&to_typed(&values), visitor.backend().today()) {
        Ok(details) => details,
        Err(errors) => {
            let form = FormState::new(values, errors);
            return Ok(page(&visitor, view, no, person, form).refused().into_response());
        }
    };
    let given = backend::matching::give_details(visitor.backend(), visitor.actor()?, view.id, no, &details).await;
    match given {
        Ok(()) => {
            let after = find(&visitor, &id).await?;
            let next = match after.next_person() {
                Some(no) => format!("/matches/{}/details?person={no}", view.id),
                None => format!("/matches/{}", view.id),
            };
            Ok(Redirect::to(&next).into_response())
        }
        Err(MatchError::SameDocument) => {
            let mut errors = Errors::new();
            errors.add("document_number", Code::new("document-twice"));
            let form = FormState::new(values, errors);
            Ok(page(&visitor, view, no, person, form).refused().into_response())
        }
        Err(error) => Err(problem(error)),
    }
}

/// The person in the address, else the first whose documents are missing.
async fn person(visitor: &Visitor, view: &MatchView) -> Result<(i32, Person), AppError> {
    if view.party == Party::Tenant && !view.may(MatchAction::GiveDetails) {
        return Err(AppError::Stale);
    }
    let asked = match visitor.query("person") {
        Some(no) => no.parse().map_err(|_| AppError::NotFound)?,
        None => view.next_person().unwrap_or(1),
    };
    let person = backend::matching::person(visitor.backend(), visitor.actor()?, view.id, asked).await?;
    Ok((asked, person.ok_or(AppError::NotFound)?))
}

fn to_typed(values: &Values) -> TypedDetails {
    let text = |name: &str| values.text(name).to_owned();
    TypedDetails {
        document_kind: text("document_kind"),
        document_number: text("document_number"),
        sex: text("sex"),
        born_on: text("born_on"),
        phone: text("phone"),
        local: text("local"),
        household_address: text("household_address"),
        reason: text("reason"),
        arrives_on: text("arrives_on"),
        stay_months: text("stay_months"),
        employer: text("employer"),
        guardian: text("guardian"),
    }
}

fn to_values(typed: &TypedDetails) -> Values {
    let kind = match typed.document_kind.as_str() {
        "" => DocumentKind::IdentityCard.code(),
        kind => kind,
    };
    Values::from_iter([
        ("document_kind", kind),
        ("sex", typed.sex.as_str()),
        ("born_on", typed.born_on.as_str()),
        ("phone", typed.phone.as_str()),
        ("local", typed.local.as_str()),
        ("household_address", typed.household_address.as_str()),
        ("reason", typed.reason.as_str()),
        ("arrives_on", typed.arrives_on.as_str()),
        ("stay_months", typed.stay_months.as_str()),
        ("employer", typed.employer.as_str()),
        ("guardian", typed.guardian.as_str()),
    ])
}

fn page(visitor: &Visitor, view: MatchView, no: i32, person: Person, form: FormState) -> Page {
    let lang = visitor.lang;
    let back = (format!("/matches/{}", view.id), tr!(lang, "matching.back"));
    let action = format!("/matches/{}/details?person={no}", view.id);
    visitor.page(tr!(lang, "matching.details.title"), move || {
        let current = view.occupants.iter().position(|occupant| occupant.no == no).unwrap_or_default();
        let count = view.occupants.len();
        let label = tr!(lang, "ui.form_step", at = current + 1, of = count);
        let names = view.occupants.iter().map(|occupant| occupant.name.clone()).collect();
        let who = vec![Item::new(person.name.clone(), name_of(lang, "relation", person.relation.code()))];
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "matching.details.title") lead=tr!(lang, "matching.details.lead") back=back/>
                {(count > 1).then(|| view! { <FormSteps label=label steps=names current=current/> })}
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                <Notice tone=Tone::Info title=tr!(lang, "matching.details.why")/>
                <KeyValue items=who/>
                {fields(lang, action, &person, &form)}
            </Narrow>
        }
        .into_any()
    })
}

fn fields(lang: Lang, action: String, person: &Person, form: &FormState) -> AnyView {
    let parts = [
        document(lang, form.clone(), person.document_masked.clone()),
        birth(lang, form.clone()),
        origin(lang, form.clone()),
        stay(lang, form.clone()),
    ];
    // Also where the birth date says otherwise than the application.
    let minor = person.minor || form.error(lang, "guardian").is_some() || !form.value("guardian").is_empty();
    let guardian = minor.then(|| guardian(lang, form.clone()));
    view! {
        <PostForm action=action guard=true>
            {parts.into_iter().collect_view()}
            {guardian}
            <Actions><Button label=tr!(lang, "matching.details.submit") look=Look::Main/></Actions>
        </PostForm>
    }
    .into_any()
}

fn birth(lang: Lang, form: FormState) -> AnyView {
    let sexes = [Sex::Male, Sex::Female]
        .iter()
        .map(|sex| Choice::new(sex.code(), name_of(lang, "sex", sex.code())))
        .collect();
    view! {
        <FormPart title=tr!(lang, "matching.details.birth") text=tr!(lang, "matching.details.birth_text")>
            <RadioGroup name="sex" label=tr!(lang, "matching.details.sex") choices=sexes inline=true value=form.value("sex") error=form.error(lang, "sex")/>
            <DateInput name="born_on" label=tr!(lang, "matching.details.born_on") value=form.value("born_on") error=form.error(lang, "born_on")/>
        </FormPart>
    }
    .into_any()
}

fn origin(lang: Lang, form: FormState) -> AnyView {
    let local = ["no", "yes"]
        .iter()
        .map(|code| Choice::new(*code, tr!(lang, &format!("matching.local.{code}"))))
        .collect();
    view! {
        <FormPart title=tr!(lang, "matching.details.origin")>
            <TextInput name="phone" label=tr!(lang, "matching.details.phone") hint=tr!(lang, "matching.details.phone_hint") kind=InputKind::Phone value=form.value("phone") error=form.error(lang, "phone")/>
            <RadioGroup name="local" label=tr!(lang, "matching.details.local") hint=tr!(lang, "matching.details.local_hint") choices=local value=form.value("local") error=form.error(lang, "local")/>
            <TextInput name="household_address" label=tr!(lang, "matching.details.household_address") hint=tr!(lang, "matching.details.household_address_hint") value=form.value("household_address") error=form.error(lang, "household_address")/>
        </FormPart>
    }
    .into_any()
}

fn stay(lang: Lang, form: FormState) -> AnyView {
    let reasons = Reason::ALL
        .iter()
        .map(|reason| Choice::new(reason.code(), name_of(lang, "residence-reason", reason.code())))
        .collect();
    view! {
        <FormPart title=tr!(lang, "matching.details.stay")>
            <Select name="reason" label=tr!(lang, "matching.details.reason") choices=reasons placeholder=tr!(lang, "matching.choose") value=form.value("reason") error=form.error(lang, "reason")/>
            <DateInput name="arrives_on" label=tr!(lang, "matching.details.arrives_on") value=form.value("arrives_on") error=form.error(lang, "arrives_on")/>
            <TextInput name="stay_months" label=tr!(lang, "matching.details.stay_months") kind=InputKind::Whole width=Width::Short suffix=tr!(lang, "matching.months") value=form.value("stay_months") error=form.error(lang, "stay_months")/>
            <TextInput name="employer" label=tr!(lang, "matching.details.employer") note=tr!(lang, "ui.optional") value=form.value("employer") error=form.error(lang, "employer")/>
        </FormPart>
    }
    .into_any()
}

fn guardian(lang: Lang, form: FormState) -> AnyView {
    view! {
        <FormPart title=tr!(lang, "matching.details.guardian_part") text=tr!(lang, "matching.details.guardian_text")>
            <TextInput name="guardian" label=tr!(lang, "matching.details.guardian") autocomplete="off" value=form.value("guardian") error=form.error(lang, "guardian")/>
        </FormPart>
    }
    .into_any()
}
