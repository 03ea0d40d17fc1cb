//! A few listings, asked by many searches: the other way round than everywhere else.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    id::ListingId,
    search::{Limit, Query, Reader, Sort},
};
use jiff::civil::Date;

use super::{
    blocking::searching,
    engine::{Change, IndexError, ListingDocument, Request, SearchIndex},
    service,
};
use crate::{Backend, Error};

/// An index of these listings alone, which reads and answers searches as the large one does. They come from the
/// database, so it never matters how far the large one has got.
#[derive(Debug, Clone)]
pub struct Few(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    index: SearchIndex,
    reader: Arc<Reader>,
    today: Date,
}

impl Few {
    /// # Errors
    /// When no index is open: its dictionary and its names of places are used. [`Error::NotReady`] while it is being
    /// filled, since it knows no estates then and would read searches otherwise than their owners do.
    pub async fn new(backend: &Backend, listings: Vec<ListingDocument>) -> Result<Self, Error> {
        let service = service::ready(backend)?;
        let today = backend.today();
        searching(move || {
            let index = SearchIndex::in_memory(service.index().analysis().clone())?;
            let changes = listings.into_iter().map(|listing| Change::Put(Box::new(listing)));
            index.apply(changes, 0)?;
            let reader = service.reader();
            Ok(Self(Arc::new(Inner { index, reader, today })))
        })
        .await
    }

    /// For each search, which of the listings fit all that it asks for.
    ///
    /// # Errors
    /// When the index fails.
    pub async fn found_by(&self, queries: Vec<Query>) -> Result<Vec<BTreeSet<ListingId>>, Error> {
        let few = Arc::clone(&self.0);
        searching(move || queries.into_iter().map(|query| few.found_by(query)).collect()).await
    }
}

impl Inner {
    fn found_by(&self, query: Query) -> Result<BTreeSet<ListingId>, IndexError> {
        let understood = self.reader.understand(&query, self.today);
        let mut query = query.with_sort(Sort::Newest);
        query.limit = Limit::new(Limit::MAX.into()).unwrap_or_default();
        let mut found = BTreeSet::new();
        loop {
            let hits = self.index.search(&Request {
                understood: &understood,
                query: &query,
                with_counts: false,
                also: &[],
            })?;
            // What fits only when something is left out is shown to who looks, and is no reason to write to anybody.
            if !hits.dropped.is_empty() {
                return Ok(BTreeSet::new());
            }
            found.extend(hits.ids);
            match hits.next {
                Some(next) => query.after = Some(next),
                None => return Ok(found),
            }
        }
    }
}
