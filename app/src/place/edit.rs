//! The form of a place.

use super::list::{TABLE, aliases, staff};
use crate::{
    error::{AppError, id},
    form::{Form, FormState, Values},
    page::Page,
    texts::name_of,
    ui::{
        Actions, Button, Card, Choice, ErrorSummary, InputKind, Look, Narrow, PageHead, PostButton, PostForm,
        RadioGroup, Stack, TextArea, TextInput,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::{
    DeedError,
    place::{self, Place},
};
use domain::{
    form::Errors,
    geo::CoordinateSystem,
    id::PlaceId,
    lang::Lang,
    place::{Kind, NewPlace, TypedPlace},
};
use leptos::prelude::*;

pub async fn show_new(visitor: Visitor) -> Result<Page, AppError> {
    staff(&visitor)?;
    let blank = Values::from_iter([("coordinate_system", CoordinateSystem::Gcj02.code())]);
    Ok(page(&visitor, None, FormState::filled(blank)))
}

pub async fn add(visitor: Visitor, Form(values): Form) -> Result<Response, AppError> {
    let actor = staff(&visitor)?;
    let errors = match NewPlace::parse(&typed(&values)) {
        Ok(new) => match place::add(visitor.backend(), actor, new).await {
            Ok(_) => return Ok(Redirect::to(TABLE).into_response()),
            Err(error) => refused(error)?,
        },
        Err(errors) => errors,
    };
    let form = FormState::new(values, errors);
    Ok(page(&visitor, None, form).refused().into_response())
}

pub async fn show(visitor: Visitor, Path(place): Path<String>) -> Result<Page, AppError> {
    let place = load(&visitor, id(&place)?).await?;
    let values = Values::from_iter([
        ("name", place.name.to_string()),
        ("kind", place.kind.code().to_owned()),
        ("aliases", aliases(&place)),
        ("position", place.point.to_string()),
        ("coordinate_system", CoordinateSystem::Gcj02.code().to_owned()),
    ]);
    Ok(page(&visitor, Some(place), FormState::filled(values)))
}

async fn load(visitor: &Visitor, id: PlaceId) -> Result<Place, AppError> {
    staff(visitor)?;
    let place = place::find(visitor.backend(), id).await?;
    place.ok_or(AppError::NotFound)
}

/// Saves the form, or takes the place into or out of use.
pub async fn change(visitor: Visitor, Path(place): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let actor = staff(&visitor)?;
    let place = load(&visitor, id(&place)?).await?;
    let backend = visitor.backend();
    let version = values.text("version").parse().unwrap_or(0);
    let done = match values.text("action") {
        "deactivate" => place::set_active(backend, actor, place.id, version, false).await,
        "activate" => place::set_active(backend, actor, place.id, version, true).await,
        _ => match NewPlace::parse(&typed(&values)) {
            Ok(new) => place::edit(backend, actor, place.id, version, new).await,
            Err(errors) => {
                let form = FormState::new(values, errors);
                return Ok(page(&visitor, Some(place), form).refused().into_response());
            }
        },
    };
    match done {
        Ok(()) => Ok(Redirect::to(TABLE).into_response()),
        Err(error) => {
            let form = FormState::new(values, refused(error)?);
            Ok(page(&visitor, Some(place), form).refused().into_response())
        }
    }
}

fn refused(error: DeedError) -> Result<Errors, AppError> {
    match error {
        DeedError::Refused(code) => {
            let mut errors = Errors::new();
            errors.add("name", code);
            Ok(errors)
        }
        error => Err(error.into()),
    }
}

fn typed(values: &Values) -> TypedPlace {
    let text = |name: &str| values.text(name).to_owned();
    TypedPlace {
        name: text("name"),
        kind: text("kind"),
        aliases: text("aliases"),
        position: text("position"),
        coordinate_system: text("coordinate_system"),
    }
}

/// The form of a place; of a new one without `place`.
fn page(visitor: &Visitor, place: Option<Place>, form: FormState) -> Page {
    let lang = visitor.lang;
    let title = match &place {
        Some(place) => place.name.to_string(),
        None => tr!(lang, "place.add"),
    };
    visitor.page(title.clone(), move || {
        let back = (TABLE.to_owned(), tr!(lang, "place.title"));
        let action = match &place {
            Some(place) => format!("{TABLE}/{}", place.id),
            None => format!("{TABLE}/new"),
        };
        // A refused form keeps the version that was edited.
        let version = place.as_ref().map(|place| match form.values.text("version") {
            "" => ("version", place.version.to_string()),
            edited => ("version", edited.to_owned()),
        });
        let hidden: Vec<_> = version.into_iter().collect();
        let use_or_not = place.as_ref().map(|place| in_use(lang, place, &action));
        let fields = fields(lang, &form);
        view! {
            <Narrow>
                <PageHead title=title back=back/>
                <Stack>
                    <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                    <PostForm action=action fields=hidden>
                        {fields}
                        <Actions><Button label=tr!(lang, "place.save") look=Look::Main/></Actions>
                    </PostForm>
                    {use_or_not}
                </Stack>
            </Narrow>
        }
        .into_any()
    })
}

/// A form of its own: what it sends is not what was typed above.
fn in_use(lang: Lang, place: &Place, action: &str) -> AnyView {
    let (key, text) = if place.active {
        ("deactivate", "place.deactivate_text")
    } else {
        ("activate", "place.activate_text")
    };
    let fields = vec![("action", key.to_owned()), ("version", place.version.to_string())];
    let action = action.to_owned();
    view! {
        <Card>
            <p>{tr!(lang, text)}</p>
            <PostButton action=action fields label=tr!(lang, &format!("place.{key}"))/>
        </Card>
    }
    .into_any()
}

fn fields(lang: Lang, form: &FormState) -> AnyView {
    let choices = |group: &str, codes: Vec<&'static str>| -> Vec<Choice> {
        let choice = |code| Choice::new(code, name_of(lang, group, code));
        codes.into_iter().map(choice).collect()
    };
    let kinds = choices("place-kind", Kind::ALL.iter().map(|kind| kind.code()).collect());
    let systems = choices(
        "coordinate-system",
        CoordinateSystem::ALL.iter().map(|system| system.code()).collect(),
    );
    let (value, error) = (|name: &str| form.value(name), |name: &str| form.error(lang, name));
    view! {
        <TextInput name="name" label=tr!(lang, "place.name") value=value("name") error=error("name")/>
        <RadioGroup name="kind" label=tr!(lang, "place.kind") inline=true choices=kinds value=value("kind") error=error("kind")/>
        <TextArea name="aliases" label=tr!(lang, "place.aliases") hint=tr!(lang, "place.aliases_hint") note=tr!(lang, "ui.optional") rows=3 value=value("aliases") error=error("aliases")/>
        <TextInput name="position" label=tr!(lang, "place.position") hint=tr!(lang, "place.position_hint") kind=InputKind::DocumentNumber value=value("position") error=error("position")/>
        <RadioGroup name="coordinate_system" label=tr!(lang, "place.coordinate_system") choices=systems value=value("coordinate_system") error=error("coordinate_system")/>
    }
    .into_any()
}
