//! The completion on both databases: what it writes, that it is all or nothing, that it happens once.

use super::*;
use crate::{
    both,
    matching::{
        Application, ApplyError, apply,
        fixture::{self, Fixture, agreed_match, second_agreed_match},
    },
    test_support::{Bench, meet},
    viewing,
};
use domain::{
    contact::PersonName,
    id::AccountId,
    matching::{FindingCode, Household, Severity},
    viewing::ViewingWish,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbBackend, ExecResult, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QueryResult, Statement, prelude::async_trait, sea_query::Expr,
};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicI64, Ordering},
};
use uuid::Uuid;

const SEEN: Checklist = Checklist {
    landlord_document_seen: true,
    title_seen: true,
    occupant_documents_seen: true,
};

const TABLES: [&str; 21] = [
    "active_residence",
    "audit",
    "certificate",
    "collector_credit",
    "event",
    "house_registration",
    "index_change",
    "job",
    "lease",
    "listing",
    "matching",
    "notice",
    "number_sequence",
    "occupant",
    "occupied_space",
    "offered_space",
    "party",
    "registration",
    "resident",
    "residence_registration",
    "visit",
];

/// How many rows each table has, and how the match and the listings stand.
async fn rows(bench: &Bench) -> BTreeMap<String, i64> {
    let db = bench.backend.database().reader();
    let mut rows = BTreeMap::new();
    let mut count = async |name: String, sql: String| {
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let row = db.query_one_raw(statement).await.unwrap().unwrap();
        rows.insert(name, row.try_get_by_index::<i64>(0).unwrap());
    };
    for table in TABLES {
        count(table.to_owned(), format!("SELECT count(*) FROM {table}")).await;
    }
    for (name, table, status) in [
        ("agreed", "matching", "agreed"),
        ("completed", "matching", "completed"),
        ("declined", "matching", "declined"),
        ("published", "listing", "published"),
        ("let", "listing", "let"),
    ] {
        count(
            name.to_owned(),
            format!("SELECT count(*) FROM {table} WHERE status = '{status}'"),
        )
        .await;
    }
    rows
}

/// A connection that fails one statement instead of running it.
struct Breaking<'a, C> {
    inner: &'a C,
    /// Statements until the failing one; negative: none fails.
    left: AtomicI64,
}

impl<C> Breaking<'_, C> {
    fn step(&self) -> Result<(), DbErr> {
        match self.left.fetch_sub(1, Ordering::Relaxed) {
            0 => Err(DbErr::Custom("broken on purpose".to_owned())),
            _ => Ok(()),
        }
    }
}

#[async_trait::async_trait]
impl<C: ConnectionTrait> ConnectionTrait for Breaking<'_, C> {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.step()?;
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.step()?;
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.step()?;
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.step()?;
        self.inner.query_all_raw(statement).await
    }
}

/// Runs the completion with the statement number `break_at` (from 0) failing, and commits if it succeeds.
async fn broken_at(bench: &Bench, fixture: &Fixture, break_at: i64) -> Result<Completed, CompleteError> {
    let backend = &bench.backend;
    let tx = backend.database().begin().await.unwrap();
    let breaking = Breaking {
        inner: &tx,
        left: AtomicI64::new(break_at),
    };
    let deed = Deed::over(backend, breaking);
    let result = match complete_in(&deed, &fixture.coordinator, fixture.match_id, SEEN).await {
        Ok((completed, permit)) => {
            let record = Record("match", fixture.match_id.into());
            let written = crate::audit::write(&deed.tx, deed.now, &permit, Some(record), &serde_json::json!({})).await;
            written.map(|()| completed).map_err(CompleteError::from)
        }
        Err(error) => Err(error),
    };
    drop(deed);
    match &result {
        Ok(_) => tx.commit().await.unwrap(),
        Err(_) => tx.rollback().await.unwrap(),
    }
    result
}

both! {
    async fn a_completion_writes_everything_at_once(bench: &Bench) {
        let fixture = agreed_match(bench).await;
        second_agreed_match(bench, &fixture).await;
        let offered = entity::offered_space::ActiveModel {
            house_id: Set(fixture.house.into()),
            space_no: Set(1),
            listing_id: Set(fixture.listing.into()),
        };
        offered.insert(bench.backend.database().writer()).await.unwrap();
        let before = rows(bench).await;
        let done = complete(&bench.backend, &fixture.coordinator, fixture.match_id, SEEN).await.unwrap();
        assert_eq!((done.residences, done.exempt, done.closed), (2, 1, 1));
        let after = rows(bench).await;
        let new: BTreeMap<_, _> =
            after.iter().map(|(name, n)| (name.as_str(), n - before[name])).filter(|(_, n)| *n != 0).collect();
        let expected = BTreeMap::from([
            ("active_residence", 2),
            ("agreed", -2),
            ("audit", 1),
            ("collector_credit", 3),
            ("completed", 1),
            ("declined", 1),
            ("event", 6),
            ("house_registration", 1),
            ("index_change", 2),
            ("job", 3),
            ("lease", 1),
            ("let", 2),
            ("notice", 3),
            ("occupied_space", 2),
            ("offered_space", -1),
            ("published", -2),
            ("party", 2),
            ("registration", 3),
            ("residence_registration", 2),
            ("resident", 3),
            ("visit", 1),
        ]);
        assert_eq!(new, expected);
    }

    async fn an_error_in_any_statement_leaves_nothing_behind(bench: &Bench) {
        let fixture = agreed_match(bench).await;
        second_agreed_match(bench, &fixture).await;
        let before = rows(bench).await;
        let mut broken = 0;
        loop {
            let result = broken_at(bench, &fixture, broken).await;
            if result.is_ok() {
                break;
            }
            assert!(matches!(result, Err(CompleteError::Backend(Error::Database(_)))), "statement {broken}: {result:?}");
            assert_eq!(rows(bench).await, before, "statement {broken} left something behind");
            broken += 1;
        }
        // Every statement was broken once before the run that got through.
        assert!(broken > 30, "only {broken} statements were broken");
        assert_eq!(rows(bench).await["completed"], 1);
    }

    async fn two_coordinators_at_the_same_instant_complete_once(bench: &Bench) {
        let fixture = agreed_match(bench).await;
        let attempt = || {
            let (backend, fixture) = (bench.backend.clone(), fixture.clone());
            tokio::spawn(async move { complete(&backend, &fixture.coordinator, fixture.match_id, SEEN).await })
        };
        let attempts = [attempt(), attempt(), attempt(), attempt()];
        let mut completed = 0;
        for attempt in attempts {
            match attempt.await.unwrap() {
                Ok(_) => completed += 1,
                Err(CompleteError::AlreadyCompleted) => {}
                Err(error) => panic!("not a clear answer: {error:?}"),
            }
        }
        assert_eq!(completed, 1);
        let rows = rows(bench).await;
        assert_eq!((rows["lease"], rows["house_registration"], rows["residence_registration"]), (1, 1, 2));
    }

    async fn nobody_s_application_stays_open_for_a_home_that_is_let_at_the_same_instant(bench: &Bench) {
        let fixture = agreed_match(bench).await;
        let late = fixture::citizen(bench, "林租客").await;
        let application = Application {
            household: Household::parse(PersonName::parse(&late.name).unwrap(), &[]).unwrap(),
            message: String::new(),
        };
        let let_it = complete(&bench.backend, &fixture.coordinator, fixture.match_id, SEEN);
        let (completed, applied) = meet(bench, let_it, apply(&bench.backend, &late, fixture.listing, application)).await;
        completed.unwrap();
        assert!(matches!(applied, Ok(_) | Err(ApplyError::NotFound)), "{applied:?}");
        let open = entity::matching::Entity::find().filter(entity::matching::Column::Status.eq("applied"));
        assert_eq!(open.count(bench.backend.database().reader()).await.unwrap(), 0);
    }

    async fn two_matches_on_one_unit_at_the_same_instant_complete_one(bench: &Bench) {
        let first = agreed_match(bench).await;
        let second = second_agreed_match(bench, &first).await;
        let attempt = |fixture: &Fixture| {
            let (backend, fixture) = (bench.backend.clone(), fixture.clone());
            tokio::spawn(async move { complete(&backend, &fixture.coordinator, fixture.match_id, SEEN).await })
        };
        let mut completed = 0;
        for attempt in [attempt(&first), attempt(&second)] {
            match attempt.await.unwrap() {
                Ok(_) => completed += 1,
                // The other completion has declined this match.
                Err(CompleteError::NotAgreed(MatchStatus::Declined)) => {}
                Err(error) => panic!("not a clear answer: {error:?}"),
            }
        }
        assert_eq!(completed, 1);
        let rows = rows(bench).await;
        assert_eq!((rows["house_registration"], rows["occupied_space"], rows["let"]), (1, 2, 2));
    }

    async fn of_two_who_register_one_person_at_the_same_instant_the_second_is_told(bench: &Bench) {
        let first = agreed_match(bench).await;
        let other = Fixture { house: fixture::house(bench, &first.landlord).await, ..first.clone() };
        let second = second_agreed_match(bench, &other).await;
        let db = bench.backend.database().writer();
        let households = entity::occupant::Entity::find().order_by_asc(entity::occupant::Column::No).all(db).await.unwrap();
        let (ours, theirs): (Vec<_>, Vec<_>) =
            households.into_iter().partition(|row| row.match_id == Uuid::from(first.match_id));
        for (row, same) in theirs.into_iter().zip(ours) {
            let mut row = row.into_active_model();
            row.person_id = Set(same.person_id);
            row.version_id = Set(same.version_id);
            row.update(db).await.unwrap();
        }
        let attempt = |fixture: &Fixture| {
            let (backend, fixture) = (bench.backend.clone(), fixture.clone());
            Box::pin(async move { complete(&backend, &fixture.coordinator, fixture.match_id, SEEN).await })
        };
        let (a, b) = meet(bench, attempt(&first), attempt(&second)).await;
        let refused = match (a, b) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            both => panic!("{both:?}"),
        };
        // Who comes second reads of it (SQLite has one writer), or runs into it.
        let read = matches!(&refused, CompleteError::Refused(findings)
            if findings.iter().any(|finding| finding.code == FindingCode::NotRegisteredElsewhere));
        assert!(read || matches!(refused, CompleteError::PersonRegistered), "{refused:?}");
    }

    async fn the_database_refuses_a_second_registration_of_a_unit(bench: &Bench) {
        let first = agreed_match(bench).await;
        let second = second_agreed_match(bench, &first).await;
        complete(&bench.backend, &first.coordinator, first.match_id, SEEN).await.unwrap();
        // As if the program had forgotten to decline the second match and to look for the unit.
        let db = bench.backend.database().writer();
        db.execute_unprepared("UPDATE matching SET status = 'agreed' WHERE status = 'declined'").await.unwrap();
        let refused = complete(&bench.backend, &second.coordinator, second.match_id, SEEN).await.unwrap_err();
        let CompleteError::Refused(findings) = refused else { panic!("{refused:?}") };
        assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [FindingCode::UnitFree]);
        let registration = entity::house_registration::Entity::find().one(db).await.unwrap().unwrap();
        let house = entity::house::Entity::find_by_id(registration.house_id).one(db).await.unwrap().unwrap();
        let again = entity::occupied_space::ActiveModel {
            door_id: Set(house.door_id),
            house_id: Set(registration.house_id),
            space_no: Set(1),
            registration_id: Set(registration.id),
        };
        let error = again.insert(db).await.unwrap_err();
        assert!(matches!(CompleteError::from(error), CompleteError::UnitTaken));
    }

    async fn two_records_of_one_door_are_one_place(bench: &Bench) {
        let first = agreed_match(bench).await;
        let other = fixture::other_landlord_s_agreed_match(bench, &first).await;
        complete(&bench.backend, &first.coordinator, first.match_id, SEEN).await.unwrap();
        let refused = complete(&bench.backend, &other.coordinator, other.match_id, SEEN).await.unwrap_err();
        let CompleteError::Refused(findings) = refused else { panic!("{refused:?}") };
        let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [FindingCode::UnitFree, FindingCode::DoorFree]);
        // As if the program had not looked: the door is held by the first record.
        let db = bench.backend.database().writer();
        let door = entity::house::Entity::find_by_id(first.house).one(db).await.unwrap().unwrap().door_id;
        assert!(!door::hold(db, door, other.house.into()).await.unwrap());
        let registration = entity::house_registration::Entity::find().one(db).await.unwrap().unwrap();
        let claim = entity::occupied_space::ActiveModel {
            door_id: Set(door),
            house_id: Set(other.house.into()),
            space_no: Set(9),
            registration_id: Set(registration.id),
        };
        assert!(claim.insert(db).await.is_err());
    }

    async fn two_records_of_one_door_at_the_same_instant_complete_one(bench: &Bench) {
        let first = agreed_match(bench).await;
        let other = fixture::other_landlord_s_agreed_match(bench, &first).await;
        let (a, b) = tokio::join!(
            complete(&bench.backend, &first.coordinator, first.match_id, SEEN),
            complete(&bench.backend, &other.coordinator, other.match_id, SEEN)
        );
        assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1, "{a:?} {b:?}");
    }

    async fn a_rival_s_letter_names_the_home_that_they_wanted(bench: &Bench) {
        let first = agreed_match(bench).await;
        let second = second_agreed_match(bench, &first).await;
        let db = bench.backend.database().writer();
        entity::listing::Entity::update_many()
            .col_expr(entity::listing::Column::Title, Expr::value("另一则房源"))
            .filter(entity::listing::Column::Id.eq(Uuid::from(second.listing)))
            .exec(db)
            .await
            .unwrap();
        complete(&bench.backend, &first.coordinator, first.match_id, SEEN).await.unwrap();
        let letter = entity::notice::Entity::find()
            .filter(entity::notice::Column::AccountId.eq(Uuid::from(second.tenant.id)))
            .one(db)
            .await
            .unwrap()
            .unwrap();
        assert!(letter.params.contains("另一则房源"), "{}", letter.params);
    }

    async fn whoever_wanted_to_view_a_home_that_is_let_is_told_about_that_home(bench: &Bench) {
        let match_ = agreed_match(bench).await;
        let backend = &bench.backend;
        let other = fixture::listing(bench, match_.house, &match_.landlord, None).await;
        entity::listing::Entity::update_many()
            .col_expr(entity::listing::Column::Title, Expr::value("同一套房的另一条"))
            .filter(entity::listing::Column::Id.eq(Uuid::from(other)))
            .exec(backend.database().writer())
            .await
            .unwrap();
        let mut asked = Vec::new();
        for (listing, tenant) in [
            (match_.listing, &match_.tenant),
            (match_.listing, &fixture::citizen(bench, "何路人").await),
            (other, &fixture::citizen(bench, "郑路人").await),
        ] {
            let wish = ViewingWish { message: String::new(), wished: String::new() };
            asked.push((viewing::ask(backend, tenant, listing, wish).await.unwrap(), tenant.id));
        }
        complete(backend, &match_.coordinator, match_.match_id, SEEN).await.unwrap();
        let db = backend.database().reader();
        for (viewing, _) in &asked {
            let row = entity::viewing::Entity::find_by_id(*viewing).one(db).await.unwrap().unwrap();
            assert_eq!(row.status, "cancelled");
        }
        let letters = entity::notice::Entity::find()
            .filter(entity::notice::Column::Template.eq("viewing-home-let"))
            .order_by_asc(entity::notice::Column::Id)
            .all(db)
            .await
            .unwrap();
        let told: Vec<_> = letters.iter().map(|letter| AccountId::from(letter.account_id)).collect();
        assert_eq!(told.len(), 2, "not who moves in");
        assert!(told.contains(&asked[1].1) && told.contains(&asked[2].1), "{told:?}");
        let of_other = letters.iter().find(|letter| letter.account_id == Uuid::from(asked[2].1)).unwrap();
        assert!(of_other.params.contains("同一套房的另一条"), "{}", of_other.params);
    }

    async fn a_blocked_match_says_why_and_stays_as_it_is(bench: &Bench) {
        let fixture = agreed_match(bench).await;
        let before = rows(bench).await;
        let unseen = Checklist { title_seen: false, ..SEEN };
        let refused = complete(&bench.backend, &fixture.coordinator, fixture.match_id, unseen).await.unwrap_err();
        let CompleteError::Refused(findings) = refused else { panic!("{refused:?}") };
        assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [FindingCode::Title]);
        assert_eq!(rows(bench).await, before);
    }

    async fn somebody_else_s_area_is_unknown(bench: &Bench) {
        let fixture = agreed_match(bench).await;
        let elsewhere = crate::matching::fixture::staff(bench, "周协管", domain::access::Role::Coordinator, &["350481"]).await;
        let refused = complete(&bench.backend, &elsewhere, fixture.match_id, SEEN).await;
        assert!(matches!(refused, Err(CompleteError::NotFound)));
        assert!(completion_view(&bench.backend, &elsewhere, fixture.match_id).await.unwrap().is_none());
        assert!(complete(&bench.backend, &fixture.landlord, fixture.match_id, SEEN).await.is_err());
    }

    async fn the_screen_shows_what_will_happen_with_documents_masked(bench: &Bench) {
        let fixture = agreed_match(bench).await;
        let view = completion_view(&bench.backend, &fixture.coordinator, fixture.match_id).await.unwrap().unwrap();
        assert_eq!((view.residences, view.exempt, view.occupants.len()), (2, 1, 3));
        assert!(view.findings.iter().all(|finding| finding.severity != Severity::Blocked), "{:?}", view.findings);
        let masked = view.occupants[0].document_masked.as_deref().unwrap();
        assert!(masked.contains("***********"), "{masked}");
    }

    async fn finalising_numbers_both_registrations_and_certifies_them(bench: &Bench) {
        use crate::registration::{self, FinaliseError};
        let fixture = agreed_match(bench).await;
        let (backend, coordinator) = (&bench.backend, &fixture.coordinator);
        let done = complete(backend, coordinator, fixture.match_id, SEEN).await.unwrap();
        assert_eq!(registration::to_finalise(backend, coordinator, 50).await.unwrap().1, 1);
        let finalised = registration::finalise(backend, coordinator, done.house_registration).await.unwrap();
        assert_eq!(finalised.house, "F-350404-2026-000001");
        assert_eq!(finalised.residences, ["J-350404-2026-000001", "J-350404-2026-000002"]);
        assert!(registration::to_finalise(backend, coordinator, 50).await.unwrap().0.is_empty());
        let again = registration::finalise(backend, coordinator, done.house_registration).await;
        assert!(matches!(again, Err(FinaliseError::AlreadyFinalised)));

        let db = backend.database().reader();
        let certificates = entity::certificate::Entity::find().all(db).await.unwrap();
        assert_eq!(certificates.len(), 3);
        for row in certificates {
            let code = domain::registration::CertificateCode::parse(&row.code).unwrap();
            let shown = registration::by_code(backend, &code).await.unwrap().unwrap();
            assert!(shown.valid && shown.holder_masked.contains('*') && !shown.place.contains("502"), "{shown:?}");
            let of_landlord = registration::printed(backend, &fixture.landlord, &code).await.unwrap();
            assert_eq!(of_landlord.is_some(), shown.kind == domain::registration::RegistrationKind::House, "the landlord gets the paper of the house alone");
            assert!(registration::printed(backend, &fixture.tenant, &code).await.unwrap().is_some());
        }
        let mails = entity::notice::Entity::find()
            .filter(entity::notice::Column::Template.eq("registration-finalised"))
            .count(db)
            .await
            .unwrap();
        assert_eq!(mails, 4, "the house's to both, the two residences' to the tenant");
    }
}
