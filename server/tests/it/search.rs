//! Searching: the pages and the interface for programs, on listings of the test bench.

use crate::spawn::{Spawned, spawn_app, spawn_unfilled};
use axum::Router;
use backend::{
    Backend, account, house, listing, saved_search, search,
    test_support::people::{citizen, coordinator, new_house, terms, whole_house},
};
use domain::{
    contact::Email,
    geo::{CoordinateSystem, Gcj02Point, GivenPoint},
    id::ListingId,
    listing::{ListingAction, TypedListing},
    place::{Kind, NewPlace},
    saved_search::{AlertFrequency, SavedSearchForm},
    search::{PlaceName, Query},
};
use http::{Method, StatusCode};
use serde_json::{Value, json};

mod programs;

/// A site with a published listing for each of these titles, found by searches.
async fn with_listings() -> (Spawned, Vec<String>) {
    let app = spawn_app().await;
    let ids = publish_three(&app.bench.backend).await;
    refresh(&app.bench.backend).await;
    (app, ids)
}

async fn publish_three(backend: &Backend) -> Vec<String> {
    let mut ids = Vec::new();
    for (room, title) in [("301", "向阳的小屋"), ("302", "安静的书房"), ("303", "江边的大宅")] {
        ids.push(publish(backend, room, title).await.to_string());
    }
    ids
}

async fn publish(backend: &Backend, room: &str, title: &str) -> ListingId {
    publish_with(backend, room, title, &[]).await
}

async fn publish_with(backend: &Backend, room: &str, title: &str, facilities: &[&str]) -> ListingId {
    let landlord = citizen(backend, &format!("landlord{room}@example.cn")).await;
    let staff = coordinator(backend, &format!("staff{room}@example.cn"), &["350404"]).await;
    let typed = TypedListing {
        title: title.to_owned(),
        facilities: facilities.iter().copied().map(str::to_owned).collect(),
        ..whole_house()
    };
    let house = house::register(backend, &landlord, new_house(room)).await.unwrap();
    let id = listing::create(backend, &landlord, house, terms(backend, &typed))
        .await
        .unwrap();
    listing::submit(backend, &landlord, id).await.unwrap();
    let checks = listing::ReviewChecks {
        title: true,
        duplicates: true,
    };
    listing::publish(backend, &staff, id, checks).await.unwrap();
    id
}

async fn refresh(backend: &Backend) {
    search::catch_up(backend).await.unwrap();
}

async fn json(app: &Spawned, path: &str) -> (StatusCode, Value) {
    let answer = app.get(path).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap())
}

/// `q` of an address.
fn encoded(text: &str) -> String {
    let bytes = text.bytes().map(|byte| format!("%{byte:02X}"));
    bytes.collect()
}

#[tokio::test]
async fn a_lost_index_never_says_that_there_are_no_homes() {
    let app = spawn_unfilled(Router::new(), "http://127.0.0.1:3000").await;
    let backend = &app.bench.backend;
    let ids = publish_three(backend).await;
    let tenant = citizen(backend, "tenant@example.cn").await;
    let form = SavedSearchForm {
        name: "列东".to_owned(),
        frequency: AlertFrequency::Never,
    };
    saved_search::save(backend, &tenant, &Query::for_text("列东").0, form)
        .await
        .unwrap();

    for path in ["/api/v1/listings", "/api/v1/suggestions?q=jiang"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("retry-after"), "5");
        let problem: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(problem["code"], "not-ready");
    }
    let search = format!("/search?q={}&rooms=2", encoded("列东"));
    let page = app.get(&search).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(page.header("retry-after"), "5");
    let again = search.replace('&', "&amp;");
    for text in ["正在整理房源，请稍候", &format!("href=\"{again}\"")] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("没有符合条件的房源"), "{}", page.body);
    let home = app.get("/").await;
    assert_eq!(home.status, StatusCode::OK);
    for id in &ids {
        assert!(home.body.contains(&format!("/listings/{id}")), "{}", home.body);
    }
    let saved = app.visit(Some(&tenant), Method::GET, "/me/searches", "").await;
    assert_eq!(saved.status, StatusCode::OK);
    assert!(!saved.body.contains("现在"), "{}", saved.body);

    refresh(backend).await;
    assert_eq!(json(&app, "/api/v1/listings").await.1["total"], 3);
    let page = app.get(&search).await;
    assert_eq!(page.status, StatusCode::OK);
    let saved = app.visit(Some(&tenant), Method::GET, "/me/searches", "").await;
    assert!(saved.body.contains("现在 3 套"), "{}", saved.body);
}

#[tokio::test]
async fn people_search_by_words_chips_and_choices() {
    let (app, ids) = with_listings().await;
    let page = app.get(&format!("/search?q={}", encoded("小屋 两室 2000以内"))).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(&format!("/listings/{}", ids[0])), "{}", page.body);
    assert!(!page.body.contains(&format!("/listings/{}", ids[1])));
    let removed = format!("/search?q={}+2000{}\"", encoded("小屋"), encoded("以内"));
    assert!(
        page.body.contains(&removed),
        "a removed chip takes its words along: {}",
        page.body
    );
    let literal = format!("{}+%22{}%22+2000{}", encoded("小屋"), encoded("两室"), encoded("以内"));
    assert!(
        page.body.contains(&format!("/search?q={literal}")),
        "a wrong reading is one click from undone: {}",
        page.body
    );

    let none = app.get("/search?rent_max=100").await;
    assert!(none.body.contains("class=\"empty\""), "{}", none.body);
    let wishes = app.get(&format!("/search?q={}", encoded("两室一厅"))).await;
    assert!(wishes.body.contains("只影响排序：1厅"), "{}", wishes.body);
    // What is in the way is named, its way on is the main one, and no word is blamed.
    let none = app.get(&format!("/search?q={}&rent_max=1", encoded("小屋 火星"))).await;
    assert!(
        none.body.contains("没有房源符合：租金") && none.body.contains("不限租金（1 套）"),
        "{}",
        none.body
    );
    assert!(!none.body.contains("以下已先不计"), "{}", none.body);
    let home = app.get("/").await;
    assert!(home.body.contains(&format!("/listings/{}", ids[2])), "{}", home.body);
}

#[tokio::test]
async fn texts_are_completed_while_they_are_typed() {
    let (app, _) = with_listings().await;
    let answer = app.get("/api/v1/suggestions?q=jiangb").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "public, max-age=60");
    let found: Value = serde_json::from_str(&answer.body).unwrap();
    let expected = serde_json::json!({
        "text": "江滨新村", "label": "江滨新村", "kind": "estate", "count": 3, "typed": [0, 2], "hint": null
    });
    assert_eq!(found["items"][0], expected);

    let path = format!("/api/v1/suggestions?q={}%20zz&lang=en", encoded("列东"));
    let (_, found) = json(&app, &path).await;
    let first = &found["items"][0];
    assert_eq!((&first["text"], &first["count"]), (&"列东 整租".into(), &Value::Null));
    assert_eq!(first["hint"], "Whole home");
    for path in ["", "?q=", "?q=%FF%00", &format!("?q={}", "a".repeat(5000))] {
        let (status, none) = json(&app, &format!("/api/v1/suggestions{path}")).await;
        assert_eq!(
            (status, &none["items"]),
            (StatusCode::OK, &serde_json::json!([])),
            "{path}"
        );
    }
}

#[tokio::test]
async fn results_say_why_they_were_found() {
    let (app, ids) = with_listings().await;
    let text = format!("jiangbin+{}", encoded("书房 两室"));
    let page = app.get(&format!("/search?q={text}")).await;
    assert!(page.body.contains("<mark>江滨</mark>新村"), "{}", page.body);
    let why = "拼音 jiangbin = 江滨新村；标题：安静的<mark>书房</mark>";
    assert!(page.body.contains(why), "{}", page.body);
    assert!(!app.get("/search").await.body.contains("listing-why"));

    let (_, found) = json(&app, &format!("/api/v1/listings?q={text}")).await;
    let item = &found["items"][0];
    assert_eq!(item["id"], ids[1].as_str());
    assert_eq!(
        item["highlights"],
        serde_json::json!([{"field": "estate", "from": 0, "to": 2}])
    );
    let codes: Vec<_> = item["why"].as_array().unwrap().iter().map(|why| &why["code"]).collect();
    assert_eq!(codes, ["sound", "title", "filters"]);
    assert_eq!(
        (&item["why"][1]["marks"], &item["why"][2]["filters"]),
        (&serde_json::json!([[3, 5]]), &serde_json::json!(["rooms"]))
    );
}

#[tokio::test]
async fn where_choices_leave_nothing_each_way_on_says_what_it_shows() {
    let (app, _) = with_listings().await;
    let page = app.get("/search?rooms=3,4&mode=whole").await;
    assert!(page.body.contains("class=\"empty\""), "{}", page.body);
    assert!(page.body.contains("href=\"/search?mode=whole\""), "{}", page.body);
    assert!(page.body.contains("不限户型（3 套）"), "{}", page.body);
    assert!(!page.body.contains("不限方式"), "what doesn't help is not offered");
}

#[tokio::test]
async fn what_went_offline_is_gone_at_once() {
    let (app, ids) = with_listings().await;
    let path = format!("/listings/{}", ids[1]);
    assert_eq!(app.get(&path).await.status, StatusCode::OK);
    let backend = &app.bench.backend;
    let email = Email::parse("landlord302@example.cn").unwrap();
    let landlord = account::by_email(backend, &email).await.unwrap().unwrap();
    listing::change(backend, &landlord, ids[1].parse().unwrap(), ListingAction::Pause)
        .await
        .unwrap();
    assert_eq!(app.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(&format!("/api/v1{path}")).await.status, StatusCode::NOT_FOUND);
    let page = app.get(&format!("/search?q={}", encoded("书房"))).await;
    assert!(
        !page.body.contains(&path),
        "the index has not heard of it yet: {}",
        page.body
    );
    refresh(&app.bench.backend).await;
    assert_eq!(json(&app, "/api/v1/listings").await.1["total"], 2);
}

#[tokio::test]
async fn no_text_breaks_a_search() {
    let (app, _) = with_listings().await;
    let texts = [
        "(((((",
        "\"",
        "a AND OR (",
        "\u{0}",
        "👩‍👩‍👧",
        "title:[* TO *]",
        "<script>alert(1)</script>",
    ];
    for text in texts.into_iter().map(str::to_owned).chain(["房".repeat(5_000)]) {
        let answer = app.get(&format!("/search?q={}", encoded(&text))).await;
        assert_eq!(answer.status, StatusCode::OK, "{text}");
        assert!(!answer.body.contains("<script>alert"), "{text}");
    }
    assert_eq!(app.get("/search?q=%FF%C0&rooms=%&after=x").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_long_address_makes_no_long_page() {
    let (app, ids) = with_listings().await;
    let usual = app.get("/search").await.body.len();
    let found = format!("/listings/{}", ids[0]);
    let junk: String = (0..3_000).map(|n| format!("&junk{n}={n}")).collect();
    let names: String = (0..50)
        .map(|n| format!("&estate=%E6%A5%BC{n}{}", "a".repeat(20)))
        .collect();
    for (query, said) in [
        (format!("q={}", "a".repeat(10_000)), "只用了前 200 个字"),
        (format!("q={}", encoded(&"房 ".repeat(4_000))), "只用了前 200 个字"),
        (format!("q={}{junk}", encoded("小屋")), found.as_str()),
        (format!("rooms=2{names}{names}"), ""),
    ] {
        let page = app.get(&format!("/search?{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(said), "{said}: {}", page.body);
        assert!(!page.body.contains("junk"), "{}", page.body);
        assert!(
            page.body.len() < usual + 600_000,
            "{} for {} bytes",
            page.body.len(),
            query.len()
        );
    }
    let (_, whole) = json(&app, &format!("/api/v1/listings?q={}", "a".repeat(10_000))).await;
    assert_eq!(whole["ignored"], serde_json::json!([]), "programs may ask for more");
    for path in [
        "/".to_owned(),
        format!("/listings/{}", ids[0]),
        "/about".to_owned(),
        "/nowhere".to_owned(),
    ] {
        let (short, long) = (app.get(&path).await, app.get(&format!("{path}?{junk}")).await);
        assert_eq!(short.status, long.status);
        assert_eq!(short.body.len(), long.body.len(), "{path}");
    }
}

/// The three listings at 0, 1 and 4 km east of a station that staff has put into the table.
async fn with_places() -> (Spawned, Vec<String>) {
    let (app, ids) = with_listings().await;
    let backend = &app.bench.backend;
    for (at, id) in ids.iter().enumerate() {
        let id: ListingId = id.parse().unwrap();
        let listing = listing::find(backend, id).await.unwrap().unwrap();
        let landlord = account::actor(backend, listing.landlord).await.unwrap().unwrap();
        let east = 117_600_000 + [0, 10_000, 40_000][at];
        let position = GivenPoint::new(26_260_000, east, CoordinateSystem::Gcj02);
        listing::set_position(backend, &landlord, listing.house, position)
            .await
            .unwrap();
    }
    let staff = coordinator(backend, "table@example.cn", &["350404"]).await;
    let station = NewPlace {
        name: PlaceName::parse("三明北站").unwrap(),
        kind: Kind::Station,
        aliases: vec![PlaceName::parse("北站").unwrap()],
        point: Gcj02Point::new(26_260_000, 117_600_000).unwrap(),
    };
    backend::place::add(backend, &staff, station).await.unwrap();
    refresh(backend).await;
    (app, ids)
}

#[tokio::test]
async fn the_results_say_how_far_and_offer_what_is_near() {
    let (app, ids) = with_places().await;
    let page = app
        .get(&format!("/search?q={}&sort=distance", encoded("北站2公里内")))
        .await;
    assert_eq!(page.status, StatusCode::OK);
    for text in [
        "三明北站 2 公里内",
        "距三明北站约 100 米",
        "距三明北站约 1 公里",
        "距离近",
        "5 公里内",
        "在哪附近",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let everything = app.get("/search").await;
    assert!(!everything.body.contains("距离近"), "nothing to be near");
    assert!(everything.body.contains("near=26.260000,117.600000,gcj02,2000,"));
    let listing = app.get(&format!("/listings/{}", ids[1])).await;
    assert!(
        listing.body.contains("三明北站") && listing.body.contains("约 1 公里"),
        "{}",
        listing.body
    );
}
