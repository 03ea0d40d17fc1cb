//! A landlord says where a house stands on the map, or takes that back; its listings follow.

use super::follow_position;
use crate::{
    Backend, DeedError,
    deed::Record,
    entity,
    house::{self, House},
};
use domain::{
    access::{Action, Actor, may},
    geo::GivenPoint,
    id::HouseId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

pub async fn set_position(
    backend: &Backend,
    actor: &Actor,
    id: HouseId,
    position: Option<GivenPoint>,
) -> Result<(), DeedError> {
    use entity::house::{Column, Entity};
    let system = position.map(|position| position.system().code());
    backend
        .deed(async |deed| {
            let house = house::find(backend, &deed.tx, id).await?.ok_or(DeedError::NotFound)?;
            let permit = may(actor, Action::PositionHouse, &house::own(house.landlord))?;
            Entity::update_many()
                .col_expr(Column::LatitudeE6, Expr::value(position.map(GivenPoint::latitude_e6)))
                .col_expr(Column::LongitudeE6, Expr::value(position.map(GivenPoint::longitude_e6)))
                .col_expr(Column::CoordinateSystem, Expr::value(system))
                .col_expr(Column::UpdatedAt, Expr::value(deed.now.as_millisecond()))
                .filter(Column::Id.eq(Uuid::from(id)))
                .exec(&deed.tx)
                .await?;
            follow_position(&deed, &House { position, ..house }).await?;
            // Not the position itself: the audit holds no personal data.
            let detail = serde_json::json!({ "system": system });
            deed.commit(permit, Record("house", id.into()), detail).await?;
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both, house, listing, place, search,
        test_support::people::{self, new_house},
    };
    use domain::{
        geo::CoordinateSystem,
        id::ListingId,
        place::{Kind, NewPlace},
        search::{PlaceName, Query, Sort},
    };

    fn given(text: &str, system: CoordinateSystem) -> Option<GivenPoint> {
        GivenPoint::parse(text, system).ok()
    }

    async fn found(backend: &Backend, words: &str) -> (u64, Vec<ListingId>) {
        search::catch_up(backend).await.unwrap();
        let query = Query::for_text(words).0.with_sort(Sort::Distance);
        let page = search::find(backend, &query, false).await.unwrap();
        assert_eq!(page.dropped, []);
        (page.total, page.cards.iter().map(|card| card.id).collect())
    }

    both! {
        async fn listings_are_found_where_their_houses_are_said_to_be(bench: &Bench) {
            let backend = &bench.backend;
            search::open(backend).await.unwrap();
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let staff = people::coordinator(backend, "staff@example.cn", &["350404"]).await;
            let (near, first) = people::published(backend, &landlord, &staff, "301").await;
            let (_, _) = people::published(backend, &landlord, &staff, "302").await;
            let (far, second) = people::published(backend, &landlord, &staff, "303").await;
            let station = NewPlace {
                name: PlaceName::parse("三明北站").unwrap(),
                kind: Kind::Station,
                aliases: vec![PlaceName::parse("北站").unwrap()],
                point: given("26.375,117.8065", CoordinateSystem::Gcj02).unwrap().to_gcj02(),
            };
            let place = place::add(backend, &staff, station.clone()).await.unwrap();

            set_position(backend, &landlord, near, given("26.37712,117.80655", CoordinateSystem::Gcj02)).await.unwrap();
            // As a phone says it: the same place by its own numbers would lie elsewhere.
            let phone = given("26.386,117.8016", CoordinateSystem::Wgs84);
            set_position(backend, &landlord, far, phone).await.unwrap();
            assert_eq!(house::find_own(backend, &landlord, far).await.unwrap().unwrap().position, phone);
            assert_eq!(found(backend, "离北站2公里").await, (2, vec![first, second]));
            assert_eq!(found(backend, "北站500米内").await, (1, vec![first]));
            let row = entity::listing::Entity::find_by_id(first).one(backend.database().reader()).await.unwrap().unwrap();
            assert_eq!((row.lat_e6, row.lng_e6), (Some(26_377_000), Some(117_807_000)), "rounded");

            // The table is read again as soon as it changes.
            let moved = NewPlace { point: given("25.9,117.3", CoordinateSystem::Gcj02).unwrap().to_gcj02(), ..station };
            place::edit(backend, &staff, place, 1, moved).await.unwrap();
            search::catch_up(backend).await.unwrap();
            let query = Query::for_text("北站附近").0;
            let page = search::find(backend, &query, true).await.unwrap();
            assert_eq!(page.dropped.len(), 1, "nothing is near there now");
            place::set_active(backend, &staff, place, 2, false).await.unwrap();
            search::catch_up(backend).await.unwrap();
            let understood = search::reader(backend).unwrap().understand(&query, backend.today());
            assert_eq!(understood.filters.near, None);

            set_position(backend, &landlord, near, None).await.unwrap();
            let row = entity::listing::Entity::find_by_id(first).one(backend.database().reader()).await.unwrap().unwrap();
            assert_eq!((row.lat_e6, row.lng_e6), (None, None));
            assert!(matches!(set_position(backend, &staff, near, None).await, Err(DeedError::NotFound)));
        }

        async fn a_listing_has_the_point_of_its_house_from_its_draft_on(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let new = domain::house::NewHouse {
                position: given("26.263512,117.638912", CoordinateSystem::Wgs84),
                ..new_house("401")
            };
            let house = house::register(backend, &landlord, new).await.unwrap();
            let terms = people::terms(backend, &people::whole_house());
            let id = listing::create(backend, &landlord, house, terms).await.unwrap();
            let row = entity::listing::Entity::find_by_id(id).one(backend.database().reader()).await.unwrap().unwrap();
            assert_eq!((row.lat_e6, row.lng_e6), (Some(26_260_000), Some(117_644_000)), "converted and rounded");
        }
    }
}
