use leptos::prelude::*;

/// How many listings the search form beside it would find, counted again while the form is being filled in.
/// Without it the form's own submit button does the search.
#[island]
pub fn ResultCount(
    /// The text to begin with, in the page's language.
    initial: String,
    /// The same text with `{n}` where the number stands, in its form for one and for more.
    template: String,
) -> impl IntoView {
    let here = NodeRef::<leptos::html::Output>::new();
    let text = RwSignal::new(initial);
    #[cfg(feature = "hydrate")]
    here.on_load(move |here| count_while_typing(&here, template, text));
    #[cfg(not(feature = "hydrate"))]
    let _ = template;
    view! { <output class="result-count" aria-live="polite" node_ref=here>{move || text.get()}</output> }
}

#[cfg(feature = "hydrate")]
fn count_while_typing(here: &leptos::web_sys::Element, template: String, text: RwSignal<String>) {
    use super::browser::{form_of, listen, query_of};
    use domain::lang::form_for;
    use leptos::{leptos_dom::helpers::debounce, web_sys::Event};
    use std::{cell::Cell, rc::Rc, time::Duration};

    let Some(form) = form_of(here) else { return };
    // Answers may overtake each other; only that of the last question counts.
    let question = Rc::new(Cell::new(0_u32));
    let target = form.clone();
    let mut ask = debounce(Duration::from_millis(300), move |()| {
        let Some(query) = query_of(&form) else { return };
        let (question, template) = (Rc::clone(&question), template.clone());
        let number = question.get().wrapping_add(1);
        question.set(number);
        leptos::task::spawn_local(async move {
            if let Some(total) = total_of(&query).await
                && question.get() == number
            {
                text.set(form_for(&template, total).replace("{n}", &total.to_string()));
            }
        });
    });
    listen(&target, "input", move |_: Event| ask(()));
}

/// The number of listings that a query finds. `None` when the server can't be asked or refuses the query: the text
/// then stays as it is, and sending the form tells what is wrong.
#[cfg(feature = "hydrate")]
async fn total_of(query: &str) -> Option<u64> {
    use leptos::{wasm_bindgen::JsCast, web_sys::Response};
    use wasm_bindgen_futures::JsFuture;

    let asked = window().fetch_with_str(&format!("/api/v1/listings?{query}&limit=1"));
    let response: Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let answer = JsFuture::from(response.json().ok()?).await.ok()?;
    let total = js_sys::Reflect::get(&answer, &"total".into()).ok()?.as_f64()?;
    Some(total as u64)
}
