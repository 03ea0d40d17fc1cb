//! The link that confirms an address. It shows a form: mail scanners follow links, and nothing changes on GET. The form asks
//! for the password, since whoever reads the mail may not be who registered.

use super::{
    log_in::{enter, locked},
    recover::link_used,
};
use crate::{
    error::AppError,
    form::{Form, FormState, Values},
    page::Page,
    ui::{Actions, Button, ErrorSummary, InputKind, Look, Narrow, PageHead, PostForm, TextInput},
    visitor::Visitor,
};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use backend::{account::LogInError, crypto::Token};
use domain::form::{Code, Errors};
use leptos::prelude::*;

pub async fn show(visitor: Visitor) -> Page {
    let token = visitor.query("token").unwrap_or_default();
    page(&visitor, FormState::filled(Values::from_iter([("token", token)])))
}

pub async fn submit(visitor: Visitor, jar: CookieJar, Form(values): Form) -> Result<Response, AppError> {
    let used = || link_used(&visitor, tr!(visitor.lang, "account.verify.title")).into_response();
    let Some(link) = Token::parse(values.text("token")) else {
        return Ok(used());
    };
    let password = values.text("password").to_owned();
    if password.is_empty() {
        return Ok(refuse(&visitor, values, Code::new("required")));
    }
    match backend::account::verify_email(visitor.backend(), &link, password).await {
        Ok(Some(session)) => Ok(enter(&visitor, jar, &session, "/me")),
        Ok(None) => Ok(used()),
        Err(LogInError::Locked(until)) => Ok(refuse(&visitor, values, locked(until))),
        Err(LogInError::Wrong | LogInError::Unverified(_)) => Ok(refuse(&visitor, values, Code::new("verify-wrong"))),
        Err(LogInError::Backend(error)) => Err(error.into()),
    }
}

fn refuse(visitor: &Visitor, values: Values, error: Code) -> Response {
    let mut errors = Errors::new();
    errors.add("password", error);
    page(visitor, FormState::new(values, errors)).refused().into_response()
}

fn page(visitor: &Visitor, form: FormState) -> Page {
    let lang = visitor.lang;
    let page = visitor.page(tr!(lang, "account.verify.title"), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "account.verify.title") lead=tr!(lang, "account.verify.lead")/>
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                <PostForm action="/account/verify" fields=vec![("token", form.value("token"))]>
                    <TextInput name="password" label=tr!(lang, "account.verify.password") kind=InputKind::CurrentPassword error=form.error(lang, "password")/>
                    <Actions><Button label=tr!(lang, "account.verify.submit") look=Look::Main/></Actions>
                </PostForm>
                <p>{tr!(lang, "account.verify.unknown")} " " <a href="/account/register">{tr!(lang, "account.verify.again")}</a></p>
            </Narrow>
        }
        .into_any()
    });
    page.unkept()
}
