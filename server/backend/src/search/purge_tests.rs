use sea_orm::{
    ActiveValue::{NotSet, Set},
    QueryOrder,
};
use uuid::Uuid;

use super::*;
use crate::{
    search::{
        self, catch_up,
        follow::tests::{add_change, add_listing, found_ids, id},
    },
    test_support::Bench,
};

const ANOTHER_NODE: Uuid = Uuid::from_u128(7);

/// The numbers of the changes that are kept.
async fn kept(bench: &Bench) -> Vec<i64> {
    use entity::index_change::{Column, Entity};
    let changes = Entity::find().order_by_asc(Column::Seq);
    let changes = changes.all(bench.backend.database().reader()).await.unwrap();
    changes.into_iter().map(|change| change.seq).collect()
}

/// How far each index is, by id.
async fn known(bench: &Bench) -> Vec<(Uuid, i64)> {
    use entity::index_reader::{Column, Entity};
    let known = Entity::find().order_by_asc(Column::Id);
    let known = known.all(bench.backend.database().reader()).await.unwrap();
    known.into_iter().map(|index| (index.id, index.seq)).collect()
}

fn own(bench: &Bench) -> (Uuid, i64) {
    let service = search::service::service(&bench.backend).unwrap();
    (service.index().id(), service.index().sequence())
}

/// So much later that on PostgreSQL no change is recent any more.
async fn caught_up_later(bench: &Bench) -> usize {
    bench.clock.advance(120);
    catch_up(&bench.backend).await.unwrap()
}

fn days(bench: &Bench, days: i64) {
    bench.clock.advance(days * DAY.as_secs());
}

/// A node whose index holds listing 1 by change 1.
async fn node(bench: &Bench) {
    let backend = &bench.backend;
    search::open(backend).await.unwrap();
    catch_up(backend).await.unwrap();
    add_listing(bench, 1, "江滨新村", "published").await;
    add_change(bench, 1, 1).await;
    caught_up_later(bench).await;
    assert_eq!(found_ids(bench, "江滨").await, [id(1)]);
}

crate::both! {
    async fn what_every_index_has_read_is_purged_after_a_day_but_for_the_newest(bench: &Bench) {
        let backend = &bench.backend;
        for seq in 1..=5 {
            add_change(bench, seq, 1).await;
        }
        progress::begin(backend, Uuid::from_u128(1), 3).await.unwrap();
        progress::begin(backend, Uuid::from_u128(2), 5).await.unwrap();
        purge(backend).await.unwrap();
        assert_eq!(kept(bench).await, [1, 2, 3, 4, 5], "of today");
        days(bench, 2);
        add_change(bench, 6, 1).await;
        purge(backend).await.unwrap();
        assert_eq!(kept(bench).await, [4, 5, 6]);
        progress::end(backend, Uuid::from_u128(1)).await.unwrap();
        purge(backend).await.unwrap();
        assert_eq!(kept(bench).await, [6]);
        days(bench, 2);
        progress::end(backend, Uuid::from_u128(2)).await.unwrap();
        purge(backend).await.unwrap();
        assert_eq!(kept(bench).await, [6], "the newest stays, whoever has read it");
    }

    async fn more_changes_than_a_batch_are_all_purged(bench: &Bench) {
        let backend = &bench.backend;
        let change = entity::index_change::ActiveModel {
            seq: NotSet,
            listing_id: Set(Uuid::nil()),
            at: Set(backend.now().as_millisecond()),
        };
        let changes = (0..=2 * BATCH).map(|_| change.clone());
        entity::index_change::Entity::insert_many(changes).exec(backend.database().writer()).await.unwrap();
        let newest = progress::newest_change(backend).await.unwrap();
        days(bench, 2);
        purge(backend).await.unwrap();
        assert_eq!(kept(bench).await, [newest]);
    }

    async fn a_node_that_is_away_holds_up_the_purge_for_thirty_days(bench: &Bench) {
        let backend = &bench.backend;
        node(bench).await;
        let (index, _) = own(bench);
        add_listing(bench, 2, "江滨新村", "published").await;
        for (seq, listing) in [(2, 2), (3, 99)] {
            add_change(bench, seq, listing).await;
        }
        days(bench, 29);
        progress::begin(backend, ANOTHER_NODE, 3).await.unwrap();
        purge(backend).await.unwrap();
        assert_eq!(kept(bench).await, [1, 2, 3]);
        assert_eq!(caught_up_later(bench).await, 2, "it goes on where it was");
        assert_eq!(own(bench).0, index);
        assert_eq!(found_ids(bench, "江滨").await, [id(1), id(2)]);
    }

    async fn a_node_that_comes_back_to_purged_changes_makes_its_index_anew(bench: &Bench) {
        let backend = &bench.backend;
        node(bench).await;
        let (index, _) = own(bench);
        add_listing(bench, 2, "江滨新村", "published").await;
        for (seq, listing) in [(2, 2), (3, 99)] {
            add_change(bench, seq, listing).await;
        }
        days(bench, 31);
        progress::begin(backend, ANOTHER_NODE, 3).await.unwrap();
        purge(backend).await.unwrap();
        assert_eq!(kept(bench).await, [3], "nobody can tell it of listing 2 any more");
        assert_eq!(known(bench).await, [(ANOTHER_NODE, 3)]);
        caught_up_later(bench).await;
        assert_eq!(found_ids(bench, "江滨").await, [id(1), id(2)]);
        assert_ne!(own(bench).0, index);
        assert_eq!(known(bench).await, [(ANOTHER_NODE, 3), own(bench)]);
    }

    async fn an_index_that_is_older_than_it_was_is_made_anew(bench: &Bench) {
        let backend = &bench.backend;
        node(bench).await;
        let (index, sequence) = own(bench);
        // The folder is the copy of another node's, which was further before it went.
        progress::end(backend, index).await.unwrap();
        progress::begin(backend, index, sequence + 1).await.unwrap();
        add_change(bench, 2, 99).await;
        add_listing(bench, 2, "江滨新村", "published").await;
        caught_up_later(bench).await;
        assert_ne!(own(bench).0, index);
        assert_eq!(found_ids(bench, "江滨").await, [id(1), id(2)]);
    }

    async fn an_index_that_is_further_than_a_restored_database_is_made_anew(bench: &Bench) {
        let backend = &bench.backend;
        node(bench).await;
        let (index, _) = own(bench);
        entity::index_change::Entity::delete_many().exec(backend.database().writer()).await.unwrap();
        add_listing(bench, 2, "江滨新村", "published").await;
        caught_up_later(bench).await;
        assert_ne!(own(bench).0, index);
        assert_eq!(found_ids(bench, "江滨").await, [id(1), id(2)]);
    }

    async fn the_purge_runs_every_day(bench: &Bench) {
        let backend = &bench.backend;
        add_change(bench, 1, 1).await;
        add_change(bench, 2, 1).await;
        keep_tidy(backend).await.unwrap();
        keep_tidy(backend).await.unwrap();
        job::run_all_due(backend).await.unwrap();
        assert_eq!(kept(bench).await, [1, 2]);
        days(bench, 2);
        assert_eq!(job::run_all_due(backend).await.unwrap().done, 1);
        assert_eq!(kept(bench).await, [2]);
    }
}
