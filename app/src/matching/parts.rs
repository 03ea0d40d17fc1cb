//! What several pages of a match show alike.

use crate::{
    parts::lease::terms,
    texts::name_of,
    ui::{BadgeText, Item, Step, StepState, Tone},
};
use backend::matching::MatchView;
use domain::{
    lang::Lang,
    matching::{Contract, MatchStatus},
    time::{date_in_china, format_date},
};
use jiff::Timestamp;

/// The state of a match in a word.
pub fn status_badge(lang: Lang, status: MatchStatus) -> BadgeText {
    let tone = match status {
        MatchStatus::Applied | MatchStatus::Accepted | MatchStatus::Agreed => Tone::Info,
        MatchStatus::Completed => Tone::Ok,
        MatchStatus::Declined | MatchStatus::Withdrawn | MatchStatus::Lapsed => Tone::Neutral,
    };
    BadgeText::new(tone, name_of(lang, "match-status", status.code()))
}

/// 申请 → 房东接受 → 双方确认 → 中心办结 → 登记完成, the same for tenant, landlord and coordinator.
pub fn steps(lang: Lang, view: &MatchView) -> Vec<Step> {
    let centre = tr!(lang, "matching.centre");
    let both = tr!(lang, "matching.both");
    let all = [
        ("apply", Some(view.applied_at), view.tenant.clone()),
        ("accept", view.accepted_at, view.landlord.clone()),
        ("agree", view.agreed_at, both),
        ("complete", view.completed_at, centre.clone()),
        ("register", view.registered_at, centre),
    ];
    // What the centre sent back has been agreed once, and is to be agreed again.
    let reached = all.iter().take_while(|(_, at, _)| at.is_some()).count();
    let stopped = !view.status.is_open() && view.status != MatchStatus::Completed;
    all.into_iter()
        .enumerate()
        .map(|(index, (name, at, who))| {
            let state = match index {
                index if index < reached => StepState::Done,
                index if index == reached && stopped => StepState::Stopped,
                index if index == reached => StepState::Current,
                _ => StepState::Todo,
            };
            let status = match state {
                StepState::Done => Some(tr!(lang, "matching.step.done")),
                StepState::Current => Some(tr!(lang, "matching.step.current")),
                StepState::Stopped => Some(name_of(lang, "match-status", view.status.code())),
                StepState::Todo => None,
            };
            let at = if state == StepState::Stopped {
                view.closed_at
            } else {
                at
            };
            Step {
                label: tr!(lang, &format!("matching.step.{name}")),
                state,
                status: status.into(),
                date: at.map(day).into(),
                who: (state == StepState::Done || state == StepState::Current)
                    .then_some(who)
                    .into(),
            }
        })
        .collect()
}

pub fn day(at: Timestamp) -> String {
    format_date(date_in_china(at))
}

/// Every term of a contract, in the order of the paper.
pub fn term_items(lang: Lang, contract: &Contract) -> Vec<Item> {
    let name = |key: &str| tr!(lang, &format!("matching.term.{key}"));
    let home = match contract.space_no {
        Some(no) => tr!(lang, "matching.room_of", no = no, house = &contract.house),
        None => contract.house.clone(),
    };
    let mut items = vec![
        Item::new(name("house"), home),
        Item::new(name("landlord"), contract.landlord.clone()),
        Item::new(name("tenant"), contract.tenant.clone()),
        Item::new(name("occupants"), contract.occupants.join(&tr!(lang, "matching.comma"))),
    ];
    items.extend(terms(lang, &contract.terms));
    items
}
