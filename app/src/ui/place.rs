//! Named places to search near.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::islands::NearMe;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceLink {
    pub label: String,
    /// The search near this place, or without it when it is on.
    pub href: String,
    pub on: bool,
    /// How many homes are near it.
    pub count: String,
}

/// Places of one kind: “学校”.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceGroup {
    pub title: String,
    pub links: Vec<PlaceLink>,
}

/// What the button needs that asks the browser where it is, see [`NearMe`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMePlace {
    pub href: String,
    pub label: String,
    pub asking: String,
    pub refused: String,
}

/// “在哪附近”: places as links, each kind behind its own line, and the button for where one is.
#[component]
pub fn PlaceLinks(
    #[prop(into)] title: String,
    groups: Vec<PlaceGroup>,
    here: NearMePlace,
    /// Whether the kind that holds the chosen place stands open.
    open: bool,
) -> impl IntoView {
    let groups = groups.into_iter().map(|group| {
        let chosen = open && group.links.iter().any(|link| link.on);
        let links = group.links.into_iter().map(|link| {
            let on = link.on.then_some("true");
            view! { <li><a class="facet" href=link.href aria-current=on rel="nofollow"><span class="facet-name">{link.label}</span>" "<span class="facet-count">{link.count}</span></a></li> }
        });
        view! {
            <details open=chosen>
                <summary>{group.title}<Icon glyph=Glyph::ChevronDown/></summary>
                <ul>{links.collect_view()}</ul>
            </details>
        }
    });
    let groups = groups.collect_view();
    view! {
        <section class="facet-group places">
            <h2>{title}</h2>
            <NearMe href=here.href label=here.label asking=here.asking refused=here.refused/>
            {groups}
        </section>
    }
    .into_any()
}
