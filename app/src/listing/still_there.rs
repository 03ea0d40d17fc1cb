//! “Is it still to let?”: the page behind the link in a landlord's mail. It works without logging in and, as mail scanners
//! follow links, changes nothing before a button is pressed.

use crate::{
    error::{AppError, id},
    form::Form,
    page::Page,
    texts::coded,
    ui::{Actions, Card, Item, KeyValue, LinkButton, Look, Narrow, Notice, PageHead, PostButton, Tone},
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::{
    DeedError,
    listing::{Link, Listing},
};
use domain::{
    form::Code,
    listing::{ListingAction, ListingStatus},
    time,
};
use http::StatusCode;
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path((listing, token)): Path<(String, String)>) -> Result<Page, AppError> {
    match load(&visitor, &listing, &token).await? {
        Link::Open(listing) => Ok(page(&visitor, listing, &token, None)),
        Link::Used(listing) => used(&visitor, listing).await,
    }
}

pub async fn answer(
    visitor: Visitor,
    Path((listing, token)): Path<(String, String)>,
    Form(values): Form,
) -> Result<Response, AppError> {
    let action: ListingAction = values.text("action").parse().map_err(|_| AppError::NotFound)?;
    match backend::listing::answer(visitor.backend(), id(&listing)?, &token, action).await {
        Ok(()) => Ok(Redirect::to(&format!("/still-there?done={action}")).into_response()),
        Err(DeedError::Refused(code)) => match load(&visitor, &listing, &token).await? {
            Link::Open(listing) => Ok(page(&visitor, listing, &token, Some(code)).refused().into_response()),
            Link::Used(listing) => Ok(used(&visitor, listing).await?.refused().into_response()),
        },
        Err(DeedError::Stale) => again(&visitor, load(&visitor, &listing, &token).await?, &token, action).await,
        Err(error) => Err(error.into()),
    }
}

/// The button was pressed twice, or something else was done in between.
async fn again(visitor: &Visitor, link: Link, token: &str, action: ListingAction) -> Result<Response, AppError> {
    let listing = match link {
        Link::Open(listing) => {
            return Ok(page(visitor, listing, token, None)
                .status(StatusCode::CONFLICT)
                .into_response());
        }
        Link::Used(listing) => listing,
    };
    let done = match action {
        ListingAction::Reconfirm => listing.status == ListingStatus::Published,
        _ => listing.status == ListingStatus::Paused,
    };
    let page = used(visitor, listing).await?;
    Ok(match done {
        true => page,
        false => page.status(StatusCode::CONFLICT),
    }
    .into_response())
}

/// After the answer: the link no longer works, so this page knows nothing of the listing.
pub async fn done(visitor: Visitor) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let done = match visitor.query("done").as_deref() {
        Some("reconfirm") => "confirmed",
        Some("pause") => "paused",
        _ => return Err(AppError::NotFound),
    };
    let title = tr!(lang, &format!("still-there.{done}"));
    let days = backend::parameter::current(visitor.backend())
        .await?
        .listing_reconfirm_days;
    Ok(visitor.page(title.clone(), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "still-there.thanks")/>
                <Notice tone=Tone::Ok title=title>
                    <p>{counted!(lang, &format!("still-there.{done}_text"), days)}</p>
                </Notice>
                <Actions><LinkButton href="/me" label=tr!(lang, "still-there.mine")/></Actions>
            </Narrow>
        }
        .into_any()
    }))
}

async fn load(visitor: &Visitor, listing: &str, token: &str) -> Result<Link, AppError> {
    backend::listing::still_there(visitor.backend(), id(listing)?, token)
        .await?
        .ok_or(AppError::NotFound)
}

/// Where the link leads once it is used up: how the listing stands, and nothing to press.
async fn used(visitor: &Visitor, listing: Listing) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let day = |moment| time::format_date(time::date_in_china(moment));
    let until = backend::listing::expires_at(visitor.backend(), &listing).await?;
    let (tone, title, text) = match (listing.status, until) {
        (ListingStatus::Published, Some(until)) => {
            let (day, until) = (day(listing.last_confirmed()), day(until));
            let title = tr!(lang, "still-there.confirmed_until", day = day, until = until);
            (Tone::Ok, title, "still-there.no_more")
        }
        (ListingStatus::Published, None) => (Tone::Ok, tr!(lang, "still-there.confirmed"), "still-there.no_more"),
        (ListingStatus::Paused, _) => (Tone::Ok, tr!(lang, "still-there.paused"), "still-there.paused_text"),
        (ListingStatus::Expired, _) => (Tone::Info, tr!(lang, "still-there.offline"), "still-there.paused_text"),
        _ => (Tone::Info, tr!(lang, "still-there.changed"), "still-there.changed_text"),
    };
    Ok(visitor.page(tr!(lang, "still-there.used"), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "still-there.used") kicker=listing.terms.title/>
                <Notice tone title><p>{tr!(lang, text)}</p></Notice>
                <Actions><LinkButton href="/me" label=tr!(lang, "still-there.mine")/></Actions>
            </Narrow>
        }
        .into_any()
    }))
}

fn page(visitor: &Visitor, listing: Listing, token: &str, refused: Option<Code>) -> Page {
    let lang = visitor.lang;
    let path = format!("/listings/{}/still-there/{token}", listing.id);
    visitor.page(tr!(lang, "still-there.title"), move || {
        let expired = listing.status == ListingStatus::Expired;
        let rent = format!("{} {}", listing.terms.rent, tr!(lang, "ui.yuan_per_month"));
        let confirmed = time::format_date(time::date_in_china(listing.last_confirmed()));
        let items = vec![
            Item::new(tr!(lang, "listing.title"), listing.terms.title),
            Item::new(tr!(lang, "still-there.place"), listing.place),
            Item::new(tr!(lang, "listing.rent"), rent),
            Item::new(tr!(lang, "still-there.last"), confirmed),
        ];
        let button = |action: ListingAction, look, label: &str| {
            let fields = vec![("action", action.code().to_owned())];
            view! { <PostButton action=path.clone() label=tr!(lang, label) look fields/> }
        };
        let lead = tr!(lang, if expired { "still-there.expired" } else { "still-there.lead" });
        let confirm = button(ListingAction::Reconfirm, Look::Main, "still-there.confirm");
        let pause = (!expired).then(|| button(ListingAction::Pause, Look::Quiet, "still-there.pause"));
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "still-there.title") lead/>
                {refused.map(|code| view! { <Notice tone=Tone::Error title=coded(lang, "error", code.code, &code.args)/> })}
                <Card><KeyValue items/></Card>
                <Actions>{confirm}{pause}</Actions>
                <p class="soft">{tr!(lang, if expired { "still-there.nothing_to_do" } else { "still-there.pause_text" })}</p>
            </Narrow>
        }
        .into_any()
    })
}
