//! The first page: what this is for, and where to begin.

use axum_extra::extract::CookieJar;
use backend::{
    Backend,
    search::{Counts, ListingCardData},
};
use domain::{
    lang::Lang,
    search::{Filter, Group, Limit, Query, Sort},
};
use leptos::prelude::*;

use super::{facets::own_districts, names::filter_text, seen, suggestions::suggestion_words};
use crate::{
    error::AppError,
    favourite::Hearts,
    href,
    page::Page,
    parts::{
        Part,
        card::{Viewer, summary},
    },
    ui::{
        ChipLink, ChipRow, EmptyArt, EmptyState, Glyph, Hero, ListingList, ListingSummary, SearchBox, Section, Way,
        WayStep, Wrap,
    },
    visitor::Visitor,
};

const LISTINGS: u32 = 6;
const DISTRICTS: usize = 8;

pub async fn show(visitor: Visitor, jar: CookieJar) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let new = new(visitor.backend(), lang).await?;
    let viewer = Viewer::of(&visitor);
    let ids: Vec<_> = new.cards.iter().map(|card| card.id).collect();
    let hearts = Hearts::of(&visitor, &ids).await?;
    let home = Home {
        lang,
        heading: new.heading,
        more: href::search(&new.shown),
        districts: new.districts,
        listings: new
            .cards
            .iter()
            .map(|card| hearts.on(card.id, summary(viewer, card)))
            .collect(),
        seen: seen::section(&visitor, &jar).await?,
    };
    let lead = tr!(lang, "home.lead");
    Ok(visitor.page("", move || home.view()).search(None).description(lead))
}

/// What is new, and where there is something to find.
struct New {
    heading: String,
    shown: Query,
    cards: Vec<ListingCardData>,
    districts: Vec<Filter>,
}

/// While the index is being filled, the database says what is new, verified or not.
async fn new(backend: &Backend, lang: Lang) -> Result<New, AppError> {
    let (verified, any) = (newest(true), newest(false));
    let found = match backend::search::find(backend, &verified, true).await {
        Ok(page) if page.cards.is_empty() => {
            let page = backend::search::find(backend, &any, true).await;
            page.map(|page| (page, any.clone(), "home.new"))
        }
        found => found.map(|page| (page, verified, "home.new_verified")),
    };
    Ok(match found {
        Ok((page, shown, heading)) => New {
            heading: tr!(lang, heading),
            shown,
            districts: districts(backend, &page.counts),
            cards: page.cards,
        },
        Err(backend::Error::NotReady) => New {
            heading: tr!(lang, "home.new"),
            shown: any,
            cards: backend::search::newest(backend, LISTINGS.into()).await?,
            districts: districts(backend, &Counts::default()),
        },
        Err(error) => return Err(error.into()),
    })
}

fn newest(verified: bool) -> Query {
    let mut query = Query::default().with_sort(Sort::Newest);
    query.filters.verified = verified;
    query.limit = Limit::new(LISTINGS).unwrap_or_default();
    query
}

/// Where there is something to find, the most first; in a new installation the centre's own districts.
fn districts(backend: &Backend, counts: &Counts) -> Vec<Filter> {
    let places = counts.places(Group::District);
    if !places.is_empty() {
        return places.into_iter().map(|(filter, _)| filter).take(DISTRICTS).collect();
    }
    let mut own = own_districts(backend);
    own.truncate(DISTRICTS);
    own
}

struct Home {
    lang: Lang,
    heading: String,
    more: String,
    districts: Vec<Filter>,
    listings: Vec<ListingSummary>,
    seen: Option<Part>,
}

impl Home {
    fn view(self) -> AnyView {
        let lang = self.lang;
        let districts = self.districts.iter().map(|district| {
            let mut query = Query::default();
            query.filters.add(district.clone());
            let label = filter_text(lang, district);
            view! { <ChipLink href=href::search(&query) label/> }
        });
        let districts = districts.collect_view();
        let new = if self.listings.is_empty() {
            view! {
                <EmptyState
                    art=EmptyArt::Window
                    title=tr!(lang, "home.nothing")
                    text=tr!(lang, "home.nothing_text")
                    action=("/me/houses/new".to_owned(), tr!(lang, "home.let"))
                />
            }
            .into_any()
        } else {
            view! {
                <Section title=self.heading more=(self.more, tr!(lang, "home.all"))>
                    <ListingList listings=self.listings tiles=true/>
                </Section>
            }
            .into_any()
        };
        view! {
            <Hero title=tr!(lang, "home.title") lead=tr!(lang, "home.lead")>
                <SearchBox
                    large=true
                    label=tr!(lang, "home.ask")
                    placeholder=tr!(lang, "home.ask")
                    button=tr!(lang, "search.button")
                    suggest=Some(suggestion_words(lang))
                />
                <ChipRow label=tr!(lang, "home.districts")>{districts}</ChipRow>
            </Hero>
            <Wrap>
                {new}
                {self.seen.map(|seen| seen())}
                <Section title=tr!(lang, "home.steps")>
                    <Way steps=steps(lang)/>
                </Section>
            </Wrap>
        }
        .into_any()
    }
}

fn steps(lang: Lang) -> Vec<WayStep> {
    let step = |icon, key: &str| WayStep {
        icon,
        title: tr!(lang, &format!("home.{key}")),
        text: tr!(lang, &format!("home.{key}_text")),
    };
    vec![
        step(Glyph::Eye, "view"),
        step(Glyph::Pen, "sign"),
        step(Glyph::ShieldCheck, "registered"),
    ]
}
