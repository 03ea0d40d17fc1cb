//! What stands around every page: header with menu, footer.

use leptos::prelude::*;

use super::{Glyph, Icon, SearchBox, art};
use crate::islands::SuggestionWords;

/// How the visitor wants the page to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// The value of `html[data-theme]`.
    #[must_use]
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The search field in the header of inner pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderSearch {
    pub text: String,
    /// Filters of the address that stay when the words change.
    pub keep: Vec<(String, String)>,
    /// On pages for searching: suggestions cost a page its script.
    pub suggest: Option<SuggestionWords>,
}

/// Everything the shell depends on, besides the page itself.
#[derive(Clone, Debug, Default)]
pub struct ShellState {
    /// `zh` or `en`.
    pub lang: String,
    /// Path and query of this page: where the language and theme switches come back to, and which link is marked.
    pub path: String,
    pub theme: Theme,
    /// The name of whoever is logged in.
    pub account: Option<String>,
    pub is_staff: bool,
    pub has_desk: bool,
    /// `None` on the home page, which has its own search.
    pub search: Option<HeaderSearch>,
    pub words: ShellWords,
}

macro_rules! words {
    ($($field:ident = $key:literal),* $(,)?) => {
        /// The words of the shell in the visitor's language; their keys are those of `app/locales/shell.yml`.
        #[derive(Clone, Debug, Default)]
        pub struct ShellWords { $(pub $field: String),* }

        impl ShellWords {
            /// Reads every word with `look_up`, which is given the key.
            #[must_use]
            pub fn load(look_up: impl Fn(&'static str) -> String) -> Self {
                Self { $($field: look_up($key)),* }
            }

            /// Every key that must be in the translations.
            pub const KEYS: &'static [&'static str] = &[$($key),*];
        }
    };
}

words! {
    brand = "shell.brand",
    centre = "shell.centre",
    centre_short = "shell.centre_short",
    skip = "shell.skip",
    navigation = "shell.navigation",
    menu = "shell.menu",
    search = "shell.search",
    search_button = "shell.search_button",
    search_placeholder = "shell.search_placeholder",
    find = "shell.find",
    mine = "shell.mine",
    let_out = "shell.let_out",
    desk = "shell.desk",
    login = "shell.login",
    register = "shell.register",
    logout = "shell.logout",
    other_language = "shell.other_language",
    other_language_label = "shell.other_language_label",
    theme = "shell.theme",
    theme_auto = "shell.theme_auto",
    theme_light = "shell.theme_light",
    theme_dark = "shell.theme_dark",
    organiser_label = "shell.organiser_label",
    organiser = "shell.organiser",
    contact_label = "shell.contact_label",
    contact = "shell.contact",
    contact_hours = "shell.contact_hours",
    about = "shell.about",
    accessibility = "shell.accessibility",
    privacy = "shell.privacy",
    report = "shell.report",
    free = "shell.free",
    filing = "shell.filing",
    police_filing = "shell.police_filing",
}

fn hidden_path(path: String) -> impl IntoView {
    view! { <input type="hidden" name="to" value=path/> }
}

fn language_switch(state: &ShellState) -> impl IntoView + use<> {
    let (other, tag) = if state.lang == "en" {
        ("zh", "zh-CN")
    } else {
        ("en", "en")
    };
    view! {
        <form method="post" action="/language" class="switch">
            {hidden_path(state.path.clone())}
            <button type="submit" name="lang" value=other class="top-button" aria-label=state.words.other_language_label.clone()>
                <span lang=tag>{state.words.other_language.clone()}</span>
            </button>
        </form>
    }
}

fn theme_switch(state: &ShellState) -> impl IntoView + use<> {
    let button = |theme: Theme, value: &'static str, glyph: Glyph, label: &String| {
        let pressed = if state.theme == theme { "true" } else { "false" };
        view! {
            <button type="submit" name="theme" value=value aria-pressed=pressed><Icon glyph/><span>{label.clone()}</span></button>
        }
    };
    view! {
        <form method="post" action="/theme" class="theme-switch" aria-label=state.words.theme.clone()>
            {hidden_path(state.path.clone())}
            {button(Theme::Auto, "auto", Glyph::Eye, &state.words.theme_auto)}
            {button(Theme::Light, "light", Glyph::Sun, &state.words.theme_light)}
            {button(Theme::Dark, "dark", Glyph::Moon, &state.words.theme_dark)}
        </form>
    }
}

/// Links of the visitor's role: in the row on a desk, in the menu on a phone.
fn links(state: &ShellState) -> Vec<(&'static str, Glyph, String)> {
    let words = &state.words;
    let mut links = vec![("/search", Glyph::Search, words.find.clone())];
    if state.has_desk {
        links.push(("/desk", Glyph::List, words.desk.clone()));
    } else if !state.is_staff {
        links.push(("/me/houses", Glyph::Key, words.let_out.clone()));
    }
    if state.account.is_some() {
        links.push(("/me", Glyph::Home, words.mine.clone()));
    } else {
        links.push(("/account/login", Glyph::User, words.login.clone()));
    }
    links
}

fn link_list(state: &ShellState, with_icons: bool) -> impl IntoView + use<> {
    let here = state.path.split(['?', '#']).next().unwrap_or_default().to_owned();
    links(state)
        .into_iter()
        .map(|(href, glyph, label)| {
            view! {
                <li>
                    <a href=href aria-current=(here == href).then_some("page")>
                        {with_icons.then(|| view! { <Icon glyph/> })}
                        <span>{label}</span>
                    </a>
                </li>
            }
        })
        .collect_view()
}

fn menu(state: &ShellState) -> impl IntoView + use<> {
    let words = &state.words;
    let name = state.account.clone();
    let account = match &state.account {
        Some(_) => view! {
            <form method="post" action="/account/logout" class="menu-form">
                <button type="submit"><Icon glyph=Glyph::Logout/><span>{words.logout.clone()}</span></button>
            </form>
        }
        .into_any(),
        None => view! { <ul class="menu-list"><li><a href="/account/register"><Icon glyph=Glyph::Pen/><span>{words.register.clone()}</span></a></li></ul> }
            .into_any(),
    };
    view! {
        <details class="menu">
            <summary class="top-button">
                <Icon glyph=Glyph::Menu/>
                <span class="menu-word">{name.clone().unwrap_or_else(|| words.menu.clone())}</span>
            </summary>
            <div class="menu-panel">
                {name.map(|name| view! { <p class="menu-name"><Icon glyph=Glyph::User/><span>{name}</span></p> })}
                <ul class="menu-list phone-only">{link_list(state, true)}</ul>
                {account}
                {theme_switch(state)}
            </div>
        </details>
    }
}

/// The first thing in the body, for those who move by keyboard.
#[component]
pub fn SkipLink(#[prop(into)] label: String) -> impl IntoView {
    view! { <a class="skip" href="#main">{label}</a> }
}

/// One row, also at 360 px: mark and name, search on inner pages, the visitor's links, language, menu.
#[component]
pub fn Header(state: ShellState) -> impl IntoView {
    let words = &state.words;
    let search = state.search.clone().map(|search| {
        view! {
            <div class="top-search">
                <SearchBox
                    id="top-q"
                    label=words.search.clone()
                    button=words.search_button.clone()
                    placeholder=words.search_placeholder.clone()
                    value=search.text
                    keep=search.keep
                    suggest=search.suggest
                />
            </div>
        }
    });
    view! {
        <header class="top">
            <div class="wrap wide top-row">
                <a class="brand" href="/">
                    {art::mark()} <span class="brand-words"><b>{words.brand.clone()}</b><span class="brand-centre">{words.centre_short.clone()}</span></span>
                </a>
                {search}
                <nav class="top-links" aria-label=words.navigation.clone()>
                    <ul>{link_list(&state, false)}</ul>
                </nav>
                {language_switch(&state)}
                {menu(&state)}
            </div>
        </header>
    }
    .into_any()
}

/// Organiser, contact, filing numbers, accessibility, privacy, and where to report an error.
#[component]
pub fn Footer(words: ShellWords, #[prop(into)] path: String) -> impl IntoView {
    view! {
        <footer class="foot">
            {art::ridge()}
            <div class="foot-ground">
                <div class="wrap wide foot-columns">
                    <div>
                        <p class="foot-brand">{art::mark()}<span>{words.centre}</span></p>
                        <p>{words.free}</p>
                    </div>
                    <dl>
                        <dt>{words.organiser_label}</dt>
                        <dd>{words.organiser}</dd>
                        <dt>{words.contact_label}</dt>
                        <dd>{words.contact}<br/>{words.contact_hours}</dd>
                    </dl>
                    <ul>
                        <li><a href="/about">{words.about}</a></li>
                        <li><a href="/accessibility">{words.accessibility}</a></li>
                        <li><a href="/privacy">{words.privacy}</a></li>
                        <li><a href=report_href(&path)>{words.report}</a></li>
                    </ul>
                </div>
                <p class="wrap wide foot-filing"><span>{words.filing}</span><span>{words.police_filing}</span></p>
            </div>
        </footer>
    }
    .into_any()
}

fn report_href(path: &str) -> String {
    let path: String = path
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("/about?page={path}#report")
}

/// Header, main and footer in order: the whole body of a page.
#[component]
pub fn Shell(state: ShellState, children: Children) -> impl IntoView {
    let (words, path) = (state.words.clone(), state.path.clone());
    view! {
        <SkipLink label=state.words.skip.clone()/>
        <Header state/>
        <main id="main" tabindex="-1">
            {children()}
        </main>
        <Footer words path/>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> ShellState {
        ShellState {
            lang: "zh".into(),
            path: "/search?q=列东".into(),
            words: ShellWords::load(Into::into),
            ..ShellState::default()
        }
    }

    #[test]
    fn the_switches_are_posts_that_come_back_here() {
        let html = view! { <Header state=state()/> }.to_html();
        assert!(html.contains(r#"<form method="post" action="/language""#), "{html}");
        assert!(html.contains(r#"name="to" value="/search?q=列东""#), "{html}");
        assert!(html.contains(r#"value="en""#), "{html}");
    }

    #[test]
    fn only_who_works_there_sees_the_desk() {
        assert!(!view! { <Header state=state()/> }.to_html().contains("/desk"));
        let staff = |has_desk| ShellState {
            is_staff: true,
            has_desk,
            account: Some("陈协管".into()),
            ..state()
        };
        let html = |has_desk| view! { <Header state=staff(has_desk)/> }.to_html();
        assert!(html(true).contains(r#"href="/desk""#));
        assert!(!html(false).contains("/desk") && !html(false).contains("/me/houses"));
    }

    #[test]
    fn a_reported_page_is_encoded() {
        assert_eq!(report_href(r#"/search?q="x"#), "/about?page=/search%3Fq%3D%22x#report");
    }
}
