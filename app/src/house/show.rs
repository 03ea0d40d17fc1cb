//! One house with its listings.

use crate::{
    error::{AppError, id},
    page::Page,
    parts::{house::facts, listing},
    ui::{Badge, Card, Glyph, KeyValue, LinkButton, Look, Notice, PageHead, Section, Stack, Tone, Wrap},
    visitor::Visitor,
};
use axum::extract::Path;
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(house): Path<String>) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.actor()?;
    let house = backend::house::find_own(visitor.backend(), actor, id(&house)?)
        .await?
        .ok_or(AppError::NotFound)?;
    let listings = backend::listing::of_house(visitor.backend(), house.id).await?;
    Ok(visitor.page(house.short_address(), move || {
        let new_listing = format!("/me/houses/{}/listings/new", house.id);
        let back = ("/me/houses".to_owned(), tr!(lang, "house.mine"));
        let (tone, state) = match house.verified_at {
            Some(_) => (Tone::Ok, "house.verified"),
            None => (Tone::Neutral, "house.unverified"),
        };
        let facts = facts(lang, &house);
        let (place_it, place_label) = (format!("/me/houses/{}/position", house.id), tr!(lang, "house.position_set"));
        let first = listings.is_empty();
        let listings = listings
            .iter()
            .map(|listing| listing::card(lang, listing))
            .collect_view();
        view! {
            <Wrap>
                <PageHead title=house.short_address() back=back>
                    <Badge tone label=tr!(lang, state)/>
                </PageHead>
                <Stack>
                    {first.then(|| view! {
                        <Notice tone=Tone::Ok title=tr!(lang, "house.registered")><p>{tr!(lang, "house.registered_text")}</p></Notice>
                    })}
                    <Section title=tr!(lang, "house.listings")>
                        <Stack>
                            {listings}
                            <div><LinkButton href=new_listing label=tr!(lang, "house.list_it") look=Look::Main icon=Glyph::Plus/></div>
                        </Stack>
                    </Section>
                    <Card title=tr!(lang, "house.facts")>
                        <KeyValue items=facts/>
                        <div><LinkButton href=place_it label=place_label icon=Glyph::Pin/></div>
                        <p class="soft">{tr!(lang, "house.facts_hint")}</p>
                    </Card>
                </Stack>
            </Wrap>
        }
        .into_any()
    }))
}
