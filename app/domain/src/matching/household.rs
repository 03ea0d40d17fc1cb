//! Who moves in. Names come with the application; documents only after the landlord has accepted it.

use super::terms::{AHEAD_DAYS, number};
use crate::{
    coded::coded,
    contact::{PersonName, Phone},
    document::{DocumentKind, DocumentNumber, Holder, Sex},
    form::{Code, Errors},
    text,
    time::parse_date,
};
use jiff::{ToSpan, civil::Date};

coded! {
    /// How a member of the household stands to the tenant.
    pub enum Relation {
        Tenant = "self",
        Spouse = "spouse",
        Child = "child",
        Parent = "parent",
        Sibling = "sibling",
        Relative = "relative",
        Friend = "friend",
        Colleague = "colleague",
        Other = "other",
    }
}

coded! {
    /// Reason for residence (居住事由).
    pub enum Reason {
        Work = "01",
        Farming = "02",
        Trade = "03",
        Services = "04",
        BusinessTrip = "05",
        Study = "06",
        Treatment = "07",
        DomesticWork = "08",
        JoiningFamily = "09",
        Visiting = "10",
        Tourism = "11",
        Other = "99",
    }
}

/// At most so many people apply together.
const HOUSEHOLD_MAX: usize = 10;

/// One line of the household in the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub name: PersonName,
    pub relation: Relation,
    /// Under 18.
    pub minor: bool,
}

#[derive(Clone, Debug, Default)]
pub struct TypedMember {
    pub name: String,
    pub relation: String,
    pub minor: bool,
}

/// Everybody who will live there, the tenant first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household(Vec<Member>);

impl Household {
    /// The tenant and the lines that are not left empty. Errors name their field `name_2`, `relation_2`, … counted from 1
    /// for the tenant; `household-too-many`, `relation-self` (only the tenant is).
    pub fn parse(tenant: PersonName, others: &[TypedMember]) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let mut members = vec![Member {
            name: tenant,
            relation: Relation::Tenant,
            minor: false,
        }];
        for (index, typed) in others.iter().enumerate() {
            if typed.name.trim().is_empty() && typed.relation.is_empty() {
                continue;
            }
            let Some((name_field, relation_field)) = MEMBER_FIELDS.get(index).copied() else {
                errors.add("household", Code::new("household-too-many").with("max", HOUSEHOLD_MAX));
                break;
            };
            let name = errors.check(name_field, PersonName::parse(&typed.name));
            let relation = errors.check(relation_field, typed.relation.parse().and_then(not_self));
            if let (Some(name), Some(relation)) = (name, relation) {
                members.push(Member {
                    name,
                    relation,
                    minor: typed.minor,
                });
            }
        }
        if errors.is_empty() {
            Ok(Self(members))
        } else {
            Err(errors)
        }
    }

    pub fn members(&self) -> &[Member] {
        &self.0
    }
}

/// Field names of the members after the tenant.
pub const MEMBER_FIELDS: [(&str, &str); HOUSEHOLD_MAX - 1] = [
    ("name_2", "relation_2"),
    ("name_3", "relation_3"),
    ("name_4", "relation_4"),
    ("name_5", "relation_5"),
    ("name_6", "relation_6"),
    ("name_7", "relation_7"),
    ("name_8", "relation_8"),
    ("name_9", "relation_9"),
    ("name_10", "relation_10"),
];

fn not_self(relation: Relation) -> Result<Relation, Code> {
    if relation == Relation::Tenant {
        Err(Code::new("relation-self"))
    } else {
        Ok(relation)
    }
}

/// Who answers for a minor: name, and that they were asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guardian(pub PersonName);

/// What a residence registration needs to know of one person.
#[derive(Clone, Debug)]
pub struct Details {
    pub document: DocumentNumber,
    pub sex: Sex,
    pub born_on: Date,
    pub phone: Option<Phone>,
    /// Household registration (户籍) inside this city: no residence registration is needed.
    pub local: bool,
    /// Where the household registration is.
    pub household_address: String,
    pub reason: Reason,
    pub arrives_on: Date,
    /// How long they mean to stay.
    pub stay_months: u16,
    pub employer: Option<String>,
    pub guardian: Option<Guardian>,
}

/// The details as typed; each field's name is the name of its error.
#[derive(Clone, Debug, Default)]
pub struct TypedDetails {
    pub document_kind: String,
    pub document_number: String,
    pub sex: String,
    pub born_on: String,
    pub phone: String,
    pub local: String,
    pub household_address: String,
    pub reason: String,
    pub arrives_on: String,
    pub stay_months: String,
    pub employer: String,
    pub guardian: String,
}

impl Details {
    /// `minor` as said in the application; a birth date that says otherwise counts. Sex and birth date are read from the
    /// document where it holds them.
    ///
    /// Errors: those of the parts; `born-in-future`, `guardian-required`, `phone-required` (adults), `arrives-too-early`, `arrives-too-late`,
    /// `local-needs-card` (only mainland residents have a household registration here).
    pub fn parse(typed: &TypedDetails, today: Date) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let document = typed.document_kind.parse::<DocumentKind>();
        let document = errors.check("document_kind", document).and_then(|kind| {
            errors.check(
                "document_number",
                DocumentNumber::parse(kind, &typed.document_number, today),
            )
        });
        let from_document = document
            .as_ref()
            .map(|document| (document.sex(), document.birth_date()));
        let (sex_known, born_known) = from_document.unwrap_or((None, None));
        let sex = sex_known.or_else(|| errors.check("sex", typed.sex.parse()));
        let born_on =
            born_known.or_else(|| errors.check("born_on", parse_date(&typed.born_on).and_then(|day| past(day, today))));
        let minor = born_on.is_some_and(|born| is_minor(born, today));
        let phone = errors.check("phone", optional(&typed.phone, Phone::parse)).flatten();
        if phone.is_none() && born_on.is_some() && !minor && errors.for_field("phone").is_none() {
            errors.add("phone", "phone-required");
        }
        let local = errors.check("local", yes_or_no(&typed.local));
        let mainland = document
            .as_ref()
            .is_none_or(|document| document.holder() == Holder::Mainland);
        if local == Some(true) && !mainland {
            errors.add("local", "local-needs-card");
        }
        let household_address = errors.check("household_address", text::bounded(&typed.household_address, 4, 120));
        let reason = errors.check("reason", typed.reason.parse());
        let arrives_on = errors.check(
            "arrives_on",
            parse_date(&typed.arrives_on).and_then(|day| arrival(day, today)),
        );
        let stay_months = errors.check("stay_months", number(&typed.stay_months, 1, 240));
        let employer = errors.check("employer", text::bounded(&typed.employer, 0, 80));
        let guardian = errors
            .check("guardian", optional(&typed.guardian, PersonName::parse))
            .flatten();
        if minor && guardian.is_none() && errors.for_field("guardian").is_none() {
            errors.add("guardian", "guardian-required");
        }
        let details = || {
            Some(Details {
                document: document?,
                sex: sex?,
                born_on: born_on?,
                phone,
                local: local?,
                household_address: household_address?,
                reason: reason?,
                arrives_on: arrives_on?,
                stay_months: u16::try_from(stay_months?).ok()?,
                employer: employer.filter(|name| !name.is_empty()),
                guardian: guardian.map(Guardian),
            })
        };
        if errors.is_empty() {
            details().ok_or(errors)
        } else {
            Err(errors)
        }
    }
}

/// Under 18 on `today`.
pub(super) fn is_minor(born_on: Date, today: Date) -> bool {
    born_on.saturating_add(18.years()) > today
}

fn past(day: Date, today: Date) -> Result<Date, Code> {
    if day > today {
        Err(Code::new("born-in-future"))
    } else {
        Ok(day)
    }
}

/// People say that they came up to a year ago; what is longer past is another registration's business. Nobody moves in
/// later than a lease may begin: 2062 is a slip of the finger.
fn arrival(day: Date, today: Date) -> Result<Date, Code> {
    if day < today.saturating_sub(1.year()) {
        Err(Code::new("arrives-too-early"))
    } else if day > today.saturating_add(AHEAD_DAYS.days()) {
        Err(Code::new("arrives-too-late"))
    } else {
        Ok(day)
    }
}

fn yes_or_no(typed: &str) -> Result<bool, Code> {
    match typed {
        "yes" => Ok(true),
        "no" => Ok(false),
        "" => Err(Code::new("required")),
        _ => Err(Code::new("choice")),
    }
}

fn optional<T>(typed: &str, parse: impl Fn(&str) -> Result<T, Code>) -> Result<Option<T>, Code> {
    if typed.trim().is_empty() {
        Ok(None)
    } else {
        parse(typed).map(Some)
    }
}

/// Who the landlord is, by document (住房租赁条例 Art 9).
#[derive(Clone, Debug)]
pub struct Identity {
    pub name: PersonName,
    pub document: DocumentNumber,
    pub address: String,
    pub phone: Phone,
}

#[derive(Clone, Debug, Default)]
pub struct TypedIdentity {
    pub name: String,
    pub document_kind: String,
    pub document_number: String,
    pub address: String,
    pub phone: String,
}

impl Identity {
    pub fn parse(typed: &TypedIdentity, today: Date) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let name = errors.check("name", PersonName::parse(&typed.name));
        let document = typed.document_kind.parse::<DocumentKind>();
        let document = errors.check("document_kind", document).and_then(|kind| {
            errors.check(
                "document_number",
                DocumentNumber::parse(kind, &typed.document_number, today),
            )
        });
        let address = errors.check("address", text::bounded(&typed.address, 4, 120));
        let phone = errors.check("phone", Phone::parse(&typed.phone));
        match (name, document, address, phone) {
            (Some(name), Some(document), Some(address), Some(phone)) => Ok(Self {
                name,
                document,
                address,
                phone,
            }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    fn typed() -> TypedDetails {
        TypedDetails {
            document_kind: "identity-card".into(),
            document_number: "11010519491231002x".into(),
            phone: "13800000000".into(),
            local: "no".into(),
            household_address: "江西省赣州市某县某村".into(),
            reason: "01".into(),
            arrives_on: "2026-12-01".into(),
            stay_months: "12".into(),
            ..TypedDetails::default()
        }
    }

    fn codes(result: Result<Details, Errors>) -> Vec<(&'static str, &'static str)> {
        result.map_or_else(
            |errors| errors.iter().map(|e| (e.field, e.code)).collect(),
            |_| Vec::new(),
        )
    }

    #[test]
    fn sex_and_birth_date_come_from_the_identity_card() {
        let details = Details::parse(&typed(), TODAY).unwrap();
        assert_eq!((details.born_on, details.sex), (date(1949, 12, 31), Sex::Female));
    }

    #[test]
    fn a_passport_needs_them_typed_and_a_minor_a_guardian() {
        let passport = TypedDetails {
            document_kind: "passport".into(),
            document_number: "USA 123456789".into(),
            phone: String::new(),
            ..typed()
        };
        assert_eq!(
            codes(Details::parse(&passport, TODAY)),
            [("sex", "choice"), ("born_on", "required")]
        );
        let child = TypedDetails {
            sex: "2".into(),
            born_on: "2015-05-05".into(),
            ..passport
        };
        assert_eq!(
            codes(Details::parse(&child, TODAY)),
            [("guardian", "guardian-required")]
        );
        let guarded = TypedDetails {
            guardian: "王一".into(),
            ..child
        };
        assert_eq!(codes(Details::parse(&guarded, TODAY)), []);
    }

    #[test]
    fn an_arrival_with_a_wrong_year_is_asked_about() {
        let arrival = |day: &str| {
            let typed = TypedDetails {
                arrives_on: day.into(),
                ..typed()
            };
            codes(Details::parse(&typed, TODAY))
        };
        assert_eq!(arrival("2027-11-24"), []);
        assert_eq!(arrival("2062-12-01"), [("arrives_on", "arrives-too-late")]);
        assert_eq!(arrival("2024-12-01"), [("arrives_on", "arrives-too-early")]);
    }

    #[test]
    fn eighteen_is_no_minor_any_more() {
        assert!(is_minor(date(2008, 11, 24), TODAY));
        assert!(!is_minor(date(2008, 11, 23), TODAY));
    }

    #[test]
    fn empty_lines_of_the_household_are_passed_over() {
        let tenant = PersonName::parse("王一").unwrap();
        let line = |name: &str, relation: &str| TypedMember {
            name: name.into(),
            relation: relation.into(),
            minor: false,
        };
        let household = Household::parse(tenant.clone(), &[line("", ""), line("王二", "spouse")]).unwrap();
        assert_eq!(household.members().len(), 2);
        let errors = Household::parse(tenant, &[line("王二", "self"), line("", "child")]).unwrap_err();
        let seen: Vec<_> = errors.iter().map(|e| (e.field, e.code)).collect();
        assert_eq!(seen, [("relation_2", "relation-self"), ("name_3", "required")]);
    }
}
