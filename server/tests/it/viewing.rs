//! A viewing is arranged, as its two sides see it.

use crate::spawn::spawn_app;
use backend::test_support::people;
use backend::viewing;
use domain::viewing::ViewingWish;
use http::{Method, StatusCode};

#[tokio::test]
async fn who_takes_a_time_that_was_replaced_is_shown_the_present_ones() {
    let app = spawn_app().await;
    let backend = &app.bench.backend;
    let landlord = people::citizen(backend, "landlord@example.cn").await;
    let tenant = people::citizen(backend, "tenant@example.cn").await;
    let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
    let (_, listing) = people::published(backend, &landlord, &coordinator, "502").await;
    let wish = ViewingWish::parse("", "周末").unwrap();
    let id = viewing::ask(backend, &tenant, listing, wish).await.unwrap();
    let offer = async |slot: &str| {
        let slots = vec![slot.parse().unwrap()];
        viewing::offer(backend, &landlord, id, slots, String::new())
            .await
            .unwrap();
    };
    let path = format!("/me/viewings/{id}");
    offer("2026-11-28T07:00:00Z").await;
    let shown = app.visit(Some(&tenant), Method::GET, &path, "").await;
    assert!(shown.body.contains(r#"value="2026-11-28T07:00:00Z""#), "{}", shown.body);

    offer("2026-11-29T08:00:00Z").await;
    let form = "action=choose&slot=2026-11-28T07:00:00Z";
    let refused = app.visit(Some(&tenant), Method::POST, &path, form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("您选的时间已不再提供"), "{}", refused.body);
    assert!(refused.body.contains(r#"value="2026-11-29T08:00:00Z""#));
    assert!(!refused.body.contains(r#"value="2026-11-28T07:00:00Z""#));

    let form = "action=choose&slot=2026-11-29T08:00:00Z";
    let taken = app.visit(Some(&tenant), Method::POST, &path, form).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let booked = app.visit(Some(&tenant), Method::GET, &path, "").await;
    assert!(booked.body.contains("2026-11-29 16:00"), "{}", booked.body);
}
