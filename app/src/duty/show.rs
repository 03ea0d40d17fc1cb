//! One account: its duties, another one, the end of one.

use super::{
    duty_form::{self, Choices},
    list::TABLE,
};
use crate::{
    error::{AppError, id},
    form::{Form, FormState},
    page::Page,
    parts::duty,
    texts::name_of,
    ui::{
        Actions, Badge, Button, Card, Choice, Column, Columns, DataTable, DateInput, EmptyArt, EmptyState,
        ErrorSummary, Look, Notice, PageHead, PostForm, RadioGroup, Row, Stack, Tone, Wide,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::{
    DeedError,
    access::{Entrusted, StaffMember},
};
use domain::{
    access::{DutyState, Role},
    form::Errors,
    id::AccountId,
    lang::Lang,
    time,
};
use jiff::civil::Date;
use leptos::prelude::*;

/// What stands in the two forms of the page.
#[derive(Default)]
pub struct Forms {
    pub grant: Option<FormState>,
    pub end: FormState,
}

pub async fn show(visitor: Visitor, Path(account): Path<String>) -> Result<Page, AppError> {
    page(&visitor, id(&account)?, Forms::default()).await
}

/// Grants another duty.
pub async fn grant(visitor: Visitor, Path(account): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let actor = visitor.staff(Role::Administrator)?;
    let account: AccountId = id(&account)?;
    let mut errors = Errors::new();
    if let Some(new) = duty_form::parse(&values, &mut errors) {
        match backend::access::grant(visitor.backend(), actor.into(), account, &new).await {
            Ok(_) => return Ok(Redirect::to(&format!("{TABLE}/{account}?done=granted")).into_response()),
            Err(DeedError::Refused(code)) => errors.add(duty_form::field_of(&code), code),
            Err(error) => return Err(error.into()),
        }
    }
    let forms = Forms {
        grant: Some(FormState::new(values, errors)),
        ..Forms::default()
    };
    Ok(page(&visitor, account, forms).await?.refused().into_response())
}

pub async fn page(visitor: &Visitor, account: AccountId, forms: Forms) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.actor()?;
    let member = backend::access::of_account(visitor.backend(), actor, account)
        .await?
        .ok_or(AppError::NotFound)?;
    let own = actor.id == account;
    let choices = Choices::load(visitor.backend()).await?;
    let today = visitor.backend().today();
    let done = match visitor.query("done").as_deref() {
        Some("invited") => Some("staff.just_invited"),
        Some("granted") => Some("staff.just_granted"),
        Some("ended") => Some("staff.just_ended"),
        _ => None,
    };
    let blank = duty_form::blank(visitor.backend());
    let grant = forms.grant.unwrap_or_else(|| FormState::filled(blank));
    let end = forms.end;
    Ok(visitor.page(member.name.clone(), move || {
        let back = (TABLE.to_owned(), tr!(lang, "staff.title"));
        let mut wrong = grant.summary(lang);
        wrong.extend(end.summary(lang));
        let told = done.map(|key| view! { <Notice tone=Tone::Ok title=tr!(lang, key)/> });
        let duties = duties(lang, &member);
        let actions = match own {
            true => view! { <Notice tone=Tone::Info title=tr!(lang, "error.own-work")/> }.into_any(),
            false => actions(lang, &member, choices, &grant, &end, today),
        };
        view! {
            <Wide>
                <PageHead title=member.name.clone() kicker=member.email.clone() back=back/>
                <Stack>
                    <ErrorSummary title=tr!(lang, "ui.error_summary", count = wrong.len()) errors=wrong/>
                    {told}
                    {duties}
                    {actions}
                </Stack>
            </Wide>
        }
        .into_any()
    }))
}

fn duties(lang: Lang, member: &StaffMember) -> AnyView {
    if member.duties.is_empty() {
        return view! { <EmptyState art=EmptyArt::Tray title=tr!(lang, "staff.no_duties")/> }.into_any();
    }
    let columns = ["role", "area", "organisation", "when", "state"]
        .map(|key| Column::new(tr!(lang, &format!("staff.{key}"))))
        .to_vec();
    let rows = member.duties.iter().map(|entrusted| row(lang, entrusted)).collect();
    view! { <DataTable caption=tr!(lang, "staff.duties") columns rows/> }.into_any()
}

fn row(lang: Lang, entrusted: &Entrusted) -> Row {
    let tone = match entrusted.state {
        DutyState::InForce => Tone::Ok,
        DutyState::ToCome => Tone::Info,
        DutyState::Over | DutyState::TakenBack => Tone::Neutral,
    };
    let badge = view! { <Badge tone label=name_of(lang, "duty-state", entrusted.state.code())/> };
    Row::plain(duty::role(lang, &entrusted.duty))
        .cell(entrusted.duty.area.map(backend::area::name_within))
        .cell(entrusted.organisation.clone())
        .cell(duty::period(lang, &entrusted.duty))
        .cell(badge)
}

fn actions(
    lang: Lang,
    member: &StaffMember,
    choices: Choices,
    grant: &FormState,
    end: &FormState,
    today: Date,
) -> AnyView {
    let action = format!("{TABLE}/{}", member.id);
    let end = end_form(lang, member, &format!("{action}/end"), end, today);
    let fields = duty_form::fields(lang, choices, grant);
    view! {
        <Columns>
            <Card title=tr!(lang, "staff.grant_title")>
                <PostForm action=action>
                    {fields}
                    <Actions><Button label=tr!(lang, "staff.grant") look=Look::Main/></Actions>
                </PostForm>
            </Card>
            {end}
        </Columns>
    }
    .into_any()
}

/// Ends one of the duties that are not over.
fn end_form(lang: Lang, member: &StaffMember, action: &str, form: &FormState, today: Date) -> Option<AnyView> {
    let running = member
        .duties
        .iter()
        .filter(|entrusted| entrusted.duty.until.is_none_or(|until| until >= today));
    let choices: Vec<_> = running
        .map(|entrusted| {
            let choice = Choice::new(entrusted.duty.id.to_string(), duty::text(lang, entrusted));
            choice.hint(duty::period(lang, &entrusted.duty))
        })
        .collect();
    if choices.is_empty() {
        return None;
    }
    let last = match form.values.get("last") {
        Some(typed) => typed.to_owned(),
        None => time::format_date(today),
    };
    let (chosen, wrong_duty, wrong_day) = (form.value("duty"), form.error(lang, "duty"), form.error(lang, "last"));
    let action = action.to_owned();
    let card = view! {
        <Card title=tr!(lang, "staff.end_title")>
            <PostForm action=action>
                <RadioGroup name="duty" label=tr!(lang, "staff.duty") choices value=chosen error=wrong_duty/>
                <DateInput name="last" label=tr!(lang, "staff.last") hint=tr!(lang, "staff.last_hint") value=last error=wrong_day/>
                <Actions><Button label=tr!(lang, "staff.end")/></Actions>
            </PostForm>
        </Card>
    };
    Some(card.into_any())
}
