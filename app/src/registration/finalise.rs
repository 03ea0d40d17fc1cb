//! The coordinator's part of a registration's page: everything is checked against the originals, then the numbers are given.

use super::screen::{Shown, page};
use crate::{
    error::{AppError, id},
    page::Page,
    ui::Tone,
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::registration::FinaliseError;
use domain::id::RegistrationId;
use http::StatusCode;

pub async fn show(visitor: Visitor, Path(registration): Path<String>) -> Result<Page, AppError> {
    let done = match visitor.query("done").as_deref() {
        Some("completed") => Some("registration.just_completed"),
        Some("finalised") => Some("registration.just_finalised"),
        Some("accepted") => Some("registration.just_accepted"),
        Some("returned") => Some("registration.just_returned"),
        _ => None,
    };
    let shown = done.map_or_else(Shown::default, |key| Shown::told(Tone::Ok, key));
    page(&visitor, id(&registration)?, shown).await
}

pub async fn submit(visitor: Visitor, Path(registration): Path<String>) -> Result<Response, AppError> {
    let registration: RegistrationId = id(&registration)?;
    let actor = visitor.coordinator()?;
    match backend::registration::finalise(visitor.backend(), actor, registration).await {
        Ok(_) => Ok(Redirect::to(&format!("/desk/registrations/{registration}?done=finalised")).into_response()),
        Err(FinaliseError::AlreadyFinalised) => {
            let told = Shown::told(Tone::Info, "registration.already_finalised");
            Ok(page(&visitor, registration, told)
                .await?
                .status(StatusCode::CONFLICT)
                .into_response())
        }
        Err(FinaliseError::NotFound) => Err(AppError::NotFound),
        Err(FinaliseError::NotAllowed(refusal)) => Err(refusal.into()),
        Err(FinaliseError::Backend(error)) => Err(error.into()),
    }
}
