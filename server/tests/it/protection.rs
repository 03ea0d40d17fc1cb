//! What protects every request.

use crate::spawn::{spawn_app, spawn_with};
use axum::Router;
use axum::body::Body;
use axum::routing::{get, post};
use http::{Request, StatusCode};
use std::time::Duration;

fn misbehaving() -> Router {
    Router::new()
        .route("/panics", get(async || -> &'static str { panic!("as tests do") }))
        .route(
            "/sleeps",
            get(async || {
                tokio::time::sleep(Duration::from_secs(5)).await;
                "awake"
            }),
        )
        .route("/echo", post(async |body: String| body))
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let app = spawn_with(misbehaving(), "http://127.0.0.1:3000").await;
    for path in ["/", "/healthz", "/nowhere", "/panics", "/robots.txt"] {
        let answer = app.get(path).await;
        let csp = answer.header("content-security-policy");
        for part in [
            "default-src 'self'",
            "script-src 'nonce-",
            "'strict-dynamic' 'wasm-unsafe-eval'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ] {
            assert!(csp.contains(part), "{path}: {part} is missing in {csp}");
        }
        assert!(!csp.contains("unsafe-inline"), "{path}: {csp}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(
            answer.header("referrer-policy"),
            "strict-origin-when-cross-origin",
            "{path}"
        );
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(answer.header("x-request-id").len(), 32, "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}: not over http");
    }
}

#[tokio::test]
async fn a_site_with_https_insists_on_it() {
    let app = spawn_with(Router::new(), "https://zufang.example.cn").await;
    assert!(
        app.get("/")
            .await
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
}

#[tokio::test]
async fn a_request_for_another_site_or_for_two_was_served() {
    let app = spawn_with(Router::new(), "https://zufang.example.cn").await;
    let ask = async |path: &str, hosts: &[&str]| {
        let mut request = Request::get(path).header("accept", "text/html");
        for host in hosts {
            request = request.header("host", *host);
        }
        app.ask(request.body(Body::empty()).unwrap()).await
    };
    for host in [
        "zufang.example.cn",
        "ZUFANG.example.cn:443",
        "zufang.example.cn.",
        "localhost:3000",
        "127.0.0.1",
        "[::1]:3000",
    ] {
        assert_eq!(ask("/", &[host]).await.status, StatusCode::OK, "{host}");
    }
    for host in [
        "evil.example",
        "zufang.example.cn.evil.example",
        "203.0.113.7",
        "example.cn",
    ] {
        let answer = ask("/", &[host]).await;
        assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        assert!(answer.body.contains("不是本网站的网址"), "{}", answer.body);
    }
    assert_eq!(ask("/", &[]).await.status, StatusCode::MISDIRECTED_REQUEST);
    for hosts in [
        ["zufang.example.cn", "zufang.example.cn"].as_slice(),
        &["zufang.example.cn", "evil.example"],
        &["zufang.example.cn/evil"],
        &["me@zufang.example.cn"],
        &[""],
    ] {
        assert_eq!(ask("/", hosts).await.status, StatusCode::BAD_REQUEST, "{hosts:?}");
    }
    let absolute = ask("http://evil.example/", &["zufang.example.cn"]).await;
    assert_eq!(absolute.status, StatusCode::MISDIRECTED_REQUEST);

    // Whatever looks after the machine knows its address only.
    for path in ["/healthz", "/readyz"] {
        assert_eq!(ask(path, &["10.0.0.5:3000"]).await.status, StatusCode::OK, "{path}");
        assert_eq!(ask(path, &[]).await.status, StatusCode::OK, "{path}");
        assert_eq!(ask(path, &["a", "b"]).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn a_page_carries_the_nonce_of_its_own_answer() {
    let app = spawn_app().await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let answer = app.get("/nowhere").await;
        let csp = answer.header("content-security-policy").to_owned();
        let nonce = csp
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .unwrap()
            .to_owned();
        assert!(answer.body.contains(&format!("nonce=\"{nonce}\"")), "{}", answer.body);
        seen.push(nonce);
    }
    assert_ne!(seen[0], seen[1]);
}

#[tokio::test]
async fn the_visitor_does_not_choose_the_request_id() {
    let app = spawn_app().await;
    let request = Request::get("/healthz")
        .header("x-request-id", "chosen")
        .body(Body::empty())
        .unwrap();
    assert_ne!(app.ask(request).await.header("x-request-id"), "chosen");
}

#[tokio::test]
async fn a_form_of_another_site_is_refused_with_a_page() {
    let app = spawn_with(misbehaving(), "http://127.0.0.1:3000").await;
    for from in [
        [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        [("sec-fetch-site", "same-site"), ("origin", "http://other.127.0.0.1")],
        [("x-nothing", ""), ("origin", "https://evil.example")],
        [("x-nothing", ""), ("origin", "null")],
    ] {
        let answer = app.post("/echo", "a=b", &from).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{from:?}");
        assert!(
            answer.body.contains("<h1>") && answer.body.contains(answer.header("x-request-id")),
            "{}",
            answer.body
        );
    }
    for from in [
        [("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:3000")],
        [("x-nothing", ""), ("origin", "http://127.0.0.1:3000")],
    ] {
        let answer = app.post("/echo", "a=b", &from).await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::OK, "a=b"),
            "{from:?}"
        );
    }
}

#[tokio::test]
async fn who_reads_no_pages_is_told_why_a_form_is_refused_too() {
    let app = spawn_with(misbehaving(), "http://127.0.0.1:3000").await;
    let request = Request::post("/echo")
        .header("host", "127.0.0.1:3000")
        .header("accept", "*/*")
        .header("origin", "https://evil.example");
    let answer = app.ask(request.body(Body::from("a=b")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.header("content-type").starts_with("text/plain"));
    for sentence in ["不是从本网站发出的", "did not come from our own pages"] {
        assert!(answer.body.contains(sentence), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_panic_costs_one_request() {
    let app = spawn_with(misbehaving(), "http://127.0.0.1:3000").await;
    let answer = app.get("/panics").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.body.contains(answer.header("x-request-id")), "{}", answer.body);
    assert!(!answer.body.contains("as tests do"), "what went wrong is for the log");
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_answered_all_the_same() {
    let app = spawn_with(misbehaving(), "http://127.0.0.1:3000").await;
    let answer = app.get("/sleeps").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("retry-after"), "5");
    assert!(answer.body.contains("<h1>"), "{}", answer.body);
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused_with_a_page() {
    let app = spawn_with(misbehaving(), "http://127.0.0.1:3000").await;
    let answer = app.post("/echo", &"a".repeat(600 * 1024), &[]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("<h1>"), "{}", answer.body);
    assert_eq!(
        app.post("/echo", &"a".repeat(400 * 1024), &[]).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn pages_travel_compressed() {
    let app = spawn_app().await;
    let request = Request::get("/nowhere")
        .header("host", "127.0.0.1:3000")
        .header("accept-encoding", "br")
        .body(Body::empty())
        .unwrap();
    assert_eq!(app.ask(request).await.header("content-encoding"), "br");
    assert_eq!(app.get("/nowhere").await.header("content-encoding"), "");
}
