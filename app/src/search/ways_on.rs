//! Ways on where little or nothing was found: what there would be without one of the choices.

use backend::search::{Loosened, SearchPage};
use domain::{
    lang::Lang,
    search::{Filter, Query},
};
use leptos::prelude::*;

use super::{names::filter_text, why::group_text};
use crate::{
    error::AppError,
    href,
    ui::{ChipLink, ChipRow},
    visitor::Visitor,
};

/// Who finds no more than so many is told what else there would be.
const FEW: u64 = 5;

/// What there would be without one of the choices: those that were clicked where nothing is found, also those that were
/// read from words where little is.
pub async fn loosened(visitor: &Visitor, query: &Query, page: &SearchPage) -> Result<Vec<Loosened>, AppError> {
    let backend = visitor.backend();
    if page.total == 0 && !query.filters.is_empty() {
        return Ok(backend::search::loosen(backend, query).await?);
    }
    if page.total == 0 || page.total > FEW || query.after.is_some() {
        return Ok(vec![]);
    }
    let mut loosened = backend::search::loosen(backend, &page.understood.settled(query)).await?;
    loosened.retain(|one| one.total > page.total);
    Ok(loosened)
}

/// More ways on than these are no help.
const WAYS_ON_MAX: usize = 6;

pub struct WaysOn<'a> {
    pub lang: Lang,
    pub loosened: &'a [Loosened],
    /// How many listings the search itself found.
    pub total: u64,
}

impl WaysOn<'_> {
    /// What a way on gives up, and what it shows.
    pub fn way_on(&self, loosened: &Loosened) -> String {
        let lang = self.lang;
        let given_up = loosened.without.iter().filter_map(|choice| match choice.first()? {
            facility @ Filter::Facility(_) => Some(tr!(lang, "loosen.without", what = filter_text(lang, facility))),
            filter => Some(tr!(lang, "loosen.any", group = group_text(lang, filter.group()))),
        });
        let given_up = given_up.collect::<Vec<_>>().join(&tr!(lang, "loosen.and"));
        counted!(lang, "loosen.shows", loosened.total, what = given_up)
    }

    /// What was chosen that stands in the best way on: `租金 500 元以内`.
    pub fn obstacle(&self, best: &Loosened) -> String {
        let lang = self.lang;
        let names = best.without.iter().filter_map(|choice| {
            let values: Vec<_> = choice.iter().map(|filter| filter_text(lang, filter)).collect();
            let values = values.join(" / ");
            Some(match choice.first()? {
                Filter::Facility(_) => values,
                filter => format!("{} {values}", group_text(lang, filter.group())),
            })
        });
        let names = names.collect::<Vec<_>>().join(&tr!(lang, "loosen.and"));
        tr!(lang, "loosen.obstacle", what = names)
    }

    /// The ways on that the page does not show elsewhere.
    pub fn view(&self) -> Option<AnyView> {
        let lang = self.lang;
        // Where nothing is found, the best is the page's main action.
        let others = self
            .loosened
            .iter()
            .take(WAYS_ON_MAX)
            .skip(usize::from(self.total == 0));
        let links: Vec<_> = others
            .map(|loosened| view! { <ChipLink href=href::search(&loosened.query) label=self.way_on(loosened)/> })
            .collect();
        (!links.is_empty()).then(|| {
            let title = match self.total {
                0 => tr!(lang, "loosen.title"),
                _ => tr!(lang, "loosen.few"),
            };
            view! {
                <section class="ways-on">
                    <h2>{title.clone()}</h2>
                    <ChipRow label=title>{links}</ChipRow>
                </section>
            }
            .into_any()
        })
    }
}
