//! Where things stand on a page. Page authors compose these and write no classes.

use leptos::prelude::*;

use super::{EmptyArt, Glyph, Icon, LinkButton, Look, MaybeText};

/// The head of a page: where back leads, what it is, one sentence. Children (badges, a quiet button) stand behind the title.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    /// A line above the title: a number, an area.
    #[prop(optional, into)]
    kicker: MaybeText,
    #[prop(optional, into)] lead: MaybeText,
    /// Address and words of the way back.
    #[prop(optional)]
    back: Option<(String, String)>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-head">
            {back.map(|(href, label)| view! { <a class="back" href=href><Icon glyph=Glyph::ChevronLeft/>{label}</a> })}
            {kicker.into_option().map(|kicker| view! { <p class="kicker">{kicker}</p> })}
            <div class="page-title">
                <h1>{dotted(&title)}</h1>
                {children.map(|children| view! { <div class="page-title-side">{children()}</div> })}
            </div>
            {lead.into_option().map(|lead| view! { <p class="lead">{lead}</p> })}
        </header>
    }
    .into_any()
}

/// “整租 · 2室1厅”: a line may end with a point, but never begin with one.
fn dotted(title: &str) -> String {
    title.replace(" · ", "\u{a0}· ")
}

/// The ordinary width of a page, with its margins. Every page's outermost box, unless it is [`Narrow`] or [`Wide`].
#[component]
pub fn Wrap(children: Children) -> impl IntoView {
    view! { <div class="wrap">{children()}</div> }.into_any()
}

/// One column for forms and texts.
#[component]
pub fn Narrow(children: Children) -> impl IntoView {
    view! { <div class="wrap narrow">{children()}</div> }.into_any()
}

/// The whole width for the coordinator's desk.
#[component]
pub fn Wide(children: Children) -> impl IntoView {
    view! { <div class="wrap wide">{children()}</div> }.into_any()
}

/// Things below each other with even gaps.
#[component]
pub fn Stack(children: Children) -> impl IntoView {
    view! { <div class="stack">{children()}</div> }.into_any()
}

/// Small things in a row that wraps.
#[component]
pub fn Cluster(children: Children) -> impl IntoView {
    view! { <div class="cluster">{children()}</div> }.into_any()
}

/// Two equal columns on a desk, one on a phone (the completion screen).
#[component]
pub fn Columns(children: Children) -> impl IntoView {
    view! { <div class="columns">{children()}</div> }.into_any()
}

/// A broad column and a narrow one at its right that stays in sight (listing and price box, match and what to do next).
/// On a phone the narrow one comes first when `side_first`.
#[component]
pub fn Sidebar(side: AnyView, #[prop(optional)] side_first: bool, children: Children) -> impl IntoView {
    view! {
        <div class="sidebar" class:side-first=side_first>
            <div class="sidebar-main">{children()}</div>
            <aside class="sidebar-side">{side}</aside>
        </div>
    }
    .into_any()
}

/// The search page: filters left, list right.
#[component]
pub fn ResultsLayout(filters: AnyView, children: Children) -> impl IntoView {
    view! {
        <div class="results">
            <div class="results-filters">{filters}</div>
            <div class="results-list">{children()}</div>
        </div>
    }
    .into_any()
}

/// A part of a page with its heading; `more` is a link at the heading's right end.
#[component]
pub fn Section(
    #[prop(into)] title: String,
    #[prop(optional)] more: Option<(String, String)>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section">
            <div class="section-head">
                <h2>{title}</h2>
                {more.map(|(href, label)| view! { <a href=href>{label}<Icon glyph=Glyph::ChevronRight/></a> })}
            </div>
            {children()}
        </section>
    }
    .into_any()
}

/// A white surface with a line around it.
#[component]
pub fn Card(#[prop(optional, into)] title: MaybeText, children: Children) -> impl IntoView {
    view! {
        <section class="card">
            {title.into_option().map(|title| view! { <h2>{title}</h2> })}
            {children()}
        </section>
    }
    .into_any()
}

/// A thing of one's own in a list (a house, a viewing, an application): a card that is one link, its state at the right.
#[component]
pub fn LinkCard(
    #[prop(into)] href: String,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: MaybeText,
    #[prop(optional, into)] meta: MaybeText,
    /// A badge.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="card link-card">
            <div class="link-card-text">
                <h3><a href=href>{title}</a></h3>
                {text.into_option().map(|text| view! { <p>{text}</p> })}
                {meta.into_option().map(|meta| view! { <p class="soft">{meta}</p> })}
            </div>
            {children.map(|children| view! { <div class="link-card-side">{children()}</div> })}
            <Icon glyph=Glyph::ChevronRight/>
        </div>
    }
    .into_any()
}

/// Nothing here: one sentence and the one next step; children are for a second, quieter one.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: MaybeText,
    #[prop(optional)] art: EmptyArt,
    /// Address and words of the next step.
    #[prop(optional)]
    action: Option<(String, String)>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {super::art::empty(art)}
            <h2>{title}</h2>
            {text.into_option().map(|text| view! { <p class="soft">{text}</p> })}
            {action.map(|(href, label)| view! { <LinkButton href label look=Look::Main/> })}
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// Running text (about, privacy, help).
#[component]
pub fn Prose(children: Children) -> impl IntoView {
    view! { <div class="prose">{children()}</div> }.into_any()
}

/// The head of the home page: words and search over the drawing.
#[component]
pub fn Hero(#[prop(into)] title: String, #[prop(optional, into)] lead: MaybeText, children: Children) -> impl IntoView {
    view! {
        <section class="hero">
            <div class="wrap hero-text">
                <h1>{title}</h1>
                {lead.into_option().map(|lead| view! { <p class="lead">{lead}</p> })}
                {children()}
            </div>
            {super::art::hills()}
        </section>
    }
    .into_any()
}

/// A numbered step of how it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayStep {
    pub icon: Glyph,
    pub title: String,
    pub text: String,
}

/// 三步: 看房 · 签约 · 登记.
#[component]
pub fn Way(steps: Vec<WayStep>) -> impl IntoView {
    view! {
        <ol class="way">
            {steps
                .into_iter()
                .map(|step| {
                    view! {
                        <li>
                            <span class="way-icon"><Icon glyph=step.icon/></span>
                            <h3>{step.title}</h3>
                            <p>{step.text}</p>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
    .into_any()
}

/// A certificate: a framed sheet on the screen, a plain A4 page on paper.
#[component]
pub fn Certificate(
    #[prop(into)] title: String,
    #[prop(into)] number: String,
    /// The QR code as SVG, made by the program itself (never user input: it is put in as it is).
    qr_svg: String,
    /// What the code is for: “扫码核验”.
    #[prop(into)]
    qr_label: String,
    /// Who issued it, and when.
    #[prop(into)]
    issued: String,
    children: Children,
) -> impl IntoView {
    view! {
        <article class="certificate">
            <header>
                {super::art::mark()}
                <h1>{title}</h1>
                <p class="certificate-number">{number}</p>
            </header>
            {children()}
            <footer>
                <p>{issued}</p>
                <figure>
                    <div class="qr" inner_html=qr_svg></div>
                    <figcaption>{qr_label}</figcaption>
                </figure>
            </footer>
        </article>
    }
    .into_any()
}
