//! Around the fields: the form itself, what is wrong with it, where one is in it.

use leptos::prelude::*;

use super::field::field_id;
use super::{Glyph, Icon, MaybeText};
use crate::islands::UnsavedChangesGuard;

/// A form that changes something. The browser's own bubbles are switched off: errors are answered by the server beside the field, in the
/// language of the page.
#[component]
pub fn PostForm(
    /// Where it is sent; without it, to the page's own address.
    #[prop(optional, into)]
    action: MaybeText,
    #[prop(optional, into)] id: MaybeText,
    /// Carries files.
    #[prop(optional)]
    multipart: bool,
    /// Long enough that the browser asks before unsent changes are left behind.
    #[prop(optional)]
    guard: bool,
    /// Hidden fields sent along.
    #[prop(optional)]
    fields: Vec<(&'static str, String)>,
    children: Children,
) -> impl IntoView {
    view! {
        <form
            method="post"
            action=action.into_option()
            id=id.into_option()
            enctype=multipart.then_some("multipart/form-data")
            class="form"
            novalidate=true
        >
            {fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            {guard.then(|| view! { <UnsavedChangesGuard/> })}
            {children()}
        </form>
    }
    .into_any()
}

/// What is wrong, at the top of the page, each line a link to its field. Nothing when nothing is wrong. It takes the focus, so that a
/// screen reader starts here after the page came back.
#[component]
pub fn ErrorSummary(
    /// “有 2 处需要修改”.
    #[prop(into)]
    title: String,
    /// Field name and what is wrong with it, in the order of the form. An empty name is an error of the whole form.
    errors: Vec<(String, String)>,
) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        let lines = errors
            .into_iter()
            .map(|(name, text)| match name.is_empty() {
                true => view! { <li>{text}</li> }.into_any(),
                false => view! { <li><a href=format!("#{}", field_id(&name))>{text}</a></li> }.into_any(),
            })
            .collect_view();
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus=true>
                <Icon glyph=Glyph::Error/>
                <div>
                    <h2>{title}</h2>
                    <ul>{lines}</ul>
                </div>
            </div>
        }
        .into_any()
    })
}

/// Where one is in a form of several pages.
#[component]
pub fn FormSteps(
    /// Names the list for screen readers: “第 2 步,共 3 步”.
    #[prop(into)]
    label: String,
    steps: Vec<String>,
    /// Counted from 0.
    current: usize,
) -> impl IntoView {
    view! {
        <nav class="form-steps" aria-label=label>
            <ol>
                {steps
                    .into_iter()
                    .enumerate()
                    .map(|(at, step)| {
                        view! {
                            <li class:done={at < current} aria-current=(at == current).then_some("step")>
                                <span class="step-dot">
                                    {if at < current { view! { <Icon glyph=Glyph::Check/> }.into_any() } else { (at + 1).into_any() }}
                                </span>
                                <span class="step-name">{step}</span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </nav>
    }
    .into_any()
}

/// A part of a long form with its own heading.
#[component]
pub fn FormPart(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: MaybeText,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="form-part">
            <h2>{title}</h2>
            {text.into_option().map(|text| view! { <p class="soft">{text}</p> })}
            {children()}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_errors_no_box() {
        assert!(
            !view! { <ErrorSummary title="x" errors=vec![]/> }
                .to_html()
                .contains("error-summary")
        );
        let html = view! { <ErrorSummary title="有 1 处需要修改" errors=vec![("rent".into(), "请填写租金".into())]/> }
            .to_html();
        assert!(html.contains(r##"href="#f-rent""##), "{html}");
    }
}
