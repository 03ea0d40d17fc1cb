use domain::search::{Filter, Group, PlaceName, Query, Sort};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, sea_query::Expr};
use uuid::Uuid;

use super::*;
use crate::{
    search::{self, SearchPage, rebuild_beside},
    test_support::Bench,
};

pub fn id(number: u128) -> ListingId {
    Uuid::from_u128(number).into()
}

pub async fn add_listing(bench: &Bench, number: u128, estate: &str, status: &str) {
    let now = bench.backend.now().as_millisecond();
    let row = entity::listing::ActiveModel {
        id: Set(Uuid::from_u128(number)),
        house_id: Set(None),
        landlord_id: Set(None),
        space_no: Set(None),
        source: Set("elsewhere".into()),
        source_key: Set(Some(number.to_string())),
        status: Set(status.into()),
        returned_reason: Set(None),
        mode: Set("whole".into()),
        title: Set(format!("{estate} 两室一厅")),
        description: Set(String::new()),
        rent_yuan: Set(1500),
        deposit_yuan: Set(1500),
        payment_months: Set(3),
        available_on: Set(Some("2026-12-01".into())),
        min_term_months: Set(0),
        facilities: Set(1),
        city: Set("三明市".into()),
        district_code: Set("350404".into()),
        district: Set("三元区".into()),
        street_code: Set("350404001".into()),
        street: Set("列东街道".into()),
        estate: Set(estate.into()),
        rooms: Set(Some(2)),
        halls: Set(Some(1)),
        baths: Set(Some(1)),
        area_x100: Set(7_500),
        orientation: Set("南 北".into()),
        floor: Set("3/6".into()),
        lat_e6: Set(None),
        lng_e6: Set(None),
        verified: Set(true),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        submitted_at: Set(None),
        published_at: Set(Some(now)),
        confirmed_at: Set(None),
    };
    row.insert(bench.backend.database().writer()).await.unwrap();
}

pub async fn set_status(bench: &Bench, number: u128, status: &str) {
    entity::listing::Entity::update_many()
        .col_expr(entity::listing::Column::Status, Expr::value(status))
        .filter(entity::listing::Column::Id.eq(Uuid::from_u128(number)))
        .exec(bench.backend.database().writer())
        .await
        .unwrap();
}

pub async fn add_change(bench: &Bench, seq: i64, listing: u128) {
    let row = entity::index_change::ActiveModel {
        seq: Set(seq),
        listing_id: Set(Uuid::from_u128(listing)),
        at: Set(bench.backend.now().as_millisecond()),
    };
    row.insert(bench.backend.database().writer()).await.unwrap();
}

async fn found(bench: &Bench, text: &str) -> SearchPage {
    search::find(&bench.backend, &Query::for_text(text).0, true)
        .await
        .unwrap()
}

pub async fn found_ids(bench: &Bench, text: &str) -> Vec<ListingId> {
    let mut ids: Vec<_> = found(bench, text).await.cards.iter().map(|card| card.id).collect();
    ids.sort_unstable();
    ids
}

/// How far each index is, as the database knows it.
async fn known(bench: &Bench) -> Vec<(Uuid, i64)> {
    let known = entity::index_reader::Entity::find();
    let known = known.all(bench.backend.database().reader()).await.unwrap();
    known.into_iter().map(|index| (index.id, index.seq)).collect()
}

fn of_index(bench: &Bench) -> (Uuid, i64) {
    let service = service::service(&bench.backend).unwrap();
    (service.index().id(), service.index().sequence())
}

crate::both! {
    async fn a_misspelt_name_is_read_as_the_one_that_sounds_so(bench: &Bench) {
        let backend = &bench.backend;
        search::open(backend).await.unwrap();
        add_listing(bench, 1, "江滨新村", "published").await;
        add_listing(bench, 2, "丽景天成", "published").await;
        catch_up(backend).await.unwrap();

        let page = found(bench, "江宾新村 两室").await;
        assert_eq!((page.query.text(), page.total, page.dropped.len()), ("江滨新村 两室", 1, 0));
        let respelling = page.respelling.unwrap();
        assert_eq!(respelling.pieces, [("江宾新村".to_owned(), "江滨新村".to_owned())]);
        // The way back finds what was typed, or says that it can't.
        let page = found(bench, respelling.as_typed.text()).await;
        assert!(page.respelling.is_none() && page.total == 2 && page.dropped.len() == 1);
        // A district, whatever else is asked for; nothing is respelt where a word is right or sounds like nothing.
        assert_eq!(found(bench, "三园区").await.query.text(), "三元区");
        assert!(found(bench, "丽景天成").await.respelling.is_none());
        assert!(found(bench, "不存在的词").await.respelling.is_none());

        // Names are learnt as they come.
        add_listing(bench, 3, "御龙湾", "published").await;
        add_change(bench, 1, 3).await;
        catch_up(backend).await.unwrap();
        assert_eq!(found(bench, "玉龙湾").await.query.text(), "御龙湾");
    }

    async fn what_is_published_is_found_and_what_is_not_is_gone(bench: &Bench) {
        let backend = &bench.backend;
        search::open(backend).await.unwrap();
        assert!(!search::is_ready(backend), "an empty folder has to be filled first");
        add_listing(bench, 1, "江滨新村", "published").await;
        assert_eq!(catch_up(backend).await.unwrap(), 0, "filled from the database, not from changes");
        assert!(search::is_ready(backend));
        assert_eq!(found_ids(bench, "江滨").await, [id(1)]);

        add_listing(bench, 2, "丽景天成", "published").await;
        add_listing(bench, 3, "丽景天成", "draft").await;
        for (seq, listing) in [(1, 2), (2, 3), (3, 99)] {
            add_change(bench, seq, listing).await;
        }
        assert_eq!(catch_up(backend).await.unwrap(), 3);
        assert_eq!(found_ids(bench, "丽景").await, [id(2)]);

        // Its name was learnt: the digits after it are a layout, not a part of the name.
        let page = found(bench, "丽景天成两室1500以内").await;
        assert_eq!((page.total, page.understood.words.len()), (1, 1));
        let card = &page.cards[0];
        assert_eq!((card.rent.get(), card.estate.as_str(), card.imported_from.as_deref()), (1500, "丽景天成", Some("elsewhere")));
        let district = Filter::District(PlaceName::parse("三元区").unwrap());
        assert_eq!(page.counts.places(Group::District), [(district, 1)]);

        set_status(bench, 2, "paused").await;
        let page = found(bench, "丽景").await;
        assert_eq!((page.total, page.cards.len()), (0, 0), "the database is asked before anything is shown");
        add_change(bench, 4, 2).await;
        catch_up(backend).await.unwrap();
        assert!(found(bench, "丽景").await.dropped.len() == 1, "the index has heard of it, too");
    }

    async fn while_the_index_is_filled_nothing_says_that_there_are_no_homes(bench: &Bench) {
        let backend = &bench.backend;
        for (number, status) in [(1, "published"), (2, "published"), (3, "draft")] {
            add_listing(bench, number, "江滨新村", status).await;
        }
        // As after `rm -rf data/index`.
        search::open(backend).await.unwrap();
        let query = Query::for_text("列东").0;
        let not_ready = |error: Error| assert!(matches!(error, Error::NotReady), "{error:?}");
        not_ready(search::find(backend, &query, true).await.unwrap_err());
        not_ready(search::news(backend, vec![(query.clone(), Timestamp::UNIX_EPOCH)]).await.unwrap_err());
        not_ready(search::suggest(backend, "jiangb", 8).await.unwrap_err());
        not_ready(search::loosen(backend, &query).await.unwrap_err());
        not_ready(search::Few::new(backend, vec![]).await.unwrap_err());
        let newest = search::newest(backend, 1).await.unwrap();
        assert_eq!(newest.iter().map(|card| card.id).collect::<Vec<_>>(), [id(2)]);

        catch_up(backend).await.unwrap();
        assert_eq!(found_ids(bench, "列东").await, [id(1), id(2)]);
        // What is a bit behind goes on answering, and so does what is being made anew.
        add_listing(bench, 4, "江滨新村", "published").await;
        add_change(bench, 1, 4).await;
        assert_eq!(found_ids(bench, "列东").await, [id(1), id(2)]);
        rebuild_beside(backend, |_| {}).await.unwrap();
        assert_eq!(found_ids(bench, "列东").await, [id(1), id(2)]);
    }

    async fn a_change_that_commits_late_is_not_missed(bench: &Bench) {
        let backend = &bench.backend;
        search::open(backend).await.unwrap();
        catch_up(backend).await.unwrap();
        let service = service::service(backend).unwrap();
        let mut follower = Follower::new(&service, backend.now());
        add_listing(bench, 1, "江滨新村", "published").await;
        add_listing(bench, 2, "江滨新村", "published").await;
        add_change(bench, 6, 2).await;
        follower.catch_up(backend).await.unwrap();
        assert_eq!(found_ids(bench, "江滨").await, [id(2)]);
        if backend.database().is_postgres() {
            add_change(bench, 5, 1).await;
            follower.catch_up(backend).await.unwrap();
            assert_eq!(found_ids(bench, "江滨").await, [id(1), id(2)]);
            assert_eq!(follower.applied, 2, "the other one is not applied again");
            bench.clock.advance(120);
            follower.catch_up(backend).await.unwrap();
            assert_eq!((follower.settled, follower.recent.len()), (6, 0));
        } else {
            assert_eq!(follower.settled, 6);
        }
    }

    async fn more_changes_than_a_batch_are_all_applied(bench: &Bench) {
        let backend = &bench.backend;
        search::open(backend).await.unwrap();
        catch_up(backend).await.unwrap();
        add_listing(bench, 1, "江滨新村", "published").await;
        let values: Vec<_> = (1..=2 * BATCH).map(|n| format!("({n}, {}, 0)", uuid_literal(bench, u128::from(n)))).collect();
        let sql = format!("INSERT INTO index_change (seq, listing_id, at) VALUES {}", values.join(", "));
        backend.database().writer().execute_unprepared(&sql).await.unwrap();
        let applied = catch_up(backend).await.unwrap();
        assert_eq!(applied as u64, 2 * BATCH);
        assert_eq!(service::service(backend).unwrap().index().sequence() as u64, 2 * BATCH);
        assert_eq!(catch_up(backend).await.unwrap(), 0);
    }

    async fn a_rebuild_by_another_process_is_taken_up(bench: &Bench) {
        let backend = &bench.backend;
        search::open(backend).await.unwrap();
        catch_up(backend).await.unwrap();
        add_listing(bench, 1, "江滨新村", "published").await;
        assert!(found_ids(bench, "").await.is_empty());
        let mut heard = 0;
        assert_eq!(rebuild_beside(backend, |count| heard = count).await.unwrap(), 1);
        assert_eq!(heard, 1);
        round(backend, &mut None).await.unwrap();
        assert_eq!(found_ids(bench, "江滨新村两室").await, [id(1)]);
    }

    async fn an_index_that_takes_the_place_of_another_is_known_instead_of_it(bench: &Bench) {
        let backend = &bench.backend;
        search::open(backend).await.unwrap();
        catch_up(backend).await.unwrap();
        add_listing(bench, 1, "江滨新村", "published").await;
        add_change(bench, 1, 1).await;
        bench.clock.advance(120);
        catch_up(backend).await.unwrap();
        let (before, _) = of_index(bench);
        rebuild_beside(backend, |_| {}).await.unwrap();
        assert_eq!(known(bench).await.len(), 2, "changes are kept for both");
        round(backend, &mut None).await.unwrap();
        assert_ne!(of_index(bench).0, before);
        assert_eq!(known(bench).await, [of_index(bench)]);
        search::rebuild(backend).await.unwrap();
        assert_eq!(known(bench).await, [of_index(bench)]);
    }

    async fn the_database_hears_every_hour_how_far_an_index_is(bench: &Bench) {
        let backend = &bench.backend;
        search::open(backend).await.unwrap();
        catch_up(backend).await.unwrap();
        let seen = async || {
            let row = entity::index_reader::Entity::find().one(backend.database().reader()).await.unwrap();
            row.unwrap().seen_at
        };
        let mut follower = None;
        round(backend, &mut follower).await.unwrap();
        let first = seen().await;
        assert_eq!(first, backend.now().as_millisecond());
        bench.clock.advance(3_000);
        round(backend, &mut follower).await.unwrap();
        assert_eq!(seen().await, first);
        bench.clock.advance(600);
        round(backend, &mut follower).await.unwrap();
        assert_eq!(seen().await, backend.now().as_millisecond());
    }

    async fn pages_follow_each_other(bench: &Bench) {
        let backend = &bench.backend;
        for number in 1..=45 {
            add_listing(bench, number, "江滨新村", "published").await;
        }
        search::open(backend).await.unwrap();
        catch_up(backend).await.unwrap();
        let mut query = Query::for_text("江滨").0.with_sort(Sort::RentUp);
        let mut seen = Vec::new();
        loop {
            let page = search::find(backend, &query, false).await.unwrap();
            assert_eq!(page.total, 45);
            seen.extend(page.cards.iter().map(|card| card.id));
            let Some(next) = page.next else { break };
            query = query.with_after(Some(next));
        }
        let expected: Vec<_> = (1..=45).rev().map(id).collect();
        assert_eq!(seen, expected);
    }
}

fn uuid_literal(bench: &Bench, number: u128) -> String {
    let uuid = Uuid::from_u128(number);
    if bench.backend.database().is_postgres() {
        format!("'{uuid}'")
    } else {
        format!("X'{}'", uuid.simple())
    }
}
