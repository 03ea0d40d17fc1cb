//! Facts in rows, money in figures.

pub use domain::text::grouped;
use leptos::prelude::*;

use super::MaybeText;

/// Whole yuan, big figures and a small unit.
#[component]
pub fn Money(yuan: u32, #[prop(into)] unit: String) -> impl IntoView {
    view! { <span class="money"><span class="figures">{grouped(yuan.into())}</span>" "<span class="unit">{unit}</span></span> }
}

/// One line of a [`KeyValue`] list.
pub struct Item {
    label: String,
    value: AnyView,
    change: Option<(String, String)>,
}

impl Item {
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl IntoView + 'static) -> Self {
        Self {
            label: label.into(),
            value: value.into_any(),
            change: None,
        }
    }

    /// A link to where the value can be changed (review pages before something legal).
    #[must_use]
    pub fn change(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.change = Some((href.into(), label.into()));
        self
    }
}

/// Names and values, a line between them: the facts of a house, the terms of a lease, the answers before they are sent.
#[component]
pub fn KeyValue(items: Vec<Item>) -> impl IntoView {
    view! {
        <dl class="key-value">
            {items
                .into_iter()
                .map(|item| {
                    let name = item.label.clone();
                    view! {
                        <div>
                            <dt>{item.label}</dt>
                            <dd>{item.value}</dd>
                            {item
                                .change
                                .map(|(href, label)| {
                                    view! {
                                        <dd class="key-value-change">
                                            <a href=href>{label}<span class="sr-only">{format!(" {name}")}</span></a>
                                        </dd>
                                    }
                                })}
                        </div>
                    }
                })
                .collect_view()}
        </dl>
    }
    .into_any()
}

/// One thing that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    pub when: String,
    pub what: String,
    pub who: MaybeText,
    pub note: MaybeText,
}

/// What happened so far, newest first.
#[component]
pub fn History(events: Vec<Event>) -> impl IntoView {
    view! {
        <ol class="history">
            {events
                .into_iter()
                .map(|event| {
                    view! {
                        <li>
                            <span class="history-when">{event.when}</span>
                            <div>
                                <span class="history-what">{event.what}</span>
                                {event.who.into_option().map(|who| view! { <span class="soft">{who}</span> })}
                                {event.note.into_option().map(|note| view! { <p class="history-note">{note}</p> })}
                            </div>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn figures_are_grouped_by_three() {
        assert_eq!(
            ["0", "999", "1,350", "12,000", "1,234,567"].map(String::from),
            [0, 999, 1350, 12_000, 1_234_567].map(grouped)
        );
    }
}
