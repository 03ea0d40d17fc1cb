//! The accounts of the demo's people.

use crate::{
    DemoError,
    people::{PASSWORD, PEOPLE, Person},
};
use backend::{Backend, access::NewDuty, account};
use domain::{
    access::{Actor, By, Role, Where},
    area::AreaCode,
    contact::{Email, Password, PersonName},
    lang::Lang,
};
use tokio::task::JoinSet;

/// Everybody with their account, in the order of [`PEOPLE`].
pub(crate) struct People(Vec<(&'static Person, Actor)>);

impl People {
    /// Hashing a password takes long on purpose, so all are made at the same time.
    pub async fn create(backend: &Backend) -> Result<Self, DemoError> {
        let mut tasks = JoinSet::new();
        for (index, person) in PEOPLE.iter().enumerate() {
            let backend = backend.clone();
            tasks.spawn(async move { create(&backend, person).await.map(|actor| (index, person, actor)) });
        }
        let mut people = Vec::with_capacity(PEOPLE.len());
        while let Some(made) = tasks.join_next().await {
            people.push(made.map_err(DemoError::Thread)??);
        }
        people.sort_unstable_by_key(|(index, ..)| *index);
        Ok(Self(
            people.into_iter().map(|(_, person, actor)| (person, actor)).collect(),
        ))
    }

    /// The account of somebody by [`Person::key`].
    pub fn named(&self, key: &str) -> Result<&Actor, DemoError> {
        self.0
            .iter()
            .find_map(|(person, actor)| (person.key() == key).then_some(actor))
            .ok_or_else(|| DemoError::content("people", key))
    }

    /// Who answers for a place: the coordinator of 三元区 there, elsewhere the one of the whole city.
    pub fn coordinator_of(&self, place: &AreaCode) -> Result<&Actor, DemoError> {
        self.0
            .iter()
            .find_map(|(_, actor)| actor.duty_at(Role::Coordinator, Where::At(*place)).map(|_| actor))
            .ok_or_else(|| DemoError::content("people", place))
    }
}

async fn create(backend: &Backend, person: &Person) -> Result<Actor, DemoError> {
    let wrong = |_| DemoError::content("people", person.email);
    let email = Email::parse(person.email).map_err(wrong)?;
    let mut duties = Vec::new();
    if let Some(role) = person.role {
        let mut areas = Vec::new();
        for code in person.areas {
            areas.push(Some(AreaCode::parse(code).map_err(wrong)?));
        }
        if !role.needs_area() {
            areas.push(None);
        }
        duties.extend(areas.into_iter().map(|area| NewDuty {
            role,
            area,
            organisation: None,
            from: backend.today(),
            until: None,
        }));
    }
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
