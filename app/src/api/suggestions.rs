//! What a text that is being typed may become.

use axum::{
    Json,
    extract::{RawQuery, State},
    response::IntoResponse,
};
use backend::{Backend, search::Suggestion};
use domain::lang::Lang;
use http::header;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::problem::Problem;
use crate::search::filter_text;

/// More are not read before the next key is pressed.
const SUGGESTIONS: usize = 8;

/// Names come and go slowly; a text that is typed again within a minute need not be asked for again.
const CACHED: &str = "public, max-age=60";

#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// Best first, at most eight.
    items: Vec<SuggestedText>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestedText {
    /// The whole text to search for, with what was typed before.
    #[schema(example = "列东 两室 万达广场")]
    text: String,
    /// What completes it.
    #[schema(example = "万达广场")]
    label: String,
    /// `city`, `district`, `street`, `estate` or `filter`.
    kind: &'static str,
    /// How many listings are online that it names; `null` where other words stand before it.
    count: Option<u64>,
    /// The part of `label` that was typed: from and to in characters (Unicode code points), the end not included; `null`
    /// where another name of it was typed.
    typed: Option<[usize; 2]>,
    /// What a filter asks for, in the language that was asked for, where that is not the label's.
    hint: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what is read from the raw query")]
pub struct SuggestionParameters {
    /// What is typed so far, in Chinese, pinyin or initials; its last piece is completed. Texts of more than 200 characters
    /// get no suggestions.
    q: Option<String>,
    /// `zh` or `en`.
    lang: Option<String>,
}

/// Complete a search while it is typed.
#[utoipa::path(
    get,
    path = "/api/v1/suggestions",
    params(SuggestionParameters),
    responses(
        (status = 200, description = "Texts to search for", body = Suggestions),
        (status = 503, description = "The search is being made ready", body = Problem)
    )
)]
pub async fn suggest(
    State(backend): State<Backend>,
    RawQuery(query): RawQuery,
) -> Result<impl IntoResponse + use<>, Problem> {
    let (mut text, mut lang) = (String::new(), Lang::default());
    for (key, value) in domain::search::pairs(query.as_deref().unwrap_or_default()) {
        match key.as_str() {
            "q" => text = value,
            "lang" => lang = Lang::parse(&value).unwrap_or_default(),
            _ => {}
        }
    }
    let found = backend::search::suggest(&backend, &text, SUGGESTIONS).await?;
    let items = found.into_iter().map(|found| suggested(lang, found)).collect();
    Ok(([(header::CACHE_CONTROL, CACHED)], Json(Suggestions { items })))
}

fn suggested(lang: Lang, found: Suggestion) -> SuggestedText {
    let filter = found.filter.filter(|_| lang != Lang::Zh);
    SuggestedText {
        text: found.text,
        label: found.label,
        kind: found.kind.code(),
        count: found.count,
        typed: found.typed.map(|typed| [typed.start, typed.end]),
        hint: filter.map(|filter| filter_text(lang, &filter)),
    }
}
