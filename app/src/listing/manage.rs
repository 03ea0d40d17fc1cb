//! A landlord's own listing: how it stands, what it says, what can be done. For a draft this is the look before it is sent.

use super::terms::{self, terms};
use crate::{
    error::{AppError, id},
    form::Form,
    page::Page,
    parts::listing::status_badge,
    texts::coded,
    ui::{Actions, Card, Glyph, KeyValue, LinkButton, Look, Notice, PageHead, PostButton, Stack, Tone, Wrap},
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::{
    DeedError,
    house::House,
    listing::{Listing, Photo},
};
use domain::{
    access::Refusal,
    form::Code,
    id::ListingId,
    lang::Lang,
    listing::{ListingAction, ListingParty, ListingStatus, allowed_actions},
    time,
};
use jiff::civil::Date;
use leptos::prelude::*;

struct Own {
    listing: Listing,
    house: House,
    photos: Vec<Photo>,
    /// The deposit is above so many months of rent.
    high_deposit: Option<u32>,
    /// When it goes offline unless it is confirmed.
    expires_on: Option<Date>,
}

pub async fn show(visitor: Visitor, Path(listing): Path<String>) -> Result<Page, AppError> {
    let own = load(&visitor, id(&listing)?).await?;
    Ok(page(&visitor, own, None))
}

pub async fn change(visitor: Visitor, Path(listing): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let listing = id(&listing)?;
    let action: ListingAction = values.text("action").parse().map_err(|_| AppError::NotFound)?;
    let actor = visitor.actor()?;
    match backend::listing::change(visitor.backend(), actor, listing, action).await {
        Ok(()) => {
            let next = match action {
                ListingAction::Revise => format!("/me/listings/{listing}/edit"),
                _ => format!("/me/listings/{listing}"),
            };
            Ok(Redirect::to(&next).into_response())
        }
        // What isn't theirs to do has a page of its own.
        Err(DeedError::Refused(code)) if code.code.parse::<Refusal>().is_err() => {
            let own = load(&visitor, listing).await?;
            Ok(page(&visitor, own, Some(code)).refused().into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn load(visitor: &Visitor, listing: ListingId) -> Result<Own, AppError> {
    let backend = visitor.backend();
    let actor = visitor.actor()?;
    let listing = backend::listing::find_own(backend, actor, listing)
        .await?
        .ok_or(AppError::NotFound)?;
    let house = backend::house::find_own(backend, actor, listing.house)
        .await?
        .ok_or(AppError::NotFound)?;
    let months = backend::parameter::current(backend).await?.deposit_warn_months;
    Ok(Own {
        photos: backend::listing::photos(backend, listing.id).await?,
        high_deposit: listing.terms.deposit_exceeds(months).then_some(months),
        expires_on: backend::listing::expires_at(backend, &listing)
            .await?
            .map(time::date_in_china),
        listing,
        house,
    })
}

fn page(visitor: &Visitor, own: Own, refused: Option<Code>) -> Page {
    let lang = visitor.lang;
    let confirm_withdrawal = visitor.query("confirm").is_some_and(|what| what == "withdraw");
    let title = own.listing.terms.title.clone();
    visitor.page(title.clone(), move || {
        let Own { listing, house, photos, high_deposit, expires_on } = own;
        let path = format!("/me/listings/{}", listing.id);
        let back = (format!("/me/houses/{}", house.id), house.short_address());
        let editable = listing.status == ListingStatus::Draft;
        let edit = format!("{path}/edit");
        let items = terms(lang, &listing, &house, editable.then_some(edit.as_str()));
        let badge = status_badge(lang, &listing);
        let standing = standing(lang, &listing, expires_on);
        let actions = actions(lang, &listing, &path);
        let withdrawal = confirm_withdrawal.then(|| withdrawal(lang, &path));
        let drawn = photos.is_empty();
        let photos = terms::photos(lang, &listing, &photos);
        view! {
            <Wrap>
                <PageHead title=title kicker=listing.place back=back>{badge}</PageHead>
                <Stack>
                    {refused.map(|code| view! { <Notice tone=Tone::Error title=coded(lang, "error", code.code, &code.args)/> })}
                    {withdrawal}
                    {standing}
                    {high_deposit.map(|months| view! { <Notice tone=Tone::Warn title=tr!(lang, "listing.high_deposit", months = months)/> })}
                    <Card title=tr!(lang, if editable { "listing.check" } else { "listing.terms" })>
                        <KeyValue items/>
                    </Card>
                    {actions}
                    <Card title=tr!(lang, "listing.photos")>
                        {photos}
                        {drawn.then(|| view! { <p class="soft">{tr!(lang, "listing.no_photos")}</p> })}
                    </Card>
                </Stack>
            </Wrap>
        }
        .into_any()
    })
}

/// What the state means, and what comes next.
fn standing(lang: Lang, listing: &Listing, expires_on: Option<Date>) -> AnyView {
    if let (ListingStatus::Draft, Some(reason)) = (listing.status, &listing.returned_reason) {
        let reason = reason.clone();
        return view! { <Notice tone=Tone::Warn title=tr!(lang, "listing.returned")><p>{reason}</p></Notice> }
            .into_any();
    }
    let tone = match listing.status {
        ListingStatus::Published => Tone::Ok,
        ListingStatus::Expired => Tone::Warn,
        _ => Tone::Info,
    };
    let title = tr!(lang, &format!("listing.standing_{}", listing.status));
    let since = listing
        .confirmed_at
        .filter(|_| listing.status == ListingStatus::Published)
        .map(|at| tr!(lang, "listing.confirmed", at = time::format_minute(at)));
    let public = (listing.status == ListingStatus::Published).then(|| format!("/listings/{}", listing.id));
    view! {
        <Notice tone title>
            {since.map(|since| view! { <p>{since}</p> })}
            {expires_on.map(|day| view! { <p>{tr!(lang, "still-there.until", day = day)}</p> })}
            {public.map(|href| view! { <p><a href=href>{tr!(lang, "listing.see_public")}</a></p> })}
        </Notice>
    }
    .into_any()
}

fn withdrawal(lang: Lang, path: &str) -> AnyView {
    let fields = vec![("action", ListingAction::Withdraw.code().to_owned())];
    let path = path.to_owned();
    view! {
        <Notice tone=Tone::Warn title=tr!(lang, "listing.withdraw_sure")>
            <p>{tr!(lang, "listing.withdraw_text")}</p>
            <Actions>
                <PostButton action=path.clone() label=tr!(lang, "listing-action.withdraw") look=Look::Danger fields/>
                <LinkButton href=path label=tr!(lang, "ui.cancel")/>
            </Actions>
        </Notice>
    }
    .into_any()
}

fn actions(lang: Lang, listing: &Listing, path: &str) -> AnyView {
    let mut allowed = allowed_actions(listing.status, ListingParty::Landlord).to_vec();
    // The one main button stands first, where the eye is after the last line.
    allowed.sort_by_key(|action| look(listing.status, *action) != Look::Main);
    let buttons = allowed
        .into_iter()
        .map(|action| {
            let label = tr!(lang, &format!("listing-action.{action}"));
            let look = look(listing.status, action);
            match action {
                ListingAction::Edit => {
                    view! { <LinkButton href=format!("{path}/edit") label look icon=Glyph::Pen/> }.into_any()
                }
                ListingAction::Withdraw => {
                    view! { <LinkButton href=format!("{path}?confirm=withdraw") label look/> }.into_any()
                }
                _ => {
                    let fields = vec![("action", action.code().to_owned())];
                    view! { <PostButton action=path.to_owned() label look fields/> }.into_any()
                }
            }
        })
        .collect_view();
    view! { <Actions>{buttons}</Actions> }.into_any()
}

fn look(status: ListingStatus, action: ListingAction) -> Look {
    match (status, action) {
        (_, ListingAction::Submit | ListingAction::Resume) => Look::Main,
        (ListingStatus::Expired, ListingAction::Reconfirm) => Look::Main,
        (_, ListingAction::Withdraw) => Look::Plain,
        _ => Look::Quiet,
    }
}
