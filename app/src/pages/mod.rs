//! Pages that only say something: about the centre, accessibility, personal information.

use crate::{
    page::Page,
    state::AppState,
    ui::{Narrow, PageHead, Prose, Section},
    visitor::Visitor,
};
use axum::{Router, routing::get};
use leptos::prelude::*;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/about",
            get(|visitor: Visitor| async move { text_page(&visitor, "about", &["who", "how", "free", "report"]) }),
        )
        .route(
            "/accessibility",
            get(|visitor: Visitor| async move { text_page(&visitor, "accessibility", &["aim", "known", "tell"]) }),
        )
        .route(
            "/privacy",
            get(|visitor: Visitor| async move {
                text_page(
                    &visitor,
                    "privacy",
                    &["what", "why", "who", "protect", "long", "rights"],
                )
            }),
        )
}

/// A page of sections: `pages.<page>.<section>.title` and `.text`; the section's name is its id.
fn text_page(visitor: &Visitor, page: &'static str, sections: &'static [&'static str]) -> Page {
    let lang = visitor.lang;
    let centre = visitor.backend().config().centre.name(lang).to_owned();
    let title = tr!(lang, &format!("pages.{page}.title"));
    let heading = title.clone();
    visitor.page(title, move || {
        let sections = sections
            .iter()
            .map(|section| {
                let text = |part: &str| tr!(lang, &format!("pages.{page}.{section}.{part}"), centre = centre);
                let paragraphs: Vec<String> = text("text").lines().map(str::to_owned).collect();
                view! {
                    <div id=*section>
                        <Section title=text("title")>
                            <Prose>{paragraphs.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}</Prose>
                        </Section>
                    </div>
                }
            })
            .collect_view();
        view! {
            <Narrow>
                <PageHead title=heading/>
                {sections}
            </Narrow>
        }
        .into_any()
    })
}
