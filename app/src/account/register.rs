//! A citizen's new account.

use crate::{
    error::AppError,
    form::{Form, FormState, Values},
    page::Page,
    ui::{
        Actions, Button, Checkbox, ErrorSummary, InputKind, Look, Narrow, Notice, PageHead, PostForm, TextInput, Tone,
    },
    visitor::Visitor,
};
use axum::response::{IntoResponse, Redirect, Response};
use backend::account::NewAccount;
use domain::{
    contact::{Email, Password, PersonName},
    form::{Code, Errors},
    lang::Lang,
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor) -> Page {
    page(&visitor, FormState::default())
}

pub async fn submit(visitor: Visitor, Form(values): Form) -> Result<Response, AppError> {
    match read(&values, visitor.lang) {
        Ok(new) => {
            backend::account::register(visitor.backend(), new).await?;
            Ok(Redirect::to("/account/registered").into_response())
        }
        Err(errors) => Ok(page(&visitor, FormState::new(values, errors)).refused().into_response()),
    }
}

/// Says the same to everybody: whether the address was known is told to its owner alone, by mail.
pub async fn done(visitor: Visitor) -> Page {
    let lang = visitor.lang;
    visitor.page(tr!(lang, "account.registered.title"), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "account.registered.title")/>
                <Notice tone=Tone::Ok title=tr!(lang, "account.registered.sent")>
                    <p>{tr!(lang, "account.registered.text")}</p>
                </Notice>
            </Narrow>
        }
        .into_any()
    })
}

fn read(values: &Values, lang: Lang) -> Result<NewAccount, Errors> {
    let mut errors = Errors::new();
    let name = errors.check("name", PersonName::parse(values.text("name")));
    let email = errors.check("email", Email::parse(values.text("email")));
    let password = errors.check("password", Password::parse(values.text("password"), email.as_ref()));
    if !values.ticked("notice") {
        errors.add("notice", Code::new("notice-unread"));
    }
    match (name, email, password) {
        (Some(name), Some(email), Some(password)) if errors.is_empty() => Ok(NewAccount {
            email,
            password,
            name,
            lang,
        }),
        _ => Err(errors),
    }
}

fn page(visitor: &Visitor, form: FormState) -> Page {
    let lang = visitor.lang;
    visitor.page(tr!(lang, "account.register.title"), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "account.register.title") lead=tr!(lang, "account.register.lead")/>
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                <PostForm action="/account/register">
                    <TextInput name="name" label=tr!(lang, "account.name") hint=tr!(lang, "account.name_hint") kind=InputKind::Name value=form.value("name") error=form.error(lang, "name")/>
                    <TextInput name="email" label=tr!(lang, "account.email") hint=tr!(lang, "account.email_hint") kind=InputKind::Email value=form.value("email") error=form.error(lang, "email")/>
                    <TextInput name="password" label=tr!(lang, "account.password") hint=tr!(lang, "account.password_hint") kind=InputKind::NewPassword error=form.error(lang, "password")/>
                    <Checkbox name="notice" label=tr!(lang, "account.register.notice") checked=form.values.ticked("notice") error=form.error(lang, "notice")/>
                    <p><a href="/privacy">{tr!(lang, "account.register.notice_link")}</a></p>
                    <Actions>
                        <Button label=tr!(lang, "account.register.submit") look=Look::Main/>
                    </Actions>
                </PostForm>
                <p>{tr!(lang, "account.register.have_one")} " " <a href="/account/login">{tr!(lang, "account.login.title")}</a></p>
            </Narrow>
        }
        .into_any()
    })
}
