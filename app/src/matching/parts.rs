//! What several pages of a match show alike.

use crate::{
    texts::name_of,
    ui::{BadgeText, Item, Step, StepState, Tone, grouped},
};
use backend::matching::MatchView;
use domain::{
    lang::Lang,
    matching::{Contract, MatchStatus, Terms},
    money::Yuan,
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

pub fn yuan(lang: Lang, sum: Yuan) -> String {
    tr!(lang, "matching.yuan", sum = grouped(sum.get().into()))
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
    items.extend(lease_items(lang, &contract.terms));
    items
}

/// The terms by themselves, for who has house and people beside them.
pub fn lease_items(lang: Lang, terms: &Terms) -> Vec<Item> {
    let name = |key: &str| tr!(lang, &format!("matching.term.{key}"));
    let payer = |payer: domain::matching::Payer| name_of(lang, "payer", payer.code());
    let days = |days: u16| counted!(lang, "matching.days", days);
    let sublet = if terms.sublet_allowed {
        "matching.sublet.yes"
    } else {
        "matching.sublet.no"
    };
    let mut items = vec![
        Item::new(
            name("term"),
            counted!(
                lang,
                "matching.term_of",
                terms.months,
                from = format_date(terms.starts_on),
                to = format_date(terms.ends_on()),
            ),
        ),
        Item::new(
            name("rent"),
            tr!(lang, "matching.a_month", sum = yuan(lang, terms.rent)),
        ),
        Item::new(
            name("payment_months"),
            counted!(lang, "matching.every_months", terms.payment_months),
        ),
        Item::new(name("deposit"), yuan(lang, terms.deposit)),
        Item::new(
            name("deposit_return_days"),
            counted!(lang, "matching.days_after", terms.deposit_return_days),
        ),
        Item::new(name("deposit_deductions"), terms.deposit_deductions.clone()),
        Item::new(name("utilities"), payer(terms.utilities)),
        Item::new(name("internet"), payer(terms.internet)),
        Item::new(name("property_fee"), payer(terms.property_fee)),
        Item::new(name("repairs"), payer(terms.repairs)),
        Item::new(name("sublet_allowed"), tr!(lang, sublet)),
        Item::new(name("notice_days"), days(terms.notice_days)),
        Item::new(name("handover"), terms.handover.clone()),
    ];
    if !terms.extra.is_empty() {
        items.push(Item::new(name("extra"), terms.extra.clone()));
    }
    items
}
