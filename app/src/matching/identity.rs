//! Who the landlord is, by document.

use super::{document::document, find::problem};
use crate::{
    error::AppError,
    form::{FormState, Values},
    page::Page,
    ui::{
        Actions, Button, ErrorSummary, FormPart, InputKind, Look, Narrow, Notice, PageHead, PostForm, TextInput, Tone,
    },
    visitor::Visitor,
};
use axum::response::{IntoResponse, Redirect, Response};
use backend::matching::MatchView;
use domain::{
    document::DocumentKind,
    matching::{Identity, MatchAction, TypedIdentity},
};
use leptos::prelude::*;

pub(super) async fn show(visitor: &Visitor, view: MatchView) -> Result<Response, AppError> {
    open(&view)?;
    let known = backend::matching::own_identity(visitor.backend(), visitor.actor()?).await?;
    let (typed, masked) = match known {
        Some((typed, masked)) => (typed, Some(masked)),
        None => {
            let typed = TypedIdentity {
                name: view.landlord.clone(),
                document_kind: DocumentKind::IdentityCard.to_string(),
                ..TypedIdentity::default()
            };
            (typed, None)
        }
    };
    let values = Values::from_iter([
        ("name", typed.name),
        ("document_kind", typed.document_kind),
        ("address", typed.address),
        ("phone", typed.phone),
    ]);
    Ok(page(visitor, view, masked, FormState::filled(values)).into_response())
}

pub(super) async fn submit(visitor: &Visitor, view: MatchView, values: Values) -> Result<Response, AppError> {
    open(&view)?;
    let actor = visitor.actor()?;
    let text = |name: &str| values.text(name).to_owned();
    let typed = TypedIdentity {
        name: text("name"),
        document_kind: text("document_kind"),
        document_number: text("document_number"),
        address: text("address"),
        phone: text("phone"),
    };
    match Identity::parse(&typed, visitor.backend().today()) {
        Ok(identity) => {
            backend::matching::give_identity(visitor.backend(), actor, view.id, &identity)
                .await
                .map_err(problem)?;
            Ok(Redirect::to(&format!("/matches/{}", view.id)).into_response())
        }
        Err(errors) => {
            let known = backend::matching::own_identity(visitor.backend(), actor).await?;
            let masked = known.map(|(_, masked)| masked);
            Ok(page(visitor, view, masked, FormState::new(values, errors))
                .refused()
                .into_response())
        }
    }
}

fn open(view: &MatchView) -> Result<(), AppError> {
    if view.may(MatchAction::GiveDetails) {
        Ok(())
    } else {
        Err(AppError::Stale)
    }
}

fn page(visitor: &Visitor, view: MatchView, masked: Option<String>, form: FormState) -> Page {
    let lang = visitor.lang;
    let back = (format!("/matches/{}", view.id), tr!(lang, "matching.back"));
    visitor.page(tr!(lang, "matching.identity.title"), move || {
        view! {
            <Narrow>
                <PageHead title=tr!(lang, "matching.identity.title") lead=tr!(lang, "matching.identity.lead") back=back/>
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                <Notice tone=Tone::Info title=tr!(lang, "matching.identity.why")/>
                <PostForm action=format!("/matches/{}/details", view.id) guard=true>
                    <TextInput name="name" label=tr!(lang, "matching.identity.name") kind=InputKind::Name value=form.value("name") error=form.error(lang, "name")/>
                    {document(lang, form.clone(), masked)}
                    <FormPart title=tr!(lang, "matching.identity.contact")>
                        <TextInput name="address" label=tr!(lang, "matching.identity.address") autocomplete="street-address" value=form.value("address") error=form.error(lang, "address")/>
                        <TextInput name="phone" label=tr!(lang, "matching.details.phone") kind=InputKind::Phone value=form.value("phone") error=form.error(lang, "phone")/>
                    </FormPart>
                    <Actions><Button label=tr!(lang, "matching.details.submit") look=Look::Main/></Actions>
                </PostForm>
            </Narrow>
        }
        .into_any()
    })
}
