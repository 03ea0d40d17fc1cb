//! The queue of registrations that wait for their numbers.

use super::queue::{Queue, SHOWN};
use crate::{
    error::AppError,
    parts::registration,
    ui::{Badge, Column, Row},
    visitor::Visitor,
};
use domain::access::Actor;
use leptos::prelude::*;

pub async fn load(visitor: &Visitor, actor: &Actor) -> Result<Queue, AppError> {
    let lang = visitor.lang;
    let (lines, count) = backend::registration::to_finalise(visitor.backend(), actor, SHOWN).await?;
    Ok(Queue {
        key: "registrations",
        count,
        columns: vec![
            Column::new(tr!(lang, "desk.column_place")),
            Column::new(tr!(lang, "desk.column_number")),
            Column::new(tr!(lang, "registration.field.landlord")),
            Column::new(tr!(lang, "registration.field.status")),
            Column::new(tr!(lang, "registration.field.due_on")),
        ],
        rows: Box::new(move || {
            lines
                .into_iter()
                .map(|line| {
                    let (tone, status) = (
                        registration::tone(line.status),
                        registration::status_text(lang, line.status),
                    );
                    Row::new(format!("/desk/registrations/{}", line.id), line.address)
                        .cell(registration::number_text(lang, line.number.as_deref()))
                        .cell(line.landlord)
                        .cell(view! { <Badge tone label=status/> })
                        .cell(line.due_on)
                })
                .collect()
        }),
    })
}
