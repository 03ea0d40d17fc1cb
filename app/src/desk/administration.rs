//! The administrator's desk: what is kept up on the site, and what is done on the server.

use crate::{
    error::AppError,
    page::Page,
    ui::{Item, KeyValue, LinkCard, PageHead, Section, Stack, Wrap},
    visitor::Visitor,
};
use leptos::prelude::*;

/// What is done in a terminal on the server, with the commands of `server/src/cli.rs`.
const ON_THE_SERVER: [(&str, &str); 5] = [
    ("accounts", "xinju account --help"),
    ("import", "xinju import --help"),
    ("check", "xinju doctor"),
    ("reindex", "xinju reindex"),
    ("words", "search/synonyms.toml"),
];

pub async fn page(visitor: &Visitor) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let places = backend::place::all(visitor.backend()).await?;
    let in_use = places.iter().filter(|place| place.active).count();
    Ok(visitor.page(tr!(lang, "desk.title"), move || {
        let items = ON_THE_SERVER.map(|(key, command)| {
            let label = tr!(lang, &format!("administration.{key}"));
            Item::new(label, view! { <code>{command}</code> })
        });
        view! {
            <Wrap>
                <PageHead title=tr!(lang, "desk.title") kicker=tr!(lang, "administration.title")/>
                <Stack>
                    <Section title=tr!(lang, "administration.on_the_site")>
                        <LinkCard
                            href="/desk/places"
                            title=tr!(lang, "place.title")
                            text=tr!(lang, "place.lead")
                            meta=counted!(lang, "administration.places", in_use)
                        />
                    </Section>
                    <Section title=tr!(lang, "administration.on_the_server")>
                        <KeyValue items=items.into()/>
                    </Section>
                </Stack>
            </Wrap>
        }
        .into_any()
    }))
}
