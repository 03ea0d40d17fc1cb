//! The form of a saved search: what it is called, and how often it writes.

use super::words::{frequency_text, words};
use crate::{
    error::{AppError, id},
    form::{Form, FormState, Values},
    page::Page,
    texts::name_of,
    ui::{
        Actions, Button, Choice, ErrorSummary, Glyph, Look, MaybeText, Narrow, PageHead, PostButton, PostForm,
        RadioGroup, Section, TextInput,
    },
    visitor::Visitor,
};
use axum::{
    extract::{Path, RawQuery},
    response::{IntoResponse, Redirect, Response},
};
use backend::{DeedError, saved_search::SavedSearch};
use domain::{
    form::{Code, Errors},
    id::SavedSearchId,
    saved_search::{AlertFrequency, SavedSearchForm, suggested_name},
    search::Query,
};
use leptos::prelude::*;

const LIST: &str = "/me/searches";

/// The search to be saved is the address's query, as it is on the page of results.
fn asked(raw: Option<&str>) -> Query {
    Query::from_query_string(raw.unwrap_or_default()).query
}

pub async fn new(visitor: Visitor, RawQuery(raw): RawQuery) -> Result<Response, AppError> {
    let actor = visitor.actor()?;
    let query = asked(raw.as_deref());
    if let Some(same) = backend::saved_search::find_same(visitor.backend(), actor, &query).await? {
        return Ok(Redirect::to(&format!("{LIST}/{same}")).into_response());
    }
    let words = words(visitor.backend(), visitor.lang, &query)?;
    let values = [
        ("name", suggested_name(&words)),
        ("frequency", AlertFrequency::Daily.code().to_owned()),
    ];
    let form = FormState::filled(values.into_iter().collect());
    Ok(page(&visitor, words, form, None).into_response())
}

pub async fn save(visitor: Visitor, RawQuery(raw): RawQuery, Form(values): Form) -> Result<Response, AppError> {
    let actor = visitor.actor()?;
    let query = asked(raw.as_deref());
    let errors = match SavedSearchForm::parse(values.text("name"), values.text("frequency")) {
        Ok(form) => match backend::saved_search::save(visitor.backend(), actor, &query, form).await {
            Ok(_) => return Ok(Redirect::to(LIST).into_response()),
            Err(DeedError::Refused(code)) => whole_form(code),
            Err(error) => return Err(error.into()),
        },
        Err(errors) => errors,
    };
    let words = words(visitor.backend(), visitor.lang, &query)?;
    Ok(refuse(&visitor, words, values, errors, None))
}

pub async fn show(visitor: Visitor, Path(search): Path<String>) -> Result<Page, AppError> {
    let search = own(&visitor, &search).await?;
    let words = words(visitor.backend(), visitor.lang, &search.query)?;
    let values = [("name", search.name), ("frequency", search.frequency.code().to_owned())];
    let form = FormState::filled(values.into_iter().collect());
    Ok(page(&visitor, words, form, Some(search.id)))
}

pub async fn change(visitor: Visitor, Path(search): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let search = own(&visitor, &search).await?;
    match SavedSearchForm::parse(values.text("name"), values.text("frequency")) {
        Ok(form) => {
            backend::saved_search::change(visitor.backend(), visitor.actor()?, search.id, form).await?;
            Ok(Redirect::to(LIST).into_response())
        }
        Err(errors) => {
            let words = words(visitor.backend(), visitor.lang, &search.query)?;
            Ok(refuse(&visitor, words, values, errors, Some(search.id)))
        }
    }
}

async fn own(visitor: &Visitor, search: &str) -> Result<SavedSearch, AppError> {
    let actor = visitor.actor()?;
    backend::saved_search::find_own(visitor.backend(), actor, id(search)?)
        .await?
        .ok_or(AppError::NotFound)
}

fn whole_form(code: Code) -> Errors {
    let mut errors = Errors::new();
    errors.add("", code);
    errors
}

fn refuse(visitor: &Visitor, words: String, values: Values, errors: Errors, saved: Option<SavedSearchId>) -> Response {
    page(visitor, words, FormState::new(values, errors), saved)
        .refused()
        .into_response()
}

/// The form goes back to the page's own address, which names the search.
fn page(visitor: &Visitor, words: String, form: FormState, saved: Option<SavedSearchId>) -> Page {
    let lang = visitor.lang;
    let title = tr!(
        lang,
        if saved.is_some() {
            "saved_search.change"
        } else {
            "saved_search.save"
        }
    );
    let frequencies = AlertFrequency::ALL.iter().map(|frequency| {
        let hint = name_of(lang, "alert-frequency-hint", frequency.code());
        Choice::new(frequency.code(), frequency_text(lang, *frequency)).hint(MaybeText::from(hint))
    });
    let frequencies: Vec<_> = frequencies.collect();
    visitor.page(title.clone(), move || {
        let back = (LIST.to_owned(), tr!(lang, "saved_search.mine"));
        let open = saved.map(|id| {
            let action = format!("{LIST}/{id}/open");
            view! { <PostButton action label=tr!(lang, "saved_search.open") icon=Glyph::Search/> }
        });
        let delete = saved.map(|id| {
            view! {
                <Section title=tr!(lang, "saved_search.no_more")>
                    <p class="soft">{tr!(lang, "saved_search.delete_text")}</p>
                    <PostButton action=format!("{LIST}/{id}/delete") label=tr!(lang, "saved_search.delete") look=Look::Danger/>
                </Section>
            }
        });
        view! {
            <Narrow>
                <PageHead title=title lead=words back=back>{open}</PageHead>
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                <PostForm>
                    <TextInput name="name" label=tr!(lang, "saved_search.name") max_length=60 value=form.value("name") error=form.error(lang, "name")/>
                    <RadioGroup name="frequency" label=tr!(lang, "saved_search.frequency") choices=frequencies value=form.value("frequency") error=form.error(lang, "frequency")/>
                    <Actions><Button label=tr!(lang, "saved_search.submit") look=Look::Main/></Actions>
                </PostForm>
                {delete}
            </Narrow>
        }
        .into_any()
    })
}
