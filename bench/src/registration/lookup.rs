//! How long look-ups take among many registrations.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use backend::{Backend, account, house, matching, registration};
use domain::{
    access::{Actor, Role},
    id::HouseId,
};
use sea_orm::{ConnectionTrait, Statement};
use serde::Serialize;
use uuid::Uuid;

use super::{
    database::Filled,
    home::{DISTRICT, Kind, Member, certificate_code, id, landlord},
    registrations, staff,
};

#[derive(Serialize)]
pub struct Line {
    pub registrations: u64,
    pub database: &'static str,
    pub what: &'static str,
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// What came back, on average: lines of a page, records, or parts of one.
    pub found: f64,
}

/// As many as the desk shows.
const PAGE: u64 = 50;

/// What is asked, in the order of the report.
const ALL: [(&str, Look); 10] = [
    ("queue of matches in a district", Look::Agreed),
    ("queue of a district's coordinator", Look::ToFinalise { city: false }),
    ("queue of a district's reviewer", Look::ToAccept { city: false }),
    (
        "queue of a coordinator of the whole city",
        Look::ToFinalise { city: true },
    ),
    ("queue of a reviewer of the whole city", Look::ToAccept { city: true }),
    ("person by document", Look::Person),
    ("door: other records of it", Look::Door),
    ("door: before a completion", Look::Completion),
    ("registration with all on its page", Look::Registration),
    ("certificate by its code", Look::Certificate),
];

#[derive(Clone, Copy)]
enum Look {
    Agreed,
    ToFinalise { city: bool },
    ToAccept { city: bool },
    Person,
    Door,
    Completion,
    Registration,
    Certificate,
}

struct Looker<'a> {
    filled: &'a Filled<'a>,
    backend: &'a Backend,
    district: Actor,
    city: Actor,
}

pub async fn measure(filled: &Filled<'_>, registrations: u64, times: usize) -> Result<Vec<Line>> {
    let backend = &filled.backend;
    let both = [Role::Coordinator, Role::Reviewer];
    let looker = Looker {
        filled,
        backend,
        district: staff::entrusted(backend, "district@example.cn", &both, DISTRICT).await?,
        city: staff::entrusted(backend, "city@example.cn", &both, "3504").await?,
    };
    let mut lines = Vec::new();
    for (what, look) in ALL {
        for time in 0..times / 20 {
            looker.look(look, time as u64).await?;
        }
        let (mut took, mut found) = (Vec::with_capacity(times), 0);
        for time in 0..times {
            let began = Instant::now();
            found += looker
                .look(look, (times / 20 + time) as u64)
                .await
                .with_context(|| format!("{what}, time {time}"))?;
            took.push(began.elapsed());
        }
        took.sort_unstable();
        lines.push(Line {
            registrations,
            database: super::name_of(backend),
            what,
            p50_ms: at(&took, 0.5),
            p99_ms: at(&took, 0.99),
            found: found as f64 / times as f64,
        });
    }
    Ok(lines)
}

fn at(sorted: &[Duration], part: f64) -> f64 {
    let at = (sorted.len().saturating_sub(1) as f64 * part).round() as usize;
    sorted.get(at).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
}

impl Looker<'_> {
    /// How much was found; finding nothing is an error.
    async fn look(&self, look: Look, time: u64) -> Result<usize> {
        let town = self.filled.town;
        // All over the town, never the same twice in a row.
        let no = time.wrapping_mul(0x9E37_79B9_7F4A_7C15) % town.registered;
        let actor = |city: bool| if city { &self.city } else { &self.district };
        let found = match look {
            Look::Agreed => matching::agreed_in(self.backend, &self.district, PAGE).await?.0.len(),
            Look::ToFinalise { city } => {
                let (lines, _) = registration::to_finalise(self.backend, actor(city), PAGE).await?;
                lines.len()
            }
            Look::ToAccept { city } => {
                let (lines, _) = registration::to_accept(self.backend, actor(city), PAGE).await?;
                lines.len()
            }
            Look::Person => self.person(no).await?,
            Look::Door => self.door(no).await?,
            Look::Completion => {
                let waiting = town.registered + time % town.agreed;
                let view = matching::completion_view(self.backend, &self.district, id(Kind::Match, waiting, 0).into());
                view.await?.map_or(0, |view| view.findings.len())
            }
            Look::Registration => {
                let shown = registration::load(self.backend, &self.city, registrations::registration(no, 0).into());
                shown.await?.map_or(0, |shown| 1 + shown.residences.len())
            }
            Look::Certificate => {
                // Who has not been given a number yet has no certificate.
                let no = no % (town.registered - town.registered / 10);
                let found = registration::by_code(self.backend, &certificate_code(no, 0)).await?;
                usize::from(found.is_some())
            }
        };
        ensure!(found > 0, "nothing was found");
        Ok(found)
    }

    /// With what entering somebody begins: whose the document is, and who that is by now.
    async fn person(&self, no: u64) -> Result<usize> {
        let db = self.backend.database().reader();
        let kind = db.get_database_backend();
        let member = Member {
            home: no,
            at: 0,
            local: false,
        };
        let hash = self.backend.keys().lookup_hash("person", &member.born_and_document().1);
        let by_hash = "SELECT id, person_id, kind, sealed, hash, created_at FROM person_document WHERE hash = $1";
        let document = db
            .query_one_raw(Statement::from_sql_and_values(kind, by_hash, [hash.into()]))
            .await?;
        let person: Uuid = document.context("no such document")?.try_get("", "person_id")?;
        let by_id = "SELECT id, merged_into, created_at FROM person WHERE id = $1";
        let person = db
            .query_one_raw(Statement::from_sql_and_values(kind, by_id, [person.into()]))
            .await?;
        Ok(usize::from(person.is_some()))
    }

    /// The house of a landlord, and whether others have a record of its door.
    async fn door(&self, no: u64) -> Result<usize> {
        let home = self.filled.town.home(no);
        let landlord = account::actor(self.backend, landlord(&home).into()).await?;
        let landlord = landlord.context("no such landlord")?;
        let house = HouseId::from(id(Kind::House, home.house, 0));
        let house = house::find_own(self.backend, &landlord, house).await?;
        let house = house.context("no such house")?;
        Ok(1 + house::duplicates(self.backend, &house).await?.len())
    }
}
