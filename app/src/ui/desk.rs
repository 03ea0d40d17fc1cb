//! The coordinator's desk: queues, tables, checklists.

use leptos::prelude::*;

use super::{Glyph, Icon, MaybeText, Tone};

/// A saved filter of a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub label: String,
    pub href: String,
    pub count: Option<u64>,
    pub current: bool,
}

/// Saved filters with how many wait in each.
#[component]
pub fn Tabs(#[prop(into)] label: String, tabs: Vec<Tab>) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            <ul>
                {tabs
                    .into_iter()
                    .map(|tab| {
                        view! {
                            <li>
                                <a href=tab.href aria-current=tab.current.then_some("page")>
                                    {tab.label}
                                    {tab.count.map(|count| view! { " "<span class="tab-count">{count}</span> })}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </nav>
    }
    .into_any()
}

/// A column of a [`DataTable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    label: String,
    number: bool,
}

impl Column {
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            number: false,
        }
    }

    /// Figures, set to the right.
    #[must_use]
    pub fn number(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            number: true,
        }
    }
}

/// A row of a [`DataTable`]: the human number first, linked to where the work is done.
pub struct Row {
    href: Option<String>,
    head: String,
    cells: Vec<AnyView>,
}

impl Row {
    #[must_use]
    pub fn new(href: impl Into<String>, head: impl Into<String>) -> Self {
        Self {
            href: Some(href.into()),
            head: head.into(),
            cells: Vec::new(),
        }
    }

    /// A row that leads nowhere.
    #[must_use]
    pub fn plain(head: impl Into<String>) -> Self {
        Self {
            href: None,
            head: head.into(),
            cells: Vec::new(),
        }
    }

    #[must_use]
    pub fn cell(mut self, cell: impl IntoView + 'static) -> Self {
        self.cells.push(cell.into_any());
        self
    }
}

/// Dense rows with a sticky head; on a phone each row is a small card with its labels.
#[component]
pub fn DataTable(
    /// Read out before the table; not shown.
    #[prop(into)]
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
) -> impl IntoView {
    let head = columns
        .iter()
        .map(|column| view! { <th scope="col" class:number=column.number>{column.label.clone()}</th> })
        .collect_view();
    let body = rows
        .into_iter()
        .map(|row| {
            let first = match row.href {
                Some(href) => view! { <a href=href>{row.head}</a> }.into_any(),
                None => row.head.into_any(),
            };
            // The first column is the row's own head, hence the skip.
            let cells = row
                .cells
                .into_iter()
                .zip(columns.iter().skip(1))
                .map(|(cell, column)| view! { <td class:number=column.number data-label=column.label.clone()><span>{cell}</span></td> })
                .collect_view();
            view! { <tr><th scope="row">{first}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <table class="data-table">
            <caption class="sr-only">{caption}</caption>
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}

/// One line of a [`Checklist`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    pub tone: Tone,
    /// The tone as a word, read before the text: “通过”, “需处理”.
    pub status: String,
    pub text: String,
    pub detail: MaybeText,
    /// Where it can be put right, and the words of that link.
    pub fix: Option<(String, String)>,
}

/// What was checked before something legal is done.
#[component]
pub fn Checklist(checks: Vec<Check>) -> impl IntoView {
    view! {
        <ul class="checklist">
            {checks
                .into_iter()
                .map(|check| {
                    view! {
                        <li data-tone=check.tone.name()>
                            {check.tone.glyph().map(|glyph| view! { <Icon glyph/> })}
                            <div>
                                <span class="sr-only">{check.status}" "</span>
                                <span>{check.text}</span>
                                {check.detail.into_option().map(|detail| view! { <span class="hint">{detail}</span> })}
                                {check
                                    .fix
                                    .map(|(href, label)| {
                                        view! { <a class="check-fix" href=href>{label}<Icon glyph=Glyph::ArrowRight/></a> }
                                    })}
                            </div>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}

/// What one press will do, line by line, before it is pressed.
#[component]
pub fn Effects(effects: Vec<String>) -> impl IntoView {
    view! { <ul class="effects">{effects.into_iter().map(|effect| view! { <li>{effect}</li> }).collect_view()}</ul> }
}

/// The bar with the decision, at the foot of a desk page and always in sight.
#[component]
pub fn DecisionBar(children: Children) -> impl IntoView {
    view! { <div class="decision-bar">{children()}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_carry_the_name_of_their_column() {
        let columns = vec![Column::new("编号"), Column::new("地址"), Column::number("租金")];
        let rows = vec![
            Row::new("/desk/matches/1", "M-350404-2026-000318")
                .cell("江滨新村")
                .cell("1,350"),
        ];
        let html = view! { <DataTable caption="待办" columns rows/> }.to_html();
        assert!(
            html.contains(r#"data-label="地址""#) && html.contains(r#"data-label="租金""#),
            "{html}"
        );
        assert!(!html.contains(r#"data-label="编号""#), "{html}");
        assert!(html.contains("<tbody>"), "{html}");
    }
}
