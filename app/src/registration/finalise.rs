//! A prefilled registration with its residence registrations: the coordinator checks them against the originals and gives
//! the numbers.

use crate::{
    error::{AppError, id},
    page::Page,
    parts::{lease, registration},
    texts::name_of,
    ui::{
        Badge, Card, Columns, DecisionBar, Event, Glyph, History, Item, KeyValue, Look, Notice, PageHead, PostButton,
        Stack, Tone, Wide,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::registration::{FinaliseError, HouseRegistration, ResidenceRegistration};
use domain::{id::RegistrationId, lang::Lang, registration::RegistrationStatus, time};
use http::StatusCode;
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(registration): Path<String>) -> Result<Page, AppError> {
    let done = match visitor.query("done").as_deref() {
        Some("completed") => Some("registration.just_completed"),
        Some("finalised") => Some("registration.just_finalised"),
        _ => None,
    };
    page(&visitor, id(&registration)?, done.map(|key| (Tone::Ok, key))).await
}

pub async fn submit(visitor: Visitor, Path(registration): Path<String>) -> Result<Response, AppError> {
    let registration: RegistrationId = id(&registration)?;
    let actor = visitor.coordinator()?;
    match backend::registration::finalise(visitor.backend(), actor, registration).await {
        Ok(_) => Ok(Redirect::to(&format!("/desk/registrations/{registration}?done=finalised")).into_response()),
        Err(FinaliseError::AlreadyFinalised) => {
            let told = Some((Tone::Info, "registration.already_finalised"));
            Ok(page(&visitor, registration, told)
                .await?
                .status(StatusCode::CONFLICT)
                .into_response())
        }
        Err(FinaliseError::NotFound) => Err(AppError::NotFound),
        Err(FinaliseError::NotAllowed(refusal)) => Err(refusal.into()),
        Err(FinaliseError::Backend(error)) => Err(error.into()),
    }
}

async fn page(
    visitor: &Visitor,
    registration: RegistrationId,
    told: Option<(Tone, &'static str)>,
) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.coordinator()?;
    let house = backend::registration::load(visitor.backend(), actor, registration)
        .await?
        .ok_or(AppError::NotFound)?;
    let today = time::format_date(visitor.backend().today());
    let title = house.number.clone().unwrap_or_else(|| tr!(lang, "registration.title"));
    Ok(visitor.page(title, move || screen(lang, &house, &today, told)))
}

fn screen(lang: Lang, house: &HouseRegistration, today: &str, told: Option<(Tone, &'static str)>) -> AnyView {
    let head = head(lang, house, today);
    let told = told.map(|(tone, key)| view! { <Notice tone title=tr!(lang, key)/> });
    let returned = returned(lang, house);
    let house_items = house_items(lang, house, today);
    let residences = house
        .residences
        .iter()
        .map(|person| residence_card(lang, person, today))
        .collect_view();
    let locals = locals(lang, &house.locals);
    let terms = lease::confirmed_terms(lang, &house.terms, Some(&house.terms_hash));
    let events = events(lang, house);
    let decision = house.status.can_finalise().then(|| decision(lang, house));
    view! {
        <Wide>
            {head}
            <Stack>
                {told}
                {returned}
                <Columns>
                    <Card title=tr!(lang, "registration.house")><KeyValue items=house_items/></Card>
                    <Stack>{residences}{locals}</Stack>
                </Columns>
                <Card title=tr!(lang, "completion.terms")><KeyValue items=terms/></Card>
                <Card title=tr!(lang, "registration.history")><History events/></Card>
            </Stack>
            {decision}
        </Wide>
    }
    .into_any()
}

fn head(lang: Lang, house: &HouseRegistration, today: &str) -> AnyView {
    let kicker = registration::number_text(lang, house.number.as_deref());
    let back = ("/desk?queue=registrations".to_owned(), tr!(lang, "desk.registrations"));
    let (tone, status) = (
        registration::tone(house.status),
        registration::status_text(lang, house.status),
    );
    view! {
        <PageHead title=house.address.clone() kicker lead=lead(lang, house, today) back=back>
            <Badge tone label=status/>
        </PageHead>
    }
    .into_any()
}

/// Local residents, and why they have no card of their own.
fn locals(lang: Lang, names: &[String]) -> Option<AnyView> {
    if names.is_empty() {
        return None;
    }
    let names = names.join(&tr!(lang, "completion.name_separator"));
    let title = tr!(lang, "registration.locals", names = names);
    Some(view! { <Notice tone=Tone::Info title><p>{tr!(lang, "registration.locals_text")}</p></Notice> }.into_any())
}

fn decision(lang: Lang, house: &HouseRegistration) -> AnyView {
    let action = format!("/desk/registrations/{}", house.id);
    let matching = house.match_id.map(|id| format!("/desk/matches/{id}"));
    view! {
        <DecisionBar>
            <PostButton action look=Look::Main icon=Glyph::ShieldCheck label=tr!(lang, "registration.finalise")/>
            {matching.map(|to| view! { <a href=to>{tr!(lang, "registration.to_match")}</a> })}
        </DecisionBar>
    }
    .into_any()
}

fn lead(lang: Lang, house: &HouseRegistration, today: &str) -> String {
    if house.status.can_finalise() {
        tr!(
            lang,
            "registration.lead",
            due = due(lang, &house.due_on, house.status, today)
        )
    } else {
        tr!(lang, "registration.lead_done")
    }
}

/// What the authority wants corrected, while it stands.
fn returned(lang: Lang, house: &HouseRegistration) -> Option<AnyView> {
    if house.status != RegistrationStatus::Returned {
        return None;
    }
    let reason = house
        .events
        .iter()
        .rev()
        .find(|event| event.event == "returned")
        .and_then(|event| event.reason.clone());
    Some(view! { <Notice tone=Tone::Warn title=tr!(lang, "registration.returned")><p>{reason}</p></Notice> }.into_any())
}

/// The last day, and that it has passed while there is still something to do.
fn due(lang: Lang, due_on: &str, status: RegistrationStatus, today: &str) -> String {
    // Dates are `YYYY-MM-DD`: their order as text is their order in time.
    if status.can_finalise() && due_on < today {
        tr!(lang, "registration.overdue", day = due_on)
    } else {
        due_on.to_owned()
    }
}

fn house_items(lang: Lang, house: &HouseRegistration, today: &str) -> Vec<Item> {
    let label = |key: &str| tr!(lang, &format!("registration.field.{key}"));
    let part = match house.space_no {
        Some(no) => tr!(lang, "registration.one_room", no = no),
        None => tr!(lang, "registration.whole"),
    };
    let document = format!(
        "{} {}",
        name_of(lang, "document-kind", &house.landlord_document_kind),
        house.landlord_document_masked
    );
    let mut items = vec![
        Item::new(
            label("number"),
            registration::number_text(lang, house.number.as_deref()),
        ),
        Item::new(label("address"), house.address.clone()),
        Item::new(label("part"), part),
        Item::new(label("landlord"), house.landlord.clone()),
        Item::new(label("landlord_document"), document),
        Item::new(label("tenant"), house.tenant.clone()),
        Item::new(label("due_on"), due(lang, &house.due_on, house.status, today)),
    ];
    if let Some(code) = &house.certificate {
        items.push(Item::new(
            label("certificate"),
            registration::certificate_links(lang, code),
        ));
    }
    items
}

fn residence_card(lang: Lang, person: &ResidenceRegistration, today: &str) -> AnyView {
    let label = |key: &str| tr!(lang, &format!("registration.field.{key}"));
    let document = format!(
        "{} {}",
        name_of(lang, "document-kind", &person.document_kind),
        person.document_masked
    );
    let mut items = vec![
        Item::new(
            label("number"),
            registration::number_text(lang, person.number.as_deref()),
        ),
        Item::new(
            label("status"),
            view! { <Badge tone=registration::tone(person.status) label=registration::status_text(lang, person.status)/> },
        ),
        Item::new(label("relation"), name_of(lang, "relation", &person.relation)),
        Item::new(label("sex"), name_of(lang, "sex", &person.sex)),
        Item::new(label("born_on"), person.born_on.clone()),
        Item::new(label("document"), document),
        Item::new(label("reason"), name_of(lang, "residence-reason", &person.reason)),
        Item::new(label("arrived_on"), person.arrived_on.clone()),
        Item::new(label("due_on"), due(lang, &person.due_on, person.status, today)),
    ];
    if let Some(guardian) = &person.guardian {
        items.push(Item::new(label("guardian"), guardian.clone()));
    }
    if let Some(code) = &person.certificate {
        items.push(Item::new(
            label("certificate"),
            registration::certificate_links(lang, code),
        ));
    }
    view! { <Card title=tr!(lang, "registration.residence_of", name = person.name)><KeyValue items/></Card> }.into_any()
}

fn events(lang: Lang, house: &HouseRegistration) -> Vec<Event> {
    let lines = house.events.iter().rev().map(|event| Event {
        when: time::format_minute(event.at),
        what: name_of(lang, "registration.event", &event.event),
        note: event.reason.clone().into(),
        ..Event::default()
    });
    lines.collect()
}
