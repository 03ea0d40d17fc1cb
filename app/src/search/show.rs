//! A published listing's own page.

use axum::extract::Path;
use axum_extra::extract::CookieJar;
use backend::search::PublishedListing;
use domain::{id::ListingId, lang::Lang, money::Yuan};
use leptos::prelude::*;
use std::collections::BTreeSet;

use super::{near, seen};
use crate::{
    error::AppError,
    favourite::Hearts,
    page::Page,
    parts::{
        card::{Viewer, area_text, badges, freshness, orientations_text, payment_text, photo, place, title},
        house::layout_text,
    },
    texts::name_of,
    ui::{
        BadgeText, Badges, Card, Fact, FactRow, Glyph, Heart, Item, KeyValue, LinkButton, Look, Notice, PageHead,
        PhotoGallery, PostButton, PriceBox, Prose, Sidebar, Tone, Wrap,
    },
    visitor::Visitor,
};

pub async fn show(visitor: Visitor, jar: CookieJar, Path(id): Path<String>) -> Result<(CookieJar, Page), AppError> {
    let id: ListingId = id.parse().map_err(|_| AppError::NotFound)?;
    let listing = backend::search::published_listing(visitor.backend(), id).await?;
    let listing = listing.ok_or(AppError::NotFound)?;
    let heart = Hearts::of(&visitor, &[id]).await?.heart(id, String::new());
    let jar = seen::remember(&visitor, jar, id);
    let lang = visitor.lang;
    let viewer = Viewer::of(&visitor);
    let heading = title(lang, &listing.card);
    let place = place(viewer, &listing.card);
    let reader = backend::search::reader(visitor.backend())?;
    let around = near::around(lang, &reader, &listing.card);
    let description = format!("{heading} · {place}");
    let page_title = format!("{place} · {heading}");
    let page = visitor
        .page(page_title, move || {
            view(viewer, &listing, heading, place, around, heart)
        })
        .description(description);
    Ok((jar, page))
}

fn view(
    viewer: Viewer<'_>,
    listing: &PublishedListing,
    heading: String,
    place: String,
    around: Vec<(String, String, String)>,
    heart: Option<Heart>,
) -> AnyView {
    let lang = viewer.lang;
    let card = &listing.card;
    let photos = listing.photos.iter().map(|shown| photo(lang, shown)).collect();
    let paragraphs: Vec<_> = listing.description.lines().map(str::to_owned).collect();
    let facilities: Vec<_> = card
        .facilities
        .iter()
        .map(|facility| BadgeText::new(Tone::Neutral, name_of(lang, "facility", facility.code())))
        .collect();
    let about = (!paragraphs.is_empty()).then(|| {
        view! {
            <Card title=tr!(lang, "listing_page.about")>
                <Prose>{paragraphs.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}</Prose>
            </Card>
        }
    });
    let offered = (!facilities.is_empty()).then(|| {
        view! {
            <Card title=tr!(lang, "listing_page.facilities")>
                <Badges badges=facilities/>
            </Card>
        }
    });
    let nearby = (!around.is_empty()).then(|| {
        let item =
            |(name, distance, href)| Item::new(name, distance).change(href, tr!(lang, "listing_page.search_there"));
        let items: Vec<_> = around.into_iter().map(item).collect();
        view! {
            <Card title=tr!(lang, "listing_page.around")>
                <KeyValue items/>
            </Card>
        }
    });
    let badges = badges(lang, card, &BTreeSet::new());
    let (kicker, seed) = (card.title.clone(), format!("/listings/{}", card.id));
    let (facts, terms, side) = (facts(lang, listing), terms(lang, listing), side(viewer, listing, heart));
    view! {
        <Wrap>
            <PageHead title=heading kicker lead=place back=("/search".to_owned(), tr!(lang, "listing_page.back"))>
                <Badges badges/>
            </PageHead>
            <Sidebar side>
                <PhotoGallery label=tr!(lang, "listing_page.photos") photos seed/>
                <FactRow facts/>
                {about}
                {offered}
                <Card title=tr!(lang, "listing_page.terms")>
                    <KeyValue items=terms/>
                </Card>
                {nearby}
            </Sidebar>
        </Wrap>
    }
    .into_any()
}

/// The price and what to do next.
fn side(viewer: Viewer<'_>, listing: &PublishedListing, heart: Option<Heart>) -> AnyView {
    let lang = viewer.lang;
    let card = &listing.card;
    let unit = tr!(lang, "search.yuan_a_month");
    let rent_yuan = card.rent.get();
    let keep = heart.map(|heart| {
        let key = if heart.kept { "favourite.drop" } else { "favourite.keep" };
        view! { <PostButton action=heart.action.clone() label=tr!(lang, key) icon=Glyph::Heart fields=heart.fields()/> }
    });
    let fresh = view! { <p class="soft">{freshness(viewer, card)}</p> };
    if let Some(source) = &card.imported_from {
        let title = tr!(lang, "listing_page.imported", source = source);
        return view! {
            <PriceBox rent_yuan rent_unit=unit>{keep}{fresh}</PriceBox>
            <Notice tone=Tone::Warn title>
                <p>{tr!(lang, "listing_page.imported_text")}</p>
            </Notice>
        }
        .into_any();
    }
    let payment = payment_text(lang, listing.payment_months);
    let terms = format!("{} · {payment}", deposit_text(lang, listing.deposit));
    let viewing = format!("/listings/{}/viewing", card.id);
    let apply = format!("/listings/{}/apply", card.id);
    view! {
        <PriceBox rent_yuan rent_unit=unit terms>
            <LinkButton look=Look::Main href=viewing label=tr!(lang, "listing_page.ask_to_view")/>
            <LinkButton href=apply label=tr!(lang, "listing_page.apply")/>
            {keep}
            {fresh}
        </PriceBox>
        <Notice tone=Tone::Info title=tr!(lang, "listing_page.no_money")>
            <p>{tr!(lang, "listing_page.no_money_text")}</p>
        </Notice>
    }
    .into_any()
}

fn deposit_text(lang: Lang, deposit: Yuan) -> String {
    match deposit.get() {
        0 => tr!(lang, "listing_page.no_deposit"),
        _ => tr!(lang, "listing_page.deposit_sum", sum = deposit),
    }
}

fn facts(lang: Lang, listing: &PublishedListing) -> Vec<Fact> {
    let card = &listing.card;
    let layout = card.layout.map(|layout| layout_text(lang, layout));
    let floor = Some(card.floor.clone()).filter(|floor| !floor.is_empty());
    let facts = [
        (Glyph::Home, "layout", layout),
        (Glyph::Ruler, "area", Some(area_text(lang, card.area))),
        (Glyph::Compass, "faces", orientations_text(lang, card.orientations)),
        (Glyph::Stairs, "floor", floor),
    ];
    let fact = |(icon, key, value): (Glyph, &str, Option<String>)| {
        value.map(|value| Fact {
            icon,
            label: tr!(lang, &format!("listing_page.{key}")),
            value,
        })
    };
    facts.into_iter().filter_map(fact).collect()
}

/// What the landlord asks for. Of an imported listing little more than the rent is known.
fn terms(lang: Lang, listing: &PublishedListing) -> Vec<Item> {
    let card = &listing.card;
    let label = |key: &str| tr!(lang, &format!("listing_page.{key}"));
    let available = match card.available_on {
        Some(date) => date.to_string(),
        None => label("at_once"),
    };
    let rent = format!("{} {}", card.rent, tr!(lang, "search.yuan_a_month"));
    let deposit = match listing.deposit.get() {
        0 => label("no_deposit"),
        _ => format!("{} {}", listing.deposit, tr!(lang, "search.yuan")),
    };
    let mut items = vec![Item::new(label("rent"), rent)];
    if listing.is_ours() {
        items.push(Item::new(label("deposit"), deposit));
        items.push(Item::new(label("pay"), payment_text(lang, listing.payment_months)));
    }
    if listing.is_ours() || card.available_on.is_some() {
        items.push(Item::new(label("available"), available));
    }
    if listing.min_term_months > 0 {
        let months = counted!(lang, "listing_page.months", listing.min_term_months);
        items.push(Item::new(label("min_term"), months));
    }
    items
}
