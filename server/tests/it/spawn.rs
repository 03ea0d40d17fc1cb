//! A site of its own for each test.

use std::sync::Arc;
use std::time::Duration;

use app::hydration::SitePackage;
use app::state::{AppState, Site};
use app::ui::Theme;
use app::visitor::Visitor;
use axum::Router;
use axum::body::{Body, to_bytes};
use backend::Backend;
use backend::account::{self, NewAccount};
use backend::config::BaseUrl;
use backend::test_support::{Bench, Kind};
use domain::access::Actor;
use domain::contact::{Email, Password, PersonName};
use domain::id::NoticeId;
use domain::lang::Lang;
use http::{HeaderMap, Method, Request, StatusCode};
use server::http::{Limits, pages, protect};
use tower::ServiceExt as _;

/// The site on a database and a data folder of its own.
pub struct Spawned {
    pub bench: Bench,
    state: AppState,
    router: Router,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

pub async fn spawn_app() -> Spawned {
    spawn_with(Router::new(), "http://127.0.0.1:3000").await
}

/// With routes that misbehave, and under another address.
pub async fn spawn_with(more: Router, base_url: &str) -> Spawned {
    let app = spawn_unfilled(more, base_url).await;
    backend::search::catch_up(&app.bench.backend)
        .await
        .expect("an index that is filled");
    app
}

/// As it is right after a start without an index: it is still to be filled.
pub async fn spawn_unfilled(more: Router, base_url: &str) -> Spawned {
    // What is tested here does not depend on the kind of database; the backend's own tests run on both.
    let bench = Bench::new(Kind::Sqlite).await.expect("SQLite is always there");
    backend::search::open(&bench.backend)
        .await
        .expect("an index in the data folder");
    let limits = Limits {
        connections: 10,
        connections_per_address: 0,
        request: Duration::from_millis(500),
    };
    let base_url = BaseUrl::parse(base_url).expect("a base URL");
    let (state, router) = site(&bench.backend, more, &base_url, &limits);
    Spawned { bench, state, router }
}

/// The whole site on a backend.
pub fn site(backend: &Backend, more: Router, base_url: &BaseUrl, limits: &Limits) -> (AppState, Router) {
    let package = SitePackage {
        js: "/pkg/xinju.js".to_owned(),
        wasm: "/pkg/xinju.wasm".to_owned(),
        css: "/pkg/xinju.css".to_owned(),
    };
    let state = AppState {
        backend: backend.clone(),
        site: Arc::new(Site { package }),
    };
    let router = protect(pages(state.clone()).merge(more), base_url, limits).expect("an origin");
    (state, router)
}

pub async fn answer(router: &Router, request: Request<Body>) -> Answer {
    let response = router
        .clone()
        .oneshot(request)
        .await
        .expect("the router always answers");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 8 << 20).await.expect("a whole body");
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}

impl Spawned {
    /// A letter that could not leave, as an administrator finds it on the desk.
    pub async fn stuck_letter(&self, administrator: &Actor) -> NoticeId {
        let backend = &self.bench.backend;
        // A file where the folder should be: no mail can be written.
        std::fs::write(backend.config().mail_dir(), "").expect("a file");
        let email = Email::parse("stuck@example.cn").expect("an address");
        let new = NewAccount {
            password: Password::parse("a long walk by the river", Some(&email)).expect("a password"),
            name: PersonName::parse("林晓").expect("a name"),
            lang: Lang::Zh,
            email,
        };
        account::register(backend, new).await.expect("an account");
        backend::job::run_all_due(backend).await.expect("work");
        let letters = backend::notice::undelivered(backend, administrator, 1)
            .await
            .expect("letters");
        letters.expect("an administrator").0[0].notice
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        answer(&self.router, request).await
    }

    /// As a browser asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(
            Request::get(path)
                .header("accept", "text/html")
                .header("host", "127.0.0.1:3000")
                .body(Body::empty())
                .expect("a request"),
        )
        .await
    }

    /// As the browser of somebody who is logged in (`None`: nobody is). What the session would have said is put in its
    /// place, which spares every test the hashing of passwords.
    pub async fn visit(&self, who: Option<&Actor>, method: Method, path: &str, form: &str) -> Answer {
        let visitor = Visitor {
            state: self.state.clone(),
            lang: Lang::Zh,
            theme: Theme::Auto,
            account: who.cloned(),
            token: None,
            path: path.to_owned(),
            nonce: String::new(),
        };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("accept", "text/html")
            .header("host", "127.0.0.1:3000")
            .header("origin", "http://127.0.0.1:3000")
            .header("content-type", "application/x-www-form-urlencoded")
            .extension(visitor)
            .body(Body::from(form.to_owned()));
        self.ask(request.expect("a request")).await
    }

    /// As a browser sends a form; `headers` say where from.
    pub async fn post(&self, path: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(path)
            .header("accept", "text/html")
            .header("host", "127.0.0.1:3000")
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(Body::from(form.to_owned())).expect("a request"))
            .await
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("plain text"))
    }
}
