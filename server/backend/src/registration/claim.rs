//! What an open registration holds, so that nobody else can be registered there, or they themselves elsewhere: claims, whose
//! primary keys are the last guard.

use crate::{Error, entity, house::door};
use domain::{id::RegistrationId, matching::Claim};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};
use uuid::Uuid;

/// Takes spaces of a door for a house registration; this record of the door holds it meanwhile. `false` where another record
/// of the door holds it.
pub(crate) async fn spaces(
    tx: &impl ConnectionTrait,
    registration: RegistrationId,
    (door, house): (Uuid, Uuid),
    spaces: &[Claim],
) -> Result<bool, Error> {
    if !door::hold(tx, door, house).await? {
        return Ok(false);
    }
    let claims = spaces.iter().map(|space| entity::occupied_space::ActiveModel {
        door_id: Set(door),
        space_no: Set(i32::from(*space)),
        house_id: Set(house),
        registration_id: Set(registration.into()),
    });
    entity::occupied_space::Entity::insert_many(claims)
        .exec_without_returning(tx)
        .await?;
    Ok(true)
}

/// A person lives at one place: this residence registration is theirs.
pub(crate) async fn residence(
    tx: &impl ConnectionTrait,
    registration: RegistrationId,
    person: Uuid,
) -> Result<(), Error> {
    entity::active_residence::ActiveModel {
        person_id: Set(person),
        registration_id: Set(registration.into()),
    }
    .insert(tx)
    .await?;
    Ok(())
}
