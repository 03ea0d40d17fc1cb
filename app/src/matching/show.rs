//! A match: where it stands, what comes next, what happened.

use super::{
    find::find,
    parts::{day, status_badge, steps, term_items},
};
use crate::{
    error::AppError,
    form::FormState,
    page::Page,
    parts::lease::yuan,
    registration,
    texts::name_of,
    ui::{
        Actions, BadgeText, Badges, Button, Card, Cluster, ErrorSummary, Event, FormPart, History, Item, KeyValue,
        LinkButton, Look, PageHead, PostButton, PostForm, Section, Sidebar, Stack, Stepper, SummaryBox, TextArea, Tone,
        Wrap,
    },
    visitor::Visitor,
};
use axum::extract::Path;
use backend::matching::MatchView;
use domain::{
    lang::Lang,
    matching::{MatchAction, MatchStatus, Party, TermsHash},
    time::format_minute,
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Page, AppError> {
    let view = find(&visitor, &id).await?;
    let registration = registration::section(&visitor, view.id).await?;
    Ok(page(&visitor, view, registration, FormState::default()))
}

/// `registration` is what became of a completed match.
pub(super) fn page(visitor: &Visitor, view: MatchView, registration: Option<AnyView>, form: FormState) -> Page {
    let lang = visitor.lang;
    let back = match view.party {
        Party::Coordinator => ("/desk".to_owned(), tr!(lang, "matching.back_desk")),
        Party::Tenant | Party::Landlord => ("/me".to_owned(), tr!(lang, "matching.back_me")),
    };
    visitor.page(view.title.clone(), move || {
        let badge = status_badge(lang, view.status);
        let events = history(lang, &view);
        view! {
            <Wrap>
                <PageHead title=view.title.clone() kicker=view.number.clone() lead=place(&view) back=back>
                    <Badges badges=vec![badge]/>
                </PageHead>
                <Stack>
                    <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                    <Stepper label=tr!(lang, "matching.steps") steps=steps(lang, &view)/>
                    <Sidebar side=terms_box(lang, &view)>
                        <Stack>
                            {next(lang, &view)}
                            {registration}
                            {people(lang, &view)}
                            {message(lang, &view)}
                            <Section title=tr!(lang, "matching.history")><History events=events/></Section>
                            {leaving(lang, &view, &form)}
                        </Stack>
                    </Sidebar>
                </Stack>
            </Wrap>
        }
        .into_any()
    })
}

/// With the door where the reader may know it.
fn place(view: &MatchView) -> String {
    view.address.clone().unwrap_or_else(|| view.place.clone())
}

/// What comes next, and the one button for whoever looks.
fn next(lang: Lang, view: &MatchView) -> AnyView {
    let (key, href) = whats_next(view);
    let due = view.answer_due_at.map(format_minute).unwrap_or_default();
    let title = tr!(lang, &format!("matching.next.{key}.title"));
    let text = tr!(
        lang,
        &format!("matching.next.{key}.text"),
        due = due,
        landlord = view.landlord.clone(),
        tenant = view.tenant.clone()
    );
    let action = match (key, href) {
        ("accept", _) => {
            let action = format!("/matches/{}/accept", view.id);
            view! { <Actions><PostButton action=action label=tr!(lang, "matching.next.accept.action") look=Look::Main/></Actions> }
                .into_any()
        }
        (_, Some(href)) => {
            let label = tr!(lang, &format!("matching.next.{key}.action"));
            view! { <Actions><LinkButton href=href label=label look=Look::Main/></Actions> }.into_any()
        }
        (_, None) => ().into_any(),
    };
    let reason = view.reason.clone().map(|reason| {
        let who = match (view.status, view.completed_at) {
            (MatchStatus::Accepted, _) => "matching.reason.sent_back",
            _ => "matching.reason.ended",
        };
        view! { <KeyValue items=vec![Item::new(tr!(lang, who), reason)]/> }
    });
    view! { <SummaryBox title=title><p>{text}</p>{reason}{action}</SummaryBox> }.into_any()
}

/// The key of what comes next, and where its button leads.
fn whats_next(view: &MatchView) -> (&'static str, Option<String>) {
    let here = |page: &str| Some(format!("/matches/{}/{page}", view.id));
    match (view.status, view.party) {
        (MatchStatus::Applied, Party::Landlord) => ("accept", None),
        (MatchStatus::Applied, Party::Tenant) => ("wait-answer", None),
        (MatchStatus::Applied, Party::Coordinator) => ("centre-applied", None),
        (MatchStatus::Accepted, Party::Tenant) if !view.details_given() => ("details", here("details")),
        (MatchStatus::Accepted, Party::Landlord) if !view.details_given() => ("identity", here("details")),
        (MatchStatus::Accepted, Party::Landlord) if view.contract.is_none() => ("terms", here("terms")),
        (MatchStatus::Accepted, Party::Tenant) if view.contract.is_none() => ("wait-terms", None),
        (MatchStatus::Accepted, Party::Tenant | Party::Landlord) if !view.confirmed() => ("confirm", here("confirm")),
        (MatchStatus::Accepted, Party::Tenant) => ("wait-landlord", None),
        (MatchStatus::Accepted, Party::Landlord) => ("wait-tenant", None),
        (MatchStatus::Accepted, Party::Coordinator) => ("centre-accepted", None),
        (MatchStatus::Agreed, Party::Coordinator) => ("complete", Some(format!("/desk/matches/{}", view.id))),
        (MatchStatus::Agreed, _) => ("wait-centre", None),
        (MatchStatus::Completed, _) if view.registered_at.is_some() => ("registered", None),
        (MatchStatus::Completed, _) => ("wait-registration", None),
        (MatchStatus::Declined | MatchStatus::Withdrawn | MatchStatus::Lapsed, Party::Tenant) => {
            ("over", Some("/search".to_owned()))
        }
        (MatchStatus::Declined | MatchStatus::Withdrawn | MatchStatus::Lapsed, _) => ("over-landlord", None),
    }
}

fn people(lang: Lang, view: &MatchView) -> AnyView {
    let items = view
        .occupants
        .iter()
        .map(|person| {
            let mut badges = Vec::new();
            if person.minor {
                badges.push(BadgeText::new(Tone::Neutral, tr!(lang, "matching.minor")));
            }
            if view.accepted_at.is_some() {
                badges.push(match person.given {
                    true => BadgeText::new(Tone::Ok, tr!(lang, "matching.given")),
                    false => BadgeText::new(Tone::Warn, tr!(lang, "matching.missing")),
                });
            }
            let document = person.document.clone();
            let relation = name_of(lang, "relation", person.relation.code());
            let value = view! {
                <Cluster>
                    <span>{relation}</span>
                    {document.map(|document| view! { <span class="soft">{document}</span> })}
                    <Badges badges=badges/>
                </Cluster>
            };
            let item = Item::new(person.name.clone(), value);
            if view.party == Party::Tenant && view.may(MatchAction::GiveDetails) {
                let href = format!("/matches/{}/details?person={}", view.id, person.no);
                item.change(href, tr!(lang, "matching.change"))
            } else {
                item
            }
        })
        .collect();
    view! { <Section title=tr!(lang, "matching.household")><KeyValue items=items/></Section> }.into_any()
}

fn message(lang: Lang, view: &MatchView) -> AnyView {
    if view.message.is_empty() {
        return ().into_any();
    }
    let lines = view
        .message
        .lines()
        .map(|line| view! { <p>{line.to_owned()}</p> })
        .collect_view();
    view! { <Card title=tr!(lang, "matching.message")>{lines}</Card> }.into_any()
}

/// The terms beside everything else, with the hash that both sides see.
fn terms_box(lang: Lang, view: &MatchView) -> AnyView {
    let id = view.id;
    let listing = format!("/listings/{}", view.listing);
    let (Some(contract), Some(hash)) = (&view.contract, &view.hash) else {
        let items = vec![
            Item::new(
                tr!(lang, "matching.term.rent"),
                tr!(lang, "matching.a_month", sum = yuan(lang, view.rent)),
            ),
            Item::new(tr!(lang, "matching.term.landlord"), view.landlord.clone()),
            Item::new(tr!(lang, "matching.term.tenant"), view.tenant.clone()),
        ];
        return view! { <Card title=tr!(lang, "matching.listing")>
            <KeyValue items=items/>
            <p><a href=listing>{tr!(lang, "matching.see_listing")}</a></p>
        </Card> }
        .into_any();
    };
    let said = |at: Option<jiff::Timestamp>| match at {
        Some(at) => tr!(lang, "matching.confirmed_on", day = day(at)),
        None => tr!(lang, "matching.not_confirmed"),
    };
    // Term, rent, payment and deposit; the rest is a click away.
    let mut items: Vec<Item> = term_items(lang, contract).into_iter().skip(4).take(4).collect();
    items.push(Item::new(
        tr!(lang, "matching.hash"),
        view! { <code>{TermsHash::short(hash)}</code> },
    ));
    items.push(Item::new(
        tr!(lang, "matching.term.tenant"),
        said(view.tenant_confirmed_at),
    ));
    items.push(Item::new(
        tr!(lang, "matching.term.landlord"),
        said(view.landlord_confirmed_at),
    ));
    let edit = view.may(MatchAction::WriteTerms);
    view! {
        <Card title=tr!(lang, "matching.terms.title")>
            <KeyValue items=items/>
            <p><a href=format!("/matches/{id}/confirm")>{tr!(lang, "matching.terms.all")}</a></p>
            {edit.then(|| view! { <p><a href=format!("/matches/{id}/terms")>{tr!(lang, "matching.terms.edit")}</a></p> })}
        </Card>
    }
    .into_any()
}

fn history(lang: Lang, view: &MatchView) -> Vec<Event> {
    let centre = tr!(lang, "matching.centre");
    let (tenant, landlord) = (view.tenant.clone(), view.landlord.clone());
    let ended = format!("ended.{}", view.status.code());
    let mut events = vec![
        ("applied", Some(view.applied_at), tenant.clone()),
        ("accepted", view.accepted_at, landlord.clone()),
        ("details", view.details_at, tenant.clone()),
        ("tenant_confirmed", view.tenant_confirmed_at, tenant),
        ("landlord_confirmed", view.landlord_confirmed_at, landlord),
        ("agreed", view.agreed_at, String::new()),
        ("completed", view.completed_at, centre.clone()),
        ("registered", view.registered_at, centre),
        (
            ended.as_str(),
            view.closed_at.filter(|_| view.completed_at.is_none()),
            String::new(),
        ),
    ];
    // Two things at the same instant stay in the order in which they follow from each other.
    events.sort_by_key(|(_, at, _)| *at);
    events
        .into_iter()
        .rev()
        .filter_map(|(what, at, who)| {
            Some(Event {
                when: format_minute(at?),
                what: tr!(lang, &format!("matching.event.{what}")),
                who: who.into(),
                ..Event::default()
            })
        })
        .collect()
}

/// What ends the match, below everything else.
fn leaving(lang: Lang, view: &MatchView, form: &FormState) -> AnyView {
    let id = view.id;
    if view.may(MatchAction::Withdraw) {
        let action = format!("/matches/{id}/withdraw");
        return view! {
            <Section title=tr!(lang, "matching.withdraw.title")>
                <Stack>
                    <p class="soft">{tr!(lang, "matching.withdraw.text")}</p>
                    <Actions><PostButton action=action label=tr!(lang, "matching.withdraw.action") look=Look::Danger/></Actions>
                </Stack>
            </Section>
        }
        .into_any();
    }
    if view.may(MatchAction::Decline) {
        let action = format!("/matches/{id}/decline");
        let (value, error) = (form.value("reason"), form.error(lang, "reason"));
        return view! {
            <PostForm action=action>
                <FormPart title=tr!(lang, "matching.decline.title") text=tr!(lang, "matching.decline.text")>
                    <TextArea name="reason" label=tr!(lang, "matching.decline.reason") hint=tr!(lang, "matching.decline.hint") rows=2 max_length=300 value=value error=error/>
                    <Actions><Button label=tr!(lang, "matching.decline.action") look=Look::Danger/></Actions>
                </FormPart>
            </PostForm>
        }
        .into_any();
    }
    ().into_any()
}
