//! The site: pages, forms and islands. One folder a feature; pages compile only with the feature `ssr`, islands in
//! both halves.
//!
//! A page is an axum handler: who is it ([`visitor::Visitor`]), call the backend, render ([`page::Page`]). Every feature
//! exports its `routes()`; this file only merges them.
//!
//! Imports run one way: `href`, `error`, `form`, `visitor`, `page`, each knowing only those before it; then [`parts`], what
//! several pages show of a noun; then the features. A feature that shows another's part imports it from that feature, and
//! never the other way round.

#[cfg(feature = "ssr")]
#[macro_use]
mod texts;

pub mod islands;

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod certificate;
#[cfg(feature = "ssr")]
pub mod compare;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod duty;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
pub mod favourite;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod house;
#[cfg(feature = "ssr")]
pub mod href;
#[cfg(feature = "ssr")]
pub mod hydration;
#[cfg(feature = "ssr")]
pub mod listing;
#[cfg(feature = "ssr")]
pub mod matching;
#[cfg(feature = "ssr")]
pub mod me;
#[cfg(feature = "ssr")]
pub mod notice;
#[cfg(feature = "ssr")]
pub mod organisation;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod parts;
#[cfg(feature = "ssr")]
pub mod person;
#[cfg(feature = "ssr")]
pub mod place;
#[cfg(feature = "ssr")]
pub mod preferences;
#[cfg(feature = "ssr")]
pub mod problem;
#[cfg(feature = "ssr")]
pub mod registration;
#[cfg(feature = "ssr")]
pub mod saved_search;
#[cfg(feature = "ssr")]
pub mod search;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod ui;
#[cfg(feature = "ssr")]
pub mod viewing;
#[cfg(feature = "ssr")]
pub mod visitor;

#[cfg(feature = "ssr")]
rust_i18n::i18n!("locales", fallback = "zh");

/// Every page and form of the site. The server adds the assets, the health checks and what protects them all.
#[cfg(feature = "ssr")]
pub fn routes(state: state::AppState) -> axum::Router {
    axum::Router::new()
        .merge(account::routes())
        .merge(api::routes())
        .merge(certificate::routes())
        .merge(compare::routes())
        .merge(desk::routes())
        .merge(duty::routes())
        .merge(favourite::routes())
        .merge(house::routes())
        .merge(listing::routes())
        .merge(matching::routes())
        .merge(me::routes())
        .merge(notice::routes())
        .merge(organisation::routes())
        .merge(pages::routes())
        .merge(person::routes())
        .merge(place::routes())
        .merge(preferences::routes())
        .merge(registration::routes())
        .merge(saved_search::routes())
        .merge(search::routes())
        .merge(viewing::routes())
        .fallback(error::not_found)
        .layer(axum::middleware::from_fn_with_state(state.clone(), problem::render))
        .with_state(state)
}
