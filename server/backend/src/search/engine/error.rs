//! What can be wrong with an index.

use std::io;

#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("the search index could not be read or written")]
    Tantivy(#[from] tantivy::TantivyError),
    #[error("the folder of the search index could not be used")]
    Folder(#[source] io::Error),
    #[error("the search index was made by another version")]
    OtherVersion,
    #[error("the search index was never finished")]
    Unfinished,
    #[error("a file of the search index is damaged")]
    Damaged,
    #[error("another process is using the search index; only one may serve from a data folder")]
    InUse,
    #[error("the search index was not opened")]
    Closed,
    #[error("work on the search index was interrupted")]
    Interrupted,
}
