//! Things of a list, ticked to go somewhere together.

use leptos::prelude::*;

use super::MaybeText;

/// What a [`Tick`] sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TickBox {
    /// The id of the form that it belongs to.
    pub form: &'static str,
    pub name: &'static str,
    pub value: String,
    pub label: String,
}

/// A small box to tick; it belongs to a form elsewhere on the page.
#[component]
pub fn Tick(
    tick: TickBox,
    /// Says which thing it is, for who can't see it.
    #[prop(into)]
    of: String,
) -> impl IntoView {
    view! {
        <label class="tick">
            <input type="checkbox" form=tick.form name=tick.name value=tick.value/>
            <span>{tick.label}<span class="sr-only">{format!(" {of}")}</span></span>
        </label>
    }
    .into_any()
}

/// A form that only goes somewhere: what is ticked elsewhere on the page becomes the address.
#[component]
pub fn GetForm(
    #[prop(into)] id: String,
    #[prop(into)] action: String,
    #[prop(optional, into)] note: MaybeText,
    /// Comes into sight, at the lower edge, as soon as something is ticked in the list before it.
    #[prop(optional)]
    when_ticked: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <form method="get" id=id action=action class="get-form" class:when-ticked=when_ticked>
            {note.into_option().map(|note| view! { <p class="soft">{note}</p> })}
            {children()}
        </form>
    }
    .into_any()
}
