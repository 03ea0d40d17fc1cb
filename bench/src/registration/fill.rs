//! Writes a town down: every row that the program itself would have written, but for mails and jobs that are over.

use anyhow::Result;
use backend::{crypto::Keys, crypto::Place};
use domain::matching::Contract;
use sea_orm::DatabaseConnection;
use uuid::Uuid;

use super::{
    home::{Home, Kind, LANDLORD, Member, Town, at, coordinator, id, landlord},
    registrations,
    rows::{Rows, cells},
};

pub async fn fill(db: &DatabaseConnection, keys: &Keys, town: Town) -> Result<()> {
    let mut rows = Rows::begin(db).await?;
    account(&mut rows, coordinator(), "李协管", 0).await?;
    for home in town.all() {
        people(&mut rows, keys, &home).await?;
        house(&mut rows, keys, &home).await?;
        matching(&mut rows, &home).await?;
        if let Some(registered) = home.registered {
            registrations::stand(&mut rows, &home, registered).await?;
        }
    }
    rows.end().await
}

async fn account(rows: &mut Rows<'_>, id: Uuid, name: &str, at: i64) -> Result<()> {
    let row = cells! {
        "id" => id,
        "email" => format!("{id}@example.org"),
        "email_verified_at" => at,
        "password_hash" => "",
        "name" => name,
        "lang" => "zh",
        "failed_logins" => 0,
        "created_at" => at,
    };
    rows.add("account", row).await
}

async fn people(rows: &mut Rows<'_>, keys: &Keys, home: &Home) -> Result<()> {
    if home.landlord == home.no {
        let landlord = id(Kind::Landlord, home.no, 0);
        account(rows, landlord, "陈房东", home.at()).await?;
        person(rows, keys, home.landlord(), "陈房东", "self", landlord).await?;
    }
    let tenant = home.id(Kind::Tenant);
    account(rows, tenant, "王租客", home.at()).await?;
    for at in 0..LANDLORD {
        // Who moves in elsewhere is a person as well.
        let member = Member {
            home: home.no,
            at,
            local: false,
        };
        person(rows, keys, member, "王租客", "household", tenant).await?;
    }
    Ok(())
}

async fn person(rows: &mut Rows<'_>, keys: &Keys, who: Member, name: &str, basis: &str, by: Uuid) -> Result<()> {
    let (person, document, version) = (who.id(Kind::Person), who.id(Kind::Document), who.id(Kind::Version));
    let (born_on, number) = who.born_and_document();
    let seal = |table, column, row, text: &str| keys.seal(Place::new(table, column, row), text);
    rows.add("person", cells! { "id" => person, "created_at" => at(who.home) })
        .await?;
    let row = cells! {
        "id" => document,
        "person_id" => person,
        "kind" => "identity-card",
        "sealed" => seal("person_document", "sealed", document, &number),
        "hash" => keys.lookup_hash("person", &number),
        "created_at" => at(who.home),
    };
    rows.add("person_document", row).await?;
    let row = cells! {
        "id" => version,
        "person_id" => person,
        "name" => name,
        "sex" => "1",
        "born_on" => born_on,
        "document_id" => document,
        "address_sealed" => seal("person_version", "address_sealed", version, "江西省赣州市某县某村"),
        "phone_sealed" => seal("person_version", "phone_sealed", version, "13800000000"),
        "basis" => basis,
        "entered_by" => by,
        "at" => at(who.home),
    };
    rows.add("person_version", row).await
}

/// The rooms of every house, those that can be let first.
const SPACES: [(i32, &str, i32); 5] = [
    (1, "bedroom", 1),
    (2, "bedroom", 2),
    (3, "hall", 1),
    (4, "bathroom", 1),
    (5, "kitchen", 1),
];

async fn house(rows: &mut Rows<'_>, keys: &Keys, home: &Home) -> Result<()> {
    let id = id(Kind::House, home.no, 0);
    if home.door == home.no {
        let holds = home.registered.is_some_and(|registered| registered.stands());
        let row = cells! {
            "id" => home.id(Kind::Door),
            "key" => format!("bench:{}", home.no),
            "held_by" => holds.then_some(id),
            "created_at" => home.at(),
        };
        rows.add("door", row).await?;
    }
    if home.house != home.no {
        return Ok(());
    }
    let title = Place::new("house", "title_number_sealed", id);
    let row = cells! {
        "id" => id,
        "landlord_id" => landlord(home),
        "community_code" => home.community().as_str(),
        "road" => "江滨路",
        "number" => "12",
        "estate" => "江滨新村",
        "building" => (home.no / 100).to_string(),
        "unit" => "",
        "floor" => "5",
        "room" => (home.no % 100).to_string(),
        "door_id" => self::id(Kind::Door, home.door, 0),
        "rooms" => 2,
        "halls" => 1,
        "baths" => 1,
        "area_x100" => 7550,
        "orientation" => "south",
        "lift" => false,
        "total_floors" => 7,
        "title_kind" => "certificate",
        "title_number_sealed" => keys.seal(title, "闽(2020)三明市不动产权第0001234号"),
        "declared_use" => "residential",
        "land_ownership" => "state",
        "declared_at" => home.at(),
        "verified_at" => home.at(),
        "created_at" => home.at(),
        "updated_at" => home.at(),
    };
    rows.add("house", row).await?;
    for (no, kind, ordinal) in SPACES {
        let row = cells! { "house_id" => id, "no" => no, "kind" => kind, "ordinal" => ordinal };
        rows.add("space", row).await?;
    }
    Ok(())
}

async fn matching(rows: &mut Rows<'_>, home: &Home) -> Result<()> {
    let (now, agreed) = (home.at(), home.registered.is_none());
    // Rooms are offered once: of several listings of a house all but the first have expired with their match still open.
    let status = match agreed {
        true if home.house == home.no => "published",
        true => "expired",
        false => "let",
    };
    let row = cells! {
        "id" => home.id(Kind::Listing),
        "house_id" => id(Kind::House, home.house, 0),
        "landlord_id" => landlord(home),
        "space_no" => home.space,
        "source" => "own",
        "status" => status,
        "mode" => if home.space.is_some() { "shared" } else { "whole" },
        "title" => "江滨新村两居室",
        "description" => "朝南,家电齐全",
        "rent_yuan" => 1350,
        "deposit_yuan" => 1350,
        "payment_months" => 1,
        "min_term_months" => 6,
        "facilities" => 0,
        "city" => "三明市",
        "district_code" => "350404",
        "district" => "三元区",
        "street_code" => "350404001",
        "street" => "列东街道",
        "estate" => "江滨新村",
        "area_x100" => if home.space.is_some() { 1500 } else { 7550 },
        "orientation" => "south",
        "floor" => "5",
        "verified" => true,
        "version" => 1,
        "created_at" => now,
        "updated_at" => now,
        "submitted_at" => now,
        "published_at" => now,
        "confirmed_at" => now,
    };
    rows.add("listing", row).await?;
    let offered = SPACES.iter().filter(|_| status == "published");
    for (no, _, _) in offered.filter(|(no, _, _)| home.space.is_none_or(|space| space == *no)) {
        let row = cells! {
            "house_id" => id(Kind::House, home.house, 0),
            "space_no" => *no,
            "listing_id" => home.id(Kind::Listing),
        };
        rows.add("offered_space", row).await?;
    }
    let terms = home.contract()?.canonical()?;
    let row = cells! {
        "id" => home.id(Kind::Match),
        "number" => home.match_number(),
        "listing_id" => home.id(Kind::Listing),
        "house_id" => id(Kind::House, home.house, 0),
        "space_no" => home.space,
        "tenant_id" => home.id(Kind::Tenant),
        "landlord_id" => landlord(home),
        "landlord_version_id" => home.landlord().id(Kind::Version),
        "status" => if agreed { "agreed" } else { "completed" },
        "message" => "一家人,在钢铁厂上班",
        "terms_hash" => Contract::hash(&terms).to_string(),
        "terms" => terms,
        "tenant_confirmed_at" => now,
        "landlord_confirmed_at" => now,
        "details_at" => now,
        "applied_at" => now,
        "accepted_at" => now,
        "agreed_at" => now,
        "completed_at" => (!agreed).then_some(now),
        "completed_by" => (!agreed).then(coordinator),
        "version" => if agreed { 5 } else { 6 },
    };
    rows.add("matching", row).await?;
    for (at, member) in (0..).zip(&home.household) {
        let row = cells! {
            "id" => id(Kind::Occupant, home.no, at),
            "match_id" => home.id(Kind::Match),
            "no" => i32::from(at) + 1,
            "name" => "王租客",
            "relation" => if at == 0 { "self" } else { "other" },
            "minor" => false,
            "person_id" => member.id(Kind::Person),
            "version_id" => member.id(Kind::Version),
            "local" => member.local,
            "reason" => "01",
            "arrives_on" => "2026-12-01",
            "stay_months" => 12,
        };
        rows.add("occupant", row).await?;
    }
    Ok(())
}
