//! Work of the search that keeps a thread busy.

use std::{sync::LazyLock, thread};

use tokio::{sync::Semaphore, task::JoinError};

use super::engine::IndexError;
use crate::{Error, in_turn::in_turn};

/// Searches that run at once: two for each core. A search does nothing but compute, so more would only make each of them
/// slower and hold scores of every listing at the same time; with fewer, one that takes long (a text of which piece after
/// piece has to be left out) would hold up the short ones behind it. Whoever searches meanwhile waits in line.
static SEARCHING: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(2 * thread::available_parallelism().map_or(1, usize::from)));

/// Runs a search where it holds up no request, once it is its turn.
pub async fn searching<T: Send + 'static>(
    search: impl FnOnce() -> Result<T, IndexError> + Send + 'static,
) -> Result<T, Error> {
    answer(in_turn(&SEARCHING, search).await)
}

/// Runs work on the index itself, and on what is made of it, where it holds up no request. Only what opens and follows the
/// index has such work, one piece after the other, and it waits for no search.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, IndexError> + Send + 'static,
) -> Result<T, Error> {
    answer(tokio::task::spawn_blocking(work).await)
}

fn answer<T>(result: Result<Result<T, IndexError>, JoinError>) -> Result<T, Error> {
    match result {
        Ok(result) => Ok(result?),
        Err(_) => Err(IndexError::Interrupted.into()),
    }
}
