use leptos::prelude::*;

/// Asks before a page is left whose form has changes that were not sent. It stands inside the form it watches.
#[island]
pub fn UnsavedChangesGuard(
    /// The form already differs from what is stored: it came back with errors.
    changed: bool,
) -> impl IntoView {
    let here = NodeRef::<leptos::html::Span>::new();
    #[cfg(feature = "hydrate")]
    here.on_load(move |here| guard(&here, changed));
    #[cfg(not(feature = "hydrate"))]
    let _ = changed;
    view! { <span hidden node_ref=here></span> }
}

#[cfg(feature = "hydrate")]
fn guard(here: &leptos::web_sys::Element, changed: bool) {
    use super::browser::{form_of, listen};
    use leptos::web_sys::{BeforeUnloadEvent, Event};
    use std::{cell::Cell, rc::Rc};

    let Some(form) = form_of(here) else { return };
    let unsent = Rc::new(Cell::new(changed));
    let note = |value: bool| {
        let unsent = Rc::clone(&unsent);
        move |_: Event| unsent.set(value)
    };
    listen(&form, "input", note(true));
    listen(&form, "submit", note(false));
    listen(&window(), "beforeunload", move |event: BeforeUnloadEvent| {
        if unsent.get() {
            event.prevent_default();
        }
    });
}
