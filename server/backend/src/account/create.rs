//! A new account: by its owner on the site, or by an administrator on the command line.

use super::link::{self, Purpose};
use crate::{
    Backend, Deed, DeedError, Error,
    access::{self, NewDuty},
    crypto::hash_password,
    deed::Record,
    entity,
    error::{ACCOUNT_EMAIL, violates},
    mail::Letter,
    notice::{self, Unasked},
};
use domain::{
    access::{Action, By, Subject, may},
    contact::{Email, Password, PersonName},
    id::AccountId,
    lang::Lang,
};
use jiff::SignedDuration;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr,
};

/// How long the link in a verification mail works.
const VERIFY_FOR: SignedDuration = SignedDuration::from_hours(48);

#[derive(Debug)]
pub struct NewAccount {
    pub email: Email,
    pub password: Password,
    pub name: PersonName,
    pub lang: Lang,
}

#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    #[error("there is an account with this address")]
    EmailTaken,
    #[error(transparent)]
    Refused(#[from] DeedError),
    #[error(transparent)]
    Backend(#[from] Error),
}

impl From<sea_orm::DbErr> for CreateError {
    fn from(error: sea_orm::DbErr) -> Self {
        if violates(&error, &ACCOUNT_EMAIL) {
            CreateError::EmailTaken
        } else {
            CreateError::Backend(error.into())
        }
    }
}

/// Makes an account whose address counts as verified, with its duties: for staff and demo data. Refused: what
/// [`access::grant`] refuses.
pub async fn create(
    backend: &Backend,
    by: By<'_>,
    new: NewAccount,
    duties: &[NewDuty],
) -> Result<AccountId, CreateError> {
    let hash = hash_password(new.password.reveal().to_owned())
        .await
        .map_err(Error::from)?;
    let (new, hash) = (&new, &hash);
    backend
        .deed(|deed| async move {
            let permit = may(by, Action::CreateAccount, &Subject::nowhere()).map_err(DeedError::from)?;
            let id = insert(backend, &deed.tx, new, hash.clone(), true).await?;
            for duty in duties {
                access::insert(&deed, by.account(), id, duty).await?;
            }
            let roles: Vec<_> = duties.iter().map(|duty| duty.role).collect();
            let detail = serde_json::json!({ "roles": roles });
            deed.commit(permit, Record("account", id.into()), detail).await?;
            Ok(id)
        })
        .await
}

/// Makes a citizen's account and mails the link that verifies the address. When the address is taken, its owner gets a
/// mail instead and the answer is the same: nobody learns from the form who has an account here.
pub async fn register(backend: &Backend, new: NewAccount) -> Result<(), DeedError> {
    let hash = hash_password(new.password.reveal().to_owned())
        .await
        .map_err(Error::from)?;
    let mut outcome = begin(backend, &new, &hash).await;
    if matches!(outcome, Err(CreateError::EmailTaken)) {
        // Perhaps by somebody who registered it at the same moment: then it is waiting for its owner by now.
        outcome = begin(backend, &new, &hash).await;
    }
    match outcome {
        Ok(()) => Ok(()),
        Err(CreateError::EmailTaken) => super::recover::ask_reset(backend, &new.email).await,
        Err(CreateError::Refused(error)) => Err(error),
        Err(CreateError::Backend(error)) => Err(error.into()),
    }
}

async fn begin(backend: &Backend, new: &NewAccount, hash: &str) -> Result<(), CreateError> {
    backend
        .deed(async |deed| {
            let permit = may(By::Visitor, Action::RegisterAccount, &Subject::nowhere()).map_err(DeedError::from)?;
            let id = match replace_unverified(&deed.tx, new, hash).await? {
                Some(id) => id,
                None => insert(backend, &deed.tx, new, hash.to_owned(), false).await?,
            };
            mail_verification(&deed, id, new.lang).await?;
            let record = Record("account", id.into());
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(())
        })
        .await
}

/// As long as nobody has shown that an address is theirs, whoever registers it again may be its owner: what the one before
/// typed is replaced, so that nobody ends up with a stranger's password or under a stranger's name.
async fn replace_unverified(
    tx: &impl ConnectionTrait,
    new: &NewAccount,
    password_hash: &str,
) -> Result<Option<AccountId>, Error> {
    use entity::account::{Column, Entity};
    let replaced = Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(password_hash))
        .col_expr(Column::Name, Expr::value(new.name.as_str()))
        .col_expr(Column::Lang, Expr::value(new.lang.code()))
        .col_expr(Column::FailedLogins, Expr::value(0))
        .col_expr(Column::LockedUntil, Expr::value(None::<i64>))
        .filter(Column::Email.eq(new.email.key()))
        .filter(Column::EmailVerifiedAt.is_null())
        .exec_with_returning(tx)
        .await?;
    Ok(replaced.first().map(|row| row.id.into()))
}

/// Sends the verification link again, if the last one is not too recent.
pub async fn send_verification(backend: &Backend, id: AccountId, lang: Lang) -> Result<(), DeedError> {
    backend
        .deed(async |deed| {
            let permit = may(By::Visitor, Action::AskVerification, &Subject::nowhere())?;
            mail_verification(&deed, id, lang).await?;
            let record = Record("account", id.into());
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(())
        })
        .await
}

pub(super) async fn insert(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    new: &NewAccount,
    password_hash: String,
    verified: bool,
) -> Result<AccountId, CreateError> {
    let now = backend.now().as_millisecond();
    let id = AccountId::generate();
    entity::account::ActiveModel {
        id: Set(id.into()),
        email: Set(new.email.key()),
        email_verified_at: Set(verified.then_some(now)),
        password_hash: Set(password_hash),
        name: Set(new.name.as_str().to_owned()),
        phone_sealed: Set(None),
        person_id: Set(None),
        lang: Set(new.lang.code().to_owned()),
        failed_logins: Set(0),
        locked_until: Set(None),
        created_at: Set(now),
    }
    .insert(tx)
    .await?;
    Ok(id)
}

/// Nothing happens while the last letter is recent: its link still works.
async fn mail_verification(deed: &Deed, id: AccountId, lang: Lang) -> Result<(), Error> {
    if !notice::may_write(deed.backend(), &deed.tx, id, Unasked::VerifyEmail).await? {
        return Ok(());
    }
    let token = link::issue(deed.backend(), &deed.tx, id, Purpose::Verify, VERIFY_FOR).await?;
    let letter = Letter::VerifyEmail {
        token: token.expose().to_owned(),
        hours: VERIFY_FOR.as_hours(),
    };
    notice::send(deed.backend(), &deed.tx, id, lang, &letter).await
}
