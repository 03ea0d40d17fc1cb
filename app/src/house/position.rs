//! Where a house stands on the map: asked for when it is registered, and here for those who skipped it.

use crate::{
    error::{AppError, id},
    form::{Form, FormState, Values},
    page::Page,
    ui::{Actions, Button, ErrorSummary, Look, Narrow, PageHead, PostForm, Stack},
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::house::House;
use domain::{form::Errors, geo};
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(house): Path<String>) -> Result<Page, AppError> {
    let house = own(&visitor, &house).await?;
    let position = house.position.map(|position| position.to_string());
    let system = house
        .position
        .map_or(geo::CoordinateSystem::Gcj02, geo::GivenPoint::system);
    let values = Values::from_iter([
        ("position", position.unwrap_or_default()),
        ("coordinate_system", system.code().to_owned()),
    ]);
    Ok(page(&visitor, &house, FormState::filled(values)))
}

pub async fn submit(visitor: Visitor, Path(house): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let house = own(&visitor, &house).await?;
    let mut errors = Errors::new();
    let position = geo::optional_position(&mut errors, values.text("position"), values.text("coordinate_system"));
    let Some(position) = position else {
        let form = FormState::new(values, errors);
        return Ok(page(&visitor, &house, form).refused().into_response());
    };
    backend::listing::set_position(visitor.backend(), visitor.actor()?, house.id, position).await?;
    Ok(Redirect::to(&format!("/me/houses/{}", house.id)).into_response())
}

async fn own(visitor: &Visitor, house: &str) -> Result<House, AppError> {
    let actor = visitor.actor()?;
    let house = backend::house::find_own(visitor.backend(), actor, id(house)?).await?;
    house.ok_or(AppError::NotFound)
}

fn page(visitor: &Visitor, house: &House, form: FormState) -> Page {
    let lang = visitor.lang;
    let home = format!("/me/houses/{}", house.id);
    let action = format!("{home}/position");
    let back = (home, house.short_address());
    visitor.page(tr!(lang, "house.position"), move || {
        let fields = super::fields::position(lang, &form);
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "house.position") back=back/>
                <Stack>
                    <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                    <PostForm action=action>
                        {fields}
                        <Actions><Button label=tr!(lang, "house.position_save") look=Look::Main/></Actions>
                    </PostForm>
                </Stack>
            </Narrow>
        }
        .into_any()
    })
}
