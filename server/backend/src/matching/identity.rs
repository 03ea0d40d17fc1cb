//! The landlord's own document (住房租赁条例 Art 9), kept with the account for every match.

use super::step::{MatchError, Step};
use super::terms::store_contract;
use crate::{Backend, Error, crypto::Place, entity};
use domain::{
    access::Actor,
    document::DocumentNumber,
    id::MatchId,
    matching::{Identity, MatchAction, Party, TypedIdentity},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};
use uuid::Uuid;

/// What the actor gave before, for the form; the document's number is only shown masked.
pub async fn own_identity(backend: &Backend, actor: &Actor) -> Result<Option<(TypedIdentity, String)>, Error> {
    let row = entity::identity::Entity::find_by_id(Uuid::from(actor.id))
        .one(backend.database().reader())
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let place = |column| Place::new("identity", column, row.account_id);
    let canonical = backend.keys().open(place("document_sealed"), &row.document_sealed)?;
    let document = DocumentNumber::from_canonical(&canonical)
        .map_err(|_| Error::corrupt("identity", "document_sealed", row.account_id))?;
    let phone = backend.keys().open(place("phone_sealed"), &row.phone_sealed)?;
    let typed = TypedIdentity {
        name: row.real_name,
        document_kind: row.document_kind,
        document_number: String::new(),
        address: row.address,
        phone,
    };
    Ok(Some((typed, document.masked())))
}

/// Keeps the landlord's identity, sealed. The contract names the landlord by it, so both sides confirm again.
pub async fn give_identity(
    backend: &Backend,
    landlord: &Actor,
    id: MatchId,
    identity: &Identity,
) -> Result<(), MatchError> {
    let step = Step::begin(backend, landlord, id, MatchAction::GiveDetails).await?;
    if step.party != Party::Landlord {
        return Err(MatchError::NotFound);
    }
    store(backend, &step.tx, landlord, identity).await?;
    match super::terms::contract_of(&step.row)? {
        Some(contract) => store_contract(&step, contract.terms).await?,
        None => step.write(|update| update).await?,
    }
    step.finish("match.give-identity").await
}

async fn store(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    landlord: &Actor,
    identity: &Identity,
) -> Result<(), Error> {
    use entity::identity::{ActiveModel, Column, Entity};
    let id = Uuid::from(landlord.id);
    let keys = backend.keys();
    let seal = |column, text: &str| keys.seal(Place::new("identity", column, id), text);
    let canonical = identity.document.canonical();
    Entity::insert(ActiveModel {
        account_id: Set(id),
        real_name: Set(identity.name.as_str().to_owned()),
        document_kind: Set(identity.document.kind().code().to_owned()),
        document_sealed: Set(seal("document_sealed", &canonical)),
        document_hash: Set(keys.lookup_hash("person", &canonical)),
        address: Set(identity.address.clone()),
        phone_sealed: Set(seal("phone_sealed", identity.phone.reveal())),
        updated_at: Set(backend.now().as_millisecond()),
    })
    .on_conflict(
        OnConflict::column(Column::AccountId)
            .update_columns([
                Column::RealName,
                Column::DocumentKind,
                Column::DocumentSealed,
                Column::DocumentHash,
                Column::Address,
                Column::PhoneSealed,
                Column::UpdatedAt,
            ])
            .to_owned(),
    )
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        matching::{fixture, load, send_back},
    };

    both! {
        async fn the_contract_names_the_landlord_by_the_document(bench: &Bench) {
            let match_ = fixture::agreed_match(bench).await;
            let (backend, id) = (&bench.backend, match_.match_id);
            send_back(backend, &match_.coordinator, id, "姓名不符").await.unwrap();
            let before = load(backend, &match_.landlord, id).await.unwrap().unwrap();
            let typed = TypedIdentity {
                name: "陈大房".into(),
                document_kind: "identity-card".into(),
                document_number: fixture::identity_number("19700707", 8),
                address: "三明市三元区列东街 1 号".into(),
                phone: "13900000001".into(),
            };
            let identity = Identity::parse(&typed, backend.today()).unwrap();
            for _ in 0..2 {
                give_identity(backend, &match_.landlord, id, &identity).await.unwrap();
            }
            let refused = give_identity(backend, &match_.tenant, id, &identity).await;
            assert!(matches!(refused, Err(MatchError::NotFound)), "{refused:?}");

            let after = load(backend, &match_.landlord, id).await.unwrap().unwrap();
            assert_eq!(after.contract.unwrap().landlord, "陈大房");
            assert_ne!(after.hash, before.hash);
            let (kept, masked) = own_identity(backend, &match_.landlord).await.unwrap().unwrap();
            assert_eq!((kept.phone.as_str(), kept.document_number.as_str()), ("13900000001", ""));
            assert!(masked.starts_with("***"), "{masked}");
        }
    }
}
