//! Letters that strangers can cause, with nothing but an address, go out seldom.

use crate::{Backend, Error, entity, parameter};
use domain::{id::AccountId, time};
use jiff::SignedDuration;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};

/// A letter that goes to an account although nobody who is logged in asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unasked {
    VerifyEmail,
    ResetPassword,
}

impl Unasked {
    fn code(self) -> &'static str {
        match self {
            Unasked::VerifyEmail => "verify-email",
            Unasked::ResetPassword => "reset-password",
        }
    }
}

/// Whether such a letter may go to the account now; if so, it is counted within `tx`. Of two who ask at once, one may.
///
/// The caller gives the same answer either way: nobody learns from it whether a letter went out.
pub(crate) async fn may_write(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    to: AccountId,
    letter: Unasked,
) -> Result<bool, Error> {
    use entity::letter_cool_down::{ActiveModel, Column, Entity};
    let (now, today) = (backend.now(), backend.today());
    let parameters = parameter::on(tx, today).await?;
    let pause = SignedDuration::from_mins(i64::from(parameters.unasked_letter_minutes));
    let most = i32::try_from(parameters.unasked_letters_a_day).unwrap_or(i32::MAX);
    let column = |column: Column| Expr::col((Entity, column));
    let another_day = || column(Column::SentOn).ne(time::format_date(today));
    let count = Expr::case(another_day(), 1).finally(column(Column::SentThatDay).add(1));
    // One statement: whoever comes second waits for the row and then sees what the first one wrote.
    let counted = Entity::insert(ActiveModel {
        account_id: Set(to.into()),
        letter: Set(letter.code().to_owned()),
        sent_at: Set(now.as_millisecond()),
        sent_on: Set(time::format_date(today)),
        sent_that_day: Set(1),
    })
    .on_conflict(
        OnConflict::columns([Column::AccountId, Column::Letter])
            .update_columns([Column::SentAt, Column::SentOn])
            .value(Column::SentThatDay, count)
            .action_and_where(column(Column::SentAt).lte((now - pause).as_millisecond()))
            .action_and_where(another_day().or(column(Column::SentThatDay).lt(most)))
            .to_owned(),
    )
    .exec_without_returning(tx)
    .await?;
    Ok(counted > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::{self, NewAccount},
        both,
        test_support::{Bench, people},
    };
    use domain::{
        contact::{Email, Password, PersonName},
        lang::Lang,
    };
    use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

    const MINUTE: i64 = 60;

    fn lin() -> Email {
        Email::parse("lin@example.cn").unwrap()
    }

    async fn register(backend: &Backend, password: &str) {
        let new = NewAccount {
            email: lin(),
            password: Password::parse(password, None).unwrap(),
            name: PersonName::parse("林晓").unwrap(),
            lang: Lang::Zh,
        };
        account::register(backend, new).await.unwrap();
    }

    async fn letters(backend: &Backend) -> Vec<String> {
        let rows = entity::notice::Entity::find().order_by_asc(entity::notice::Column::Id);
        let rows = rows.all(backend.database().reader()).await.unwrap();
        rows.into_iter().map(|row| row.template).collect()
    }

    async fn may(bench: &Bench, to: AccountId, letter: Unasked) -> bool {
        let tx = bench.backend.database().begin().await.unwrap();
        let may = may_write(&bench.backend, &tx, to, letter).await.unwrap();
        tx.commit().await.unwrap();
        may
    }

    /// Ready when a transaction waits for another one.
    async fn one_waits(bench: &Bench) {
        use sea_orm::{DbBackend, Statement};
        // SQLite lets nobody begin meanwhile.
        if !bench.backend.database().is_postgres() {
            return;
        }
        let sql = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let waiting = Statement::from_string(DbBackend::Postgres, sql);
        let reader = bench.backend.database().reader();
        while reader.query_one_raw(waiting.clone()).await.unwrap().is_none() {}
    }

    both! {
        async fn forty_resets_in_a_moment_are_one_letter(bench: &Bench) {
            let backend = &bench.backend;
            people::citizen(backend, "lin@example.cn").await;
            for _ in 0..40 {
                account::ask_reset(backend, &lin()).await.unwrap();
            }
            assert_eq!(letters(backend).await, ["reset-password"]);
            bench.clock.advance(5 * MINUTE);
            account::ask_reset(backend, &lin()).await.unwrap();
            assert_eq!(letters(backend).await, ["reset-password", "reset-password"]);
        }

        async fn registering_an_address_again_and_again_is_one_letter(bench: &Bench) {
            let backend = &bench.backend;
            for _ in 0..16 {
                register(backend, "a long walk by the river").await;
            }
            let account = account::by_email(backend, &lin()).await.unwrap().unwrap();
            for _ in 0..3 {
                account::send_verification(backend, account.id, Lang::Zh).await.unwrap();
            }
            assert_eq!(letters(backend).await, ["verify-email"]);
        }

        async fn two_who_register_one_address_at_once_cause_one_letter(bench: &Bench) {
            let backend = &bench.backend;
            tokio::join!(register(backend, "a long walk by the river"), register(backend, "a short walk by the sea"));
            assert_eq!(letters(backend).await, ["verify-email"]);
        }

        async fn registering_an_address_that_has_an_account_writes_to_its_owner_once(bench: &Bench) {
            let backend = &bench.backend;
            people::citizen(backend, "lin@example.cn").await;
            for _ in 0..16 {
                register(backend, "a short walk by the sea").await;
            }
            assert_eq!(letters(backend).await, ["reset-password"]);
        }

        async fn a_letter_that_is_held_back_leaves_the_link_of_the_last_one_as_it_was(bench: &Bench) {
            let backend = &bench.backend;
            people::citizen(backend, "lin@example.cn").await;
            account::ask_reset(backend, &lin()).await.unwrap();
            account::ask_reset(backend, &lin()).await.unwrap();
            let unused = entity::email_token::Entity::find().filter(entity::email_token::Column::UsedAt.is_null());
            assert_eq!(unused.all(backend.database().reader()).await.unwrap().len(), 1);
        }

        async fn ten_letters_a_day_go_out_and_the_next_ones_tomorrow(bench: &Bench) {
            let to = people::citizen(&bench.backend, "lin@example.cn").await.id;
            // From nine in the morning in China.
            let mut sent = Vec::new();
            for _ in 0..12 {
                sent.push(may(bench, to, Unasked::VerifyEmail).await);
                bench.clock.advance(MINUTE * 5);
            }
            assert_eq!(sent, [[true; 10].as_slice(), &[false; 2]].concat());
            assert!(may(bench, to, Unasked::ResetPassword).await, "another kind is counted apart");
            let other = people::citizen(&bench.backend, "luo@example.cn").await.id;
            assert!(may(bench, other, Unasked::VerifyEmail).await, "another address is counted apart");
            // Ten in the morning; midnight is fourteen hours off.
            bench.clock.advance(14 * 60 * MINUTE - 1);
            assert!(!may(bench, to, Unasked::VerifyEmail).await);
            bench.clock.advance(1);
            assert!(may(bench, to, Unasked::VerifyEmail).await);
            bench.clock.advance(5 * MINUTE - 1);
            assert!(!may(bench, to, Unasked::VerifyEmail).await);
        }

        async fn of_two_transactions_that_ask_at_once_one_may_write(bench: &Bench) {
            let backend = &bench.backend;
            let to = people::citizen(backend, "lin@example.cn").await.id;
            let tx = backend.database().begin().await.unwrap();
            assert!(may_write(backend, &tx, to, Unasked::ResetPassword).await.unwrap());
            let commit = async {
                one_waits(bench).await;
                tx.commit().await.unwrap();
            };
            let (second, ()) = tokio::join!(may(bench, to, Unasked::ResetPassword), commit);
            assert!(!second);
        }

        async fn a_letter_that_was_rolled_back_is_not_counted(bench: &Bench) {
            let backend = &bench.backend;
            let to = people::citizen(backend, "lin@example.cn").await.id;
            let tx = backend.database().begin().await.unwrap();
            assert!(may_write(backend, &tx, to, Unasked::ResetPassword).await.unwrap());
            let back = async {
                one_waits(bench).await;
                tx.rollback().await.unwrap();
            };
            let (second, ()) = tokio::join!(may(bench, to, Unasked::ResetPassword), back);
            assert!(second);
        }
    }
}
