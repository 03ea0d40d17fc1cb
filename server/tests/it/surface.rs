//! What stands around the pages: health, unknown paths, robots.

use crate::spawn::spawn_app;
use http::StatusCode;

#[tokio::test]
async fn it_is_alive_and_ready() {
    let app = spawn_app().await;
    assert_eq!(app.get("/healthz").await.body, "ok");
    let ready = app.get("/readyz").await;
    assert_eq!((ready.status, ready.body.as_str()), (StatusCode::OK, "ready"));
}

#[tokio::test]
async fn without_a_database_it_is_alive_and_not_ready() {
    let app = spawn_app().await;
    app.bench.backend.database().reader().clone().close().await.unwrap();
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(app.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn an_unknown_path_is_a_page_that_says_so() {
    let app = spawn_app().await;
    for path in [
        "/nowhere",
        "/pkg",
        "/listings/not-an-id/nothing",
        "/me/../../etc/passwd",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("<html"), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn robots_keep_out_of_what_is_not_public() {
    let robots = spawn_app().await.get("/robots.txt").await;
    assert!(robots.body.contains("Disallow: /desk\n"), "{}", robots.body);
}

#[tokio::test]
async fn mails_are_shown_to_developers_only() {
    let app = spawn_app().await;
    let expected = if cfg!(feature = "dev-tools") {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    assert_eq!(app.get("/dev/mail").await.status, expected);
    assert_eq!(app.get("/dev/mail/all.json").await.status, expected);
}

#[cfg(feature = "dev-tools")]
#[tokio::test]
async fn a_mail_is_read_back_as_it_was_written() {
    use backend::mail::Rendered;
    let app = spawn_app().await;
    let mail = Rendered {
        subject: "请确认您的邮箱地址 <b>".to_owned(),
        text: "您好！\n\nhttp://127.0.0.1:3000/account/verify?token=a".to_owned(),
        html: "<p>您好！<script>alert(1)</script></p>".to_owned(),
        unsubscribe: None,
    };
    let id = uuid::Uuid::now_v7();
    app.bench
        .backend
        .mailer()
        .send(id, "lin@example.cn", &mail)
        .await
        .unwrap();
    app.bench
        .backend
        .mailer()
        .send(uuid::Uuid::now_v7(), "wang@example.cn", &mail)
        .await
        .unwrap();

    assert!(app.get("/dev/mail").await.body.contains("请确认您的邮箱地址 &lt;b&gt;"));
    let json: serde_json::Value =
        serde_json::from_str(&app.get("/dev/mail/all.json?to=LIN@example.cn").await.body).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 1);
    assert_eq!(
        (&json[0]["text"], &json[0]["subject"]),
        (&mail.text.into(), &mail.subject.into())
    );
    let shown = app.get(&format!("/dev/mail/{id}")).await;
    assert!(
        shown
            .body
            .contains("<a href=\"http://127.0.0.1:3000/account/verify?token=a\">"),
        "{}",
        shown.body
    );
    let html = app.get(&format!("/dev/mail/{id}/html")).await;
    assert!(
        html.header("content-security-policy").starts_with("default-src 'none'"),
        "{html:?}"
    );
    assert_eq!(
        app.get("/dev/mail/00000000-0000-0000-0000-000000000000").await.status,
        StatusCode::NOT_FOUND
    );
}
