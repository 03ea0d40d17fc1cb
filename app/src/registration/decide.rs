//! The reviewer's part of a registration's page: accept it, or return it with a reason.

use super::screen::{Shown, page};
use crate::{
    error::{AppError, id},
    form::{Form, FormState},
    ui::Tone,
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::registration::DecideError;
use domain::{access::Role, form::Errors, id::RegistrationId};
use http::StatusCode;

/// Accepts the registration, or with `all` everything that waits under its lease.
pub async fn accept(
    visitor: Visitor,
    Path(registration): Path<String>,
    Form(values): Form,
) -> Result<Response, AppError> {
    let registration: RegistrationId = id(&registration)?;
    let actor = visitor.staff(Role::Reviewer)?;
    let done = if values.ticked("all") {
        backend::registration::accept_all(visitor.backend(), actor, registration).await
    } else {
        backend::registration::accept(visitor.backend(), actor, registration).await
    };
    match done {
        Ok(house) => Ok(Redirect::to(&format!("/desk/registrations/{house}?done=accepted")).into_response()),
        Err(error) => refused(&visitor, registration, error, FormState::filled(values)).await,
    }
}

pub async fn send_back(
    visitor: Visitor,
    Path(registration): Path<String>,
    Form(values): Form,
) -> Result<Response, AppError> {
    let registration: RegistrationId = id(&registration)?;
    let actor = visitor.staff(Role::Reviewer)?;
    let reason = values.text("reason");
    match backend::registration::send_back(visitor.backend(), actor, registration, reason).await {
        Ok(house) => Ok(Redirect::to(&format!("/desk/registrations/{house}?done=returned")).into_response()),
        Err(error) => refused(&visitor, registration, error, FormState::filled(values)).await,
    }
}

async fn refused(
    visitor: &Visitor,
    registration: RegistrationId,
    error: DecideError,
    form: FormState,
) -> Result<Response, AppError> {
    match error {
        DecideError::Reason(code) => {
            let mut errors = Errors::new();
            errors.add("reason", code);
            let shown = Shown {
                form: FormState::new(form.values, errors),
                ..Shown::default()
            };
            Ok(page(visitor, registration, shown).await?.refused().into_response())
        }
        DecideError::Stale => {
            let shown = Shown {
                form,
                ..Shown::told(Tone::Info, "registration.already_decided")
            };
            let page = page(visitor, registration, shown).await?;
            Ok(page.status(StatusCode::CONFLICT).into_response())
        }
        DecideError::NotFound => Err(AppError::NotFound),
        DecideError::NotAllowed(refusal) => Err(refusal.into()),
        DecideError::Backend(error) => Err(error.into()),
    }
}
