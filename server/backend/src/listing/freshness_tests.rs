use super::*;
use crate::{
    both,
    job::run_all_due,
    listing::{self, Link, answer, still_there},
    matching::{Application, accept, apply, decline, fixture},
    test_support::{Bench, people},
};
use domain::{contact::PersonName, matching::Household};
use sea_orm::ActiveModelTrait;

const DAY_S: i64 = 86_400;

async fn letters(backend: &Backend) -> Vec<String> {
    let rows = entity::notice::Entity::find()
        .order_by_asc(entity::notice::Column::Id)
        .all(backend.database().reader())
        .await
        .unwrap();
    rows.into_iter().map(|row| row.template).collect()
}

async fn status(backend: &Backend, id: ListingId) -> ListingStatus {
    listing::find(backend, id).await.unwrap().unwrap().status
}

/// Lets days pass, doing what is due on each.
async fn pass(bench: &Bench, days: i64) {
    for _ in 0..days {
        bench.clock.advance(DAY_S);
        run_all_due(&bench.backend).await.unwrap();
    }
}

async fn set_days(bench: &Bench, days: i32) {
    entity::parameter::ActiveModel {
        key: Set("listing_reconfirm_days".to_owned()),
        effective_on: Set(bench.backend.today().to_string()),
        value: Set(days),
        source: Set("test".to_owned()),
        set_at: Set(0),
        set_by: Set(None),
    }
    .insert(bench.backend.database().writer())
    .await
    .unwrap();
}

/// A published listing of a landlord, and nothing left to do.
async fn published(bench: &Bench) -> (Actor, ListingId) {
    let backend = &bench.backend;
    let landlord = people::citizen(backend, "landlord@example.cn").await;
    let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
    let (_, id) = people::published(backend, &landlord, &coordinator, "502").await;
    run_all_due(backend).await.unwrap();
    (landlord, id)
}

async fn token(backend: &Backend, id: ListingId) -> String {
    let listing = listing::find(backend, id).await.unwrap().unwrap();
    super::link::token(backend, &listing, listing.status)
}

both! {
    async fn the_landlord_is_asked_twice_then_it_goes_offline_and_comes_back_at_once(bench: &Bench) {
        let backend = &bench.backend;
        let (landlord, id) = published(bench).await;
        pass(bench, 22).await;
        assert_eq!(letters(backend).await, ["listing-published"]);
        assert!(to_confirm(backend, &landlord).await.unwrap().is_empty());
        pass(bench, 1).await;
        assert_eq!(letters(backend).await[1..], ["listing-reminder"]);
        let wanting = to_confirm(backend, &landlord).await.unwrap();
        assert_eq!(wanting.len(), 1);
        assert_eq!(wanting[0].ends_at, Some(backend.now() + SignedDuration::from_hours(7 * 24)));
        pass(bench, 6).await;
        assert_eq!(letters(backend).await[1..], ["listing-reminder", "listing-reminder"]);
        assert_eq!(status(backend, id).await, ListingStatus::Published);
        let changes = entity::index_change::Entity::find().count(backend.database().reader()).await.unwrap();
        pass(bench, 1).await;
        assert_eq!(status(backend, id).await, ListingStatus::Expired);
        assert_eq!(letters(backend).await[3..], ["listing-expired"]);
        let after = entity::index_change::Entity::find().count(backend.database().reader()).await.unwrap();
        assert_eq!(after, changes + 1, "the search hears of it");
        let audits = entity::audit::Entity::find()
            .filter(entity::audit::Column::Action.eq("listing.expire"))
            .all(backend.database().reader())
            .await
            .unwrap();
        assert_eq!(audits.iter().map(|row| (row.subject_id, row.actor_id)).collect::<Vec<_>>(), [(Some(id.into()), None)]);
        assert_eq!(to_confirm(backend, &landlord).await.unwrap()[0].ends_at, None);
        pass(bench, 40).await;
        assert_eq!(letters(backend).await.len(), 4, "nothing more is written");

        listing::change(backend, &landlord, id, ListingAction::Reconfirm).await.unwrap();
        assert_eq!(status(backend, id).await, ListingStatus::Published);
        assert!(to_confirm(backend, &landlord).await.unwrap().is_empty());
        // And the same again.
        run_all_due(backend).await.unwrap();
        pass(bench, 31).await;
        assert_eq!(letters(backend).await[4..], ["listing-reminder", "listing-reminder", "listing-expired"]);
    }

    async fn a_confirmation_begins_a_new_time(bench: &Bench) {
        let backend = &bench.backend;
        let (landlord, id) = published(bench).await;
        pass(bench, 24).await;
        listing::change(backend, &landlord, id, ListingAction::Reconfirm).await.unwrap();
        pass(bench, 22).await;
        assert_eq!(letters(backend).await[1..], ["listing-reminder"], "the old chain has ended");
        pass(bench, 9).await;
        assert_eq!(status(backend, id).await, ListingStatus::Expired);
        assert_eq!(letters(backend).await.len(), 5);
    }

    async fn what_is_paused_neither_asks_nor_expires(bench: &Bench) {
        let backend = &bench.backend;
        let (landlord, id) = published(bench).await;
        listing::change(backend, &landlord, id, ListingAction::Pause).await.unwrap();
        pass(bench, 60).await;
        assert_eq!((status(backend, id).await, letters(backend).await.len()), (ListingStatus::Paused, 1));
        listing::change(backend, &landlord, id, ListingAction::Resume).await.unwrap();
        run_all_due(backend).await.unwrap();
        pass(bench, 23).await;
        assert_eq!(letters(backend).await[1..], ["listing-reminder"]);
    }

    async fn nobody_is_taken_offline_without_having_been_asked(bench: &Bench) {
        let backend = &bench.backend;
        let (_, id) = published(bench).await;
        // The program was not running for long.
        bench.clock.advance(100 * DAY_S);
        run_all_due(backend).await.unwrap();
        assert_eq!(letters(backend).await[1..], ["listing-reminder"]);
        pass(bench, 1).await;
        assert_eq!(status(backend, id).await, ListingStatus::Published);
        pass(bench, 1).await;
        assert_eq!(status(backend, id).await, ListingStatus::Expired);
    }

    async fn a_match_under_way_keeps_its_listing(bench: &Bench) {
        let backend = &bench.backend;
        let scene = fixture::scene(bench).await;
        let household = Household::parse(PersonName::parse("王租客").unwrap(), &[]).unwrap();
        let application = Application { household, message: String::new() };
        let match_id = apply(backend, &scene.tenant, scene.listing, application).await.unwrap();
        accept(backend, &scene.landlord, match_id).await.unwrap();
        watch_published(backend).await.unwrap();
        run_all_due(backend).await.unwrap();
        pass(bench, 45).await;
        assert_eq!(status(backend, scene.listing).await, ListingStatus::Published);
        decline(backend, &scene.landlord, match_id, "").await.unwrap();
        pass(bench, 2).await;
        assert_eq!(status(backend, scene.listing).await, ListingStatus::Expired);
    }

    async fn listings_from_before_the_rule_are_watched_over_and_imported_ones_are_left_alone(bench: &Bench) {
        let backend = &bench.backend;
        let scene = fixture::scene(bench).await;
        let imported = fixture::listing(bench, scene.house, &scene.landlord, Some(1)).await;
        let row = entity::listing::ActiveModel {
            id: Set(imported.into()),
            source: Set("import:58".to_owned()),
            house_id: Set(None),
            landlord_id: Set(None),
            ..Default::default()
        };
        row.update(backend.database().writer()).await.unwrap();
        for _ in 0..2 {
            watch_published(backend).await.unwrap();
        }
        let jobs = entity::job::Entity::find().count(backend.database().reader()).await.unwrap();
        assert_eq!(jobs, 1, "one chain for one listing, however often the program starts");
        run_all_due(backend).await.unwrap();
        pass(bench, 31).await;
        watch_published(backend).await.unwrap();
        check(backend, imported, backend.now()).await.unwrap();
        assert_eq!(status(backend, scene.listing).await, ListingStatus::Expired);
        let row = entity::listing::Entity::find_by_id(imported).one(backend.database().reader()).await.unwrap().unwrap();
        assert_eq!(row.status, "published");
        assert_eq!(letters(backend).await, ["listing-reminder", "listing-reminder", "listing-expired"]);
    }

    async fn the_number_of_days_is_the_one_in_force_when_a_job_looks(bench: &Bench) {
        let backend = &bench.backend;
        let (_, id) = published(bench).await;
        pass(bench, 10).await;
        set_days(bench, 60).await;
        pass(bench, 40).await;
        assert_eq!(letters(backend).await.len(), 1);
        pass(bench, 3).await;
        assert_eq!(letters(backend).await[1..], ["listing-reminder"]);
        pass(bench, 8).await;
        assert_eq!(status(backend, id).await, ListingStatus::Expired);
    }

    async fn doing_a_job_twice_writes_once(bench: &Bench) {
        let backend = &bench.backend;
        let (_, id) = published(bench).await;
        let confirmed = listing::find(backend, id).await.unwrap().unwrap().last_confirmed();
        bench.clock.advance(23 * DAY_S);
        let (one, other) = tokio::join!(check(backend, id, confirmed), check(backend, id, confirmed));
        one.and(other).unwrap();
        check(backend, id, confirmed).await.unwrap();
        assert_eq!(letters(backend).await[1..], ["listing-reminder"]);
    }

    async fn the_mailed_link_confirms_once_and_only_its_listing(bench: &Bench) {
        let backend = &bench.backend;
        let (landlord, id) = published(bench).await;
        bench.clock.advance(23 * DAY_S);
        let confirmed = listing::find(backend, id).await.unwrap().unwrap().last_confirmed();
        check(backend, id, confirmed).await.unwrap();
        let notice = entity::notice::Entity::find()
            .filter(entity::notice::Column::Template.eq("listing-reminder"))
            .one(backend.database().reader())
            .await
            .unwrap()
            .unwrap();
        let params: serde_json::Value = serde_json::from_str(&notice.params).unwrap();
        let mailed = params["token"].as_str().unwrap().to_owned();
        let works = async |id, token: &str| matches!(still_there(backend, id, token).await.unwrap(), Some(Link::Open(_)));
        assert!(works(id, &mailed).await);
        let coordinator = people::coordinator(backend, "desk2@example.cn", &["350404"]).await;
        let (_, other) = people::published(backend, &landlord, &coordinator, "503").await;
        assert!(!works(other, &mailed).await);
        assert!(!works(id, "").await && !works(id, &mailed[1..]).await && !works(ListingId::generate(), &mailed).await);
        for action in ListingAction::ALL {
            if !matches!(action, ListingAction::Reconfirm | ListingAction::Pause) {
                let refused = answer(backend, id, &mailed, *action).await;
                assert!(matches!(refused, Err(DeedError::NotFound)), "{action}");
            }
        }
        answer(backend, id, &mailed, ListingAction::Reconfirm).await.unwrap();
        let listing = listing::find(backend, id).await.unwrap().unwrap();
        assert_eq!((listing.status, listing.confirmed_at), (ListingStatus::Published, Some(backend.now())));
        for action in [ListingAction::Reconfirm, ListingAction::Pause] {
            let again = answer(backend, id, &mailed, action).await;
            assert!(matches!(again, Err(DeedError::Stale)), "{action}");
        }
        // Pressed twice: known, and told from what was made up.
        let used = still_there(backend, id, &mailed).await.unwrap();
        assert!(matches!(used, Some(Link::Used(listing)) if listing.confirmed_at == Some(backend.now())));
        let (moment, secret) = mailed.split_once('-').unwrap();
        for forged in [secret.to_owned(), format!("0-{secret}"), format!("{moment}-{}", "0".repeat(64)), format!("{moment}0-{secret}")] {
            assert!(still_there(backend, id, &forged).await.unwrap().is_none(), "{forged}");
            let refused = answer(backend, id, &forged, ListingAction::Reconfirm).await;
            assert!(matches!(refused, Err(DeedError::NotFound)), "{forged}");
        }
        assert!(still_there(backend, other, &mailed).await.unwrap().is_none());
        run_all_due(backend).await.unwrap();
        pass(bench, 22).await;
        let reminders = letters(backend).await.into_iter().filter(|name| name == "listing-reminder").count();
        assert_eq!(reminders, 1, "the time began anew; only the one before was written");
    }

    async fn the_link_pauses_and_ends_with_every_change_of_state(bench: &Bench) {
        let backend = &bench.backend;
        let (landlord, id) = published(bench).await;
        let online = token(backend, id).await;
        pass(bench, 30).await;
        assert_eq!(status(backend, id).await, ListingStatus::Expired);
        let used = async |token: &str| matches!(still_there(backend, id, token).await.unwrap(), Some(Link::Used(_)));
        assert!(used(&online).await);
        let expired = token(backend, id).await;
        let pause = answer(backend, id, &expired, ListingAction::Pause).await;
        assert!(matches!(pause, Err(DeedError::Stale)), "it is offline already");
        answer(backend, id, &expired, ListingAction::Reconfirm).await.unwrap();
        assert_eq!(status(backend, id).await, ListingStatus::Published);
        assert!(used(&expired).await);

        bench.clock.advance(1);
        let online = token(backend, id).await;
        answer(backend, id, &online, ListingAction::Pause).await.unwrap();
        assert_eq!(status(backend, id).await, ListingStatus::Paused);
        assert!(still_there(backend, id, &token(backend, id).await).await.unwrap().is_none());
        assert!(used(&online).await);
        listing::change(backend, &landlord, id, ListingAction::Resume).await.unwrap();
        assert!(used(&online).await);
    }

    async fn an_expired_listing_comes_back_unless_its_rooms_are_offered_again(bench: &Bench) {
        let backend = &bench.backend;
        let (landlord, id) = published(bench).await;
        pass(bench, 30).await;
        let house = listing::find(backend, id).await.unwrap().unwrap().house;
        let terms = people::terms(backend, &people::whole_house());
        let other = listing::create(backend, &landlord, house, terms).await.unwrap();
        listing::submit(backend, &landlord, other).await.unwrap();
        let refused = answer(backend, id, &token(backend, id).await, ListingAction::Reconfirm).await;
        assert!(matches!(refused, Err(DeedError::Refused(code)) if code.code == "listing-twice"));
    }

    async fn what_others_let_is_not_to_be_confirmed(bench: &Bench) {
        let backend = &bench.backend;
        let (_, id) = published(bench).await;
        let stranger = fixture::citizen(bench, "何路人").await;
        pass(bench, 25).await;
        assert!(to_confirm(backend, &stranger).await.unwrap().is_empty());
        let listing = listing::find(backend, id).await.unwrap().unwrap();
        let end = expires_at(backend, &listing).await.unwrap().unwrap();
        assert_eq!(time::date_in_china(end).to_string(), "2026-12-23");
    }
}
