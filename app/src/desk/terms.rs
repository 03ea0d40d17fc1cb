//! The terms of a lease as staff read them: each one, none left out.

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

/// Every term, and the beginning of the hash that both sides confirmed.
pub fn items(lang: Lang, terms: &Terms, hash: Option<&str>) -> Vec<Item> {
    let label = |key: &str| tr!(lang, &format!("lease-term.{key}"));
    let money = |yuan: Yuan| format!("{} {}", grouped(yuan.get().into()), tr!(lang, "ui.yuan"));
    let payer = |payer: Payer| name_of(lang, "payer", payer.code());
    let days = |days: u16| tr!(lang, "lease-term.days", count = days);
    let term = tr!(
        lang,
        "lease-term.span",
        starts_on = format_date(terms.starts_on),
        ends_on = format_date(terms.ends_on()),
        months = terms.months
    );
    let rent = format!(
        "{} {}",
        grouped(terms.rent.get().into()),
        tr!(lang, "ui.yuan_per_month")
    );
    let sublet = if terms.sublet_allowed { "ui.yes" } else { "ui.no" };
    let mut items = vec![
        Item::new(label("term"), term),
        Item::new(label("rent"), rent),
        Item::new(
            label("payment"),
            tr!(lang, "lease-term.every", months = terms.payment_months),
        ),
        Item::new(label("deposit"), money(terms.deposit)),
        Item::new(label("deposit_return"), days(terms.deposit_return_days)),
        Item::new(label("deposit_deductions"), terms.deposit_deductions.clone()),
        Item::new(label("utilities"), payer(terms.utilities)),
        Item::new(label("internet"), payer(terms.internet)),
        Item::new(label("property_fee"), payer(terms.property_fee)),
        Item::new(label("repairs"), payer(terms.repairs)),
        Item::new(label("sublet"), tr!(lang, sublet)),
        Item::new(
            label("notice"),
            tr!(lang, "lease-term.notice_days", count = terms.notice_days),
        ),
        Item::new(label("handover"), terms.handover.clone()),
    ];
    if !terms.extra.is_empty() {
        items.push(Item::new(label("extra"), terms.extra.clone()));
    }
    if let Some(hash) = hash {
        items.push(Item::new(label("hash"), TermsHash::short(hash)));
    }
    items
}
