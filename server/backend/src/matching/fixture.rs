//! People, a house and matches in any state, for tests of what follows: rows are written directly, so that a test about the
//! completion does not walk through every step before it.

use crate::{
    Backend, DeedError, Error,
    access::{self, NewDuty},
    crypto::Place,
    entity,
    house::door,
    person::{self, Entered},
    test_support::{Bench, people},
};
use domain::{
    access::{Actor, Role},
    contact::{PersonName, Phone},
    document::{DocumentNumber, Sex, identity_check_character},
    id::{AccountId, HouseId, ListingId, MatchId, OccupantId},
    matching::{Contract, Payer, Terms},
    money::Yuan,
    person::{Basis, Facts},
};
use jiff::civil::date;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// A match and everybody around it.
#[derive(Clone, Debug)]
pub struct Fixture {
    pub match_id: MatchId,
    pub listing: ListingId,
    pub house: HouseId,
    pub landlord: Actor,
    pub tenant: Actor,
    /// Works in the house's district.
    pub coordinator: Actor,
}

/// A house with a published listing, its landlord, somebody who seeks, and a coordinator.
#[derive(Clone, Debug)]
pub struct Scene {
    pub listing: ListingId,
    pub house: HouseId,
    pub landlord: Actor,
    pub tenant: Actor,
    pub coordinator: Actor,
}

/// Somebody without a duty, who can't log in.
pub async fn citizen(bench: &Bench, name: &str) -> Actor {
    account(bench, name, &[]).await
}

/// Somebody with a duty for each of the areas, or one for none, who can't log in.
pub async fn staff(bench: &Bench, name: &str, role: Role, areas: &[&str]) -> Actor {
    let duties: Vec<_> = match areas {
        [] if role.needs_area() => vec![],
        [] => vec![people::duty(role, None)],
        areas => areas.iter().map(|area| people::duty(role, Some(area))).collect(),
    };
    account(bench, name, &duties).await
}

async fn account(bench: &Bench, name: &str, duties: &[NewDuty]) -> Actor {
    let db = bench.backend.database().writer();
    let id = AccountId::generate();
    entity::account::ActiveModel {
        id: Set(id.into()),
        email: Set(format!("{id}@example.org")),
        email_verified_at: Set(Some(0)),
        password_hash: Set(String::new()),
        name: Set(name.to_owned()),
        phone_sealed: Set(None),
        person_id: Set(None),
        lang: Set("zh".to_owned()),
        failed_logins: Set(0),
        locked_until: Set(None),
        created_at: Set(0),
    }
    .insert(db)
    .await
    .expect("an account");
    bench
        .backend
        .deed(|deed| async move {
            for duty in duties {
                access::insert(&deed, None, id, duty).await?;
            }
            deed.settle().await.map_err(DeedError::from)
        })
        .await
        .expect("duties");
    crate::account::actor(&bench.backend, id)
        .await
        .expect("the database answers")
        .expect("the account that was just made")
}

/// Two bedrooms, a hall, a bathroom and a kitchen in Sanyuan; verified; published whole for 1,350 yuan a month.
pub async fn scene(bench: &Bench) -> Scene {
    let landlord = citizen(bench, "陈房东").await;
    let tenant = citizen(bench, "王租客").await;
    let coordinator = staff(bench, "李协管", Role::Coordinator, &["350404"]).await;
    let house = house(bench, &landlord).await;
    let listing = listing(bench, house, &landlord, None).await;
    Scene {
        listing,
        house,
        landlord,
        tenant,
        coordinator,
    }
}

pub async fn house(bench: &Bench, landlord: &Actor) -> HouseId {
    let db = bench.backend.database().writer();
    let id = HouseId::generate();
    let place = Place::new("house", "title_number_sealed", id.into());
    let empty = || Set(String::new());
    let door = door::at(db, &id.to_string(), bench.backend.now())
        .await
        .expect("a door");
    entity::house::ActiveModel {
        id: Set(id.into()),
        landlord_id: Set(landlord.id.into()),
        community_code: Set("350404001001".to_owned()),
        road: Set("江滨路".to_owned()),
        number: Set("12".to_owned()),
        estate: Set("江滨新村".to_owned()),
        building: Set("3".to_owned()),
        unit: empty(),
        floor: Set("5".to_owned()),
        room: Set("502".to_owned()),
        door_id: Set(door),
        rooms: Set(2),
        halls: Set(1),
        baths: Set(1),
        area_x100: Set(7550),
        orientation: Set("south".to_owned()),
        lift: Set(false),
        total_floors: Set(Some(7)),
        title_kind: Set("certificate".to_owned()),
        title_number_sealed: Set(bench.backend.keys().seal(place, "闽(2020)三明市不动产权第0001234号")),
        declared_use: Set("residential".to_owned()),
        land_ownership: Set("state".to_owned()),
        latitude_e6: Set(None),
        longitude_e6: Set(None),
        coordinate_system: Set(None),
        declared_at: Set(0),
        verified_at: Set(Some(0)),
        verified_by: Set(None),
        created_at: Set(0),
        updated_at: Set(0),
    }
    .insert(db)
    .await
    .expect("a house");
    for (no, kind, ordinal) in [
        (1, "bedroom", 1),
        (2, "bedroom", 2),
        (3, "hall", 1),
        (4, "bathroom", 1),
        (5, "kitchen", 1),
    ] {
        entity::space::ActiveModel {
            house_id: Set(id.into()),
            no: Set(no),
            kind: Set(kind.to_owned()),
            ordinal: Set(ordinal),
        }
        .insert(db)
        .await
        .expect("a space");
    }
    id
}

/// Published; the whole house, or the space with this number.
pub async fn listing(bench: &Bench, house: HouseId, landlord: &Actor, space_no: Option<i32>) -> ListingId {
    let id = ListingId::generate();
    let now = bench.backend.now().as_millisecond();
    entity::listing::ActiveModel {
        id: Set(id.into()),
        house_id: Set(Some(house.into())),
        landlord_id: Set(Some(landlord.id.into())),
        space_no: Set(space_no),
        source: Set("own".to_owned()),
        source_key: Set(None),
        status: Set("published".to_owned()),
        returned_reason: Set(None),
        mode: Set(if space_no.is_some() { "shared" } else { "whole" }.to_owned()),
        title: Set("江滨新村两居室".to_owned()),
        description: Set("朝南,家电齐全".to_owned()),
        rent_yuan: Set(1350),
        deposit_yuan: Set(1350),
        payment_months: Set(1),
        available_on: Set(None),
        min_term_months: Set(6),
        facilities: Set(0),
        city: Set("三明市".to_owned()),
        district_code: Set("350404".to_owned()),
        district: Set("三元区".to_owned()),
        street_code: Set("350404001".to_owned()),
        street: Set("列东街道".to_owned()),
        estate: Set("江滨新村".to_owned()),
        rooms: Set(Some(2)),
        halls: Set(Some(1)),
        baths: Set(Some(1)),
        area_x100: Set(if space_no.is_some() { 1500 } else { 7550 }),
        orientation: Set("south".to_owned()),
        floor: Set("5".to_owned()),
        lat_e6: Set(None),
        lng_e6: Set(None),
        verified: Set(true),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        submitted_at: Set(Some(now)),
        published_at: Set(Some(now)),
        confirmed_at: Set(Some(now)),
    }
    .insert(bench.backend.database().writer())
    .await
    .expect("a listing");
    id
}

/// Ready to complete: three people move in, the tenant and a child from elsewhere and a local spouse; the landlord is
/// identified; both confirmed.
pub async fn agreed_match(bench: &Bench) -> Fixture {
    let scene = scene(bench).await;
    agreed(bench, scene, 1).await
}

/// Another household with which the same landlord agreed on the same house, by another listing.
pub async fn second_agreed_match(bench: &Bench, first: &Fixture) -> Fixture {
    let tenant = citizen(bench, "林租客").await;
    let listing = listing(bench, first.house, &first.landlord, None).await;
    let scene = Scene {
        listing,
        house: first.house,
        landlord: first.landlord.clone(),
        tenant,
        coordinator: first.coordinator.clone(),
    };
    agreed(bench, scene, 2).await
}

/// A household with which another landlord agreed on the same door, of which both have a record.
pub async fn other_landlord_s_agreed_match(bench: &Bench, first: &Fixture) -> Fixture {
    let scene = scene(bench).await;
    let db = bench.backend.database().writer();
    let door = entity::house::Entity::find_by_id(first.house).one(db).await;
    let door = door.expect("the database answers").expect("a house").door_id;
    entity::house::Entity::update_many()
        .col_expr(entity::house::Column::DoorId, Expr::value(door))
        .filter(entity::house::Column::Id.eq(Uuid::from(scene.house)))
        .exec(db)
        .await
        .expect("a record of the same door");
    agreed(bench, scene, 3).await
}

/// Of an invented person: the area prefix was never assigned, the check character is right.
pub fn identity_number(born: &str, sequence: u32) -> String {
    let body = format!("159999{born}{sequence:03}");
    let check = identity_check_character(&body).expect("17 digits");
    format!("{body}{check}")
}

async fn agreed(bench: &Bench, scene: Scene, household: u32) -> Fixture {
    let now = bench.backend.now().as_millisecond();
    let match_id = MatchId::generate();
    let number = format!("M-350404-2026-{:06}", 900_000 + household);
    let contract = Contract {
        match_number: number.clone(),
        house: "福建省三明市三元区列东街道江滨路12号江滨新村3幢5层502室".to_owned(),
        space_no: None,
        landlord: scene.landlord.name.clone(),
        tenant: scene.tenant.name.clone(),
        occupants: vec![scene.tenant.name.clone(), "赵配偶".to_owned(), "王小儿".to_owned()],
        terms: terms(),
    };
    let canonical = contract.canonical().expect("a contract as JSON");
    let landlord = identify(&bench.backend, &scene.landlord).await;
    entity::matching::ActiveModel {
        id: Set(match_id.into()),
        number: Set(number),
        listing_id: Set(scene.listing.into()),
        house_id: Set(scene.house.into()),
        space_no: Set(None),
        tenant_id: Set(scene.tenant.id.into()),
        landlord_id: Set(scene.landlord.id.into()),
        landlord_version_id: Set(Some(landlord)),
        status: Set("agreed".to_owned()),
        message: Set("一家三口,在钢铁厂上班".to_owned()),
        closed_reason: Set(None),
        terms_hash: Set(Some(Contract::hash(&canonical).to_string())),
        terms: Set(Some(canonical)),
        tenant_confirmed_at: Set(Some(now)),
        landlord_confirmed_at: Set(Some(now)),
        details_at: Set(Some(now)),
        applied_at: Set(now),
        accepted_at: Set(Some(now)),
        agreed_at: Set(Some(now)),
        answer_due_at: Set(None),
        completed_at: Set(None),
        completed_by: Set(None),
        closed_at: Set(None),
        version: Set(5),
    }
    .insert(bench.backend.database().writer())
    .await
    .expect("a match");
    let sequence = household * 10;
    let people = [
        (scene.tenant.name.as_str(), "self", "19900101", false),
        ("赵配偶", "spouse", "19920202", true),
        ("王小儿", "child", "20160606", false),
    ];
    for (no, (name, relation, born, local)) in (1_u32..).zip(people) {
        let document = identity_number(born, sequence + no);
        occupant(
            &bench.backend,
            &scene.tenant,
            match_id,
            no,
            name,
            relation,
            born,
            local,
            &document,
        )
        .await;
    }
    Fixture {
        match_id,
        listing: scene.listing,
        house: scene.house,
        landlord: scene.landlord,
        tenant: scene.tenant,
        coordinator: scene.coordinator,
    }
}

#[expect(clippy::too_many_arguments, reason = "one row of a table of people")]
async fn occupant(
    backend: &Backend,
    tenant: &Actor,
    match_id: MatchId,
    no: u32,
    name: &str,
    relation: &str,
    born: &str,
    local: bool,
    document: &str,
) {
    let minor = relation == "child";
    let born_on = born.parse().expect("a day");
    let facts = Facts {
        name: PersonName::parse(name).expect("a name"),
        document: DocumentNumber::from_canonical(&format!("identity-card:{document}")).expect("a document"),
        sex: Some(Sex::Male),
        born_on: Some(born_on),
        address: Some("江西省赣州市某县某村".to_owned()),
        phone: (!minor).then(|| Phone::parse("13800000000").expect("a phone")),
    };
    let entered = entered(backend, tenant, &facts, Basis::Household).await;
    entity::occupant::ActiveModel {
        id: Set(OccupantId::generate().into()),
        match_id: Set(match_id.into()),
        no: Set(i32::try_from(no).expect("a small number")),
        name: Set(name.to_owned()),
        relation: Set(relation.to_owned()),
        minor: Set(minor),
        person_id: Set(Some(entered.person)),
        version_id: Set(Some(entered.version)),
        local: Set(local),
        reason: Set(Some("01".to_owned())),
        arrives_on: Set(Some("2026-12-01".to_owned())),
        stay_months: Set(Some(12)),
        employer: Set(None),
        guardian: Set(minor.then(|| "王租客".to_owned())),
    }
    .insert(backend.database().writer())
    .await
    .expect("an occupant");
}

async fn entered(backend: &Backend, by: &Actor, facts: &Facts, basis: Basis) -> Entered {
    backend
        .deed(|deed| async move {
            let entered = person::enter(&deed, facts, basis, by.id).await?;
            deed.settle().await?;
            Ok::<_, Error>(entered)
        })
        .await
        .expect("a person")
}

/// Gives the landlord a document; the version that it is known by.
pub async fn identify(backend: &Backend, landlord: &Actor) -> Uuid {
    let document = format!("identity-card:{}", identity_number("19700707", 7));
    let facts = Facts {
        name: PersonName::parse(&landlord.name).expect("a name"),
        document: DocumentNumber::from_canonical(&document).expect("a document"),
        sex: None,
        born_on: None,
        address: Some("三明市三元区列东街 1 号".to_owned()),
        phone: Some(Phone::parse("13900000000").expect("a phone")),
    };
    entered(backend, landlord, &facts, Basis::Own).await.version
}

pub fn terms() -> Terms {
    let rent = Yuan::new(1350).expect("a rent");
    Terms {
        starts_on: date(2026, 12, 1),
        months: 12,
        rent,
        payment_months: 1,
        deposit: rent,
        deposit_return_days: 7,
        deposit_deductions: "欠费和损坏".to_owned(),
        utilities: Payer::Tenant,
        internet: Payer::Tenant,
        property_fee: Payer::Landlord,
        repairs: Payer::Landlord,
        sublet_allowed: false,
        notice_days: 30,
        handover: "床两张,钥匙两把".to_owned(),
        extra: String::new(),
    }
}
