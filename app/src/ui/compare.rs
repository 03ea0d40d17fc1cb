//! Things beside each other.

use leptos::prelude::*;

use super::{Glyph, Icon, MaybeText, Photo, RoomPlaceholder, listing::whole_facts};

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompareHead {
    pub href: String,
    pub title: String,
    pub place: String,
    pub photo: Option<Photo>,
    /// The same comparison without it.
    pub remove_href: String,
    pub remove_label: String,
}

/// A value of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompareCell {
    Text(String),
    /// A tick; the word is for who can't see it.
    Yes(String),
    /// Nobody said.
    Unknown(String),
}

/// A line of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompareRow {
    label: String,
    cells: Vec<CompareCell>,
    differs: bool,
}

impl CompareRow {
    /// A line is marked when its values are not all the same.
    #[must_use]
    pub fn new(label: impl Into<String>, cells: Vec<CompareCell>) -> Self {
        Self {
            label: label.into(),
            differs: cells.windows(2).any(|pair| pair[0] != pair[1]),
            cells,
        }
    }
}

fn cell(cell: CompareCell) -> impl IntoView {
    match cell {
        CompareCell::Text(text) => text.into_any(),
        CompareCell::Yes(word) => {
            view! { <span class="compare-yes"><Icon glyph=Glyph::Check/><span class="sr-only">{word}</span></span> }
                .into_any()
        }
        CompareCell::Unknown(word) => view! { <span class="soft">{word}</span> }.into_any(),
    }
}

/// Columns that scroll to the side inside their own box, with the names of the lines always in sight.
#[component]
pub fn CompareTable(
    /// Names the table and the box that scrolls.
    #[prop(into)]
    caption: String,
    heads: Vec<CompareHead>,
    rows: Vec<CompareRow>,
    /// The mark of a line whose values differ: “不同”.
    #[prop(into)]
    differs: String,
) -> impl IntoView {
    let heads = heads
        .into_iter()
        .map(|head| {
            let picture = match head.photo {
                Some(photo) => {
                    view! { <img src=photo.src alt=photo.alt width=photo.width height=photo.height decoding="async"/> }.into_any()
                }
                None => view! { <RoomPlaceholder seed=head.href.clone()/> }.into_any(),
            };
            view! {
                <th scope="col">
                    <div class="compare-photo">{picture}</div>
                    <a href=head.href>{whole_facts(&head.title)}</a>
                    <span class="soft">{head.place}</span>
                    <a class="compare-remove no-print" href=head.remove_href aria-label=head.remove_label><Icon glyph=Glyph::Close/></a>
                </th>
            }
        })
        .collect_view();
    let rows = rows
        .into_iter()
        .map(|row| {
            let mark = row
                .differs
                .then(|| view! { <span class="compare-mark">{differs.clone()}</span> });
            view! {
                <tr class:differs=row.differs>
                    <th scope="row">{row.label}{mark}</th>
                    {row.cells.into_iter().map(|value| view! { <td>{cell(value)}</td> }).collect_view()}
                </tr>
            }
        })
        .collect_view();
    let name = caption.clone();
    view! {
        <div class="compare" role="region" aria-label=name tabindex="0">
            <table>
                <caption class="sr-only">{caption}</caption>
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What a [`Tick`] sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TickBox {
    /// The id of the form that it belongs to.
    pub form: &'static str,
    pub name: &'static str,
    pub value: String,
    pub label: String,
}

/// A small box to tick; it belongs to a form elsewhere on the page.
#[component]
pub fn Tick(
    tick: TickBox,
    /// Says which thing it is, for who can't see it.
    #[prop(into)]
    of: String,
) -> impl IntoView {
    view! {
        <label class="tick">
            <input type="checkbox" form=tick.form name=tick.name value=tick.value/>
            <span>{tick.label}<span class="sr-only">{format!(" {of}")}</span></span>
        </label>
    }
    .into_any()
}

/// A form that only goes somewhere: what is ticked elsewhere on the page becomes the address.
#[component]
pub fn GetForm(
    #[prop(into)] id: String,
    #[prop(into)] action: String,
    #[prop(optional, into)] note: MaybeText,
    /// Comes into sight, at the lower edge, as soon as something is ticked in the list before it.
    #[prop(optional)]
    when_ticked: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <form method="get" id=id action=action class="get-form" class:when-ticked=when_ticked>
            {note.into_option().map(|note| view! { <p class="soft">{note}</p> })}
            {children()}
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_are_marked_in_words() {
        let text = |text: &str| CompareCell::Text(text.into());
        let rows = vec![
            CompareRow::new("租金", vec![text("1,350"), text("1,500")]),
            CompareRow::new("面积", vec![text("75㎡"), text("75㎡")]),
            CompareRow::new(
                "电梯",
                vec![CompareCell::Yes("有".into()), CompareCell::Unknown("未注明".into())],
            ),
        ];
        let heads = vec![CompareHead::default(), CompareHead::default()];
        let html = view! { <CompareTable caption="比较" heads rows differs="不同"/> }.to_html();
        assert_eq!(html.matches("compare-mark").count(), 2, "{html}");
    }
}
