//! Boxes that say how things stand.

use leptos::prelude::*;

use super::{Icon, Tone};

/// One message with its tone. An error is announced by screen readers.
#[component]
pub fn Notice(tone: Tone, #[prop(into)] title: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <div class="notice" data-tone=tone.name() role=(tone == Tone::Error).then_some("alert")>
            {tone.glyph().map(|glyph| view! { <Icon glyph/> })}
            <div class="notice-body">
                <p class="notice-title">{title}</p>
                {children.map(|children| view! { <div class="notice-text">{children()}</div> })}
            </div>
        </div>
    }
    .into_any()
}

/// A box that carries the one statement of a page: the price and the action, a number just given, what happens next.
#[component]
pub fn SummaryBox(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <section class="summary-box">
            <h2>{title}</h2>
            {children()}
        </section>
    }
    .into_any()
}
