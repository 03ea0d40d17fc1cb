//! Letters that could not leave, for administrators. They stand as a queue on the desk.

use crate::{
    error::{AppError, id},
    state::AppState,
    visitor::Visitor,
};
use axum::{
    Router,
    extract::Path,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use backend::DeedError;
use domain::{access::Role, id::NoticeId};

pub fn routes() -> Router<AppState> {
    Router::new().route("/desk/letters/{id}/again", post(send_again))
}

async fn send_again(visitor: Visitor, Path(notice): Path<String>) -> Result<Response, AppError> {
    let actor = visitor.staff(Role::Administrator)?;
    let notice: NoticeId = id(&notice)?;
    match backend::notice::send_again(visitor.backend(), actor, notice).await {
        // It has left meanwhile, or leaves just now: the queue says so.
        Ok(()) | Err(DeedError::Stale) => Ok(Redirect::to("/desk?queue=letters&done=sent-again").into_response()),
        Err(error) => Err(error.into()),
    }
}
