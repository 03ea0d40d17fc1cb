//! The form of a listing: a new one of a house, or a draft.

use super::fields;
use crate::{
    error::{AppError, id},
    form::{Form, FormState},
    page::Page,
    parts::house::layout_text,
    ui::{Actions, Button, ErrorSummary, FormSteps, Look, Narrow, PageHead, PostForm},
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::{house::House, listing::Listing};
use domain::listing::{ListingAction, ListingParty, ListingTerms, allowed_actions};
use leptos::prelude::*;

pub async fn new(visitor: Visitor, Path(house): Path<String>) -> Result<Page, AppError> {
    let house = own_house(&visitor, &house).await?;
    Ok(new_page(&visitor, house, FormState::filled(fields::blank())))
}

pub async fn create(visitor: Visitor, Path(house): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let house = own_house(&visitor, &house).await?;
    let today = visitor.backend().today();
    match ListingTerms::parse(&fields::typed(&values), &house.spaces, house.area, today) {
        Ok(terms) => {
            let id = backend::listing::create(visitor.backend(), visitor.actor()?, house.id, terms).await?;
            Ok(Redirect::to(&format!("/me/listings/{id}")).into_response())
        }
        Err(errors) => Ok(new_page(&visitor, house, FormState::new(values, errors))
            .refused()
            .into_response()),
    }
}

pub async fn show(visitor: Visitor, Path(listing): Path<String>) -> Result<Page, AppError> {
    let (listing, house) = own_draft(&visitor, &listing).await?;
    let mut values = fields::filled(&listing.terms);
    values.set("version", listing.version.to_string());
    Ok(edit_page(&visitor, listing, house, FormState::filled(values)))
}

pub async fn save(visitor: Visitor, Path(listing): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let (listing, house) = own_draft(&visitor, &listing).await?;
    let version = values.text("version").parse().map_err(|_| AppError::Stale)?;
    let today = visitor.backend().today();
    match ListingTerms::parse(&fields::typed(&values), &house.spaces, house.area, today) {
        Ok(terms) => {
            let actor = visitor.actor()?;
            backend::listing::update(visitor.backend(), actor, listing.id, version, terms).await?;
            Ok(Redirect::to(&format!("/me/listings/{}", listing.id)).into_response())
        }
        Err(errors) => Ok(edit_page(&visitor, listing, house, FormState::new(values, errors))
            .refused()
            .into_response()),
    }
}

async fn own_house(visitor: &Visitor, house: &str) -> Result<House, AppError> {
    backend::house::find_own(visitor.backend(), visitor.actor()?, id(house)?)
        .await?
        .ok_or(AppError::NotFound)
}

/// What is not a draft has no form: it is revised first.
async fn own_draft(visitor: &Visitor, listing: &str) -> Result<(Listing, House), AppError> {
    let actor = visitor.actor()?;
    let listing = backend::listing::find_own(visitor.backend(), actor, id(listing)?)
        .await?
        .ok_or(AppError::NotFound)?;
    if !allowed_actions(listing.status, ListingParty::Landlord).contains(&ListingAction::Edit) {
        return Err(AppError::Stale);
    }
    let house = backend::house::find_own(visitor.backend(), actor, listing.house)
        .await?
        .ok_or(AppError::NotFound)?;
    Ok((listing, house))
}

fn new_page(visitor: &Visitor, house: House, form: FormState) -> Page {
    let action = format!("/me/houses/{}/listings/new", house.id);
    let back = (format!("/me/houses/{}", house.id), house.short_address());
    page(visitor, house, form, action, back, "listing.new", Vec::new())
}

fn edit_page(visitor: &Visitor, listing: Listing, house: House, form: FormState) -> Page {
    let action = format!("/me/listings/{}/edit", listing.id);
    let back = (format!("/me/listings/{}", listing.id), listing.terms.title.clone());
    let hidden = vec![("version", form.value("version"))];
    page(visitor, house, form, action, back, "listing.edit", hidden)
}

fn page(
    visitor: &Visitor,
    house: House,
    form: FormState,
    action: String,
    back: (String, String),
    title: &'static str,
    hidden: Vec<(&'static str, String)>,
) -> Page {
    let lang = visitor.lang;
    let unit = tr!(lang, "ui.square_metres");
    let kicker = format!("{} · {} {unit}", layout_text(lang, house.layout), house.area);
    visitor.page(tr!(lang, title), move || {
        let steps = ["listing.step_terms", "listing.step_check", "listing.step_review"]
            .map(|key| tr!(lang, key))
            .to_vec();
        let step = tr!(lang, "ui.form_step", at = 1, of = steps.len());
        let fields = fields::view(lang, &house, &form);
        view! {
            <Narrow>
                <PageHead title=tr!(lang, title) kicker=kicker back=back/>
                <FormSteps label=step steps current=0/>
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                <PostForm action=action fields=hidden guard=true>
                    {fields}
                    <Actions>
                        <Button label=tr!(lang, "listing.save_and_check") look=Look::Main/>
                    </Actions>
                </PostForm>
            </Narrow>
        }
        .into_any()
    })
}
