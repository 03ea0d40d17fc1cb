//! What people are told by mail. The row is written in the transaction of the deed; a job delivers it afterwards.

use crate::{Backend, Error, entity};
use domain::{
    id::{AccountId, JobId, NoticeId},
    lang::Lang,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};

macro_rules! templates {
    ($($(#[$doc:meta])* $name:ident = $folder:literal),* $(,)?) => {
        /// The mails that there are; each has a folder `mail/<name>/<lang>/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Template { $($(#[$doc])* $name),* }

        impl Template {
            pub const ALL: &'static [Template] = &[$(Template::$name),*];

            pub const fn folder(self) -> &'static str {
                match self { $(Template::$name => $folder),* }
            }
        }
    };
}

templates! {
    VerifyEmail = "verify-email",
    ResetPassword = "reset-password",
    ListingPublished = "listing-published",
    ListingReturned = "listing-returned",
    ViewingAsked = "viewing-asked",
    ViewingOffered = "viewing-offered",
    ViewingBooked = "viewing-booked",
    ViewingDeclined = "viewing-declined",
    ApplicationReceived = "application-received",
    ApplicationAccepted = "application-accepted",
    ApplicationDeclined = "application-declined",
    TermsReady = "terms-ready",
    MatchAgreed = "match-agreed",
    MatchReturned = "match-returned",
    MatchCompleted = "match-completed",
    MatchClosed = "match-closed",
    RegistrationFinalised = "registration-finalised",
}

/// Queues a mail to an account, to be sent once after `tx` is committed. `params` fill the template; they hold names, links
/// and dates, never document or phone numbers.
pub async fn send(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    to: AccountId,
    lang: Lang,
    template: Template,
    params: serde_json::Value,
) -> Result<(), Error> {
    let id = NoticeId::generate();
    let now = backend.now().as_millisecond();
    entity::notice::ActiveModel {
        id: Set(id.into()),
        account_id: Set(to.into()),
        template: Set(template.folder().to_owned()),
        lang: Set(lang.code().to_owned()),
        params: Set(params.to_string()),
        created_at: Set(now),
        sent_at: Set(None),
    }
    .insert(tx)
    .await?;
    entity::job::ActiveModel {
        id: Set(JobId::generate().into()),
        kind: Set("mail".to_owned()),
        payload: Set(serde_json::json!({ "notice": id }).to_string()),
        run_at: Set(now),
        attempts: Set(0),
        locked_until: Set(None),
        done_at: Set(None),
        failed_at: Set(None),
        last_error: Set(None),
        dedupe_key: Set(Some(format!("mail:{id}"))),
        created_at: Set(now),
    }
    .insert(tx)
    .await?;
    Ok(())
}
