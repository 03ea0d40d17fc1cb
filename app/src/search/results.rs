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
    asked::{TEXT_MAX_CHARS, asked},
    card::{Viewer, found},
    facets::facets,
    href,
    names::filter_text,
    near::card_distance,
    why::group_text,
};
use crate::{
    compare,
    error::AppError,
    favourite::Hearts,
    page::Page,
    ui::{
        Chip, ChipLink, ChipRow, EmptyArt, EmptyState, Glyph, HeaderSearch, LinkButton, ListingList, ListingSummary,
        Look, MaybeText, Notice, Pagination, PhoneSearch, ResultsHead, ResultsLayout, SearchBox, SortLink, Tone, Wide,
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

/// Who finds no more than so many is told what else there would be.
const FEW: u64 = 5;

/// What there would be without one of the choices: those that were clicked where nothing is found, also those that were
/// read from words where little is.
async fn loosened(visitor: &Visitor, query: &Query, page: &SearchPage) -> Result<Vec<Loosened>, AppError> {
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

/// Of what was left out, so much is named.
const PIECES_MAX: usize = 5;
const PIECE_MAX_CHARS: usize = 20;

/// What a new text keeps of the address: the filters that were chosen and the order, not the page.
fn kept(query: &Query) -> Vec<(String, String)> {
    let pairs = query.clone().with_text("").with_after(None).to_pairs();
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn quoted(lang: Lang, piece: &str) -> String {
    let mut short: String = piece.chars().take(PIECE_MAX_CHARS).collect();
    if short.len() < piece.len() {
        short.push('…');
    }
    match lang {
        Lang::Zh => format!("「{short}」"),
        Lang::En => format!("“{short}”"),
    }
}

/// Pieces of a text, cut where they go on and on.
fn named(lang: Lang, pieces: &[&str]) -> String {
    let mut named: String = pieces
        .iter()
        .take(PIECES_MAX)
        .map(|piece| quoted(lang, piece))
        .collect();
    if let Some(more @ 1..) = pieces.len().checked_sub(PIECES_MAX) {
        named.push_str(&tr!(lang, "search.dropped_more", count = more));
    }
    named
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
        let (chips, ranks, respelling) = (self.chips(), self.only_ranks(), self.respelling());
        let (notices, list) = (self.notices(), self.list());
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
                {respelling}
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
        (!links.is_empty())
            .then(|| view! { <p class="chips-note">{tr!(lang, "search.misread")} {links}</p> }.into_any())
    }

    /// What was asked for and hides nothing: halls and bathrooms of a layout, words that say how a home should be.
    fn only_ranks(&self) -> Option<AnyView> {
        let (lang, query) = (self.lang(), &self.parsed.query);
        let Understood { wishes, words, .. } = &self.page.understood;
        let rooms = [("search.halls", wishes.halls), ("search.baths", wishes.baths)];
        let rooms = rooms
            .into_iter()
            .filter_map(|(key, count)| count.map(|count| tr!(lang, key, count = count)));
        let words = words
            .iter()
            .filter(|word| word.wish)
            .filter_map(|word| query.text().get(word.span.clone()))
            .map(|piece| quoted(lang, piece));
        let what: Vec<_> = rooms.chain(words).collect();
        (!what.is_empty()).then(|| {
            let what = what.join(&tr!(lang, "loosen.and"));
            view! { <p class="chips-note">{tr!(lang, "search.only_ranks", what = what)}</p> }.into_any()
        })
    }

    /// The words that are left, without any filter.
    fn without_filters(&self) -> String {
        let settled = self.page.understood.settled(&self.parsed.query);
        href(&Query::for_text(settled.text()).0)
    }

    /// A name that was written with a wrong character, and the way back.
    fn respelling(&self) -> Option<AnyView> {
        let lang = self.lang();
        let respelling = self.page.respelling.as_ref()?;
        let (typed, meant): (String, String) = respelling
            .pieces
            .iter()
            .map(|(typed, meant)| (quoted(lang, typed), quoted(lang, meant)))
            .unzip();
        let title = tr!(lang, "search.respelt", typed = typed, meant = meant);
        let (label, as_typed) = (tr!(lang, "search.as_typed", typed = typed), href(&respelling.as_typed));
        Some(
            view! {
                <Notice tone=Tone::Info title>
                    <a href=as_typed>{label}</a>
                </Notice>
            }
            .into_any(),
        )
    }

    fn notices(&self) -> AnyView {
        let lang = self.lang();
        let text = self.parsed.query.text();
        let pieces = self.page.dropped.iter();
        let pieces: Vec<_> = pieces.filter_map(|dropped| text.get(dropped.span.clone())).collect();
        let dropped = (!pieces.is_empty()).then(|| tr!(lang, "search.dropped", pieces = named(lang, &pieces)));
        let cut = self
            .parsed
            .ignored
            .iter()
            .any(|ignored| ignored.key == "q" && ignored.code == "too-long");
        let cut = cut.then(|| tr!(lang, "search.cut", count = TEXT_MAX_CHARS));
        let shortened = self.page.understood.shortened && cut.is_none();
        let shortened = shortened.then(|| tr!(lang, "search.shortened"));
        let keys: Vec<_> = self
            .parsed
            .ignored
            .iter()
            // Who takes away the place is not scolded for the order that went with it.
            .filter(|ignored| ignored.key != "q" && ignored.code != "needs-near")
            .map(|ignored| ignored.key)
            .collect();
        let ignored = (!keys.is_empty()).then(|| tr!(lang, "search.ignored", keys = keys.join(", ")));
        let notes = self.page.understood.notes().into_iter();
        let notes = notes.map(|note| tr!(lang, &format!("search.note.{}", note.code())));
        [dropped, cut, shortened, ignored]
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
        counted!(lang, "loosen.shows", loosened.total, what = given_up)
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

    /// The ways on that the page does not show elsewhere.
    fn ways_on(&self) -> Option<AnyView> {
        let lang = self.lang();
        // Where nothing is found, the best is the page's main action.
        let others = self
            .loosened
            .iter()
            .take(WAYS_ON_MAX)
            .skip(usize::from(self.page.total == 0));
        let links: Vec<_> = others
            .map(|loosened| view! { <ChipLink href=href(&loosened.query) label=self.way_on(loosened)/> })
            .collect();
        (!links.is_empty()).then(|| {
            let title = match self.page.total {
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
        let first = query.after.is_some().then(|| href(&query.clone().with_after(None)));
        let next = page
            .next
            .clone()
            .map(|next| href(&query.clone().with_after(Some(next))));
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
            {self.ways_on()}
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_is_named_in_short() {
        let long = "房".repeat(30);
        assert_eq!(
            named(Lang::Zh, &["海景", &long]),
            format!("「海景」「{}…」", "房".repeat(20))
        );
        let many = ["a", "b", "c", "d", "e", "f", "g"];
        assert_eq!(named(Lang::Zh, &many[..5]), "「a」「b」「c」「d」「e」");
        assert_eq!(named(Lang::Zh, &many), "「a」「b」「c」「d」「e」等，另有 2 处");
        assert_eq!(named(Lang::En, &many), "“a”“b”“c”“d”“e” and 2 more");
    }
}
