//! What a visitor has looked at lately. It is kept in their own browser, in a cookie, and nowhere else: the centre has no
//! list of who looked at which home.

use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use domain::{
    compare::{self, MAX_COMPARED},
    id::ListingId,
};
use leptos::prelude::*;

use crate::{
    error::AppError,
    form::Form,
    href::local,
    parts::{
        Part,
        card::{Viewer, summary},
    },
    ui::{Actions, LinkButton, ListingList, Look, PostButton, Section, Stack},
    visitor::Visitor,
};

const SEEN_COOKIE: &str = "seen";
const KEPT: usize = 12;

/// The latest first. Whatever else the cookie holds is passed over.
fn ids(jar: &CookieJar) -> Vec<ListingId> {
    let text = jar.get(SEEN_COOKIE).map_or("", Cookie::value);
    let mut ids = Vec::new();
    for id in text.split('.').take(KEPT).filter_map(|id| id.parse().ok()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// With this listing as the latest.
pub(super) fn remember(visitor: &Visitor, jar: CookieJar, listing: ListingId) -> CookieJar {
    let before = ids(&jar).into_iter().filter(|id| *id != listing);
    let ids: Vec<_> = std::iter::once(listing)
        .chain(before)
        .take(KEPT)
        .map(|id| id.to_string())
        .collect();
    jar.add(visitor.lasting_cookie(SEEN_COOKIE, ids.join(".")))
}

pub fn forgotten(jar: CookieJar) -> CookieJar {
    jar.remove(Cookie::build(SEEN_COOKIE).path("/"))
}

pub(super) async fn forget(jar: CookieJar, Form(values): Form) -> Response {
    (forgotten(jar), Redirect::to(local(values.text("to")))).into_response()
}

/// Those that are still published, in a row; nothing before the first.
pub async fn section(visitor: &Visitor, jar: &CookieJar) -> Result<Option<Part>, AppError> {
    let lang = visitor.lang;
    let cards = backend::search::cards(visitor.backend(), &ids(jar)).await?;
    if cards.is_empty() {
        return Ok(None);
    }
    let viewer = Viewer::of(visitor);
    let to = visitor.path.clone();
    let several = cards.len() > 1;
    let comparison = compare::address(cards.iter().take(MAX_COMPARED).map(|card| card.id));
    let listings = cards.iter().map(|card| summary(viewer, card)).collect::<Vec<_>>();
    Ok(Some(Box::new(move || {
        let compare = several.then(|| {
            view! { <LinkButton href=comparison label=tr!(lang, "seen.compare") look=Look::Quiet/> }
        });
        view! {
            <Section title=tr!(lang, "seen.title")>
                <Stack>
                    <ListingList listings row=tr!(lang, "seen.title") eager=0/>
                    <Actions>
                        {compare}
                        <PostButton action="/seen/forget" label=tr!(lang, "seen.forget") look=Look::Plain fields=vec![("to", to)]/>
                    </Actions>
                    <p class="soft">{tr!(lang, "seen.privacy")}</p>
                </Stack>
            </Section>
        }
        .into_any()
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jar(value: &str) -> CookieJar {
        CookieJar::new().add(Cookie::new(SEEN_COOKIE, value.to_owned()))
    }

    #[test]
    fn a_cookie_of_any_content_is_read() {
        let [a, b] = [ListingId::generate(), ListingId::generate()];
        assert_eq!(ids(&jar(&format!("{a}.{b}.{a}"))), [a, b]);
        assert_eq!(ids(&jar(&format!("x..{b}.中文"))), [b]);
        assert!(ids(&jar("")).is_empty() && ids(&CookieJar::new()).is_empty());
        let many: Vec<_> = (0..50).map(|_| ListingId::generate().to_string()).collect();
        assert_eq!(ids(&jar(&many.join("."))).len(), KEPT);
    }
}
