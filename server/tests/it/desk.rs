//! The desk of people with several duties: reviewers accept and return, administrators entrust.

use backend::account;
use backend::matching::fixture;
use domain::access::{Actor, Role};
use http::{Method, StatusCode};

use crate::spawn::{Answer, Spawned, spawn_app};

const TICKS: &str = "landlord_document_seen=true&title_seen=true&occupant_documents_seen=true&action=complete";
/// 请核对证件号码
const REASON: &str = "%E8%AF%B7%E6%A0%B8%E5%AF%B9%E8%AF%81%E4%BB%B6%E5%8F%B7%E7%A0%81";

async fn get(app: &Spawned, who: &Actor, path: &str) -> Answer {
    app.visit(Some(who), Method::GET, path, "").await
}

async fn post(app: &Spawned, who: &Actor, path: &str, form: &str) -> Answer {
    app.visit(Some(who), Method::POST, path, form).await
}

/// As the next request would find the account.
async fn again(app: &Spawned, who: &Actor) -> Actor {
    account::actor(&app.bench.backend, who.id).await.unwrap().unwrap()
}

struct Registered {
    match_: fixture::Fixture,
    reviewer: Actor,
    page: String,
}

async fn registered(app: &Spawned) -> Registered {
    let match_ = fixture::agreed_match(&app.bench).await;
    let reviewer = fixture::staff(&app.bench, "周复核", Role::Reviewer, &["350404001"]).await;
    let screen = format!("/desk/matches/{}", match_.match_id);
    let completed = post(app, &match_.coordinator, &screen, TICKS).await;
    let page = completed.header("location").split('?').next().unwrap().to_owned();
    let numbered = post(app, &match_.coordinator, &page, "").await;
    assert_eq!(numbered.status, StatusCode::SEE_OTHER, "{}", numbered.body);
    Registered { match_, reviewer, page }
}

/// Where the page's button for returning the n-th registration sends the reason.
fn return_address(page: &str, at: usize) -> String {
    let rest = page.split("formaction=\"").nth(at + 1).expect("a button");
    rest.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_reviewer_accepts_everything_with_one_press() {
    let app = spawn_app().await;
    let Registered { match_, reviewer, page } = registered(&app).await;
    let desk = get(&app, &reviewer, "/desk").await;
    assert_eq!(desk.status, StatusCode::OK);
    assert!(
        desk.body.contains("待受理") && desk.body.contains(&page),
        "{}",
        desk.body
    );
    assert!(
        !desk.body.contains("待审房源") && !desk.body.contains("在岗人员"),
        "{}",
        desk.body
    );
    assert!(desk.body.contains("列东街道"), "the area of the duty: {}", desk.body);

    let shown = get(&app, &reviewer, &page).await;
    assert!(shown.body.contains("受理全部 3 份"), "{}", shown.body);
    let accept = format!("{page}/accept");
    let by_coordinator = post(&app, &match_.coordinator, &accept, "all=yes").await;
    assert_eq!(by_coordinator.status, StatusCode::NOT_FOUND);
    let done = post(&app, &reviewer, &accept, "all=yes").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(done.header("location"), format!("{page}?done=accepted"));
    let after = get(&app, &reviewer, &page).await;
    assert!(after.body.contains("主管部门受理"), "{}", after.body);
    assert!(!after.body.contains("/accept"), "{}", after.body);
    assert_eq!(
        post(&app, &reviewer, &accept, "all=yes").await.status,
        StatusCode::CONFLICT
    );
    assert!(get(&app, &reviewer, "/desk").await.body.contains("没有等待受理的登记"));
}

#[tokio::test]
async fn what_a_reviewer_returns_the_coordinator_finalises_again_under_its_number() {
    let app = spawn_app().await;
    let Registered { match_, reviewer, page } = registered(&app).await;
    let shown = get(&app, &reviewer, &page).await;
    // The first button is the house's, the second that of the first resident.
    let resident = return_address(&shown.body, 1);
    assert!(
        !resident.starts_with(&page) && resident.ends_with("/return"),
        "{resident}"
    );
    let refused = post(&app, &reviewer, &resident, "reason=%E6%9F%A5").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(r#"id="f-reason-error""#), "{}", refused.body);
    assert!(
        refused.body.contains("查</textarea>"),
        "what was typed stays: {}",
        refused.body
    );
    let returned = post(&app, &reviewer, &resident, &format!("reason={REASON}")).await;
    assert_eq!(
        returned.header("location"),
        format!("{page}?done=returned"),
        "{}",
        returned.body
    );

    let desk = get(&app, &match_.coordinator, "/desk?queue=registrations").await;
    assert!(
        desk.body.contains(&page) && desk.body.contains("已退回"),
        "{}",
        desk.body
    );
    let seen = get(&app, &match_.coordinator, &page).await;
    for part in [
        "请核对证件号码",
        "编号和证明编码不变",
        "主管部门退回",
        "J-350404-2026-000001",
    ] {
        assert!(seen.body.contains(part), "{part}: {}", seen.body);
    }
    let again = post(&app, &match_.coordinator, &page, "").await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    let seen = get(&app, &match_.coordinator, &page).await;
    assert!(
        seen.body.contains("J-350404-2026-000001") && !seen.body.contains("J-350404-2026-000003"),
        "{}",
        seen.body
    );
    assert!(!seen.body.contains("编号和证明编码不变"), "{}", seen.body);
}

#[tokio::test]
async fn a_duty_brings_the_desk_and_its_end_takes_it_away() {
    let app = spawn_app().await;
    let admin = fixture::staff(&app.bench, "管理员", Role::Administrator, &[]).await;
    let person = fixture::citizen(&app.bench, "周复核").await;
    assert_eq!(get(&app, &person, "/desk").await.status, StatusCode::NOT_FOUND);

    let email = account::profile(&app.bench.backend, person.id)
        .await
        .unwrap()
        .unwrap()
        .email;
    let found = post(&app, &admin, "/desk/staff/find", &format!("email={email}")).await;
    let page = format!("/desk/staff/{}", person.id);
    assert_eq!(found.header("location"), page, "{}", found.body);
    let unknown = post(&app, &admin, "/desk/staff/find", "email=nobody@example.cn").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.body.contains("nobody@example.cn"), "{}", unknown.body);

    let today = app.bench.backend.today();
    let nowhere = post(&app, &admin, &page, &format!("role=reviewer&from={today}")).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nowhere.body.contains(r#"id="f-area-error""#), "{}", nowhere.body);
    let granted = post(&app, &admin, &page, &format!("role=reviewer&area=350404&from={today}")).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.body);
    let granted = post(
        &app,
        &admin,
        &page,
        &format!("role=coordinator&area_code=350404001001&from={today}"),
    )
    .await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.body);
    let now = again(&app, &person).await;
    let desk = get(&app, &now, "/desk").await;
    for tab in ["待审房源", "待办结", "待编号", "待受理"] {
        assert!(desk.body.contains(tab), "{tab}: {}", desk.body);
    }

    for duty in &now.duties {
        let form = format!(
            "duty={}&last={}",
            duty.id,
            app.bench.backend.today().yesterday().unwrap()
        );
        let ended = post(&app, &admin, &format!("{page}/end"), &form).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    }
    let now = again(&app, &person).await;
    assert_eq!(get(&app, &now, "/desk").await.status, StatusCode::NOT_FOUND);
    let staff = get(&app, &admin, "/desk/staff").await;
    assert!(
        staff.body.contains("周复核") && staff.body.contains("不在岗"),
        "{}",
        staff.body
    );
}

#[tokio::test]
async fn an_administrator_makes_an_account_in_the_name_of_an_organisation() {
    let app = spawn_app().await;
    let admin = fixture::staff(&app.bench, "管理员", Role::Administrator, &[]).await;
    let refused = post(
        &app,
        &admin,
        "/desk/organisations/new",
        "kind=police-station&name=A&credit_code=1",
    )
    .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "credit_code", "area"] {
        let id = format!(r#"id="f-{}-error""#, field.replace('_', "-"));
        assert!(refused.body.contains(&id), "{field}: {}", refused.body);
    }
    let form = "kind=police-station&name=Liedong&area=350404001";
    let added = post(&app, &admin, "/desk/organisations/new", form).await;
    assert_eq!(
        added.header("location"),
        "/desk/organisations?done=saved",
        "{}",
        added.body
    );
    let twice = post(&app, &admin, "/desk/organisations/new", form).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let station = backend::organisation::all(&app.bench.backend).await.unwrap().remove(0);
    let path = format!("/desk/organisations/{}", station.id);
    let edited = post(
        &app,
        &admin,
        &path,
        "kind=police-station&name=Liedong+PS&area=350404001&version=1",
    )
    .await;
    assert_eq!(edited.status, StatusCode::SEE_OTHER, "{}", edited.body);

    let person = format!(
        "name=%E5%91%A8%E5%A4%8D&email=zhou@example.cn&role=reviewer&area=350404001&from={}&organisation={}",
        app.bench.backend.today(),
        station.id
    );
    let made = post(&app, &admin, "/desk/staff/new", &person).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let shown = get(&app, &admin, made.header("location")).await;
    assert!(
        shown.body.contains("Liedong PS") && shown.body.contains("设置密码的邮件已发出"),
        "{}",
        shown.body
    );
    let again = post(&app, &admin, "/desk/staff/new", &person).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains(r#"id="f-email-error""#), "{}", again.body);
}
