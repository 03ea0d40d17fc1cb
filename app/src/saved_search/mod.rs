//! Searches that a visitor keeps: saved from the results, listed on a page of their own, their mails stopped from any of
//! these.

mod edit;
mod list;
mod overview;
mod unsubscribe;

pub use overview::overview;

use crate::{search::filter_text, state::AppState, texts::name_of};
use axum::{
    Router,
    routing::{get, post},
};
use backend::Backend;
use domain::{
    lang::Lang,
    saved_search::AlertFrequency,
    search::{Group, Query},
};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/me/searches", get(list::show))
        .route("/me/searches/new", get(edit::new).post(edit::save))
        .route("/me/searches/{id}", get(edit::show).post(edit::change))
        .route("/me/searches/{id}/open", post(list::open))
        .route("/me/searches/{id}/delete", post(list::delete))
        .route("/unsubscribe/{token}", get(unsubscribe::show).post(unsubscribe::stop))
        .route("/unsubscribe/{token}/undo", post(unsubscribe::undo))
}

/// Where a search is saved.
pub fn save_href(query: &Query) -> String {
    let query = query.clone().with_after(None).to_query_string();
    format!("/me/searches/new?{query}")
}

/// What a search asks for, in words: `江边 · 2室 · 1,500 元以内`.
fn words(backend: &Backend, lang: Lang, query: &Query) -> Result<String, backend::Error> {
    let understood = backend::search::reader(backend)?.understand(query, backend.today());
    let typed = understood
        .words
        .iter()
        .filter_map(|word| query.text().get(word.span.clone()))
        .map(str::to_owned);
    // In one order, whether a filter was chosen or typed.
    let filters = Group::ALL.iter().flat_map(|group| {
        let names = understood.filters.in_group(*group);
        let names: Vec<_> = names.iter().map(|filter| filter_text(lang, filter)).collect();
        match group {
            Group::Facility => names,
            _ if names.is_empty() => names,
            _ => vec![names.join(" / ")],
        }
    });
    let pieces: Vec<_> = typed.chain(filters).collect();
    Ok(match pieces.is_empty() {
        true => tr!(lang, "saved_search.everything"),
        false => pieces.join(" · "),
    })
}

/// “每天发邮件”, for where nothing else says what is every day.
fn mails_text(lang: Lang, frequency: AlertFrequency) -> String {
    let text = frequency_text(lang, frequency);
    match frequency {
        AlertFrequency::Never => text,
        _ => tr!(lang, "saved_search.mails", frequency = text),
    }
}

fn frequency_text(lang: Lang, frequency: AlertFrequency) -> String {
    name_of(lang, "alert-frequency", frequency.code())
}
