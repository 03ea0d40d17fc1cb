//! The dated parameters that the city or the centre set, over the defaults of the program.

use crate::{Backend, Error, entity};
use domain::parameter::{DatedValue, Parameters};
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, EntityTrait};

/// The values in force today. Within a deed: [`crate::Deed::parameters`].
pub async fn current(backend: &Backend) -> Result<Parameters, Error> {
    on(backend.database().reader(), backend.today()).await
}

pub(crate) async fn on(db: &impl ConnectionTrait, today: Date) -> Result<Parameters, Error> {
    let rows = entity::parameter::Entity::find().all(db).await?;
    let values = rows
        .into_iter()
        .map(|row| {
            let corrupt = |column| Error::corrupt("parameter", column, &row.key);
            Ok(DatedValue {
                value: u32::try_from(row.value).map_err(|_| corrupt("value"))?,
                effective_from: row.effective_on.parse().map_err(|_| corrupt("effective_on"))?,
                source: row.source.clone(),
                key: row.key.clone(),
            })
        })
        .collect::<Result<Vec<_>, Error>>()?;
    Parameters::on(today, &values).map_err(|_| Error::corrupt("parameter", "value", today))
}
