//! An administrator makes an account for a new member of staff, who sets the password by a mailed link.

use super::{
    CreateError, NewAccount, create,
    link::{self, Purpose},
};
use crate::{
    Backend, DeedError, Error,
    access::{self, NewDuty},
    crypto::{Token, hash_password},
    deed::Record,
    mail::Letter,
};
use domain::{
    access::{Action, Actor, Subject, may},
    contact::{Email, Password, PersonName},
    id::AccountId,
    lang::Lang,
};
use jiff::SignedDuration;

/// Over a weekend; afterwards "forgotten password" mails another link.
const LINK_FOR: SignedDuration = SignedDuration::from_hours(72);

/// Who is to work here.
#[derive(Debug)]
pub struct Invited {
    pub email: Email,
    pub name: PersonName,
    /// Of the mails.
    pub lang: Lang,
}

/// Makes the account with its first duty and mails the link for a password; until then nobody can log in with it. Refused:
/// what [`access::grant`] refuses.
pub async fn invite(
    backend: &Backend,
    actor: &Actor,
    invited: &Invited,
    duty: &NewDuty,
) -> Result<AccountId, CreateError> {
    // A secret that nobody has seen.
    let password = Password::parse(Token::random().expose(), None).map_err(DeedError::Refused)?;
    let hash = hash_password(password.reveal().to_owned()).await.map_err(Error::from)?;
    let new = &NewAccount {
        email: invited.email.clone(),
        name: invited.name.clone(),
        lang: invited.lang,
        password,
    };
    let hash = &hash;
    backend
        .deed(|deed| async move {
            let permit = may(actor, Action::CreateAccount, &Subject::nowhere()).map_err(DeedError::from)?;
            // Counts as verified: nobody takes the account over by registering its address.
            let id = create::insert(backend, &deed.tx, new, hash.clone(), true).await?;
            access::entrust(&deed, Some(actor.id), id, duty).await?;
            let token = link::issue(backend, &deed.tx, id, Purpose::Reset, LINK_FOR).await?;
            let letter = Letter::StaffInvited {
                token: token.expose().to_owned(),
                hours: LINK_FOR.as_hours(),
            };
            deed.tell(id, &letter).await?;
            let detail = serde_json::json!({ "roles": [duty.role] });
            deed.commit(permit, Record("account", id.into()), detail).await?;
            Ok(id)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::{LogInError, actor, log_in, reset_password},
        both, entity,
        matching::fixture,
        test_support::people,
    };
    use domain::access::Role;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    use uuid::Uuid;

    fn invited() -> Invited {
        Invited {
            email: Email::parse("zhou@example.cn").unwrap(),
            name: PersonName::parse("周复核").unwrap(),
            lang: Lang::Zh,
        }
    }

    both! {
        async fn who_is_invited_sets_the_password_by_mail_and_has_the_duty(bench: &Bench) {
            let backend = &bench.backend;
            let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
            let duty = NewDuty { from: backend.today(), ..people::duty(Role::Reviewer, Some("350404001")) };
            let id = invite(backend, &admin, &invited(), &duty).await.unwrap();
            let mail = entity::notice::Entity::find()
                .filter(entity::notice::Column::AccountId.eq(Uuid::from(id)))
                .one(backend.database().reader())
                .await
                .unwrap()
                .unwrap();
            let params: serde_json::Value = serde_json::from_str(&mail.params).unwrap();
            let token = Token::parse(params["token"].as_str().unwrap()).unwrap();
            let password = "a long walk by the river";
            let before = log_in(backend, &invited().email, password.to_owned()).await;
            assert!(matches!(before, Err(LogInError::Wrong)), "{before:?}");
            assert!(reset_password(backend, &token, Password::parse(password, None).unwrap()).await.unwrap());
            log_in(backend, &invited().email, password.to_owned()).await.unwrap();
            assert!(actor(backend, id).await.unwrap().unwrap().has(Role::Reviewer));

            let again = invite(backend, &admin, &invited(), &duty).await;
            assert!(matches!(again, Err(CreateError::EmailTaken)), "{again:?}");
        }

        async fn nobody_is_invited_without_a_right_or_an_area(bench: &Bench) {
            let backend = &bench.backend;
            let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
            let coordinator = fixture::staff(bench, "李协管", Role::Coordinator, &["350404"]).await;
            let duty = NewDuty { from: backend.today(), ..people::duty(Role::Reviewer, Some("350404")) };
            let other = invite(backend, &coordinator, &invited(), &duty).await;
            assert!(matches!(other, Err(CreateError::Refused(DeedError::NotFound))), "{other:?}");
            let nowhere = invite(backend, &admin, &invited(), &NewDuty { from: backend.today(), ..people::duty(Role::Reviewer, None) }).await;
            assert!(matches!(nowhere, Err(CreateError::Refused(DeedError::Refused(_)))), "{nowhere:?}");
            let known = crate::account::by_email(backend, &invited().email).await.unwrap();
            assert_eq!(known, None, "nothing of it stays");
        }
    }
}
