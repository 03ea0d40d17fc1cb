//! Suggestions while somebody types.

use domain::lang::Lang;

use crate::islands::SuggestionWords;

/// The words around suggestions.
pub fn suggestion_words(lang: Lang) -> SuggestionWords {
    SuggestionWords {
        lang: lang.code().to_owned(),
        label: tr!(lang, "suggest.label"),
        count: tr!(lang, "search.count", count = "{n}"),
        status: tr!(lang, "suggest.status", count = "{n}"),
        kinds: ["city", "district", "street", "estate", "filter"]
            .map(|kind| tr!(lang, &format!("suggest.kind.{kind}"))),
    }
}
