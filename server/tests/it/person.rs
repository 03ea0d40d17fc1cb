//! Two records of one human being become one, from the page of a registration on.

use crate::spawn::{Answer, Spawned, spawn_app};
use backend::matching::{self, fixture};
use domain::access::Actor;
use domain::matching::Checklist;
use http::{Method, StatusCode};

const SEEN: Checklist = Checklist {
    landlord_document_seen: true,
    title_seen: true,
    occupant_documents_seen: true,
};

async fn get(app: &Spawned, who: &Actor, path: &str) -> Answer {
    app.visit(Some(who), Method::GET, path, "").await
}

#[tokio::test]
async fn a_coordinator_is_shown_who_may_be_the_same_and_makes_one_of_two() {
    let app = spawn_app().await;
    let match_ = fixture::agreed_match(&app.bench).await;
    let coordinator = &match_.coordinator;
    let done = matching::complete(&app.bench.backend, coordinator, match_.match_id, SEEN)
        .await
        .unwrap();
    let registration = format!("/desk/registrations/{}", done.house_registration);
    let tenant = fixture::tenants_record(&app.bench, &match_).await;
    let path = format!("/desk/persons/{tenant}");
    let link = format!(r#"href="{path}""#);
    assert!(!get(&app, coordinator, &registration).await.body.contains(&link));
    let alone = get(&app, coordinator, &path).await;
    assert!(
        alone.body.contains("没有姓名和出生日期都相同的其他档案"),
        "{}",
        alone.body
    );

    let other = fixture::other_record(&app.bench, "王租客", 1).await;
    assert!(get(&app, coordinator, &registration).await.body.contains(&link));
    let shown = get(&app, coordinator, &path).await;
    assert!(shown.body.contains(&format!(r#"value="{other}""#)), "{}", shown.body);
    for secret in ["E0000001", "19900101"] {
        assert!(!shown.body.contains(secret), "documents are masked");
    }

    let form = "shown_by=身份证和护照原件&reason=先后用两种证件登记";
    let refused = app.visit(Some(coordinator), Method::POST, &path, form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("先后用两种证件登记"), "what was typed stays");

    let form = format!("{form}&into={other}");
    let merged = app.visit(Some(coordinator), Method::POST, &path, &form).await;
    assert_eq!(merged.header("location"), format!("/desk/persons/{other}"));
    let one = get(&app, coordinator, merged.header("location")).await;
    for part in ["护照", "身份证", "先后用两种证件登记", "并入一份档案"] {
        assert!(one.body.contains(part), "{part} is missing: {}", one.body);
    }
    assert_eq!(
        get(&app, coordinator, &path).await.status,
        StatusCode::OK,
        "the old address leads to who is left"
    );
    assert!(!get(&app, coordinator, &registration).await.body.contains(&link));
    assert_eq!(get(&app, &match_.tenant, &path).await.status, StatusCode::NOT_FOUND);
}
