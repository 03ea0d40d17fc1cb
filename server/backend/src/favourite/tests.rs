use super::{news::tell_news, *};
use crate::{
    Backend, DeedError, both,
    job::run_all_due,
    listing, matching,
    matching::fixture,
    test_support::{Bench, people},
};
use domain::{access::Actor, favourite::MAX_FAVOURITES, id::ListingId, listing::ListingAction};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

/// After what changes now, its mail has come.
const SOON_S: i64 = 20 * 60;

async fn citizen(bench: &Bench) -> Actor {
    fixture::citizen(bench, "王租客").await
}

/// What is mailed as soon as it is due, delivered afterwards: a sent notice forgets its contents.
async fn news(bench: &Bench, to: &Actor) -> Vec<Value> {
    let backend = &bench.backend;
    let known = notices(backend, to).await.len();
    run_all_due(backend).await.unwrap();
    bench.clock.advance(SOON_S);
    tell_news(backend, to.id).await.unwrap();
    let all = notices(backend, to).await;
    run_all_due(backend).await.unwrap();
    assert_eq!(notices(backend, to).await.len(), all.len(), "told once");
    all[known..].iter().map(|params| params["news"].clone()).collect()
}

async fn notices(backend: &Backend, to: &Actor) -> Vec<Value> {
    let rows = entity::notice::Entity::find()
        .filter(entity::notice::Column::AccountId.eq(uuid::Uuid::from(to.id)))
        .filter(entity::notice::Column::Template.eq("favourite-news"))
        .order_by_asc(entity::notice::Column::Id)
        .all(backend.database().reader())
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| serde_json::from_str(&row.params).unwrap())
        .collect()
}

async fn set_rent(bench: &Bench, id: ListingId, rent: i32) {
    let row = entity::listing::ActiveModel {
        id: Set(id.into()),
        rent_yuan: Set(rent),
        ..Default::default()
    };
    row.update(bench.backend.database().writer()).await.unwrap();
    let tx = bench.backend.database().begin().await.unwrap();
    listing::changed(&tx, id, bench.backend.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn titles(backend: &Backend, actor: &Actor) -> Vec<(String, u32, Standing)> {
    let kept = list(backend, actor).await.unwrap();
    kept.into_iter()
        .map(|one| (one.title, one.rent.get(), one.standing))
        .collect()
}

both! {
    async fn a_listing_is_kept_once_and_let_go(bench: &Bench) {
        let backend = &bench.backend;
        let scene = fixture::scene(bench).await;
        for _ in 0..2 {
            keep(backend, &scene.tenant, scene.listing).await.unwrap();
        }
        let kept = list(backend, &scene.tenant).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].listing, kept[0].first_rent.get(), kept[0].standing), (scene.listing, 1350, Standing::Online));
        assert_eq!((kept[0].place.as_str(), kept[0].card.is_some()), ("列东街道 · 江滨新村", true));
        let other = citizen(bench).await;
        let ids = [scene.listing, ListingId::generate()];
        assert_eq!(among(backend, &scene.tenant, &ids).await.unwrap().into_iter().collect::<Vec<_>>(), [scene.listing]);
        assert!(among(backend, &other, &ids).await.unwrap().is_empty());
        assert!(list(backend, &other).await.unwrap().is_empty());
        assert!(!drop(backend, &other, scene.listing).await.unwrap());
        assert!(drop(backend, &scene.tenant, scene.listing).await.unwrap());
        assert!(list(backend, &scene.tenant).await.unwrap().is_empty());
    }

    async fn only_citizens_keep_and_only_what_is_published(bench: &Bench) {
        let backend = &bench.backend;
        let scene = fixture::scene(bench).await;
        let refused = [
            keep(backend, &scene.coordinator, scene.listing).await,
            keep(backend, &scene.tenant, ListingId::generate()).await,
        ];
        assert!(refused.iter().all(|result| matches!(result, Err(DeedError::NotFound))), "{refused:?}");
        listing::change(backend, &scene.landlord, scene.listing, ListingAction::Pause).await.unwrap();
        let paused = keep(backend, &scene.tenant, scene.listing).await;
        assert!(matches!(paused, Err(DeedError::NotFound)));
    }

    async fn two_hundred_are_enough(bench: &Bench) {
        let backend = &bench.backend;
        let scene = fixture::scene(bench).await;
        let mut rows = Vec::new();
        for _ in 0..MAX_FAVOURITES - 1 {
            let listing = fixture::listing(bench, scene.house, &scene.landlord, None).await;
            rows.push(entity::favourite::ActiveModel {
                account_id: Set(scene.tenant.id.into()),
                listing_id: Set(listing.into()),
                first_rent_yuan: Set(1350),
                title: Set(String::new()),
                place: Set(String::new()),
                rent_yuan: Set(1350),
                standing: Set("online".to_owned()),
                created_at: Set(0),
            });
        }
        entity::favourite::Entity::insert_many(rows).exec_without_returning(backend.database().writer()).await.unwrap();
        keep(backend, &scene.tenant, scene.listing).await.unwrap();
        let more = fixture::listing(bench, scene.house, &scene.landlord, None).await;
        let refused = keep(backend, &scene.tenant, more).await;
        assert!(matches!(refused, Err(DeedError::Refused(code)) if code.code == "favourites-full"));
        // What is kept already may be kept again.
        keep(backend, &scene.tenant, scene.listing).await.unwrap();
        assert_eq!(list(backend, &scene.tenant).await.unwrap().len(), 200);
    }

    async fn a_rent_that_changes_twice_within_minutes_is_one_mail(bench: &Bench) {
        let backend = &bench.backend;
        let scene = fixture::scene(bench).await;
        keep(backend, &scene.tenant, scene.listing).await.unwrap();
        set_rent(bench, scene.listing, 1600).await;
        bench.clock.advance(60);
        set_rent(bench, scene.listing, 1200).await;
        assert_eq!(
            news(bench, &scene.tenant).await,
            [json!([{ "title": "江滨新村两居室", "standing": null, "rent_before": 1350, "rent": 1200 }])]
        );
        let kept = list(backend, &scene.tenant).await.unwrap();
        assert_eq!((kept[0].first_rent.get(), kept[0].rent.get()), (1350, 1200));
        // There and back within minutes is nothing.
        set_rent(bench, scene.listing, 1900).await;
        set_rent(bench, scene.listing, 1200).await;
        assert!(news(bench, &scene.tenant).await.is_empty());
    }

    async fn jobs_alone_bring_the_mail_and_bring_it_once(bench: &Bench) {
        let backend = &bench.backend;
        let scene = fixture::scene(bench).await;
        keep(backend, &scene.tenant, scene.listing).await.unwrap();
        set_rent(bench, scene.listing, 1600).await;
        run_all_due(backend).await.unwrap();
        assert!(notices(backend, &scene.tenant).await.is_empty(), "more may come");
        bench.clock.advance(10 * 60 - 1);
        run_all_due(backend).await.unwrap();
        assert!(notices(backend, &scene.tenant).await.is_empty());
        bench.clock.advance(10 * 60 + 1);
        run_all_due(backend).await.unwrap();
        assert_eq!(notices(backend, &scene.tenant).await.len(), 1);
        bench.clock.advance(86_400);
        let (one, other) = tokio::join!(tell_news(backend, scene.tenant.id), tell_news(backend, scene.tenant.id));
        one.and(other).unwrap();
        run_all_due(backend).await.unwrap();
        assert_eq!(notices(backend, &scene.tenant).await.len(), 1);
    }

    async fn two_workers_tell_the_same_news_once(bench: &Bench) {
        let backend = &bench.backend;
        let scene = fixture::scene(bench).await;
        keep(backend, &scene.tenant, scene.listing).await.unwrap();
        set_rent(bench, scene.listing, 1600).await;
        let (one, other) = tokio::join!(tell_news(backend, scene.tenant.id), tell_news(backend, scene.tenant.id));
        one.and(other).unwrap();
        assert_eq!(notices(backend, &scene.tenant).await.len(), 1);
    }

    async fn what_is_drafted_while_it_is_offline_is_not_told(bench: &Bench) {
        let backend = &bench.backend;
        let landlord = people::citizen(backend, "landlord@example.cn").await;
        let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
        let (_, id) = people::published(backend, &landlord, &coordinator, "502").await;
        let keeper = citizen(bench).await;
        keep(backend, &keeper, id).await.unwrap();
        listing::change(backend, &landlord, id, ListingAction::Revise).await.unwrap();
        let draft = domain::listing::TypedListing {
            title: "还没想好的标题".into(),
            rent: "1800".into(),
            ..people::whole_house()
        };
        let version = listing::find(backend, id).await.unwrap().unwrap().version;
        listing::update(backend, &landlord, id, version, people::terms(backend, &draft)).await.unwrap();
        let offline = ("江滨新村朝南两室".to_owned(), 1350, Standing::Offline);
        assert_eq!(titles(backend, &keeper).await, std::slice::from_ref(&offline));
        let told = news(bench, &keeper).await;
        assert_eq!(told, [json!([{ "title": "江滨新村朝南两室", "standing": "offline", "rent_before": null, "rent": 1350 }])]);
        assert_eq!(titles(backend, &keeper).await, [offline]);
        assert!(list(backend, &keeper).await.unwrap()[0].card.is_none());

        listing::submit(backend, &landlord, id).await.unwrap();
        assert!(news(bench, &keeper).await.is_empty(), "a review is nobody's business");
        let checks = listing::ReviewChecks { title: true, duplicates: true };
        listing::publish(backend, &coordinator, id, checks).await.unwrap();
        assert_eq!(
            news(bench, &keeper).await,
            [json!([{ "title": "还没想好的标题", "standing": "online", "rent_before": 1350, "rent": 1800 }])]
        );
        assert_eq!(titles(backend, &keeper).await, [("还没想好的标题".to_owned(), 1800, Standing::Online)]);
    }

    async fn news_of_several_listings_are_one_mail(bench: &Bench) {
        let backend = &bench.backend;
        let scene = fixture::scene(bench).await;
        let second = fixture::listing(bench, scene.house, &scene.landlord, Some(1)).await;
        let other = citizen(bench).await;
        for id in [scene.listing, second] {
            keep(backend, &scene.tenant, id).await.unwrap();
        }
        keep(backend, &other, second).await.unwrap();
        set_rent(bench, scene.listing, 1300).await;
        listing::change(backend, &scene.landlord, second, ListingAction::Pause).await.unwrap();
        run_all_due(backend).await.unwrap();
        bench.clock.advance(SOON_S);
        run_all_due(backend).await.unwrap();
        assert_eq!((notices(backend, &scene.tenant).await.len(), notices(backend, &other).await.len()), (1, 1));
    }

    async fn who_lets_it_and_whom_it_is_let_to_know_already(bench: &Bench) {
        let backend = &bench.backend;
        let match_ = fixture::agreed_match(bench).await;
        let other = citizen(bench).await;
        for keeper in [&match_.tenant, &match_.landlord, &other] {
            keep(backend, keeper, match_.listing).await.unwrap();
        }
        let checklist = domain::matching::Checklist {
            landlord_document_seen: true,
            title_seen: true,
            occupant_documents_seen: true,
        };
        matching::complete(backend, &match_.coordinator, match_.match_id, checklist).await.unwrap();
        run_all_due(backend).await.unwrap();
        bench.clock.advance(SOON_S);
        for keeper in [&match_.tenant, &match_.landlord, &other] {
            tell_news(backend, keeper.id).await.unwrap();
        }
        assert!(notices(backend, &match_.tenant).await.is_empty() && notices(backend, &match_.landlord).await.is_empty());
        let told = notices(backend, &other).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["news"][0]["standing"], "let");
        assert_eq!(titles(backend, &match_.tenant).await[0].2, Standing::Let);
    }

    async fn mails_are_stopped_by_their_link_and_begin_again_without_old_news(bench: &Bench) {
        let backend = &bench.backend;
        let scene = fixture::scene(bench).await;
        keep(backend, &scene.tenant, scene.listing).await.unwrap();
        set_rent(bench, scene.listing, 1300).await;
        tell_news(backend, scene.tenant.id).await.unwrap();
        let mailed = notices(backend, &scene.tenant).await[0]["token"].as_str().unwrap().to_owned();
        let other = citizen(bench).await;
        assert!(!hush(backend, other.id, &mailed).await.unwrap());
        assert!(!hush(backend, scene.tenant.id, &mailed[1..]).await.unwrap());
        assert!(!is_silent(backend, scene.tenant.id).await.unwrap());
        for _ in 0..2 {
            assert!(hush(backend, scene.tenant.id, &mailed).await.unwrap());
        }
        assert!(is_silent(backend, scene.tenant.id).await.unwrap() && !is_silent(backend, other.id).await.unwrap());
        set_rent(bench, scene.listing, 1250).await;
        assert!(news(bench, &scene.tenant).await.is_empty());
        set_silent(backend, &scene.tenant, false).await.unwrap();
        assert!(news(bench, &scene.tenant).await.is_empty(), "what happened meanwhile is not told");
        set_rent(bench, scene.listing, 1200).await;
        assert_eq!(news(bench, &scene.tenant).await.len(), 1);
    }

    async fn listings_that_nobody_keeps_queue_nothing(bench: &Bench) {
        let scene = fixture::scene(bench).await;
        set_rent(bench, scene.listing, 1300).await;
        let jobs = entity::job::Entity::find().count(bench.backend.database().reader()).await.unwrap();
        assert_eq!(jobs, 0);
    }
}
