//! A duty in words.

use crate::texts::name_of;
use backend::access::{Entrusted, StaffMember};
use domain::{access::Duty, area::AreaCode, lang::Lang, time};

/// The area by its own name and that of the district around it.
pub fn area_name(code: AreaCode) -> String {
    let names = backend::area::names(code);
    let around = [names.city, names.district, names.street, names.community];
    let named: Vec<_> = around.into_iter().filter(|name| !name.is_empty()).collect();
    match named.as_slice() {
        // The city goes without saying where there is something within it.
        [_, within @ ..] if !within.is_empty() => within.join(" "),
        _ => backend::area::find(code).map_or_else(|| code.to_string(), |area| area.name.to_owned()),
    }
}

pub fn role(lang: Lang, duty: &Duty) -> String {
    name_of(lang, "role", duty.role.code())
}

/// From when to when it holds.
pub fn period(lang: Lang, duty: &Duty) -> String {
    let from = time::format_date(duty.from);
    match duty.until {
        Some(until) => tr!(lang, "staff.period", from = from, until = time::format_date(until)),
        None => tr!(lang, "staff.period_open", from = from),
    }
}

/// In what role, where, in whose name.
pub fn text(lang: Lang, entrusted: &Entrusted) -> String {
    let area = entrusted.duty.area.map(area_name);
    [Some(role(lang, &entrusted.duty)), area, entrusted.organisation.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Every duty of somebody that is in force.
pub fn in_force(lang: Lang, member: &StaffMember) -> String {
    let duties = member.duties.iter().filter(|entrusted| entrusted.in_force);
    let texts: Vec<_> = duties.map(|entrusted| text(lang, entrusted)).collect();
    texts.join(&tr!(lang, "completion.name_separator"))
}
