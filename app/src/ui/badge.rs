//! Small marks: badges for states, chips for filters.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// What a colour means. A tone is never told by colour alone: an icon and a word go with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    Ok,
    Warn,
    Error,
    Info,
    #[default]
    Neutral,
}

impl Tone {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Error => "error",
            Self::Info => "info",
            Self::Neutral => "neutral",
        }
    }

    pub(super) const fn glyph(self) -> Option<Glyph> {
        match self {
            Self::Ok => Some(Glyph::Check),
            Self::Warn => Some(Glyph::Warning),
            Self::Error => Some(Glyph::Error),
            Self::Info => Some(Glyph::Info),
            Self::Neutral => None,
        }
    }
}

/// The words and the tone of a badge, for lists of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadgeText {
    pub tone: Tone,
    pub label: String,
    /// Instead of the tone's own icon.
    pub icon: Option<Glyph>,
}

impl BadgeText {
    #[must_use]
    pub fn new(tone: Tone, label: impl Into<String>) -> Self {
        Self {
            tone,
            label: label.into(),
            icon: tone.glyph(),
        }
    }

    #[must_use]
    pub fn with_icon(mut self, icon: Glyph) -> Self {
        self.icon = Some(icon);
        self
    }
}

/// A state in one or two words.
#[component]
pub fn Badge(
    #[prop(into)] label: String,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] icon: Option<Glyph>,
) -> impl IntoView {
    mark(BadgeText {
        tone,
        label,
        icon: icon.or(tone.glyph()),
    })
}

fn mark(badge: BadgeText) -> impl IntoView {
    view! {
        <span class="badge" data-tone=badge.tone.name()>
            {badge.icon.map(|glyph| view! { <Icon glyph/> })}
            {badge.label}
        </span>
    }
}

/// A row of badges; nothing when there are none.
#[component]
pub fn Badges(badges: Vec<BadgeText>) -> impl IntoView {
    (!badges.is_empty()).then(|| {
        view! {
            <ul class="badges">
                {badges
                    .into_iter()
                    .map(|badge| view! { <li>{mark(badge)}</li> })
                    .collect_view()}
            </ul>
        }
    })
}

/// A filter that is on, read from the words of the search: the link takes it off.
#[component]
pub fn Chip(
    #[prop(into)] label: String,
    /// The search without this filter.
    #[prop(into)]
    remove_href: String,
    /// What the × does, for screen readers: “去掉 2室”.
    #[prop(into)]
    remove_label: String,
) -> impl IntoView {
    view! {
        <a class="chip" href=remove_href aria-label=remove_label>
            <span>{label}</span>
            <Icon glyph=Glyph::Close/>
        </a>
    }
}

/// A choice among a few, as a link: districts under the search box, kinds of room.
#[component]
pub fn ChipLink(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] current: bool,
) -> impl IntoView {
    view! {
        <a class="chip link" href=href aria-current=current.then_some("true")>
            {label}
        </a>
    }
}

/// A row of [`Chip`] or [`ChipLink`] that wraps. `label` names the row for screen readers.
#[component]
pub fn ChipRow(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <div class="chips" role="group" aria-label=label>
            {children()}
        </div>
    }
}
