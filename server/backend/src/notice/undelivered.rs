//! Letters that have not left although they were tried: for administrators, who mend what is wrong and send them again.

use super::Deliver;
use crate::{Backend, DeedError, Error, database::Database, deed::Record, entity, job::Task};
use domain::{
    access::{Action, Actor, Subject, may},
    id::NoticeId,
    time::from_millis,
};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr,
};
use std::collections::HashMap;
use uuid::Uuid;

/// A letter that was tried and is still here.
#[derive(Clone, Debug)]
pub struct Undelivered {
    pub notice: NoticeId,
    /// Whose it is, by name.
    pub to: String,
    /// Which letter, by its code.
    pub letter: String,
    pub since: Timestamp,
    /// Why the last try failed. Holds no address.
    pub problem: String,
    /// When it is tried next; `None` once it was given up.
    pub next_try: Option<Timestamp>,
}

/// Jobs of letters that failed at least once and are not done.
fn failed() -> Select<entity::job::Entity> {
    use entity::job::{Column, Entity};
    Entity::find()
        .filter(Column::Kind.eq(Deliver::KIND))
        .filter(Column::DoneAt.is_null())
        .filter(Column::LastError.is_not_null())
}

/// Those letters, the newest first, and how many there are. `None` for who is no administrator.
pub async fn undelivered(
    backend: &Backend,
    actor: &Actor,
    limit: u64,
) -> Result<Option<(Vec<Undelivered>, u64)>, Error> {
    if may(actor, Action::SendAgain, &Subject::nowhere()).is_err() {
        return Ok(None);
    }
    let db = backend.database().reader();
    let count = failed().count(db).await?;
    let jobs = failed()
        .order_by_desc(entity::job::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    let tasks = jobs
        .iter()
        .map(|job| serde_json::from_str::<Deliver>(&job.payload).map(|task| Uuid::from(task.notice)))
        .collect::<Result<Vec<_>, _>>()?;
    let notices: HashMap<Uuid, entity::notice::Model> = entity::notice::Entity::find()
        .filter(entity::notice::Column::Id.is_in(tasks.iter().copied()))
        .all(db)
        .await?
        .into_iter()
        .map(|notice| (notice.id, notice))
        .collect();
    let names: HashMap<Uuid, String> = entity::account::Entity::find()
        .filter(entity::account::Column::Id.is_in(notices.values().map(|notice| notice.account_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|account| (account.id, account.name))
        .collect();
    let mut lines = Vec::with_capacity(jobs.len());
    for (job, id) in jobs.into_iter().zip(tasks) {
        let Some(notice) = notices.get(&id) else { continue };
        let at = |millis, column| from_millis(millis).ok_or_else(|| Error::corrupt("job", column, job.id));
        lines.push(Undelivered {
            notice: id.into(),
            to: names.get(&notice.account_id).cloned().unwrap_or_default(),
            letter: notice.template.clone(),
            since: at(job.created_at, "created_at")?,
            next_try: match job.failed_at {
                Some(_) => None,
                None => Some(at(job.run_at, "run_at")?),
            },
            problem: job.last_error.unwrap_or_default(),
        });
    }
    Ok(Some((lines, count)))
}

/// How many letters were given up and wait for somebody.
pub async fn given_up(database: &Database) -> Result<u64, Error> {
    let given_up = failed().filter(entity::job::Column::FailedAt.is_not_null());
    Ok(given_up.count(database.reader()).await?)
}

/// Tries a letter again now, with all its tries before it. [`DeedError::Stale`] where it has left meanwhile.
pub async fn send_again(backend: &Backend, actor: &Actor, notice: NoticeId) -> Result<(), DeedError> {
    use entity::job::{Column, Entity};
    let payload = &serde_json::to_string(&Deliver { notice }).map_err(Error::from)?;
    backend
        .deed(|deed| async move {
            let permit = may(actor, Action::SendAgain, &Subject::nowhere())?;
            if entity::notice::Entity::find_by_id(notice)
                .one(&deed.tx)
                .await?
                .is_none()
            {
                return Err(DeedError::NotFound);
            }
            let again = Entity::update_many()
                .col_expr(Column::RunAt, Expr::value(deed.now.as_millisecond()))
                .col_expr(Column::FailedAt, Expr::value(None::<i64>))
                .col_expr(Column::Attempts, Expr::value(0))
                .filter(Column::Kind.eq(Deliver::KIND))
                .filter(Column::Payload.eq(payload))
                .filter(Column::DoneAt.is_null())
                .filter(Column::LockedUntil.is_null())
                .exec(&deed.tx)
                .await?;
            if again.rows_affected == 0 {
                return Err(DeedError::Stale);
            }
            let record = Record("notice", notice.into());
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        job::{Tally, run_all_due},
        mail::Letter,
        matching::fixture,
        notice,
        test_support::Bench,
    };
    use domain::access::Role;

    async fn queue(bench: &Bench, to: &Actor) {
        let tx = bench.backend.database().begin().await.unwrap();
        let letter = Letter::MatchClosed {
            title: "列东一室一厅".to_owned(),
        };
        notice::tell(&bench.backend, &tx, to.id, &letter).await.unwrap();
        tx.commit().await.unwrap();
    }

    both! {
        async fn a_letter_that_was_given_up_is_seen_counted_and_sent_again(bench: &Bench) {
            let backend = &bench.backend;
            let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
            let to = fixture::citizen(bench, "林晓").await;
            queue(bench, &to).await;
            // A file where the folder should be: no mail can be written.
            let folder = backend.config().mail_dir();
            std::fs::write(&folder, "").unwrap();
            assert_eq!(run_all_due(backend).await.unwrap(), Tally { done: 0, failed: 1 });
            let (lines, count) = undelivered(backend, &admin, 50).await.unwrap().unwrap();
            assert_eq!((lines[0].to.as_str(), lines[0].letter.as_str(), count), ("林晓", "match-closed", 1));
            assert!(lines[0].next_try.is_some());
            assert_eq!(given_up(backend.database()).await.unwrap(), 0);
            for _ in 0..12 {
                bench.clock.advance(8 * 3600);
                run_all_due(backend).await.unwrap();
            }
            let (lines, _) = undelivered(backend, &admin, 50).await.unwrap().unwrap();
            assert_eq!(lines[0].next_try, None);
            assert_eq!(given_up(backend.database()).await.unwrap(), 1);

            std::fs::remove_file(&folder).unwrap();
            let notice = lines[0].notice;
            send_again(backend, &admin, notice).await.unwrap();
            assert_eq!(run_all_due(backend).await.unwrap(), Tally { done: 1, failed: 0 });
            assert_eq!(undelivered(backend, &admin, 50).await.unwrap().unwrap().1, 0);
            let done = send_again(backend, &admin, notice).await;
            assert!(matches!(done, Err(DeedError::Stale)), "{done:?}");
        }

        async fn letters_are_the_administrator_s_business(bench: &Bench) {
            let backend = &bench.backend;
            let coordinator = fixture::staff(bench, "李协管", Role::Coordinator, &["350404"]).await;
            assert!(undelivered(backend, &coordinator, 50).await.unwrap().is_none());
            let sent = send_again(backend, &coordinator, NoticeId::generate()).await;
            assert!(matches!(sent, Err(DeedError::NotFound)), "{sent:?}");
        }
    }
}
