//! Makes an index anew from the database.

use std::{future::Future, sync::Arc};

use super::{
    blocking::blocking,
    engine::{DetachedRebuild, ListingDocument, Rebuild, SearchIndex},
    load, places, progress,
    service::{self, Service},
    text::Analysis,
};
use crate::{Backend, Error};

const BATCH: u64 = 2000;

/// Reads searches by the names that the index holds now.
pub async fn learn(service: &Arc<Service>) -> Result<(), Error> {
    let service = Arc::clone(service);
    blocking(move || service.learn_names()).await
}

/// Cuts texts by the names of the city and of every estate that is listed now.
async fn dictionary(backend: &Backend) -> Result<Analysis, Error> {
    let city = service::city(backend)?;
    let estates = load::estate_names(backend).await?;
    blocking(move || Ok(places::analysis(city, &estates))).await
}

/// Makes the index of this process anew from the database; the old one answers until the new one is complete.
///
/// # Errors
/// When the database or the disk fails; the old index stays in use.
pub async fn rebuild(backend: &Backend) -> Result<u64, Error> {
    let service = service::service(backend)?;
    let index = Arc::clone(service.index());
    let before = index.id();
    let analysis = dictionary(backend).await?;
    let rebuild = blocking(move || index.begin_rebuild(analysis)).await?;
    let (new, sequence) = (rebuild.id(), progress::settled(backend).await?);
    progress::begin(backend, new, sequence).await?;
    let filled = fill(backend, rebuild, sequence).await;
    progress::end(backend, if filled.is_ok() { before } else { new }).await?;
    let count = filled?;
    learn(&service).await?;
    tracing::info!(count, "the search index was rebuilt");
    Ok(count)
}

async fn fill(backend: &Backend, rebuild: Rebuild, sequence: i64) -> Result<u64, Error> {
    let rebuild = Arc::new(rebuild);
    let add = |documents: Vec<ListingDocument>| {
        let rebuild = Arc::clone(&rebuild);
        blocking(move || rebuild.add(&documents))
    };
    let count = read_all(backend, add, |_| {}).await?;
    if let Some(rebuild) = Arc::into_inner(rebuild) {
        blocking(move || rebuild.finish(sequence)).await?;
    }
    Ok(count)
}

/// Hands every published listing to `add`, in batches; the next is read while one is being added.
async fn read_all<A: Future<Output = Result<(), Error>>>(
    backend: &Backend,
    add: impl Fn(Vec<ListingDocument>) -> A,
    mut heard: impl FnMut(u64),
) -> Result<u64, Error> {
    let mut count = 0;
    let (mut documents, mut last) = load::documents_after(backend, None, BATCH).await?;
    while last.is_some() {
        count += documents.len() as u64;
        let (added, next) = tokio::join!(add(documents), load::documents_after(backend, last, BATCH));
        added?;
        (documents, last) = next?;
        heard(count);
    }
    Ok(count)
}

/// Makes a new index in the data folder while another process may be serving from the old one, which takes the new one
/// up by itself. `heard` is told how many listings are in it.
///
/// # Errors
/// When the database or the disk fails; the old index stays in use.
pub async fn rebuild_beside(backend: &Backend, heard: impl FnMut(u64)) -> Result<u64, Error> {
    let dir = backend.config().index_dir();
    let analysis = dictionary(backend).await?;
    let rebuild = blocking(move || SearchIndex::rebuild_beside(&dir)).await?;
    let (new, sequence) = (rebuild.id(), progress::settled(backend).await?);
    progress::begin(backend, new, sequence).await?;
    let filled = fill_beside(backend, rebuild, (analysis, sequence), heard).await;
    if filled.is_err() {
        progress::end(backend, new).await?;
    }
    filled
}

async fn fill_beside(
    backend: &Backend,
    rebuild: DetachedRebuild,
    (analysis, sequence): (Analysis, i64),
    heard: impl FnMut(u64),
) -> Result<u64, Error> {
    let rebuild = Arc::new(rebuild);
    let add = |documents: Vec<ListingDocument>| {
        let (rebuild, analysis) = (Arc::clone(&rebuild), analysis.clone());
        blocking(move || rebuild.add(&analysis, &documents))
    };
    let count = read_all(backend, add, heard).await?;
    if let Some(rebuild) = Arc::into_inner(rebuild) {
        blocking(move || rebuild.finish(sequence)).await?;
    }
    Ok(count)
}
