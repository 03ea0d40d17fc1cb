//! The fields of a person's document, the same for both sides.

use crate::{
    form::FormState,
    texts::name_of,
    ui::{Choice, FormPart, InputKind, Select, TextInput},
};
use domain::{document::DocumentKind, lang::Lang};
use leptos::prelude::*;

/// Which document, and its number; what was given before is shown masked and typed again.
pub fn document(lang: Lang, form: FormState, masked: Option<String>) -> AnyView {
    let kinds = DocumentKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), name_of(lang, "document-kind", kind.code())))
        .collect();
    let hint = match masked {
        Some(masked) => tr!(lang, "matching.details.number_again", masked = masked),
        None => tr!(lang, "matching.details.number_hint"),
    };
    view! {
        <FormPart title=tr!(lang, "matching.details.document")>
            <Select name="document_kind" label=tr!(lang, "matching.details.document_kind") choices=kinds value=form.value("document_kind") error=form.error(lang, "document_kind")/>
            <TextInput name="document_number" label=tr!(lang, "matching.details.document_number") kind=InputKind::DocumentNumber hint=hint value=form.value("document_number") error=form.error(lang, "document_number")/>
        </FormPart>
    }
    .into_any()
}
