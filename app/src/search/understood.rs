//! What was understood of a search, above its results: chips, readings that can be undone, what was left out.

use backend::search::SearchPage;
use domain::{
    lang::Lang,
    search::{self, Parsed, Query, Understood},
};
use leptos::prelude::*;

use super::names::filter_text;
use crate::{
    href::{self, TEXT_MAX_CHARS},
    ui::{Chip, ChipLink, ChipRow, Notice, Tone},
};

/// Of what was left out, so much is named.
const PIECES_MAX: usize = 5;
const PIECE_MAX_CHARS: usize = 20;

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

/// A search and what the page that was found says of it.
pub struct Reading<'a> {
    pub lang: Lang,
    pub parsed: &'a Parsed,
    pub page: &'a SearchPage,
}

impl Reading<'_> {
    pub fn chips(&self) -> Option<AnyView> {
        let (lang, query) = (self.lang, &self.parsed.query);
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
            view! { <Chip remove_href=href::search(&query.without(&chip)) remove_label=remove label/> }
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
        let (lang, query) = (self.lang, &self.parsed.query);
        let links = chips.iter().filter_map(|chip| {
            let piece = quoted(lang, query.piece(chip)?);
            let label = tr!(lang, "search.literally", piece = piece);
            Some(view! { <a href=href::search(&query.literally(chip)?) aria-label=label rel="nofollow">{piece}</a> })
        });
        let links: Vec<_> = links.collect();
        (!links.is_empty())
            .then(|| view! { <p class="chips-note">{tr!(lang, "search.misread")} {links}</p> }.into_any())
    }

    /// What was asked for and hides nothing: halls and bathrooms of a layout, words that say how a home should be.
    pub fn only_ranks(&self) -> Option<AnyView> {
        let (lang, query) = (self.lang, &self.parsed.query);
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
    pub fn without_filters(&self) -> String {
        let settled = self.page.understood.settled(&self.parsed.query);
        href::search(&Query::for_text(settled.text()).0)
    }

    /// A name that was written with a wrong character, and the way back.
    pub fn respelling(&self) -> Option<AnyView> {
        let lang = self.lang;
        let respelling = self.page.respelling.as_ref()?;
        let (typed, meant): (String, String) = respelling
            .pieces
            .iter()
            .map(|(typed, meant)| (quoted(lang, typed), quoted(lang, meant)))
            .unzip();
        let title = tr!(lang, "search.respelt", typed = typed, meant = meant);
        let (label, as_typed) = (
            tr!(lang, "search.as_typed", typed = typed),
            href::search(&respelling.as_typed),
        );
        Some(
            view! {
                <Notice tone=Tone::Info title>
                    <a href=as_typed>{label}</a>
                </Notice>
            }
            .into_any(),
        )
    }

    pub fn notices(&self) -> AnyView {
        let lang = self.lang;
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
