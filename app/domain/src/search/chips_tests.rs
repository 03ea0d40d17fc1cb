use super::*;
use crate::search::{
    filter::{Facing, Mode, Range, Rooms},
    text::test_reader::{reader, today},
};

#[test]
fn a_removed_chip_gives_its_words_back() {
    let (query, _) = Query::for_text("列东 两室 1500以内");
    let reader = reader();
    let chips = reader.understand(&query, today()).chips(&query);
    assert_eq!(chips.len(), 3);
    let next = query.literally(&chips[1]).unwrap();
    assert_eq!(next.text(), "列东 \"两室\" 1500以内");
    let understood = reader.understand(&next, today());
    assert!(understood.filters.rooms.is_empty());
    assert_eq!(understood.words[0].text, "两室");
    assert_eq!(understood.chips(&next).len(), 2);
}

#[test]
fn a_removed_chip_takes_its_words_along() {
    for (text, piece, left) in [
        ("列东 两室 1500以内", "列东", "两室 1500以内"),
        ("列东 两室 1500以内", "两室", "列东 1500以内"),
        ("列东 两室 1500以内", "1500以内", "列东 两室"),
        ("万达2室带电梯", "2室", "万达 带电梯"),
        ("列东", "列东", ""),
    ] {
        let query = Query::for_text(text).0;
        let chips = reader().understand(&query, today()).chips(&query);
        let chip = chips.iter().find(|chip| query.piece(chip) == Some(piece)).unwrap();
        assert_eq!(query.without(chip).text(), left, "{text}");
        assert!(query.literally(chip).is_some());
    }
    let mut query = Query::for_text("").0;
    query.filters.add(Filter::Rooms(Rooms::Two));
    let chips = reader().understand(&query, today()).chips(&query);
    assert_eq!(
        (query.without(&chips[0]), query.literally(&chips[0])),
        (Query::default(), None)
    );
}

#[test]
fn a_choice_is_added_to_what_was_really_searched() {
    let query = Query::for_text("列东 \"海底\" 两室 火星").0;
    let reader = reader();
    let understood = reader.understand(&query, today());
    let out: Vec<_> = understood.words.iter().map(|word| word.span.clone()).collect();
    let left = understood.leaving_out(&query, &out);
    assert_eq!(left.toggled(&query, &Filter::Verified).text(), "列东 两室");
    assert_eq!(left.cleared(&query, Group::Rooms).text(), "列东");
    assert_eq!(left.settled(&query).text(), "");
}

#[test]
fn what_was_chosen_wins_over_what_was_read() {
    let mut query = Query::for_text("列东 两室").0;
    query.filters.add(Filter::Rooms(Rooms::Three));
    let understood = reader().understand(&query, today());
    assert_eq!(understood.filters.in_group(Group::Rooms), [Filter::Rooms(Rooms::Three)]);
    let chips = understood.chips(&query);
    assert_eq!(chips.len(), 2);
    assert_eq!(chips[0].origin, Origin::Chosen);
}

#[test]
fn a_click_on_a_choice_and_another_undo_each_other() {
    let query = Query::for_text("列东 两室 精美").0;
    let reader = reader();
    let understood = reader.understand(&query, today());
    let wider = understood.toggled(&query, &Filter::Rooms(Rooms::Three));
    assert_eq!(wider.text(), "列东 精美");
    assert_eq!(wider.to_query_string().split("rooms=").nth(1), Some("2,3"));
    let back = reader
        .understand(&wider, today())
        .toggled(&wider, &Filter::Rooms(Rooms::Three));
    assert_eq!(reader.understand(&back, today()).filters, understood.filters);
    let none = understood.toggled(&query, &Filter::Rooms(Rooms::Two));
    assert!(reader.understand(&none, today()).filters.rooms.is_empty());
    assert_eq!(understood.cleared(&query, Group::Street).text(), "两室 精美");
}

#[test]
fn one_choice_replaces_another_where_only_one_can_be() {
    let query = Query::for_text("整租 1500以内").0;
    let understood = reader().understand(&query, today());
    let shared = understood.toggled(&query, &Filter::Mode(Mode::Shared));
    assert_eq!(shared.filters.mode, Some(Mode::Shared));
    let dearer = understood.toggled(&query, &Filter::Rent(Range::between(2000, 3000)));
    assert_eq!(dearer.filters.rent, Some(Range::between(2000, 3000)));
    assert_eq!(dearer.text(), "整租");
}

#[test]
fn settled_searches_mean_the_same() {
    let query = Query::for_text("列东 两三室 朝南 江滨 1500以内").0;
    let reader = reader();
    let understood = reader.understand(&query, today());
    let settled = understood.settled(&query);
    assert_eq!(settled.text(), "江滨");
    assert_eq!(reader.understand(&settled, today()).filters, understood.filters);
    assert!(understood.filters.facing.contains(&Facing::from_code("south").unwrap()));
}
