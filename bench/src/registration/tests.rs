use backend::{
    both,
    test_support::{Bench, Kind, people},
};
use domain::access::Actor;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use super::{
    by_hand::Script,
    database::connection,
    fill,
    home::{DISTRICT, Home, Town},
    ours::complete,
    sums,
};

/// A town with some matches before a coordinator.
async fn town(bench: &Bench, town: Town) -> (Actor, Vec<Home>) {
    let connection = connection(&bench.backend).await.unwrap();
    fill::fill(&connection, bench.backend.keys(), town).await.unwrap();
    connection.close().await.unwrap();
    let coordinator = people::coordinator(&bench.backend, "li@example.cn", &[DISTRICT]).await;
    (coordinator, town.agreed().collect())
}

/// How many rows each table has.
async fn counts(db: &DatabaseConnection) -> Vec<i64> {
    const TABLES: [&str; 21] = [
        "lease",
        "party",
        "resident",
        "registration",
        "house_registration",
        "residence_registration",
        "event",
        "certificate",
        "visit",
        "collector_credit",
        "occupied_space",
        "active_residence",
        "notice",
        "job",
        "index_change",
        "offered_space",
        "audit",
        "person",
        "account",
        "listing",
        "matching",
    ];
    let mut counts = Vec::new();
    for table in TABLES {
        counts.push(sums::count(db, &format!("SELECT count(*) FROM {table}")).await.unwrap());
    }
    counts
}

async fn wrong(bench: &Bench) -> Vec<(&'static str, i64)> {
    sums::wrong(bench.backend.database().reader()).await.unwrap()
}

const SMALL: Town = Town {
    registered: 50,
    agreed: 4,
    rivals: false,
};

both! {
    async fn what_is_filled_in_is_sound(bench: &Bench) {
        town(bench, Town { registered: 200, agreed: 12, rivals: true }).await;
        let db = bench.backend.database().reader();
        assert_eq!(wrong(bench).await, []);
        if bench.kind == Kind::Sqlite {
            // The same rows on both: what refers to nothing is found here.
            let check = Statement::from_string(db.get_database_backend(), "PRAGMA foreign_key_check");
            assert_eq!(db.query_all_raw(check).await.unwrap().len(), 0);
        }
    }

    async fn what_is_sent_by_hand_makes_the_rows_of_a_completion(bench: &Bench) {
        let (coordinator, homes) = town(bench, SMALL).await;
        let backend = &bench.backend;
        let db = backend.database().reader();
        let script = Script::heard(backend, &coordinator, &homes[0]).await.unwrap();
        let before = counts(db).await;
        complete(backend, &coordinator, &homes[1]).await.unwrap();
        let ours = counts(db).await;
        script.send(backend.database().writer(), &homes[2]).await.unwrap();
        let by_hand = counts(db).await;
        let made = |from: &[i64], to: &[i64]| to.iter().zip(from).map(|(to, from)| to - from).collect::<Vec<_>>();
        assert_eq!(made(&ours, &by_hand), made(&before, &ours));
        assert!(by_hand[0] > ours[0]);
        assert_eq!(wrong(bench).await, []);
        // What was made by hand is as good as what was completed: it is not completed once more.
        assert!(complete(backend, &coordinator, &homes[2]).await.is_err());
    }

    async fn rows_that_do_not_add_up_are_found(bench: &Bench) {
        let (coordinator, homes) = town(bench, Town { rivals: true, ..SMALL }).await;
        let db = bench.backend.database().writer();
        complete(&bench.backend, &coordinator, &homes[0]).await.unwrap();
        assert_eq!(wrong(bench).await, []);
        let prefilled = "registration_id IN (SELECT id FROM registration WHERE status = 'prefilled')";
        for (breaks, what) in [
            ("UPDATE registration SET due_on = '2020-01-01' WHERE status = 'accepted'".to_owned(), "come to"),
            ("UPDATE event SET \"old\" = 'ended' WHERE field = 'status' AND \"new\" = 'accepted'".to_owned(), "begin where"),
            ("UPDATE registration SET version = version + 1 WHERE status = 'accepted'".to_owned(), "more or less often"),
            (format!("DELETE FROM occupied_space WHERE {prefilled}"), "claim its rooms"),
            (format!("DELETE FROM active_residence WHERE {prefilled}"), "claim its person"),
            ("UPDATE resident SET local = TRUE".to_owned(), "residents from elsewhere"),
            ("DELETE FROM certificate".to_owned(), "no certificate"),
            (
                "UPDATE matching SET status = 'agreed', completed_at = NULL WHERE status = 'declined'".to_owned(),
                "open for rooms",
            ),
            (
                "UPDATE matching SET status = 'agreed', completed_at = NULL WHERE status = 'completed'".to_owned(),
                "without being completed",
            ),
            (
                "INSERT INTO number_sequence (kind, area_code, year, last) VALUES ('F', '350404', 2026, 7)".to_owned(),
                "has a gap",
            ),
        ] {
            let times = |wrong: Vec<(&str, i64)>| wrong.iter().find(|(found, _)| found.contains(what)).map_or(0, |found| found.1);
            let before = times(wrong(bench).await);
            db.execute_unprepared(&breaks).await.unwrap();
            assert!(times(wrong(bench).await) > before, "{breaks}");
        }
    }
}
