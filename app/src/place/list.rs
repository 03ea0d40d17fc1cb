//! The staff's table of places.

use crate::{
    error::AppError,
    page::Page,
    texts::name_of,
    ui::{Badge, Column, DataTable, EmptyArt, EmptyState, Glyph, LinkButton, Look, PageHead, Row, Tone, Wide},
    visitor::Visitor,
};
use backend::place::{self, Place};
use domain::{
    access::{Action, Actor, Subject, may},
    lang::Lang,
};
use leptos::prelude::*;

pub const TABLE: &str = "/desk/places";

/// For everybody else the table does not exist.
pub fn staff(visitor: &Visitor) -> Result<&Actor, AppError> {
    let actor = visitor.actor()?;
    match may(actor, Action::EditPlace, &Subject::anywhere()) {
        Ok(_) => Ok(actor),
        Err(_) => Err(AppError::NotFound),
    }
}

pub async fn show(visitor: Visitor) -> Result<Page, AppError> {
    let lang = visitor.lang;
    staff(&visitor)?;
    let places = place::all(visitor.backend()).await?;
    Ok(visitor.page(tr!(lang, "place.title"), move || {
        let columns = ["name", "kind", "aliases", "position", "state"]
            .map(|key| Column::new(tr!(lang, &format!("place.{key}"))))
            .to_vec();
        let table = if places.is_empty() {
            view! { <EmptyState art=EmptyArt::Tray title=tr!(lang, "place.none") text=tr!(lang, "place.lead")/> }
                .into_any()
        } else {
            let rows = places.iter().map(|place| row(lang, place)).collect();
            view! { <DataTable caption=tr!(lang, "place.title") columns rows/> }.into_any()
        };
        view! {
            <Wide>
                <PageHead
                    title=tr!(lang, "place.title")
                    lead=tr!(lang, "place.lead")
                    back=("/desk".to_owned(), tr!(lang, "desk.title"))
                >
                    <LinkButton href="/desk/places/new" label=tr!(lang, "place.add") look=Look::Main icon=Glyph::Plus/>
                </PageHead>
                {table}
            </Wide>
        }
        .into_any()
    }))
}

fn row(lang: Lang, place: &Place) -> Row {
    let (tone, state) = if place.active {
        (Tone::Ok, "place.in_use")
    } else {
        (Tone::Neutral, "place.out_of_use")
    };
    let badge = view! { <Badge tone label=tr!(lang, state)/> };
    Row::new(format!("{TABLE}/{}", place.id), place.name.to_string())
        .cell(name_of(lang, "place-kind", place.kind.code()))
        .cell(aliases(place).replace('\n', " · "))
        .cell(place.point.to_string())
        .cell(badge)
}

pub fn aliases(place: &Place) -> String {
    let names: Vec<_> = place.aliases.iter().map(ToString::to_string).collect();
    names.join("\n")
}
