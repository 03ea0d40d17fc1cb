//! The page `/desk`: the queues as tabs with how many wait in each, and the lines of one of them. The administrator has no
//! queues, but a page of their own.

use crate::{
    error::AppError,
    page::Page,
    ui::{Column, DataTable, EmptyArt, EmptyState, Glyph, LinkButton, PageHead, Row, Tab, Tabs, Wide},
    visitor::Visitor,
};
use domain::{
    access::{Actor, Role},
    lang::Lang,
};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

/// How many lines of a queue are shown: the oldest, since they come first.
pub const SHOWN: u64 = 50;

/// A queue, loaded. `key` names it in the address and in the texts (`desk.<key>`, `desk.<key>_done`).
pub struct Queue {
    pub key: &'static str,
    pub count: u64,
    /// The columns of its table by the keys of their texts; the first is the row's head.
    pub columns: Vec<Column>,
    pub rows: Box<dyn FnOnce() -> Vec<Row> + Send>,
}

/// Every queue in the order of the tabs, each from its own file.
async fn queues(visitor: &Visitor, actor: &Actor) -> Result<Vec<Queue>, AppError> {
    Ok(vec![
        super::listings::load(visitor, actor).await?,
        super::matches::load(visitor, actor).await?,
        super::registrations::load(visitor, actor).await?,
    ])
}

pub async fn show(visitor: Visitor) -> Result<Page, AppError> {
    let lang = visitor.lang;
    if visitor.actor()?.has(Role::Administrator) {
        return super::administration::page(&visitor).await;
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

/// How long something has waited, in the largest unit that fits.
pub fn waited(lang: Lang, since: Timestamp, now: Timestamp) -> String {
    let waited = now.duration_since(since).max(SignedDuration::ZERO);
    match (waited.as_hours() / 24, waited.as_hours(), waited.as_mins()) {
        (0, 0, minutes) => tr!(lang, "desk.minutes", count = minutes),
        (0, hours, _) => tr!(lang, "desk.hours", count = hours),
        (days, _, _) => tr!(lang, "desk.days", count = days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_told_in_the_largest_unit() {
        let now: Timestamp = "2026-11-23T01:00:00Z".parse().unwrap();
        let text = |since: &str| waited(Lang::Zh, since.parse().unwrap(), now);
        assert_eq!(text("2026-11-23T00:01:30Z"), "58 分钟");
        assert_eq!(text("2026-11-22T02:00:00Z"), "23 小时");
        assert_eq!(text("2026-11-20T01:00:00Z"), "3 天");
        assert_eq!(text("2026-11-23T02:00:00Z"), "0 分钟", "a clock that went back");
    }
}
