//! What every form control shares: label above, hint under the label, error above the control.

use leptos::prelude::*;

use super::{Glyph, Icon, MaybeText};

/// The id of the control of a field; [`super::ErrorSummary`] links to it.
#[must_use]
pub fn field_id(name: &str) -> String {
    let safe: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("f-{safe}")
}

/// The ids a control is described by, in the order in which they are read out.
pub(super) fn described_by(name: &str, hint: &MaybeText, error: &MaybeText) -> Option<String> {
    let id = field_id(name);
    match (hint.is_some(), error.is_some()) {
        (true, true) => Some(format!("{id}-hint {id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    }
}

pub(super) fn hint_and_error(name: &str, hint: MaybeText, error: MaybeText) -> impl IntoView + use<> {
    let id = field_id(name);
    let error_id = format!("{id}-error");
    view! {
        {hint.into_option().map(|text| view! { <p class="hint" id=format!("{id}-hint")>{text}</p> })}
        {error
            .into_option()
            .map(|text| view! { <p class="field-error" id=error_id><Icon glyph=Glyph::Error/><span>{text}</span></p> })}
    }
}

/// A label, a hint and an error around a control of your own. The control must carry `id=field_id(name)`;
/// the ready-made inputs do all of it themselves.
#[component]
pub fn Field(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    /// A soft word after the label: “选填”.
    #[prop(optional, into)]
    note: MaybeText,
    children: Children,
) -> impl IntoView {
    let has_error = error.is_some();
    view! {
        <div class="field" class:has-error=has_error>
            <label for=field_id(&name)>{label} {note.into_option().map(|note| view! { <span class="note">{note}</span> })}</label>
            {hint_and_error(&name, hint, error)}
            {children()}
        </div>
    }
    .into_any()
}

/// A field of several controls (radios, check boxes): the same order, as a fieldset.
#[component]
pub fn FieldSet(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] note: MaybeText,
    children: Children,
) -> impl IntoView {
    let described = described_by(&name, &hint, &error);
    let has_error = error.is_some();
    view! {
        <fieldset class="field" class:has-error=has_error aria-describedby=described>
            <legend>{label} {note.into_option().map(|note| view! { <span class="note">{note}</span> })}</legend>
            {hint_and_error(&name, hint, error)}
            {children()}
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_safe_characters() {
        assert_eq!(field_id("household[0].name"), "f-household-0--name");
        assert_eq!(field_id(r#"a"><script>"#), "f-a---script-");
    }

    #[test]
    fn a_control_is_described_by_what_is_there() {
        assert_eq!(described_by("rent", &"".into(), &"".into()), None);
        assert_eq!(
            described_by("rent", &"每月".into(), &"请填写".into()),
            Some("f-rent-hint f-rent-error".into())
        );
    }
}
