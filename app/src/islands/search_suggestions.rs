use domain::lang::form_for;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The words around suggestions, in the page's language. `{n}` stands for a number; such a text has a form for one and for more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionWords {
    /// The short code of the language.
    pub lang: String,
    pub label: String,
    pub count: String,
    /// What screen readers hear when suggestions appear.
    pub status: String,
    /// City, district, street, estate, filter.
    pub kinds: [String; 5],
}

/// A suggestion as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Shown {
    text: String,
    /// The label, cut around what was typed.
    parts: [String; 3],
    kind: String,
    count: String,
}

/// Suggestions under the search field of the form it stands in, while somebody types. Without it the form works as it
/// stands: one types, one searches.
///
/// The field keeps the focus; the list follows the combobox pattern of WAI-ARIA.
#[island]
pub fn SearchSuggestions(
    words: SuggestionWords,
    /// The id of the list; a page may have several search fields.
    list: String,
) -> impl IntoView {
    let here = NodeRef::<leptos::html::Div>::new();
    let shown = RwSignal::new(Vec::<Shown>::new());
    let active = RwSignal::new(None::<usize>);
    let (label, template) = (words.label.clone(), words.status.clone());
    let status = move || match shown.with(Vec::len) {
        0 => String::new(),
        count => form_for(&template, count as u64).replace("{n}", &count.to_string()),
    };
    let id = list.clone();
    let options = move || {
        let option = |(number, suggestion): (usize, Shown)| {
            let [before, typed, after] = suggestion.parts;
            let selected = move || if active.get() == Some(number) { "true" } else { "false" };
            view! {
                <li role="option" id=format!("{id}-{number}") data-number=number.to_string() aria-selected=selected>
                    <span class="suggestion-label">{before}<mark>{typed}</mark>{after}</span>
                    <span class="suggestion-kind">{suggestion.kind}</span>
                    <span class="suggestion-count">{suggestion.count}</span>
                </li>
            }
        };
        shown.get().into_iter().enumerate().map(option).collect_view()
    };
    #[cfg(feature = "hydrate")]
    {
        let list = list.clone();
        here.on_load(move |here| browser::start(&here, words, list, shown, active));
    }
    view! {
        <div class="suggestions" node_ref=here>
            <ul role="listbox" id=list aria-label=label hidden=move || shown.with(Vec::is_empty)>{options}</ul>
            <output class="sr-only" aria-live="polite">{status}</output>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Shown, SuggestionWords};
    use crate::islands::browser::{form_of, listen};
    use domain::lang::form_for;
    use leptos::{
        leptos_dom::helpers::debounce,
        prelude::*,
        wasm_bindgen::{JsCast, JsValue},
        web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, KeyboardEvent, Response},
    };
    use std::{cell::Cell, rc::Rc, time::Duration};
    use wasm_bindgen_futures::JsFuture;

    /// Joins keys that are pressed at once into one question; nobody notices this little.
    const JOINED: Duration = Duration::from_millis(30);

    /// The field with its list.
    #[derive(Clone)]
    struct Combobox {
        form: HtmlFormElement,
        input: HtmlInputElement,
        words: Rc<SuggestionWords>,
        /// Counts what is online, which is more than filters beside the words would leave.
        counted: bool,
        shown: RwSignal<Vec<Shown>>,
        active: RwSignal<Option<usize>>,
        /// Answers may overtake each other; only that of the last question counts.
        question: Rc<Cell<u32>>,
        /// Characters are being put together from keys; they are none yet.
        composing: Rc<Cell<bool>>,
    }

    pub fn start(
        here: &Element,
        words: SuggestionWords,
        list: String,
        shown: RwSignal<Vec<Shown>>,
        active: RwSignal<Option<usize>>,
    ) {
        let Some(form) = form_of(here) else { return };
        let find = |selector| form.query_selector(selector).ok().flatten();
        let Some(input) = find("[name=q]").and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let combobox = Combobox {
            counted: find("[type=hidden]").is_none(),
            form,
            input,
            words: Rc::new(words),
            shown,
            active,
            question: Rc::default(),
            composing: Rc::default(),
        };
        combobox.describe(&list);
        combobox.listen(here);
    }

    impl Combobox {
        /// What the field is now, for screen readers. A field for searches may be no combobox, one for text may.
        fn describe(&self, list: &str) {
            self.input.set_type("text");
            for (name, value) in [
                ("role", "combobox"),
                ("aria-autocomplete", "list"),
                ("aria-haspopup", "listbox"),
                ("aria-controls", list),
            ] {
                let _ = self.input.set_attribute(name, value);
            }
            let (input, list) = (self.input.clone(), list.to_owned());
            let (shown, active) = (self.shown, self.active);
            Effect::new(move |_| {
                let open = !shown.with(Vec::is_empty);
                let _ = input.set_attribute("aria-expanded", if open { "true" } else { "false" });
                let _ = match active.get() {
                    Some(number) => input.set_attribute("aria-activedescendant", &format!("{list}-{number}")),
                    None => input.remove_attribute("aria-activedescendant"),
                };
            });
        }

        fn listen(&self, here: &Element) {
            let this = self.clone();
            let mut ask = debounce(JOINED, move |()| this.ask());
            let this = self.clone();
            listen(&self.input, "input", move |_: Event| {
                if !this.composing.get() {
                    ask(());
                }
            });
            let this = self.clone();
            listen(&self.input, "compositionstart", move |_: Event| {
                this.composing.set(true)
            });
            let this = self.clone();
            listen(&self.input, "compositionend", move |_: Event| {
                this.composing.set(false);
                this.ask();
            });
            let this = self.clone();
            listen(&self.input, "keydown", move |event: KeyboardEvent| this.press(&event));
            let this = self.clone();
            listen(&self.input, "blur", move |_: Event| this.close());
            let this = self.clone();
            listen(&self.form, "submit", move |_: Event| this.close());
            // The field keeps the focus while a suggestion is pressed.
            listen(here, "mousedown", |event: Event| event.prevent_default());
            let this = self.clone();
            listen(here, "click", move |event: Event| {
                if let Some(number) = number_of(&event) {
                    this.choose(number);
                }
            });
        }

        fn press(&self, event: &KeyboardEvent) {
            // Keys of an input method are its own; some browsers mark its last one by this code only.
            if event.is_composing() || event.key_code() == 229 {
                return;
            }
            let count = self.shown.with_untracked(Vec::len);
            let active = self.active.get_untracked();
            match (event.key().as_str(), active) {
                ("ArrowDown" | "ArrowUp", _) if count == 0 => self.ask(),
                ("ArrowDown", None) => self.active.set(Some(0)),
                ("ArrowDown", Some(at)) => self.active.set((at + 1 < count).then_some(at + 1)),
                ("ArrowUp", None) => self.active.set(Some(count - 1)),
                ("ArrowUp", Some(at)) => self.active.set(at.checked_sub(1)),
                ("Enter", Some(at)) => self.choose(at),
                ("Escape", _) if count > 0 => self.close(),
                _ => return,
            }
            event.prevent_default();
        }

        fn close(&self) {
            self.question.set(self.question.get().wrapping_add(1));
            self.show(vec![]);
        }

        fn show(&self, suggestions: Vec<Shown>) {
            self.active.set(None);
            self.shown.set(suggestions);
        }

        fn choose(&self, number: usize) {
            let text = self
                .shown
                .with_untracked(|shown| shown.get(number).map(|chosen| chosen.text.clone()));
            if let Some(text) = text {
                self.input.set_value(&text);
                self.close();
                let _ = self.form.request_submit();
            }
        }

        fn ask(&self) {
            let number = self.question.get().wrapping_add(1);
            self.question.set(number);
            let text = self.input.value();
            if text.trim().is_empty() {
                return self.show(vec![]);
            }
            let this = self.clone();
            leptos::task::spawn_local(async move {
                // A server that can't be asked suggests nothing.
                let suggestions = this.answer(&text).await.unwrap_or_default();
                if this.question.get() == number {
                    this.show(suggestions);
                }
            });
        }

        async fn answer(&self, text: &str) -> Option<Vec<Shown>> {
            let text = String::from(js_sys::encode_uri_component(text));
            let path = format!("/api/v1/suggestions?q={text}&lang={}", self.words.lang);
            let response: Response = JsFuture::from(window().fetch_with_str(&path))
                .await
                .ok()?
                .dyn_into()
                .ok()?;
            if !response.ok() {
                return None;
            }
            let answer = JsFuture::from(response.json().ok()?).await.ok()?;
            let items: js_sys::Array = get(&answer, "items").dyn_into().ok()?;
            Some(items.iter().filter_map(|item| self.read(&item)).collect())
        }

        fn read(&self, item: &JsValue) -> Option<Shown> {
            let number = |of: &JsValue| of.as_f64().map(|number| number as usize);
            let label: Vec<char> = get(item, "label").as_string()?.chars().collect();
            let typed: Option<js_sys::Array> = get(item, "typed").dyn_into().ok();
            let (from, to) = typed
                .and_then(|typed| Some((number(&typed.get(0))?, number(&typed.get(1))?)))
                .filter(|(from, to)| from <= to && *to <= label.len())
                .unwrap_or((0, 0));
            let kinds = ["city", "district", "street", "estate", "filter"];
            let kind = get(item, "kind").as_string()?;
            let kind = kinds.iter().position(|known| *known == kind)?;
            let count = number(&get(item, "count")).filter(|_| self.counted);
            Some(Shown {
                text: get(item, "text").as_string()?,
                parts: [&label[..from], &label[from..to], &label[to..]].map(|part| part.iter().collect()),
                kind: get(item, "hint")
                    .as_string()
                    .unwrap_or_else(|| self.words.kinds[kind].clone()),
                count: count.map_or_else(String::new, |count| {
                    form_for(&self.words.count, count as u64).replace("{n}", &count.to_string())
                }),
            })
        }
    }

    fn get(object: &JsValue, key: &str) -> JsValue {
        js_sys::Reflect::get(object, &key.into()).unwrap_or_default()
    }

    /// The number of the suggestion that was pressed.
    fn number_of(event: &Event) -> Option<usize> {
        let target: Element = event.target()?.dyn_into().ok()?;
        let option = target.closest("[role=option]").ok().flatten()?;
        option.get_attribute("data-number")?.parse().ok()
    }
}
