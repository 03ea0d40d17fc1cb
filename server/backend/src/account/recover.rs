//! A forgotten password: a link by mail, a new password.

use super::{
    link::{self, Purpose},
    verify::mark_verified,
};
use crate::{
    Backend, DeedError, Error,
    crypto::{Token, hash_password},
    deed::Record,
    entity,
    mail::Letter,
    notice::{self, Unasked},
};
use domain::{
    access::{Action, By, Subject, may},
    contact::{Email, Password},
    id::AccountId,
};
use jiff::SignedDuration;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

const RESET_FOR: SignedDuration = SignedDuration::from_hours(2);

/// Mails a link for a new password, if there is such an account and the last letter is not too recent; nobody is told
/// whether it is so. Links that were mailed
/// before stop working: one of them may lie where others read.
pub async fn ask_reset(backend: &Backend, email: &Email) -> Result<(), DeedError> {
    let Some(account) = super::by_email(backend, email).await? else {
        return Ok(());
    };
    let id = account.id;
    backend
        .deed(async |deed| {
            let permit = may(By::Visitor, Action::AskReset, &Subject::nowhere())?;
            link::lock(&deed.tx, id).await?;
            if !notice::may_write(backend, &deed.tx, id, Unasked::ResetPassword).await? {
                return Ok(());
            }
            link::end_all(backend, &deed.tx, id, Purpose::Reset).await?;
            let token = link::issue(backend, &deed.tx, id, Purpose::Reset, RESET_FOR).await?;
            let letter = Letter::ResetPassword {
                token: token.expose().to_owned(),
                hours: RESET_FOR.as_hours(),
            };
            deed.tell(id, &letter).await?;
            let record = Record("account", id.into());
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(())
        })
        .await
}

/// Sets a new password by a link; every session ends, and the owner is told by mail. `false`: the link is unknown, used
/// or too old.
pub async fn reset_password(backend: &Backend, token: &Token, password: Password) -> Result<bool, DeedError> {
    let hash = &hash_password(password.reveal().to_owned()).await.map_err(Error::from)?;
    backend
        .deed(async |deed| {
            let permit = may(By::Visitor, Action::ResetPassword, &Subject::nowhere())?;
            let Some(id) = link::follow(backend, &deed.tx, token, Purpose::Reset).await? else {
                return Ok(false);
            };
            replace_password(backend, &deed.tx, id, hash).await?;
            deed.tell(id, &Letter::PasswordChanged { at: deed.now }).await?;
            let record = Record("account", id.into());
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(true)
        })
        .await
}

async fn replace_password(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    id: AccountId,
    hash: &str,
) -> Result<(), Error> {
    use entity::account::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(hash))
        .col_expr(Column::FailedLogins, Expr::value(0))
        .col_expr(Column::LockedUntil, Expr::value(None::<i64>))
        .filter(Column::Id.eq(Uuid::from(id)))
        .exec(tx)
        .await?;
    // Whoever reads this mailbox has shown that the address is theirs.
    mark_verified(backend, tx, id).await?;
    entity::session::Entity::delete_many()
        .filter(entity::session::Column::AccountId.eq(Uuid::from(id)))
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{account::LogInError, account::log_in, both, test_support::people};
    use domain::access::Actor;
    use sea_orm::{PaginatorTrait as _, QueryOrder as _};

    fn lin() -> Email {
        Email::parse("lin@example.cn").unwrap()
    }

    fn password(text: &str) -> Password {
        Password::parse(text, None).unwrap()
    }

    async fn person(backend: &Backend) -> Actor {
        people::citizen(backend, "lin@example.cn").await
    }

    /// Asks for a link and reads it out of the mail that waits to be sent.
    async fn link_by_mail(backend: &Backend) -> Token {
        ask_reset(backend, &lin()).await.unwrap();
        let mail = entity::notice::Entity::find()
            .order_by_desc(entity::notice::Column::Id)
            .one(backend.database().reader())
            .await
            .unwrap()
            .unwrap();
        let params: serde_json::Value = serde_json::from_str(&mail.params).unwrap();
        Token::parse(params["token"].as_str().unwrap()).unwrap()
    }

    async fn links_that_work(backend: &Backend) -> u64 {
        let unused = entity::email_token::Entity::find().filter(entity::email_token::Column::UsedAt.is_null());
        unused.count(backend.database().reader()).await.unwrap()
    }

    both! {
        async fn an_older_link_for_a_new_password_stops_when_a_newer_one_is_asked_for(bench: &Bench) {
            let backend = &bench.backend;
            person(backend).await;
            let older = link_by_mail(backend).await;
            bench.clock.advance(5 * 60);
            let newer = link_by_mail(backend).await;
            assert!(!reset_password(backend, &older, password("the first new one")).await.unwrap());
            assert!(reset_password(backend, &newer, password("the second new one")).await.unwrap());
            assert!(!reset_password(backend, &newer, password("the third new one")).await.unwrap(), "used");
            log_in(backend, &lin(), "the second new one".to_owned()).await.unwrap();
        }

        async fn no_other_link_works_once_one_was_used(bench: &Bench) {
            let backend = &bench.backend;
            let id = person(backend).await.id;
            let tx = backend.database().begin().await.unwrap();
            let one = link::issue(backend, &tx, id, Purpose::Reset, RESET_FOR).await.unwrap();
            let other = link::issue(backend, &tx, id, Purpose::Reset, RESET_FOR).await.unwrap();
            tx.commit().await.unwrap();
            let (done, again) = tokio::join!(
                reset_password(backend, &one, password("the first new one")),
                reset_password(backend, &other, password("the second new one")),
            );
            assert_eq!(u8::from(done.unwrap()) + u8::from(again.unwrap()), 1);
            assert_eq!(links_that_work(backend).await, 0);
        }

        async fn of_two_links_asked_for_at_once_one_works(bench: &Bench) {
            let backend = &bench.backend;
            person(backend).await;
            let (one, other) = (lin(), lin());
            let (one, other) = tokio::join!(ask_reset(backend, &one), ask_reset(backend, &other));
            one.and(other).unwrap();
            assert_eq!(links_that_work(backend).await, 1);
        }

        async fn the_owner_is_told_of_a_changed_password(bench: &Bench) {
            let backend = &bench.backend;
            person(backend).await;
            let old = log_in(backend, &lin(), "a long walk by the river".to_owned()).await.unwrap();
            let link = link_by_mail(backend).await;
            reset_password(backend, &link, password("the first new one")).await.unwrap();
            let told = entity::notice::Entity::find()
                .filter(entity::notice::Column::Template.eq("password-changed"))
                .count(backend.database().reader())
                .await
                .unwrap();
            assert_eq!(told, 1);
            assert!(crate::account::of_session(backend, &old).await.unwrap().is_none(), "sessions end");
            let before = log_in(backend, &lin(), "a long walk by the river".to_owned()).await;
            assert!(matches!(before, Err(LogInError::Wrong)), "{before:?}");
        }
    }
}
