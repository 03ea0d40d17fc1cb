//! The queue of listings that wait for review.

use super::queue::{Queue, SHOWN, waited};
use crate::{
    error::AppError,
    ui::{Column, Row, grouped},
    visitor::Visitor,
};
use domain::access::Actor;

pub async fn load(visitor: &Visitor, actor: &Actor) -> Result<Queue, AppError> {
    let lang = visitor.lang;
    let now = visitor.backend().now();
    let (lines, count) = backend::listing::waiting(visitor.backend(), actor, SHOWN).await?;
    let columns = vec![
        Column::new(tr!(lang, "desk.column_listing")),
        Column::new(tr!(lang, "desk.column_place")),
        Column::number(tr!(lang, "ui.yuan_per_month")),
        Column::new(tr!(lang, "desk.column_waiting")),
    ];
    Ok(Queue {
        key: "listings",
        count,
        columns,
        rows: Box::new(move || {
            lines
                .into_iter()
                .map(|line| {
                    Row::new(format!("/desk/listings/{}", line.id), line.title)
                        .cell(line.place)
                        .cell(grouped(line.rent_yuan.into()))
                        .cell(waited(lang, line.since, now))
                })
                .collect()
        }),
    })
}
