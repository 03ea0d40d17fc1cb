//! Filters in effect, as chips that can be taken off, and the searches that clicks lead to.

use std::ops;

use super::{
    filter::{Filter, Group},
    query::Query,
    understand::{Reading, Understood},
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
        let all = self.readings.iter().map(|reading| &reading.span);
        let mut settled = query.clone().with_text(&without_spans(query.text(), all));
        settled.filters = self.filters.clone();
        settled
    }

    /// The search that a click on a choice leads to: it is added, or taken away where it was in effect. What words said
    /// about its group becomes chosen, so that one click undoes another.
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
        let mut next = query.clone().with_text(&without_spans(query.text(), spans));
        for filter in self.filters.in_group(group) {
            next.filters.add(filter);
        }
        next
    }
}

impl Query {
    /// The search without one chip. A filter that came from words gives them back: they are quoted, so that they are
    /// searched as they stand.
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
            Origin::Words(span) => match (self.text().get(..span.start), self.text().get(span.clone())) {
                (Some(before), Some(piece)) => {
                    let after = &self.text()[span.end..];
                    next.with_text(&format!("{before} \"{piece}\" {after}"))
                }
                _ => next,
            },
        }
    }
}

fn without_spans<'a>(text: &str, spans: impl Iterator<Item = &'a ops::Range<usize>>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        out.push_str(text.get(at..span.start).unwrap_or_default());
        out.push(' ');
        at = span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}
