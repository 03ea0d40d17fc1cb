//! The page `/desk`: the queues as tabs with how many wait in each, and the lines of one of them. The administrator has no
//! queues, but a page of their own.

use super::{
    administration, listings, matches,
    queue::{Queue, SHOWN},
    registrations,
};
use crate::{
    error::AppError,
    page::Page,
    ui::{DataTable, EmptyArt, EmptyState, Glyph, LinkButton, PageHead, Tab, Tabs, Wide},
    visitor::Visitor,
};
use domain::{
    access::{Actor, Role},
    lang::Lang,
};
use leptos::prelude::*;

/// Every queue in the order of the tabs, each from its own file.
async fn queues(visitor: &Visitor, actor: &Actor) -> Result<Vec<Queue>, AppError> {
    Ok(vec![
        listings::load(visitor, actor).await?,
        matches::load(visitor, actor).await?,
        registrations::load(visitor, actor).await?,
    ])
}

pub async fn show(visitor: Visitor) -> Result<Page, AppError> {
    let lang = visitor.lang;
    if visitor.actor()?.has(Role::Administrator) {
        return administration::page(&visitor).await;
    }
    let actor = visitor.coordinator()?;
    let mut queues = queues(&visitor, actor).await?;
    let wanted = visitor.query("queue").unwrap_or_default();
    let at = queues.iter().position(|queue| queue.key == wanted).unwrap_or(0);
    let areas = actor
        .areas(Role::Coordinator)
        .filter_map(backend::area::find)
        .map(|area| area.name)
        .collect::<Vec<_>>()
        .join(" · ");
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
    Ok(visitor.page(tr!(lang, "desk.title"), move || {
        view! {
            <Wide>
                <PageHead title=tr!(lang, "desk.title") kicker=areas>
                    <LinkButton href="/desk/places" label=tr!(lang, "place.title") icon=Glyph::Pin/>
                </PageHead>
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
