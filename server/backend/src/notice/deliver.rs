//! Mails one notice.

use crate::job::{Failure, Task};
use crate::mail::{Letter, render};
use crate::{Backend, Error, entity};
use domain::{id::NoticeId, lang::Lang};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};

/// Mail a notice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Deliver {
    pub notice: NoticeId,
}

impl Task for Deliver {
    const KIND: &'static str = "mail";

    async fn run(self, backend: &Backend) -> Result<(), Failure> {
        deliver(backend, self.notice).await
    }
}

/// Sends the mail of a notice, unless it was sent before. When the program stops between sending and noting it, the mail
/// goes out a second time with the same Message-ID, which mail programs show once.
async fn deliver(backend: &Backend, id: NoticeId) -> Result<(), Failure> {
    let reader = backend.database().reader();
    let Some(notice) = entity::notice::Entity::find_by_id(id)
        .one(reader)
        .await
        .map_err(Error::from)?
    else {
        return Ok(());
    };
    if notice.sent_at.is_some() {
        return Ok(());
    }
    let account = entity::account::Entity::find_by_id(notice.account_id)
        .one(reader)
        .await
        .map_err(Error::from)?;
    let Some(account) = account else {
        return Ok(());
    };
    let lang = Lang::parse(&notice.lang).ok_or_else(|| Error::corrupt("notice", "lang", id))?;
    let params = serde_json::from_str(&notice.params).map_err(Error::from)?;
    let letter = Letter::from_columns(&notice.template, params).map_err(|error| Failure::permanent(&error))?;
    let mail = render(&letter, lang, &account.name, backend.config()).map_err(|error| Failure::permanent(&error))?;
    backend
        .mailer()
        .send(id.into(), &account.email, &mail)
        .await
        .map_err(|error| {
            if error.is_permanent() {
                Failure::permanent(&error)
            } else {
                Failure::from(Error::from(error))
            }
        })?;

    let mut sent: entity::notice::ActiveModel = notice.into();
    sent.sent_at = Set(Some(backend.now().as_millisecond()));
    if letter.holds_secret() {
        sent.params = Set("{}".to_owned());
    }
    sent.update(backend.database().writer()).await.map_err(Error::from)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::{Tally, run_all_due};
    use crate::test_support::Bench;
    use crate::{account, notice};
    use sea_orm::{ConnectionTrait as _, PaginatorTrait as _};

    fn new_account() -> account::NewAccount {
        account::NewAccount {
            email: domain::contact::Email::parse("lin@example.cn").unwrap(),
            password: domain::contact::Password::parse("a long enough password", None).unwrap(),
            name: domain::contact::PersonName::parse("林晓").unwrap(),
            lang: Lang::Zh,
        }
    }

    fn mails(bench: &Bench) -> Vec<String> {
        let folder = std::fs::read_dir(bench.backend.config().mail_dir());
        folder
            .into_iter()
            .flatten()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect()
    }

    crate::both! {
        async fn a_mail_goes_out_once_and_its_secret_is_forgotten(bench: &Bench) {
            account::register(&bench.backend, new_account()).await.unwrap();
            assert_eq!(run_all_due(&bench.backend).await.unwrap(), Tally { done: 1, failed: 0 });
            let sent = mails(bench);
            assert_eq!(sent.len(), 1);
            assert!(sent[0].contains("To: lin@example.cn"), "{}", sent[0]);
            let notice = entity::notice::Entity::find().one(bench.backend.database().reader()).await.unwrap().unwrap();
            assert_eq!((notice.params.as_str(), notice.sent_at), ("{}", Some(bench.backend.now().as_millisecond())));
            // Delivered again, as after a crash: nothing more happens, although the letter can't be written any more.
            deliver(&bench.backend, notice.id.into()).await.unwrap();
            assert_eq!(mails(bench).len(), 1);
        }

        async fn a_rolled_back_deed_tells_nobody(bench: &Bench) {
            let to = account::create(&bench.backend, domain::access::By::Program, new_account(), &[]).await.unwrap();
            let tx = bench.backend.database().begin().await.unwrap();
            let letter = Letter::MatchClosed { title: "列东一室一厅".to_owned() };
            notice::send(&bench.backend, &tx, to, Lang::Zh, &letter).await.unwrap();
            tx.rollback().await.unwrap();
            assert_eq!(run_all_due(&bench.backend).await.unwrap(), Tally::default());
            assert_eq!(entity::notice::Entity::find().count(bench.backend.database().reader()).await.unwrap(), 0);
        }

        async fn a_mail_that_can_t_leave_is_tried_again_later(bench: &Bench) {
            account::register(&bench.backend, new_account()).await.unwrap();
            // A file where the folder should be: the mail can't be written.
            std::fs::write(bench.backend.config().mail_dir(), "").unwrap();
            assert_eq!(run_all_due(&bench.backend).await.unwrap(), Tally { done: 0, failed: 1 });
            assert_eq!(run_all_due(&bench.backend).await.unwrap(), Tally::default(), "not at once");
            std::fs::remove_file(bench.backend.config().mail_dir()).unwrap();
            bench.clock.advance(60);
            assert_eq!(run_all_due(&bench.backend).await.unwrap(), Tally { done: 1, failed: 0 });
            assert_eq!(mails(bench).len(), 1);
        }

        async fn a_letter_of_another_version_is_given_up(bench: &Bench) {
            account::register(&bench.backend, new_account()).await.unwrap();
            bench.backend.database().writer().execute_unprepared("UPDATE notice SET template = 'unknown'").await.unwrap();
            assert_eq!(run_all_due(&bench.backend).await.unwrap(), Tally { done: 0, failed: 1 });
            bench.clock.advance(86_400);
            assert_eq!(run_all_due(&bench.backend).await.unwrap(), Tally::default());
        }
    }
}
