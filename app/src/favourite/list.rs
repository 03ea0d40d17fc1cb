//! The list of what somebody keeps.

use super::heart::Hearts;
use crate::{
    compare,
    error::AppError,
    form::Form,
    page::Page,
    parts::{
        Part,
        card::{Viewer, summary},
    },
    texts::{coded, name_of},
    ui::{
        Actions, Card, EmptyArt, EmptyState, Kept, KeptList, LinkCard, ListingSummary, Look, MaybeText, Notice,
        PageHead, PostButton, Section, Stack, Tone, Wrap, grouped,
    },
    visitor::Visitor,
};
use axum::response::{IntoResponse, Redirect, Response};
use backend::favourite::Favourite;
use domain::{access::Actor, form::Code, lang::Lang};
use leptos::prelude::*;

pub async fn show(visitor: Visitor) -> Result<Page, AppError> {
    page(&visitor, None).await
}

pub async fn set_mails(visitor: Visitor, Form(values): Form) -> Result<Response, AppError> {
    let actor = visitor.citizen()?;
    let silent = match values.text("mails") {
        "on" => false,
        "off" => true,
        _ => return Err(AppError::NotFound),
    };
    backend::favourite::set_silent(visitor.backend(), actor, silent).await?;
    Ok(Redirect::to("/me/favourites").into_response())
}

/// On the page `/me`: a line that leads here; nothing for staff.
pub async fn overview(visitor: &Visitor, actor: &Actor) -> Result<Option<Part>, AppError> {
    if actor.is_staff() {
        return Ok(None);
    }
    let lang = visitor.lang;
    let count = backend::favourite::list(visitor.backend(), actor).await?.len();
    Ok(Some(Box::new(move || {
        let text = match count {
            0 => tr!(lang, "favourite.none_text"),
            count => tr!(lang, "favourite.count", count = count),
        };
        view! {
            <Section title=tr!(lang, "favourite.title")>
                <LinkCard href="/me/favourites" title=tr!(lang, "favourite.see") text/>
            </Section>
        }
        .into_any()
    })))
}

pub(super) async fn page(visitor: &Visitor, refused: Option<Code>) -> Result<Page, AppError> {
    let actor = visitor.citizen()?;
    let backend = visitor.backend();
    let favourites = backend::favourite::list(backend, actor).await?;
    let silent = backend::favourite::is_silent(backend, actor.id).await?;
    let ids: Vec<_> = favourites.iter().map(|favourite| favourite.listing).collect();
    // A refused heart was sent from elsewhere; the hearts here come back here.
    let here = Visitor {
        path: "/me/favourites".to_owned(),
        ..visitor.clone()
    };
    let hearts = Hearts::of(&here, &ids).await?;
    let lang = visitor.lang;
    let viewer = Viewer::of(visitor);
    let kept: Vec<_> = favourites
        .into_iter()
        .map(|favourite| shown(viewer, &hearts, favourite))
        .collect();
    Ok(visitor.page(tr!(lang, "favourite.title"), move || {
        let refused = refused.map(|code| {
            view! { <Notice tone=Tone::Error title=coded(lang, "error", code.code, &code.args)/> }
        });
        let list = if kept.is_empty() {
            let action = ("/search".to_owned(), tr!(lang, "shell.find"));
            view! {
                <EmptyState art=EmptyArt::Window title=tr!(lang, "favourite.none") text=tr!(lang, "favourite.none_text") action/>
            }
            .into_any()
        } else {
            let compare = (kept.len() > 1).then(|| compare::form(lang, false));
            view! {
                <Section title=tr!(lang, "favourite.count", count = kept.len())>
                    <Stack>
                        {compare}
                        <KeptList kept/>
                    </Stack>
                </Section>
            }
            .into_any()
        };
        view! {
            <Wrap>
                <PageHead
                    title=tr!(lang, "favourite.title")
                    lead=tr!(lang, "favourite.lead")
                    back=("/me".to_owned(), tr!(lang, "me.title"))
                />
                <Stack>
                    {refused}
                    {list}
                    {mails(lang, silent)}
                </Stack>
            </Wrap>
        }
        .into_any()
    }))
}

fn shown(viewer: Viewer<'_>, hearts: &Hearts, favourite: Favourite) -> Kept {
    let lang = viewer.lang;
    if let Some(card) = &favourite.card {
        return Kept::Online {
            listing: Box::new(ListingSummary {
                tick: Some(compare::tick(lang, favourite.listing)),
                ..hearts.on(favourite.listing, summary(viewer, card))
            }),
            note: note(lang, favourite.first_rent.get(), favourite.rent.get()),
        };
    }
    let rent = grouped(favourite.rent.get().into());
    Kept::Gone {
        heart: hearts
            .heart(favourite.listing, favourite.title.clone())
            .unwrap_or_default(),
        title: favourite.title,
        place: favourite.place,
        rent: tr!(lang, "favourite.last_rent", rent = rent),
        state: name_of(lang, "favourite.standing", favourite.standing.code()),
    }
}

/// What became of the rent since the listing was kept.
fn note(lang: Lang, first: u32, now: u32) -> MaybeText {
    let (key, change) = match now.cmp(&first) {
        std::cmp::Ordering::Equal => return MaybeText::default(),
        std::cmp::Ordering::Less => ("favourite.cheaper", first - now),
        std::cmp::Ordering::Greater => ("favourite.dearer", now - first),
    };
    tr!(
        lang,
        key,
        first = grouped(first.into()),
        change = grouped(change.into())
    )
    .into()
}

fn mails(lang: Lang, silent: bool) -> AnyView {
    let (text, label, to) = match silent {
        true => ("favourite.mails_off", "favourite.mails_start", "on"),
        false => ("favourite.mails_on", "favourite.mails_stop", "off"),
    };
    view! {
        <Card title=tr!(lang, "favourite.mails")>
            <p>{tr!(lang, text)}</p>
            <Actions>
                <PostButton action="/me/favourites" label=tr!(lang, label) look=Look::Quiet fields=vec![("mails", to.to_owned())]/>
            </Actions>
        </Card>
    }
    .into_any()
}
