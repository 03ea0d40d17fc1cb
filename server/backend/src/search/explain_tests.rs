use domain::search::Filters;

use super::*;
use crate::{
    Backend,
    search::{self, find},
    test_support::people,
};

/// The marked pieces, then the reasons, for people who read a test.
fn shown(explanation: &Explanation, card: &ListingCardData) -> String {
    let piece =
        |text: &str, range: &Range<usize>| -> String { text.chars().skip(range.start).take(range.len()).collect() };
    let marks = explanation.marks.iter().map(|mark| {
        let name = match mark.field {
            NameField::City => &card.city,
            NameField::District => &card.district,
            NameField::Street => &card.street,
            NameField::Estate => &card.estate,
        };
        piece(name, &mark.range)
    });
    let why = explanation.why.iter().map(|why| match why {
        Why::Called { typed, name, by_sound } => format!("{typed}={name}{}", if *by_sound { "~" } else { "" }),
        Why::Says(snippet) => {
            let marks: Vec<_> = snippet.marks.iter().map(|mark| piece(&snippet.text, mark)).collect();
            format!("{:?} {} [{}]", snippet.field, snippet.text, marks.join(","))
        }
        Why::Fits(filters) => {
            let mut query = Query::default();
            query.filters = Filters::default();
            filters.iter().for_each(|filter| query.filters.add(filter.clone()));
            let pairs = query
                .to_pairs()
                .into_iter()
                .map(|(key, value)| format!("{key}={value}"));
            pairs.collect::<Vec<_>>().join(" ")
        }
    });
    format!(
        "{} | {}",
        marks.collect::<Vec<_>>().join(","),
        why.collect::<Vec<_>>().join("; ")
    )
}

async fn explained(backend: &Backend, query: &Query) -> String {
    let page = find(backend, query, false).await.unwrap();
    assert_eq!(page.cards.len(), 1, "{}", query.text());
    let explanations = explain(backend, query, &page).await.unwrap();
    shown(&explanations[0], &page.cards[0])
}

crate::both! {
    async fn every_way_to_be_found_is_told(bench: &Bench) {
        let backend = &bench.backend;
        search::open(backend).await.unwrap();
        let landlord = people::citizen(backend, "landlord@example.cn").await;
        let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
        people::published(backend, &landlord, &coordinator, "301").await;
        search::catch_up(backend).await.unwrap();
        for (text, expected) in [
            ("", " | "),
            ("江滨新村", "江滨新村 | "),
            ("滨新", "滨新 | "),
            ("江濱", "江滨 | "),
            ("jiangbin", "江滨 | jiangbin=江滨新村~"),
            ("xc", "新村 | xc=江滨新村~"),
            ("列东 两室 1500以内", "列东 | rent_max=1500 rooms=2"),
            ("liedong", "列东 | liedong=列东街道~"),
            ("梅列", "三元区 | 梅列=三元区"),
            ("三元", "三元 | district=三元区"),
            ("公交站", " | Description 近公交站,家电齐全,可随时看房。 [公交站]"),
            ("\"两室\"", " | Title 江滨新村朝南两室 [两室]"),
            ("\"家电齐全\"", " | Description 近公交站,家电齐全,可随时看房。 [家电齐全]"),
            ("没有这个 江滨", "江滨 | "),
        ] {
            let shown = explained(backend, &Query::for_text(text).0).await;
            assert_eq!(shown.replace("rooms=2 rent_max=1500", "rent_max=1500 rooms=2"), expected, "{text}");
        }
        let mut chosen = Query::for_text("两室").0;
        chosen.filters.add(Filter::Rooms(domain::search::Rooms::Two));
        assert_eq!(explained(backend, &chosen).await, " | ", "what was chosen stands in its chip");
    }
}

#[test]
fn a_snippet_is_short_and_its_marks_stay_in_place() {
    let text = format!("{}近学校{}", "很".repeat(50), "好".repeat(50));
    let snippet = snippet(SnippetField::Description, &text, vec![60..62, 50..53]);
    assert_eq!(snippet.text, format!("…{}近学校{}…", "很".repeat(6), "好".repeat(14)));
    assert_eq!(snippet.marks, [7..10, 17..19]);
}
