//! The account of a new member of staff, with the first duty.

use super::{
    duty_form::{self, Choices},
    list::TABLE,
};
use crate::{
    error::AppError,
    form::{Form, FormState, Values},
    page::Page,
    ui::{Actions, Button, ErrorSummary, InputKind, Look, Narrow, PageHead, PostForm, Stack, TextInput},
    visitor::Visitor,
};
use axum::response::{IntoResponse, Redirect, Response};
use backend::{
    DeedError,
    access::NewDuty,
    account::{CreateError, Invited},
};
use domain::{
    access::Role,
    contact::{Email, PersonName},
    form::Errors,
    lang::Lang,
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor) -> Result<Page, AppError> {
    visitor.staff(Role::Administrator)?;
    let blank = duty_form::blank(visitor.backend());
    page(&visitor, FormState::filled(blank)).await
}

pub async fn submit(visitor: Visitor, Form(values): Form) -> Result<Response, AppError> {
    let actor = visitor.staff(Role::Administrator)?;
    let errors = match read(&values, visitor.lang) {
        Ok((invited, duty)) => match backend::account::invite(visitor.backend(), actor, &invited, &duty).await {
            Ok(id) => return Ok(Redirect::to(&format!("{TABLE}/{id}?done=invited")).into_response()),
            Err(error) => refused(error)?,
        },
        Err(errors) => errors,
    };
    let form = FormState::new(values, errors);
    Ok(page(&visitor, form).await?.refused().into_response())
}

fn read(values: &Values, lang: Lang) -> Result<(Invited, NewDuty), Errors> {
    let mut errors = Errors::new();
    let name = errors.check("name", PersonName::parse(values.text("name")));
    let email = errors.check("email", Email::parse(values.text("email")));
    let duty = duty_form::parse(values, &mut errors);
    match (name, email, duty) {
        (Some(name), Some(email), Some(duty)) => Ok((Invited { email, name, lang }, duty)),
        _ => Err(errors),
    }
}

fn refused(error: CreateError) -> Result<Errors, AppError> {
    let mut errors = Errors::new();
    match error {
        CreateError::EmailTaken => errors.add("email", "account-known"),
        CreateError::Refused(DeedError::Refused(code)) => errors.add(duty_form::field_of(&code), code),
        CreateError::Refused(error) => return Err(error.into()),
        CreateError::Backend(error) => return Err(error.into()),
    }
    Ok(errors)
}

async fn page(visitor: &Visitor, form: FormState) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let choices = Choices::load(visitor.backend()).await?;
    Ok(visitor.page(tr!(lang, "staff.add"), move || {
        let back = (TABLE.to_owned(), tr!(lang, "staff.title"));
        let fields = duty_form::fields(lang, choices, &form);
        let person = person(lang, &form);
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "staff.add") lead=tr!(lang, "staff.add_lead") back=back/>
                <Stack>
                    <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                    <PostForm action="/desk/staff/new">
                        {person}
                        {fields}
                        <Actions><Button label=tr!(lang, "staff.create") look=Look::Main/></Actions>
                    </PostForm>
                </Stack>
            </Narrow>
        }
        .into_any()
    }))
}

fn person(lang: Lang, form: &FormState) -> AnyView {
    let (value, error) = (|name: &str| form.value(name), |name: &str| form.error(lang, name));
    view! {
        <TextInput name="name" label=tr!(lang, "account.name") kind=InputKind::Name autocomplete="off" value=value("name") error=error("name")/>
        <TextInput name="email" label=tr!(lang, "account.email") hint=tr!(lang, "staff.email_hint") kind=InputKind::Email autocomplete="off" value=value("email") error=error("email")/>
    }
    .into_any()
}
