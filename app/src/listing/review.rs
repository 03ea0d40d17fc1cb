//! The screen where a coordinator reviews a listing: publish it, or send it back with a reason.

use super::terms::{self, terms};
use crate::{
    error::{AppError, id},
    form::{Form, FormState},
    page::Page,
    parts::{house, listing::status_badge},
    texts::name_of,
    ui::{
        Actions, Button, Card, Check, Checkbox, Checklist, Columns, ErrorSummary, Item, KeyValue, Look, Notice,
        PageHead, PostForm, Stack, TextArea, Tone, Wide,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::{
    DeedError,
    listing::{Review, ReviewChecks},
};
use domain::{
    form::{Code, Errors},
    house::LandOwnership,
    id::ListingId,
    lang::Lang,
    listing::{ListingAction, ListingParty, allowed_actions},
    space::LettingMode,
    text, time,
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(listing): Path<String>) -> Result<Page, AppError> {
    page(&visitor, id(&listing)?, FormState::default()).await
}

pub async fn submit(visitor: Visitor, Path(listing): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let listing: ListingId = id(&listing)?;
    let actor = visitor.coordinator()?;
    let backend = visitor.backend();
    let mut errors = Errors::new();
    let action = values.text("action").parse();
    let done = match action {
        Ok(ListingAction::Publish) => {
            let checks = ReviewChecks {
                title: values.ticked("title"),
                duplicates: values.ticked("duplicates"),
            };
            backend::listing::publish(backend, actor, listing, checks).await
        }
        Ok(ListingAction::Return) => match errors.check("reason", text::bounded_lines(values.text("reason"), 4, 500)) {
            Some(reason) => backend::listing::send_back(backend, actor, listing, reason).await,
            None => {
                let form = FormState::new(values, errors);
                return Ok(page(&visitor, listing, form).await?.refused().into_response());
            }
        },
        _ => return Err(AppError::NotFound),
    };
    match done {
        Ok(()) => {
            let done = match action {
                Ok(ListingAction::Publish) => "published",
                _ => "returned",
            };
            Ok(Redirect::to(&format!("/desk?queue=listings&done={done}")).into_response())
        }
        Err(DeedError::Refused(code)) => {
            errors.add(field_of(&code), code);
            let form = FormState::new(values, errors);
            Ok(page(&visitor, listing, form).await?.refused().into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn field_of(code: &Code) -> &'static str {
    match code.code {
        "review-title" => "title",
        "review-duplicates" => "duplicates",
        _ => "",
    }
}

async fn page(visitor: &Visitor, listing: ListingId, form: FormState) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.coordinator()?;
    let review = backend::listing::review(visitor.backend(), actor, listing)
        .await?
        .ok_or(AppError::NotFound)?;
    let photos = backend::listing::photos(visitor.backend(), listing).await?;
    let title = review.listing.terms.title.clone();
    Ok(visitor.page(title.clone(), move || {
        let back = ("/desk?queue=listings".to_owned(), tr!(lang, "desk.listings"));
        let badge = status_badge(lang, &review.listing);
        let checks = checks(lang, &review, photos.len());
        let decision = decision(lang, &review, &form);
        let landlord = landlord(lang, &review);
        let house = house::facts(lang, &review.house);
        let terms = terms(lang, &review.listing, &review.house, None);
        let photos = terms::photos(lang, &review.listing, &photos);
        view! {
            <Wide>
                <PageHead title=title kicker=review.listing.place.clone() back=back>
                    {badge}
                </PageHead>
                <Stack>
                    <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                    <Columns>
                        <Stack>
                            <Card title=tr!(lang, "desk.review.checks")><Checklist checks/></Card>
                            {decision}
                            <Card title=tr!(lang, "desk.review.landlord")><KeyValue items=landlord/></Card>
                        </Stack>
                        <Stack>
                            <Card title=tr!(lang, "house.facts")><KeyValue items=house/></Card>
                            <Card title=tr!(lang, "listing.terms")><KeyValue items=terms/></Card>
                            <Card title=tr!(lang, "listing.photos")>{photos}</Card>
                        </Stack>
                    </Columns>
                </Stack>
            </Wide>
        }
        .into_any()
    }))
}

fn landlord(lang: Lang, review: &Review) -> Vec<Item> {
    let verified = if review.landlord.email_verified {
        "ui.yes"
    } else {
        "ui.no"
    };
    vec![
        Item::new(tr!(lang, "account.name"), review.landlord.name.clone()),
        Item::new(tr!(lang, "account.email"), review.landlord.email.clone()),
        Item::new(tr!(lang, "desk.review.email_verified"), tr!(lang, verified)),
        Item::new(
            tr!(lang, "desk.review.declared_at"),
            time::format_minute(review.house.declared_at),
        ),
    ]
}

/// What the program checked by itself; the rest is the coordinator's.
fn checks(lang: Lang, review: &Review, photos: usize) -> Vec<Check> {
    let house = &review.house;
    let terms = &review.listing.terms;
    let space_ok = match (terms.mode, terms.space) {
        (LettingMode::Whole, None) => true,
        (LettingMode::Shared, Some(no)) => house.spaces.iter().any(|space| space.no == no && space.kind.lettable()),
        _ => false,
    };
    let line = |tone: Tone, key: &str| Check {
        tone,
        status: tr!(
            lang,
            match tone {
                Tone::Ok => "ui.passed",
                Tone::Error => "ui.failed",
                _ => "ui.attention",
            }
        ),
        text: tr!(lang, &format!("desk.review.{key}")),
        ..Check::default()
    };
    let or = |ok: bool, bad: Tone, yes: &str, no: &str| if ok { line(Tone::Ok, yes) } else { line(bad, no) };
    let mut checks = vec![
        or(space_ok, Tone::Error, "space_ok", "space_bad"),
        Check {
            detail: name_of(lang, "declared-use", house.declared_use.code()).into(),
            ..line(Tone::Ok, "use_ok")
        },
        or(house.verified_at.is_some(), Tone::Warn, "verified", "unverified"),
        or(photos > 0, Tone::Warn, "photos", "no_photos"),
    ];
    if review.duplicates.is_empty() {
        checks.push(line(Tone::Ok, "no_duplicates"));
    }
    for other in &review.duplicates {
        checks.push(Check {
            detail: tr!(
                lang,
                "desk.review.duplicate_detail",
                address = other.full_address(),
                at = time::format_minute(other.declared_at)
            )
            .into(),
            ..line(Tone::Warn, "duplicate")
        });
    }
    if let Some(months) = review.high_deposit {
        checks.push(Check {
            text: tr!(lang, "listing.high_deposit", months = months),
            ..line(Tone::Warn, "unverified")
        });
    }
    if house.land_ownership == LandOwnership::Collective {
        checks.push(line(Tone::Warn, "collective"));
    }
    checks
}

fn decision(lang: Lang, review: &Review, form: &FormState) -> AnyView {
    let allowed = allowed_actions(review.listing.status, ListingParty::Coordinator);
    let path = format!("/desk/listings/{}", review.listing.id);
    let publish = allowed
        .contains(&ListingAction::Publish)
        .then(|| publish_form(lang, &path, !review.duplicates.is_empty(), form));
    let send_back = allowed
        .contains(&ListingAction::Return)
        .then(|| return_form(lang, &path, form));
    if publish.is_none() && send_back.is_none() {
        return view! { <Notice tone=Tone::Info title=tr!(lang, "desk.review.nothing")/> }.into_any();
    }
    (publish, send_back).into_any()
}

fn publish_form(lang: Lang, path: &str, has_duplicates: bool, form: &FormState) -> AnyView {
    let fields = vec![("action", ListingAction::Publish.code().to_owned())];
    let path = path.to_owned();
    let ticked = |name: &'static str| {
        let label = tr!(lang, &format!("desk.review.{name}_checked"));
        view! { <Checkbox name=name label checked=form.values.ticked(name) error=form.error(lang, name)/> }.into_any()
    };
    let title = ticked("title");
    let duplicates = has_duplicates.then(|| ticked("duplicates"));
    view! {
        <Card title=tr!(lang, "desk.review.publish")>
            <PostForm action=path fields>
                {title}
                {duplicates}
                <Actions><Button label=tr!(lang, "listing-action.publish") look=Look::Main/></Actions>
            </PostForm>
        </Card>
    }
    .into_any()
}

fn return_form(lang: Lang, path: &str, form: &FormState) -> AnyView {
    let fields = vec![("action", ListingAction::Return.code().to_owned())];
    let path = path.to_owned();
    let (value, error) = (form.value("reason"), form.error(lang, "reason"));
    view! {
        <Card title=tr!(lang, "desk.review.return")>
            <PostForm action=path fields>
                <TextArea name="reason" label=tr!(lang, "desk.review.reason") hint=tr!(lang, "desk.review.reason_hint") rows=3 value error/>
                <Actions><Button label=tr!(lang, "listing-action.return")/></Actions>
            </PostForm>
        </Card>
    }
    .into_any()
}
