//! Duties as they are kept, and what of the database lies within them. Who may do what is decided in [`domain::access`].

mod end;
mod grant;
mod staff;
#[cfg(test)]
mod tests;

pub use end::end;
pub use grant::{NewDuty, grant};
pub(crate) use grant::{entrust, insert};
pub use staff::{Entrusted, StaffMember, of_account, staff};

use crate::{DeedError, Error, entity};
use domain::{
    access::{Actor, Denied, Duty, Role},
    area::AreaCode,
    id::AccountId,
    time,
};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use uuid::Uuid;

impl From<Denied> for DeedError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => DeedError::NotFound,
            Denied::Refused(refusal) => DeedError::Refused(refusal.into()),
        }
    }
}

/// The rows whose place (an area code of any length, in `column`) lies within the areas of the actor's duties in `role`;
/// none at all for who has no such duty. The same question that [`domain::access::may`] asks of one record.
pub(crate) fn within(actor: &Actor, role: Role, column: impl ColumnTrait) -> Condition {
    let mut areas = actor.areas(role).peekable();
    if areas.peek().is_none() {
        // An empty `any` would be true of everything.
        return Condition::all().add(Expr::value(false));
    }
    areas.fold(Condition::any(), |any, area| {
        // What begins with the code, as a range: an index finds it in any collation, and SQLite's LIKE uses none.
        let last = format!("{:9<12}", area.as_str());
        any.add(column.between(area.as_str(), last.as_str()))
    })
}

/// The duties of an account that are in force on a day.
pub(crate) async fn duties(db: &impl ConnectionTrait, account: AccountId, today: Date) -> Result<Vec<Duty>, Error> {
    use entity::duty::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::AccountId.eq(Uuid::from(account)))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let duties = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(duties.into_iter().filter(|duty| duty.in_force(today)).collect())
}

fn read(row: entity::duty::Model) -> Result<Duty, Error> {
    let corrupt = |column| Error::corrupt("duty", column, row.id);
    let day = |text: &str, column| time::parse_date(text).map_err(|_| corrupt(column));
    let area = row.area_code.as_deref().map(AreaCode::parse).transpose();
    Ok(Duty {
        id: row.id.into(),
        role: row.role.parse().map_err(|_| corrupt("role"))?,
        area: area.map_err(|_| corrupt("area_code"))?,
        organisation: row.organisation_id.map(Into::into),
        from: day(&row.from_on, "from_on")?,
        until: row.until_on.as_deref().map(|text| day(text, "until_on")).transpose()?,
    })
}
