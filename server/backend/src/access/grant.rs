//! An administrator entrusts an account with a duty.

use crate::{Backend, Deed, DeedError, Error, area, deed::Record, entity, mail::Letter};
use domain::{
    access::{Action, By, Role, Side, Subject, may},
    area::AreaCode,
    form::Code,
    id::{AccountId, DutyId, OrganisationId},
    time,
};
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// A duty that is to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDuty {
    pub role: Role,
    pub area: Option<AreaCode>,
    pub organisation: Option<OrganisationId>,
    pub from: Date,
    /// The last day.
    pub until: Option<Date>,
}

/// Refused: `duty-area` (the role needs an area that exists), `duty-city` (it is of another city), `duty-backdated` (it
/// would begin before today), `duty-period` (it would end before it begins), `duty-twice` (the account has it already),
/// `duty-organisation` (there is no such organisation), `own-work` (nobody entrusts themselves). [`DeedError::NotFound`]
/// without such an account.
pub async fn grant(backend: &Backend, by: By<'_>, account: AccountId, new: &NewDuty) -> Result<DutyId, DeedError> {
    let subject = Subject::nowhere().with(Side::Owner, account);
    backend
        .deed(async |deed| {
            let permit = may(by, Action::GrantDuty, &subject)?;
            // The row is held, so that one form sent twice grants one duty.
            let row = entity::account::Entity::find_by_id(account).lock_exclusive();
            let found = row.one(&deed.tx).await?;
            if found.is_none() {
                return Err(DeedError::NotFound);
            }
            let id = entrust(&deed, by.account(), account, new).await?;
            let letter = Letter::DutyGranted {
                role: new.role,
                area: new.area.map(area::name_within),
                from: new.from,
                until: new.until,
            };
            deed.tell(account, &letter).await?;
            let detail = serde_json::json!({ "role": new.role, "area": new.area.map(|area| area.as_str().to_owned()), "account": account });
            deed.commit(permit, Record("duty", id.into()), detail).await?;
            Ok(id)
        })
        .await
}

/// As an administrator entrusts somebody: in this city, and not for days that are past.
pub(crate) async fn entrust(
    deed: &Deed,
    granted_by: Option<AccountId>,
    account: AccountId,
    new: &NewDuty,
) -> Result<DutyId, DeedError> {
    if new.from < deed.today() {
        return Err(DeedError::Refused(Code::new("duty-backdated")));
    }
    let city = &deed.backend().config().centre.city_code;
    if new.area.is_some_and(|area| !area.as_str().starts_with(city)) {
        return Err(DeedError::Refused(Code::new("duty-city")));
    }
    insert(deed, granted_by, account, new).await
}

/// Writes a duty down; see [`grant`] for what is refused.
pub(crate) async fn insert(
    deed: &Deed,
    granted_by: Option<AccountId>,
    account: AccountId,
    new: &NewDuty,
) -> Result<DutyId, DeedError> {
    let known = new.area.is_some_and(|code| area::find(code).is_some());
    if new.role.needs_area() != new.area.is_some() || (new.area.is_some() && !known) {
        return Err(DeedError::Refused(Code::new("duty-area")));
    }
    if new.until.is_some_and(|until| until < new.from) {
        return Err(DeedError::Refused(Code::new("duty-period")));
    }
    if let Some(id) = new.organisation
        && entity::organisation::Entity::find_by_id(id)
            .one(&deed.tx)
            .await?
            .is_none()
    {
        return Err(DeedError::Refused(Code::new("duty-organisation")));
    }
    if has_it(deed, account, new).await? {
        return Err(DeedError::Refused(Code::new("duty-twice")));
    }
    let id = DutyId::generate();
    entity::duty::ActiveModel {
        id: Set(id.into()),
        account_id: Set(account.into()),
        role: Set(new.role.code().to_owned()),
        area_code: Set(new.area.map(|area| area.as_str().to_owned())),
        organisation_id: Set(new.organisation.map(Uuid::from)),
        from_on: Set(time::format_date(new.from)),
        until_on: Set(new.until.map(time::format_date)),
        granted_at: Set(deed.now.as_millisecond()),
        granted_by: Set(granted_by.map(Uuid::from)),
        ended_at: Set(None),
        ended_by: Set(None),
    }
    .insert(&deed.tx)
    .await
    .map_err(Error::from)?;
    Ok(id)
}

/// Whether the account has the same duty on some day of the new one's. One that was taken back holds on no day.
async fn has_it(deed: &Deed, account: AccountId, new: &NewDuty) -> Result<bool, DeedError> {
    use entity::duty::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::AccountId.eq(Uuid::from(account)))
        .filter(Column::Role.eq(new.role.code()))
        .all(&deed.tx)
        .await?;
    for row in rows {
        let duty = super::read(row)?;
        let same = duty.area == new.area && duty.organisation == new.organisation;
        let taken_back = duty.until.is_some_and(|until| until < duty.from);
        let begins_before = new.until.is_none_or(|until| duty.from <= until);
        let ends_after = duty.until.is_none_or(|until| new.from <= until);
        if same && !taken_back && begins_before && ends_after {
            return Ok(true);
        }
    }
    Ok(false)
}
