//! Ends a duty by a day.

use super::{
    list::TABLE,
    show::{Forms, page},
};
use crate::{
    error::{AppError, id},
    form::{Form, FormState},
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::DeedError;
use domain::{
    access::Role,
    form::{Code, Errors},
    id::{AccountId, DutyId},
    time,
};

pub async fn submit(visitor: Visitor, Path(account): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let actor = visitor.staff(Role::Administrator)?;
    let account: AccountId = id(&account)?;
    let mut errors = Errors::new();
    let duty = errors.check("duty", duty(values.text("duty")));
    let last = errors.check("last", time::parse_date(values.text("last")));
    if let (Some(duty), Some(last)) = (duty, last) {
        match backend::access::end(visitor.backend(), actor, account, duty, last).await {
            Ok(()) => return Ok(Redirect::to(&format!("{TABLE}/{account}?done=ended")).into_response()),
            Err(DeedError::Refused(code)) => errors.add(field_of(&code), code),
            Err(error) => return Err(error.into()),
        }
    }
    let forms = Forms {
        end: FormState::new(values, errors),
        ..Forms::default()
    };
    Ok(page(&visitor, account, forms).await?.refused().into_response())
}

fn duty(typed: &str) -> Result<DutyId, Code> {
    match typed {
        "" => Err(Code::new("required")),
        id => id.parse().map_err(|_| Code::new("choice")),
    }
}

fn field_of(code: &Code) -> &'static str {
    match code.code {
        "duty-period" | "duty-longer" => "last",
        "duty-over" => "duty",
        _ => "",
    }
}
