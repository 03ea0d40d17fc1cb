//! Logging in and out.

use crate::{
    error::AppError,
    form::{Form, FormState, Values},
    href::{link, local},
    page::Page,
    search::seen,
    ui::{Actions, Button, ErrorSummary, InputKind, Look, Narrow, Notice, PageHead, PostForm, TextInput, Tone},
    visitor::{SESSION_COOKIE, Visitor},
};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use backend::{account::LogInError, crypto::Token};
use domain::{
    contact::Email,
    form::{Code, Errors},
    time,
};
use jiff::Timestamp;
use leptos::prelude::*;

pub async fn show(visitor: Visitor) -> Page {
    let next = visitor.query("next").unwrap_or_default();
    page(&visitor, FormState::filled(Values::from_iter([("next", next)])))
}

pub async fn submit(visitor: Visitor, jar: CookieJar, Form(values): Form) -> Result<Response, AppError> {
    let mut errors = Errors::new();
    let email = errors.check("email", Email::parse(values.text("email")));
    if values.text("password").is_empty() {
        errors.add("password", Code::new("required"));
    }
    let (Some(email), true) = (email, errors.is_empty()) else {
        return Ok(refuse(&visitor, values, errors));
    };
    match backend::account::log_in(visitor.backend(), &email, values.text("password").to_owned()).await {
        Ok(token) => {
            let next = match local(values.text("next")) {
                "/" => "/me",
                path => path,
            };
            Ok(enter(&visitor, jar, &token, next))
        }
        Err(LogInError::Wrong) => Ok(refuse_with(&visitor, values, Code::new("login-wrong"))),
        Err(LogInError::Locked(until)) => Ok(refuse_with(&visitor, values, locked(until))),
        Err(LogInError::Unverified(id)) => {
            // Whoever knows the password may have the link again.
            backend::account::send_verification(visitor.backend(), id, visitor.lang).await?;
            Ok(refuse_with(&visitor, values, Code::new("login-unverified")))
        }
        Err(LogInError::Backend(error)) => Err(error.into()),
    }
}

/// Leads on with the cookie of a new session.
pub fn enter(visitor: &Visitor, jar: CookieJar, session: &Token, to: &str) -> Response {
    let cookie = Cookie::build((SESSION_COOKIE, session.expose().to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(visitor.backend().config().base_url.is_https())
        .permanent();
    (jar.add(cookie), Redirect::to(to)).into_response()
}

pub fn locked(until: Timestamp) -> Code {
    Code::new("login-locked").with("until", time::format_minute(until))
}

pub async fn log_out(visitor: Visitor, jar: CookieJar) -> Result<Response, AppError> {
    if let Some(token) = &visitor.token {
        backend::account::log_out(visitor.backend(), token).await?;
    }
    // Whoever uses this browser next shall not see what was looked at.
    let jar = seen::forgotten(jar.remove(Cookie::build(SESSION_COOKIE).path("/")));
    Ok((jar, Redirect::to("/")).into_response())
}

fn refuse_with(visitor: &Visitor, values: Values, error: Code) -> Response {
    let mut errors = Errors::new();
    errors.add("password", error);
    refuse(visitor, values, errors)
}

fn refuse(visitor: &Visitor, values: Values, errors: Errors) -> Response {
    page(visitor, FormState::new(values, errors)).refused().into_response()
}

fn page(visitor: &Visitor, form: FormState) -> Page {
    let lang = visitor.lang;
    let next = form.value("next");
    let came_for_something = !next.is_empty();
    let register = link("/account/register", &[("next", &next)]);
    visitor.page(tr!(lang, "account.login.title"), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "account.login.title")/>
                {came_for_something.then(|| view! { <Notice tone=Tone::Info title=tr!(lang, "account.login.first")/> })}
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                <PostForm action="/account/login" fields=vec![("next", next)]>
                    <TextInput name="email" label=tr!(lang, "account.email") kind=InputKind::Email value=form.value("email") error=form.error(lang, "email")/>
                    <TextInput name="password" label=tr!(lang, "account.password") kind=InputKind::CurrentPassword error=form.error(lang, "password")/>
                    <Actions>
                        <Button label=tr!(lang, "account.login.submit") look=Look::Main/>
                    </Actions>
                </PostForm>
                <p><a href="/account/forgot">{tr!(lang, "account.login.forgot")}</a></p>
                <p>{tr!(lang, "account.login.new_here")} " " <a href=register>{tr!(lang, "account.register.title")}</a></p>
            </Narrow>
        }
        .into_any()
    })
}
