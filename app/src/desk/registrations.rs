//! The queues of registrations: those that wait for their numbers, and those that wait for the authority's word.

use super::queue::{Queue, SHOWN};
use crate::{
    error::AppError,
    parts::registration,
    ui::{Badge, Column, Row},
    visitor::Visitor,
};
use backend::registration::QueueLine;
use domain::{access::Actor, lang::Lang};
use leptos::prelude::*;

/// For coordinators.
pub async fn to_finalise(visitor: &Visitor, actor: &Actor) -> Result<Queue, AppError> {
    let (lines, count) = backend::registration::to_finalise(visitor.backend(), actor, SHOWN).await?;
    Ok(queue(visitor.lang, "registrations", lines, count))
}

/// For reviewers.
pub async fn to_accept(visitor: &Visitor, actor: &Actor) -> Result<Queue, AppError> {
    let (lines, count) = backend::registration::to_accept(visitor.backend(), actor, SHOWN).await?;
    Ok(queue(visitor.lang, "acceptance", lines, count))
}

fn queue(lang: Lang, key: &'static str, lines: Vec<QueueLine>, count: u64) -> Queue {
    Queue {
        key,
        count,
        columns: vec![
            Column::new(tr!(lang, "desk.column_place")),
            Column::new(tr!(lang, "desk.column_number")),
            Column::new(tr!(lang, "registration.field.landlord")),
            Column::new(tr!(lang, "registration.field.status")),
            Column::new(tr!(lang, "registration.field.due_on")),
        ],
        rows: Box::new(move || lines.into_iter().map(|line| row(lang, line)).collect()),
    }
}

fn row(lang: Lang, line: QueueLine) -> Row {
    let (tone, status) = (
        registration::tone(line.status),
        registration::status_text(lang, line.status),
    );
    Row::new(format!("/desk/registrations/{}", line.id), line.address)
        .cell(registration::number_text(lang, line.number.as_deref()))
        .cell(line.landlord)
        .cell(view! { <Badge tone label=status/> })
        .cell(line.due_on)
}
