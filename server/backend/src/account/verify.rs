//! The link that shows that an address is its owner's.
//!
//! Whoever registered an address may not be who reads its mail. So the link alone verifies nothing: the password that was
//! set must be known too, and only who has both gets in.

use super::{
    link::{self, Purpose},
    log_in::{LogInError, prove, take_back},
    session,
};
use crate::{Backend, Error, crypto::Token, deed::Record, entity};
use domain::{
    access::{Action, By, Subject, may},
    id::AccountId,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// Follows a verification link with the password of the account and opens a session. `None`: the link is unknown, used or
/// too old. A wrong password leaves the link as it was, and counts as one at the login page does.
pub async fn verify_email(backend: &Backend, link: &Token, password: String) -> Result<Option<Token>, LogInError> {
    let reader = backend.database().reader();
    let Some(id) = link::holder(backend, reader, link, Purpose::Verify).await? else {
        return Ok(None);
    };
    let found = entity::account::Entity::find_by_id(id).one(reader).await?;
    let account = &prove(backend, found, password).await?;
    backend
        .deed(async |deed| {
            let permit = may(By::Visitor, Action::VerifyEmail, &Subject::nowhere())?;
            take_back(&deed.tx, account).await?;
            if link::follow(backend, &deed.tx, link, Purpose::Verify).await?.is_none() {
                return Ok(None);
            }
            mark_verified(backend, &deed.tx, id).await?;
            let session = session::open(backend, &deed.tx, id).await?;
            let record = Record("account", id.into());
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(Some(session))
        })
        .await
}

pub(super) async fn mark_verified(backend: &Backend, tx: &impl ConnectionTrait, id: AccountId) -> Result<(), Error> {
    entity::account::Entity::update_many()
        .col_expr(
            entity::account::Column::EmailVerifiedAt,
            Expr::value(backend.now().as_millisecond()),
        )
        .filter(entity::account::Column::Id.eq(Uuid::from(id)))
        .filter(entity::account::Column::EmailVerifiedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::{NewAccount, actor, log_in, of_session, register},
        both,
    };
    use domain::{
        contact::{Email, Password, PersonName},
        lang::Lang,
    };
    use sea_orm::QueryOrder as _;

    const STRANGERS: &str = "what the stranger chose";
    const OWNERS: &str = "what the owner chose";

    fn lin() -> Email {
        Email::parse("lin@example.cn").unwrap()
    }

    /// Registers the address, and reads the link out of the mail that waits to be sent.
    async fn registered(backend: &Backend, name: &str, password: &str) -> Token {
        let new = NewAccount {
            email: lin(),
            password: Password::parse(password, None).unwrap(),
            name: PersonName::parse(name).unwrap(),
            lang: Lang::Zh,
        };
        register(backend, new).await.unwrap();
        let mail = entity::notice::Entity::find()
            .filter(entity::notice::Column::Template.eq("verify-email"))
            .order_by_desc(entity::notice::Column::Id)
            .one(backend.database().reader())
            .await
            .unwrap()
            .unwrap();
        let params: serde_json::Value = serde_json::from_str(&mail.params).unwrap();
        Token::parse(params["token"].as_str().unwrap()).unwrap()
    }

    both! {
        async fn an_address_that_a_stranger_registered_does_not_open_when_its_owner_presses_the_link(bench: &Bench) {
            let backend = &bench.backend;
            let link = registered(backend, "陌生人", STRANGERS).await;
            let pressed = verify_email(backend, &link, OWNERS.to_owned()).await;
            assert!(matches!(pressed, Err(LogInError::Wrong)), "{pressed:?}");
            let stranger = log_in(backend, &lin(), STRANGERS.to_owned()).await;
            assert!(matches!(stranger, Err(LogInError::Unverified(_))), "{stranger:?}");
        }

        async fn an_address_that_a_stranger_registered_is_its_owners_who_registers_it_again(bench: &Bench) {
            let backend = &bench.backend;
            let first = registered(backend, "陌生人", STRANGERS).await;
            let second = registered(backend, "林晓", OWNERS).await;
            for link in [&first, &second] {
                let stranger = verify_email(backend, link, STRANGERS.to_owned()).await;
                assert!(matches!(stranger, Err(LogInError::Wrong)), "{stranger:?}");
            }
            // Either mail may be the one that is opened.
            let session = verify_email(backend, &first, OWNERS.to_owned()).await.unwrap().unwrap();
            let owner = of_session(backend, &session).await.unwrap().unwrap().actor;
            assert_eq!(owner.name, "林晓");
            let stranger = log_in(backend, &lin(), STRANGERS.to_owned()).await;
            assert!(matches!(stranger, Err(LogInError::Wrong)), "{stranger:?}");
            log_in(backend, &lin(), OWNERS.to_owned()).await.unwrap();
        }

        async fn a_verified_account_is_not_replaced_by_registering_its_address(bench: &Bench) {
            let backend = &bench.backend;
            let link = registered(backend, "林晓", OWNERS).await;
            let session = verify_email(backend, &link, OWNERS.to_owned()).await.unwrap().unwrap();
            let before = of_session(backend, &session).await.unwrap().unwrap().actor;
            registered(backend, "陌生人", STRANGERS).await;
            assert_eq!(actor(backend, before.id).await.unwrap(), Some(before));
            log_in(backend, &lin(), OWNERS.to_owned()).await.unwrap();
        }

        async fn a_verification_link_works_once(bench: &Bench) {
            let backend = &bench.backend;
            let link = registered(backend, "林晓", OWNERS).await;
            assert!(verify_email(backend, &link, OWNERS.to_owned()).await.unwrap().is_some());
            assert!(verify_email(backend, &link, OWNERS.to_owned()).await.unwrap().is_none());
        }

        async fn guesses_with_a_verification_link_are_counted(bench: &Bench) {
            let backend = &bench.backend;
            let link = registered(backend, "林晓", OWNERS).await;
            for _ in 0..5 {
                let guess = verify_email(backend, &link, "not this one".to_owned()).await;
                assert!(matches!(guess, Err(LogInError::Wrong)), "{guess:?}");
            }
            let right = verify_email(backend, &link, OWNERS.to_owned()).await;
            assert!(matches!(right, Err(LogInError::Locked(_))), "{right:?}");
        }
    }
}
