//! The invented people of the demo.

use crate::DemoError;
use domain::{
    access::Role,
    document::identity_check_character,
    matching::{Identity, TypedIdentity},
};
use jiff::civil::Date;

/// Every demo account's password. It is public, which is why the program refuses to seed a site that others can reach.
pub const PASSWORD: &str = "xinju-demo-2026";

/// The beginning of invented identity numbers. No area was ever coded 359901 (GB/T 2260 has used 3501 to 3509 below 35
/// 福建, and 3590 for counties that had no city), so no such number was ever given to anybody, though its check character
/// is right.
pub(crate) const NOBODYS_AREA: &str = "359901";

/// An invented person who can log in.
#[derive(Debug)]
pub struct Person {
    pub email: &'static str,
    pub name: &'static str,
    /// Of the duties; none for a citizen.
    pub role: Option<Role>,
    pub areas: &'static [&'static str],
    /// What the account is good for, in a few words.
    pub about: &'static str,
    /// `YYYYMMDD`
    pub(crate) born: &'static str,
    /// Odd: male.
    pub(crate) sequence: u16,
}

const fn citizen(
    email: &'static str,
    name: &'static str,
    born: &'static str,
    sequence: u16,
    about: &'static str,
) -> Person {
    Person {
        email,
        name,
        role: None,
        areas: &[],
        about,
        born,
        sequence,
    }
}

const fn staff(
    email: &'static str,
    name: &'static str,
    role: Role,
    areas: &'static [&'static str],
    about: &'static str,
) -> Person {
    Person {
        email,
        name,
        role: Some(role),
        areas,
        about,
        born: "19800101",
        sequence: 900,
    }
}

/// Everybody, landlords first.
pub const PEOPLE: [Person; 16] = [
    citizen(
        "landlord@example.cn",
        "陈秀英",
        "19680412",
        102,
        "landlord in 列东 and 列西",
    ),
    citizen(
        "landlord2@example.cn",
        "黄志强",
        "19750923",
        103,
        "landlord in 徐碧 and 城关",
    ),
    citizen(
        "landlord3@example.cn",
        "林美华",
        "19810306",
        104,
        "landlord in 白沙 and 富兴堡",
    ),
    citizen("landlord4@example.cn", "郑国平", "19591118", 105, "landlord in 永安"),
    citizen("landlord5@example.cn", "罗建明", "19720730", 107, "landlord in 沙县"),
    citizen(
        "tenant@example.cn",
        "张小勇",
        "19960215",
        201,
        "tenant; has applied and agrees on terms",
    ),
    citizen(
        "tenant2@example.cn",
        "吴雨晴",
        "19910807",
        202,
        "tenant; registered with the family",
    ),
    citizen(
        "tenant3@example.cn",
        "刘海涛",
        "19880519",
        203,
        "tenant; accepted, documents given",
    ),
    citizen(
        "tenant4@example.cn",
        "赖晓芳",
        "19930128",
        204,
        "tenant; agreed, waits for the centre",
    ),
    citizen(
        "tenant5@example.cn",
        "邓文斌",
        "19850611",
        205,
        "tenant; completed, not yet finalised",
    ),
    citizen(
        "tenant6@example.cn",
        "谢婷婷",
        "19980903",
        206,
        "tenant; a local resident, registered",
    ),
    citizen(
        "tenant7@example.cn",
        "温晓东",
        "20001222",
        207,
        "tenant; accepted, documents still missing",
    ),
    staff(
        "coordinator@example.cn",
        "苏敏",
        Role::Coordinator,
        &["350404"],
        "coordinator for 三元区",
    ),
    staff(
        "coordinator2@example.cn",
        "曾伟",
        Role::Coordinator,
        &["3504"],
        "coordinator for the whole city",
    ),
    staff(
        "reviewer@example.cn",
        "何志远",
        Role::Reviewer,
        &["3504"],
        "reviewer of registrations",
    ),
    staff("admin@example.cn", "方静", Role::Administrator, &[], "administrator"),
];

/// The identity number of an invented person.
pub(crate) fn identity_number(born: &str, sequence: u16) -> Result<String, DemoError> {
    let body = format!("{NOBODYS_AREA}{born}{sequence:03}");
    let check = identity_check_character(&body).ok_or_else(|| DemoError::content("identity number", &body))?;
    Ok(format!("{body}{check}"))
}

/// A mobile number from a block that reads as made up.
pub(crate) fn phone(sequence: u16) -> String {
    format!("1990000{sequence:04}")
}

/// The person with this [`Person::key`].
pub(crate) fn person(key: &str) -> Result<&'static Person, DemoError> {
    PEOPLE
        .iter()
        .find(|person| person.key() == key)
        .ok_or_else(|| DemoError::content("people", key))
}

impl Person {
    /// How the story refers to them: `landlord3` has the address landlord3@example.cn.
    pub(crate) fn key(&self) -> &'static str {
        self.email.trim_end_matches("@example.cn")
    }

    /// What a landlord shows when a match is being concluded.
    pub(crate) fn identity(&self, today: Date) -> Result<Identity, DemoError> {
        let typed = TypedIdentity {
            name: self.name.to_owned(),
            document_kind: "identity-card".to_owned(),
            document_number: identity_number(self.born, self.sequence)?,
            address: format!("福建省三明市三元区列东街道示范路{}号", self.sequence),
            phone: phone(self.sequence),
        };
        Identity::parse(&typed, today).map_err(|errors| DemoError::refused("identity", self.email, &errors))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        area::AreaCode,
        document::{DocumentKind, DocumentNumber},
    };
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn identity_numbers_pass_the_check_and_belong_to_no_area() {
        let mut seen = BTreeSet::new();
        for person in PEOPLE.iter().filter(|person| person.role.is_none()) {
            let number = identity_number(person.born, person.sequence).unwrap();
            let document = DocumentNumber::parse(DocumentKind::IdentityCard, &number, date(2026, 11, 23)).unwrap();
            assert_eq!(document.area_prefix(), Some(NOBODYS_AREA));
            assert!(seen.insert(number), "{} has a number of their own", person.name);
        }
        let nobodys = AreaCode::parse(NOBODYS_AREA).unwrap();
        assert_eq!(backend::area::find(nobodys), None);
    }

    #[test]
    fn everybody_has_a_name_and_an_address_of_their_own() {
        let names: BTreeSet<_> = PEOPLE.iter().map(|person| person.name).collect();
        let emails: BTreeSet<_> = PEOPLE.iter().map(|person| person.email).collect();
        assert_eq!((names.len(), emails.len()), (PEOPLE.len(), PEOPLE.len()));
    }
}
