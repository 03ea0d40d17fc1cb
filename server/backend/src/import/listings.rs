//! Reads a file of listings row by row and writes it in batches. A bad row is told and passed over.

use super::{
    batch,
    columns::{Columns, HeaderError},
    row::{Keys, Offer},
    tally::{Options, Tally},
};
use crate::{Backend, DeedError, search::ListingDocument};
use csv::{ByteRecord, Reader, ReaderBuilder};
use domain::form::{Code, Errors};
use jiff::Timestamp;
use std::io::Read;
use uuid::Uuid;

/// Rows in one transaction: enough that its cost doesn't show, few enough that nobody waits long for the one writer, and
/// below what both databases take as parameters of one statement.
const BATCH: usize = 500;

/// Told while an import runs.
#[derive(Debug)]
pub enum Event<'a> {
    /// A row was passed over: its line in the file, counted from 1, and why. Errors bear the names of columns, or `row`.
    Rejected { line: u64, errors: &'a Errors },
    /// So far: bytes of the file that were read, and what became of their rows.
    Progress { bytes: u64, tally: Tally },
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the file can't be read")]
    File(#[from] csv::Error),
    #[error(transparent)]
    Header(#[from] HeaderError),
    #[error(transparent)]
    Deed(#[from] DeedError),
}

/// Imports the listings of a CSV file (UTF-8, with or without a byte order mark; columns: [`super::COLUMNS`], and
/// perhaps [`super::OPTIONAL`]).
///
/// The same file again changes nothing. What stopped half way is finished by starting it again: every batch stands or falls
/// as a whole, with its own line in the audit.
pub async fn listings<R: Read>(
    backend: &Backend,
    file: R,
    options: Options,
    mut tell: impl FnMut(Event<'_>),
) -> Result<Tally, ImportError> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(file);
    let columns = Columns::read(reader.byte_headers()?)?;
    let mut keys = Keys::default();
    let mut tally = Tally::default();
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let more = fill_batch(&mut reader, &columns, &mut keys, &mut batch, |line, errors| {
            tally.rejected += 1;
            tell(Event::Rejected { line, errors });
        })?;
        tally.add(batch::write(backend, &batch, options).await?);
        batch.clear();
        let bytes = reader.position().byte();
        tell(Event::Progress { bytes, tally });
        if !more {
            break;
        }
    }
    Ok(tally)
}

/// The listings of a file as a search sees them, without a database: for measuring the search. Bad rows are passed over.
/// Ids are the numbers of the rows.
///
/// # Errors
/// When the file can't be read.
pub fn documents<R: Read>(file: R, moment: Timestamp) -> Result<Vec<ListingDocument>, ImportError> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(file);
    let columns = Columns::read(reader.byte_headers()?)?;
    let mut documents = Vec::new();
    let mut record = ByteRecord::new();
    let mut number = 0;
    while reader.read_byte_record(&mut record)? {
        number += 1;
        let offer = columns
            .values(&record)
            .filter(|_| record.len() == columns.width)
            .and_then(|values| Offer::parse(values, columns.optional_values(&record)?).ok());
        let id = Uuid::from_u128(number).into();
        documents.extend(offer.map(|offer| offer.into_document(id, moment)));
    }
    Ok(documents)
}

/// Reads until a batch is full; `false` at the end of the file.
fn fill_batch<R: Read>(
    reader: &mut Reader<R>,
    columns: &Columns,
    keys: &mut Keys,
    batch: &mut Vec<(String, Offer)>,
    mut reject: impl FnMut(u64, &Errors),
) -> Result<bool, csv::Error> {
    let mut record = ByteRecord::new();
    while batch.len() < BATCH {
        if !reader.read_byte_record(&mut record)? {
            return Ok(false);
        }
        match read_row(columns, keys, &record) {
            Ok(row) => batch.push(row),
            Err(errors) => reject(record.position().map_or(0, csv::Position::line), &errors),
        }
    }
    Ok(true)
}

fn read_row(columns: &Columns, keys: &mut Keys, record: &ByteRecord) -> Result<(String, Offer), Errors> {
    let whole_row = |code| {
        let mut errors = Errors::new();
        errors.add("row", code);
        errors
    };
    if record.len() != columns.width {
        let code = Code::new("columns")
            .with("expected", columns.width)
            .with("found", record.len());
        return Err(whole_row(code));
    }
    let not_utf8 = || whole_row(Code::new("not-utf8"));
    let values = columns.values(record).ok_or_else(not_utf8)?;
    let position = columns.optional_values(record).ok_or_else(not_utf8)?;
    let key = keys.next(&values);
    Ok((key, Offer::parse(values, position)?))
}

#[cfg(test)]
#[path = "listings_tests.rs"]
mod tests;
