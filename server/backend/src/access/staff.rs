//! Who is entrusted with what, for administrators.

use crate::{Backend, Error, entity};
use domain::{
    access::{Action, Actor, Duty, DutyState, Subject, may},
    id::AccountId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A duty with the name of the organisation in whose name it is.
#[derive(Clone, Debug)]
pub struct Entrusted {
    pub duty: Duty,
    pub organisation: Option<String>,
    pub state: DutyState,
}

/// An account that has or had a duty.
#[derive(Clone, Debug)]
pub struct StaffMember {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    /// Those in force first, then the newest.
    pub duties: Vec<Entrusted>,
}

impl Entrusted {
    pub fn in_force(&self) -> bool {
        self.state == DutyState::InForce
    }
}

impl StaffMember {
    pub fn in_force(&self) -> bool {
        self.duties.iter().any(Entrusted::in_force)
    }
}

/// Everybody who has or had a duty: those at work first, then by name. `None` for who is no administrator.
pub async fn staff(backend: &Backend, actor: &Actor) -> Result<Option<Vec<StaffMember>>, Error> {
    if may(actor, Action::SeeStaff, &Subject::nowhere()).is_err() {
        return Ok(None);
    }
    let rows = entity::duty::Entity::find()
        .order_by_desc(entity::duty::Column::Id)
        .all(backend.database().reader())
        .await?;
    let mut members = members(backend, rows).await?;
    members.sort_by(|a, b| b.in_force().cmp(&a.in_force()).then_with(|| a.name.cmp(&b.name)));
    Ok(Some(members))
}

/// One account with all its duties; an account that never had one has none.
pub async fn of_account(backend: &Backend, actor: &Actor, id: AccountId) -> Result<Option<StaffMember>, Error> {
    if may(actor, Action::SeeStaff, &Subject::nowhere()).is_err() {
        return Ok(None);
    }
    let db = backend.database().reader();
    let Some(account) = entity::account::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    let rows = entity::duty::Entity::find()
        .filter(entity::duty::Column::AccountId.eq(account.id))
        .order_by_desc(entity::duty::Column::Id)
        .all(db)
        .await?;
    let member = members(backend, rows).await?.pop();
    Ok(Some(member.unwrap_or(StaffMember {
        id,
        name: account.name,
        email: account.email,
        duties: Vec::new(),
    })))
}

async fn members(backend: &Backend, rows: Vec<entity::duty::Model>) -> Result<Vec<StaffMember>, Error> {
    let db = backend.database().reader();
    let today = backend.today();
    let organisations: HashMap<Uuid, String> = entity::organisation::Entity::find()
        .filter(entity::organisation::Column::Id.is_in(rows.iter().filter_map(|row| row.organisation_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    let mut by_account: BTreeMap<Uuid, Vec<Entrusted>> = BTreeMap::new();
    for row in rows {
        let account = row.account_id;
        let organisation = row.organisation_id.and_then(|id| organisations.get(&id).cloned());
        let duty = super::read(row)?;
        by_account.entry(account).or_default().push(Entrusted {
            state: duty.state(today),
            organisation,
            duty,
        });
    }
    let accounts = entity::account::Entity::find()
        .filter(entity::account::Column::Id.is_in(by_account.keys().copied()))
        .all(db)
        .await?;
    Ok(accounts
        .into_iter()
        .map(|account| {
            let mut duties = by_account.remove(&account.id).unwrap_or_default();
            duties.sort_by_key(|entrusted| !entrusted.in_force());
            StaffMember {
                id: account.id.into(),
                name: account.name,
                email: account.email,
                duties,
            }
        })
        .collect())
}
