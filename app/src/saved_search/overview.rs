//! The visitor's saved searches on the page `/me`.

use super::words::mails_text;
use crate::{
    error::AppError,
    parts::Part,
    ui::{LinkCard, Section, Stack},
    visitor::Visitor,
};
use domain::access::Actor;
use leptos::prelude::*;

/// The newest ones; the others are one click away.
const SHOWN: usize = 3;

pub async fn overview(visitor: &Visitor, actor: &Actor) -> Result<Part, AppError> {
    let lang = visitor.lang;
    let searches = backend::saved_search::of_account(visitor.backend(), actor).await?;
    Ok(Box::new(move || {
        if searches.is_empty() {
            return view! {
                <Section title=tr!(lang, "saved_search.mine")>
                    <p class="soft">{tr!(lang, "saved_search.none")}" "<a href="/search">{tr!(lang, "saved_search.none_action")}</a></p>
                </Section>
            }
            .into_any();
        }
        let more = (
            "/me/searches".to_owned(),
            tr!(lang, "saved_search.all", count = searches.len()),
        );
        let cards = searches.into_iter().take(SHOWN).map(|search| {
            let href = format!("/me/searches/{}", search.id);
            view! { <LinkCard href title=search.name meta=mails_text(lang, search.frequency)/> }
        });
        let cards = cards.collect_view();
        view! { <Section title=tr!(lang, "saved_search.mine") more><Stack>{cards}</Stack></Section> }.into_any()
    }))
}
