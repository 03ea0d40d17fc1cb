//! The landlord's houses, as a page and as a part of the landlord's own page.

use crate::{
    error::AppError,
    page::Page,
    parts::{Part, house::layout_text, listing},
    ui::{Badge, EmptyArt, EmptyState, Glyph, LinkButton, LinkCard, PageHead, Section, Stack, Tone, Wrap},
    visitor::Visitor,
};
use backend::{house::House, listing::Listing};
use domain::{access::Actor, lang::Lang};
use leptos::prelude::*;

pub async fn list(visitor: Visitor) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let (houses, listings) = load(&visitor, visitor.actor()?).await?;
    Ok(visitor.page(tr!(lang, "house.mine"), move || {
        let back = ("/me".to_owned(), tr!(lang, "me.title"));
        let add = (!houses.is_empty()).then(|| {
            view! { <LinkButton href="/me/houses/new" label=tr!(lang, "house.register.title") icon=Glyph::Plus/> }
        });
        let cards = cards(lang, houses, &listings);
        view! {
            <Wrap>
                <PageHead title=tr!(lang, "house.mine") lead=tr!(lang, "house.mine_lead") back=back>
                    {add}
                </PageHead>
                {cards}
            </Wrap>
        }
        .into_any()
    }))
}

/// Houses and their listings on the page `/me`.
pub async fn overview(visitor: &Visitor, actor: &Actor) -> Result<Part, AppError> {
    let lang = visitor.lang;
    let (houses, listings) = load(visitor, actor).await?;
    Ok(Box::new(move || {
        let more = (!houses.is_empty()).then(|| ("/me/houses/new".to_owned(), tr!(lang, "house.register.title")));
        let cards = cards(lang, houses, &listings);
        match more {
            Some(more) => view! { <Section title=tr!(lang, "house.mine") more=more>{cards}</Section> }.into_any(),
            None => view! { <Section title=tr!(lang, "house.mine")>{cards}</Section> }.into_any(),
        }
    }))
}

async fn load(visitor: &Visitor, actor: &Actor) -> Result<(Vec<House>, Vec<Listing>), AppError> {
    let houses = backend::house::of_landlord(visitor.backend(), actor.id).await?;
    let listings = backend::listing::of_landlord(visitor.backend(), actor.id).await?;
    Ok((houses, listings))
}

fn cards(lang: Lang, houses: Vec<House>, listings: &[Listing]) -> AnyView {
    if houses.is_empty() {
        let action = ("/me/houses/new".to_owned(), tr!(lang, "house.register.title"));
        return view! {
            <EmptyState art=EmptyArt::Window title=tr!(lang, "house.none") text=tr!(lang, "house.none_text") action=action/>
        }
        .into_any();
    }
    let cards = houses
        .into_iter()
        .map(|house| {
            let of_house: Vec<_> = listings.iter().filter(|listing| listing.house == house.id).collect();
            let facts = format!(
                "{} · {} {}",
                layout_text(lang, house.layout),
                house.area,
                tr!(lang, "ui.square_metres")
            );
            let (tone, state) = match house.verified_at {
                Some(_) => (Tone::Ok, "house.verified"),
                None => (Tone::Neutral, "house.unverified"),
            };
            let href = format!("/me/houses/{}", house.id);
            let meta = summary(lang, &of_house);
            let listings = of_house
                .into_iter()
                .map(|listing| listing::card(lang, listing))
                .collect_view();
            view! {
                <LinkCard href=href title=house.short_address() text=facts meta=meta>
                    <Badge tone label=tr!(lang, state)/>
                </LinkCard>
                {listings}
            }
        })
        .collect_view();
    view! { <Stack>{cards}</Stack> }.into_any()
}

fn summary(lang: Lang, listings: &[&Listing]) -> String {
    match listings.len() {
        0 => tr!(lang, "house.no_listing"),
        count => tr!(lang, "house.listings_count", count = count),
    }
}
