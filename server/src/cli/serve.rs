//! `xinju serve`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use app::state::{AppState, Site};
use backend::Backend;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Outcome;
use crate::http::{self, Limits};
use crate::settings::Settings;

/// Jobs that are running when the program is asked to stop get this long.
const FINISH_JOBS: Duration = Duration::from_secs(20);

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
                        xinju serve\n  \
                        xinju serve --listen 0.0.0.0:8080 --migrate\n\n\
                        /healthz says whether the program is alive, /readyz whether it can answer. An interrupt (Ctrl-C) or \
                        SIGTERM lets requests that have begun come to their end.")]
pub struct Options {
    /// Address and port; goes before XINJU_LISTEN
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// Bring the database up to date first
    #[arg(long)]
    migrate: bool,
}

pub async fn run(mut settings: Settings, options: Options) -> Outcome {
    if let Some(listen) = options.listen {
        settings.listen = listen;
    }
    if options.migrate {
        super::migrate::run(&settings, super::migrate::Options::default()).await?;
    }
    let backend = super::open(&settings).await?;
    backend::search::open(&backend).await?;
    let state = AppState {
        backend: backend.clone(),
        site: Arc::new(Site {
            package: http::assets::package()?,
        }),
    };
    let limits = Limits {
        connections: settings.http.max_connections,
        connections_per_address: settings.connections_per_address(),
        request: Duration::from_secs(settings.http.request_timeout_s),
    };
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| format!("can't listen at {} (XINJU_LISTEN): {error}", settings.listen))?;
    tracing::info!(address = %listener.local_addr()?, site = %backend.config().base_url, "serving");

    let (stop, stopped) = watch::channel(false);
    let workers = start_workers(&backend, settings.http.workers, &stopped);
    http::serve(listener, http::router(state, &limits)?, &limits, interrupted()).await;
    tracing::info!("stopping");
    stop.send_replace(true);
    if tokio::time::timeout(FINISH_JOBS, workers.join_all()).await.is_err() {
        tracing::warn!("a job is still running; it will be done again at the next start");
    }
    Ok(())
}

fn start_workers(backend: &Backend, count: usize, stopped: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    workers.spawn(backend::search::follow(backend.clone(), until(stopped.clone())));
    workers.spawn(watch_listings(backend.clone()));
    workers.spawn(keep_tidy(backend.clone()));
    for _ in 0..count {
        workers.spawn(backend::job::work(backend.clone(), until(stopped.clone())));
    }
    workers
}

/// Listings from before there was a rule about their freshness come under it.
async fn watch_listings(backend: Backend) {
    if let Err(error) = backend::listing::watch_published(&backend).await {
        let error = &error as &dyn std::error::Error;
        tracing::error!(
            error,
            "listings from before are not watched over; the next start tries again"
        );
    }
}

async fn keep_tidy(backend: Backend) {
    for begun in [
        backend::job::keep_tidy(&backend).await,
        backend::search::keep_tidy(&backend).await,
    ] {
        if let Err(error) = begun {
            let error = &error as &dyn std::error::Error;
            tracing::error!(
                error,
                "what is not needed any more is not purged; the next start tries again"
            );
        }
    }
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a stop as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Ready at an interrupt or SIGTERM.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = terminate.recv() => return,
                    result = tokio::signal::ctrl_c() => if result.is_ok() { return },
                }
            }
            Err(error) => tracing::warn!(%error, "SIGTERM will end the program at once"),
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
