//! A row of refusals proves nothing: here each deed's door is sent a form that it can take, in a state in which it can be
//! taken, and somebody gets in.

use super::{Others, everybody, others, outcome};
use crate::spawn::{Spawned, spawn_app};
use backend::matching::{self, Application, fixture};
use backend::test_support::people::{new_house, terms, whole_house};
use backend::{house, listing, organisation, place, registration, saved_search, viewing};
use domain::access::{Actor, Role};
use domain::contact::PersonName;
use domain::geo::Gcj02Point;
use domain::id::{
    HouseId, ListingId, MatchId, NoticeId, OrganisationId, PersonId, PlaceId, RegistrationId, SavedSearchId, ViewingId,
};
use domain::matching::{Checklist, Household};
use domain::organisation::{NewOrganisation, TypedOrganisation};
use domain::place::{Kind, NewPlace};
use domain::saved_search::{AlertFrequency, SavedSearchForm};
use domain::search::{PlaceName, Query};
use domain::viewing::ViewingWish;
use http::Method;
use std::fmt::Write as _;

/// What there is to act on. The landlord's and the tenant's are the match's.
struct World {
    match_: fixture::Fixture,
    /// Of another household, waiting for the landlord's answer.
    applied: MatchId,
    hash: String,
    home: HouseId,
    draft: ListingId,
    waiting: ListingId,
    viewing: ViewingId,
    search: SavedSearchId,
    place: PlaceId,
    /// Of the tenant, and another one by a passport.
    persons: [PersonId; 2],
    office: OrganisationId,
    letter: NoticeId,
    /// Somebody with one duty.
    clerk: Actor,
    /// Of the house, once the match is completed.
    registration: Option<RegistrationId>,
}

impl World {
    /// The page of the house's registration.
    fn registration(&self) -> String {
        let id = self.registration.expect("the row asks for a completed match");
        format!("/desk/registrations/{id}")
    }
}

/// What has become of the match before the form is sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Both agreed, and the coordinator sent it back to them.
    Open,
    Agreed,
    Completed,
    Finalised,
}

type Text = fn(&World) -> String;

struct Row {
    route: &'static str,
    path: Text,
    form: Text,
    stage: Stage,
}

fn row(route: &'static str, path: Text, form: Text) -> Row {
    at(Stage::Agreed, route, path, form)
}

fn at(stage: Stage, route: &'static str, path: Text, form: Text) -> Row {
    Row {
        route,
        path,
        form,
        stage,
    }
}

const HOUSE: &str = "district=350404&community=350404001001&estate=江滨新村&building=3&floor=5&room=711&rooms=2&halls=1&baths=1\
    &area=68.5&orientation=south&total_floors=7&extra=kitchen&title_kind=certificate&title_number=闽(2020)三明市不动产权第0001234号\
    &declared_use=residential&land_ownership=state&declared_sound=on&declared_right=on";
const LISTING: &str = "mode=whole&title=江滨新村朝南两室&description=近公交站,家电齐全,可随时看房。&rent=1350&deposit=1350\
    &payment_months=3&min_term_months=6&version=1";
const TERMS: &str = "starts_on=2026-12-05&months=12&rent=1400&payment_months=1&deposit=1400&deposit_return_days=7\
    &deposit_deductions=欠费和损坏&utilities=tenant&internet=tenant&property_fee=landlord&repairs=landlord&notice_days=30&handover=钥匙两把&extra=";
/// The time at which the landlord offers to show the home.
const SLOT: &str = "2026-11-28T07:00:00Z";
const SEEN: Checklist = Checklist {
    landlord_document_seen: true,
    title_seen: true,
    occupant_documents_seen: true,
};
const TICKS: &str = "landlord_document_seen=true&title_seen=true&occupant_documents_seen=true&action=complete";

#[rustfmt::skip]
fn rows() -> Vec<Row> {
    vec![
        row("/listings/{id}/viewing", |w| format!("/listings/{}/viewing", w.match_.listing), |_| "message=&wished=周末".into()),
        row("/listings/{id}/apply", |w| format!("/listings/{}/apply", w.match_.listing), |_| "message=下月入住&rows=0".into()),
        row("/listings/{id}/favourite", |w| format!("/listings/{}/favourite", w.match_.listing), |_| "keep=yes&to=/".into()),
        row("/me/favourites", |_| "/me/favourites".into(), |_| "mails=off".into()),
        row("/me/houses/new", |_| "/me/houses/new".into(), |_| HOUSE.into()),
        row("/me/houses/{id}/position", |w| format!("/me/houses/{}/position", w.home), |_| "position=26.2635,117.6389&coordinate_system=gcj02".into()),
        row("/me/houses/{id}/listings/new", |w| format!("/me/houses/{}/listings/new", w.home), |_| LISTING.into()),
        row("/me/listings/{id} (withdraw)", |w| format!("/me/listings/{}", w.waiting), |_| "action=withdraw".into()),
        row("/me/listings/{id}/edit", |w| format!("/me/listings/{}/edit", w.draft), |_| LISTING.into()),
        row("/me/viewings/{id} (cancel)", |w| format!("/me/viewings/{}", w.viewing), |_| "action=cancel".into()),
        row("/me/viewings/{id} (choose)", |w| format!("/me/viewings/{}", w.viewing), |_| format!("action=choose&slot={SLOT}")),
        row("/me/viewings/{id} (decline)", |w| format!("/me/viewings/{}", w.viewing), |_| "action=decline&reply=".into()),
        row("/me/viewings/{id} (offer)", |w| format!("/me/viewings/{}", w.viewing), |_| "action=offer&slot1=2026-11-28T15:00&reply=".into()),
        row("/me/searches/new", |_| "/me/searches/new?q=单间".into(), |_| "name=单间&frequency=daily".into()),
        row("/me/searches/{id}", |w| format!("/me/searches/{}", w.search), |_| "name=两室&frequency=weekly".into()),
        row("/me/searches/{id}/delete", |w| format!("/me/searches/{}/delete", w.search), |_| String::new()),
        row("/desk/listings/{id} (publish)", |w| format!("/desk/listings/{}", w.waiting), |_| "action=publish&title=on&duplicates=on".into()),
        row("/desk/listings/{id} (return)", |w| format!("/desk/listings/{}", w.waiting), |_| "action=return&reason=请补充照片".into()),
        row("/desk/places/new", |_| "/desk/places/new".into(), |_| "name=三明站&kind=station&aliases=&position=26.2635,117.6389&coordinate_system=gcj02".into()),
        row("/desk/places/{id}", |w| format!("/desk/places/{}", w.place), |_| "name=三明北站&kind=station&aliases=高铁站&position=26.3750,117.8065&coordinate_system=gcj02&version=1".into()),
        row("/desk/persons/{id}", |w| format!("/desk/persons/{}", w.persons[0]), |w| format!(
            "into={}&shown_by=身份证和护照原件&reason=先后用两种证件登记", w.persons[1])),
        row("/desk/matches/{id} (complete)", |w| format!("/desk/matches/{}", w.match_.match_id), |_| TICKS.into()),
        row("/desk/matches/{id} (send back)", |w| format!("/desk/matches/{}", w.match_.match_id), |_| "action=send-back&reason=请核对租金".into()),
        row("/desk/matches/{id} (call off)", |w| format!("/desk/matches/{}", w.match_.match_id), |_| "action=call-off&reason=房屋产权有争议".into()),
        at(Stage::Completed, "/desk/registrations/{id}", World::registration, |_| String::new()),
        at(Stage::Finalised, "/desk/registrations/{id}/accept (one)", |w| format!("{}/accept", w.registration()), |_| String::new()),
        at(Stage::Finalised, "/desk/registrations/{id}/accept (all)", |w| format!("{}/accept", w.registration()), |_| "all=yes".into()),
        at(Stage::Finalised, "/desk/registrations/{id}/return", |w| format!("{}/return", w.registration()), |_| "reason=请核对证件号码".into()),
        row("/desk/organisations/new", |_| "/desk/organisations/new".into(), |_| "kind=police-station&name=列东派出所&credit_code=&area=350404001&address=".into()),
        row("/desk/organisations/{id}", |w| format!("/desk/organisations/{}", w.office), |_| "kind=housing-office&name=三元区住房局&credit_code=&area=350404&address=&version=1".into()),
        row("/desk/staff/find", |_| "/desk/staff/find".into(), |w| format!("email={}@example.org", w.clerk.id)),
        row("/desk/staff/new", |_| "/desk/staff/new".into(), |w| format!("name=周复核&email=zhou@example.cn&role=reviewer&area=350404001&organisation={}&from=2099-01-01&until=", w.office)),
        row("/desk/staff/{id}", |w| format!("/desk/staff/{}", w.clerk.id), |_| "role=reviewer&area=350404&organisation=&from=2099-01-01&until=2099-12-31".into()),
        row("/desk/staff/{id}/end", |w| format!("/desk/staff/{}/end", w.clerk.id), |w| format!("duty={}&last=2099-12-31", w.clerk.duties[0].id)),
        row("/desk/letters/{id}/again", |w| format!("/desk/letters/{}/again", w.letter), |_| String::new()),
        row("/matches/{id}/accept", |w| format!("/matches/{}/accept", w.applied), |_| String::new()),
        row("/matches/{id}/decline", |w| format!("/matches/{}/decline", w.match_.match_id), |_| "reason=".into()),
        row("/matches/{id}/withdraw", |w| format!("/matches/{}/withdraw", w.match_.match_id), |_| String::new()),
        at(Stage::Open, "/matches/{id}/details (tenant)", |w| format!("/matches/{}/details?person=1", w.match_.match_id), |_| format!(
            "document_kind=identity-card&document_number={}&phone=13800000001&local=no&household_address=江西省赣州市某县某村\
             &reason=01&arrives_on=2026-12-01&stay_months=12", fixture::identity_number("19900101", 61))),
        at(Stage::Open, "/matches/{id}/details (landlord)", |w| format!("/matches/{}/details", w.match_.match_id), |_| format!(
            "name=陈房东&document_kind=identity-card&document_number={}&address=三明市三元区列东街1号&phone=13900000001",
            fixture::identity_number("19700707", 62))),
        at(Stage::Open, "/matches/{id}/terms", |w| format!("/matches/{}/terms", w.match_.match_id), |_| TERMS.into()),
        at(Stage::Open, "/matches/{id}/confirm", |w| format!("/matches/{}/confirm", w.match_.match_id), |w| format!("hash={}&agree=on", w.hash)),
    ]
}

async fn world(app: &Spawned, stage: Stage) -> World {
    let bench = &app.bench;
    let backend = &bench.backend;
    let match_ = fixture::agreed_match(bench).await;
    let home = house::register(backend, &match_.landlord, new_house("909"))
        .await
        .unwrap();
    let draft_of = async || listing::create(backend, &match_.landlord, home, terms(backend, &whole_house())).await;
    let (draft, waiting) = (draft_of().await.unwrap(), draft_of().await.unwrap());
    listing::submit(backend, &match_.landlord, waiting).await.unwrap();
    let wish = ViewingWish {
        message: String::new(),
        wished: String::new(),
    };
    let viewing = viewing::ask(backend, &match_.tenant, match_.listing, wish)
        .await
        .unwrap();
    let slots = vec![SLOT.parse().unwrap()];
    viewing::offer(backend, &match_.landlord, viewing, slots, String::new())
        .await
        .unwrap();
    let other_home = fixture::house(bench, &match_.landlord).await;
    let other_listing = fixture::listing(bench, other_home, &match_.landlord, None).await;
    let application = Application {
        household: Household::parse(PersonName::parse("王租客").unwrap(), &[]).unwrap(),
        message: String::new(),
    };
    let applied = matching::apply(backend, &match_.tenant, other_listing, application)
        .await
        .unwrap();
    let form = SavedSearchForm {
        name: "两室".to_owned(),
        frequency: AlertFrequency::Daily,
    };
    let query = Query::for_text("两室").0;
    let search = saved_search::save(backend, &match_.tenant, &query, form).await.unwrap();
    let new = NewPlace {
        name: PlaceName::parse("三明北站").unwrap(),
        kind: Kind::Station,
        aliases: vec![],
        point: Gcj02Point::new(26_375_000, 117_806_500).unwrap(),
    };
    let place = place::add(backend, &match_.coordinator, new).await.unwrap();
    let persons = [
        fixture::tenants_record(bench, &match_).await,
        fixture::other_record(bench, "王租客", 1).await,
    ];
    let administrator = fixture::staff(bench, "何管理", Role::Administrator, &[]).await;
    let office = TypedOrganisation {
        kind: "housing-office".to_owned(),
        name: "三元区住建局".to_owned(),
        area: "350404".to_owned(),
        ..TypedOrganisation::default()
    };
    let office = organisation::add(backend, &administrator, &NewOrganisation::parse(&office).unwrap())
        .await
        .unwrap();
    let clerk = fixture::staff(bench, "林协管", Role::Coordinator, &["350481"]).await;
    let mut registration = None;
    if stage >= Stage::Completed {
        let done = matching::complete(backend, &match_.coordinator, match_.match_id, SEEN)
            .await
            .unwrap();
        registration = Some(done.house_registration);
    }
    if let (Stage::Finalised, Some(id)) = (stage, registration) {
        registration::finalise(backend, &match_.coordinator, id).await.unwrap();
    }
    if stage == Stage::Open {
        matching::send_back(backend, &match_.coordinator, match_.match_id, "请核对")
            .await
            .unwrap();
    }
    let seen = matching::load(backend, &match_.tenant, match_.match_id).await.unwrap();
    World {
        hash: seen.and_then(|view| view.hash).unwrap(),
        applied,
        home,
        draft,
        waiting,
        viewing,
        search,
        place,
        persons,
        office,
        letter: app.stuck_letter(&administrator).await,
        clerk,
        registration,
        match_,
    }
}

#[tokio::test]
async fn each_deed_lets_somebody_in_and_nobody_else() {
    let mut table = String::new();
    for row in rows() {
        // What one visitor does changes what the next one meets, so every row has a site of its own, and those with the
        // least to say come first.
        let app = spawn_app().await;
        let world = world(&app, row.stage).await;
        let others: Others = others(&app).await;
        let visitors = everybody(&world.match_, others);
        if table.is_empty() {
            write!(table, "{:<38}", "").unwrap();
            visitors
                .iter()
                .for_each(|(name, _)| write!(table, "{name:>10}").unwrap());
        }
        write!(table, "\n{:<38}", row.route).unwrap();
        let (path, form) = ((row.path)(&world), (row.form)(&world));
        let mut somebody = false;
        for (_, who) in &visitors {
            let answer = app.visit(who.as_ref(), Method::POST, &path, &form).await;
            let outcome = outcome(&answer);
            somebody |= answer.status.is_redirection() && outcome != "log-in";
            write!(table, "{outcome:>10}").unwrap();
        }
        assert!(somebody, "nobody gets in: {}\n{table}", row.route);
    }
    insta::assert_snapshot!("matrix-of-valid-forms", table);
}
