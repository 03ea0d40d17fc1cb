//! From a view to an HTML document: head, shell, islands.
//!
//! The document is rendered in one go under an owner of its own: no router, no resources, nothing streams, so the status,
//! the title and the content always agree.

use crate::{
    hydration::IslandScripts,
    ui::{HeaderSearch, Shell, ShellState, ShellWords, Theme},
    visitor::Visitor,
};
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use std::sync::Arc;

type View = Box<dyn FnOnce() -> AnyView + Send>;

/// A page of the site, ready to be answered with.
pub struct Page {
    visitor: Visitor,
    title: String,
    status: StatusCode,
    view: View,
    search: Option<HeaderSearch>,
    description: Option<String>,
    bare: bool,
    unkept: bool,
}

impl Page {
    pub(crate) fn new(visitor: Visitor, title: String, view: View) -> Self {
        Self {
            visitor,
            title,
            status: StatusCode::OK,
            view,
            search: Some(HeaderSearch::default()),
            description: None,
            bare: false,
            unkept: false,
        }
    }

    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The answer to a form that can't be taken as it is: 422, the same page with what was typed and an error at each field.
    #[must_use]
    pub fn refused(self) -> Self {
        self.status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// What stands in the header's search field; `None` for the page that has a search of its own.
    #[must_use]
    pub fn search(mut self, search: Option<HeaderSearch>) -> Self {
        self.search = search;
        self
    }

    /// One sentence for search engines and previews.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Without header and footer: for what is printed and handed over.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// Kept by no browser and no cache between: for a page whose address or form holds a secret. What somebody sees who is
    /// logged in is never kept.
    #[must_use]
    pub fn unkept(mut self) -> Self {
        self.unkept = true;
        self
    }

    /// The whole document.
    pub fn render(self) -> String {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let html = owner.with(|| {
            leptos::context::provide_context(leptos::nonce::Nonce::default());
            document(self).to_html()
        });
        owner.unset_with_forced_cleanup();
        html
    }
}

impl Visitor {
    /// A page with the status 200; see [`Page`] for the rest.
    pub fn page(&self, title: impl Into<String>, view: impl FnOnce() -> AnyView + Send + 'static) -> Page {
        Page::new(self.clone(), title.into(), Box::new(view))
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let status = self.status;
        let private = self.unkept || self.visitor.account.is_some();
        let mut response = (status, Html(self.render())).into_response();
        let cache = if private {
            "private, no-store"
        } else {
            "private, no-cache"
        };
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        response
    }
}

fn document(page: Page) -> impl IntoView {
    let Page {
        visitor,
        title,
        view,
        search,
        description,
        bare,
        ..
    } = page;
    let words = shell_words(&visitor);
    let title = if title.is_empty() {
        words.centre.clone()
    } else {
        format!("{title} · {}", words.brand)
    };
    let package = visitor.state.site.package.clone();
    let account = visitor.account.as_ref();
    let shell = ShellState {
        lang: visitor.lang.code().to_owned(),
        path: visitor.path.clone(),
        theme: visitor.theme,
        account: account.map(|actor| actor.name.clone()),
        is_staff: account.is_some_and(|actor| actor.is_staff()),
        has_desk: account.is_some_and(|actor| actor.is_staff()),
        search,
        words,
    };
    let body = if bare {
        view! { <main id="main">{view()}</main> }.into_any()
    } else {
        view! { <Shell state=shell>{view()}</Shell> }.into_any()
    };
    view! {
        <!DOCTYPE html>
        <html lang=visitor.lang.tag() data-theme=Theme::attribute(visitor.theme)>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="format-detection" content="telephone=no"/>
                {description.map(|text| view! { <meta name="description" content=text/> })}
                <title>{title}</title>
                <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=package.css/>
                <IslandScripts js_path=package.js wasm_path=package.wasm nonce=visitor.nonce/>
            </head>
            <body>{body}</body>
        </html>
    }
}

fn shell_words(visitor: &Visitor) -> ShellWords {
    let lang = visitor.lang;
    let mut words = ShellWords::load(|key| tr!(lang, key));
    words.centre = visitor.backend().config().centre.name(lang).to_owned();
    words
}
