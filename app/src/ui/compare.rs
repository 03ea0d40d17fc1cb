//! Things beside each other.

use leptos::prelude::*;

use super::{Glyph, Icon, Photo, RoomPlaceholder, listing::whole_facts};

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
    decides: bool,
}

impl CompareRow {
    /// What nobody said differs from nothing.
    #[must_use]
    pub fn new(label: impl Into<String>, cells: Vec<CompareCell>) -> Self {
        let said = || cells.iter().filter(|cell| !matches!(cell, CompareCell::Unknown(_)));
        Self {
            label: label.into(),
            differs: said().zip(said().skip(1)).any(|(one, next)| one != next),
            decides: false,
            cells,
        }
    }

    /// A line that decides; only such lines are marked when their values differ.
    #[must_use]
    pub const fn deciding(mut self) -> Self {
        self.decides = true;
        self
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

/// Columns that scroll to the side inside their own box, with the names of the lines always in sight. Where several are
/// compared, lines that don't differ wait folded.
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
    /// Names the folded lines: “相同或未注明的”.
    #[prop(into)]
    same: String,
) -> impl IntoView {
    let several = heads.len() > 1;
    let class = format!("of-{}", heads.len());
    let titles = heads
        .iter()
        .map(|head| view! { <th scope="col"><span class="sr-only">{head.title.clone()}</span></th> })
        .collect_view();
    let (folded, open): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| several && !row.differs);
    let heads = heads.into_iter().map(column_head).collect_view();
    let lines = |rows: Vec<CompareRow>| rows.into_iter().map(|row| line(row, &differs)).collect_view();
    let name = caption.clone();
    let folded = (!folded.is_empty()).then(|| {
        view! {
            <details>
                <summary><Icon glyph=Glyph::ChevronDown/>{format!("{same} · {}", folded.len())}</summary>
                <table class=class.clone()>
                    <caption class="sr-only">{same}</caption>
                    <thead class="compare-titles"><tr><td></td>{titles}</tr></thead>
                    <tbody>{lines(folded)}</tbody>
                </table>
            </details>
        }
    });
    view! {
        <div class="compare" role="region" aria-label=name tabindex="0">
            <table class=class>
                <caption class="sr-only">{caption}</caption>
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>{lines(open)}</tbody>
            </table>
            {folded}
        </div>
    }
    .into_any()
}

fn column_head(head: CompareHead) -> impl IntoView {
    let picture = match head.photo {
        Some(photo) => {
            view! { <img src=photo.src alt=photo.alt width=photo.width height=photo.height decoding="async"/> }
                .into_any()
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
}

fn line(row: CompareRow, differs: &str) -> impl IntoView + use<> {
    let marked = row.differs && row.decides;
    let mark = marked.then(|| view! { <span class="compare-mark">{differs.to_owned()}</span> });
    view! {
        <tr class:differs=marked>
            <th scope="row">{row.label}{mark}</th>
            {row.cells.into_iter().map(|value| view! { <td>{cell(value)}</td> }).collect_view()}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_decides_is_marked_and_what_is_the_same_is_folded() {
        let text = |text: &str| CompareCell::Text(text.into());
        let unknown = || CompareCell::Unknown("未注明".into());
        let rows = vec![
            CompareRow::new("租金", vec![text("1,350"), text("1,500")]).deciding(),
            CompareRow::new("面积", vec![text("75㎡"), text("75㎡")]).deciding(),
            CompareRow::new("楼层", vec![text("低楼层"), text("高楼层")]),
            CompareRow::new("电梯", vec![CompareCell::Yes("有".into()), unknown()]).deciding(),
            CompareRow::new("阳台", vec![unknown(), unknown()]),
        ];
        let table = |count: usize, rows| {
            let heads = vec![CompareHead::default(); count];
            view! { <CompareTable caption="比较" heads rows differs="不同" same="相同或未注明的"/> }.to_html()
        };
        let html = table(2, rows.clone());
        assert_eq!(html.matches("compare-mark").count(), 1, "{html}");
        let (open, folded) = html.split_once("<details").unwrap();
        assert!(open.contains("租金") && open.contains("楼层"), "{html}");
        assert!(
            ["面积", "电梯", "阳台"]
                .iter()
                .all(|label| folded.contains(label) && !open.contains(label)),
            "{html}"
        );
        assert!(folded.contains("· 3"), "{html}");
        assert!(
            !table(1, rows[..1].to_vec()).contains("<details"),
            "one alone has nothing to be the same as"
        );
    }
}
