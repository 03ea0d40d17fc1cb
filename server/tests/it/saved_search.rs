//! Saving a search, and stopping its mails by the link in one of them.

use crate::spawn::{Spawned, spawn_app};
use axum::body::Body;
use backend::{saved_search, test_support::people::citizen};
use domain::{
    access::Actor,
    saved_search::{AlertFrequency, MAX_PER_ACCOUNT, SavedSearchForm},
    search::Query,
};
use http::{Method, Request, StatusCode};

async fn tenant(app: &Spawned) -> Actor {
    citizen(&app.bench.backend, "tenant@example.cn").await
}

async fn save(app: &Spawned, who: &Actor, query: &str) -> domain::id::SavedSearchId {
    let form = SavedSearchForm {
        name: "列东两室".to_owned(),
        frequency: AlertFrequency::Weekly,
    };
    let query = Query::from_query_string(query).query;
    saved_search::save(&app.bench.backend, who, &query, form).await.unwrap()
}

#[tokio::test]
async fn a_visitor_saves_what_the_results_show() {
    let app = spawn_app().await;
    let results = app.get("/search?rooms=2&rent_max=1500&sort=rent-up&after=x").await;
    let save = "/me/searches/new?rooms=2&amp;rent_max=1500&amp;sort=rent-up\"";
    assert!(results.body.contains(save), "{}", results.body);
    let path = "/me/searches/new?rooms=2&rent_max=1500&sort=rent-up";
    for method in [Method::GET, Method::POST] {
        let answer = app.visit(None, method, path, "").await;
        assert_eq!(
            answer.header("location"),
            "/account/login?next=%2Fme%2Fsearches%2Fnew%3Frooms%3D2%26rent_max%3D1500%26sort%3Drent-up"
        );
    }

    let tenant = Some(tenant(&app).await);
    let form = app.visit(tenant.as_ref(), Method::GET, path, "").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("value=\"2室 · 1,500 元以内\""), "{}", form.body);
    let refused = app
        .visit(tenant.as_ref(), Method::POST, path, "name=&frequency=weekly")
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"weekly\" checked"), "{}", refused.body);
    let saved = app
        .visit(tenant.as_ref(), Method::POST, path, "name=%3Cb%3E&frequency=weekly")
        .await;
    assert_eq!(
        (saved.status, saved.header("location")),
        (StatusCode::SEE_OTHER, "/me/searches")
    );

    let list = app.visit(tenant.as_ref(), Method::GET, "/me/searches", "").await;
    assert!(
        list.body.contains("&lt;b&gt;") && list.body.contains("2室 · 1,500 元以内"),
        "{}",
        list.body
    );
    let again = app.visit(tenant.as_ref(), Method::GET, path, "").await;
    let page = again.header("location").to_owned();
    assert!(page.starts_with("/me/searches/"), "{page}");
    let opened = app
        .visit(tenant.as_ref(), Method::POST, &format!("{page}/open"), "")
        .await;
    assert_eq!(opened.header("location"), "/search?rooms=2&rent_max=1500");
    let deleted = app
        .visit(tenant.as_ref(), Method::POST, &format!("{page}/delete"), "")
        .await;
    assert_eq!(deleted.header("location"), "/me/searches");
    let list = app.visit(tenant.as_ref(), Method::GET, "/me/searches", "").await;
    assert!(list.body.contains("class=\"empty\""), "{}", list.body);
}

#[tokio::test]
async fn who_has_too_many_is_told_and_loses_nothing() {
    let app = spawn_app().await;
    let tenant = tenant(&app).await;
    for rent in 1..=MAX_PER_ACCOUNT {
        save(&app, &tenant, &format!("rent_max={rent}00")).await;
    }
    let path = "/me/searches/new?rooms=2";
    let form = "name=%E5%AE%89%E9%9D%99&frequency=at-once";
    let refused = app.visit(Some(&tenant), Method::POST, path, form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["最多保存 20 个搜索", "value=\"安静\"", "value=\"at-once\" checked"] {
        assert!(refused.body.contains(kept), "{kept}: {}", refused.body);
    }
}

/// RFC 8058: no cookie, any origin or none, no redirection, a body of any form.
#[tokio::test]
async fn a_mail_program_stops_the_mails_with_one_click() {
    let app = spawn_app().await;
    let tenant = tenant(&app).await;
    let id = save(&app, &tenant, "rooms=2").await;
    let other = save(&app, &tenant, "rooms=3").await;
    let frequency = async |id| {
        let search = saved_search::find_own(&app.bench.backend, &tenant, id).await.unwrap();
        search.unwrap().frequency
    };
    let token = saved_search::UnsubscribeToken::of(&app.bench.backend, id);
    let path = format!("/unsubscribe/{}", token.expose());

    let page = app.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("列东两室") && page.body.contains("停止来信"),
        "{}",
        page.body
    );
    assert_eq!(
        frequency(id).await,
        AlertFrequency::Weekly,
        "nothing changes by looking"
    );

    let boundary = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    for (kind, body) in [
        ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        ("multipart/form-data; boundary=x", boundary),
    ] {
        let request = Request::post(&path)
            .header("host", "127.0.0.1:3000")
            .header("content-type", kind);
        let answer = app.ask(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{kind}");
        assert_eq!(frequency(id).await, AlertFrequency::Never);
        assert_eq!(
            frequency(other).await,
            AlertFrequency::Weekly,
            "the mails of that search only"
        );
        let undo = format!("{path}/undo");
        assert!(answer.body.contains(&undo), "{}", answer.body);
        assert_eq!(app.post(&undo, "", &[]).await.status, StatusCode::OK);
        assert_eq!(frequency(id).await, AlertFrequency::Weekly);
    }

    // A mail program that is a web page names its own origin; the token is what counts.
    let elsewhere = [("sec-fetch-site", "cross-site"), ("origin", "https://mail.example")];
    let answer = app.post(&path, "List-Unsubscribe=One-Click", &elsewhere).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(frequency(id).await, AlertFrequency::Never);
    let undo = format!("{path}/undo");
    assert_eq!(app.post(&undo, "", &elsewhere).await.status, StatusCode::FORBIDDEN);
    assert_eq!(frequency(id).await, AlertFrequency::Never);
    assert_eq!(app.post(&undo, "", &[]).await.status, StatusCode::OK);
    let made_up = format!("{}1", &path[..path.len() - 1]);
    let made_up = if made_up == path {
        format!("{}2", &path[..path.len() - 1])
    } else {
        made_up
    };
    for (method, path) in [
        (Method::GET, made_up.clone()),
        (Method::POST, made_up.clone()),
        (Method::POST, made_up + "/undo"),
    ] {
        assert_eq!(
            app.visit(None, method, &path, "").await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert_eq!(frequency(id).await, AlertFrequency::Weekly);
}
