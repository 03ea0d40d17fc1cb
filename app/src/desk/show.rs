//! The page `/desk`: the queues as tabs with how many wait in each, and the lines of one of them. Whoever has several duties
//! sees the queues of all of them.

use super::{
    letters, listings, matches,
    queue::{Queue, SHOWN},
    registrations, staff,
};
use crate::{
    error::AppError,
    page::Page,
    ui::{DataTable, EmptyArt, EmptyState, Glyph, LinkButton, Notice, PageHead, Tab, Tabs, Tone, Wide},
    visitor::Visitor,
};
use domain::{
    access::{Action, Actor, Role, Subject, may},
    lang::Lang,
};
use leptos::prelude::*;

/// The queues of the duties in force in the order of the tabs, each from its own file.
async fn queues(visitor: &Visitor, actor: &Actor) -> Result<Vec<Queue>, AppError> {
    let mut queues = Vec::new();
    if actor.has(Role::Coordinator) {
        queues.push(listings::load(visitor, actor).await?);
        queues.push(matches::load(visitor, actor).await?);
        queues.push(registrations::to_finalise(visitor, actor).await?);
    }
    if actor.has(Role::Reviewer) {
        queues.push(registrations::to_accept(visitor, actor).await?);
    }
    if actor.has(Role::Administrator) {
        queues.push(staff::load(visitor, actor).await?);
        queues.push(letters::load(visitor, actor).await?);
    }
    Ok(queues)
}

/// Where the duties in force are for, each area once.
fn areas(actor: &Actor) -> String {
    let mut names: Vec<&str> = Vec::new();
    let areas = actor.duties.iter().filter_map(|duty| duty.area);
    for area in areas.filter_map(backend::area::find) {
        if !names.contains(&area.name) {
            names.push(area.name);
        }
    }
    names.join(" · ")
}

/// What is kept up beside the queues.
fn tables(lang: Lang, actor: &Actor) -> AnyView {
    let places = may(actor, Action::EditPlace, &Subject::anywhere()).is_ok();
    let staff = actor.has(Role::Administrator);
    view! {
        {staff.then(|| view! { <LinkButton href="/desk/staff" label=tr!(lang, "staff.title") icon=Glyph::Users/> })}
        {staff.then(|| view! { <LinkButton href="/desk/organisations" label=tr!(lang, "organisation.title") icon=Glyph::Home/> })}
        {places.then(|| view! { <LinkButton href="/desk/places" label=tr!(lang, "place.title") icon=Glyph::Pin/> })}
    }
    .into_any()
}

pub async fn show(visitor: Visitor) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.actor()?;
    let mut queues = queues(&visitor, actor).await?;
    if queues.is_empty() {
        return Err(AppError::NotFound);
    }
    let wanted = visitor.query("queue").unwrap_or_default();
    let at = queues.iter().position(|queue| queue.key == wanted).unwrap_or(0);
    let tabs = queues
        .iter()
        .enumerate()
        .map(|(no, queue)| Tab {
            label: tr!(lang, &format!("desk.{}", queue.key)),
            href: format!("/desk?queue={}", queue.key),
            count: Some(queue.count),
            current: no == at,
        })
        .collect();
    let queue = queues.remove(at);
    let (areas, tables) = (areas(actor), tables(lang, actor));
    let done = match visitor.query("done").as_deref() {
        Some("published") => Some("desk.just_published"),
        Some("returned") => Some("desk.just_returned"),
        Some("sent-again") => Some("desk.just_sent_again"),
        _ => None,
    };
    Ok(visitor.page(tr!(lang, "desk.title"), move || {
        view! {
            <Wide>
                <PageHead title=tr!(lang, "desk.title") kicker=areas>
                    {tables}
                </PageHead>
                {done.map(|key| view! { <Notice tone=Tone::Ok title=tr!(lang, key)/> })}
                <Tabs label=tr!(lang, "desk.queues") tabs/>
                {lines(lang, queue)}
            </Wide>
        }
        .into_any()
    }))
}

fn lines(lang: Lang, queue: Queue) -> AnyView {
    let caption = tr!(lang, &format!("desk.{}", queue.key));
    let mut rows = (queue.rows)();
    rows.truncate(SHOWN as usize);
    if rows.is_empty() {
        let done = tr!(lang, &format!("desk.{}_done", queue.key));
        return view! { <EmptyState art=EmptyArt::Tray title=done/> }.into_any();
    }
    let hidden = queue.count.saturating_sub(SHOWN);
    view! {
        <DataTable caption columns=queue.columns rows/>
        {(hidden > 0).then(|| view! { <p class="soft">{counted!(lang, "desk.more", hidden)}</p> })}
    }
    .into_any()
}
