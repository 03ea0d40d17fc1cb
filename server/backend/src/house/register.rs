//! A landlord registers a house.

use super::door;
use super::title_place;
use crate::{
    Backend, Deed, DeedError, area,
    deed::Record,
    entity,
    error::{HOUSE_DOOR, violates},
};
use domain::{
    access::{Action, Actor, Subject, may},
    form::Code,
    geo::GivenPoint,
    house::NewHouse,
    id::HouseId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr, EntityTrait};
use uuid::Uuid;

/// Writes the house down with its spaces. A second record of the same door by the same landlord is refused
/// (`house-twice`); one by somebody else is for the coordinator to settle. `area-unknown`: no such community.
pub async fn register(backend: &Backend, actor: &Actor, new: NewHouse) -> Result<HouseId, DeedError> {
    if area::find(new.address.community).is_none() {
        return Err(DeedError::Refused(Code::new("area-unknown")));
    }
    let (id, new) = (HouseId::generate(), &new);
    backend
        .deed(async |deed| {
            let permit = may(actor, Action::RegisterHouse, &Subject::at(new.address.community))?;
            let door = door::at(&deed.tx, &new.address.duplicate_key(), deed.now).await?;
            insert(&deed, actor, id, door, new).await?;
            let detail = serde_json::json!({ "title_kind": new.title_kind, "spaces": new.spaces.len() });
            deed.commit(permit, Record("house", id.into()), detail).await?;
            Ok(id)
        })
        .await
}

async fn insert(deed: &Deed, actor: &Actor, id: HouseId, door: Uuid, new: &NewHouse) -> Result<(), DeedError> {
    let now = deed.now.as_millisecond();
    let address = &new.address;
    let sealed = deed.backend().keys().seal(title_place(id.into()), &new.title_number);
    entity::house::ActiveModel {
        id: Set(id.into()),
        landlord_id: Set(actor.id.into()),
        community_code: Set(address.community.as_str().to_owned()),
        road: Set(address.road.clone()),
        number: Set(address.number.clone()),
        estate: Set(address.estate.clone()),
        building: Set(address.building.clone()),
        unit: Set(address.unit.clone()),
        floor: Set(address.floor.map(|floor| floor.to_string()).unwrap_or_default()),
        room: Set(address.room.clone()),
        door_id: Set(door),
        rooms: Set(new.layout.rooms.into()),
        halls: Set(new.layout.halls.into()),
        baths: Set(new.layout.baths.into()),
        area_x100: Set(new.area.hundredths()),
        orientation: Set(new.orientations.display_zh()),
        lift: Set(new.lift),
        total_floors: Set(new.total_floors.map(i32::from)),
        title_kind: Set(new.title_kind.code().to_owned()),
        title_number_sealed: Set(sealed),
        declared_use: Set(new.declared_use.code().to_owned()),
        land_ownership: Set(new.land_ownership.code().to_owned()),
        latitude_e6: Set(new.position.map(GivenPoint::latitude_e6)),
        longitude_e6: Set(new.position.map(GivenPoint::longitude_e6)),
        coordinate_system: Set(new.position.map(|position| position.system().code().to_owned())),
        declared_at: Set(now),
        verified_at: Set(None),
        verified_by: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    }
    .insert(&deed.tx)
    .await
    .map_err(twice)?;
    let spaces = new.spaces.iter().map(|space| entity::space::ActiveModel {
        house_id: Set(id.into()),
        no: Set(space.no.into()),
        kind: Set(space.kind.code().to_owned()),
        ordinal: Set(space.ordinal.into()),
    });
    entity::space::Entity::insert_many(spaces).exec(&deed.tx).await?;
    Ok(())
}

fn twice(error: DbErr) -> DeedError {
    if violates(&error, &HOUSE_DOOR) {
        DeedError::Refused(Code::new("house-twice"))
    } else {
        error.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both, house,
        test_support::{meet, people},
    };
    use domain::geo::CoordinateSystem;

    both! {
        async fn a_house_is_kept_whole_and_its_title_sealed(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let new = people::new_house("502");
            let id = register(backend, &landlord, new.clone()).await.unwrap();
            let house = house::find_own(backend, &landlord, id).await.unwrap().unwrap();
            assert_eq!((house.address, house.layout, house.area), (new.address, new.layout, new.area));
            assert_eq!((house.spaces, house.title_number, house.orientations), (new.spaces, new.title_number.clone(), new.orientations));
            assert_eq!((house.verified_at, house.position), (None, None));
            let row = entity::house::Entity::find_by_id(id).one(backend.database().reader()).await.unwrap().unwrap();
            assert!(!row.title_number_sealed.contains(&new.title_number));

            let stranger = people::citizen(backend, "stranger@example.cn").await;
            assert!(house::find_own(backend, &stranger, id).await.unwrap().is_none());
        }

        async fn a_position_is_kept_in_the_system_in_which_it_was_given(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            for (room, system) in [("502", CoordinateSystem::Wgs84), ("503", CoordinateSystem::Gcj02)] {
                let position = GivenPoint::parse("26.263512,117.638900", system).ok();
                let new = NewHouse { position, ..people::new_house(room) };
                let id = register(backend, &landlord, new).await.unwrap();
                let house = house::find_own(backend, &landlord, id).await.unwrap().unwrap();
                assert_eq!(house.position, position);
                assert_eq!(house.position.unwrap().system(), system);
            }
        }

        async fn a_house_form_that_is_sent_twice_at_once_is_one_house(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let send = || register(backend, &landlord, people::new_house("502"));
            let (one, other) = meet(bench, send(), send()).await;
            let refused = match (one, other) {
                (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
                both => panic!("{both:?}"),
            };
            assert!(matches!(&refused, DeedError::Refused(code) if code.code == "house-twice"), "{refused:?}");
            assert_eq!(house::of_landlord(backend, landlord.id).await.unwrap().len(), 1);
        }

        async fn one_door_is_registered_once_a_landlord_and_shown_to_the_coordinator(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let other = people::citizen(backend, "other@example.cn").await;
            let first = register(backend, &landlord, people::new_house("502")).await.unwrap();
            let again = register(backend, &landlord, people::new_house("502室")).await;
            assert!(matches!(again, Err(DeedError::Refused(code)) if code.code == "house-twice"));
            let second = register(backend, &other, people::new_house("502")).await.unwrap();
            register(backend, &other, people::new_house("503")).await.unwrap();
            let house = house::find_own(backend, &landlord, first).await.unwrap().unwrap();
            let found: Vec<_> = house::duplicates(backend, &house).await.unwrap().into_iter().map(|house| house.id).collect();
            assert_eq!(found, [second]);
        }
    }
}
