//! The little of the DOM that islands share.

use leptos::{
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys,
};

/// The form that an element stands in.
pub fn form_of(element: &web_sys::Element) -> Option<web_sys::HtmlFormElement> {
    element.closest("form").ok().flatten()?.dyn_into().ok()
}

/// Calls `handler` on every `event` of `target` until the page is left.
pub fn listen<E: JsCast + leptos::wasm_bindgen::convert::FromWasmAbi + 'static>(
    target: &web_sys::EventTarget,
    event: &str,
    handler: impl FnMut(E) + 'static,
) {
    let handler = Closure::<dyn FnMut(E)>::new(handler);
    // Fails only for an invalid listener object, which a closure is not.
    if target
        .add_event_listener_with_callback(event, handler.as_ref().unchecked_ref())
        .is_ok()
    {
        handler.forget();
    }
}

/// What the form would send now, as a query string without its empty fields.
pub fn query_of(form: &web_sys::HtmlFormElement) -> Option<String> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    let pairs: &JsValue = data.as_ref();
    let query = web_sys::UrlSearchParams::new_with_str_sequence_sequence(pairs).ok()?;
    let query = String::from(query.to_string());
    Some(
        query
            .split('&')
            .filter(|pair| !pair.ends_with('='))
            .collect::<Vec<_>>()
            .join("&"),
    )
}
