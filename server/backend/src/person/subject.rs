//! Who may make one of two records: a coordinator who answers for every place where either of them is on record, and who
//! entered neither and is neither.

use super::with_merged;
use crate::{DeedError, Error, entity};
use domain::{
    access::{Action, Actor, Permit, Side, Subject, may},
    area::AreaCode,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};
use uuid::Uuid;

/// Leave to merge persons. Who is on record nowhere is nobody's to merge.
pub(super) async fn may_merge(db: &impl ConnectionTrait, actor: &Actor, persons: &[Uuid]) -> Result<Permit, DeedError> {
    let ids = with_merged(db, persons).await?;
    let own = own(db, &ids).await?;
    let mut permit = Err(DeedError::NotFound);
    for place in places(db, &ids).await? {
        let subject = own.iter().fold(Subject::at(place), |subject, account| {
            subject.with(Side::Owner, (*account).into())
        });
        permit = Ok(may(actor, Action::MergePersons, &subject)?);
    }
    permit
}

/// The communities of the homes that they let, live in, or ask for.
async fn places(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<AreaCode>, Error> {
    use entity::{house, lease, matching};
    let leases = lease::Entity::find()
        .select_only()
        .column(lease::Column::HouseId)
        .filter(
            lease::Column::Id
                .in_subquery(sides(ids))
                .or(lease::Column::Id.in_subquery(homes(ids))),
        )
        .into_query();
    let matches = matching::Entity::find()
        .select_only()
        .column(matching::Column::HouseId)
        .filter(
            matching::Column::Id
                .in_subquery(households(ids))
                .or(matching::Column::LandlordVersionId.in_subquery(versions(ids))),
        )
        .into_query();
    let houses: Vec<(Uuid, String)> = house::Entity::find()
        .select_only()
        .columns([house::Column::Id, house::Column::CommunityCode])
        .filter(
            house::Column::Id
                .in_subquery(leases)
                .or(house::Column::Id.in_subquery(matches)),
        )
        .into_tuple()
        .all(db)
        .await?;
    houses
        .into_iter()
        .map(|(id, code)| AreaCode::parse(&code).map_err(|_| Error::corrupt("house", "community_code", id)))
        .collect()
}

fn sides(ids: &[Uuid]) -> SelectStatement {
    use entity::party::{Column, Entity};
    let of_person = Entity::find().filter(Column::PersonId.is_in(ids.iter().copied()));
    of_person.select_only().column(Column::LeaseId).into_query()
}

fn homes(ids: &[Uuid]) -> SelectStatement {
    use entity::resident::{Column, Entity};
    let of_person = Entity::find().filter(Column::PersonId.is_in(ids.iter().copied()));
    of_person.select_only().column(Column::LeaseId).into_query()
}

fn households(ids: &[Uuid]) -> SelectStatement {
    use entity::occupant::{Column, Entity};
    let of_person = Entity::find().filter(Column::PersonId.is_in(ids.iter().copied()));
    of_person.select_only().column(Column::MatchId).into_query()
}

fn versions(ids: &[Uuid]) -> SelectStatement {
    use entity::person_version::{Column, Entity};
    let of_person = Entity::find().filter(Column::PersonId.is_in(ids.iter().copied()));
    of_person.select_only().column(Column::Id).into_query()
}

/// The accounts of these persons, those that sign for them, and those that entered anything of them.
async fn own(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Uuid>, Error> {
    use entity::{account, party, person_version};
    let mut accounts: Vec<Uuid> = account::Entity::find()
        .filter(account::Column::PersonId.is_in(ids.iter().copied()))
        .select_only()
        .column(account::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let signing: Vec<Option<Uuid>> = party::Entity::find()
        .filter(party::Column::PersonId.is_in(ids.iter().copied()))
        .select_only()
        .column(party::Column::AccountId)
        .into_tuple()
        .all(db)
        .await?;
    let entering: Vec<Option<Uuid>> = person_version::Entity::find()
        .filter(person_version::Column::PersonId.is_in(ids.iter().copied()))
        .select_only()
        .column(person_version::Column::EnteredBy)
        .into_tuple()
        .all(db)
        .await?;
    accounts.extend(signing.into_iter().chain(entering).flatten());
    Ok(accounts)
}
