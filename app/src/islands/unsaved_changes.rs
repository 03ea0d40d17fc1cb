use leptos::prelude::*;

/// Asks before a page is left whose form has changes that were not sent. It stands inside the form it watches.
#[island]
pub fn UnsavedChangesGuard() -> impl IntoView {
    let here = NodeRef::<leptos::html::Span>::new();
    #[cfg(feature = "hydrate")]
    here.on_load(|here| guard(&here));
    view! { <span hidden node_ref=here></span> }
}

#[cfg(feature = "hydrate")]
fn guard(here: &leptos::web_sys::Element) {
    use super::browser::{form_of, listen};
    use leptos::web_sys::{BeforeUnloadEvent, Event};
    use std::{cell::Cell, rc::Rc};

    let Some(form) = form_of(here) else { return };
    // A form that came back with errors already differs from what is stored.
    let refused = form.query_selector(".has-error").is_ok_and(|field| field.is_some());
    let unsent = Rc::new(Cell::new(refused));
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
