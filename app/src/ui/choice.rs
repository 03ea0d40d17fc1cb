//! Controls that are chosen from.

use leptos::prelude::*;

use super::field::{Field, FieldSet, described_by, field_id};
use super::{Glyph, Icon, MaybeText};

/// One thing to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A second, softer line (radios and check boxes).
    pub hint: MaybeText,
    /// Neighbours with the same group stand under its name (select only).
    pub group: MaybeText,
    pub disabled: bool,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<MaybeText>) -> Self {
        self.hint = hint.into();
        self
    }

    #[must_use]
    pub fn group(mut self, group: impl Into<MaybeText>) -> Self {
        self.group = group.into();
        self
    }

    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
}

fn option(choice: Choice, chosen: Option<&str>) -> impl IntoView + use<> {
    let selected = chosen == Some(choice.value.as_str());
    view! { <option value=choice.value selected=selected disabled=choice.disabled>{choice.label}</option> }
}

/// A drop-down list. For up to seven choices [`RadioGroup`] is kinder.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: MaybeText,
    /// The first, empty entry: “请选择”.
    #[prop(optional, into)]
    placeholder: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] note: MaybeText,
) -> impl IntoView {
    let described = described_by(&name, &hint, &error);
    let invalid = error.is_some().then_some("true");
    let chosen = value.as_deref();
    let options = choices
        .chunk_by(|a, b| a.group == b.group)
        .map(|chunk| {
            let inside = chunk
                .iter()
                .cloned()
                .map(|choice| option(choice, chosen))
                .collect_view();
            match chunk.first().and_then(|choice| choice.group.as_deref()) {
                Some(group) => view! { <optgroup label=group.to_owned()>{inside}</optgroup> }.into_any(),
                None => inside.into_any(),
            }
        })
        .collect_view();
    view! {
        <Field name=name.clone() label hint error note>
            <div class="control select">
                <select id=field_id(&name) name=name aria-invalid=invalid aria-describedby=described>
                    {placeholder.into_option().map(|text| view! { <option value="">{text}</option> })}
                    {options}
                </select>
                <Icon glyph=Glyph::ChevronDown/>
            </div>
        </Field>
    }
    .into_any()
}

fn boxes(kind: &'static str, name: &str, choices: Vec<Choice>, chosen: &[String]) -> impl IntoView + use<> {
    let id = field_id(name);
    choices
        .into_iter()
        .enumerate()
        .map(|(at, choice)| {
            // The first one carries the field's own id, where the error summary links to.
            let id = if at == 0 { id.clone() } else { format!("{id}-{at}") };
            let checked = chosen.contains(&choice.value);
            view! {
                <label class="choice">
                    <input type=kind id=id name=name.to_owned() value=choice.value checked=checked disabled=choice.disabled/>
                    <span class="choice-text">
                        {choice.label}
                        {choice.hint.into_option().map(|hint| view! { <span class="hint">{hint}</span> })}
                    </span>
                </label>
            }
        })
        .collect_view()
}

/// One of a few.
#[component]
pub fn RadioGroup(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] note: MaybeText,
    /// Short choices side by side.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let chosen: Vec<String> = value.into_option().into_iter().collect();
    view! {
        <FieldSet name=name.clone() label hint error note>
            <div class="choices" class:inline=inline>{boxes("radio", &name, choices, &chosen)}</div>
        </FieldSet>
    }
    .into_any()
}

/// Any of a few.
#[component]
pub fn CheckboxGroup(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional)] values: Vec<String>,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] note: MaybeText,
    #[prop(optional)] inline: bool,
) -> impl IntoView {
    view! {
        <FieldSet name=name.clone() label hint error note>
            <div class="choices" class:inline=inline>{boxes("checkbox", &name, choices, &values)}</div>
        </FieldSet>
    }
    .into_any()
}

/// One statement to agree to or one thing to switch on; sends `value` (default `true`) when it is ticked.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "true".into(), into)] value: String,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
) -> impl IntoView {
    let id = field_id(&name);
    let error_id = format!("{id}-error");
    let invalid = error.is_some().then_some("true");
    let described = error.is_some().then(|| error_id.clone());
    let has_error = error.is_some();
    view! {
        <div class="field" class:has-error=has_error>
            {error
                .into_option()
                .map(|text| view! { <p class="field-error" id=error_id><Icon glyph=Glyph::Error/><span>{text}</span></p> })}
            <label class="choice">
                <input type="checkbox" id=id name=name value=value checked=checked aria-invalid=invalid aria-describedby=described/>
                <span class="choice-text">
                    {label} {hint.into_option().map(|hint| view! { <span class="hint">{hint}</span> })}
                </span>
            </label>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_one_is_selected_and_groups_are_kept() {
        let choices = vec![
            Choice::new("350404001", "列东街道").group("三元区"),
            Choice::new("350404002", "列西街道").group("三元区"),
            Choice::new("350481001", "燕东街道").group("永安市"),
        ];
        let html =
            view! { <Select name="street" label="街道" choices value="350404002" placeholder="请选择"/> }.to_html();
        assert_eq!(html.matches("<optgroup").count(), 2, "{html}");
        assert_eq!(html.matches(" selected").count(), 1, "{html}");
        assert!(html.contains(r#"value="350404002" selected"#), "{html}");
    }

    #[test]
    fn only_the_chosen_radio_is_checked() {
        let choices = vec![Choice::new("whole", "整租"), Choice::new("shared", "合租")];
        let html = view! { <RadioGroup name="mode" label="方式" choices value="shared"/> }.to_html();
        assert_eq!(html.matches(" checked").count(), 1, "{html}");
        assert!(
            html.contains(r#"id="f-mode""#) && html.contains(r#"id="f-mode-1""#),
            "{html}"
        );
    }
}
