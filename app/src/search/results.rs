//! The results of a search. The address is the state; everything on the page is a link or a GET form.

use axum::extract::RawQuery;
use backend::search::SearchPage;
use domain::{
    lang::Lang,
    search::{Parsed, Query, Sort},
};
use leptos::prelude::*;

use super::{
    card::{Viewer, summary},
    facets::facets,
    href,
    names::filter_text,
};
use crate::{
    error::AppError,
    favourite::Hearts,
    page::Page,
    ui::{
        Chip, ChipLink, ChipRow, EmptyArt, EmptyState, HeaderSearch, ListingList, MaybeText, Notice, Pagination,
        PhoneSearch, ResultsHead, ResultsLayout, SearchBox, SortLink, Tone, Wide, grouped,
    },
    visitor::Visitor,
};

pub async fn show(visitor: Visitor, RawQuery(raw): RawQuery) -> Result<Page, AppError> {
    let parsed = Query::from_query_string(raw.as_deref().unwrap_or_default());
    let page = backend::search::find(visitor.backend(), &parsed.query, true).await?;
    let lang = visitor.lang;
    let title = match parsed.query.text() {
        "" => tr!(lang, "search.title"),
        text => tr!(lang, "search.title_of", text = text),
    };
    let header = HeaderSearch {
        text: parsed.query.text().to_owned(),
        keep: kept(&parsed.query),
    };
    let today = visitor.backend().today();
    let city = super::home::city_name(visitor.backend());
    let ids: Vec<_> = page.cards.iter().map(|card| card.id).collect();
    let results = Results {
        hearts: Hearts::of(&visitor, &ids).await?,
        viewer: Viewer { lang, today, city },
        parsed,
        page,
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
    hearts: Hearts,
}

impl Results {
    fn lang(&self) -> Lang {
        self.viewer.lang
    }

    fn view(self) -> AnyView {
        let lang = self.lang();
        let query = &self.parsed.query;
        let filters = facets(lang, query, &self.page);
        let (text, keep) = (query.text().to_owned(), kept(query));
        let (chips, notices, list) = (self.chips(), self.notices(), self.list());
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
                    />
                </PhoneSearch>
                {chips}
                {notices}
                <ResultsLayout filters>{list}</ResultsLayout>
            </Wide>
        }
        .into_any()
    }

    fn chips(&self) -> Option<AnyView> {
        let (lang, query) = (self.lang(), &self.parsed.query);
        let chips = self.page.understood.chips(query);
        if chips.is_empty() {
            return None;
        }
        let several = chips.len() > 1;
        let views = chips.into_iter().map(|chip| {
            let names: Vec<_> = chip.filters.iter().map(|filter| filter_text(lang, filter)).collect();
            let label = names.join(" / ");
            let remove = tr!(lang, "search.remove", what = label);
            view! { <Chip remove_href=href(&query.without(&chip)) remove_label=remove label/> }
        });
        let views = views.collect_view();
        let all = several.then(|| view! { <ChipLink href=self.without_filters() label=tr!(lang, "search.clear")/> });
        Some(
            view! {
                <ChipRow label=tr!(lang, "search.chips")>
                    {views}
                    {all}
                </ChipRow>
            }
            .into_any(),
        )
    }

    /// The words that are left, without any filter.
    fn without_filters(&self) -> String {
        let settled = self.page.understood.settled(&self.parsed.query);
        href(&Query::for_text(settled.text()).0)
    }

    fn notices(&self) -> AnyView {
        let lang = self.lang();
        let text = self.parsed.query.text();
        let pieces: Vec<_> = self
            .page
            .dropped
            .iter()
            .filter_map(|dropped| text.get(dropped.span.clone()))
            .map(|piece| match lang {
                Lang::Zh => format!("「{piece}」"),
                Lang::En => format!("“{piece}”"),
            })
            .collect();
        let dropped = (!pieces.is_empty()).then(|| tr!(lang, "search.dropped", pieces = pieces.concat()));
        let too_long = |code: &str| code == "too-long";
        let shortened = self.page.understood.shortened
            || self
                .parsed
                .ignored
                .iter()
                .any(|ignored| ignored.key == "q" && too_long(ignored.code));
        let shortened = shortened.then(|| tr!(lang, "search.shortened"));
        let keys: Vec<_> = self
            .parsed
            .ignored
            .iter()
            .filter(|ignored| ignored.key != "q")
            .map(|ignored| ignored.key)
            .collect();
        let ignored = (!keys.is_empty()).then(|| tr!(lang, "search.ignored", keys = keys.join(", ")));
        [dropped, shortened, ignored]
            .into_iter()
            .flatten()
            .map(|title| view! { <Notice tone=Tone::Info title/> })
            .collect_view()
            .into_any()
    }

    fn list(&self) -> AnyView {
        let (lang, query, page) = (self.lang(), &self.parsed.query, &self.page);
        if page.total == 0 {
            let action = match query.filters.is_empty() {
                true => ("/search".to_owned(), tr!(lang, "search.see_all")),
                false => (self.without_filters(), tr!(lang, "search.none_action")),
            };
            return view! {
                <EmptyState art=EmptyArt::Search title=tr!(lang, "search.none") text=tr!(lang, "search.none_text") action/>
            }
            .into_any();
        }
        let sorts = Sort::ALL.map(|sort| SortLink {
            label: tr!(lang, &format!("search.sort_by.{}", sort.code())),
            href: href(&query.clone().with_sort(sort)),
            current: sort == query.sort,
        });
        let cards = page.cards.iter();
        let listings = cards
            .map(|card| self.hearts.on(card.id, summary(self.viewer, card)))
            .collect();
        let first = query.after.is_some().then(|| href(&query.clone().with_after(None)));
        let next = page
            .next
            .clone()
            .map(|next| href(&query.clone().with_after(Some(next))));
        view! {
            <ResultsHead
                count=tr!(lang, "search.count", count = grouped(page.total))
                sort_label=tr!(lang, "search.sort")
                sorts=sorts.to_vec()
            />
            <ListingList listings/>
            <Pagination
                label=tr!(lang, "search.pages")
                first_href=MaybeText::from(first)
                first_label=tr!(lang, "search.first")
                next_href=MaybeText::from(next)
                next_label=tr!(lang, "search.next")
            />
        }
        .into_any()
    }
}
