//! On the landlord's own page, first: listings that want to be confirmed, each with its button.

use crate::{
    error::AppError,
    parts::Part,
    ui::{Actions, LinkButton, Look, Notice, PostButton, Section, Stack, Tone},
    visitor::Visitor,
};
use backend::listing::ToConfirm;
use domain::{access::Actor, lang::Lang, listing::ListingAction, time};
use leptos::prelude::*;

pub async fn to_confirm(visitor: &Visitor, actor: &Actor) -> Result<Option<Part>, AppError> {
    let lang = visitor.lang;
    let listings = backend::listing::to_confirm(visitor.backend(), actor).await?;
    if listings.is_empty() {
        return Ok(None);
    }
    Ok(Some(Box::new(move || {
        let notices = listings.into_iter().map(|wanting| notice(lang, wanting)).collect_view();
        view! { <Section title=tr!(lang, "still-there.title")><Stack>{notices}</Stack></Section> }.into_any()
    })))
}

fn notice(lang: Lang, ToConfirm { listing, ends_at }: ToConfirm) -> AnyView {
    let text = match ends_at {
        Some(end) => tr!(lang, "still-there.until", day = time::date_in_china(end)),
        None => tr!(lang, "still-there.offline"),
    };
    let path = format!("/me/listings/{}", listing.id);
    let fields = vec![("action", ListingAction::Reconfirm.code().to_owned())];
    let rent = format!("{} {}", listing.terms.rent, tr!(lang, "ui.yuan_per_month"));
    view! {
        <Notice tone=Tone::Warn title=format!("{} · {rent}", listing.terms.title)>
            <p>{text}</p>
            <Actions>
                <PostButton action=path.clone() label=tr!(lang, "still-there.confirm") look=Look::Main fields/>
                <LinkButton href=path label=tr!(lang, "still-there.other")/>
            </Actions>
        </Notice>
    }
    .into_any()
}
