//! The landlord writes the terms. Everybody else reads them where they are confirmed.

use super::find::{find, problem};
use crate::{
    error::AppError,
    form::{Form, FormState, Values},
    page::Page,
    texts::name_of,
    ui::{
        Actions, Button, Checkbox, Choice, DateInput, ErrorSummary, FormPart, InputKind, Look, Narrow, Notice,
        PageHead, PostForm, RadioGroup, TextArea, TextInput, Tone, Width,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::matching::MatchView;
use domain::{
    lang::Lang,
    matching::{MatchAction, Payer, Terms, TypedTerms},
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response, AppError> {
    let view = find(&visitor, &id).await?;
    let prefilled = backend::matching::prefill(visitor.backend(), visitor.actor()?, view.id).await?;
    let Some(mut typed) = prefilled else {
        let read_only = if view.contract.is_some() { "/confirm" } else { "" };
        return Ok(Redirect::to(&format!("/matches/{}{read_only}", view.id)).into_response());
    };
    if view.contract.is_none() {
        typed.deposit_deductions = tr!(visitor.lang, "matching.terms.usual_deductions");
        typed.handover = tr!(visitor.lang, "matching.terms.usual_handover");
    }
    Ok(page(&visitor, view, FormState::filled(to_values(&typed))).into_response())
}

pub async fn submit(visitor: Visitor, Path(id): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let view = find(&visitor, &id).await?;
    if !view.may(MatchAction::WriteTerms) {
        return Err(AppError::Stale);
    }
    match Terms::parse(&to_typed(&values), visitor.backend().today()) {
        Ok(terms) => {
            backend::matching::write_terms(visitor.backend(), visitor.actor()?, view.id, terms)
                .await
                .map_err(problem)?;
            Ok(Redirect::to(&format!("/matches/{}/confirm", view.id)).into_response())
        }
        Err(errors) => Ok(page(&visitor, view, FormState::new(values, errors))
            .refused()
            .into_response()),
    }
}

fn to_typed(values: &Values) -> TypedTerms {
    let text = |name: &str| values.text(name).to_owned();
    TypedTerms {
        starts_on: text("starts_on"),
        months: text("months"),
        rent: text("rent"),
        payment_months: text("payment_months"),
        deposit: text("deposit"),
        deposit_return_days: text("deposit_return_days"),
        deposit_deductions: text("deposit_deductions"),
        utilities: text("utilities"),
        internet: text("internet"),
        property_fee: text("property_fee"),
        repairs: text("repairs"),
        sublet_allowed: values.ticked("sublet_allowed"),
        notice_days: text("notice_days"),
        handover: text("handover"),
        extra: text("extra"),
    }
}

fn to_values(typed: &TypedTerms) -> Values {
    let mut values = Values::from_iter([
        ("starts_on", &typed.starts_on),
        ("months", &typed.months),
        ("rent", &typed.rent),
        ("payment_months", &typed.payment_months),
        ("deposit", &typed.deposit),
        ("deposit_return_days", &typed.deposit_return_days),
        ("deposit_deductions", &typed.deposit_deductions),
        ("utilities", &typed.utilities),
        ("internet", &typed.internet),
        ("property_fee", &typed.property_fee),
        ("repairs", &typed.repairs),
        ("notice_days", &typed.notice_days),
        ("handover", &typed.handover),
        ("extra", &typed.extra),
    ]);
    if typed.sublet_allowed {
        values.set("sublet_allowed", "true");
    }
    values
}

fn page(visitor: &Visitor, view: MatchView, form: FormState) -> Page {
    let lang = visitor.lang;
    let back = (format!("/matches/{}", view.id), tr!(lang, "matching.back"));
    let again = view.tenant_confirmed_at.is_some() || view.landlord_confirmed_at.is_some();
    visitor.page(tr!(lang, "matching.terms.write"), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "matching.terms.write") lead=tr!(lang, "matching.terms.lead") kicker=view.number.clone() back=back/>
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                {again.then(|| view! { <Notice tone=Tone::Warn title=tr!(lang, "matching.terms.again")/> })}
                <PostForm action=format!("/matches/{}/terms", view.id) guard=true>
                    {time(lang, form.clone())}
                    {money(lang, form.clone())}
                    {costs(lang, &form)}
                    {rest(lang, form.clone())}
                    <Actions><Button label=tr!(lang, "matching.terms.submit") look=Look::Main/></Actions>
                </PostForm>
            </Narrow>
        }
        .into_any()
    })
}

/// A number with its unit.
fn number(lang: Lang, form: &FormState, name: &'static str, unit: &str) -> AnyView {
    let label = tr!(lang, &format!("matching.term.{name}"));
    let width = match name {
        "rent" | "deposit" => Width::Middle,
        _ => Width::Short,
    };
    view! { <TextInput name=name label=label kind=InputKind::Whole width=width suffix=tr!(lang, unit) value=form.value(name) error=form.error(lang, name)/> }
        .into_any()
}

fn time(lang: Lang, form: FormState) -> AnyView {
    view! {
        <FormPart title=tr!(lang, "matching.terms.time")>
            <DateInput name="starts_on" label=tr!(lang, "matching.term.starts_on") value=form.value("starts_on") error=form.error(lang, "starts_on")/>
            {number(lang, &form, "months", "matching.months")}
            {number(lang, &form, "notice_days", "matching.unit_days")}
        </FormPart>
    }
    .into_any()
}

fn money(lang: Lang, form: FormState) -> AnyView {
    view! {
        <FormPart title=tr!(lang, "matching.terms.money") text=tr!(lang, "matching.terms.money_text")>
            {number(lang, &form, "rent", "matching.yuan_a_month")}
            {number(lang, &form, "payment_months", "matching.months")}
            {number(lang, &form, "deposit", "matching.unit_yuan")}
            {number(lang, &form, "deposit_return_days", "matching.unit_days")}
            <TextArea name="deposit_deductions" label=tr!(lang, "matching.term.deposit_deductions") rows=2 value=form.value("deposit_deductions") error=form.error(lang, "deposit_deductions")/>
        </FormPart>
    }
    .into_any()
}

fn costs(lang: Lang, form: &FormState) -> AnyView {
    let who = ["utilities", "internet", "property_fee", "repairs"]
        .into_iter()
        .map(|name| {
            let choices = Payer::ALL
                .iter()
                .map(|payer| Choice::new(payer.code(), name_of(lang, "payer", payer.code())))
                .collect();
            let label = tr!(lang, &format!("matching.term.{name}"));
            view! { <RadioGroup name=name label=label choices=choices inline=true value=form.value(name) error=form.error(lang, name)/> }
        })
        .collect_view();
    view! { <FormPart title=tr!(lang, "matching.terms.costs")>{who}</FormPart> }.into_any()
}

fn rest(lang: Lang, form: FormState) -> AnyView {
    view! {
        <FormPart title=tr!(lang, "matching.terms.rest")>
            <TextArea name="handover" label=tr!(lang, "matching.term.handover") hint=tr!(lang, "matching.terms.handover_hint") value=form.value("handover") error=form.error(lang, "handover")/>
            <Checkbox name="sublet_allowed" label=tr!(lang, "matching.terms.sublet") checked=form.values.ticked("sublet_allowed")/>
            <TextArea name="extra" label=tr!(lang, "matching.term.extra") note=tr!(lang, "ui.optional") value=form.value("extra") error=form.error(lang, "extra")/>
        </FormPart>
    }
    .into_any()
}
