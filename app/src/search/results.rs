//! The results of a search. The address is the state; everything on the page is a link or a GET form.

use axum::extract::RawQuery;
use backend::search::{Explanation, Loosened, SearchPage};
use domain::{
    lang::Lang,
    search::{Filter, Parsed, Query, Reader, Sort},
};
use leptos::prelude::*;
use std::sync::Arc;

use super::{
    facets::{facets, own_districts},
    near::card_distance,
    suggestions::suggestion_words,
    understood::Reading,
    ways_on::{WaysOn, loosened},
    why::found,
};
use crate::{
    compare,
    error::AppError,
    favourite::Hearts,
    href::{self, asked},
    page::Page,
    parts::card::Viewer,
    ui::{
        EmptyArt, EmptyState, Glyph, HeaderSearch, LinkButton, ListingList, ListingSummary, Look, MaybeText,
        Pagination, PhoneSearch, ResultsHead, ResultsLayout, SearchBox, SortLink, Wide,
    },
    visitor::Visitor,
};

pub async fn show(visitor: Visitor, RawQuery(raw): RawQuery) -> Result<Page, AppError> {
    let mut parsed = asked(raw.as_deref().unwrap_or_default());
    let page = backend::search::find(visitor.backend(), &parsed.query, true).await?;
    // Every link of the page goes on from what was searched for.
    parsed.query = page.query.clone();
    parsed.settle(&page.understood.filters);
    let reader = backend::search::reader(visitor.backend())?;
    let explained = backend::search::explain(visitor.backend(), &parsed.query, &page).await?;
    let loosened = loosened(&visitor, &parsed.query, &page).await?;
    let lang = visitor.lang;
    let title = match parsed.query.text() {
        "" => tr!(lang, "search.title"),
        text => tr!(lang, "search.title_of", text = text),
    };
    let header = HeaderSearch {
        text: parsed.query.text().to_owned(),
        keep: kept(&parsed.query),
        suggest: Some(suggestion_words(lang)),
    };
    let ids: Vec<_> = page.cards.iter().map(|card| card.id).collect();
    let results = Results {
        hearts: Hearts::of(&visitor, &ids).await?,
        viewer: Viewer::of(&visitor),
        districts: own_districts(visitor.backend()),
        parsed,
        page,
        reader,
        explained,
        loosened,
    };
    Ok(visitor.page(title, move || results.view()).search(Some(header)))
}

/// What a new text keeps of the address: the filters that were chosen and the order, not the page.
fn kept(query: &Query) -> Vec<(String, String)> {
    let pairs = query.clone().with_text("").with_after(None).to_pairs();
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

struct Results {
    viewer: Viewer<'static>,
    parsed: Parsed,
    page: SearchPage,
    reader: Arc<Reader>,
    /// Of the centre's own city.
    districts: Vec<Filter>,
    /// Why each listing was found.
    explained: Vec<Explanation>,
    /// Ways on where nothing was.
    loosened: Vec<Loosened>,
    hearts: Hearts,
}

impl Results {
    fn lang(&self) -> Lang {
        self.viewer.lang
    }

    fn reading(&self) -> Reading<'_> {
        Reading {
            lang: self.lang(),
            parsed: &self.parsed,
            page: &self.page,
        }
    }

    fn view(self) -> AnyView {
        let lang = self.lang();
        let query = &self.parsed.query;
        let filters = facets(self.viewer, query, &self.page, &self.reader, &self.districts);
        let (text, keep) = (query.text().to_owned(), kept(query));
        let reading = self.reading();
        let (chips, ranks, respelling) = (reading.chips(), reading.only_ranks(), reading.respelling());
        let (notices, list) = (reading.notices(), self.list());
        view! {
            <Wide>
                <h1 class="sr-only">{tr!(lang, "search.title")}</h1>
                <PhoneSearch>
                    <SearchBox
                        id="page-q"
                        label=tr!(lang, "search.box")
                        placeholder=tr!(lang, "search.placeholder")
                        button=tr!(lang, "search.button")
                        value=text
                        keep
                        suggest=Some(suggestion_words(lang))
                    />
                </PhoneSearch>
                {chips}
                {ranks}
                {respelling}
                {notices}
                <ResultsLayout filters>{list}</ResultsLayout>
            </Wide>
        }
        .into_any()
    }

    fn list(&self) -> AnyView {
        let (lang, query, page) = (self.lang(), &self.parsed.query, &self.page);
        let save = href::save_search(query);
        let ways_on = WaysOn {
            lang,
            loosened: &self.loosened,
            total: page.total,
        };
        if page.total == 0 {
            let action = match self.loosened.first() {
                Some(best) => (href::search(&best.query), ways_on.way_on(best)),
                None if query.filters.is_empty() => ("/search".to_owned(), tr!(lang, "search.see_all")),
                None => (self.reading().without_filters(), tr!(lang, "search.none_action")),
            };
            let text = match self.loosened.first() {
                Some(best) => ways_on.obstacle(best),
                None => tr!(lang, "search.none_text"),
            };
            return view! {
                <EmptyState art=EmptyArt::Search title=tr!(lang, "search.none") text action>
                    <LinkButton href=save label=tr!(lang, "saved_search.tell_me") look=Look::Plain icon=Glyph::Bell/>
                </EmptyState>
                {ways_on.view()}
            }
            .into_any();
        }
        let asked = &page.understood.filters;
        // Nearest first is offered only where there is something to be near.
        let sorts = Sort::ALL.into_iter().filter(|sort| asked.order(*sort) == *sort);
        let sorts = sorts.map(|sort| SortLink {
            label: tr!(lang, &format!("search.sort_by.{}", sort.code())),
            href: href::search(&query.clone().with_sort(sort)),
            current: sort == asked.order(query.sort),
        });
        let cards = page.cards.iter().zip(&self.explained);
        // One alone can't be compared.
        let several = page.cards.len() > 1;
        let listings = cards.map(|(card, why)| {
            let listing = ListingSummary {
                distance: card_distance(lang, asked.near.as_ref(), card).into(),
                tick: several.then(|| compare::tick(lang, card.id)),
                ..found(self.viewer, card, why, &asked.facilities)
            };
            self.hearts.on(card.id, listing)
        });
        let listings = listings.collect();
        let first = query
            .after
            .is_some()
            .then(|| href::search(&query.clone().with_after(None)));
        let next = page
            .next
            .clone()
            .map(|next| href::search(&query.clone().with_after(Some(next))));
        view! {
            <ResultsHead
                count=counted!(lang, "search.count", page.total)
                sort_label=tr!(lang, "search.sort")
                sorts=sorts.collect()
            >
                <LinkButton href=save label=tr!(lang, "saved_search.save") look=Look::Plain icon=Glyph::Bell/>
            </ResultsHead>
            <ListingList listings/>
            {several.then(|| compare::form(lang, true))}
            <Pagination
                label=tr!(lang, "search.pages")
                first_href=MaybeText::from(first)
                first_label=tr!(lang, "search.first")
                next_href=MaybeText::from(next)
                next_label=tr!(lang, "search.next")
            />
            {ways_on.view()}
        }
        .into_any()
    }
}
