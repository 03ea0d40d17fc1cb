//! An administrator adds an organisation.

use super::{known_area, refused};
use crate::{Backend, DeedError, deed::Record, entity};
use domain::{
    access::{Action, Actor, Subject, may},
    id::OrganisationId,
    organisation::NewOrganisation,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// Refused: `area-unknown`, `organisation-twice` (one of this name in the area), `organisation-code-twice`.
pub async fn add(backend: &Backend, actor: &Actor, new: &NewOrganisation) -> Result<OrganisationId, DeedError> {
    backend
        .deed(|deed| async move {
            let permit = may(actor, Action::AddOrganisation, &Subject::nowhere())?;
            known_area(new)?;
            let id = OrganisationId::generate();
            let row = entity::organisation::ActiveModel {
                id: Set(id.into()),
                kind: Set(new.kind.code().to_owned()),
                name: Set(new.name.clone()),
                credit_code: Set(new.credit_code.as_ref().map(|code| code.as_str().to_owned())),
                area_code: Set(new.area.as_str().to_owned()),
                address: Set(new.address.clone()),
                version: Set(1),
                created_at: Set(deed.now.as_millisecond()),
                created_by: Set(Some(actor.id.into())),
            };
            row.insert(&deed.tx).await.map_err(refused)?;
            let detail = serde_json::json!({ "kind": new.kind });
            deed.commit(permit, Record("organisation", id.into()), detail).await?;
            Ok(id)
        })
        .await
}
