//! Who may do what: every route, asked by everybody, as one table that a person can read.
//!
//! What you may not see is 404, whether or not it exists; who is not logged in is led to the log-in page (303).

mod valid_forms;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use backend::matching::fixture;
use backend::test_support::people::{new_house, terms, whole_house};
use backend::{house, listing, organisation, place, saved_search, viewing};
use domain::access::{Actor, Role};
use domain::geo::Gcj02Point;
use domain::organisation::{NewOrganisation, TypedOrganisation};
use domain::place::{Kind, NewPlace};
use domain::saved_search::{AlertFrequency, SavedSearchForm};
use domain::search::{PlaceName, Query};
use domain::viewing::ViewingWish;
use http::Method;

use crate::spawn::{Answer, Spawned, spawn_app};

/// A route, and an address of it at which there is something of the landlord's and the tenant's.
struct Door {
    route: &'static str,
    path: String,
    /// Whether forms are sent there.
    takes_forms: bool,
}

/// Everybody who may knock, those with the least to say first: what the last ones do may change what is there.
fn everybody(match_: &fixture::Fixture, others: Others) -> Vec<(&'static str, Option<Actor>)> {
    vec![
        ("nobody", None),
        ("citizen", Some(others.citizen)),
        ("admin", Some(others.administrator)),
        ("reviewer", Some(others.reviewer)),
        ("coord-far", Some(others.far_coordinator)),
        ("coord", Some(match_.coordinator.clone())),
        ("tenant", Some(match_.tenant.clone())),
        ("landlord", Some(match_.landlord.clone())),
    ]
}

struct Others {
    citizen: Actor,
    administrator: Actor,
    reviewer: Actor,
    /// Works in another district.
    far_coordinator: Actor,
}

async fn others(app: &Spawned) -> Others {
    let bench = &app.bench;
    Others {
        citizen: fixture::citizen(bench, "何路人").await,
        administrator: fixture::staff(bench, "管理员", Role::Administrator, &[]).await,
        reviewer: fixture::staff(bench, "周复核", Role::Reviewer, &["350404"]).await,
        far_coordinator: fixture::staff(bench, "吴协管", Role::Coordinator, &["350405"]).await,
    }
}

/// A match that both sides agreed on, a viewing, and a second house with a listing that waits for its review.
async fn doors(app: &Spawned, match_: &fixture::Fixture) -> Vec<Door> {
    let backend = &app.bench.backend;
    let second_house = house::register(backend, &match_.landlord, new_house("909"))
        .await
        .expect("a house");
    let waiting = listing::create(backend, &match_.landlord, second_house, terms(backend, &whole_house())).await;
    let waiting = waiting.expect("a draft");
    listing::submit(backend, &match_.landlord, waiting)
        .await
        .expect("sent for review");
    let wish = ViewingWish {
        message: String::new(),
        wished: String::new(),
    };
    let viewing = viewing::ask(backend, &match_.tenant, match_.listing, wish)
        .await
        .expect("a request");

    let form = |name: &str| SavedSearchForm {
        name: name.to_owned(),
        frequency: AlertFrequency::Daily,
    };
    let query = |text| Query::for_text(text).0;
    let save = async |text| saved_search::save(backend, &match_.tenant, &query(text), form(text)).await;
    let (search, outdated) = (
        save("两室").await.expect("a search"),
        save("单间").await.expect("a search"),
    );
    let stop = saved_search::UnsubscribeToken::of(backend, search);
    let stop = stop.expose();
    let place = NewPlace {
        name: PlaceName::parse("三明北站").expect("a name"),
        kind: Kind::Station,
        aliases: vec![],
        point: Gcj02Point::new(26_375_000, 117_806_500).expect("a point"),
    };
    let place = place::add(backend, &match_.coordinator, place).await.expect("a place");

    let administrator = fixture::staff(&app.bench, "何管理", Role::Administrator, &[]).await;
    let office = TypedOrganisation {
        kind: "housing-office".to_owned(),
        name: "三元区住建局".to_owned(),
        area: "350404".to_owned(),
        ..TypedOrganisation::default()
    };
    let office = NewOrganisation::parse(&office).expect("an organisation");
    let office = organisation::add(backend, &administrator, &office)
        .await
        .expect("an organisation");

    let tenant = fixture::tenants_record(&app.bench, match_).await;
    let letter = app.stuck_letter(&administrator).await;
    let (home, published, own) = (second_house, match_.listing, match_.match_id);
    let page = |route, path: String| Door {
        route,
        path,
        takes_forms: false,
    };
    let form = |route, path: String| Door {
        route,
        path,
        takes_forms: true,
    };
    let fixed = |route: &'static str| page(route, route.to_owned());
    let fixed_form = |route: &'static str| form(route, route.to_owned());
    vec![
        fixed("/"),
        fixed("/search"),
        fixed("/about"),
        fixed("/privacy"),
        fixed("/accessibility"),
        fixed("/compare"),
        fixed_form("/seen/forget"),
        fixed("/still-there"),
        fixed("/api/v1/listings"),
        fixed("/api/v1/suggestions"),
        fixed("/api/v1/openapi.json"),
        page("/api/{*rest}", "/api/nothing".to_owned()),
        page("/api/v1/listings/{id}", format!("/api/v1/listings/{published}")),
        page("/listings/{id}", format!("/listings/{published}")),
        page("/listings/{id} (in review)", format!("/listings/{waiting}")),
        form("/listings/{id}/viewing", format!("/listings/{published}/viewing")),
        form("/listings/{id}/apply", format!("/listings/{published}/apply")),
        form("/listings/{id}/favourite", format!("/listings/{published}/favourite")),
        form(
            "/listings/{id}/still-there/{token}",
            format!("/listings/{published}/still-there/{}", "0".repeat(64)),
        ),
        form(
            "/unsubscribe/favourites/{account}/{token}",
            format!("/unsubscribe/favourites/{}/{}", match_.tenant.id, "0".repeat(64)),
        ),
        fixed_form("/account/register"),
        fixed("/account/registered"),
        fixed_form("/account/login"),
        fixed_form("/account/logout"),
        fixed_form("/account/verify"),
        fixed_form("/account/forgot"),
        fixed_form("/account/reset"),
        fixed_form("/language"),
        fixed_form("/theme"),
        fixed("/certificates"),
        page("/certificates/{code}", "/certificates/0000000000000000".to_owned()),
        page("/photos/{file_id}", format!("/photos/{home}")),
        fixed("/me"),
        fixed_form("/me/favourites"),
        fixed("/me/houses"),
        fixed_form("/me/houses/new"),
        page("/me/houses/{id}", format!("/me/houses/{home}")),
        form("/me/houses/{id}/position", format!("/me/houses/{home}/position")),
        form(
            "/me/houses/{id}/listings/new",
            format!("/me/houses/{home}/listings/new"),
        ),
        form("/me/listings/{id}", format!("/me/listings/{waiting}")),
        form("/me/listings/{id}/edit", format!("/me/listings/{waiting}/edit")),
        form("/me/viewings/{id}", format!("/me/viewings/{viewing}")),
        fixed("/me/searches"),
        fixed_form("/me/searches/new"),
        form("/me/searches/{id}", format!("/me/searches/{search}")),
        form("/me/searches/{id}/open", format!("/me/searches/{search}/open")),
        form("/me/searches/{id}/delete", format!("/me/searches/{outdated}/delete")),
        form("/unsubscribe/{token}", format!("/unsubscribe/{stop}")),
        form("/unsubscribe/{token}/undo", format!("/unsubscribe/{stop}/undo")),
        form(
            "/unsubscribe/{token} (made up)",
            format!("/unsubscribe/{}", "0".repeat(96)),
        ),
        fixed("/desk"),
        form("/desk/listings/{id}", format!("/desk/listings/{waiting}")),
        fixed("/desk/places"),
        fixed_form("/desk/places/new"),
        form("/desk/places/{id}", format!("/desk/places/{place}")),
        fixed("/desk/organisations"),
        fixed_form("/desk/organisations/new"),
        form("/desk/organisations/{id}", format!("/desk/organisations/{office}")),
        fixed("/desk/staff"),
        fixed_form("/desk/staff/find"),
        fixed_form("/desk/staff/new"),
        form("/desk/staff/{id}", format!("/desk/staff/{}", match_.tenant.id)),
        form("/desk/staff/{id}/end", format!("/desk/staff/{}/end", match_.tenant.id)),
        form("/desk/letters/{id}/again", format!("/desk/letters/{letter}/again")),
        form("/desk/persons/{id}", format!("/desk/persons/{tenant}")),
        form("/desk/matches/{id}", format!("/desk/matches/{own}")),
        page("/matches/{id}", format!("/matches/{own}")),
        form("/matches/{id}/details", format!("/matches/{own}/details")),
        form("/matches/{id}/terms", format!("/matches/{own}/terms")),
        form("/matches/{id}/confirm", format!("/matches/{own}/confirm")),
        form("/matches/{id}/accept", format!("/matches/{own}/accept")),
        form("/matches/{id}/decline", format!("/matches/{own}/decline")),
        form("/matches/{id}/withdraw", format!("/matches/{own}/withdraw")),
    ]
}

/// A completed match: what its registrations and certificates show to whom.
async fn later_doors(app: &Spawned, match_: &fixture::Fixture) -> Vec<Door> {
    const TICKS: &str = "landlord_document_seen=true&title_seen=true&occupant_documents_seen=true&action=complete";
    let coordinator = Some(&match_.coordinator);
    let screen = format!("/desk/matches/{}", match_.match_id);
    let completed = app.visit(coordinator, Method::POST, &screen, TICKS).await;
    let registration = completed
        .header("location")
        .split('?')
        .next()
        .unwrap_or_default()
        .to_owned();
    app.visit(coordinator, Method::POST, &registration, "").await;
    let finalised = app.visit(coordinator, Method::GET, &registration, "").await;
    let code = finalised
        .body
        .split("/certificates/")
        .find_map(|rest| {
            rest.split_once("/print")
                .map(|(code, _)| code)
                .filter(|code| code.len() == 16)
        })
        .expect("a certificate on the page of a finalised registration")
        .to_owned();
    vec![
        Door {
            route: "/desk/registrations/{id}/return",
            path: format!("{registration}/return"),
            takes_forms: true,
        },
        Door {
            route: "/desk/registrations/{id}/accept",
            path: format!("{registration}/accept"),
            takes_forms: true,
        },
        Door {
            route: "/desk/registrations/{id}",
            path: registration,
            takes_forms: true,
        },
        Door {
            route: "/certificates/{code} (issued)",
            path: format!("/certificates/{code}"),
            takes_forms: false,
        },
        Door {
            route: "/certificates/{code}/print",
            path: format!("/certificates/{code}/print"),
            takes_forms: false,
        },
    ]
}

fn outcome(answer: &Answer) -> String {
    let to = answer.header("location");
    if to.starts_with("/account/login") {
        "log-in".to_owned()
    } else {
        answer.status.as_u16().to_string()
    }
}

/// One line for each method of each door, one column for each visitor.
async fn table(app: &Spawned, doors: &[Door], visitors: &[(&'static str, Option<Actor>)]) -> String {
    let mut table = format!("{:<40}", "");
    for (name, _) in visitors {
        write!(table, "{name:>10}").expect("a string takes everything");
    }
    for method in [Method::GET, Method::POST] {
        for door in doors.iter().filter(|door| method == Method::GET || door.takes_forms) {
            write!(table, "\n{:<40}", format!("{method} {}", door.route)).expect("a string takes everything");
            for (_, who) in visitors {
                let answer = app.visit(who.as_ref(), method.clone(), &door.path, "").await;
                write!(table, "{:>10}", outcome(&answer)).expect("a string takes everything");
            }
        }
    }
    table
}

#[tokio::test]
async fn everybody_sees_what_is_theirs() {
    let app = spawn_app().await;
    let match_ = fixture::agreed_match(&app.bench).await;
    let visitors = everybody(&match_, others(&app).await);
    let doors = doors(&app, &match_).await;
    insta::assert_snapshot!("matrix-of-routes", table(&app, &doors, &visitors).await);
}

#[tokio::test]
async fn registrations_and_certificates_are_for_the_parties_and_their_coordinator() {
    let app = spawn_app().await;
    let match_ = fixture::agreed_match(&app.bench).await;
    let visitors = everybody(&match_, others(&app).await);
    let doors = later_doors(&app, &match_).await;
    insta::assert_snapshot!("matrix-of-registrations", table(&app, &doors, &visitors).await);
}

/// A route that is added without a line in the table fails here.
#[tokio::test]
async fn no_route_is_left_out() {
    let app = spawn_app().await;
    let match_ = fixture::agreed_match(&app.bench).await;
    let mut known: BTreeSet<String> = BTreeSet::new();
    for door in doors(&app, &match_)
        .await
        .iter()
        .chain(&later_doors(&app, &match_).await)
    {
        known.insert(door.route.split(" (").next().unwrap_or_default().to_owned());
    }
    let mut routes = BTreeSet::new();
    collect_routes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src"), &mut routes);
    assert!(routes.len() > 40, "the routes of the source were not found: {routes:?}");
    let missing: Vec<_> = routes.difference(&known).collect();
    assert!(missing.is_empty(), "not in the table of who may do what: {missing:?}");
}

/// The first argument of every `.route(` in the source.
fn collect_routes(folder: &Path, routes: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder)
        .expect("the source")
        .map(|entry| entry.expect("an entry").path())
    {
        if entry.is_dir() {
            collect_routes(&entry, routes);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&entry).expect("a source file");
            let arguments = source.split(".route(").skip(1).map(str::trim_start);
            routes.extend(
                arguments
                    .filter_map(|rest| rest.strip_prefix('"')?.split('"').next())
                    .map(str::to_owned),
            );
        }
    }
}
