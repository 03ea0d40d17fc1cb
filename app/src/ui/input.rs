//! Controls that are typed into.

use leptos::prelude::*;

use super::field::{Field, described_by, field_id};
use super::{FieldSet, MaybeText};

/// What is typed: decides keyboard, autofill and spelling help, never validation (that is the domain's).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    #[default]
    Text,
    /// A person's name.
    Name,
    Email,
    Phone,
    CurrentPassword,
    NewPassword,
    /// Digits only: rent, area in whole numbers, months.
    Whole,
    /// Digits with a decimal point.
    Decimal,
    /// An identity number or another document: letters and digits, never remembered or corrected.
    DocumentNumber,
    Search,
}

struct Manner {
    kind: &'static str,
    mode: Option<&'static str>,
    autocomplete: Option<&'static str>,
    plain: bool,
}

impl InputKind {
    const fn manner(self) -> Manner {
        let (kind, mode, autocomplete, plain) = match self {
            Self::Text => ("text", None, None, false),
            Self::Name => ("text", None, Some("name"), true),
            Self::Email => ("email", Some("email"), Some("email"), true),
            Self::Phone => ("tel", Some("tel"), Some("tel"), true),
            Self::CurrentPassword => ("password", None, Some("current-password"), true),
            Self::NewPassword => ("password", None, Some("new-password"), true),
            // Not type=number: it scrolls away values, and drops what it can't read instead of sending it to be answered.
            Self::Whole => ("text", Some("numeric"), Some("off"), true),
            Self::Decimal => ("text", Some("decimal"), Some("off"), true),
            Self::DocumentNumber => ("text", None, Some("off"), true),
            Self::Search => ("search", Some("search"), Some("off"), true),
        };
        Manner {
            kind,
            mode,
            autocomplete,
            plain,
        }
    }
}

/// How wide the control is: a hint how much is expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    #[default]
    Full,
    /// About 20 characters.
    Middle,
    /// A number of a few digits.
    Short,
}

impl Width {
    const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Middle => "middle",
            Self::Short => "short",
        }
    }
}

/// A line of text, a number, an address, a password.
#[component]
pub fn TextInput(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional)] kind: InputKind,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] note: MaybeText,
    /// What stands behind the value: “元/月”, “㎡”.
    #[prop(optional, into)]
    suffix: MaybeText,
    #[prop(optional)] width: Width,
    /// Instead of what `kind` says: `street-address`, `one-time-code`, ….
    #[prop(optional, into)]
    autocomplete: MaybeText,
    #[prop(optional, into)] placeholder: MaybeText,
    #[prop(optional)] max_length: Option<u32>,
) -> impl IntoView {
    let manner = kind.manner();
    let id = field_id(&name);
    let suffix_id = suffix.is_some().then(|| format!("{id}-suffix"));
    let described = match (described_by(&name, &hint, &error), &suffix_id) {
        (Some(ids), Some(suffix_id)) => Some(format!("{ids} {suffix_id}")),
        (ids, suffix_id) => ids.or_else(|| suffix_id.clone()),
    };
    // A password never travels back to the page.
    let value = if manner.kind == "password" {
        None
    } else {
        value.into_option()
    };
    let invalid = error.is_some().then_some("true");
    view! {
        <Field name=name.clone() label hint error note>
            <div class="control" data-width=width.name()>
                <input
                    type=manner.kind
                    id=id
                    name=name
                    value=value
                    inputmode=manner.mode
                    autocomplete=autocomplete.into_option().or(manner.autocomplete.map(Into::into))
                    autocapitalize=manner.plain.then_some("off")
                    spellcheck=manner.plain.then_some("false")
                    placeholder=placeholder.into_option()
                    maxlength=max_length
                    aria-invalid=invalid
                    aria-describedby=described
                />
                {suffix.into_option().map(|suffix| view! { <span class="suffix" id=suffix_id>{suffix}</span> })}
            </div>
        </Field>
    }
    .into_any()
}

/// A date: the browser's own picker, values as `YYYY-MM-DD`.
#[component]
pub fn DateInput(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] note: MaybeText,
    #[prop(optional, into)] min: MaybeText,
    #[prop(optional, into)] max: MaybeText,
    #[prop(optional, into)] autocomplete: MaybeText,
) -> impl IntoView {
    let described = described_by(&name, &hint, &error);
    let invalid = error.is_some().then_some("true");
    view! {
        <Field name=name.clone() label hint error note>
            <div class="control" data-width="middle">
                <input
                    type="date"
                    id=field_id(&name)
                    name=name
                    value=value.into_option()
                    min=min.into_option()
                    max=max.into_option()
                    autocomplete=autocomplete.into_option()
                    aria-invalid=invalid
                    aria-describedby=described
                />
            </div>
        </Field>
    }
    .into_any()
}

/// A day and a time of day (viewing slots), values as `YYYY-MM-DDThh:mm`.
#[component]
pub fn DateTimeInput(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] note: MaybeText,
    #[prop(optional, into)] min: MaybeText,
    #[prop(optional, into)] max: MaybeText,
) -> impl IntoView {
    let described = described_by(&name, &hint, &error);
    let invalid = error.is_some().then_some("true");
    view! {
        <Field name=name.clone() label hint error note>
            <div class="control" data-width="middle">
                <input
                    type="datetime-local"
                    id=field_id(&name)
                    name=name
                    value=value.into_option()
                    min=min.into_option()
                    max=max.into_option()
                    aria-invalid=invalid
                    aria-describedby=described
                />
            </div>
        </Field>
    }
    .into_any()
}

/// Several lines of text. The only place where the textarea tag is written: leptos 0.8.23 does not escape a textarea's
/// children on the server (the mending of leptos-rs/leptos was reverted in #4819), so this escapes them itself.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] note: MaybeText,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] max_length: Option<u32>,
) -> impl IntoView {
    let described = described_by(&name, &hint, &error);
    let invalid = error.is_some().then_some("true");
    let content = escape_textarea(value.as_deref().unwrap_or_default());
    view! {
        <Field name=name.clone() label hint error note>
            <textarea
                id=field_id(&name)
                name=name
                rows=rows
                maxlength=max_length
                aria-invalid=invalid
                aria-describedby=described
                inner_html=content
            ></textarea>
        </Field>
    }
    .into_any()
}

/// The content of a textarea as HTML. The parser drops one newline right after the tag, so one is always put there.
fn escape_textarea(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    html.push('\n');
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            _ => html.push(c),
        }
    }
    html
}

/// Fields side by side under one legend (from–to, floor and door): they wrap on a phone.
#[component]
pub fn FieldRow(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    children: Children,
) -> impl IntoView {
    view! {
        <FieldSet name label hint error>
            <div class="field-row">{children()}</div>
        </FieldSet>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_area_cannot_be_broken_out_of() {
        let attack = "</textarea><script>alert(1)</script>&lt;";
        let html = view! { <TextArea name="about" label="说明" value=attack/> }.to_html();
        assert!(!html.contains("<script>"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(
            html.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;"),
            "{html}"
        );
    }

    #[test]
    fn a_text_area_keeps_its_first_line_break() {
        let html = view! { <TextArea name="about" label="说明" value="\n第二行"/> }.to_html();
        assert!(html.contains(">\n\n第二行</textarea>"), "{html}");
    }

    #[test]
    fn an_attribute_cannot_be_broken_out_of() {
        let html = view! { <TextInput name="q" label="找房" value=r#""><script>x</script>"#/> }.to_html();
        assert!(!html.contains("<script>") && html.contains("&quot;"), "{html}");
    }

    #[test]
    fn an_error_is_tied_to_its_control() {
        let html =
            view! { <TextInput name="rent" label="租金" hint="每月" error="请填写租金" suffix="元/月"/> }.to_html();
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(
            html.contains(r#"aria-describedby="f-rent-hint f-rent-error f-rent-suffix""#),
            "{html}"
        );
        assert!(html.contains(r#"<label for="f-rent""#), "{html}");
    }

    #[test]
    fn a_password_is_never_sent_back() {
        let html =
            view! { <TextInput name="password" label="密码" kind=InputKind::NewPassword value="secret"/> }.to_html();
        assert!(!html.contains("secret"), "{html}");
    }
}
