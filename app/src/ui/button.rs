//! Buttons and links that look like buttons.

use leptos::prelude::*;

use super::{Glyph, Icon, MaybeText};

/// How loud a button is. A page has one [`Look::Main`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// The one action the page wants.
    Main,
    /// Everything else.
    #[default]
    Quiet,
    /// Takes something away; asks for a second look.
    Danger,
    /// Looks like a link in a row of text.
    Plain,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Main => "button main",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
            Self::Plain => "button plain",
        }
    }
}

/// A submit button. With `name` and `value` one form can carry several actions; `form` submits a form elsewhere on the page.
#[component]
pub fn Button(
    #[prop(into)] label: String,
    #[prop(optional)] look: Look,
    #[prop(optional)] icon: Option<Glyph>,
    #[prop(optional, into)] name: MaybeText,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional, into)] form: MaybeText,
    #[prop(optional, into)] formaction: MaybeText,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    view! {
        <button
            type="submit"
            class=look.class()
            name=name.into_option()
            value=value.into_option()
            form=form.into_option()
            formaction=formaction.into_option()
            disabled=disabled
        >
            {icon.map(|glyph| view! { <Icon glyph/> })}
            <span>{label}</span>
        </button>
    }
    .into_any()
}

/// A link that looks like a button: for going somewhere, never for changing something.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] look: Look,
    #[prop(optional)] icon: Option<Glyph>,
) -> impl IntoView {
    view! {
        <a href=href class=look.class()>
            {icon.map(|glyph| view! { <Icon glyph/> })}
            <span>{label}</span>
        </a>
    }
    .into_any()
}

/// A form that is only a button (pause, withdraw, remove): what changes something is a POST.
#[component]
pub fn PostButton(
    #[prop(into)] action: String,
    #[prop(into)] label: String,
    #[prop(optional)] look: Look,
    #[prop(optional)] icon: Option<Glyph>,
    /// Hidden fields sent along.
    #[prop(optional)]
    fields: Vec<(&'static str, String)>,
) -> impl IntoView {
    view! {
        <form method="post" action=action class="post-button">
            {fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <button type="submit" class=look.class()>
                {icon.map(|glyph| view! { <Icon glyph/> })}
                <span>{label}</span>
            </button>
        </form>
    }
    .into_any()
}

/// Buttons in a row: the main one first (left), where the eye is after the last field.
#[component]
pub fn Actions(children: Children) -> impl IntoView {
    view! { <div class="actions">{children()}</div> }
}
