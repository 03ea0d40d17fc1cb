//! Checking a certificate: by the code on the paper, scanned or typed.

use super::unlisted::unlisted;
use crate::{
    error::AppError,
    form::{FormState, Values},
    page::Page,
    texts::name_of,
    ui::{Actions, Button, Card, InputKind, Item, KeyValue, Look, Narrow, Notice, PageHead, Stack, TextInput, Tone},
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::registration::Certificate;
use domain::{
    form::{Code, Errors},
    lang::Lang,
    registration::CertificateCode,
    time,
};
use http::StatusCode;
use leptos::prelude::*;

/// The field for a code; a code in it leads to its certificate.
pub async fn ask(visitor: Visitor) -> Response {
    let Some(typed) = visitor.query("code") else {
        return unlisted(ask_page(&visitor, FormState::default()));
    };
    match CertificateCode::parse(&typed) {
        Some(code) => Redirect::to(&format!("/certificates/{}", code.as_str())).into_response(),
        None => {
            let mut errors = Errors::new();
            let wrong = if typed.trim().is_empty() {
                "required"
            } else {
                "certificate-code"
            };
            errors.add("code", Code::new(wrong));
            unlisted(ask_page(&visitor, FormState::new(Values::from_iter([("code", typed)]), errors)).refused())
        }
    }
}

pub async fn show(visitor: Visitor, Path(typed): Path<String>) -> Result<Response, AppError> {
    let found = match CertificateCode::parse(&typed) {
        Some(code) => backend::registration::by_code(visitor.backend(), &code).await?,
        None => None,
    };
    Ok(unlisted(match found {
        Some(certificate) => certificate_page(&visitor, certificate),
        None => unknown_page(&visitor, typed),
    }))
}

fn ask_page(visitor: &Visitor, form: FormState) -> Page {
    let lang = visitor.lang;
    visitor.page(tr!(lang, "certificate.check"), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "certificate.check") lead=tr!(lang, "certificate.check_lead")/>
                {code_form(lang, &form)}
            </Narrow>
        }
        .into_any()
    })
}

fn unknown_page(visitor: &Visitor, typed: String) -> Page {
    let lang = visitor.lang;
    let form = FormState::filled(Values::from_iter([("code", typed)]));
    visitor
        .page(tr!(lang, "certificate.unknown"), move || {
            view! {
                <Narrow>
                    <PageHead title=tr!(lang, "certificate.check")/>
                    <Stack>
                        <Notice tone=Tone::Error title=tr!(lang, "certificate.unknown")>
                            <p>{tr!(lang, "certificate.unknown_text")}</p>
                        </Notice>
                        {code_form(lang, &form)}
                    </Stack>
                </Narrow>
            }
            .into_any()
        })
        .status(StatusCode::NOT_FOUND)
}

/// A search, so a GET: the answer has an address of its own.
fn code_form(lang: Lang, form: &FormState) -> AnyView {
    view! {
        <form method="get" action="/certificates" class="form">
            <TextInput name="code" label=tr!(lang, "certificate.code") hint=tr!(lang, "certificate.code_hint") kind=InputKind::DocumentNumber value=form.value("code") error=form.error(lang, "code")/>
            <Actions><Button label=tr!(lang, "certificate.check_submit") look=Look::Main/></Actions>
        </form>
    }
    .into_any()
}

/// Whose paper it is, and what it is not.
pub(super) fn nature(lang: Lang, certificate: &Certificate) -> String {
    let text = match certificate.accepted {
        true => "certificate.nature-accepted",
        false => "certificate.nature",
    };
    name_of(lang, text, certificate.kind.code())
}

fn certificate_page(visitor: &Visitor, certificate: Certificate) -> Page {
    let lang = visitor.lang;
    let today = time::format_date(visitor.backend().today());
    let title = name_of(lang, "certificate.title", certificate.kind.code());
    visitor.page(title.clone(), move || {
        let (verdict, items) = (verdict(lang, &certificate, &today), items(lang, &certificate));
        let nature = nature(lang, &certificate);
        view! {
            <Narrow>
                <PageHead title kicker=certificate.number/>
                <Stack>
                    {verdict}
                    <Card><KeyValue items/></Card>
                    <p class="soft">{tr!(lang, "certificate.compare")}</p>
                    <p class="soft">{nature}</p>
                    <p><a href="/certificates">{tr!(lang, "certificate.check_another")}</a></p>
                </Stack>
            </Narrow>
        }
        .into_any()
    })
}

/// Whether the certificate is good today.
fn verdict(lang: Lang, certificate: &Certificate, today: &str) -> AnyView {
    let ended_on = certificate.ended_on.clone();
    let (tone, key) = match (certificate.valid, &ended_on) {
        // Nobody has ended the registration yet: say both.
        (true, _) if certificate.ends_on.as_str() < today => (Tone::Warn, "valid_past_term"),
        (true, _) => (Tone::Ok, "valid"),
        (false, Some(_)) => (Tone::Error, "ended"),
        (false, None) => (Tone::Error, "not_valid"),
    };
    let day = ended_on.unwrap_or_default();
    let title = tr!(lang, &format!("certificate.{key}"), day = day);
    let text = tr!(lang, &format!("certificate.{key}_text"));
    view! { <Notice tone title><p>{text}</p></Notice> }.into_any()
}

fn items(lang: Lang, certificate: &Certificate) -> Vec<Item> {
    let label = |key: &str| tr!(lang, &format!("certificate.field.{key}"));
    vec![
        Item::new(label("number"), certificate.number.clone()),
        Item::new(
            name_of(lang, "certificate.holder", certificate.kind.code()),
            certificate.holder_masked.clone(),
        ),
        Item::new(label("place"), certificate.place.clone()),
        Item::new(
            label("term"),
            tr!(
                lang,
                "certificate.span",
                starts_on = certificate.starts_on,
                ends_on = certificate.ends_on
            ),
        ),
        Item::new(
            label("issued_on"),
            time::format_date(time::date_in_china(certificate.issued_at)),
        ),
        Item::new(label("code"), certificate.code.to_string()),
    ]
}
