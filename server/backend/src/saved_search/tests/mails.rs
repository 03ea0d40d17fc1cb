use super::*;

/// The listings named in the last alert; it must not have been sent, since it is forgotten then.
async fn named(bench: &Bench, to: &Actor) -> (Vec<ListingId>, usize) {
    let notice = alerts(bench, to).await.pop().unwrap();
    let letter = Letter::from_columns(&notice.template, serde_json::from_str(&notice.params).unwrap()).unwrap();
    match letter {
        Letter::SearchAlert { listings, more, .. } => {
            (listings.into_iter().map(|listing| listing.listing_id).collect(), more)
        }
        other => panic!("{other:?}"),
    }
}

fn offer(rent: u32, words: &str) -> String {
    format!(
        "{}\ndemo,山城,东区,老街,柳岸新村,整租·柳岸新村 2室1厅 南,整租,2,1,1,61.50,南 北,中楼层（6层）,{words},{rent}\n",
        import::COLUMNS.join(",")
    )
}

async fn import(bench: &Bench, file: &str) {
    let options = import::Options { publish: true };
    let tally = import::listings(&bench.backend, file.as_bytes(), options, |_| {})
        .await
        .unwrap();
    assert_eq!((tally.imported + tally.updated, tally.rejected), (1, 0));
}

both! {
    async fn what_comes_within_a_minute_is_one_mail(bench: &Bench) {
        let scene = scene(bench).await;
        keep(bench, &scene.tenant, "rooms=2", AlertFrequency::AtOnce).await;
        keep(bench, &scene.tenant, "rooms=3", AlertFrequency::AtOnce).await;
        publish(bench, &scene, "501").await;
        assert_eq!(mailed_after(bench, &scene.tenant, 30).await, 0, "still gathering");
        publish(bench, &scene, "502").await;
        assert_eq!(mailed_after(bench, &scene.tenant, 30).await, 1);
        let alert = alerts(bench, &scene.tenant).await.remove(0);
        assert_eq!((alert.sent_at, alert.params.as_str()), (Some(bench.backend.now().as_millisecond()), "{}"));
        assert_eq!(left::<entity::search_alert::Entity>(bench).await, 2);
        assert_eq!(left::<entity::listing_news::Entity>(bench).await, 0);
        assert_eq!(mailed_after(bench, &scene.tenant, 30).await, 1, "told already");
        publish(bench, &scene, "503").await;
        assert_eq!(mailed_after(bench, &scene.tenant, 60).await, 2);
    }

    async fn a_mail_names_ten_the_newest_first(bench: &Bench) {
        let scene = scene(bench).await;
        keep(bench, &scene.tenant, "q=%E6%B1%9F%E6%BB%A8", AlertFrequency::AtOnce).await;
        let mut ids = Vec::new();
        for room in 501..=512 {
            ids.push(publish(bench, &scene, &room.to_string()).await);
            bench.clock.advance(1);
        }
        ask(&bench.backend).await.unwrap();
        ids.reverse();
        assert_eq!(named(bench, &scene.tenant).await, (ids[..10].to_vec(), 2));
    }

    async fn daily_and_weekly_mails_wait_for_their_hour(bench: &Bench) {
        let scene = scene(bench).await;
        let weekly = people::citizen(&bench.backend, "weekly@example.cn").await;
        keep(bench, &scene.tenant, "rooms=2", AlertFrequency::Daily).await;
        keep(bench, &weekly, "rooms=2", AlertFrequency::Weekly).await;
        // It is Monday, two seconds after 9 in China.
        publish(bench, &scene, "501").await;
        mailed_after(bench, &scene.tenant, 60).await;
        publish(bench, &scene, "502").await;
        const TO_EIGHT: i64 = 23 * 3600 - 2 - 60;
        assert_eq!(mailed_after(bench, &scene.tenant, TO_EIGHT - 1).await, 0);
        assert_eq!(mailed_after(bench, &scene.tenant, 1).await, 1, "both in one mail");
        assert_eq!(mailed_after(bench, &scene.tenant, 86_400).await, 1, "nothing new");
        assert_eq!(alerts(bench, &weekly).await.len(), 0);
        assert_eq!(mailed_after(bench, &weekly, 5 * 86_400 - 1).await, 0);
        assert_eq!(mailed_after(bench, &weekly, 1).await, 1);
    }

    async fn what_is_found_when_the_hour_strikes_goes_out_at_this_or_the_next(bench: &Bench) {
        let scene = scene(bench).await;
        keep(bench, &scene.tenant, "rooms=2", AlertFrequency::Weekly).await;
        const TO_MONDAY_AT_EIGHT: i64 = 7 * 86_400 - 3_600 - 1;
        bench.clock.advance(TO_MONDAY_AT_EIGHT - 61);
        publish(bench, &scene, "501").await;
        mailed_after(bench, &scene.tenant, 60).await;
        assert_eq!(jobs_to_mail(bench).await, ["2026-11-30T00:00:00Z", "2026-12-07T00:00:00Z"]);
        assert_eq!(mailed_after(bench, &scene.tenant, 1).await, 1);
        assert_eq!(mailed_after(bench, &scene.tenant, 7 * 86_400).await, 1);
    }

    async fn what_does_not_fit_any_more_is_not_mailed(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene(bench).await;
        let id = keep(bench, &scene.tenant, "rooms=2", AlertFrequency::Daily).await;
        let paused = publish(bench, &scene, "501").await;
        mailed_after(bench, &scene.tenant, 60).await;
        assert_eq!(waiting(bench).await, 1);
        listing::change(backend, &scene.landlord, paused, ListingAction::Pause).await.unwrap();
        assert_eq!(mailed_after(bench, &scene.tenant, 86_400).await, 0);
        assert_eq!(waiting(bench).await, 0);
        listing::change(backend, &scene.landlord, paused, ListingAction::Resume).await.unwrap();
        bench.clock.advance(60);
        ask(backend).await.unwrap();
        mail(backend, id, AlertFrequency::Daily).await.unwrap();
        assert_eq!(named(bench, &scene.tenant).await.0, [paused], "it is back, and nobody was told of it");
    }

    async fn only_what_is_new_to_the_search_is_told(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene(bench).await;
        let early = publish(bench, &scene, "501").await;
        bench.clock.advance(1);
        keep(bench, &scene.tenant, "rooms=2", AlertFrequency::AtOnce).await;
        keep(bench, &scene.landlord, "rooms=2", AlertFrequency::AtOnce).await;
        assert_eq!(mailed_after(bench, &scene.tenant, 60).await, 0, "it was there when the search was saved");
        listing::change(backend, &scene.landlord, early, ListingAction::Reconfirm).await.unwrap();
        assert_eq!(mailed_after(bench, &scene.tenant, 60).await, 0, "it was there all the time");
        let later = publish(bench, &scene, "502").await;
        assert_eq!(mailed_after(bench, &scene.tenant, 60).await, 1);
        for action in [ListingAction::Pause, ListingAction::Resume] {
            listing::change(backend, &scene.landlord, later, action).await.unwrap();
        }
        assert_eq!(mailed_after(bench, &scene.tenant, 60).await, 1, "never the same listing twice");
        assert_eq!(alerts(bench, &scene.landlord).await.len(), 0, "nobody hears of their own");
    }

    async fn imported_listings_count_when_they_begin_to_fit(bench: &Bench) {
        let scene = scene(bench).await;
        import(bench, &offer(1_350, "")).await;
        bench.clock.advance(1);
        keep(bench, &scene.tenant, "rent_max=1300", AlertFrequency::AtOnce).await;
        keep(bench, &scene.landlord, "rooms=2", AlertFrequency::AtOnce).await;
        assert_eq!(mailed_after(bench, &scene.tenant, 60).await, 0);
        import(bench, &offer(1_320, "")).await;
        assert_eq!(mailed_after(bench, &scene.tenant, 60).await, 0, "still too dear");
        import(bench, &offer(1_280, "")).await;
        import(bench, &offer(1_290, "精装")).await;
        assert_eq!(mailed_after(bench, &scene.tenant, 60).await, 1, "of two changes the first one counts");
        import(bench, &offer(1_200, "精装")).await;
        assert_eq!(mailed_after(bench, &scene.tenant, 60).await, 1);
        assert_eq!(alerts(bench, &scene.landlord).await.len(), 0, "it fitted all the time");
    }

    async fn an_index_that_is_behind_changes_nothing(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene(bench).await;
        keep(bench, &scene.tenant, "q=%E6%B1%9F%E6%BB%A8%E6%96%B0%E6%9D%91&rent_max=1500", AlertFrequency::AtOnce).await;
        let gone = publish(bench, &scene, "501").await;
        search::catch_up(backend).await.unwrap();
        listing::change(backend, &scene.landlord, gone, ListingAction::Withdraw).await.unwrap();
        let new = publish(bench, &scene, "502").await;
        // The index holds the one that is gone and not the new one.
        assert_eq!(search::find(backend, &query("rooms=2"), false).await.unwrap().total, 0);
        ask(backend).await.unwrap();
        assert_eq!(named(bench, &scene.tenant).await, (vec![new], 0));
    }

    async fn two_workers_write_one_mail(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene(bench).await;
        let daily = keep(bench, &scene.tenant, "rooms=2", AlertFrequency::Daily).await;
        keep(bench, &scene.tenant, "rent_max=2000", AlertFrequency::AtOnce).await;
        for room in ["501", "502", "503"] {
            publish(bench, &scene, room).await;
        }
        let (one, other) = tokio::join!(ask(backend), ask(backend));
        one.and(other).unwrap();
        assert_eq!(alerts(bench, &scene.tenant).await.len(), 1);
        assert_eq!(named(bench, &scene.tenant).await.0.len(), 3);
        let rhythm = AlertFrequency::Daily;
        let (one, other) = tokio::join!(mail(backend, daily, rhythm), mail(backend, daily, rhythm));
        one.and(other).unwrap();
        assert_eq!(alerts(bench, &scene.tenant).await.len(), 2);
        assert_eq!(named(bench, &scene.tenant).await.0.len(), 3);
    }

    async fn mails_go_out_in_the_rhythm_of_now(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene(bench).await;
        let id = keep(bench, &scene.tenant, "rooms=2", AlertFrequency::Daily).await;
        publish(bench, &scene, "501").await;
        mailed_after(bench, &scene.tenant, 60).await;
        change(backend, &scene.tenant, id, form(AlertFrequency::Weekly)).await.unwrap();
        assert_eq!(mailed_after(bench, &scene.tenant, 86_400).await, 0, "yesterday's job is not this week's");
        change(backend, &scene.tenant, id, form(AlertFrequency::AtOnce)).await.unwrap();
        assert_eq!(mailed_after(bench, &scene.tenant, 0).await, 1, "nothing that waited is lost");
        publish(bench, &scene, "502").await;
        change(backend, &scene.tenant, id, form(AlertFrequency::Never)).await.unwrap();
        bench.clock.advance(30);
        change(backend, &scene.tenant, id, form(AlertFrequency::AtOnce)).await.unwrap();
        assert_eq!(mailed_after(bench, &scene.tenant, 30).await, 1, "nobody was listening");
    }

    async fn mails_are_stopped_from_a_mail_and_go_on_again(bench: &Bench) {
        let backend = &bench.backend;
        let scene = scene(bench).await;
        let id = keep(bench, &scene.tenant, "rooms=2", AlertFrequency::Daily).await;
        let other = keep(bench, &scene.tenant, "rooms=2&rent_max=2000", AlertFrequency::Daily).await;
        let token = UnsubscribeToken::of(backend, id).expose().to_owned();
        assert_ne!(token, UnsubscribeToken::of(backend, other).expose());
        assert_eq!(of_token(backend, &token).await.unwrap().unwrap().id, id);

        let mut altered = token.clone();
        altered.replace_range(95.., if token.ends_with('0') { "1" } else { "0" });
        let swapped = format!("{}{}", Uuid::from(other).simple(), &token[32..]);
        for wrong in ["", "x", &token[1..], &altered, &swapped, &token.to_uppercase(), &"寓".repeat(32)] {
            assert!(of_token(backend, wrong).await.unwrap().is_none(), "{wrong}");
            assert!(stop(backend, wrong).await.unwrap().is_none(), "{wrong}");
            assert!(resume(backend, wrong).await.unwrap().is_none(), "{wrong}");
        }

        publish(bench, &scene, "501").await;
        mailed_after(bench, &scene.tenant, 60).await;
        for _ in 0..2 {
            let stopped = stop(backend, &token).await.unwrap().unwrap();
            assert_eq!((stopped.frequency, stopped.stopped), (AlertFrequency::Never, Some(AlertFrequency::Daily)));
        }
        assert_eq!(mailed_after(bench, &scene.tenant, 86_400).await, 1, "the other search goes on");
        for _ in 0..2 {
            let resumed = resume(backend, &token).await.unwrap().unwrap();
            assert_eq!((resumed.frequency, resumed.stopped), (AlertFrequency::Daily, None));
        }
        assert_eq!(mailed_after(bench, &scene.tenant, 86_400).await, 1, "what came meanwhile is not news");
        bench.clock.advance(1);
        publish(bench, &scene, "502").await;
        mailed_after(bench, &scene.tenant, 60).await;
        assert_eq!(mailed_after(bench, &scene.tenant, 86_400).await, 3);
        delete(backend, &scene.tenant, id).await.unwrap();
        assert!(stop(backend, &token).await.unwrap().is_none());
    }
}

/// When the jobs run that mail what was found.
async fn jobs_to_mail(bench: &Bench) -> Vec<String> {
    use entity::job::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::Kind.eq("mail-search-alert"))
        .order_by_asc(Column::RunAt)
        .all(bench.backend.database().reader())
        .await
        .unwrap();
    let times = rows
        .into_iter()
        .map(|row| time::from_millis(row.run_at).unwrap().to_string());
    times.collect()
}
