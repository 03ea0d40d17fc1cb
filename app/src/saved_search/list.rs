//! The visitor's saved searches, and what can be done with each of them in the list.

use super::words::{mails_text, words};
use crate::{
    error::{AppError, id},
    href,
    page::Page,
    ui::{
        Actions, Badge, Card, EmptyArt, EmptyState, Glyph, LinkButton, Look, PageHead, PostButton, Stack, Tone, Wrap,
    },
    visitor::Visitor,
};
use axum::{extract::Path, response::Redirect};
use backend::saved_search::{Findings, SavedSearch};
use domain::{lang::Lang, search::Limit};
use leptos::prelude::*;

struct Line {
    search: SavedSearch,
    words: String,
    /// Nobody knows while the index is being filled.
    findings: Option<Findings>,
}

pub async fn show(visitor: Visitor) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.actor()?;
    let backend = visitor.backend();
    let mut lines = Vec::new();
    let searches = backend::saved_search::of_account(backend, actor).await?;
    let findings = match backend::saved_search::findings(backend, &searches).await {
        Ok(findings) => findings.into_iter().map(Some).collect(),
        Err(backend::Error::NotReady) => vec![None; searches.len()],
        Err(error) => return Err(error.into()),
    };
    for (search, findings) in searches.into_iter().zip(findings) {
        lines.push(Line {
            words: words(backend, lang, &search.query)?,
            findings,
            search,
        });
    }
    let back = ("/me".to_owned(), tr!(lang, "me.title"));
    Ok(visitor.page(tr!(lang, "saved_search.mine"), move || {
        let list = match lines.is_empty() {
            true => view! {
                <EmptyState
                    art=EmptyArt::Search
                    title=tr!(lang, "saved_search.none")
                    text=tr!(lang, "saved_search.none_text")
                    action=("/search".to_owned(), tr!(lang, "saved_search.none_action"))
                />
            }
            .into_any(),
            false => {
                let cards = lines.into_iter().map(|line| card(lang, line)).collect_view();
                view! { <Stack>{cards}</Stack> }.into_any()
            }
        };
        view! {
            <Wrap>
                <PageHead title=tr!(lang, "saved_search.mine") back=back/>
                {list}
            </Wrap>
        }
        .into_any()
    }))
}

fn card(lang: Lang, line: Line) -> AnyView {
    let Line {
        search,
        words,
        findings,
    } = line;
    let path = format!("/me/searches/{}", search.id);
    let new = findings.filter(|findings| findings.new > 0).map(|findings| {
        // More than one page of new ones is not counted to its end.
        let most = findings.new == usize::from(Limit::MAX) && findings.total > u64::from(Limit::MAX);
        let count = format!("{}{}", findings.new, if most { "+" } else { "" });
        view! { <Badge tone=Tone::Ok label=tr!(lang, "saved_search.new", count = count)/> }
    });
    let now = findings.map(|findings| counted!(lang, "saved_search.now", findings.total) + " · ");
    // The name is often made of the same words.
    let words = (words != search.name).then_some(words);
    view! {
        <Card title=search.name>
            {words.map(|words| view! { <p>{words}</p> })}
            <p class="soft">
                {now} {mails_text(lang, search.frequency)} " "
                {new}
            </p>
            <Actions>
                <PostButton action=format!("{path}/open") label=tr!(lang, "saved_search.open") icon=Glyph::Search/>
                <LinkButton href=path label=tr!(lang, "saved_search.edit") look=Look::Plain icon=Glyph::Pen/>
            </Actions>
        </Card>
    }
    .into_any()
}

/// To the results. It is a form because it changes what counts as new.
pub async fn open(visitor: Visitor, Path(search): Path<String>) -> Result<Redirect, AppError> {
    let actor = visitor.actor()?;
    let query = backend::saved_search::look(visitor.backend(), actor, id(&search)?).await?;
    Ok(Redirect::to(&href::search(&query)))
}

pub async fn delete(visitor: Visitor, Path(search): Path<String>) -> Result<Redirect, AppError> {
    let actor = visitor.actor()?;
    backend::saved_search::delete(visitor.backend(), actor, id(&search)?).await?;
    Ok(Redirect::to("/me/searches"))
}
