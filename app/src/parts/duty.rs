//! A duty in words.

use crate::texts::name_of;
use backend::access::{Entrusted, StaffMember};
use domain::{access::Duty, lang::Lang, time};

pub fn role(lang: Lang, duty: &Duty) -> String {
    name_of(lang, "role", duty.role.code())
}

/// From when to when it holds; when it would have begun, if it was taken back.
pub fn period(lang: Lang, duty: &Duty) -> String {
    let from = time::format_date(duty.from);
    match duty.until.filter(|until| *until >= duty.from) {
        Some(until) => tr!(lang, "staff.period", from = from, until = time::format_date(until)),
        None => tr!(lang, "staff.period_open", from = from),
    }
}

/// In what role, where, in whose name.
pub fn text(lang: Lang, entrusted: &Entrusted) -> String {
    let area = entrusted.duty.area.map(backend::area::name_within);
    [Some(role(lang, &entrusted.duty)), area, entrusted.organisation.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Every duty of somebody that is in force.
pub fn in_force(lang: Lang, member: &StaffMember) -> String {
    let duties = member.duties.iter().filter(|entrusted| entrusted.in_force());
    let texts: Vec<_> = duties.map(|entrusted| text(lang, entrusted)).collect();
    texts.join(&tr!(lang, "completion.name_separator"))
}
