//! The terms of a lease in words: each one, none left out.

use crate::{
    texts::name_of,
    ui::{Item, grouped},
};
use domain::{
    lang::Lang,
    matching::{Payer, Terms, TermsHash},
    money::Yuan,
    time::format_date,
};

pub fn yuan(lang: Lang, sum: Yuan) -> String {
    tr!(lang, "matching.yuan", sum = grouped(sum.get().into()))
}

/// The terms by themselves, for who has house and people beside them.
pub fn terms(lang: Lang, terms: &Terms) -> Vec<Item> {
    let name = |key: &str| tr!(lang, &format!("matching.term.{key}"));
    let payer = |payer: Payer| name_of(lang, "payer", payer.code());
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

/// The same, and the beginning of the hash that both sides confirmed: as staff read them.
pub fn confirmed_terms(lang: Lang, terms: &Terms, hash: Option<&str>) -> Vec<Item> {
    let mut items = self::terms(lang, terms);
    if let Some(hash) = hash {
        items.push(Item::new(tr!(lang, "matching.hash"), TermsHash::short(hash)));
    }
    items
}
