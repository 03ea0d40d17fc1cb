//! The table of organisations.

use crate::{
    error::AppError,
    page::Page,
    texts::name_of,
    ui::{Column, DataTable, EmptyArt, EmptyState, Glyph, LinkButton, Look, Notice, PageHead, Row, Stack, Tone, Wide},
    visitor::Visitor,
};
use backend::organisation::Organisation;
use domain::{access::Role, lang::Lang, text};
use leptos::prelude::*;

pub const TABLE: &str = "/desk/organisations";

pub async fn show(visitor: Visitor) -> Result<Page, AppError> {
    let lang = visitor.lang;
    visitor.staff(Role::Administrator)?;
    let organisations = backend::organisation::all(visitor.backend()).await?;
    let saved = visitor.query("done").is_some();
    Ok(visitor.page(tr!(lang, "organisation.title"), move || {
        let columns = ["name", "kind", "area", "credit_code", "address"]
            .map(|key| Column::new(tr!(lang, &format!("organisation.{key}"))))
            .to_vec();
        let table = if organisations.is_empty() {
            view! { <EmptyState art=EmptyArt::Tray title=tr!(lang, "organisation.none")/> }.into_any()
        } else {
            let rows = organisations.into_iter().map(|kept| row(lang, kept)).collect();
            view! { <DataTable caption=tr!(lang, "organisation.title") columns rows/> }.into_any()
        };
        view! {
            <Wide>
                <PageHead
                    title=tr!(lang, "organisation.title")
                    lead=tr!(lang, "organisation.lead")
                    back=("/desk".to_owned(), tr!(lang, "desk.title"))
                >
                    <LinkButton href="/desk/organisations/new" label=tr!(lang, "organisation.add") look=Look::Main icon=Glyph::Plus/>
                </PageHead>
                <Stack>
                    {saved.then(|| view! { <Notice tone=Tone::Ok title=tr!(lang, "organisation.saved")/> })}
                    {table}
                </Stack>
            </Wide>
        }
        .into_any()
    }))
}

fn row(lang: Lang, kept: Organisation) -> Row {
    let code = kept.credit_code.map(|code| code.to_string());
    Row::new(format!("{TABLE}/{}", kept.id), kept.name)
        .cell(name_of(lang, "organisation-kind", kept.kind.code()))
        .cell(backend::area::name_within(kept.area))
        .cell(code)
        .cell(text::filled(kept.address))
}
