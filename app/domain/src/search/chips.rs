//! Filters in effect, as chips that can be taken off, and the searches that clicks lead to.

use std::ops;

use super::{
    filter::{Filter, Group},
    query::Query,
    text::{QUOTES, Reading, Understood},
};

/// Where a chip's filter comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Chosen,
    /// Bytes of the query's text.
    Words(ops::Range<usize>),
}

/// A filter that is in effect, to be shown and taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    pub filters: Vec<Filter>,
    pub origin: Origin,
}

impl Understood {
    /// The filters in effect, in the order of groups; those from words after those that were chosen.
    #[must_use]
    pub fn chips(&self, query: &Query) -> Vec<Chip> {
        let chosen = query.filters.list().into_iter().map(|filter| Chip {
            filters: vec![filter],
            origin: Origin::Chosen,
        });
        let read = self.readings.iter().filter_map(|reading| {
            let in_effect = |filter: &&Filter| query.filters.in_group(filter.group()).is_empty();
            let filters: Vec<_> = reading.filters.iter().filter(in_effect).cloned().collect();
            (!filters.is_empty()).then(|| Chip {
                filters,
                origin: Origin::Words(reading.span.clone()),
            })
        });
        chosen.chain(read).collect()
    }

    /// The same search with everything chosen that was read from words, and only the words left in the text.
    #[must_use]
    pub fn settled(&self, query: &Query) -> Query {
        let all = self.readings.iter().map(|reading| &reading.span).chain(&self.left_out);
        let mut settled = query.clone().with_text(&without_spans(query.text(), all.cloned()));
        settled.filters = self.filters.clone();
        settled
    }

    /// The search that a click on a choice leads to: it is added, or taken away where it was in effect. What words said
    /// about its group becomes chosen, so that one click undoes another, and what was left out stays out.
    #[must_use]
    pub fn toggled(&self, query: &Query, filter: &Filter) -> Query {
        let mut next = self.with_group_chosen(query, filter.group());
        if next.filters.contains(filter) {
            next.filters.remove(filter);
        } else {
            next.filters.add(filter.clone());
        }
        next
    }

    /// The search without anything of a group, chosen or read.
    #[must_use]
    pub fn cleared(&self, query: &Query, group: Group) -> Query {
        let mut next = self.with_group_chosen(query, group);
        next.filters.clear(group);
        next
    }

    fn with_group_chosen(&self, query: &Query, group: Group) -> Query {
        let of_group = |reading: &&Reading| reading.filters.iter().any(|filter| filter.group() == group);
        let spans = self.readings.iter().filter(of_group).map(|reading| &reading.span);
        let spans = spans.chain(&self.left_out).cloned();
        let mut next = query.clone().with_text(&without_spans(query.text(), spans));
        for filter in self.filters.in_group(group) {
            next.filters.add(filter);
        }
        next
    }
}

impl Query {
    /// The search without one chip. What came from words leaves the text.
    #[must_use]
    pub fn without(&self, chip: &Chip) -> Self {
        let mut next = self.clone().with_after(None);
        match &chip.origin {
            Origin::Chosen => {
                for filter in &chip.filters {
                    next.filters.remove(filter);
                }
                next
            }
            Origin::Words(span) => next.with_text(&without_spans(self.text(), [span.clone()])),
        }
    }

    /// The piece of the text that a chip was read from.
    #[must_use]
    pub fn piece(&self, chip: &Chip) -> Option<&str> {
        match &chip.origin {
            Origin::Chosen => None,
            Origin::Words(span) => self.text().get(span.clone()),
        }
    }

    /// The search for what a chip was read from as it stands: its piece is quoted. `None` for what was chosen.
    #[must_use]
    pub fn literally(&self, chip: &Chip) -> Option<Self> {
        let (piece, Origin::Words(span)) = (self.piece(chip)?, &chip.origin) else {
            return None;
        };
        let (before, after) = (self.text().get(..span.start)?, self.text().get(span.end..)?);
        Some(self.clone().with_text(&format!("{before} \"{piece}\" {after}")))
    }
}

/// A text without some of its pieces, which may come in any order. Quotes around a piece go with it.
fn without_spans(text: &str, spans: impl IntoIterator<Item = ops::Range<usize>>) -> String {
    let mut spans: Vec<_> = spans.into_iter().map(|span| with_quotes(text, span)).collect();
    spans.sort_unstable_by_key(|span| span.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        out.push_str(text.get(at..span.start).unwrap_or_default());
        out.push(' ');
        at = at.max(span.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

fn with_quotes(text: &str, span: ops::Range<usize>) -> ops::Range<usize> {
    let before = text.get(..span.start).and_then(|before| before.chars().next_back());
    let after = text.get(span.end..).and_then(|after| after.chars().next());
    match (before, after) {
        (Some(open), Some(close)) if QUOTES.contains(&(open, close)) => {
            span.start - open.len_utf8()..span.end + close.len_utf8()
        }
        _ => span,
    }
}

#[cfg(test)]
#[path = "chips_tests.rs"]
mod tests;
