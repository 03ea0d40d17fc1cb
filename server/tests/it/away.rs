//! The database goes away and comes back.

use crate::spawn::{Answer, answer, site};
use axum::Router;
use axum::body::Body;
use backend::Backend;
use backend::config::{BaseUrl, Secret};
use backend::crypto::Keys;
use backend::test_support::{Bench, Kind, people};
use domain::contact::Email;
use http::{Request, StatusCode};
use server::http::Limits;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use url::Url;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Through,
    /// Connections end, and new ones are not taken.
    Cut,
    /// Nothing gets through, and nobody is told.
    Silent,
}

/// A line to the database of a test that can be cut.
async fn line_to(database: &Url) -> (Url, watch::Sender<Line>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut here = database.clone();
    here.set_host(Some("127.0.0.1")).unwrap();
    here.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
    let there = (database.host_str().unwrap().to_owned(), database.port().unwrap_or(5432));
    let (line, state) = watch::channel(Line::Through);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            if *state.borrow() == Line::Cut {
                continue;
            }
            let server = TcpStream::connect(there.clone()).await.unwrap();
            let (from_client, to_client) = client.into_split();
            let (from_server, to_server) = server.into_split();
            tokio::spawn(carry(from_client, to_server, state.clone()));
            tokio::spawn(carry(from_server, to_client, state.clone()));
        }
    });
    (here, line)
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut state: watch::Receiver<Line>) {
    let mut cut = state.clone();
    let mut buffer = [0; 8192];
    loop {
        let read = tokio::select! {
            _ = cut.wait_for(|state| *state == Line::Cut) => return,
            read = from.read(&mut buffer) => read.unwrap_or(0),
        };
        if read == 0 || state.wait_for(|state| *state != Line::Silent).await.is_err() {
            return;
        }
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}

/// As the browser of somebody who is logged in. A page that keeps its visitor waiting for long fails the test.
async fn get(router: &Router, path: &str, session: &str) -> Answer {
    let request = Request::get(path)
        .header("host", "127.0.0.1:3000")
        .header("accept", "text/html")
        .header("accept-language", "en")
        .header("cookie", format!("session={session}"))
        .body(Body::empty())
        .unwrap();
    let asked = tokio::time::timeout(Duration::from_secs(8), answer(router, request));
    asked.await.expect("an answer soon")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_database_the_site_took_15_seconds_for_a_500() {
    let Some(bench) = Bench::new(Kind::Postgres).await else {
        return;
    };
    let mut config = bench.backend.config().clone();
    let (url, line) = line_to(&Url::parse(config.database_url.expose()).unwrap()).await;
    config.database_url = Secret::new(String::from(url));
    let backend = Backend::open(config, Keys::ephemeral(), bench.clock.clone())
        .await
        .unwrap();
    backend::search::open(&backend).await.unwrap();
    backend::search::catch_up(&backend).await.unwrap();
    people::citizen(&backend, "lin@example.cn").await;
    let email = Email::parse("lin@example.cn").unwrap();
    let session = backend::account::log_in(&backend, &email, "a long walk by the river".to_owned())
        .await
        .unwrap();
    let limits = Limits {
        connections: 10,
        connections_per_address: 0,
        request: Duration::from_secs(60),
    };
    let base_url = BaseUrl::parse("http://127.0.0.1:3000").unwrap();
    let (_, router) = site(&backend, Router::new(), &base_url, &limits);
    let paths = ["/", "/search", "/me", "/me/houses", "/privacy"];
    for away in [Line::Cut, Line::Silent, Line::Cut] {
        for path in paths {
            assert_eq!(
                get(&router, path, session.expose()).await.status,
                StatusCode::OK,
                "{path}"
            );
        }
        line.send_replace(away);
        for path in paths {
            let answer = get(&router, path, session.expose()).await;
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert_eq!(answer.header("retry-after"), "5", "{path}");
            assert!(
                answer.body.contains("<html lang=\"en"),
                "{path}: in the visitor's language"
            );
        }
        assert_eq!(
            get(&router, "/readyz", "").await.status,
            StatusCode::SERVICE_UNAVAILABLE
        );
        line.send_replace(Line::Through);
    }
    backend.database().close().await.unwrap();
    bench.close().await;
}
