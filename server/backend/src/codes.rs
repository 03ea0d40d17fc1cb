//! The lists of codes: tables in the database, which rows point at, and enums in the program. They must say the same, which
//! is asked once at start: a code that only one of them knows would be a row that can't be written, or can't be read.

use crate::{Backend, Error};
use domain::{
    access::Role,
    document::{DocumentKind, Sex},
    favourite::Standing,
    geo::CoordinateSystem,
    house::{DeclaredUse, LandOwnership, TitleKind},
    lang::Lang,
    lease::{End, LeaseSide, LeaseStatus, Origin},
    listing::ListingStatus,
    matching::MatchStatus,
    organisation,
    person::Basis,
    place,
    registration::{CreditStatus, RegistrationKind, RegistrationStatus, VisitStatus},
    saved_search::AlertFrequency,
    space::LettingMode,
    viewing::ViewingStatus,
};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;

/// A list's table, and the codes that the program knows.
type List = (&'static str, Vec<&'static str>);

macro_rules! lists {
    ($($table:literal: $codes:ty),* $(,)?) => {
        vec![$(($table, <$codes>::ALL.iter().map(|value| value.code()).collect())),*]
    };
}

fn lists() -> Vec<List> {
    lists! {
        "alert_frequency": AlertFrequency,
        "coordinate_system": CoordinateSystem,
        "credit_status": CreditStatus,
        "declared_use": DeclaredUse,
        "document_kind": DocumentKind,
        "favourite_standing": Standing,
        "land_ownership": LandOwnership,
        "lang": Lang,
        "lease_end": End,
        "lease_origin": Origin,
        "lease_status": LeaseStatus,
        "letting_mode": LettingMode,
        "listing_status": ListingStatus,
        "match_status": MatchStatus,
        "organisation_kind": organisation::Kind,
        "person_basis": Basis,
        "place_kind": place::Kind,
        "registration_kind": RegistrationKind,
        "registration_status": RegistrationStatus,
        "role": Role,
        "sex": Sex,
        "side": LeaseSide,
        "title_kind": TitleKind,
        "viewing_status": ViewingStatus,
        "visit_status": VisitStatus,
    }
}

/// Whether the database knows the codes that the program knows, and no others ([`Error::Codes`]).
pub async fn check(backend: &Backend) -> Result<(), Error> {
    let lists = lists();
    let db = backend.database().reader();
    let sql: Vec<String> = lists
        .iter()
        .map(|(table, _)| format!("SELECT '{table}' AS list, code FROM {table}"))
        .collect();
    let all = Statement::from_string(db.get_database_backend(), sql.join(" UNION ALL "));
    let mut kept: BTreeSet<(String, String)> = BTreeSet::new();
    for row in db.query_all_raw(all).await? {
        kept.insert((row.try_get("", "list")?, row.try_get("", "code")?));
    }
    for (table, codes) in lists {
        let of_table = kept.iter().filter(|(list, _)| list == table);
        let kept: BTreeSet<&str> = of_table.map(|(_, code)| code.as_str()).collect();
        let known: BTreeSet<&str> = codes.into_iter().collect();
        if let Some(code) = kept.symmetric_difference(&known).next() {
            return Err(Error::Codes {
                list: table,
                code: (*code).to_owned(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both, entity, matching::fixture};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

    both! {
        async fn the_schema_and_the_program_know_the_same_codes(bench: &Bench) {
            check(&bench.backend).await.unwrap();
        }

        async fn a_code_that_only_one_side_knows_is_told_by_its_list(bench: &Bench) {
            let db = bench.backend.database().writer();
            db.execute_unprepared("DELETE FROM letting_mode WHERE code = 'shared'").await.unwrap();
            let lacking = check(&bench.backend).await;
            assert!(matches!(&lacking, Err(Error::Codes { list: "letting_mode", code }) if code == "shared"), "{lacking:?}");
        }

        /// What a later version of the program does: with rows in place, a role and a state are an insert each.
        async fn a_new_role_and_a_new_state_are_one_insert_each(bench: &Bench) {
            let match_ = fixture::agreed_match(bench).await;
            let ticked = domain::matching::Checklist {
                landlord_document_seen: true,
                title_seen: true,
                occupant_documents_seen: true,
            };
            crate::matching::complete(&bench.backend, &match_.coordinator, match_.match_id, ticked).await.unwrap();
            let db = bench.backend.database().writer();
            let role = || {
                entity::duty::Entity::update_many()
                    .col_expr(entity::duty::Column::Role, Expr::value("collector"))
                    .filter(entity::duty::Column::AccountId.eq(uuid::Uuid::from(match_.coordinator.id)))
                    .exec(db)
            };
            let state = || {
                entity::registration::Entity::update_many()
                    .col_expr(entity::registration::Column::Status, Expr::value("suspended"))
                    .col_expr(entity::registration::Column::Number, Expr::value("F-1"))
                    .filter(entity::registration::Column::Kind.eq("house"))
                    .exec(db)
            };
            assert!(role().await.is_err() && state().await.is_err(), "the database knows no such codes");
            db.execute_unprepared("INSERT INTO role (code) VALUES ('collector')").await.unwrap();
            db.execute_unprepared("INSERT INTO registration_status (code) VALUES ('suspended')").await.unwrap();
            assert_eq!(role().await.unwrap().rows_affected, 1);
            assert_eq!(state().await.unwrap().rows_affected, 1);
            // This program does not know them yet, and says so instead of failing at the first row.
            assert!(matches!(check(&bench.backend).await, Err(Error::Codes { .. })));
        }
    }
}
