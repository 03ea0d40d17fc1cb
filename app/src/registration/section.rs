//! What a match became, for its two parties: the registrations, their numbers and certificates.

use crate::{
    error::AppError,
    parts::registration::{certificate_links, number_text, status_text, tone},
    ui::{Badge, Cluster, Item, KeyValue, Section},
    visitor::Visitor,
};
use backend::registration::HouseRegistration;
use domain::{id::MatchId, lang::Lang, registration::RegistrationStatus};
use leptos::prelude::*;

/// The part of a match's page that tells of its registrations; nothing before the completion, or for anybody else.
pub async fn section(visitor: &Visitor, matching: MatchId) -> Result<Option<AnyView>, AppError> {
    let lang = visitor.lang;
    let actor = visitor.actor()?;
    let registration = backend::registration::of_party(visitor.backend(), actor, matching).await?;
    Ok(registration.map(|registration| show(lang, registration)))
}

fn show(lang: Lang, house: HouseRegistration) -> AnyView {
    let waiting = house.status.can_finalise();
    let mut items = vec![Item::new(
        tr!(lang, "registration.house"),
        standing(
            lang,
            house.status,
            house.number.as_deref(),
            house.certificate.as_deref(),
        ),
    )];
    for person in &house.residences {
        items.push(Item::new(
            tr!(lang, "registration.residence_of", name = person.name),
            standing(
                lang,
                person.status,
                person.number.as_deref(),
                person.certificate.as_deref(),
            ),
        ));
    }
    for name in &house.locals {
        items.push(Item::new(
            tr!(lang, "registration.residence_of", name = name),
            tr!(lang, "registration.local_exempt"),
        ));
    }
    let text = if waiting {
        "registration.for_parties_waiting"
    } else {
        "registration.for_parties"
    };
    view! {
        <Section title=tr!(lang, "registration.section")>
            <p class="soft">{tr!(lang, text)}</p>
            <KeyValue items/>
        </Section>
    }
    .into_any()
}

fn standing(lang: Lang, status: RegistrationStatus, number: Option<&str>, certificate: Option<&str>) -> AnyView {
    let number = number_text(lang, number);
    let links = certificate.map(|code| certificate_links(lang, code));
    view! {
        <Cluster>
            <Badge tone=tone(status) label=status_text(lang, status)/>
            <span>{number}</span>
            {links}
        </Cluster>
    }
    .into_any()
}
