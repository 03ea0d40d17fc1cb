//! The running search of a program: the index, and what reads searches.

use std::collections::BTreeSet;
use std::sync::{
    Arc, Mutex, OnceLock, PoisonError, RwLock,
    atomic::{AtomicBool, Ordering},
};

use domain::{
    area::AreaCode,
    search::{Group, Landmark, Reader, Synonyms},
};

use super::{
    engine::{IndexError, Opened, SearchIndex, Suggestions},
    places,
    text::{Spellings, SynonymsFile, simplify},
};
use crate::{Backend, Error};

/// A place for the search in the [`Backend`]; empty until it is opened.
#[derive(Debug, Default)]
pub(crate) struct Slot(OnceLock<Arc<Service>>);

impl Slot {
    /// Of two that open at once, one was refused by the index's lock.
    pub(super) fn fill(&self, service: Arc<Service>) {
        let _ = self.0.set(service);
    }
}

#[derive(Debug)]
pub struct Service {
    index: Arc<SearchIndex>,
    city: AreaCode,
    reader: RwLock<Arc<Reader>>,
    /// The names of places that the reader was made with.
    known: RwLock<BTreeSet<String>>,
    /// The same, to be compared with by ear; made when somebody misspells one.
    spellings: RwLock<Option<Arc<Spellings>>>,
    landmarks: RwLock<Arc<Landmarks>>,
    synonyms: Mutex<SynonymsFile>,
    /// Made when somebody types for the first time.
    suggestions: RwLock<Option<Arc<Suggestions>>>,
    /// Held while they are made, so that older ones never replace newer ones.
    suggesting: Mutex<()>,
    suggestions_stale: AtomicBool,
    /// Whether the index holds what the database held when it was opened.
    ready: AtomicBool,
}

/// Whether searches see what the database holds.
pub fn is_ready(backend: &Backend) -> bool {
    service(backend).is_ok_and(|service| service.ready.load(Ordering::Acquire))
}

pub(super) fn service(backend: &Backend) -> Result<Arc<Service>, Error> {
    let service = backend.search_slot().0.get();
    service.cloned().ok_or_else(|| Error::from(IndexError::Closed))
}

/// What answers searches. An index that is behind by some changes answers; one that is being filled would say that there
/// is nothing.
///
/// # Errors
/// [`Error::NotReady`] until the index is filled.
pub(super) fn ready(backend: &Backend) -> Result<Arc<Service>, Error> {
    let service = service(backend)?;
    if service.is_ready() {
        Ok(service)
    } else {
        Err(Error::NotReady)
    }
}

pub(super) fn city(backend: &Backend) -> Result<AreaCode, Error> {
    let code = &backend.config().centre.city_code;
    AreaCode::parse(code).map_err(|_| Error::corrupt("settings", "city_code", code))
}

/// The table of places as it was read last.
#[derive(Debug, Default)]
pub struct Landmarks {
    /// `None` before the first reading.
    pub edition: Option<i64>,
    pub list: Vec<Landmark>,
}

impl Service {
    /// What is opened; it knows no names yet.
    pub fn new(opened: Opened, city: AreaCode, synonyms: SynonymsFile) -> Self {
        Self {
            index: Arc::new(opened.index),
            city,
            reader: RwLock::new(Arc::new(Reader::new([], simplify))),
            known: RwLock::default(),
            spellings: RwLock::default(),
            landmarks: RwLock::default(),
            synonyms: Mutex::new(synonyms),
            suggestions: RwLock::default(),
            suggesting: Mutex::default(),
            suggestions_stale: AtomicBool::default(),
            ready: AtomicBool::new(opened.needs_rebuild.is_none()),
        }
    }

    pub fn index(&self) -> &Arc<SearchIndex> {
        &self.index
    }

    pub fn reader(&self) -> Arc<Reader> {
        Arc::clone(&self.reader.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads searches by the names that the index holds now.
    pub fn learn_names(&self) -> Result<(), IndexError> {
        let synonyms = self.synonyms();
        let reader = places::reader(self.city, &self.index, &synonyms)?;
        let reader = Arc::new(reader.with_landmarks(self.landmarks().list.iter().cloned()));
        let mut known = BTreeSet::new();
        for group in [Group::City, Group::District, Group::Street, Group::Estate] {
            known.append(&mut self.index.names(group)?);
        }
        *self.reader.write().unwrap_or_else(PoisonError::into_inner) = reader;
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
        *self.spellings.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.suggestions_changed();
        Ok(())
    }

    pub fn spellings(&self) -> Arc<Spellings> {
        if let Some(made) = &*self.spellings.read().unwrap_or_else(PoisonError::into_inner) {
            return Arc::clone(made);
        }
        // Held, so that names that are learnt meanwhile make these stale afterwards, not before.
        let mut slot = self.spellings.write().unwrap_or_else(PoisonError::into_inner);
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let made = Arc::new(Spellings::new(known.iter().map(String::as_str)));
        *slot = Some(Arc::clone(&made));
        made
    }

    /// Whether searches understand the name of a place already: making a reader of a hundred thousand takes a moment.
    pub fn knows(&self, name: &str) -> bool {
        self.known.read().unwrap_or_else(PoisonError::into_inner).contains(name)
    }

    pub fn landmarks(&self) -> Arc<Landmarks> {
        Arc::clone(&self.landmarks.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes effect with the next [`Service::learn_names`].
    pub fn set_landmarks(&self, landmarks: Landmarks) {
        *self.landmarks.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(landmarks);
    }

    /// The words of the centre and those that are shipped.
    pub fn synonyms(&self) -> Synonyms {
        self.synonyms.lock().unwrap_or_else(PoisonError::into_inner).all()
    }

    /// Looks at the file of synonyms, and reads searches by what is new in it.
    pub fn look_at_synonyms(&self) -> Result<(), IndexError> {
        let new = self.synonyms.lock().unwrap_or_else(PoisonError::into_inner).look();
        if new {
            tracing::info!("the synonyms have changed");
            self.learn_names()?;
        }
        Ok(())
    }

    pub fn suggestions(&self) -> Option<Arc<Suggestions>> {
        let suggestions = self.suggestions.read().unwrap_or_else(PoisonError::into_inner);
        suggestions.clone()
    }

    /// Suggests from now on what the index holds now.
    pub fn make_suggestions(&self) -> Result<Arc<Suggestions>, IndexError> {
        let _one_at_a_time = self.suggesting.lock().unwrap_or_else(PoisonError::into_inner);
        let made = Suggestions::new(&self.index, &self.reader(), &self.synonyms());
        let suggestions = Arc::new(made.inspect_err(|_| self.suggestions_changed())?);
        let mut slot = self.suggestions.write().unwrap_or_else(PoisonError::into_inner);
        *slot = Some(Arc::clone(&suggestions));
        Ok(suggestions)
    }

    /// The index holds something else now. Who types next has suggestions made again: a change need not wait for that.
    pub fn suggestions_changed(&self) {
        self.suggestions_stale.store(true, Ordering::Release);
    }

    /// Whether suggestions have to be made again. Says so to one who asks only.
    pub fn take_suggestions_stale(&self) -> bool {
        self.suggestions_stale.swap(false, Ordering::AcqRel)
    }

    pub fn set_ready(&self) {
        self.ready.store(true, Ordering::Release);
    }

    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }
}
