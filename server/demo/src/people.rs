//! The invented people of the demo.

use super::DemoError;
use backend::{Backend, access::NewDuty, account};
use domain::{
    access::{Actor, By, Role},
    area::AreaCode,
    contact::{Email, Password, PersonName},
    document::identity_check_character,
    lang::Lang,
    matching::{Identity, TypedIdentity},
};
use tokio::task::JoinSet;

/// Every demo account's password. It is public, which is why the program refuses to seed a site that others can reach.
pub const PASSWORD: &str = "xinju-demo-2026";

/// The beginning of invented identity numbers. No area was ever coded 359901 (GB/T 2260 has used 3501 to 3509 below 35
/// 福建, and 3590 for counties that had no city), so no such number was ever given to anybody, though its check character
/// is right.
const NOBODYS_AREA: &str = "359901";

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
    born: &'static str,
    /// Odd: male.
    sequence: u16,
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

/// The accounts, made.
pub(super) struct People {
    actors: Vec<Actor>,
}

impl People {
    /// Hashing a password takes long on purpose, so all are made at the same time.
    pub async fn create(backend: &Backend) -> Result<Self, DemoError> {
        let mut tasks = JoinSet::new();
        for (index, person) in PEOPLE.iter().enumerate() {
            let backend = backend.clone();
            tasks.spawn(async move { create(&backend, person).await.map(|actor| (index, actor)) });
        }
        let mut actors = Vec::with_capacity(PEOPLE.len());
        while let Some(made) = tasks.join_next().await {
            actors.push(made.map_err(DemoError::Thread)??);
        }
        actors.sort_unstable_by_key(|(index, _)| *index);
        Ok(Self {
            actors: actors.into_iter().map(|(_, actor)| actor).collect(),
        })
    }

    /// The person whose address begins like this: `landlord3`.
    pub fn named(&self, name: &str) -> Result<&Actor, DemoError> {
        let at = PEOPLE
            .iter()
            .position(|person| person.email.strip_suffix("@example.cn") == Some(name));
        at.and_then(|at| self.actors.get(at))
            .ok_or_else(|| DemoError::content("people", name))
    }

    /// Who answers for a place: the coordinator of 三元区 there, elsewhere the one of the whole city.
    pub fn coordinator_of(&self, place: &AreaCode) -> Result<&Actor, DemoError> {
        self.actors
            .iter()
            .find(|actor| actor.coordinates(place))
            .ok_or_else(|| DemoError::content("people", place))
    }
}

async fn create(backend: &Backend, person: &Person) -> Result<Actor, DemoError> {
    let wrong = |_| DemoError::content("people", person.email);
    let email = Email::parse(person.email).map_err(wrong)?;
    let mut areas = Vec::new();
    for code in person.areas {
        areas.push(Some(AreaCode::parse(code).map_err(wrong)?));
    }
    if areas.is_empty() {
        areas.push(None);
    }
    let duty = |role| {
        let from = backend.today();
        let of = move |area| NewDuty {
            role,
            area,
            organisation: None,
            from,
            until: None,
        };
        areas.iter().copied().map(of).collect::<Vec<_>>()
    };
    let duties = person.role.map(duty).unwrap_or_default();
    let new = account::NewAccount {
        password: Password::parse(PASSWORD, Some(&email)).map_err(wrong)?,
        name: PersonName::parse(person.name).map_err(wrong)?,
        lang: Lang::Zh,
        email,
    };
    let id = account::create(backend, By::Program, new, &duties).await?;
    account::actor(backend, id)
        .await?
        .ok_or_else(|| DemoError::content("people", person.email))
}

/// The identity number of an invented person.
pub(super) fn identity_number(born: &str, sequence: u16) -> Result<String, DemoError> {
    let body = format!("{NOBODYS_AREA}{born}{sequence:03}");
    let check = identity_check_character(&body).ok_or_else(|| DemoError::content("identity number", &body))?;
    Ok(format!("{body}{check}"))
}

/// A mobile number from a block that reads as made up.
pub(super) fn phone(sequence: u16) -> String {
    format!("1990000{sequence:04}")
}

/// What a landlord shows when a match is being concluded.
pub(super) fn identity_of(backend: &Backend, actor: &Actor) -> Result<Identity, DemoError> {
    let person = person_of(actor)?;
    let typed = TypedIdentity {
        name: person.name.to_owned(),
        document_kind: "identity-card".to_owned(),
        document_number: identity_number(person.born, person.sequence)?,
        address: format!("福建省三明市三元区列东街道示范路{}号", person.sequence),
        phone: phone(person.sequence),
    };
    Identity::parse(&typed, backend.today()).map_err(|errors| DemoError::refused("identity", person.email, &errors))
}

/// Birth date and sequence of an account's owner.
pub(super) fn born(actor: &Actor) -> Result<(&'static str, u16), DemoError> {
    person_of(actor).map(|person| (person.born, person.sequence))
}

fn person_of(actor: &Actor) -> Result<&'static Person, DemoError> {
    PEOPLE
        .iter()
        .find(|person| person.name == actor.name)
        .ok_or_else(|| DemoError::content("people", actor.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::document::{DocumentKind, DocumentNumber};
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
