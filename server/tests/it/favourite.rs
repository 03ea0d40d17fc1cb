//! Links of mails, favourites, what was seen lately: as a browser meets them.

use backend::job::run_all_due;
use backend::matching::fixture;
use backend::test_support::people;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::access::Role;
use domain::listing::ListingStatus;
use http::{Method, StatusCode};

use crate::spawn::{Spawned, spawn_app};

/// The path of the first link in the mails so far that begins so.
fn mailed(app: &Spawned, beginning: &str) -> String {
    let folder = std::fs::read_dir(app.bench.backend.config().mail_dir()).expect("mails");
    for entry in folder {
        let mail = std::fs::read_to_string(entry.expect("a mail").path()).expect("a text");
        for part in mail.split("\r\n--") {
            let text = readable(part);
            if let Some((_, rest)) = text.split_once(beginning) {
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-/_".contains(c)));
                return format!("{beginning}{}", &rest[..end.unwrap_or(rest.len())]);
            }
        }
    }
    panic!("no link to {beginning}");
}

/// A part of a mail as its reader sees it, in either of the two encodings.
fn readable(part: &str) -> String {
    let (head, body) = part.split_once("\r\n\r\n").unwrap_or_default();
    if head.contains("base64") {
        let body: String = body.split_whitespace().collect();
        String::from_utf8(STANDARD.decode(body).expect("base64")).expect("a text")
    } else {
        body.replace("=\r\n", "")
    }
}

#[tokio::test]
async fn a_mailed_link_confirms_by_a_button_and_pressed_again_says_that_it_has() {
    let app = spawn_app().await;
    let backend = &app.bench.backend;
    let landlord = people::citizen(backend, "landlord@example.cn").await;
    let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
    let (_, id) = people::published(backend, &landlord, &coordinator, "502").await;
    run_all_due(backend).await.unwrap();
    app.bench.clock.advance(23 * 86_400);
    run_all_due(backend).await.unwrap();
    let path = mailed(&app, &format!("/listings/{id}/still-there/"));

    for _ in 0..2 {
        let page = app.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body.contains("江滨新村朝南两室") && page.body.contains("仍在出租"),
            "{}",
            page.body
        );
    }
    let untouched = backend::listing::find(backend, id).await.unwrap().unwrap();
    assert_ne!(untouched.confirmed_at, Some(backend.now()), "looking changes nothing");
    for form in ["", "action=withdraw", "action=revise", "action=nonsense"] {
        let refused = app.visit(None, Method::POST, &path, form).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{form}");
    }
    let wrong = path.replace(|c: char| c.is_ascii_digit(), "0");
    assert_eq!(app.get(&wrong).await.status, StatusCode::NOT_FOUND);

    let done = app.visit(None, Method::POST, &path, "action=reconfirm").await;
    assert_eq!(
        (done.status, done.header("location")),
        (StatusCode::SEE_OTHER, "/still-there?done=reconfirm")
    );
    assert!(app.get(done.header("location")).await.body.contains("已确认"));
    let confirmed = backend::listing::find(backend, id).await.unwrap().unwrap();
    assert_eq!(confirmed.confirmed_at, Some(backend.now()));

    // Pressed twice, from the mail or by the button: it is done, and the page says so.
    let again = app.get(&path).await;
    let twice = app.visit(None, Method::POST, &path, "action=reconfirm").await;
    for page in [again, twice] {
        assert_eq!(page.status, StatusCode::OK);
        for text in ["江滨新村朝南两室", "已于 2026-12-16 确认，在架到 2027-01-15"] {
            assert!(page.body.contains(text), "{text}: {}", page.body);
        }
        assert!(
            !page.body.contains("value=\"reconfirm\""),
            "nothing to press: {}",
            page.body
        );
    }
    let other = app.visit(None, Method::POST, &path, "action=pause").await;
    assert_eq!(
        other.status,
        StatusCode::CONFLICT,
        "it was not paused, and the page doesn't say so"
    );
    assert!(other.body.contains("已于 2026-12-16 确认"), "{}", other.body);
    let untouched = backend::listing::find(backend, id).await.unwrap().unwrap();
    assert_eq!(untouched.status, ListingStatus::Published);
    assert_eq!(app.get(&wrong).await.status, StatusCode::NOT_FOUND);
    let forged = app.visit(None, Method::POST, &wrong, "action=reconfirm").await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_landlord_finds_what_to_confirm_on_their_own_page() {
    let app = spawn_app().await;
    let backend = &app.bench.backend;
    let scene = fixture::scene(&app.bench).await;
    backend::listing::watch_published(backend).await.unwrap();
    let me = async || app.visit(Some(&scene.landlord), Method::GET, "/me", "").await.body;
    assert!(!me().await.contains("还在出租吗"));
    for _ in 0..31 {
        app.bench.clock.advance(86_400);
        run_all_due(backend).await.unwrap();
    }
    assert!(me().await.contains("还在出租吗"));
    let path = format!("/me/listings/{}", scene.listing);
    let done = app
        .visit(Some(&scene.landlord), Method::POST, &path, "action=reconfirm")
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(!me().await.contains("还在出租吗"));
    let listing = backend::listing::find(backend, scene.listing).await.unwrap().unwrap();
    assert_eq!(listing.status, ListingStatus::Published);
    let expire = app
        .visit(Some(&scene.landlord), Method::POST, &path, "action=expire")
        .await;
    assert_eq!(expire.status, StatusCode::FORBIDDEN, "that is for the program alone");
}

#[tokio::test]
async fn a_heart_leads_to_the_login_and_keeps_only_by_a_button() {
    let app = spawn_app().await;
    let backend = &app.bench.backend;
    let scene = fixture::scene(&app.bench).await;
    let heart = format!("/listings/{}/favourite", scene.listing);
    let signed_out = app
        .visit(None, Method::POST, &heart, "keep=yes&to=%2Fsearch%3Fq%3Dx")
        .await;
    let to = "/account/login?next=%2Flistings%2F";
    assert!(
        signed_out.header("location").starts_with(to),
        "{}",
        signed_out.header("location")
    );
    let tenant = Some(&scene.tenant);
    let kept = async || backend::favourite::list(backend, &scene.tenant).await.unwrap().len();
    let back = format!("{heart}?to=%2Fsearch%3Fq%3Dx");
    let page = app.visit(tenant, Method::GET, &back, "").await;
    assert!(
        page.status == StatusCode::OK && page.body.contains("收藏"),
        "{}",
        page.body
    );
    assert_eq!(kept().await, 0, "coming back keeps nothing");
    for _ in 0..2 {
        let done = app
            .visit(tenant, Method::POST, &heart, "keep=yes&to=%2Fsearch%3Fq%3Dx")
            .await;
        assert_eq!(
            (done.status, done.header("location")),
            (StatusCode::SEE_OTHER, "/search?q=x")
        );
    }
    assert_eq!(kept().await, 1);
    let elsewhere = app
        .visit(tenant, Method::POST, &heart, "keep=yes&to=https%3A%2F%2Fevil.example")
        .await;
    assert_eq!(elsewhere.header("location"), "/");
    let mine = app.visit(tenant, Method::GET, "/me/favourites", "").await;
    assert!(mine.body.contains(&format!("/listings/{}", scene.listing)));

    backend::listing::change(
        backend,
        &scene.landlord,
        scene.listing,
        domain::listing::ListingAction::Pause,
    )
    .await
    .unwrap();
    let mine = app.visit(tenant, Method::GET, "/me/favourites", "").await;
    assert!(mine.body.contains("已下架") && !mine.body.contains(&format!("href=\"/listings/{}\"", scene.listing)));
    let done = app
        .visit(tenant, Method::POST, &heart, "keep=no&to=%2Fme%2Ffavourites")
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(kept().await, 0);
}

#[tokio::test]
async fn mails_about_favourites_did_not_stop_from_a_mail_programs_page() {
    let app = spawn_app().await;
    let backend = &app.bench.backend;
    let scene = fixture::scene(&app.bench).await;
    backend::favourite::keep(backend, &scene.tenant, scene.listing)
        .await
        .unwrap();
    backend::listing::change(
        backend,
        &scene.landlord,
        scene.listing,
        domain::listing::ListingAction::Pause,
    )
    .await
    .unwrap();
    run_all_due(backend).await.unwrap();
    app.bench.clock.advance(20 * 60);
    run_all_due(backend).await.unwrap();
    let path = mailed(&app, "/unsubscribe/favourites/");
    assert_eq!(app.get(&path).await.status, StatusCode::OK);
    let silent = async || backend::favourite::is_silent(backend, scene.tenant.id).await.unwrap();
    assert!(!silent().await, "looking changes nothing");
    // The site's own button, and a mail program that is a web page: it names its own origin, and follows no redirection.
    let elsewhere = [("sec-fetch-site", "cross-site"), ("origin", "https://mail.example")];
    for from in [&[][..], &elsewhere] {
        let done = app.post(&path, "List-Unsubscribe=One-Click", from).await;
        assert_eq!(done.status, StatusCode::OK, "{from:?}");
        assert!(silent().await && done.body.contains("已经停止"));
        assert!(app.get(&path).await.body.contains("已经停止"));
        let on = app
            .visit(Some(&scene.tenant), Method::POST, "/me/favourites", "mails=on")
            .await;
        assert_eq!(on.status, StatusCode::SEE_OTHER);
        assert!(!silent().await);
    }
    let made_up = format!("{}{}", &path[..path.len() - 64], "0".repeat(64));
    assert_eq!(app.post(&made_up, "", &elsewhere).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_comparison_says_what_it_left_out_and_never_calls_the_unknown_none() {
    let app = spawn_app().await;
    let scene = fixture::scene(&app.bench).await;
    let mut ids = vec![scene.listing];
    for _ in 0..4 {
        ids.push(fixture::listing(&app.bench, scene.house, &scene.landlord, None).await);
    }
    let page = async |path: &str| app.get(path).await.body;
    let two = page(&domain::compare::address(ids[..2].iter().copied())).await;
    assert!(two.contains("1,350") && !two.contains("没有列入"), "{two}");
    let five = page(&domain::compare::address(ids.iter().copied())).await;
    assert!(five.contains("最多比较 4 套"), "{five}");
    assert_eq!(five.matches("compare-remove").count(), 4);
    let unknown = domain::id::ListingId::generate();
    let odd = page(&format!("/compare?id={}&id={unknown}&id=%3Cxss%3E&x=1", ids[0])).await;
    assert!(
        odd.contains("第 2 套已下架或不存在") && odd.contains("1 处认不出") && odd.contains("只有一套"),
        "{odd}"
    );
    assert!(!odd.contains("<xss>"));
    assert!(page("/compare").await.contains("没有可比较的房源"));
}

#[tokio::test]
async fn what_was_seen_stays_in_the_browser_and_is_forgotten_on_demand() {
    let app = spawn_app().await;
    let scene = fixture::scene(&app.bench).await;
    let page = app.get(&format!("/listings/{}", scene.listing)).await;
    let cookie = page.header("set-cookie").to_owned();
    assert!(cookie.starts_with(&format!("seen={}", scene.listing)), "{cookie}");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    let home = async |cookie: &str| {
        let request = http::Request::get("/")
            .header("host", "127.0.0.1:3000")
            .header("accept", "text/html")
            .header("cookie", cookie);
        app.ask(request.body(axum::body::Body::empty()).expect("a request"))
            .await
            .body
    };
    let pair = cookie.split(';').next().unwrap_or_default();
    assert!(home(pair).await.contains("最近看过"));
    assert!(!home("seen=rubbish.%00.x").await.contains("最近看过"));
    let request = http::Request::post("/seen/forget")
        .header("host", "127.0.0.1:3000")
        .header("origin", "http://127.0.0.1:3000")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", pair);
    let forgot = app.ask(request.body("to=%2Fme".into()).expect("a request")).await;
    assert!(
        forgot.header("set-cookie").starts_with("seen=;"),
        "{}",
        forgot.header("set-cookie")
    );
    assert_eq!(forgot.header("location"), "/me");
}

#[tokio::test]
async fn staff_have_no_hearts() {
    let app = spawn_app().await;
    let scene = fixture::scene(&app.bench).await;
    let reviewer = fixture::staff(&app.bench, "周复核", Role::Reviewer, &["350404"]).await;
    let path = format!("/listings/{}", scene.listing);
    let hearts = async |who| app.visit(who, Method::GET, &path, "").await.body.contains("/favourite");
    assert!(hearts(None).await && hearts(Some(&scene.tenant)).await);
    assert!(!hearts(Some(&reviewer)).await);
}
