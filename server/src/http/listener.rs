//! Accepts connections. `axum::serve` sets no timers, so a client that sends its request byte by byte could hold a
//! connection for good; here every wait has an end.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

use super::Limits;
use super::places::{Place, Places};
use super::progress::{Pace, Progress};
use super::refusal::Explained;

/// How long a client is waited for.
struct Patience {
    /// A request's head must be complete within this time, which is also how long an idle connection stays open.
    head: Duration,
    /// How fast a response must be read.
    pace: Pace,
}

const PATIENCE: Patience = Patience {
    head: Duration::from_secs(20),
    pace: Pace::SLOWEST,
};
/// Requests that have begun get this long when the program stops.
const DRAIN: Duration = Duration::from_secs(25);

/// Serves `app` until `shutdown` is ready, and then lets requests that have begun come to their end.
pub async fn serve(listener: TcpListener, app: Router, limits: &Limits, shutdown: impl Future<Output = ()>) {
    serve_with(listener, app, limits, PATIENCE, shutdown).await;
}

async fn serve_with(
    listener: TcpListener,
    app: Router,
    limits: &Limits,
    patience: Patience,
    shutdown: impl Future<Output = ()>,
) {
    let mut shutdown = std::pin::pin!(shutdown);
    let places = Places::new(limits.connections, limits.connections_per_address);
    let graceful = GracefulShutdown::new();
    // Browsers speak HTTP/2 over TLS only, which a proxy before us does. Guessing the version from the first bytes would be
    // a wait without an end.
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head);

    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut shutdown => break,
        };
        let (stream, peer, place) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file handles, most likely: connections that end give some back.
                tracing::warn!(%error, "can't accept connections");
                tokio::time::sleep(Duration::from_millis(200)).await;
                continue;
            }
        };
        let app = app.clone();
        let service = service_fn(move |request: http::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            app.clone().oneshot(request)
        });
        let stream = Explained::new(Progress::new(stream, patience.pace));
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(error = %error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not come to their end");
    }
}

/// The next connection. One from an address that has as many as it may have is closed at once.
async fn accept(listener: &TcpListener, places: &Places) -> io::Result<(TcpStream, SocketAddr, Place)> {
    loop {
        let place = places.next().await;
        let (stream, peer) = listener.accept().await?;
        let Some(place) = places.give(place, peer.ip()) else {
            tracing::debug!("an address has too many connections");
            continue;
        };
        // Small writes go out at once; waiting to fill a packet costs 40 ms a page.
        stream.set_nodelay(true)?;
        return Ok((stream, peer, place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpSocket;
    use tokio::sync::oneshot;

    /// More than the system takes on the way between two sockets.
    const LARGE: usize = 64 << 20;

    struct Running {
        address: SocketAddr,
        stop: oneshot::Sender<()>,
        server: tokio::task::JoinHandle<()>,
    }

    async fn start(connections: usize) -> Running {
        start_with(connections, 0).await
    }

    async fn start_with(connections: usize, connections_per_address: usize) -> Running {
        let app = Router::new()
            .route("/", get(async || "hello"))
            .route("/large", get(async || vec![b'x'; LARGE]))
            .route(
                "/slow",
                get(async || {
                    tokio::time::sleep(Duration::from_millis(400)).await;
                    "slow"
                }),
            );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            let limits = Limits {
                connections,
                connections_per_address,
                request: Duration::from_secs(5),
            };
            let patience = Patience {
                head: Duration::from_millis(200),
                pace: Pace {
                    every: Duration::from_millis(200),
                    bytes: 1 << 20,
                },
            };
            serve_with(listener, app, &limits, patience, async { drop(stopped.await) }).await;
        });
        Running { address, stop, server }
    }

    async fn ask(address: SocketAddr, path: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn a_client_that_dawdles_is_cut_off() {
        let running = start(10).await;
        let mut dawdler = TcpStream::connect(running.address).await.unwrap();
        dawdler.write_all(b"GET / HTTP/1.1\r\nhost:").await.unwrap();
        let mut rest = Vec::new();
        let cut = tokio::time::timeout(Duration::from_secs(5), dawdler.read_to_end(&mut rest)).await;
        assert!(cut.is_ok(), "the connection must end by itself");
        assert!(ask(running.address, "/").await.ends_with("hello"));
    }

    #[tokio::test]
    async fn an_address_that_is_too_long_is_refused_with_a_sentence() {
        let running = start(10).await;
        for length in [70_000, 400_000] {
            let answer = ask(running.address, &format!("/?q={}", "a".repeat(length))).await;
            let (head, body) = answer.split_once("\r\n\r\n").unwrap();
            assert!(head.starts_with("HTTP/1.1 414 "), "{head}");
            assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{head}");
            assert!(
                body.contains("网址太长") && body.contains("The address is too long"),
                "{body}"
            );
        }
        assert!(
            ask(running.address, &format!("/?q={}", "a".repeat(60_000)))
                .await
                .ends_with("hello")
        );
    }

    #[tokio::test]
    async fn connections_beyond_the_cap_wait_for_a_place() {
        let running = start(1).await;
        let idle = TcpStream::connect(running.address).await.unwrap();
        // The idle connection has the only place until its time is over.
        let answer = tokio::time::timeout(Duration::from_secs(5), ask(running.address, "/"))
            .await
            .unwrap();
        assert!(answer.ends_with("hello"));
        drop(idle);
    }

    /// Asks for much and reads none of it.
    async fn ask_for_much(address: SocketAddr) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET /large HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        stream
    }

    #[tokio::test]
    async fn a_client_that_reads_nothing_kept_its_connection_for_ever() {
        let running = start(1).await;
        let idle = ask_for_much(running.address).await;
        // It has the only place until it is cut off.
        let answer = tokio::time::timeout(Duration::from_secs(10), ask(running.address, "/")).await;
        assert!(answer.unwrap().ends_with("hello"));
        drop(idle);
    }

    #[tokio::test]
    async fn a_client_that_reads_gets_everything() {
        let running = start(10).await;
        let mut stream = ask_for_much(running.address).await;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert!(answer.len() > LARGE);
    }

    #[tokio::test]
    async fn one_address_can_t_take_every_place() {
        let running = start_with(10, 2).await;
        let _first = ask_for_much(running.address).await;
        let _second = ask_for_much(running.address).await;
        let mut third = TcpStream::connect(running.address).await.unwrap();
        let mut nothing = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(5), third.read_to_end(&mut nothing)).await;
        assert!(closed.is_ok_and(|read| read.unwrap_or_default() == 0), "closed at once");

        // Another address of this machine.
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
        let mut other = socket.connect(running.address).await.unwrap();
        other
            .write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        let mut answer = String::new();
        other.read_to_string(&mut answer).await.unwrap();
        assert!(answer.ends_with("hello"));
    }

    #[tokio::test]
    async fn a_request_that_has_begun_is_answered_when_the_program_stops() {
        let running = start(10).await;
        let asked = tokio::spawn(ask(running.address, "/slow"));
        tokio::time::sleep(Duration::from_millis(100)).await;
        running.stop.send(()).unwrap();
        assert!(asked.await.unwrap().ends_with("slow"));
        running.server.await.unwrap();
        assert!(
            TcpStream::connect(running.address).await.is_err(),
            "nobody listens any more"
        );
    }
}
