//! The landlord's own document (住房租赁条例 Art 9), known of the person for every match.

use super::step::{MatchError, Step};
use super::terms::store_contract;
use crate::{Backend, Error, entity, person};
use domain::{
    access::{Action, Actor},
    id::MatchId,
    matching::{Identity, TypedIdentity},
    person::{Basis, Facts},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// What the actor gave before, for the form; the document's number is only shown masked.
pub async fn own_identity(backend: &Backend, actor: &Actor) -> Result<Option<(TypedIdentity, String)>, Error> {
    let db = backend.database().reader();
    let Some(own) = person::own(db, actor.id).await? else {
        return Ok(None);
    };
    let known = person::known(backend, db, own.id).await?;
    let typed = TypedIdentity {
        name: known.name,
        document_kind: known.document.kind().code().to_owned(),
        document_number: String::new(),
        address: known.address.unwrap_or_default(),
        phone: known.phone.unwrap_or_default(),
    };
    Ok(Some((typed, known.document.masked())))
}

/// Keeps who the landlord is. The contract names the landlord by it, so both sides of this match confirm again; other
/// matches keep what was signed.
pub async fn give_identity(
    backend: &Backend,
    landlord: &Actor,
    id: MatchId,
    identity: &Identity,
) -> Result<(), MatchError> {
    let facts = &facts(identity);
    backend
        .deed(|deed| async move {
            let step = Step::begin(deed, landlord, id, Action::GiveIdentity).await?;
            let entered = person::enter(&step.deed, facts, Basis::Own, landlord.id).await?;
            entity::account::Entity::update_many()
                .col_expr(entity::account::Column::PersonId, Expr::value(entered.person))
                .filter(entity::account::Column::Id.eq(Uuid::from(landlord.id)))
                .exec(&step.deed.tx)
                .await?;
            match super::terms::contract_of(&step.row)? {
                Some(contract) => store_contract(&step, contract.terms).await?,
                None => step.write(|update| update).await?,
            }
            step.finish().await
        })
        .await
}

fn facts(identity: &Identity) -> Facts {
    Facts {
        name: identity.name.clone(),
        document: identity.document.clone(),
        sex: None,
        born_on: None,
        address: Some(identity.address.clone()),
        phone: Some(identity.phone.clone()),
    }
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
            assert!(matches!(refused, Err(MatchError::Refused(_))), "{refused:?}");

            let after = load(backend, &match_.landlord, id).await.unwrap().unwrap();
            assert_eq!(after.contract.unwrap().landlord, "陈大房");
            assert_ne!(after.hash, before.hash);
            let (kept, masked) = own_identity(backend, &match_.landlord).await.unwrap().unwrap();
            assert_eq!((kept.phone.as_str(), kept.document_number.as_str()), ("13900000001", ""));
            assert!(masked.starts_with("***"), "{masked}");
        }
    }
}
