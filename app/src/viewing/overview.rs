//! The visitor's viewings on the page `/me`.

use super::badge::status_badge;
use crate::{
    error::AppError,
    parts::Part,
    ui::{LinkCard, Section, Stack},
    visitor::Visitor,
};
use domain::{access::Actor, time, viewing::ViewingParty};
use leptos::prelude::*;

/// Viewings that are still open, and the last of those that are not.
const SHOWN: usize = 8;

pub async fn overview(visitor: &Visitor, actor: &Actor) -> Result<Part, AppError> {
    let lang = visitor.lang;
    let id = actor.id;
    let mut viewings = backend::viewing::of_account(visitor.backend(), id).await?;
    viewings.sort_by_key(|viewing| !viewing.status.is_open());
    viewings.truncate(SHOWN);
    Ok(Box::new(move || {
        let cards = viewings
            .into_iter()
            .map(|viewing| {
                let side = match viewing.party(id) {
                    Some(ViewingParty::Landlord) => "viewing.as_landlord",
                    _ => "viewing.as_tenant",
                };
                let when = viewing
                    .booked()
                    .map(|at| tr!(lang, "viewing.booked_at", at = time::format_minute(at)));
                let badge = status_badge(lang, viewing.status);
                let href = format!("/me/viewings/{}", viewing.id);
                view! { <LinkCard href=href title=viewing.listing_title text=when meta=tr!(lang, side)>{badge}</LinkCard> }
            })
            .collect::<Vec<_>>();
        let list = if cards.is_empty() {
            view! { <p class="soft">{tr!(lang, "viewing.none")}" "<a href="/search">{tr!(lang, "viewing.none_link")}</a></p> }.into_any()
        } else {
            view! { <Stack>{cards}</Stack> }.into_any()
        };
        view! { <Section title=tr!(lang, "viewing.mine")>{list}</Section> }.into_any()
    }))
}
