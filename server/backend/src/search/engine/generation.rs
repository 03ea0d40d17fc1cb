//! One index on disk: opened or made, written, read.

use std::{
    collections::BTreeSet,
    fs, io,
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock},
    thread,
};

use domain::{id::ListingId, search::Group};
use serde::{Deserialize, Serialize};
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term,
    indexer::IndexWriterOptions,
    schema::Field,
    tokenizer::{PreTokenizedString, Token},
};
use uuid::Uuid;

use super::{
    document::{Change, ListingDocument},
    error::IndexError,
    numbers::{day_number, degrees_number, mode_number, moment_number},
    schema::{self, Fields},
    view::View,
};
use crate::search::text::{Analysis, Piece, normal, normal_name, pairs, sounds};

/// One thread is enough for a centre's changes and leaves the others to searches.
const WRITER_BYTES: usize = 64 << 20;

/// What a commit says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Payload {
    version: u32,
    sequence: i64,
}

pub struct Generation {
    fields: Fields,
    reader: IndexReader,
    view: RwLock<Arc<View>>,
    writer: Mutex<Writer>,
}

struct Writer {
    tantivy: IndexWriter,
    sequence: i64,
}

impl std::fmt::Debug for Generation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Generation").finish_non_exhaustive()
    }
}

impl Generation {
    /// Makes an empty index in an empty or missing folder.
    pub fn create(dir: &Path) -> Result<Self, IndexError> {
        fs::create_dir_all(dir).map_err(IndexError::Folder)?;
        let (schema, fields) = Fields::build();
        let index = Index::create_in_dir(dir, schema)?;
        Self::start(&index, fields, 0)
    }

    /// Makes an empty index that is written to no disk.
    pub fn in_memory() -> Result<Self, IndexError> {
        let (schema, fields) = Fields::build();
        Self::start(&Index::create_in_ram(schema), fields, 0)
    }

    /// Opens what is there. Whatever is wrong with it (missing, damaged, of another version) is an error, so that the
    /// caller builds anew: nothing in an index is worth saving.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        let (schema, fields) = Fields::build();
        let index = Index::open_in_dir(dir)?;
        if index.schema() != schema {
            return Err(IndexError::OtherVersion);
        }
        let payload = index.load_metas()?.payload;
        // Without a commit there is no payload: a build that was interrupted.
        let payload: Payload = payload
            .and_then(|payload| serde_json::from_str(&payload).ok())
            .ok_or(IndexError::Unfinished)?;
        if payload.version != schema::VERSION {
            return Err(IndexError::OtherVersion);
        }
        if !index.validate_checksum()?.is_empty() {
            return Err(IndexError::Damaged);
        }
        Self::start(&index, fields, payload.sequence)
    }

    fn start(index: &Index, fields: Fields, sequence: i64) -> Result<Self, IndexError> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(WRITER_BYTES)
            .build();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let view = View::open(reader.searcher(), None)?;
        Ok(Self {
            fields,
            reader,
            view: RwLock::new(Arc::new(view)),
            writer: Mutex::new(Writer {
                tantivy: index.writer_with_options(options)?,
                sequence,
            }),
        })
    }

    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// What searches see now.
    pub fn view(&self) -> Arc<View> {
        Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets searches see the last commit.
    fn show(&self) -> Result<(), IndexError> {
        self.reader.reload()?;
        let view = Arc::new(View::open(self.reader.searcher(), Some(&*self.view()))?);
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&view);
        view.warm();
        Ok(())
    }

    pub fn names(&self, group: Group) -> Result<BTreeSet<String>, IndexError> {
        let column = match group {
            Group::City => schema::column::CITY,
            Group::District => schema::column::DISTRICT,
            Group::Street => schema::column::STREET,
            Group::Estate => schema::column::ESTATE,
            _ => return Ok(BTreeSet::new()),
        };
        let mut names = BTreeSet::new();
        for segment in self.view().searcher().segment_readers() {
            let Some(column) = segment.fast_fields().str(column)? else {
                continue;
            };
            let mut terms = column.dictionary().stream().map_err(IndexError::Folder)?;
            while terms.advance() {
                names.extend(std::str::from_utf8(terms.key()).ok().map(str::to_owned));
            }
        }
        names.remove("");
        Ok(names)
    }

    /// The last change of the database that is in here.
    pub fn sequence(&self) -> i64 {
        self.lock().sequence
    }

    /// Writes changes without committing them: for long builds, which commit once at their end.
    pub fn write(&self, analysis: &Analysis, changes: impl IntoIterator<Item = Change>) -> Result<(), IndexError> {
        let writer = self.lock();
        for change in changes {
            let id = change.id();
            writer
                .tantivy
                .delete_term(Term::from_field_text(self.fields.id, &key(id)));
            if let Change::Put(listing) = change {
                writer
                    .tantivy
                    .add_document(document(&self.fields, analysis, &listing))?;
            }
        }
        Ok(())
    }

    /// Writes listings of which none is here yet, on every core: making terms of a text is most of the work.
    pub fn add(&self, analysis: &Analysis, listings: &[ListingDocument]) -> Result<(), IndexError> {
        let writer = &self.lock().tantivy;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let part = listings.len().div_ceil(cores).max(1);
        let add = |listings: &[ListingDocument]| -> Result<(), IndexError> {
            for listing in listings {
                writer.add_document(document(&self.fields, analysis, listing))?;
            }
            Ok(())
        };
        thread::scope(|scope| {
            let parts: Vec<_> = listings.chunks(part).map(|part| scope.spawn(|| add(part))).collect();
            let done = |part: thread::ScopedJoinHandle<'_, _>| part.join().unwrap_or(Err(IndexError::Interrupted));
            parts.into_iter().try_for_each(done)
        })
    }

    /// Commits what was written, says up to which change that is, and shows it to searches from now on.
    pub fn commit(&self, sequence: i64) -> Result<(), IndexError> {
        let mut writer = self.lock();
        let payload = Payload {
            version: schema::VERSION,
            sequence,
        };
        let payload = serde_json::to_string(&payload).map_err(|error| IndexError::Folder(io::Error::other(error)))?;
        let mut commit = writer.tantivy.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        writer.sequence = sequence;
        drop(writer);
        self.show()
    }

    /// A panic of another thread while it wrote leaves uncommitted changes at worst; they are written again, in order.
    fn lock(&self) -> std::sync::MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(id: ListingId) -> String {
    Uuid::from(id).simple().to_string()
}

fn document(fields: &Fields, analysis: &Analysis, listing: &ListingDocument) -> TantivyDocument {
    let mut out = TantivyDocument::new();
    out.add_text(fields.id, key(listing.id));
    add_names(&mut out, fields, listing);
    let (title, description) = (normal(&listing.title), normal(&listing.description));
    add_pieces(&mut out, fields.title, pairs(&title));
    add_pieces(&mut out, fields.description, pairs(&description));
    add_words(&mut out, fields.words, analysis, listing, &[title, description]);
    add_columns(&mut out, fields, listing);
    out
}

fn places(listing: &ListingDocument) -> [&str; 3] {
    [&listing.city, &listing.district, &listing.street]
}

fn add_names(out: &mut TantivyDocument, fields: &Fields, listing: &ListingDocument) {
    let estate = normal_name(&listing.estate);
    if !estate.is_empty() {
        out.add_text(fields.estate_exact, &estate);
    }
    let mut pieces = pairs(&estate);
    for place in places(listing).map(normal_name) {
        if place.is_empty() {
            continue;
        }
        out.add_text(fields.place_exact, &place);
        // A gap keeps the end of one name and the beginning of the next from being read as one.
        let from = pieces.last().map_or(0, |last| last.at + 10);
        pieces.extend(pairs(&place).into_iter().map(|piece| Piece {
            at: piece.at + from,
            ..piece
        }));
    }
    add_pieces(out, fields.names, pieces);
    let [_, district, street] = places(listing);
    for name in [listing.estate.as_str(), district, street] {
        let sounds = sounds(name);
        for pinyin in &sounds.pinyin {
            out.add_text(fields.pinyin, pinyin);
        }
        for initials in &sounds.initials {
            out.add_text(fields.initials, initials);
        }
    }
}

fn add_pieces(out: &mut TantivyDocument, field: Field, pieces: Vec<Piece>) {
    if pieces.is_empty() {
        return;
    }
    let tokens = pieces.into_iter().map(|piece| Token {
        position: piece.at,
        text: piece.text,
        ..Token::default()
    });
    let pre_tokenized = PreTokenizedString {
        text: String::new(),
        tokens: tokens.collect(),
    };
    out.add_pre_tokenized_text(field, pre_tokenized);
}

fn add_words(
    out: &mut TantivyDocument,
    field: Field,
    analysis: &Analysis,
    listing: &ListingDocument,
    normals: &[String],
) {
    let names = places(listing).into_iter().chain([listing.estate.as_str()]);
    let texts = names.map(normal_name).chain(normals.iter().cloned());
    let mut words: Vec<String> = Vec::new();
    for text in texts {
        words.extend(analysis.words(&text).into_iter().map(str::to_owned));
    }
    words.sort_unstable();
    words.dedup();
    let pieces = words.into_iter().map(|text| Piece { text, at: 0 });
    add_pieces(out, field, pieces.collect());
}

fn add_columns(out: &mut TantivyDocument, fields: &Fields, listing: &ListingDocument) {
    let [city, district, street] = places(listing);
    for (field, text) in fields.texts.iter().zip([city, district, street, &listing.estate]) {
        out.add_text(*field, text);
    }
    let (high, low) = Uuid::from(listing.id).as_u64_pair();
    let numbers = [
        high,
        low,
        mode_number(listing.mode),
        u64::from(listing.rooms),
        u64::from(listing.halls),
        u64::from(listing.baths),
        u64::from(listing.area_x100),
        u64::from(listing.rent.get()),
        u64::from(listing.orientations.bits()),
        listing.facilities.bits(),
        u64::from(listing.verified),
        listing.available_on.map_or(0, day_number),
        moment_number(listing.published_at),
        moment_number(listing.confirmed_at),
        listing.point.map_or(0, |point| degrees_number(point.latitude_e6())),
        listing.point.map_or(0, |point| degrees_number(point.longitude_e6())),
    ];
    for (field, number) in fields.numbers.iter().zip(numbers) {
        out.add_u64(*field, number);
    }
}
