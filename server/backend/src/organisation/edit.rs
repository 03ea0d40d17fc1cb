//! An administrator corrects an organisation.

use super::{known_area, refused};
use crate::{Backend, DeedError, deed::Record, entity};
use domain::{
    access::{Action, Actor, Subject, may},
    id::OrganisationId,
    organisation::NewOrganisation,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// `version` is the one that was edited: two windows don't overwrite each other. Refused: as by [`super::add`].
pub async fn edit(
    backend: &Backend,
    actor: &Actor,
    id: OrganisationId,
    version: i32,
    new: &NewOrganisation,
) -> Result<(), DeedError> {
    use entity::organisation::{Column, Entity};
    backend
        .deed(|deed| async move {
            let permit = may(actor, Action::EditOrganisation, &Subject::nowhere())?;
            if Entity::find_by_id(id).one(&deed.tx).await?.is_none() {
                return Err(DeedError::NotFound);
            }
            known_area(new)?;
            let credit_code = new.credit_code.as_ref().map(|code| code.as_str().to_owned());
            let written = Entity::update_many()
                .col_expr(Column::Kind, Expr::value(new.kind.code()))
                .col_expr(Column::Name, Expr::value(new.name.clone()))
                .col_expr(Column::CreditCode, Expr::value(credit_code))
                .col_expr(Column::AreaCode, Expr::value(new.area.as_str()))
                .col_expr(Column::Address, Expr::value(new.address.clone()))
                .col_expr(Column::Version, Expr::value(version.saturating_add(1)))
                .filter(Column::Id.eq(Uuid::from(id)))
                .filter(Column::Version.eq(version))
                .exec(&deed.tx)
                .await
                .map_err(refused)?;
            if written.rows_affected == 0 {
                return Err(DeedError::Stale);
            }
            let detail = serde_json::json!({ "kind": new.kind });
            deed.commit(permit, Record("organisation", id.into()), detail).await?;
            Ok(())
        })
        .await
}
