//! A saved search and its mails in words.

use crate::{search::filter_text, texts::name_of};
use backend::Backend;
use domain::{
    lang::Lang,
    saved_search::AlertFrequency,
    search::{Group, Query},
};

/// What a search asks for, in words: `江边 · 2室 · 1,500 元以内`.
pub fn words(backend: &Backend, lang: Lang, query: &Query) -> Result<String, backend::Error> {
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
pub fn mails_text(lang: Lang, frequency: AlertFrequency) -> String {
    let text = frequency_text(lang, frequency);
    match frequency {
        AlertFrequency::Never => text,
        _ => tr!(lang, "saved_search.mails", frequency = text),
    }
}

pub fn frequency_text(lang: Lang, frequency: AlertFrequency) -> String {
    name_of(lang, "alert-frequency", frequency.code())
}
