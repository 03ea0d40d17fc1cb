//! Registering a house: first the district, then everything else on one page.

use super::fields;
use crate::{
    error::AppError,
    form::{Form, FormState},
    page::Page,
    ui::{Actions, Button, ErrorSummary, FormSteps, LinkCard, Look, Narrow, PageHead, PostForm, Stack},
    visitor::Visitor,
};
use axum::response::{IntoResponse, Redirect, Response};
use backend::{DeedError, area::Area};
use domain::{
    area::{AreaCode, AreaLevel},
    form::Errors,
    house::NewHouse,
    lang::Lang,
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor) -> Result<Page, AppError> {
    visitor.actor()?;
    Ok(match visitor.query("district").as_deref().and_then(district) {
        Some(district) => page(&visitor, district, FormState::filled(fields::blank())),
        None => districts_page(&visitor),
    })
}

pub async fn submit(visitor: Visitor, Form(values): Form) -> Result<Response, AppError> {
    let actor = visitor.actor()?;
    let Some(district) = district(values.text("district")) else {
        return Ok(districts_page(&visitor).refused().into_response());
    };
    let errors = match NewHouse::parse(&fields::typed(&values)) {
        Ok(new) => match backend::house::register(visitor.backend(), actor, new).await {
            Ok(id) => return Ok(Redirect::to(&format!("/me/houses/{id}")).into_response()),
            Err(DeedError::Refused(code)) => {
                let mut errors = Errors::new();
                errors.add(
                    if code.code == "area-unknown" {
                        "community"
                    } else {
                        "room"
                    },
                    code,
                );
                errors
            }
            Err(error) => return Err(error.into()),
        },
        Err(errors) => errors,
    };
    Ok(page(&visitor, district, FormState::new(values, errors))
        .refused()
        .into_response())
}

fn district(code: &str) -> Option<Area> {
    let code = AreaCode::parse(code).ok()?;
    backend::area::find(code).filter(|area| area.code.level() == AreaLevel::District)
}

/// Every district that the program knows.
fn districts() -> impl Iterator<Item = &'static Area> {
    backend::area::all()
        .iter()
        .filter(|area| area.code.level() == AreaLevel::District)
}

fn steps(lang: Lang, at: usize) -> AnyView {
    let steps = [
        "house.register.step_district",
        "house.register.step_house",
        "house.register.step_listing",
    ]
    .map(|key| tr!(lang, key))
    .to_vec();
    let label = tr!(lang, "ui.form_step", at = at + 1, of = steps.len());
    view! { <FormSteps label steps current=at/> }.into_any()
}

fn districts_page(visitor: &Visitor) -> Page {
    let lang = visitor.lang;
    visitor.page(tr!(lang, "house.register.title"), move || {
        let cards = districts()
            .map(|area| {
                let streets = backend::area::children(area.code).count();
                view! {
                    <LinkCard
                        href=format!("/me/houses/new?district={}", area.code)
                        title=area.name
                        meta=tr!(lang, "house.register.streets", count = streets)
                    />
                }
            })
            .collect_view();
        let back = ("/me/houses".to_owned(), tr!(lang, "house.mine"));
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "house.register.title") lead=tr!(lang, "house.register.lead") back=back/>
                {steps(lang, 0)}
                <Stack>
                    <h2>{tr!(lang, "house.register.which_district")}</h2>
                    {cards}
                </Stack>
            </Narrow>
        }
        .into_any()
    })
}

fn page(visitor: &Visitor, district: Area, form: FormState) -> Page {
    let lang = visitor.lang;
    visitor.page(tr!(lang, "house.register.title"), move || {
        let hidden = vec![("district", district.code.to_string())];
        let back = ("/me/houses/new".to_owned(), tr!(lang, "house.register.other_district"));
        let count = form.errors.iter().count();
        let fields = fields::view(lang, district, &form);
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "house.register.title") kicker=district.name back=back/>
                {steps(lang, 1)}
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = count) errors=form.summary(lang)/>
                <PostForm action="/me/houses/new" fields=hidden guard=true>
                    {fields}
                    <Actions>
                        <Button label=tr!(lang, "house.register.submit") look=Look::Main/>
                    </Actions>
                </PostForm>
            </Narrow>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_district_opens_the_form() {
        assert_eq!(district("350404").map(|area| area.name), Some("三元区"));
        assert_eq!(
            district("350402").map(|area| area.name),
            Some("三元区"),
            "merged into it"
        );
        for other in ["3504", "350404001", "999999", "", "x"] {
            assert!(district(other).is_none(), "{other}");
        }
        assert_eq!(districts().count(), 11);
    }
}
