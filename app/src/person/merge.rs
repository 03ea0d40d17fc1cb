//! A person's record beside others that may be of the same human being; a coordinator makes one of two.

use crate::{
    error::{AppError, id},
    form::{Form, FormState, Values},
    page::Page,
    texts::name_of,
    ui::{
        Actions, Button, Card, Choice, ErrorSummary, Event, History, Item, KeyValue, Look, Narrow, Notice, PageHead,
        PostForm, RadioGroup, Stack, TextArea, TextInput, Tone,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::{
    DeedError,
    person::{self, Doubles, Merged, Record},
};
use domain::{
    form::{Code, Errors},
    id::PersonId,
    lang::Lang,
    person::Ground,
    time,
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(record): Path<String>) -> Result<Page, AppError> {
    page(&visitor, id(&record)?, FormState::default()).await
}

pub async fn submit(visitor: Visitor, Path(record): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let record: PersonId = id(&record)?;
    match merge(&visitor, record, &values).await? {
        Ok(into) => Ok(Redirect::to(&address(into)).into_response()),
        Err(errors) => {
            let page = page(&visitor, record, FormState::new(values, errors)).await?;
            Ok(page.refused().into_response())
        }
    }
}

async fn merge(visitor: &Visitor, record: PersonId, values: &Values) -> Result<Result<PersonId, Errors>, AppError> {
    let actor = visitor.coordinator()?;
    let mut errors = Errors::new();
    let into = errors.check("into", chosen(values.text("into")));
    let ground = Ground::parse(values.text("reason"), values.text("shown_by"));
    let (into, ground) = match (into, ground) {
        (Some(into), Ok(ground)) => (into, ground),
        (_, ground) => {
            errors.merge(ground.err().unwrap_or_default());
            return Ok(Err(errors));
        }
    };
    match person::merge(visitor.backend(), actor, record, into, ground).await {
        Ok(()) => Ok(Ok(into)),
        Err(DeedError::Refused(code)) => {
            errors.add("into", code);
            Ok(Err(errors))
        }
        Err(error) => Err(error.into()),
    }
}

fn chosen(typed: &str) -> Result<PersonId, Code> {
    match typed {
        "" => Err(Code::new("required")),
        typed => typed.parse().map_err(|_| Code::new("choice")),
    }
}

fn address(record: PersonId) -> String {
    format!("/desk/persons/{record}")
}

async fn page(visitor: &Visitor, record: PersonId, form: FormState) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.coordinator()?;
    let doubles = person::doubles(visitor.backend(), actor, record)
        .await?
        .ok_or(AppError::NotFound)?;
    let title = doubles.record.name.clone();
    Ok(visitor.page(title.clone(), move || screen(lang, title, doubles, &form)))
}

fn screen(lang: Lang, title: String, doubles: Doubles, form: &FormState) -> AnyView {
    let back = ("/desk?queue=registrations".to_owned(), tr!(lang, "desk.registrations"));
    let items = facts(lang, &doubles.record);
    let merging = match doubles.others.as_slice() {
        [] => view! { <Notice tone=Tone::Info title=tr!(lang, "person.no_doubles")/> }.into_any(),
        others => form_of(lang, doubles.record.id, others, form),
    };
    let history = history(lang, &doubles.merged);
    let count = form.errors.iter().count();
    let errors = form.summary(lang);
    view! {
        <Narrow>
            <PageHead title kicker=tr!(lang, "person.title") back=back/>
            <Stack>
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = count) errors/>
                <Card title=tr!(lang, "person.this_record")><KeyValue items/></Card>
                {merging}
                {history}
            </Stack>
        </Narrow>
    }
    .into_any()
}

fn facts(lang: Lang, record: &Record) -> Vec<Item> {
    let label = |key: &str| tr!(lang, &format!("person.{key}"));
    let sex = record.sex.as_deref().map(|sex| name_of(lang, "sex", sex));
    let mut items = vec![
        Item::new(label("sex"), sex.unwrap_or_default()),
        Item::new(
            label("born_on"),
            record.born_on.map(time::format_date).unwrap_or_default(),
        ),
        Item::new(label("documents"), documents(lang, record)),
        Item::new(label("since"), time::format_minute(record.since)),
    ];
    if let Some(residence) = record.residence {
        let to = format!("/desk/registrations/{residence}");
        items.push(Item::new(
            label("residence"),
            view! { <a href=to>{label("to_residence")}</a> },
        ));
    }
    items
}

fn documents(lang: Lang, record: &Record) -> String {
    let documents = record
        .documents
        .iter()
        .map(|(kind, masked)| format!("{} {masked}", name_of(lang, "document-kind", kind)));
    documents
        .collect::<Vec<_>>()
        .join(&tr!(lang, "completion.name_separator"))
}

fn form_of(lang: Lang, record: PersonId, others: &[Record], form: &FormState) -> AnyView {
    let choices = others
        .iter()
        .map(|other| {
            let residence = match other.residence {
                Some(_) => tr!(lang, "person.registered"),
                None => tr!(lang, "person.not_registered"),
            };
            let since = tr!(lang, "person.since_when", when = time::format_minute(other.since));
            let hint = [since, residence].join(&tr!(lang, "completion.name_separator"));
            Choice::new(other.id.to_string(), documents(lang, other)).hint(hint)
        })
        .collect();
    let (value, error) = (form.value("into"), form.error(lang, "into"));
    let (shown_by, shown_by_error) = (form.value("shown_by"), form.error(lang, "shown_by"));
    let (reason, reason_error) = (form.value("reason"), form.error(lang, "reason"));
    view! {
        <Card title=tr!(lang, "person.merge_title")>
            <p class="soft">{tr!(lang, "person.merge_text")}</p>
            <PostForm action=address(record)>
                <RadioGroup name="into" label=tr!(lang, "person.into") choices value error/>
                <TextInput name="shown_by" label=tr!(lang, "person.shown_by") hint=tr!(lang, "person.shown_by_hint") value=shown_by error=shown_by_error/>
                <TextArea name="reason" label=tr!(lang, "person.reason") rows=3 value=reason error=reason_error/>
                <Actions><Button label=tr!(lang, "person.merge") look=Look::Main/></Actions>
            </PostForm>
        </Card>
    }
    .into_any()
}

fn history(lang: Lang, merged: &[Merged]) -> Option<AnyView> {
    if merged.is_empty() {
        return None;
    }
    let events = merged
        .iter()
        .map(|one| Event {
            when: time::format_minute(one.at),
            what: tr!(lang, "person.merged"),
            who: None::<String>.into(),
            note: format!("{} — {}", one.reason, one.shown_by).into(),
        })
        .collect();
    Some(view! { <Card title=tr!(lang, "person.history")><History events/></Card> }.into_any())
}
