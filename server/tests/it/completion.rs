//! From the agreed match to the printed certificate, as coordinator, tenant and stranger see it.

use backend::matching::fixture;
use domain::access::{Actor, Role};
use domain::id::MatchId;
use http::{Method, StatusCode};

use crate::spawn::{Answer, Spawned, spawn_app};

const TICKS: &str = "landlord_document_seen=true&title_seen=true&occupant_documents_seen=true&action=complete";

async fn get(app: &Spawned, who: &Actor, path: &str) -> Answer {
    app.visit(Some(who), Method::GET, path, "").await
}

async fn post(app: &Spawned, who: &Actor, path: &str, form: &str) -> Answer {
    app.visit(Some(who), Method::POST, path, form).await
}

fn screen(id: MatchId) -> String {
    format!("/desk/matches/{id}")
}

/// Completes the match and finalises its registration; where the registration is.
async fn finalised(app: &Spawned, match_: &fixture::Fixture) -> String {
    let completed = post(app, &match_.coordinator, &screen(match_.match_id), TICKS).await;
    let to = completed.header("location").to_owned();
    let registration = to.split('?').next().unwrap_or_default().to_owned();
    post(app, &match_.coordinator, &registration, "").await;
    registration
}

/// The codes of the certificates that a page links to, in its order.
fn codes(page: &str) -> Vec<String> {
    let mut codes: Vec<String> = page
        .split("/certificates/")
        .skip(1)
        .filter_map(|rest| rest.split_once("/print"))
        .map(|(code, _)| code.to_owned())
        .filter(|code| code.len() == 16)
        .collect();
    codes.dedup();
    codes
}

#[tokio::test]
async fn nothing_is_completed_before_the_originals_were_seen() {
    let app = spawn_app().await;
    let match_ = fixture::agreed_match(&app.bench).await;
    let shown = get(&app, &match_.coordinator, &screen(match_.match_id)).await;
    assert_eq!(shown.status, StatusCode::OK);
    for part in [
        "M-350404-2026-900001",
        "居住登记 2 份",
        "免居住登记：赵配偶",
        "1,350 元/月",
    ] {
        assert!(shown.body.contains(part), "{part} is missing: {}", shown.body);
    }

    let form = "landlord_document_seen=true&action=complete";
    let refused = post(&app, &match_.coordinator, &screen(match_.match_id), form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("还不能继续，有 2 项需要处理"), "{}", refused.body);
    assert!(refused.body.contains(r##"href="#f-title_seen""##) || refused.body.contains(r##"href="#f-title-seen""##));
    assert_eq!(
        refused.body.matches(" checked").count(),
        1,
        "what was ticked stays ticked"
    );
}

#[tokio::test]
async fn a_match_is_completed_once_and_says_so_afterwards() {
    let app = spawn_app().await;
    let match_ = fixture::agreed_match(&app.bench).await;
    let (coordinator, path) = (&match_.coordinator, screen(match_.match_id));
    let done = post(&app, coordinator, &path, TICKS).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let to = done.header("location").to_owned();
    let registration = to.split('?').next().unwrap_or_default().to_owned();
    assert!(get(&app, coordinator, &to).await.body.contains("已办结"));

    let again = post(&app, coordinator, &path, TICKS).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(
        again.body.contains(&format!(r#"href="{registration}""#)),
        "{}",
        again.body
    );

    let numbered = post(&app, coordinator, &registration, "").await;
    assert_eq!(numbered.status, StatusCode::SEE_OTHER, "{}", numbered.body);
    let twice = post(&app, coordinator, &registration, "").await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.body.contains("F-350404-2026-000001"), "{}", twice.body);
}

#[tokio::test]
async fn another_household_on_the_same_unit_is_told_that_it_is_taken() {
    let app = spawn_app().await;
    let first = fixture::agreed_match(&app.bench).await;
    let second = fixture::second_agreed_match(&app.bench, &first).await;
    post(&app, &first.coordinator, &screen(first.match_id), TICKS).await;
    let refused = post(&app, &second.coordinator, &screen(second.match_id), TICKS).await;
    assert_eq!(
        refused.status,
        StatusCode::CONFLICT,
        "the first completion closed the second match"
    );
    assert!(refused.body.contains("房源已租给别人"), "{}", refused.body);
}

#[tokio::test]
async fn sending_back_and_calling_off_want_a_reason() {
    let app = spawn_app().await;
    let match_ = fixture::agreed_match(&app.bench).await;
    let (coordinator, path) = (&match_.coordinator, screen(match_.match_id));
    for action in ["send-back", "call-off"] {
        let refused = post(&app, coordinator, &path, &format!("reason=&action={action}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{action}");
    }
    let reason = "%E8%AF%B7%E8%A1%A5%E5%85%85%E7%9B%91%E6%8A%A4%E4%BA%BA";
    let sent = post(&app, coordinator, &path, &format!("reason={reason}&action=send-back")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let after = post(&app, coordinator, &path, TICKS).await;
    assert_eq!(after.status, StatusCode::CONFLICT);
    assert!(after.body.contains("双方还没有确认同一份条款"), "{}", after.body);
}

#[tokio::test]
async fn the_desk_exists_for_the_coordinator_of_the_area_only() {
    let app = spawn_app().await;
    let match_ = fixture::agreed_match(&app.bench).await;
    let elsewhere = fixture::staff(&app.bench, "别处", Role::Coordinator, &["350481"]).await;
    let registration = finalised(&app, &match_).await;
    for path in [screen(match_.match_id), registration] {
        for who in [&elsewhere, &match_.tenant, &match_.landlord] {
            assert_eq!(get(&app, who, &path).await.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(
                post(&app, who, &path, TICKS).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
        assert_eq!(
            app.get(&path).await.status,
            StatusCode::SEE_OTHER,
            "{path}: log in first"
        );
    }
    for path in [
        "/desk/matches/x",
        "/desk/registrations/00000000-0000-0000-0000-000000000000",
    ] {
        assert_eq!(
            get(&app, &match_.coordinator, path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn anybody_checks_a_certificate_and_learns_no_more_than_the_paper_says() {
    let app = spawn_app().await;
    let match_ = fixture::agreed_match(&app.bench).await;
    let registration = finalised(&app, &match_).await;
    let codes = codes(&get(&app, &match_.coordinator, &registration).await.body);
    assert_eq!(
        codes.len(),
        3,
        "one for the house, one for each who is not local: {codes:?}"
    );
    for code in &codes {
        let checked = app.get(&format!("/certificates/{code}")).await;
        assert_eq!(checked.status, StatusCode::OK);
        assert_eq!(checked.header("x-robots-tag"), "noindex, nofollow");
        assert!(checked.body.contains("证明有效"), "{}", checked.body);
        for private in ["王租客", "陈房东", "王小儿", "502", "159999"] {
            assert!(!checked.body.contains(private), "{private}: {}", checked.body);
        }
        let typed = app.get(&format!("/certificates?code={}+", code.to_lowercase())).await;
        assert_eq!(typed.header("location"), format!("/certificates/{code}"));
    }
}

#[tokio::test]
async fn an_unknown_code_is_asked_for_again() {
    let app = spawn_app().await;
    for code in ["ABCDEFGHJKMNPQRS", "x", "0000-0000-0000-0000"] {
        let unknown = app.get(&format!("/certificates/{code}")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{code}");
        assert!(unknown.body.contains(r#"name="code""#), "{}", unknown.body);
        assert_eq!(unknown.header("x-robots-tag"), "noindex, nofollow");
    }
    assert_eq!(app.get("/certificates").await.status, StatusCode::OK);
    assert_eq!(
        app.get("/certificates?code=ABC").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_certificate_is_printed_by_those_it_is_about() {
    let app = spawn_app().await;
    let match_ = fixture::agreed_match(&app.bench).await;
    let registration = finalised(&app, &match_).await;
    let codes = codes(&get(&app, &match_.coordinator, &registration).await.body);
    let stranger = fixture::citizen(&app.bench, "路人").await;
    for (at, code) in codes.iter().enumerate() {
        let path = format!("/certificates/{code}/print");
        let paper = get(&app, &match_.tenant, &path).await;
        assert_eq!(paper.status, StatusCode::OK);
        assert!(
            paper.body.contains("<svg") && paper.body.contains("502"),
            "{}",
            paper.body
        );
        assert!(!paper.body.contains("19900101"), "documents are masked: {}", paper.body);
        assert_eq!(get(&app, &match_.coordinator, &path).await.status, StatusCode::OK);
        assert_eq!(get(&app, &stranger, &path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(app.get(&path).await.status, StatusCode::SEE_OTHER);
        // The house's is the landlord's as well; who lives there is the household's own.
        let expected = if at == 0 { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(get(&app, &match_.landlord, &path).await.status, expected, "{path}");
    }
}
