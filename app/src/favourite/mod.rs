//! Keeping listings (收藏): hearts, the list, mails on and off.

mod heart;
mod keep;
mod list;
mod silence;

pub use heart::Hearts;
pub use list::overview;

use crate::state::AppState;
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/listings/{id}/favourite", get(keep::show).post(keep::submit))
        .route("/me/favourites", get(list::show).post(list::set_mails))
        .route(
            "/unsubscribe/favourites/{account}/{token}",
            get(silence::show).post(silence::stop),
        )
}
