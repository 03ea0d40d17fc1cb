//! The visitor's own page: matches, viewings, homes.

use crate::{
    error::AppError,
    page::Page,
    parts::Part,
    state::AppState,
    ui::{Glyph, LinkButton, Notice, PageHead, Stack, Tone, Wrap},
    visitor::Visitor,
};
use axum::{Router, routing::get};
use axum_extra::extract::CookieJar;
use domain::access::Actor;
use leptos::prelude::*;

pub fn routes() -> Router<AppState> {
    Router::new().route("/me", get(show))
}

/// The parts in their order, each from its own noun.
async fn parts(visitor: &Visitor, jar: &CookieJar, actor: &Actor) -> Result<Vec<Part>, AppError> {
    let parts = [
        crate::listing::to_confirm(visitor, actor).await?,
        Some(crate::matching::overview::section(visitor).await?),
        Some(crate::viewing::overview(visitor, actor).await?),
        Some(crate::saved_search::overview(visitor, actor).await?),
        crate::favourite::overview(visitor, actor).await?,
        Some(crate::house::overview(visitor, actor).await?),
        crate::search::seen::section(visitor, jar).await?,
    ];
    Ok(parts.into_iter().flatten().collect())
}

async fn show(visitor: Visitor, jar: CookieJar) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.actor()?;
    let parts = parts(&visitor, &jar, actor).await?;
    let has_desk = actor.is_staff();
    let name = actor.name.clone();
    Ok(visitor.page(tr!(lang, "me.title"), move || {
        view! {
            <Wrap>
                <PageHead title=tr!(lang, "me.title") kicker=tr!(lang, "me.hello", name = name)>
                    <LinkButton href="/search" label=tr!(lang, "shell.find") icon=Glyph::Search/>
                </PageHead>
                <Stack>
                    {has_desk.then(|| view! {
                        <Notice tone=Tone::Info title=tr!(lang, "me.staff")><p><a href="/desk">{tr!(lang, "me.to_desk")}</a></p></Notice>
                    })}
                    {parts.into_iter().map(|part| part()).collect_view()}
                </Stack>
            </Wrap>
        }
        .into_any()
    }))
}
