//! Staff adds a place, corrects it, or takes it out of use. Nothing is deleted: the audit points at it.

use crate::{
    Backend, DeedError,
    deed::Record,
    entity,
    error::{self, violates},
};
use domain::{
    access::{Action, Actor, Subject, may},
    form::Code,
    id::PlaceId,
    place::NewPlace,
    search::PlaceName,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// Refused: `place-twice` (there is one of this name).
pub async fn add(backend: &Backend, actor: &Actor, new: NewPlace) -> Result<PlaceId, DeedError> {
    let (id, new) = (PlaceId::generate(), &new);
    backend
        .deed(async |deed| {
            let permit = may(actor, Action::AddPlace, &Subject::anywhere())?;
            let now = deed.now.as_millisecond();
            let row = entity::place::ActiveModel {
                id: Set(id.into()),
                city_code: Set(backend.config().centre.city_code.clone()),
                aliases: Set(lines(&new.aliases)),
                name: Set(new.name.to_string()),
                kind: Set(new.kind.code().to_owned()),
                lat_e6: Set(new.point.latitude_e6()),
                lng_e6: Set(new.point.longitude_e6()),
                active: Set(true),
                version: Set(1),
                created_at: Set(now),
                updated_at: Set(now),
            };
            row.insert(&deed.tx).await.map_err(refused)?;
            deed.commit(permit, Record("place", id.into()), serde_json::json!({}))
                .await?;
            Ok(id)
        })
        .await
}

/// `version` is the one that was edited: two windows don't overwrite each other. Refused: `place-twice`.
pub async fn edit(backend: &Backend, actor: &Actor, id: PlaceId, version: i32, new: NewPlace) -> Result<(), DeedError> {
    use entity::place::Column;
    let columns = [
        (Column::Name, Expr::value(new.name.to_string())),
        (Column::Kind, Expr::value(new.kind.code())),
        (Column::Aliases, Expr::value(lines(&new.aliases))),
        (Column::LatE6, Expr::value(new.point.latitude_e6())),
        (Column::LngE6, Expr::value(new.point.longitude_e6())),
    ];
    write(backend, actor, (id, version), Action::EditPlace, &columns).await
}

/// Lets searches know a place, or forget it.
pub async fn set_active(
    backend: &Backend,
    actor: &Actor,
    id: PlaceId,
    version: i32,
    active: bool,
) -> Result<(), DeedError> {
    let columns = [(entity::place::Column::Active, Expr::value(active))];
    let action = match active {
        true => Action::ActivatePlace,
        false => Action::DeactivatePlace,
    };
    write(backend, actor, (id, version), action, &columns).await
}

async fn write(
    backend: &Backend,
    actor: &Actor,
    (id, version): (PlaceId, i32),
    action: Action,
    columns: &[(entity::place::Column, Expr)],
) -> Result<(), DeedError> {
    use entity::place::{Column, Entity};
    backend
        .deed(async |deed| {
            let permit = may(actor, action, &Subject::anywhere())?;
            if super::find_in(backend, &deed.tx, id).await?.is_none() {
                return Err(DeedError::NotFound);
            }
            let mut statement = Entity::update_many()
                .col_expr(Column::Version, Expr::value(version.saturating_add(1)))
                .col_expr(Column::UpdatedAt, Expr::value(deed.now.as_millisecond()));
            for (column, value) in columns {
                statement = statement.col_expr(*column, value.clone());
            }
            let written = statement
                .filter(Column::Id.eq(Uuid::from(id)))
                .filter(Column::Version.eq(version))
                .exec(&deed.tx)
                .await
                .map_err(refused)?;
            if written.rows_affected == 0 {
                return Err(DeedError::Stale);
            }
            deed.commit(permit, Record("place", id.into()), serde_json::json!({}))
                .await?;
            Ok(())
        })
        .await
}

fn refused(error: DbErr) -> DeedError {
    if violates(&error, &error::PLACE_NAME) {
        DeedError::Refused(Code::new("place-twice"))
    } else {
        error.into()
    }
}

fn lines(aliases: &[PlaceName]) -> String {
    let names: Vec<_> = aliases.iter().map(PlaceName::as_str).collect();
    names.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both, place,
        test_support::{meet, people},
    };
    use domain::{geo::Gcj02Point, place::Kind};
    use sea_orm::QueryOrder;

    fn station(name: &str) -> NewPlace {
        NewPlace {
            name: PlaceName::parse(name).unwrap(),
            kind: Kind::Station,
            aliases: ["北站", "高铁站"]
                .map(|alias| PlaceName::parse(alias).unwrap())
                .to_vec(),
            point: Gcj02Point::new(26_322_500, 117_692_000).unwrap(),
        }
    }

    both! {
        async fn a_place_is_kept_as_it_was_given_and_every_change_is_audited(bench: &Bench) {
            let backend = &bench.backend;
            let staff = people::coordinator(backend, "staff@example.cn", &["350404"]).await;
            assert_eq!(place::edition(backend).await.unwrap(), 0);
            let id = add(backend, &staff, station("三明北站")).await.unwrap();
            let kept = place::find(backend, id).await.unwrap().unwrap();
            let new = station("三明北站");
            assert_eq!((kept.name, kept.kind, kept.aliases, kept.point, kept.active), (new.name, new.kind, new.aliases, new.point, true));

            let school = NewPlace { kind: Kind::School, aliases: vec![], ..station("列东小学") };
            edit(backend, &staff, id, 1, school).await.unwrap();
            assert!(matches!(edit(backend, &staff, id, 1, station("三明站")).await, Err(DeedError::Stale)));
            set_active(backend, &staff, id, 2, false).await.unwrap();
            let kept = place::all(backend).await.unwrap().remove(0);
            assert_eq!((kept.name.as_str(), kept.kind, kept.aliases.len(), kept.active, kept.version), ("列东小学", Kind::School, 0, false, 3));
            assert_eq!(place::edition(backend).await.unwrap(), 3);

            let audit = entity::audit::Entity::find()
                .filter(entity::audit::Column::SubjectId.eq(Uuid::from(id)))
                .order_by_asc(entity::audit::Column::Id)
                .all(backend.database().reader())
                .await
                .unwrap();
            let actions: Vec<_> = audit.iter().map(|row| row.action.as_str()).collect();
            assert_eq!(actions, ["place.add", "place.edit", "place.deactivate"]);
        }

        async fn of_two_who_correct_a_place_at_once_one_does(bench: &Bench) {
            let backend = &bench.backend;
            let staff = people::coordinator(backend, "staff@example.cn", &["350404"]).await;
            let id = add(backend, &staff, station("三明北站")).await.unwrap();
            let correct = |name| edit(backend, &staff, id, 1, station(name));
            let (one, other) = meet(bench, correct("三明站"), correct("沙县站")).await;
            assert!(matches!((&one, &other), (Ok(()), Err(DeedError::Stale)) | (Err(DeedError::Stale), Ok(()))), "{one:?} {other:?}");
        }

        async fn of_two_places_of_one_name_added_at_once_one_is_kept(bench: &Bench) {
            let backend = &bench.backend;
            let staff = people::coordinator(backend, "staff@example.cn", &["350404"]).await;
            let new = || add(backend, &staff, station("三明北站"));
            let (one, other) = meet(bench, new(), new()).await;
            let kept = [one, other].map(|added| match added {
                Ok(_) => true,
                Err(DeedError::Refused(code)) if code.code == "place-twice" => false,
                Err(error) => panic!("{error:?}"),
            });
            assert_ne!(kept[0], kept[1]);
        }

        async fn a_name_is_kept_once_and_by_staff_only(bench: &Bench) {
            let backend = &bench.backend;
            let staff = people::coordinator(backend, "staff@example.cn", &["350404"]).await;
            let first = add(backend, &staff, station("三明北站")).await.unwrap();
            let twice = |done: Result<(), DeedError>| matches!(done, Err(DeedError::Refused(code)) if code.code == "place-twice");
            assert!(twice(add(backend, &staff, station("三明北站")).await.map(|_| ())));
            let second = add(backend, &staff, station("三明站")).await.unwrap();
            assert!(twice(edit(backend, &staff, second, 1, station("三明北站")).await));

            let citizen = people::citizen(backend, "citizen@example.cn").await;
            assert!(matches!(add(backend, &citizen, station("沙县站")).await, Err(DeedError::NotFound)));
            assert!(matches!(edit(backend, &citizen, first, 1, station("沙县站")).await, Err(DeedError::NotFound)));
            assert!(matches!(set_active(backend, &citizen, first, 1, false).await, Err(DeedError::NotFound)));
            let unknown = PlaceId::generate();
            assert!(matches!(set_active(backend, &staff, unknown, 1, false).await, Err(DeedError::NotFound)));
            assert_eq!(place::all(backend).await.unwrap().len(), 2);
        }
    }
}
