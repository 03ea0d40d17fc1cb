use super::{ask::ask, mail::mail, *};
use crate::{
    DeedError, both, import,
    job::run_all_due,
    listing,
    mail::Letter,
    search,
    test_support::{Bench, people},
};
use domain::{
    form::Code,
    id::ListingId,
    listing::ListingAction,
    saved_search::{MAX_PER_ACCOUNT, SavedSearchForm},
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, PaginatorTrait};

mod mails;

struct Scene {
    landlord: Actor,
    tenant: Actor,
    coordinator: Actor,
}

async fn scene(bench: &Bench) -> Scene {
    let scene = scene_before_the_index(bench).await;
    search::catch_up(&bench.backend).await.unwrap();
    scene
}

async fn scene_before_the_index(bench: &Bench) -> Scene {
    let backend = &bench.backend;
    search::open(backend).await.unwrap();
    Scene {
        landlord: people::citizen(backend, "landlord@example.cn").await,
        tenant: people::citizen(backend, "tenant@example.cn").await,
        coordinator: people::coordinator(backend, "desk@example.cn", &["350404"]).await,
    }
}

fn query(text: &str) -> Query {
    Query::from_query_string(text).query
}

fn form(frequency: AlertFrequency) -> SavedSearchForm {
    SavedSearchForm {
        name: "两室".to_owned(),
        frequency,
    }
}

async fn keep(bench: &Bench, who: &Actor, asks: &str, frequency: AlertFrequency) -> SavedSearchId {
    let id = save(&bench.backend, who, &query(asks), form(frequency)).await.unwrap();
    // Saved, and then something happens.
    bench.clock.advance(1);
    id
}

async fn publish(bench: &Bench, scene: &Scene, room: &str) -> ListingId {
    people::published(&bench.backend, &scene.landlord, &scene.coordinator, room)
        .await
        .1
}

/// The alerts to somebody that are written, oldest first.
async fn alerts(bench: &Bench, to: &Actor) -> Vec<entity::notice::Model> {
    use entity::notice::{Column, Entity};
    Entity::find()
        .filter(Column::AccountId.eq(Uuid::from(to.id)))
        .filter(Column::Template.eq("search-alert"))
        .order_by_asc(Column::Id)
        .all(bench.backend.database().reader())
        .await
        .unwrap()
}

async fn work(bench: &Bench) {
    assert_eq!(run_all_due(&bench.backend).await.unwrap().failed, 0);
}

async fn mailed_after(bench: &Bench, to: &Actor, seconds: i64) -> usize {
    bench.clock.advance(seconds);
    work(bench).await;
    alerts(bench, to).await.len()
}

async fn left<E: EntityTrait>(bench: &Bench) -> u64
where
    E::Model: Sync,
{
    E::find().count(bench.backend.database().reader()).await.unwrap()
}

both! {
    async fn alerts_wait_until_the_index_is_filled(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene_before_the_index(bench).await;
        let asks = "q=%E6%B1%9F%E6%BB%A8%E6%96%B0%E6%9D%91&rooms=2";
        keep(bench, &scene.tenant, asks, AlertFrequency::AtOnce).await;
        publish(bench, &scene, "301").await;
        bench.clock.advance(60);
        assert!(run_all_due(backend).await.unwrap().failed > 0);
        assert!(alerts(bench, &scene.tenant).await.is_empty());
        search::catch_up(backend).await.unwrap();
        // The job tries again by itself, and nothing was lost.
        assert_eq!(mailed_after(bench, &scene.tenant, 60).await, 1);
    }

    async fn the_same_search_is_kept_once(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene(bench).await;
        let first = keep(bench, &scene.tenant, "rooms=2,3&sort=rent-up", AlertFrequency::Daily).await;
        let renamed = SavedSearchForm { name: "两三室".into(), frequency: AlertFrequency::Weekly };
        let again = save(backend, &scene.tenant, &query("rooms=3&rooms=2&limit=5"), renamed).await.unwrap();
        assert_eq!(again, first);
        assert_eq!(find_same(backend, &scene.tenant, &query("rooms=3,2")).await.unwrap(), Some(first));
        assert_eq!(find_same(backend, &scene.landlord, &query("rooms=3,2")).await.unwrap(), None);
        let kept = of_account(backend, &scene.tenant).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].name.as_str(), kept[0].frequency), ("两三室", AlertFrequency::Weekly));
        assert_eq!(kept[0].query, query("rooms=2,3"));
    }

    async fn the_same_search_in_other_words_is_kept_once(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene(bench).await;
        publish(bench, &scene, "501").await;
        search::catch_up(backend).await.unwrap();
        let ways = ["q=列东&rent_max=9000", "q=列东街道&rent_max=9000", "street=列东街道&rent_max=9000", "q=列东 9000以内"];
        let first = keep(bench, &scene.tenant, ways[0], AlertFrequency::Daily).await;
        for way in ways {
            assert_eq!(find_same(backend, &scene.tenant, &query(way)).await.unwrap(), Some(first), "{way}");
            assert_eq!(save(backend, &scene.tenant, &query(way), form(AlertFrequency::Daily)).await.unwrap(), first);
        }
        for other in ["q=列东&rent_max=8000", "q=列东", "q=列东 海景&rent_max=9000"] {
            assert_eq!(find_same(backend, &scene.tenant, &query(other)).await.unwrap(), None, "{other}");
        }
    }

    async fn nobody_keeps_more_than_twenty_or_endless_ones(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene(bench).await;
        for rent in 1..=MAX_PER_ACCOUNT {
            save(backend, &scene.tenant, &query(&format!("rent_max={rent}00")), form(AlertFrequency::Never)).await.unwrap();
        }
        let one_more = save(backend, &scene.tenant, &query("rent_max=9900"), form(AlertFrequency::Never)).await;
        assert!(matches!(one_more, Err(DeedError::Refused(Code { code: "saved-search-limit", .. }))), "{one_more:?}");
        save(backend, &scene.tenant, &query("rent_max=100"), form(AlertFrequency::Daily)).await.unwrap();
        save(backend, &scene.landlord, &query("rent_max=9900"), form(AlertFrequency::Never)).await.unwrap();
        let long = Query::for_text(&"房".repeat(1_000)).0;
        let long = save(backend, &scene.landlord, &long, form(AlertFrequency::Never)).await;
        assert!(matches!(long, Err(DeedError::Refused(Code { code: "saved-search-long", .. }))), "{long:?}");
    }

    async fn a_saved_search_is_its_owners_alone(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene(bench).await;
        let id = keep(bench, &scene.tenant, "rooms=2", AlertFrequency::AtOnce).await;
        assert!(find_own(backend, &scene.landlord, id).await.unwrap().is_none());
        let theirs = [
            change(backend, &scene.landlord, id, form(AlertFrequency::Never)).await,
            look(backend, &scene.landlord, id).await.map(drop),
            delete(backend, &scene.landlord, id).await,
        ];
        assert!(theirs.iter().all(|result| matches!(result, Err(DeedError::NotFound))), "{theirs:?}");
        change(backend, &scene.tenant, id, form(AlertFrequency::Weekly)).await.unwrap();
        assert_eq!(find_own(backend, &scene.tenant, id).await.unwrap().unwrap().frequency, AlertFrequency::Weekly);
        delete(backend, &scene.tenant, id).await.unwrap();
        assert!(matches!(delete(backend, &scene.tenant, id).await, Err(DeedError::NotFound)));
    }

    async fn what_is_new_is_counted_until_it_was_looked_at(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene(bench).await;
        publish(bench, &scene, "501").await;
        bench.clock.advance(1);
        let id = keep(bench, &scene.tenant, "rooms=2", AlertFrequency::Never).await;
        publish(bench, &scene, "502").await;
        search::catch_up(backend).await.unwrap();
        let search = async || find_own(backend, &scene.tenant, id).await.unwrap().unwrap();
        assert_eq!(findings(backend, &[search().await]).await.unwrap(), [Findings { total: 2, new: 1 }]);
        assert_eq!(look(backend, &scene.tenant, id).await.unwrap(), query("rooms=2"));
        assert_eq!(findings(backend, &[search().await]).await.unwrap(), [Findings { total: 2, new: 0 }]);
        // A word that has to be left out to find anything finds nothing.
        let none = keep(bench, &scene.tenant, "q=%E7%81%AB%E6%98%9F", AlertFrequency::Never).await;
        let none = find_own(backend, &scene.tenant, none).await.unwrap().unwrap();
        assert_eq!(findings(backend, &[none]).await.unwrap(), [Findings { total: 0, new: 0 }]);
    }

    async fn saved_searches_go_with_their_account(bench: &Bench) {
        let scene = scene(bench).await;
        let visitor = people::citizen(&bench.backend, "visitor@example.cn").await;
        keep(bench, &visitor, "rooms=2", AlertFrequency::Daily).await;
        publish(bench, &scene, "501").await;
        ask(&bench.backend).await.unwrap();
        assert_eq!(waiting(bench).await, 1);
        let row = entity::account::Entity::find_by_id(visitor.id).one(bench.backend.database().reader()).await.unwrap();
        row.unwrap().into_active_model().delete(bench.backend.database().writer()).await.unwrap();
        assert_eq!(left::<entity::saved_search::Entity>(bench).await, 0);
        assert_eq!(waiting(bench).await, 0);
        bench.clock.advance(86_400);
        work(bench).await;
    }
}

async fn waiting(bench: &Bench) -> u64 {
    use entity::search_alert::{Column, Entity};
    let waiting = Entity::find().filter(Column::MailedAt.is_null());
    waiting.count(bench.backend.database().reader()).await.unwrap()
}
