//! The interface for programs.

use super::*;

#[tokio::test]
async fn programs_search_and_read_listings() {
    let (app, ids) = with_listings().await;
    let (status, all) = json(&app, "/api/v1/listings?limit=2&rooms=x").await;
    assert_eq!((status, &all["total"]), (StatusCode::OK, &3.into()));
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    assert_eq!(all["ignored"][0]["key"], "rooms");
    let next = all["next"].as_str().unwrap();
    let (_, rest) = json(&app, &format!("/api/v1/listings?limit=2&after={next}")).await;
    assert_eq!(
        (rest["items"].as_array().unwrap().len(), &rest["next"]),
        (1, &Value::Null)
    );

    let (_, found) = json(&app, &format!("/api/v1/listings?q={}", encoded("书房 两室"))).await;
    assert_eq!(found["total"], 1);
    let item = &found["items"][0];
    assert_eq!(
        (&item["id"], &item["title"]),
        (&ids[1].as_str().into(), &"安静的书房".into())
    );
    assert_eq!(
        (&item["rent_yuan"], &item["rooms"], &item["mode"]),
        (&1350.into(), &2.into(), &"whole".into())
    );
    assert_eq!((&item["area_sqm"], &item["street"]), (&68.5.into(), &"列东街道".into()));

    let (status, detail) = json(&app, &format!("/api/v1/listings/{}", ids[1])).await;
    assert_eq!((status, &detail["id"]), (StatusCode::OK, &item["id"]));
    assert!(detail["photos"].is_array());
}

#[tokio::test]
async fn programs_are_told_how_a_search_was_understood() {
    let (app, _) = with_listings().await;
    let text = encoded("近地铁 两室 1500以内");
    let (_, found) = json(&app, &format!("/api/v1/listings?q={text}&mode=whole&sort=distance")).await;
    let filter =
        |text: Value, key: &str, value: &str| json!({"text": text, "parameters": [{"key": key, "value": value}]});
    assert_eq!(
        found["understood"],
        json!([
            filter(Value::Null, "mode", "whole"),
            filter("两室".into(), "rooms", "2"),
            filter("1500以内".into(), "rent_max", "1500"),
        ])
    );
    assert_eq!(
        (&found["notes"], &found["dropped"], &found["sort"], &found["shortened"]),
        (&json!([]), &json!(["近地铁"]), &json!("fit"), &json!(false))
    );
    publish_with(&app.bench.backend, "304", "车站边的两室", &["near-bus"]).await;
    refresh(&app.bench.backend).await;
    let (_, near_bus) = json(&app, &format!("/api/v1/listings?q={}", encoded("近地铁"))).await;
    assert_eq!(near_bus["notes"], json!(["no-metro"]));
    assert_eq!(
        near_bus["understood"],
        json!([filter("近地铁".into(), "facilities", "near-bus")])
    );
    let (_, long) = json(&app, &format!("/api/v1/listings?q={}", "a+b+c+d+e+".repeat(30))).await;
    assert_eq!(long["shortened"], true);
    let (_, all) = json(&app, "/api/v1/listings").await;
    assert_eq!((&all["understood"], &all["notes"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn a_page_of_another_order_is_not_passed_off_as_the_first() {
    let (app, _) = with_listings().await;
    let (_, first) = json(&app, "/api/v1/listings?limit=1").await;
    let next = first["next"].as_str().unwrap();
    for (query, key, code) in [
        ("after=xyz".to_owned(), "after", "unknown-value"),
        (format!("sort=rent-up&after={next}"), "after", "unknown-value"),
        ("sort=distance".to_owned(), "sort", "needs-near"),
    ] {
        let (status, found) = json(&app, &format!("/api/v1/listings?{query}")).await;
        assert_eq!((status, &found["total"]), (StatusCode::OK, &3.into()), "{query}");
        let ignored = &found["ignored"];
        assert_eq!(ignored.as_array().unwrap().len(), 1, "{query}");
        assert_eq!((&ignored[0]["key"], &ignored[0]["code"]), (&key.into(), &code.into()));
        let page = app.get(&format!("/search?{query}")).await;
        assert!(!page.body.contains("回到第一页"), "{query}: {}", page.body);
        assert_eq!(page.body.contains("已忽略：after"), key == "after", "{query}");
    }
    let (_, second) = json(&app, &format!("/api/v1/listings?limit=1&after={next}")).await;
    assert_eq!(second["ignored"], serde_json::json!([]));
    assert_ne!(second["items"][0]["id"], first["items"][0]["id"]);
    let page = app.get(&format!("/search?limit=1&after={next}")).await;
    assert!(page.body.contains("回到第一页"), "{}", page.body);
}

#[tokio::test]
async fn programs_are_told_what_does_not_exist() {
    let (app, _) = with_listings().await;
    for path in [
        "/api/v1/listings/x",
        "/api/v1/listings/0190b5a0-0000-7000-8000-000000000000",
        "/api/v2",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(
            serde_json::from_str::<Value>(&answer.body).unwrap()["code"],
            "not-found"
        );
    }
    let (status, description) = json(&app, "/api/v1/openapi.json").await;
    assert_eq!(status, StatusCode::OK);
    assert!(description["paths"]["/api/v1/listings"].is_object());
}

#[tokio::test]
async fn programs_search_near_a_point_and_on_a_part_of_the_map() {
    let (app, ids) = with_places().await;
    let near = "/api/v1/listings?near=26.26,117.601,gcj02,3000&sort=distance";
    let (_, found) = json(&app, near).await;
    assert_eq!(
        (found["total"].clone(), &found["items"][0]["id"]),
        (2.into(), &ids[0].as_str().into())
    );
    assert_eq!(found["items"][0]["distance_m"], 100);
    assert_eq!(found["items"][1]["distance_m"], 900);
    // The same numbers in the other system are another place.
    let (_, phone) = json(&app, &near.replace("gcj02", "wgs84")).await;
    assert_ne!(phone["items"][0]["distance_m"], 100);
    let (_, unsaid) = json(&app, "/api/v1/listings?near=26.26,117.601,3000").await;
    assert_eq!(
        (&unsaid["total"], &unsaid["ignored"][0]["key"]),
        (&3.into(), &"near".into())
    );
    assert_eq!(unsaid["items"][0]["distance_m"], Value::Null);
    let (_, boxed) = json(&app, "/api/v1/listings?box=26.2,117.605,26.3,117.7,gcj02").await;
    assert_eq!(boxed["total"], 2);
}
