//! The page of a registration with its residence registrations, for the coordinator who gives the numbers and for the
//! reviewer who accepts or returns.

use super::decision;
use crate::{
    error::AppError,
    form::FormState,
    page::Page,
    parts::{lease, registration},
    texts::name_of,
    ui::{Badge, Card, Columns, ErrorSummary, Event, History, Item, KeyValue, Notice, PageHead, Stack, Tone, Wide},
    visitor::Visitor,
};
use backend::registration::{HouseRegistration, ResidenceRegistration};
use domain::{id::RegistrationId, lang::Lang, registration::RegistrationStatus, time};
use leptos::prelude::*;

/// What the page tells beside how things stand.
#[derive(Default)]
pub struct Shown {
    /// What was just done, as the key of a text.
    pub told: Option<(Tone, &'static str)>,
    /// The reason of a return that was refused.
    pub form: FormState,
}

impl Shown {
    pub fn told(tone: Tone, key: &'static str) -> Self {
        Self {
            told: Some((tone, key)),
            ..Self::default()
        }
    }
}

/// The page of a registration, by the id of the house's or a resident's.
pub async fn page(visitor: &Visitor, registration: RegistrationId, shown: Shown) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.actor()?;
    let house = backend::registration::load(visitor.backend(), actor, registration)
        .await?
        .ok_or(AppError::NotFound)?;
    let today = time::format_date(visitor.backend().today());
    let title = house.number.clone().unwrap_or_else(|| tr!(lang, "registration.title"));
    Ok(visitor.page(title, move || screen(lang, &house, &today, shown)))
}

fn screen(lang: Lang, house: &HouseRegistration, today: &str, shown: Shown) -> AnyView {
    let Shown { told, form } = shown;
    let head = head(lang, house, today);
    let told = told.map(|(tone, key)| view! { <Notice tone title=tr!(lang, key)/> });
    let own_work = house.rights.own_work && house.waiting() > 0;
    let own_work = own_work.then(|| view! { <Notice tone=Tone::Info title=tr!(lang, "registration.own_work")/> });
    let house_card = house_card(lang, house, today);
    let residences = house
        .residences
        .iter()
        .map(|person| residence_card(lang, house, person, today))
        .collect_view();
    let locals = locals(lang, &house.locals);
    let send_back = decision::send_back(lang, house, &form);
    let terms = lease::confirmed_terms(lang, &house.terms, Some(&house.terms_hash));
    let events = events(lang, house);
    let bar = decision::bar(lang, house);
    view! {
        <Wide>
            {head}
            <Stack>
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                {told}
                {own_work}
                <Columns>
                    {house_card}
                    <Stack>{residences}{locals}</Stack>
                </Columns>
                {send_back}
                <Card title=tr!(lang, "completion.terms")><KeyValue items=terms/></Card>
                <Card title=tr!(lang, "registration.history")><History events/></Card>
            </Stack>
            {bar}
        </Wide>
    }
    .into_any()
}

fn head(lang: Lang, house: &HouseRegistration, today: &str) -> AnyView {
    let kicker = registration::number_text(lang, house.number.as_deref());
    let to_accept = house.waiting() > 0 && (house.rights.decides || house.rights.own_work);
    let queue = match house.rights.finalises && !to_accept {
        true => "registrations",
        false => "acceptance",
    };
    let back = (format!("/desk?queue={queue}"), tr!(lang, &format!("desk.{queue}")));
    view! { <PageHead title=house.address.clone() kicker lead=lead(lang, house, today) back=back/> }.into_any()
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

fn lead(lang: Lang, house: &HouseRegistration, today: &str) -> String {
    if house.rights.finalises && house.can_finalise() {
        let due = due(lang, &house.due_on, house.status, today);
        tr!(lang, "registration.lead", due = due)
    } else if house.rights.decides && house.waiting() > 0 {
        tr!(lang, "registration.lead_review")
    } else {
        tr!(lang, "registration.lead_done")
    }
}

/// What the authority wants corrected, while it stands.
fn returned(lang: Lang, reason: Option<&str>) -> Option<AnyView> {
    let reason = reason?.to_owned();
    let notice = view! {
        <Notice tone=Tone::Warn title=tr!(lang, "registration.returned")>
            <p>{reason}</p>
            <p>{tr!(lang, "registration.number_kept")}</p>
        </Notice>
    };
    Some(notice.into_any())
}

fn house_card(lang: Lang, house: &HouseRegistration, today: &str) -> AnyView {
    let items = house_items(lang, house, today);
    let returned = returned(lang, house.returned_reason.as_deref());
    let accept = decision::accept(lang, house, house.id, house.status);
    view! { <Card title=tr!(lang, "registration.house")>{returned}<KeyValue items/>{accept}</Card> }.into_any()
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

fn status(lang: Lang, status: RegistrationStatus) -> AnyView {
    view! { <Badge tone=registration::tone(status) label=registration::status_text(lang, status)/> }.into_any()
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
        Item::new(label("status"), status(lang, house.status)),
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

fn residence_card(lang: Lang, house: &HouseRegistration, person: &ResidenceRegistration, today: &str) -> AnyView {
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
        Item::new(label("status"), status(lang, person.status)),
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
    let returned = returned(lang, person.returned_reason.as_deref());
    let accept = decision::accept(lang, house, person.id, person.status);
    let doubled = person.doubled.then(|| {
        let to = format!("/desk/persons/{}", person.person);
        view! { <p><a href=to>{tr!(lang, "person.maybe_same")}</a></p> }
    });
    let title = tr!(lang, "registration.residence_of", name = person.name);
    view! { <Card title>{returned}<KeyValue items/>{doubled}{accept}</Card> }.into_any()
}

fn event_text(lang: Lang, event: &backend::registration::Event) -> String {
    let what = name_of(lang, "registration.event", &event.event);
    match &event.resident {
        Some(name) => tr!(lang, "registration.event_of", event = what, name = name),
        None => what,
    }
}

fn events(lang: Lang, house: &HouseRegistration) -> Vec<Event> {
    let lines = house.events.iter().rev().map(|event| Event {
        when: time::format_minute(event.at),
        what: event_text(lang, event),
        who: event.by.clone().into(),
        note: event.reason.clone().into(),
    });
    lines.collect()
}
