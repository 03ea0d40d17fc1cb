//! The dated parameters that the city or the centre set, over the defaults of the program.

use crate::{Backend, Error, entity};
use domain::parameter::{DatedValue, Parameters};
use sea_orm::EntityTrait;

/// The values in force today.
pub async fn current(backend: &Backend) -> Result<Parameters, Error> {
    let rows = entity::parameter::Entity::find()
        .all(backend.database().reader())
        .await?;
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
    Parameters::on(backend.today(), &values).map_err(|_| Error::corrupt("parameter", "value", backend.today()))
}
