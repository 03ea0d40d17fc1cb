//! The results of a search. The address is the state; everything on the page is a link or a GET form.

use axum::extract::RawQuery;
use backend::search::{Explanation, Loosened, SearchPage};
use domain::{
    lang::Lang,
    search::{self, Filter, Parsed, Query, Reader, Sort, Understood},
};
use leptos::prelude::*;
use std::sync::Arc;

use super::{
    card::{Viewer, found},
    facets::facets,
    href,
    names::filter_text,
    near::card_distance,
    why::group_text,
};
use crate::{
    error::AppError,
    favourite::Hearts,
    page::Page,
    ui::{
        Chip, ChipLink, ChipRow, EmptyArt, EmptyState, Glyph, HeaderSearch, LinkButton, ListingList, ListingSummary,
        Look, MaybeText, Notice, Pagination, PhoneSearch, ResultsHead, ResultsLayout, SearchBox, SortLink, Tone, Wide,
        grouped,
    },
    visitor::Visitor,
};

pub async fn show(visitor: Visitor, RawQuery(raw): RawQuery) -> Result<Page, AppError> {
    let parsed = Query::from_query_string(raw.as_deref().unwrap_or_default());
    let page = backend::search::find(visitor.backend(), &parsed.query, true).await?;
    let reader = backend::search::reader(visitor.backend())?;
    let explained = backend::search::explain(visitor.backend(), &parsed.query, &page).await?;
    let loosened = if page.total == 0 && !parsed.query.filters.is_empty() {
        backend::search::loosen(visitor.backend(), &parsed.query).await?
    } else {
        vec![]
    };
    let lang = visitor.lang;
    let title = match parsed.query.text() {
        "" => tr!(lang, "search.title"),
        text => tr!(lang, "search.title_of", text = text),
    };
    let header = HeaderSearch {
        text: parsed.query.text().to_owned(),
        keep: kept(&parsed.query),
        suggest: Some(super::suggestion_words(lang)),
    };
    let today = visitor.backend().today();
    let city = super::home::city_name(visitor.backend());
    let ids: Vec<_> = page.cards.iter().map(|card| card.id).collect();
    let results = Results {
        hearts: Hearts::of(&visitor, &ids).await?,
        viewer: Viewer { lang, today, city },
        districts: super::home::own_districts(visitor.backend()),
        parsed,
        page,
        reader,
        explained,
        loosened,
    };
    Ok(visitor.page(title, move || results.view()).search(Some(header)))
}

/// More ways on than these are no help.
const WAYS_ON_MAX: usize = 6;

/// What a new text keeps of the address: the filters that were chosen and the order, not the page.
fn kept(query: &Query) -> Vec<(String, String)> {
    let pairs = query.clone().with_text("").with_after(None).to_pairs();
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn quoted(lang: Lang, piece: &str) -> String {
    match lang {
        Lang::Zh => format!("「{piece}」"),
        Lang::En => format!("“{piece}”"),
    }
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

    fn view(self) -> AnyView {
        let lang = self.lang();
        let query = &self.parsed.query;
        let filters = facets(self.viewer, query, &self.page, &self.reader, &self.districts);
        let (text, keep) = (query.text().to_owned(), kept(query));
        let (chips, ranks, notices, list) = (self.chips(), self.only_ranks(), self.notices(), self.list());
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
                        suggest=Some(super::suggestion_words(lang))
                    />
                </PhoneSearch>
                {chips}
                {ranks}
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
        let literal = self.literal(&chips);
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
                {literal}
            }
            .into_any(),
        )
    }

    /// A wrong reading is one click from undone: what each chip was read from, as it stands.
    fn literal(&self, chips: &[search::Chip]) -> Option<AnyView> {
        let (lang, query) = (self.lang(), &self.parsed.query);
        let links = chips.iter().filter_map(|chip| {
            let piece = quoted(lang, query.piece(chip)?);
            let label = tr!(lang, "search.literally", piece = piece);
            Some(view! { <a href=href(&query.literally(chip)?) aria-label=label rel="nofollow">{piece}</a> })
        });
        let links: Vec<_> = links.collect();
        (!links.is_empty()).then(|| view! { <p class="literal">{tr!(lang, "search.misread")} {links}</p> }.into_any())
    }

    /// What was asked for and hides nothing: halls and bathrooms of a layout, words that say how a home should be.
    fn only_ranks(&self) -> Option<AnyView> {
        let (lang, query) = (self.lang(), &self.parsed.query);
        let Understood { wishes, words, .. } = &self.page.understood;
        let rooms = [("search.halls", wishes.halls), ("search.baths", wishes.baths)];
        let rooms = rooms
            .into_iter()
            .filter_map(|(key, count)| Some(tr!(lang, key, count = count?)));
        let words = words
            .iter()
            .filter(|word| word.wish)
            .filter_map(|word| query.text().get(word.span.clone()))
            .map(|piece| quoted(lang, piece));
        let what: Vec<_> = rooms.chain(words).collect();
        (!what.is_empty()).then(|| {
            let what = what.join(&tr!(lang, "loosen.and"));
            view! { <p class="literal">{tr!(lang, "search.only_ranks", what = what)}</p> }.into_any()
        })
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
            .map(|piece| quoted(lang, piece))
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
        let notes = self.page.understood.notes.iter();
        let notes = notes.map(|note| tr!(lang, &format!("search.note.{}", note.code())));
        [dropped, shortened, ignored]
            .into_iter()
            .flatten()
            .chain(notes)
            .map(|title| view! { <Notice tone=Tone::Info title/> })
            .collect_view()
            .into_any()
    }

    /// What a way on gives up, and what it shows.
    fn way_on(&self, loosened: &Loosened) -> String {
        let lang = self.lang();
        let given_up = loosened.without.iter().filter_map(|choice| match choice.first()? {
            facility @ Filter::Facility(_) => Some(tr!(lang, "loosen.without", what = filter_text(lang, facility))),
            filter => Some(tr!(lang, "loosen.any", group = group_text(lang, filter.group()))),
        });
        let given_up = given_up.collect::<Vec<_>>().join(&tr!(lang, "loosen.and"));
        tr!(lang, "loosen.shows", what = given_up, count = grouped(loosened.total))
    }

    /// What was chosen that stands in the best way on: `租金 500 元以内`.
    fn obstacle(&self, best: &Loosened) -> String {
        let lang = self.lang();
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

    /// The ways on besides the best, which is the page's main action.
    fn ways_on(&self) -> Option<AnyView> {
        let lang = self.lang();
        let links = self
            .loosened
            .iter()
            .take(WAYS_ON_MAX)
            .skip(1)
            .map(|loosened| view! { <ChipLink href=href(&loosened.query) label=self.way_on(loosened)/> });
        let links = links.collect_view();
        (self.loosened.len() > 1).then(|| {
            let title = tr!(lang, "loosen.title");
            view! {
                <section class="ways-on">
                    <h2>{title.clone()}</h2>
                    <ChipRow label=title>{links}</ChipRow>
                </section>
            }
            .into_any()
        })
    }

    fn list(&self) -> AnyView {
        let (lang, query, page) = (self.lang(), &self.parsed.query, &self.page);
        let save = crate::saved_search::save_href(query);
        if page.total == 0 {
            let action = match self.loosened.first() {
                Some(best) => (href(&best.query), self.way_on(best)),
                None if query.filters.is_empty() => ("/search".to_owned(), tr!(lang, "search.see_all")),
                None => (self.without_filters(), tr!(lang, "search.none_action")),
            };
            let text = match self.loosened.first() {
                Some(best) => self.obstacle(best),
                None => tr!(lang, "search.none_text"),
            };
            return view! {
                <EmptyState art=EmptyArt::Search title=tr!(lang, "search.none") text action>
                    <LinkButton href=save label=tr!(lang, "saved_search.tell_me") look=Look::Plain icon=Glyph::Bell/>
                </EmptyState>
                {self.ways_on()}
            }
            .into_any();
        }
        let asked = &page.understood.filters;
        // Nearest first is offered only where there is something to be near.
        let sorts = Sort::ALL.into_iter().filter(|sort| asked.order(*sort) == *sort);
        let sorts = sorts.map(|sort| SortLink {
            label: tr!(lang, &format!("search.sort_by.{}", sort.code())),
            href: href(&query.clone().with_sort(sort)),
            current: sort == asked.order(query.sort),
        });
        let cards = page.cards.iter().zip(&self.explained);
        let listings = cards.map(|(card, why)| {
            let listing = ListingSummary {
                distance: card_distance(lang, asked.near.as_ref(), card).into(),
                ..found(self.viewer, card, why, &asked.facilities)
            };
            self.hearts.on(card.id, listing)
        });
        let listings = listings.collect();
        let first = query.after.is_some().then(|| href(&query.clone().with_after(None)));
        let next = page
            .next
            .clone()
            .map(|next| href(&query.clone().with_after(Some(next))));
        view! {
            <ResultsHead
                count=tr!(lang, "search.count", count = grouped(page.total))
                sort_label=tr!(lang, "search.sort")
                sorts=sorts.collect()
            >
                <LinkButton href=save label=tr!(lang, "saved_search.save") look=Look::Plain icon=Glyph::Bell/>
            </ResultsHead>
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
