//! Listings: drafted, reviewed and changed by their landlord; their photos.

mod edit;
mod fields;
mod manage;
mod photo;
mod review;
mod still_there;
mod terms;
mod to_confirm;

pub use to_confirm::to_confirm;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/me/houses/{id}/listings/new", get(edit::new).post(edit::create))
        .route("/me/listings/{id}", get(manage::show).post(manage::change))
        .route("/me/listings/{id}/edit", get(edit::show).post(edit::save))
        .route(
            "/listings/{id}/still-there/{token}",
            get(still_there::show).post(still_there::answer),
        )
        .route("/still-there", get(still_there::done))
        .route("/desk/listings/{id}", get(review::show).post(review::submit))
        .route("/photos/{file_id}", get(photo::show))
}
