//! Queues letters: the row that is written in the transaction of the deed, and the job that delivers it.

use super::Deliver;
use crate::{Backend, Error, entity, job, mail::Letter};
use domain::{
    id::{AccountId, NoticeId},
    lang::Lang,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};

/// [`send`] in the language of the account.
pub async fn tell(backend: &Backend, tx: &impl ConnectionTrait, to: AccountId, letter: &Letter) -> Result<(), Error> {
    let account = entity::account::Entity::find_by_id(to).one(tx).await?;
    let account = account.ok_or_else(|| Error::corrupt("account", "id", to))?;
    tell_known(backend, tx, &account, letter).await
}

/// [`tell`], to an account that was read already.
pub(crate) async fn tell_known(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    to: &entity::account::Model,
    letter: &Letter,
) -> Result<(), Error> {
    let lang = Lang::parse(&to.lang).unwrap_or_default();
    send(backend, tx, to.id.into(), lang, letter).await
}

/// Queues a letter to an account, to be mailed once after `tx` is committed.
pub async fn send(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    to: AccountId,
    lang: Lang,
    letter: &Letter,
) -> Result<(), Error> {
    let id = NoticeId::generate();
    let (template, params) = letter.to_columns();
    entity::notice::ActiveModel {
        id: Set(id.into()),
        account_id: Set(to.into()),
        template: Set(template),
        lang: Set(lang.code().to_owned()),
        params: Set(params.to_string()),
        created_at: Set(backend.now().as_millisecond()),
        sent_at: Set(None),
    }
    .insert(tx)
    .await?;
    job::enqueue(backend, tx, &Deliver { notice: id }, backend.now(), None).await
}
