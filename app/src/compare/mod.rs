//! Up to four listings beside each other. The address is the state; nobody needs an account.

mod rows;

use crate::{
    error::AppError,
    form::Values,
    page::Page,
    parts::card::{Viewer, photo, place, title},
    state::AppState,
    ui::{
        Button, CompareHead, CompareTable, EmptyArt, EmptyState, GetForm, Glyph, Notice, PageHead, TickBox, Tone, Wide,
    },
    visitor::Visitor,
};
use axum::{Router, extract::RawQuery, routing::get};
use backend::search::{ListingCardData, PublishedListing};
use domain::{
    compare::{Comparison, MAX_COMPARED, address},
    id::ListingId,
    lang::Lang,
};
use leptos::prelude::*;

const FORM: &str = "compare";

pub fn routes() -> Router<AppState> {
    Router::new().route("/compare", get(show))
}

/// What was asked for and is not compared.
struct LeftOut {
    /// Published, but more than fit.
    too_many: Vec<ListingCardData>,
    /// Their places in the address, from 1.
    gone: Vec<usize>,
    unreadable: usize,
}

/// What chooses a listing of a page that has the [`form`].
pub fn tick(lang: Lang, id: ListingId) -> TickBox {
    TickBox {
        form: FORM,
        name: "id",
        value: id.to_string(),
        label: tr!(lang, "compare.tick"),
    }
}

/// Compares what is ticked on its page; with `when_ticked` it waits out of sight, after the list.
pub fn form(lang: Lang, when_ticked: bool) -> AnyView {
    view! {
        <GetForm id=FORM action="/compare" note=tr!(lang, "compare.note", max = MAX_COMPARED) when_ticked>
            <Button label=tr!(lang, "compare.ticked") icon=Glyph::List/>
        </GetForm>
    }
    .into_any()
}

async fn show(visitor: Visitor, RawQuery(raw): RawQuery) -> Result<Page, AppError> {
    let backend = visitor.backend();
    let values = Values::parse(raw.as_deref().unwrap_or_default().as_bytes());
    let asked = Comparison::read(values.all("id"));
    let mut cards = backend::search::cards(backend, &asked.ids).await?;
    let places = asked.ids.iter().zip(1..);
    let gone = places
        .filter(|(id, _)| !cards.iter().any(|card| card.id == **id))
        .map(|(_, place)| place);
    let gone = gone.collect();
    let left_out = LeftOut {
        too_many: cards.split_off(cards.len().min(MAX_COMPARED)),
        gone,
        unreadable: asked.unreadable,
    };
    let mut listings = Vec::with_capacity(cards.len());
    for card in &cards {
        listings.extend(backend::search::published_listing(backend, card.id).await?);
    }
    let lang = visitor.lang;
    let viewer = Viewer::of(&visitor);
    Ok(visitor.page(tr!(lang, "compare.title"), move || view(viewer, &listings, left_out)))
}

fn view(viewer: Viewer<'_>, listings: &[PublishedListing], left_out: LeftOut) -> AnyView {
    let lang = viewer.lang;
    let lead = tr!(lang, "compare.lead");
    let table = if listings.is_empty() {
        let action = ("/search".to_owned(), tr!(lang, "shell.find"));
        view! {
            <EmptyState art=EmptyArt::Search title=tr!(lang, "compare.none") text=tr!(lang, "compare.none_text") action/>
        }
        .into_any()
    } else {
        let ids: Vec<_> = listings.iter().map(|listing| listing.card.id).collect();
        let heads = listings
            .iter()
            .map(|listing| head(viewer, &listing.card, &ids))
            .collect();
        let rows = rows::rows(lang, listings);
        view! {
            <CompareTable caption=tr!(lang, "compare.title") heads rows differs=tr!(lang, "compare.differs") same=tr!(lang, "compare.same")/>
        }
        .into_any()
    };
    let notices = notices(viewer, left_out);
    let alone = listings.len() == 1;
    view! {
        <Wide>
            <PageHead title=tr!(lang, "compare.title") lead/>
            {notices}
            {alone.then(|| view! { <Notice tone=Tone::Info title=tr!(lang, "compare.one")/> })}
            {table}
        </Wide>
    }
    .into_any()
}

fn head(viewer: Viewer<'_>, card: &ListingCardData, ids: &[ListingId]) -> CompareHead {
    let lang = viewer.lang;
    let title = title(lang, card);
    CompareHead {
        href: format!("/listings/{}", card.id),
        place: place(viewer, card),
        photo: card.photo.as_ref().map(|first| photo(lang, first)),
        remove_href: address(ids.iter().copied().filter(|id| *id != card.id)),
        remove_label: tr!(lang, "compare.remove", title = title),
        title,
    }
}

fn notices(viewer: Viewer<'_>, left_out: LeftOut) -> AnyView {
    let lang = viewer.lang;
    let too_many = (!left_out.too_many.is_empty()).then(|| {
        let links = left_out.too_many.into_iter().map(|card| {
            let name = format!("{} · {}", title(lang, &card), place(viewer, &card));
            view! { <li><a href=format!("/listings/{}", card.id)>{name}</a></li> }
        });
        let links = links.collect_view();
        view! {
            <Notice tone=Tone::Info title=tr!(lang, "compare.too_many", max = MAX_COMPARED)><ul>{links}</ul></Notice>
        }
    });
    let gone = (!left_out.gone.is_empty()).then(|| {
        let places = numbers(lang, &left_out.gone);
        counted!(lang, "compare.gone", left_out.gone.len(), places = places)
    });
    let unreadable = (left_out.unreadable > 0).then(|| tr!(lang, "compare.unreadable", count = left_out.unreadable));
    let others = [gone, unreadable].into_iter().flatten();
    view! {
        {too_many}
        {others.map(|title| view! { <Notice tone=Tone::Warn title/> }).collect_view()}
    }
    .into_any()
}

fn numbers(lang: Lang, places: &[usize]) -> String {
    let places: Vec<_> = places.iter().map(usize::to_string).collect();
    places.join(&tr!(lang, "compare.and"))
}
