//! One viewing: the landlord offers times or declines, the tenant chooses, both can call it off.

use super::badge::status_badge;
use crate::{
    error::{AppError, id},
    form::{Form, FormState, Values},
    page::Page,
    ui::{
        Actions, Button, Card, Choice, DateTimeInput, ErrorSummary, Item, KeyValue, Look, Narrow, Notice, PageHead,
        PostButton, PostForm, RadioGroup, Stack, TextArea, Tone,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::{
    DeedError,
    viewing::{Sides, Viewing},
};
use domain::{
    form::Errors,
    lang::Lang,
    text, time,
    viewing::{SLOT_FIELDS, ViewingAction, ViewingParty, ViewingStatus, allowed_actions, parse_slot, parse_slots},
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(viewing): Path<String>) -> Result<Page, AppError> {
    page(&visitor, &viewing, FormState::default()).await
}

pub async fn submit(visitor: Visitor, Path(viewing): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let action: ViewingAction = values.text("action").parse().map_err(|_| AppError::NotFound)?;
    let done = act(&visitor, &viewing, action, &values).await?;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/me/viewings/{viewing}")).into_response()),
        Err(errors) => {
            let page = page(&visitor, &viewing, FormState::new(values, errors)).await?;
            Ok(page.refused().into_response())
        }
    }
}

async fn act(
    visitor: &Visitor,
    viewing: &str,
    action: ViewingAction,
    values: &Values,
) -> Result<Result<(), Errors>, AppError> {
    let backend = visitor.backend();
    let actor = visitor.actor()?;
    let viewing = id(viewing)?;
    let mut errors = Errors::new();
    let reply = errors.check("reply", text::bounded_lines(values.text("reply"), 0, 500));
    let done = match action {
        ViewingAction::Offer => {
            let slots = parse_slots(SLOT_FIELDS.map(|field| values.text(field)), backend.now());
            match (slots, reply) {
                (Ok(slots), Some(reply)) => backend::viewing::offer(backend, actor, viewing, slots, reply).await,
                (slots, _) => {
                    errors.merge(slots.err().unwrap_or_default());
                    return Ok(Err(errors));
                }
            }
        }
        ViewingAction::Choose => match parse_slot(values.text("slot")) {
            Ok(slot) => backend::viewing::choose(backend, actor, viewing, slot).await,
            Err(code) => Err(DeedError::Refused(code)),
        },
        ViewingAction::Decline => match reply {
            Some(reply) => backend::viewing::decline(backend, actor, viewing, reply).await,
            None => return Ok(Err(errors)),
        },
        ViewingAction::Cancel => backend::viewing::cancel(backend, actor, viewing).await,
    };
    match done {
        Ok(()) => Ok(Ok(())),
        Err(DeedError::Refused(code)) => {
            let mut errors = Errors::new();
            errors.add("slot", code);
            Ok(Err(errors))
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visitor: &Visitor, viewing: &str, form: FormState) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.actor()?;
    let (viewing, party) = backend::viewing::find_own(visitor.backend(), actor, id(viewing)?)
        .await?
        .ok_or(AppError::NotFound)?;
    let sides = backend::viewing::sides(visitor.backend(), &viewing).await?;
    let earliest = time::input_minute(visitor.backend().now());
    let title = tr!(lang, "viewing.title");
    Ok(visitor.page(title.clone(), move || {
        let back = ("/me".to_owned(), tr!(lang, "me.title"));
        let status = viewing.status;
        let allowed = allowed_actions(status, party);
        let standing = tr!(lang, &format!("viewing.{party}_{status}"));
        let may = |action| allowed.contains(&action);
        let count = form.errors.iter().count();
        let parts = [
            booked(lang, &viewing, &sides),
            Some(view! { <Notice tone=tone(status) title=standing/> }.into_any()),
            may(ViewingAction::Choose).then(|| choose(lang, &viewing, &form)),
            may(ViewingAction::Offer).then(|| offer(lang, &viewing, &form, earliest)),
            Some(request(lang, &viewing, sides, party)),
            may(ViewingAction::Decline).then(|| decline(lang, &viewing)),
            may(ViewingAction::Cancel).then(|| cancel(lang, &viewing)),
        ];
        let parts = parts.into_iter().flatten().collect::<Vec<_>>();
        view! {
            <Narrow>
                <PageHead title=title kicker=viewing.listing_title back=back>{status_badge(lang, status)}</PageHead>
                <Stack>
                    <ErrorSummary title=tr!(lang, "ui.error_summary", count = count) errors=form.summary(lang)/>
                    {parts}
                </Stack>
            </Narrow>
        }
        .into_any()
    }))
}

const fn tone(status: ViewingStatus) -> Tone {
    match status {
        ViewingStatus::Booked => Tone::Ok,
        ViewingStatus::Asked | ViewingStatus::Offered => Tone::Info,
        ViewingStatus::Declined | ViewingStatus::Cancelled => Tone::Neutral,
    }
}

/// The time and the door, big, once they are agreed.
fn booked(lang: Lang, viewing: &Viewing, sides: &Sides) -> Option<AnyView> {
    let at = viewing.booked().filter(|_| viewing.status == ViewingStatus::Booked)?;
    let address = sides.address.clone().unwrap_or_default();
    let items = vec![
        Item::new(tr!(lang, "viewing.when"), time::format_minute(at)),
        Item::new(tr!(lang, "viewing.where"), address),
    ];
    let title = tr!(lang, "viewing.appointment");
    Some(view! { <Card title><KeyValue items/></Card> }.into_any())
}

fn request(lang: Lang, viewing: &Viewing, sides: Sides, party: ViewingParty) -> AnyView {
    let items = facts(lang, viewing, sides, party);
    view! { <Card title=tr!(lang, "viewing.request")><KeyValue items/></Card> }.into_any()
}

fn facts(lang: Lang, viewing: &Viewing, sides: Sides, party: ViewingParty) -> Vec<Item> {
    let href = match party {
        ViewingParty::Tenant => format!("/listings/{}", viewing.listing),
        ViewingParty::Landlord => format!("/me/listings/{}", viewing.listing),
    };
    let title = viewing.listing_title.clone();
    let mut items = vec![Item::new(
        tr!(lang, "viewing.listing"),
        view! { <a href=href>{title}</a> },
    )];
    items.push(match party {
        ViewingParty::Tenant => Item::new(tr!(lang, "viewing.landlord"), sides.landlord_name),
        ViewingParty::Landlord => Item::new(tr!(lang, "viewing.tenant"), sides.tenant_name),
    });
    let asked = time::format_minute(viewing.created_at);
    items.push(Item::new(tr!(lang, "viewing.asked_at"), asked));
    for (key, text) in [
        ("viewing.wished", &viewing.wished),
        ("viewing.message", &viewing.message),
        ("viewing.reply", &viewing.reply),
    ] {
        if !text.is_empty() {
            items.push(Item::new(tr!(lang, key), text.clone()));
        }
    }
    items
}

fn action(viewing: &Viewing, action: ViewingAction) -> (String, Vec<(&'static str, String)>) {
    let path = format!("/me/viewings/{}", viewing.id);
    (path, vec![("action", action.code().to_owned())])
}

fn choose(lang: Lang, viewing: &Viewing, form: &FormState) -> AnyView {
    let slots = viewing
        .slots
        .iter()
        .map(|slot| Choice::new(slot.starts_at.to_string(), time::format_minute(slot.starts_at)))
        .collect();
    let (path, fields) = action(viewing, ViewingAction::Choose);
    let (value, error) = (form.value("slot"), form.error(lang, "slot"));
    view! {
        <Card>
            <PostForm action=path fields>
                <RadioGroup name="slot" label=tr!(lang, "viewing.which_slot") choices=slots value error/>
                <Actions><Button label=tr!(lang, "viewing.choose") look=Look::Main/></Actions>
            </PostForm>
        </Card>
    }
    .into_any()
}

fn offer(lang: Lang, viewing: &Viewing, form: &FormState, earliest: String) -> AnyView {
    let (path, fields) = action(viewing, ViewingAction::Offer);
    let inputs = SLOT_FIELDS
        .into_iter()
        .enumerate()
        .map(|(at, field)| {
            let label = tr!(lang, "viewing.slot", no = at + 1);
            let note = (at > 0).then(|| tr!(lang, "ui.optional"));
            let typed = form.values.get(field).map(str::to_owned);
            let value = typed.or_else(|| viewing.slots.get(at).map(|slot| time::input_minute(slot.starts_at)));
            view! { <DateTimeInput name=field label value note min=earliest.clone() error=form.error(lang, field)/> }
        })
        .collect_view();
    let title = tr!(lang, "viewing.offer_title");
    let (value, error) = (form.value("reply"), form.error(lang, "reply"));
    view! {
        <Card title>
            <PostForm action=path fields>
                {inputs}
                <TextArea name="reply" label=tr!(lang, "viewing.reply") note=tr!(lang, "ui.optional") hint=tr!(lang, "viewing.reply_hint") rows=2 value error/>
                <Actions><Button label=tr!(lang, "viewing.offer") look=Look::Main/></Actions>
            </PostForm>
        </Card>
    }
    .into_any()
}

fn decline(lang: Lang, viewing: &Viewing) -> AnyView {
    let (path, fields) = action(viewing, ViewingAction::Decline);
    view! { <PostButton action=path label=tr!(lang, "viewing.decline") look=Look::Quiet fields/> }.into_any()
}

fn cancel(lang: Lang, viewing: &Viewing) -> AnyView {
    let (path, fields) = action(viewing, ViewingAction::Cancel);
    view! { <PostButton action=path label=tr!(lang, "viewing.cancel") look=Look::Danger fields/> }.into_any()
}
