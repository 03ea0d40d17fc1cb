//! A database for each test: a copy of a migrated template, on SQLite and on PostgreSQL.
//!
//! PostgreSQL is found by `XINJU_TEST_POSTGRES_URL` (an account that may create databases). Without it the PostgreSQL half
//! fails, so that nobody mistakes half a run for a whole one; `XINJU_TEST_SQLITE_ONLY=1` says that half is meant.

use crate::{Backend, clock::Clock, config::Config, config::Secret, crypto::Keys, database::Database};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use std::{
    path::PathBuf,
    sync::{
        OnceLock,
        atomic::{AtomicI64, Ordering},
    },
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A backend over a database and a data folder of its own, at 2026-11-23 09:00 in China.
pub struct Bench {
    pub backend: Backend,
    pub clock: Clock,
    pub kind: Kind,
    pub folder: TempDir,
    postgres: Option<String>,
}

impl Bench {
    /// Nothing but the schema; `None` when PostgreSQL is left out on purpose.
    pub async fn new(kind: Kind) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut config = Config::in_folder(folder.path());
        let mut postgres = None;
        match kind {
            Kind::Sqlite => {
                let template = sqlite_template().await;
                std::fs::copy(template, folder.path().join("xinju.sqlite")).expect("a copy of the template");
            }
            Kind::Postgres => {
                let server = postgres_url()?;
                let name = format!("xinju_test_{}", uuid::Uuid::now_v7().simple());
                let template = postgres_template(&server).await;
                run_on(
                    &server,
                    &format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"),
                )
                .await;
                config.database_url = Secret::new(with_database(&server, &name));
                postgres = Some(name);
            }
        }
        let clock = Clock::fixed("2026-11-23T01:00:00Z".parse::<Timestamp>().expect("a timestamp"));
        let backend = Backend::open(config, Keys::ephemeral(), clock.clone())
            .await
            .expect("a backend over the test database");
        Some(Self {
            backend,
            clock,
            kind,
            folder,
            postgres,
        })
    }

    /// Closes the connections and drops the PostgreSQL database.
    pub async fn close(self) {
        let _ = self.backend.database().close().await;
        if let Some(name) = &self.postgres
            && let Some(server) = postgres_url()
        {
            run_on(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
}

/// Writes a test twice: `both!(async fn name(bench: &Bench) { … })` makes `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! both {
    ($($(#[$meta:meta])* async fn $name:ident($bench:ident: &Bench) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "a test may need nothing from its module")]
            use super::*;

            async fn body($bench: &$crate::test_support::Bench) $body

            async fn run(kind: $crate::test_support::Kind) {
                if let Some(bench) = $crate::test_support::Bench::new(kind).await {
                    body(&bench).await;
                    bench.close().await;
                }
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { run($crate::test_support::Kind::Sqlite).await }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { run($crate::test_support::Kind::Postgres).await }
        }
    )*};
}

/// Two deeds that really meet: neither ends before both have gone as far as they can without the other.
///
/// On PostgreSQL each may do all of its work up to its line in the audit, where it waits as long as the other one still
/// goes on; who waits for the other, or has ended, has gone as far as possible too. On SQLite both wait for the one writer.
pub async fn meet<A, B>(bench: &Bench, one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    let tx = bench.backend.database().begin().await.expect("a transaction");
    if bench.kind == Kind::Postgres {
        let held = tx.execute_unprepared("LOCK TABLE audit IN SHARE MODE").await;
        held.expect("the table of the audit");
    }
    let ended = AtomicI64::new(0);
    let one = async {
        let done = one.await;
        ended.fetch_add(1, Ordering::Relaxed);
        done
    };
    let other = async {
        let done = other.await;
        ended.fetch_add(1, Ordering::Relaxed);
        done
    };
    // Polled last: on SQLite both are at the writer's door by then.
    let release = async {
        while bench.kind == Kind::Postgres && waiting(&bench.backend).await + ended.load(Ordering::Relaxed) < 2 {
            tokio::task::yield_now().await;
        }
        tx.rollback().await.expect("the end of the transaction");
    };
    let (one, other, ()) = tokio::join!(one, other, release);
    (one, other)
}

/// A deed that comes upon `tx`, which is committed once the deed can't go on without it.
pub async fn run_into<A>(bench: &Bench, tx: DatabaseTransaction, deed: impl Future<Output = A>) -> A {
    // Polled last: on SQLite the deed is at the writer's door by then.
    let release = async {
        while bench.kind == Kind::Postgres && waiting(&bench.backend).await < 1 {
            tokio::task::yield_now().await;
        }
        tx.commit().await.expect("the end of the transaction");
    };
    let (done, ()) = tokio::join!(deed, release);
    done
}

/// How many transactions wait for another one.
async fn waiting(backend: &Backend) -> i64 {
    let db = backend.database().reader();
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await;
    let row = row.expect("the activity of the server").expect("a count");
    row.try_get_by_index(0).expect("a number")
}

fn postgres_url() -> Option<String> {
    let url = std::env::var("XINJU_TEST_POSTGRES_URL")
        .ok()
        .filter(|url| !url.is_empty());
    if url.is_none() && std::env::var("XINJU_TEST_SQLITE_ONLY").is_ok_and(|only| only == "1") {
        return None;
    }
    Some(url.expect("XINJU_TEST_POSTGRES_URL is not set: run `cargo xtask test`, or set XINJU_TEST_SQLITE_ONLY=1"))
}

async fn prepare(url: &str) {
    let database = Database::connect(url).await.expect("a connection");
    database.migrate().await.expect("the migrations");
    database
        .close()
        .await
        .expect("a clean close, so that the template can be copied");
}

async fn sqlite_template() -> &'static PathBuf {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
    TEMPLATE
        .get_or_init(|| async {
            let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("a temporary folder"));
            let path = folder.path().join("template.sqlite");
            prepare(&format!("sqlite://{}?mode=rwc", path.display())).await;
            path
        })
        .await
}

async fn postgres_template(server: &str) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE
        .get_or_init(|| async {
            let name = format!("xinju_template_{}", std::process::id());
            run_on(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            run_on(server, &format!("CREATE DATABASE {name}")).await;
            prepare(&with_database(server, &name)).await;
            name
        })
        .await
}

async fn run_on(server: &str, sql: &str) {
    let database = Database::connect(server)
        .await
        .expect("a connection to the test server");
    database.writer().execute_unprepared(sql).await.expect(sql);
    let _ = database.close().await;
}

/// The same server, another database.
fn with_database(url: &str, name: &str) -> String {
    let mut url = url::Url::parse(url).expect("XINJU_TEST_POSTGRES_URL is a URL");
    url.set_path(name);
    url.into()
}

/// People and what they own, for tests that need some.
pub mod people {
    use crate::{Backend, access::NewDuty, account, house, listing};
    use domain::{
        access::{Actor, By, Role},
        address::TypedAddress,
        area::AreaCode,
        contact::{Email, Password, PersonName},
        house::{NewHouse, TypedHouse},
        id::{HouseId, ListingId},
        lang::Lang,
        listing::{ListingTerms, TypedListing},
    };
    use jiff::civil::date;

    pub async fn citizen(backend: &Backend, email: &str) -> Actor {
        person(backend, email, &[]).await
    }

    /// Works in the areas, given by their codes.
    pub async fn coordinator(backend: &Backend, email: &str, areas: &[&str]) -> Actor {
        person(
            backend,
            email,
            &areas
                .iter()
                .map(|area| duty(Role::Coordinator, Some(area)))
                .collect::<Vec<_>>(),
        )
        .await
    }

    /// A duty in force since long ago, for an area by its code.
    pub fn duty(role: Role, area: Option<&str>) -> NewDuty {
        NewDuty {
            role,
            area: area.map(|code| AreaCode::parse(code).expect("an area")),
            organisation: None,
            from: date(2026, 1, 1),
            until: None,
        }
    }

    async fn person(backend: &Backend, email: &str, duties: &[NewDuty]) -> Actor {
        let email = Email::parse(email).expect("an address");
        let new = account::NewAccount {
            password: Password::parse("a long walk by the river", Some(&email)).expect("a password"),
            email,
            name: PersonName::parse("林小溪").expect("a name"),
            lang: Lang::Zh,
        };
        let id = account::create(backend, By::Program, new, duties)
            .await
            .expect("an account");
        account::actor(backend, id)
            .await
            .expect("the database answers")
            .expect("the account that was just made")
    }

    /// Two rooms, a hall, a bathroom and a kitchen in 江滨新村 (350404001001), in the flat with this number.
    pub fn new_house(room: &str) -> NewHouse {
        let typed = TypedHouse {
            address: TypedAddress {
                community: "350404001001".into(),
                estate: "江滨新村".into(),
                building: "3".into(),
                floor: "5".into(),
                room: room.into(),
                ..TypedAddress::default()
            },
            rooms: "2".into(),
            halls: "1".into(),
            baths: "1".into(),
            area: "68.5".into(),
            orientation: vec!["south".into()],
            total_floors: "7".into(),
            extra: vec!["kitchen".into()],
            title_kind: "certificate".into(),
            title_number: "闽(2020)三明市不动产权第0001234号".into(),
            declared_use: "residential".into(),
            land_ownership: "state".into(),
            declared_sound: true,
            declared_right: true,
            ..TypedHouse::default()
        };
        NewHouse::parse(&typed).expect("a house")
    }

    /// The whole of [`new_house`] for 1,350 yuan.
    pub fn whole_house() -> TypedListing {
        TypedListing {
            mode: "whole".into(),
            title: "江滨新村朝南两室".into(),
            description: "近公交站,家电齐全,可随时看房。".into(),
            rent: "1350".into(),
            deposit: "1350".into(),
            payment_months: "3".into(),
            min_term_months: "6".into(),
            ..TypedListing::default()
        }
    }

    pub fn terms(backend: &Backend, typed: &TypedListing) -> ListingTerms {
        let house = new_house("1");
        ListingTerms::parse(typed, &house.spaces, house.area, backend.today()).expect("terms")
    }

    /// A house of the landlord with a listing, published by the coordinator.
    pub async fn published(
        backend: &Backend,
        landlord: &Actor,
        coordinator: &Actor,
        room: &str,
    ) -> (HouseId, ListingId) {
        let house = house::register(backend, landlord, new_house(room))
            .await
            .expect("a house");
        let terms = terms(backend, &whole_house());
        let id = listing::create(backend, landlord, house, terms).await.expect("a draft");
        listing::submit(backend, landlord, id).await.expect("sent for review");
        let checks = listing::ReviewChecks {
            title: true,
            duplicates: true,
        };
        listing::publish(backend, coordinator, id, checks)
            .await
            .expect("published");
        (house, id)
    }
}
