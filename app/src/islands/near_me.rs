use leptos::prelude::*;

/// Asks the browser where it is and searches near there. Hidden where there is no JavaScript, or no position to be had: the
/// named places below it do the same.
#[island]
pub fn NearMe(
    /// The search to go to, with `{point}` where latitude and longitude stand. What a browser says is WGS-84.
    href: String,
    label: String,
    asking: String,
    refused: String,
) -> impl IntoView {
    let here = NodeRef::<leptos::html::Div>::new();
    let (possible, text) = (RwSignal::new(false), RwSignal::new(String::new()));
    #[cfg(feature = "hydrate")]
    here.on_load(move |_| possible.set(geolocation().is_some()));
    let ask = move |_| {
        #[cfg(feature = "hydrate")]
        {
            text.set(asking.clone());
            go_near(href.clone(), refused.clone(), text);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (&href, &asking, &refused);
    };
    view! {
        <div class="near-me" hidden=move || !possible.get() node_ref=here>
            <button type="button" class="button quiet" on:click=ask><span>{label}</span></button>
            <output aria-live="polite">{move || text.get()}</output>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn get(of: &leptos::wasm_bindgen::JsValue, name: &str) -> Option<leptos::wasm_bindgen::JsValue> {
    js_sys::Reflect::get(of, &name.into())
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

/// Missing on pages that are not served over a safe connection.
#[cfg(feature = "hydrate")]
fn geolocation() -> Option<leptos::wasm_bindgen::JsValue> {
    let safe = get(&window(), "isSecureContext")?.is_truthy();
    get(&get(&window(), "navigator")?, "geolocation").filter(|_| safe)
}

#[cfg(feature = "hydrate")]
fn go_near(href: String, refused: String, text: RwSignal<String>) {
    use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};

    let found = move |position: JsValue| {
        let coordinate = |name| get(&get(&position, "coords")?, name)?.as_f64();
        if let (Some(latitude), Some(longitude)) = (coordinate("latitude"), coordinate("longitude")) {
            // To a hundred metres: enough for a search, and no more than an address has to tell.
            let point = format!("{latitude:.3},{longitude:.3}");
            let _ = window().location().set_href(&href.replace("{point}", &point));
        }
    };
    let complaint = refused.clone();
    let failed = move |_: JsValue| text.set(complaint);
    let asked = geolocation().and_then(|geolocation| {
        let ask: js_sys::Function = get(&geolocation, "getCurrentPosition")?.dyn_into().ok()?;
        let (found, failed) = (Closure::once_into_js(found), Closure::once_into_js(failed));
        ask.call2(&geolocation, &found, &failed).ok()
    });
    if asked.is_none() {
        text.set(refused);
    }
}
