//! Why a listing was found, in words.

use backend::search::{Explanation, ListingCardData, Snippet, SnippetField, Why};
use domain::{
    facility::Facility,
    lang::Lang,
    search::{Filter, Group},
};
use std::collections::BTreeSet;

use super::names::filter_text;
use crate::{
    parts::card::{Viewer, badges, place_names, summary},
    ui::{ListingSummary, MarkedText},
};

/// The card of a listing that was looked for.
pub fn found(
    viewer: Viewer<'_>,
    card: &ListingCardData,
    explanation: &Explanation,
    asked: &BTreeSet<Facility>,
) -> ListingSummary {
    ListingSummary {
        badges: badges(viewer.lang, card, asked),
        place: place(viewer, card, explanation),
        why: line(viewer.lang, explanation),
        ..summary(viewer, card)
    }
}

/// The names of a listing's place, with what was typed of them.
fn place(viewer: Viewer<'_>, card: &ListingCardData, explanation: &Explanation) -> MarkedText {
    let names = place_names(viewer, card).into_iter().map(|(field, name)| {
        let marks: Vec<_> = explanation
            .marks
            .iter()
            .filter(|mark| mark.field == field)
            .map(|mark| mark.range.clone())
            .collect();
        MarkedText::new(name, &marks)
    });
    MarkedText::join(names, " · ")
}

/// One line; empty where everything can be seen.
fn line(lang: Lang, explanation: &Explanation) -> MarkedText {
    let between = match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    };
    MarkedText::join(explanation.why.iter().map(|why| reason(lang, why)), between)
}

fn reason(lang: Lang, why: &Why) -> MarkedText {
    match why {
        Why::Called { typed, name, by_sound } => {
            let key = if *by_sound { "why.sound" } else { "why.name" };
            tr!(lang, key, typed = typed, name = name).into()
        }
        Why::Says(Snippet { field, text, marks }) => {
            let key = match field {
                SnippetField::Title => "why.title",
                SnippetField::Description => "why.description",
            };
            MarkedText::join([tr!(lang, key).into(), MarkedText::new(text, marks)], "")
        }
        Why::Fits(filters) => {
            let mut names: Vec<_> = filters.iter().map(|filter| what_fits(lang, filter)).collect();
            names.dedup();
            let between = match lang {
                Lang::Zh => "、",
                Lang::En => ", ",
            };
            tr!(lang, "why.fits", what = names.join(between)).into()
        }
    }
}

/// The name of what was asked about; the value stands on the card.
fn what_fits(lang: Lang, filter: &Filter) -> String {
    match filter {
        Filter::Facility(_) | Filter::Verified => filter_text(lang, filter),
        Filter::AvailableBy(_) => tr!(lang, "why.available"),
        filter => group_text(lang, filter.group()),
    }
}

/// The name of a kind of filter, as in the middle of a sentence.
pub fn group_text(lang: Lang, group: Group) -> String {
    let name = match group {
        Group::City => "city",
        Group::District => "district",
        Group::Street => "street",
        Group::Estate => return tr!(lang, "suggest.kind.estate").to_lowercase(),
        Group::Near | Group::Within => "distance",
        Group::Mode => "mode",
        Group::Rooms => "rooms",
        Group::Rent => "rent",
        Group::Area => "area",
        Group::Facing => "facing",
        Group::Facility => "facility",
        Group::Verified => "verified",
        Group::AvailableBy => return tr!(lang, "why.available"),
    };
    tr!(lang, &format!("search.group.{name}")).to_lowercase()
}
