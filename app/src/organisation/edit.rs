//! The form of an organisation.

use super::list::TABLE;
use crate::{
    error::{AppError, id},
    form::{Form, FormState, Values},
    page::Page,
    parts::area,
    texts::name_of,
    ui::{
        Actions, Button, Choice, ErrorSummary, InputKind, Look, Narrow, PageHead, PostForm, RadioGroup, Select, Stack,
        TextInput,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::{
    DeedError,
    organisation::{self, Organisation},
};
use domain::{
    access::Role,
    form::{Code, Errors},
    id::OrganisationId,
    lang::Lang,
    organisation::{Kind, NewOrganisation, TypedOrganisation},
};
use leptos::prelude::*;

pub async fn show_new(visitor: Visitor) -> Result<Page, AppError> {
    visitor.staff(Role::Administrator)?;
    Ok(page(&visitor, None, FormState::default()))
}

pub async fn add(visitor: Visitor, Form(values): Form) -> Result<Response, AppError> {
    let actor = visitor.staff(Role::Administrator)?;
    let errors = match NewOrganisation::parse(&typed(&values)) {
        Ok(new) => match organisation::add(visitor.backend(), actor, &new).await {
            Ok(_) => return Ok(Redirect::to(&format!("{TABLE}?done=saved")).into_response()),
            Err(error) => refused(error)?,
        },
        Err(errors) => errors,
    };
    let form = FormState::new(values, errors);
    Ok(page(&visitor, None, form).refused().into_response())
}

pub async fn show(visitor: Visitor, Path(organisation): Path<String>) -> Result<Page, AppError> {
    let kept = load(&visitor, id(&organisation)?).await?;
    let code = kept.credit_code.as_ref().map(ToString::to_string).unwrap_or_default();
    let values = Values::from_iter([
        ("kind", kept.kind.code().to_owned()),
        ("name", kept.name.clone()),
        ("credit_code", code),
        ("area", kept.area.to_string()),
        ("address", kept.address.clone()),
        ("version", kept.version.to_string()),
    ]);
    Ok(page(&visitor, Some(kept), FormState::filled(values)))
}

async fn load(visitor: &Visitor, id: OrganisationId) -> Result<Organisation, AppError> {
    visitor.staff(Role::Administrator)?;
    let kept = organisation::find(visitor.backend(), id).await?;
    kept.ok_or(AppError::NotFound)
}

pub async fn change(
    visitor: Visitor,
    Path(organisation): Path<String>,
    Form(values): Form,
) -> Result<Response, AppError> {
    let kept = load(&visitor, id(&organisation)?).await?;
    let actor = visitor.staff(Role::Administrator)?;
    let version = values.text("version").parse().unwrap_or(0);
    let errors = match NewOrganisation::parse(&typed(&values)) {
        Ok(new) => match organisation::edit(visitor.backend(), actor, kept.id, version, &new).await {
            Ok(()) => return Ok(Redirect::to(&format!("{TABLE}?done=saved")).into_response()),
            Err(error) => refused(error)?,
        },
        Err(errors) => errors,
    };
    let form = FormState::new(values, errors);
    Ok(page(&visitor, Some(kept), form).refused().into_response())
}

fn refused(error: DeedError) -> Result<Errors, AppError> {
    match error {
        DeedError::Refused(code) => {
            let mut errors = Errors::new();
            errors.add(field_of(&code), code);
            Ok(errors)
        }
        error => Err(error.into()),
    }
}

fn field_of(code: &Code) -> &'static str {
    match code.code {
        "area-unknown" => "area",
        "organisation-code-twice" => "credit_code",
        _ => "name",
    }
}

fn typed(values: &Values) -> TypedOrganisation {
    let text = |name: &str| values.text(name).to_owned();
    TypedOrganisation {
        kind: text("kind"),
        name: text("name"),
        credit_code: text("credit_code"),
        area: text("area"),
        address: text("address"),
    }
}

/// The form of an organisation; of a new one without `kept`.
fn page(visitor: &Visitor, kept: Option<Organisation>, form: FormState) -> Page {
    let lang = visitor.lang;
    let areas = area::choices(visitor.backend());
    let title = match &kept {
        Some(kept) => kept.name.clone(),
        None => tr!(lang, "organisation.add"),
    };
    visitor.page(title.clone(), move || {
        let back = (TABLE.to_owned(), tr!(lang, "organisation.title"));
        let action = match &kept {
            Some(kept) => format!("{TABLE}/{}", kept.id),
            None => format!("{TABLE}/new"),
        };
        // A refused form keeps the version that was edited.
        let hidden = kept.iter().map(|_| ("version", form.value("version"))).collect::<Vec<_>>();
        let fields = fields(lang, areas, &form);
        view! {
            <Narrow>
                <PageHead title=title back=back/>
                <Stack>
                    <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                    <PostForm action=action fields=hidden>
                        {fields}
                        <Actions><Button label=tr!(lang, "organisation.save") look=Look::Main/></Actions>
                    </PostForm>
                </Stack>
            </Narrow>
        }
        .into_any()
    })
}

fn fields(lang: Lang, areas: Vec<Choice>, form: &FormState) -> AnyView {
    let label = |key: &str| tr!(lang, &format!("organisation.{key}"));
    let kinds: Vec<_> = Kind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), name_of(lang, "organisation-kind", kind.code())))
        .collect();
    let (value, error) = (|name: &str| form.value(name), |name: &str| form.error(lang, name));
    let optional = || tr!(lang, "ui.optional");
    view! {
        <RadioGroup name="kind" label=label("kind") choices=kinds value=value("kind") error=error("kind")/>
        <TextInput name="name" label=label("name") value=value("name") error=error("name")/>
        <TextInput name="credit_code" label=label("credit_code") hint=label("credit_code_hint") note=optional() kind=InputKind::DocumentNumber value=value("credit_code") error=error("credit_code")/>
        <Select name="area" label=label("area") choices=areas placeholder=tr!(lang, "ui.choose") value=value("area") error=error("area")/>
        <TextInput name="address" label=label("address") note=optional() value=value("address") error=error("address")/>
    }
    .into_any()
}
