//! Everybody at work, for administrators; behind it the pages of staff.

use super::queue::Queue;
use crate::{
    error::AppError,
    parts::duty,
    ui::{Column, Row},
    visitor::Visitor,
};
use domain::access::Actor;

pub async fn load(visitor: &Visitor, actor: &Actor) -> Result<Queue, AppError> {
    let lang = visitor.lang;
    let staff = backend::access::staff(visitor.backend(), actor).await?;
    let at_work: Vec<_> = staff
        .unwrap_or_default()
        .into_iter()
        .filter(backend::access::StaffMember::in_force)
        .collect();
    Ok(Queue {
        key: "staff",
        count: at_work.len() as u64,
        columns: vec![
            Column::new(tr!(lang, "account.name")),
            Column::new(tr!(lang, "staff.duties")),
        ],
        rows: Box::new(move || {
            at_work
                .into_iter()
                .map(|member| {
                    let duties = duty::in_force(lang, &member);
                    Row::new(format!("/desk/staff/{}", member.id), member.name).cell(duties)
                })
                .collect()
        }),
    })
}
