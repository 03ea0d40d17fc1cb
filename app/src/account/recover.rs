//! A forgotten password: the form that asks for a link, and the page that the link leads to.

use crate::{
    error::AppError,
    form::{Form, FormState, Values},
    page::Page,
    ui::{
        Actions, Button, ErrorSummary, InputKind, LinkButton, Look, Narrow, Notice, PageHead, PostForm, TextInput, Tone,
    },
    visitor::Visitor,
};
use axum::response::{IntoResponse, Response};
use backend::crypto::Token;
use domain::{
    contact::{Email, Password},
    form::Errors,
};
use leptos::prelude::*;

pub async fn forgot(visitor: Visitor) -> Page {
    forgot_page(&visitor, FormState::default(), false)
}

pub async fn submit_forgot(visitor: Visitor, Form(values): Form) -> Result<Response, AppError> {
    let mut errors = Errors::new();
    match errors.check("email", Email::parse(values.text("email"))) {
        Some(email) => {
            backend::account::ask_reset(visitor.backend(), &email).await?;
            Ok(forgot_page(&visitor, FormState::default(), true).into_response())
        }
        None => Ok(forgot_page(&visitor, FormState::new(values, errors), false)
            .refused()
            .into_response()),
    }
}

fn forgot_page(visitor: &Visitor, form: FormState, sent: bool) -> Page {
    let lang = visitor.lang;
    visitor.page(tr!(lang, "account.forgot.title"), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "account.forgot.title") lead=tr!(lang, "account.forgot.lead")/>
                {sent.then(|| view! { <Notice tone=Tone::Ok title=tr!(lang, "account.forgot.sent")/> })}
                <PostForm action="/account/forgot">
                    <TextInput name="email" label=tr!(lang, "account.email") kind=InputKind::Email value=form.value("email") error=form.error(lang, "email")/>
                    <Actions><Button label=tr!(lang, "account.forgot.submit") look=Look::Main/></Actions>
                </PostForm>
            </Narrow>
        }
        .into_any()
    })
}

pub async fn reset(visitor: Visitor) -> Page {
    let token = visitor.query("token").unwrap_or_default();
    reset_page(&visitor, FormState::filled(Values::from_iter([("token", token)])))
}

pub async fn submit_reset(visitor: Visitor, Form(values): Form) -> Result<Response, AppError> {
    let mut errors = Errors::new();
    let Some(password) = errors.check("password", Password::parse(values.text("password"), None)) else {
        return Ok(reset_page(&visitor, FormState::new(values, errors))
            .refused()
            .into_response());
    };
    let done = match Token::parse(values.text("token")) {
        Some(token) => backend::account::reset_password(visitor.backend(), &token, password).await?,
        None => false,
    };
    Ok(outcome(&visitor, done))
}

fn reset_page(visitor: &Visitor, form: FormState) -> Page {
    let lang = visitor.lang;
    let page = visitor.page(tr!(lang, "account.reset.title"), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "account.reset.title")/>
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                <PostForm action="/account/reset" fields=vec![("token", form.value("token"))]>
                    <TextInput name="password" label=tr!(lang, "account.new_password") hint=tr!(lang, "account.password_hint") kind=InputKind::NewPassword error=form.error(lang, "password")/>
                    <Actions><Button label=tr!(lang, "account.reset.submit") look=Look::Main/></Actions>
                </PostForm>
            </Narrow>
        }
        .into_any()
    });
    page.unkept()
}

/// What became of the link: a new password, or that it is used up.
fn outcome(visitor: &Visitor, done: bool) -> Response {
    let lang = visitor.lang;
    if !done {
        return link_used(visitor, tr!(lang, "account.reset.title")).into_response();
    }
    let page = visitor.page(tr!(lang, "account.reset.title"), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "account.reset.title")/>
                <Notice tone=Tone::Ok title=tr!(lang, "account.reset.done")/>
                <Actions><LinkButton href="/account/login" label=tr!(lang, "account.login.title") look=Look::Main/></Actions>
            </Narrow>
        }
        .into_any()
    });
    page.unkept().into_response()
}

/// The answer to a link that is unknown, used or too old.
pub fn link_used(visitor: &Visitor, title: String) -> Page {
    let lang = visitor.lang;
    let heading = title.clone();
    let page = visitor.page(title, move || {
        view! {
            <Narrow>
                <PageHead title=heading/>
                <Notice tone=Tone::Error title=tr!(lang, "account.link_used")/>
                <Actions><LinkButton href="/account/login" label=tr!(lang, "account.login.title") look=Look::Main/></Actions>
            </Narrow>
        }
        .into_any()
    });
    page.refused().unkept()
}
