//! The queue of matches that wait for being completed.

use super::queue::{Queue, SHOWN, waited};
use crate::{
    error::AppError,
    ui::{Column, Row},
    visitor::Visitor,
};
use domain::access::Actor;

pub async fn load(visitor: &Visitor, actor: &Actor) -> Result<Queue, AppError> {
    let lang = visitor.lang;
    let now = visitor.backend().now();
    let (lines, count) = backend::matching::agreed_in(visitor.backend(), actor, SHOWN).await?;
    Ok(Queue {
        key: "matches",
        count,
        columns: vec![
            Column::new(tr!(lang, "desk.column_number")),
            Column::new(tr!(lang, "desk.column_place")),
            Column::new(tr!(lang, "desk.column_tenant")),
            Column::new(tr!(lang, "desk.column_waiting")),
        ],
        rows: Box::new(move || {
            lines
                .into_iter()
                .map(|line| {
                    Row::new(format!("/desk/matches/{}", line.id), line.number)
                        .cell(line.place)
                        .cell(line.tenant)
                        .cell(line.agreed_at.map(|since| waited(lang, since, now)).unwrap_or_default())
                })
                .collect()
        }),
    })
}
