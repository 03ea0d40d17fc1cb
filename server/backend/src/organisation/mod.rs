//! Organisations in whose name staff act, as administrators keep them. None is deleted: duties and leases point at it.

mod add;
mod edit;

pub use add::add;
pub use edit::edit;

use crate::{
    Backend, DeedError, Error, area, entity,
    error::{ORGANISATION_CREDIT_CODE, ORGANISATION_NAME, violates},
};
use domain::{
    area::AreaCode,
    credit_code::CreditCode,
    form::Code,
    id::OrganisationId,
    organisation::{Kind, NewOrganisation},
};
use sea_orm::{DbErr, EntityTrait, QueryOrder};

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub id: OrganisationId,
    pub kind: Kind,
    pub name: String,
    pub credit_code: Option<CreditCode>,
    pub area: AreaCode,
    pub address: String,
    pub version: i32,
}

/// Every organisation, area by area.
pub async fn all(backend: &Backend) -> Result<Vec<Organisation>, Error> {
    let rows = entity::organisation::Entity::find()
        .order_by_asc(entity::organisation::Column::AreaCode)
        .order_by_asc(entity::organisation::Column::Name)
        .all(backend.database().reader())
        .await?;
    rows.into_iter().map(read).collect()
}

pub async fn find(backend: &Backend, id: OrganisationId) -> Result<Option<Organisation>, Error> {
    let row = entity::organisation::Entity::find_by_id(id)
        .one(backend.database().reader())
        .await?;
    row.map(read).transpose()
}

fn read(row: entity::organisation::Model) -> Result<Organisation, Error> {
    let corrupt = |column| Error::corrupt("organisation", column, row.id);
    let code = row.credit_code.as_deref().map(CreditCode::parse).transpose();
    Ok(Organisation {
        id: row.id.into(),
        kind: row.kind.parse().map_err(|_| corrupt("kind"))?,
        credit_code: code.map_err(|_| corrupt("credit_code"))?,
        area: AreaCode::parse(&row.area_code).map_err(|_| corrupt("area_code"))?,
        name: row.name,
        address: row.address,
        version: row.version,
    })
}

/// Refused: `area-unknown`.
fn known_area(new: &NewOrganisation) -> Result<(), DeedError> {
    match area::find(new.area) {
        Some(_) => Ok(()),
        None => Err(DeedError::Refused(Code::new("area-unknown"))),
    }
}

fn refused(error: DbErr) -> DeedError {
    if violates(&error, &ORGANISATION_CREDIT_CODE) {
        DeedError::Refused(Code::new("organisation-code-twice"))
    } else if violates(&error, &ORGANISATION_NAME) {
        DeedError::Refused(Code::new("organisation-twice"))
    } else {
        error.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both, matching::fixture};
    use domain::{access::Role, organisation::TypedOrganisation};
    use sea_orm::{ColumnTrait, QueryFilter};
    use uuid::Uuid;

    fn station(name: &str, credit_code: &str) -> NewOrganisation {
        let typed = TypedOrganisation {
            kind: "police-station".into(),
            name: name.into(),
            credit_code: credit_code.into(),
            area: "350404001".into(),
            address: "江滨路 8 号".into(),
        };
        NewOrganisation::parse(&typed).unwrap()
    }

    fn refused_as(done: Result<(), DeedError>, expected: &str) -> bool {
        matches!(done, Err(DeedError::Refused(code)) if code.code == expected)
    }

    both! {
        async fn an_organisation_is_kept_as_given_and_every_change_is_audited(bench: &Bench) {
            let backend = &bench.backend;
            let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
            let id = add(backend, &admin, &station("列东派出所", "91350100M000100Y43")).await.unwrap();
            let kept = find(backend, id).await.unwrap().unwrap();
            assert_eq!((kept.name.as_str(), kept.kind, kept.version), ("列东派出所", Kind::PoliceStation, 1));
            assert_eq!(kept.credit_code.unwrap().as_str(), "91350100M000100Y43");

            let office = NewOrganisation { kind: Kind::HousingOffice, credit_code: None, ..station("三元区住建局", "") };
            edit(backend, &admin, id, 1, &office).await.unwrap();
            assert!(matches!(edit(backend, &admin, id, 1, &office).await, Err(DeedError::Stale)));
            let kept = all(backend).await.unwrap().remove(0);
            assert_eq!((kept.name.as_str(), kept.kind, kept.credit_code, kept.version), ("三元区住建局", Kind::HousingOffice, None, 2));

            let audit = entity::audit::Entity::find()
                .filter(entity::audit::Column::SubjectId.eq(Uuid::from(id)))
                .order_by_asc(entity::audit::Column::Id)
                .all(backend.database().reader())
                .await
                .unwrap();
            let actions: Vec<_> = audit.iter().map(|row| row.action.as_str()).collect();
            assert_eq!(actions, ["organisation.add", "organisation.edit"]);
        }

        async fn a_name_in_an_area_and_a_credit_code_are_kept_once(bench: &Bench) {
            let backend = &bench.backend;
            let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
            add(backend, &admin, &station("列东派出所", "91350100M000100Y43")).await.unwrap();
            let second = add(backend, &admin, &station("列西派出所", "")).await.unwrap();
            add(backend, &admin, &station("白沙派出所", "")).await.unwrap();
            let twice = add(backend, &admin, &station("列东派出所", "")).await.map(|_| ());
            assert!(refused_as(twice, "organisation-twice"));
            let twice = edit(backend, &admin, second, 1, &station("列西派出所", "91350100M000100Y43")).await;
            assert!(refused_as(twice, "organisation-code-twice"));
            let far = NewOrganisation { area: AreaCode::parse("110101").unwrap(), ..station("东城派出所", "") };
            assert!(refused_as(add(backend, &admin, &far).await.map(|_| ()), "area-unknown"));
            assert_eq!(all(backend).await.unwrap().len(), 3);
        }

        async fn organisations_are_the_administrators_business(bench: &Bench) {
            let backend = &bench.backend;
            let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
            let id = add(backend, &admin, &station("列东派出所", "")).await.unwrap();
            let unknown = OrganisationId::generate();
            assert!(matches!(edit(backend, &admin, unknown, 1, &station("甲派出所", "")).await, Err(DeedError::NotFound)));
            for other in [
                fixture::citizen(bench, "何路人").await,
                fixture::staff(bench, "李协管", Role::Coordinator, &["350404"]).await,
                fixture::staff(bench, "周复核", Role::Reviewer, &["350404"]).await,
            ] {
                assert!(matches!(add(backend, &other, &station("甲派出所", "")).await, Err(DeedError::NotFound)));
                assert!(matches!(edit(backend, &other, id, 1, &station("甲派出所", "")).await, Err(DeedError::NotFound)));
            }
        }
    }
}
