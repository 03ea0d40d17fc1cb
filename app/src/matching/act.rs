//! The buttons of a match.

use super::{
    find::{find, problem},
    show::page,
};
use crate::{
    error::AppError,
    form::{Form, FormState},
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::matching::{MatchError, MatchView};
use domain::{
    form::{Code, Errors},
    text,
};

pub async fn accept(visitor: Visitor, Path(id): Path<String>) -> Result<Response, AppError> {
    let view = find(&visitor, &id).await?;
    let done = backend::matching::accept(visitor.backend(), visitor.actor()?, view.id).await;
    match done {
        Err(MatchError::AlreadyAccepted) => {
            let mut errors = Errors::new();
            errors.add("", Code::new("already-accepted"));
            let form = FormState {
                errors,
                ..FormState::default()
            };
            Ok(page(&visitor, view, None, form).refused().into_response())
        }
        done => answer(view, done),
    }
}

pub async fn decline(visitor: Visitor, Path(id): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let view = find(&visitor, &id).await?;
    let mut errors = Errors::new();
    let Some(reason) = errors.check("reason", text::bounded_lines(values.text("reason"), 0, 300)) else {
        return Ok(page(&visitor, view, None, FormState::new(values, errors))
            .refused()
            .into_response());
    };
    let done = backend::matching::decline(visitor.backend(), visitor.actor()?, view.id, &reason).await;
    answer(view, done)
}

pub async fn withdraw(visitor: Visitor, Path(id): Path<String>) -> Result<Response, AppError> {
    let view = find(&visitor, &id).await?;
    let done = backend::matching::withdraw(visitor.backend(), visitor.actor()?, view.id).await;
    answer(view, done)
}

fn answer(view: MatchView, done: Result<(), MatchError>) -> Result<Response, AppError> {
    done.map_err(problem)?;
    Ok(Redirect::to(&format!("/matches/{}", view.id)).into_response())
}
