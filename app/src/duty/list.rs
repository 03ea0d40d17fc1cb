//! Everybody who has or had a duty, and the way to any other account.

use crate::{
    error::AppError,
    form::{Form, FormState},
    page::Page,
    parts::duty,
    ui::{
        Actions, Badge, Button, Card, Column, DataTable, ErrorSummary, Glyph, InputKind, LinkButton, Look, PageHead,
        PostForm, Row, Stack, TextInput, Tone, Wide,
    },
    visitor::Visitor,
};
use axum::response::{IntoResponse, Redirect, Response};
use backend::access::StaffMember;
use domain::{access::Role, contact::Email, form::Errors, lang::Lang, text};
use leptos::prelude::*;

pub const TABLE: &str = "/desk/staff";

pub async fn show(visitor: Visitor) -> Result<Page, AppError> {
    page(&visitor, FormState::default()).await
}

/// Leads to the account with a mail address. Sent as a form, so that the address stands in no URL.
pub async fn find(visitor: Visitor, Form(values): Form) -> Result<Response, AppError> {
    visitor.staff(Role::Administrator)?;
    let mut errors = Errors::new();
    if let Some(email) = errors.check("email", Email::parse(values.text("email"))) {
        match backend::account::by_email(visitor.backend(), &email).await? {
            Some(account) => return Ok(Redirect::to(&format!("{TABLE}/{}", account.id)).into_response()),
            None => errors.add("email", "account-unknown"),
        }
    }
    let form = FormState::new(values, errors);
    Ok(page(&visitor, form).await?.refused().into_response())
}

async fn page(visitor: &Visitor, form: FormState) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.actor()?;
    let staff = backend::access::staff(visitor.backend(), actor)
        .await?
        .ok_or(AppError::NotFound)?;
    Ok(visitor.page(tr!(lang, "staff.title"), move || {
        let columns = vec![
            Column::new(tr!(lang, "account.name")),
            Column::new(tr!(lang, "account.email")),
            Column::new(tr!(lang, "staff.duties")),
            Column::new(tr!(lang, "staff.past")),
        ];
        let rows = staff.into_iter().map(|member| row(lang, member)).collect();
        let find = find_form(lang, &form);
        view! {
            <Wide>
                <PageHead
                    title=tr!(lang, "staff.title")
                    lead=tr!(lang, "staff.lead")
                    back=("/desk".to_owned(), tr!(lang, "desk.title"))
                >
                    <LinkButton href="/desk/staff/new" label=tr!(lang, "staff.add") look=Look::Main icon=Glyph::Plus/>
                </PageHead>
                <Stack>
                    <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                    <DataTable caption=tr!(lang, "staff.title") columns rows/>
                    {find}
                </Stack>
            </Wide>
        }
        .into_any()
    }))
}

fn row(lang: Lang, member: StaffMember) -> Row {
    let duties = match member.in_force() {
        true => duty::in_force(lang, &member).into_any(),
        false => view! { <Badge tone=Tone::Neutral label=tr!(lang, "staff.not_at_work")/> }.into_any(),
    };
    let past = member.duties.iter().filter(|entrusted| !entrusted.in_force());
    let past: Vec<_> = past.map(|entrusted| duty::text(lang, entrusted)).collect();
    Row::new(format!("{TABLE}/{}", member.id), member.name)
        .cell(member.email)
        .cell(duties)
        .cell(text::filled(past.join(&tr!(lang, "completion.name_separator"))))
}

fn find_form(lang: Lang, form: &FormState) -> AnyView {
    let (value, error) = (form.value("email"), form.error(lang, "email"));
    view! {
        <Card title=tr!(lang, "staff.find_title")>
            <PostForm action="/desk/staff/find">
                <TextInput name="email" label=tr!(lang, "account.email") hint=tr!(lang, "staff.find_hint") kind=InputKind::Email autocomplete="off" value error/>
                <Actions><Button label=tr!(lang, "staff.find")/></Actions>
            </PostForm>
        </Card>
    }
    .into_any()
}
