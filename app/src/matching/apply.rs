//! The application: who moves in, and a word to the landlord. No documents are asked for.

use crate::{
    error::AppError,
    form::{Form, FormState, Values},
    page::Page,
    parts::lease::yuan,
    texts::name_of,
    ui::{
        Actions, Button, Checkbox, Choice, ErrorSummary, FormPart, Glyph, InputKind, Item, KeyValue, LinkButton, Look,
        Narrow, Notice, PageHead, PostForm, Select, TextArea, TextInput, Tone,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::matching::{Application, ApplyError, Target};
use domain::{
    access::Actor,
    contact::PersonName,
    form::{Code, Errors},
    id::ListingId,
    lang::Lang,
    matching::{Household, MEMBER_FIELDS, Relation, TypedMember},
    text,
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Page, AppError> {
    let (listing, target) = find(&visitor, &id).await?;
    page(&visitor, listing, target, FormState::default())
}

pub async fn submit(visitor: Visitor, Path(id): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let (listing, target) = find(&visitor, &id).await?;
    if values.ticked("add") {
        // Not sent yet: one more row, and everything that was typed.
        let mut more = Values::from_iter([("rows", (rows(&values) + 1).min(MEMBER_FIELDS.len()).to_string())]);
        for (name, value) in values.iter().filter(|(name, _)| !matches!(*name, "rows" | "add")) {
            more.set(name, value);
        }
        return Ok(page(&visitor, listing, target, FormState::filled(more))?.into_response());
    }
    let actor = visitor.actor()?;
    let mut errors = Errors::new();
    let code = match read(actor, &values) {
        Ok(application) => match backend::matching::apply(visitor.backend(), actor, listing, application).await {
            Ok(id) => return Ok(Redirect::to(&format!("/matches/{id}")).into_response()),
            Err(ApplyError::NotFound) => return Err(AppError::NotFound),
            Err(ApplyError::Backend(error)) => return Err(error.into()),
            Err(ApplyError::AlreadyApplied) => Some("already-applied"),
            Err(ApplyError::OwnListing) => Some("apply-own-listing"),
            Err(ApplyError::NotCitizen) => Some("apply-not-citizen"),
        },
        Err(found) => {
            errors = found;
            None
        }
    };
    if let Some(code) = code {
        errors.add("", Code::new(code));
    }
    Ok(page(&visitor, listing, target, FormState::new(values, errors))?
        .refused()
        .into_response())
}

async fn find(visitor: &Visitor, id: &str) -> Result<(ListingId, Target), AppError> {
    let id: ListingId = id.parse().map_err(|_| AppError::NotFound)?;
    let actor = visitor.actor()?;
    let target = backend::matching::target(visitor.backend(), actor, id).await?;
    Ok((id, target.ok_or(AppError::NotFound)?))
}

fn read(actor: &Actor, values: &Values) -> Result<Application, Errors> {
    let mut errors = Errors::new();
    let tenant = errors.check("household", PersonName::parse(&actor.name));
    let others: Vec<TypedMember> = MEMBER_FIELDS
        .iter()
        .map(|(name, relation)| TypedMember {
            name: values.text(name).to_owned(),
            relation: values.text(relation).to_owned(),
            minor: values.ticked(&minor_field(name)),
        })
        .collect();
    let message = errors.check("message", text::bounded_lines(values.text("message"), 0, 500));
    let household = tenant.and_then(|tenant| match Household::parse(tenant, &others) {
        Ok(household) => Some(household),
        Err(found) => {
            errors.merge(found);
            None
        }
    });
    match (household, message) {
        (Some(household), Some(message)) if errors.is_empty() => Ok(Application { household, message }),
        _ => Err(errors),
    }
}

/// `minor_2` for `name_2`.
fn minor_field(name: &str) -> String {
    name.replace("name", "minor")
}

/// How many rows the form has: one is offered, more on request, and never fewer than are filled.
fn rows(values: &Values) -> usize {
    let filled = MEMBER_FIELDS
        .iter()
        .rposition(|(name, relation)| !values.text(name).is_empty() || !values.text(relation).is_empty());
    let asked = values.text("rows").parse::<usize>().unwrap_or(1);
    asked
        .max(filled.map_or(0, |last| last + 1))
        .clamp(1, MEMBER_FIELDS.len())
}

fn page(visitor: &Visitor, listing: ListingId, target: Target, form: FormState) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let tenant = visitor.actor()?.name.clone();
    let back = (format!("/listings/{listing}"), tr!(lang, "matching.apply.back"));
    Ok(visitor.page(tr!(lang, "matching.apply.title"), move || {
        let facts = vec![
            Item::new(tr!(lang, "matching.home"), target.title.clone()),
            Item::new(tr!(lang, "matching.place"), target.place.clone()),
            Item::new(tr!(lang, "matching.term.rent"), tr!(lang, "matching.a_month", sum = yuan(lang, target.rent))),
        ];
        let body = if let Some(id) = target.applied {
            view! {
                <Notice tone=Tone::Info title=tr!(lang, "error.already-applied")/>
                <Actions><LinkButton href=format!("/matches/{id}") label=tr!(lang, "matching.apply.see") look=Look::Main/></Actions>
            }
            .into_any()
        } else if target.own {
            view! { <Notice tone=Tone::Info title=tr!(lang, "error.apply-own-listing")/> }.into_any()
        } else {
            fields(lang, tenant, form)
        };
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "matching.apply.title") lead=tr!(lang, "matching.apply.lead") back=back/>
                <KeyValue items=facts/>
                {body}
            </Narrow>
        }
        .into_any()
    }))
}

fn fields(lang: Lang, tenant: String, form: FormState) -> AnyView {
    let count = rows(&form.values);
    let lines = MEMBER_FIELDS
        .iter()
        .take(count)
        .zip(2..)
        .map(|(fields, no)| row(lang, &form, *fields, no))
        .collect_view();
    let more = count < MEMBER_FIELDS.len();
    view! {
        <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
        <PostForm fields=vec![("rows", count.to_string())] guard=true>
            <FormPart title=tr!(lang, "matching.apply.household") text=tr!(lang, "matching.apply.household_text")>
                <KeyValue items=vec![Item::new(tr!(lang, "matching.apply.you"), tenant)]/>
                {lines}
                {more.then(|| view! {
                    <Actions>
                        <Button label=tr!(lang, "matching.apply.add") icon=Glyph::Plus name="add" value="1"/>
                    </Actions>
                })}
            </FormPart>
            <TextArea name="message" label=tr!(lang, "matching.apply.message") hint=tr!(lang, "matching.apply.message_hint") value=form.value("message") error=form.error(lang, "message") max_length=500/>
            <Notice tone=Tone::Info title=tr!(lang, "matching.apply.no_documents")/>
            <Actions>
                <Button label=tr!(lang, "matching.apply.submit") look=Look::Main/>
            </Actions>
        </PostForm>
    }
    .into_any()
}

fn row(lang: Lang, form: &FormState, (name, relation): (&'static str, &'static str), no: i32) -> AnyView {
    let form = form.clone();
    let minor = minor_field(name);
    let choices = Relation::ALL
        .iter()
        .filter(|relation| **relation != Relation::Tenant)
        .map(|relation| Choice::new(relation.code(), name_of(lang, "relation", relation.code())))
        .collect();
    view! {
        <FormPart title=tr!(lang, "matching.apply.person", no = no)>
            <TextInput name=name label=tr!(lang, "matching.apply.name") kind=InputKind::Text autocomplete="off" value=form.value(name) error=form.error(lang, name)/>
            <Select name=relation label=tr!(lang, "matching.apply.relation") choices=choices placeholder=tr!(lang, "matching.choose") value=form.value(relation) error=form.error(lang, relation)/>
            <Checkbox name=minor.clone() label=tr!(lang, "matching.apply.minor") checked=form.values.ticked(&minor)/>
        </FormPart>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_rows_as_were_asked_for_or_filled() {
        let rows_of = |pairs: &[(&str, &str)]| rows(&Values::from_iter(pairs.iter().copied()));
        assert_eq!(rows_of(&[]), 1);
        assert_eq!(rows_of(&[("rows", "3")]), 3);
        assert_eq!(rows_of(&[("rows", "1"), ("name_4", "王四")]), 3);
        assert_eq!(rows_of(&[("rows", "9999")]), MEMBER_FIELDS.len());
    }
}
