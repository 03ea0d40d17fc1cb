//! A person's matches, for the page about everything of theirs.

use super::parts::{day, status_badge};
use crate::{
    error::AppError,
    parts::Part,
    ui::{Badges, LinkCard, Section, Stack},
    visitor::Visitor,
};
use backend::matching::MatchLine;
use domain::{lang::Lang, matching::Party};
use leptos::prelude::*;

/// What the visitor applied for and who applied to them; nothing when there is none of either.
pub async fn section(visitor: &Visitor) -> Result<Part, AppError> {
    let lang = visitor.lang;
    let lines = backend::matching::mine(visitor.backend(), visitor.actor()?).await?;
    let (asked, received): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.party == Party::Tenant);
    Ok(Box::new(move || {
        view! {
            {cards(lang, tr!(lang, "matching.mine.received"), received)}
            {cards(lang, tr!(lang, "matching.mine.asked"), asked)}
        }
        .into_any()
    }))
}

fn cards(lang: Lang, title: String, lines: Vec<MatchLine>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let cards = lines.into_iter().map(|line| card(lang, line)).collect_view();
    view! { <Section title=title><Stack>{cards}</Stack></Section> }.into_any()
}

fn card(lang: Lang, line: MatchLine) -> AnyView {
    let text = match line.party {
        Party::Tenant => line.place.clone(),
        Party::Landlord | Party::Coordinator => {
            tr!(
                lang,
                "matching.mine.people",
                name = line.tenant.clone(),
                count = line.people
            )
        }
    };
    let meta = tr!(
        lang,
        "matching.mine.meta",
        number = line.number.clone(),
        day = day(line.applied_at)
    );
    let badge = status_badge(lang, line.status);
    view! {
        <LinkCard href=format!("/matches/{}", line.id) title=line.title text=text meta=meta>
            <Badges badges=vec![badge]/>
        </LinkCard>
    }
    .into_any()
}
