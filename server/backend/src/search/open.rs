//! Opens the search of a program.

use std::sync::Arc;

use domain::search::Group;

use super::{
    blocking::blocking,
    engine::SearchIndex,
    landmarks, places,
    service::{self, Service},
    text::{Analysis, SynonymsFile},
};
use crate::{Backend, Error};

/// Opens the index in the data folder, unless it is open, and starts nothing. What was lost is filled by [`super::follow`].
///
/// # Errors
/// When the folder can't be used, or another process uses it.
pub async fn open(backend: &Backend) -> Result<(), Error> {
    if service::service(backend).is_ok() {
        return Ok(());
    }
    let dir = backend.config().index_dir();
    let city = service::city(backend)?;
    let mut synonyms = SynonymsFile::new(backend.config().synonyms_file());
    let service = blocking(move || {
        let opened = SearchIndex::open(&dir, Analysis::without_words())?;
        // The estates that are in the index were known when it was made.
        let estates = opened.index.names(Group::Estate)?;
        opened.index.set_analysis(places::analysis(city, &estates));
        if let Some(reason) = &opened.needs_rebuild {
            tracing::info!(%reason, "the search index is made anew from the database");
        }
        synonyms.look();
        Ok(Service::new(opened, city, synonyms))
    })
    .await?;
    let service = Arc::new(service);
    // With the places that the staff keeps, the names are learnt for the first time.
    landmarks::learn(backend, &service).await?;
    backend.search_slot().fill(service);
    Ok(())
}
