//! The index of a node: a folder of generations, of which one is in use.
//!
//! A rebuild makes a new generation beside the old one, which goes on answering, and then names it in the file
//! `current`. The switch is one rename, so a killed process leaves the old or the new one, never half of any.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use domain::search::Group;
use tantivy::TantivyError;
use uuid::Uuid;

use super::{
    document::{Change, ListingDocument},
    error::IndexError,
    generation::Generation,
};
use crate::search::text::Analysis;

/// The search index. Shared by everything that searches.
#[derive(Debug)]
pub struct SearchIndex {
    dir: PathBuf,
    current: RwLock<Current>,
}

#[derive(Debug, Clone)]
struct Current {
    id: Uuid,
    generation: Arc<Generation>,
    /// Knows the estates that were there when the generation was begun or opened.
    analysis: Analysis,
}

/// An opened index and whether it has to be filled from the database first.
#[derive(Debug)]
pub struct Opened {
    pub index: SearchIndex,
    /// Why there was nothing to use; `None` when all is well.
    pub needs_rebuild: Option<IndexError>,
}

impl SearchIndex {
    /// Opens the index in a folder. A missing, damaged or outdated one is replaced by an empty one.
    ///
    /// # Errors
    /// When the folder itself can't be written.
    pub fn open(dir: &Path, analysis: Analysis) -> Result<Opened, IndexError> {
        fs::create_dir_all(dir).map_err(IndexError::Folder)?;
        let opened = read_current(dir).and_then(|id| {
            let generation = Generation::open(&dir.join(name(id)))?;
            Ok((id, generation))
        });
        let (id, generation, needs_rebuild) = match opened {
            Ok((id, generation)) => (id, generation, None),
            // A second process must not take the first one's index away.
            Err(IndexError::Tantivy(TantivyError::LockFailure(..))) => return Err(IndexError::InUse),
            Err(reason) => {
                let id = Uuid::now_v7();
                (id, Generation::create(&dir.join(name(id)))?, Some(reason))
            }
        };
        if needs_rebuild.is_some() {
            // An empty generation has no commit: were it named now and the process killed, the next start would
            // find it unfinished, which is right.
            write_current(dir, id)?;
        }
        remove_others(dir, id);
        let index = Self {
            dir: dir.to_owned(),
            current: RwLock::new(Current {
                id,
                generation: Arc::new(generation),
                analysis,
            }),
        };
        Ok(Opened { index, needs_rebuild })
    }

    /// An empty index that lives no longer than the value.
    ///
    /// # Errors
    /// When memory can't be had.
    pub fn in_memory(analysis: Analysis) -> Result<Self, IndexError> {
        Ok(Self {
            dir: PathBuf::new(),
            current: RwLock::new(Current {
                analysis,
                id: Uuid::nil(),
                generation: Arc::new(Generation::in_memory()?),
            }),
        })
    }

    #[must_use]
    pub fn analysis(&self) -> Analysis {
        self.current().analysis
    }

    /// Cuts what comes from now on with this dictionary.
    pub fn set_analysis(&self, analysis: Analysis) {
        let mut current = self.current.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        current.analysis = analysis;
    }

    /// The generation in use: no other index, of this node or another, has the same.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.current().id
    }

    /// The sequence of the last change that searches see.
    #[must_use]
    pub fn sequence(&self) -> i64 {
        self.generation().sequence()
    }

    /// How many listings searches see.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.generation().view().searcher().num_docs()
    }

    /// Applies changes in order and shows them. `sequence` is that of the last one.
    ///
    /// # Errors
    /// When the disk refuses. Nothing is lost: the next call repeats from the last sequence that was committed.
    pub fn apply(&self, changes: impl IntoIterator<Item = Change>, sequence: i64) -> Result<(), IndexError> {
        let Current {
            generation, analysis, ..
        } = self.current();
        generation.write(&analysis, changes)?;
        generation.commit(sequence)
    }

    /// Begins a new generation beside the current one, cut with this dictionary.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn begin_rebuild(self: &Arc<Self>, analysis: Analysis) -> Result<Rebuild, IndexError> {
        let id = Uuid::now_v7();
        let generation = Generation::create(&self.dir.join(name(id)))?;
        Ok(Rebuild {
            index: Arc::clone(self),
            id,
            generation,
            analysis,
        })
    }

    /// Begins a new generation in a folder that another process may be serving from.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn rebuild_beside(dir: &Path) -> Result<DetachedRebuild, IndexError> {
        fs::create_dir_all(dir).map_err(IndexError::Folder)?;
        // Left by a rebuild that was killed.
        remove_where(dir, |name| name.starts_with(BUILDING));
        let id = Uuid::now_v7();
        let building = dir.join(format!("{BUILDING}{}", id.simple()));
        let generation = Generation::create(&building)?;
        Ok(DetachedRebuild {
            dir: dir.to_owned(),
            building,
            id,
            generation,
        })
    }

    /// Takes up a generation that another process has finished since. Returns whether there was one.
    ///
    /// # Errors
    /// When there is one that can't be opened; the old one stays in use.
    pub fn take_up(&self) -> Result<bool, IndexError> {
        let id = read_current(&self.dir)?;
        if id == self.id() {
            return Ok(false);
        }
        let generation = Generation::open(&self.dir.join(name(id)))?;
        let analysis = self.analysis();
        self.switch(id, generation, analysis);
        Ok(true)
    }

    /// The names of a group of places that searches see, each once.
    ///
    /// # Errors
    /// When the index can't be read.
    pub fn names(&self, group: Group) -> Result<BTreeSet<String>, IndexError> {
        self.generation().names(group)
    }

    pub(super) fn generation(&self) -> Arc<Generation> {
        self.current().generation
    }

    fn current(&self) -> Current {
        let current = self.current.read();
        current.unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    fn switch(&self, id: Uuid, generation: Generation, analysis: Analysis) {
        let next = Current {
            id,
            generation: Arc::new(generation),
            analysis,
        };
        let mut current = self.current.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Searches under way keep the old one until they end; its files are open, so their names may go.
        *current = next;
        drop(current);
        remove_others(&self.dir, id);
    }
}

/// A new generation that is being filled while the old one answers.
#[derive(Debug)]
pub struct Rebuild {
    index: Arc<SearchIndex>,
    id: Uuid,
    generation: Generation,
    analysis: Analysis,
}

impl Rebuild {
    /// The new generation.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// # Errors
    /// When the disk refuses.
    pub fn add(&self, listings: &[ListingDocument]) -> Result<(), IndexError> {
        self.generation.add(&self.analysis, listings)
    }

    /// Commits and switches. `sequence` is that of the last change before the first listing was read.
    ///
    /// # Errors
    /// When the disk refuses; the old generation stays in use.
    pub fn finish(self, sequence: i64) -> Result<(), IndexError> {
        self.generation.commit(sequence)?;
        write_current(&self.index.dir, self.id)?;
        self.index.switch(self.id, self.generation, self.analysis);
        Ok(())
    }
}

/// Like [`Rebuild`], without an index of this process to switch.
#[derive(Debug)]
pub struct DetachedRebuild {
    dir: PathBuf,
    /// Named otherwise until it is finished, so that a serving process doesn't take it for an old one.
    building: PathBuf,
    id: Uuid,
    generation: Generation,
}

impl DetachedRebuild {
    /// The new generation.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// # Errors
    /// When the disk refuses.
    pub fn add(&self, analysis: &Analysis, listings: &[ListingDocument]) -> Result<(), IndexError> {
        self.generation.add(analysis, listings)
    }

    /// Commits, closes and names it; a serving process takes it up at its next look.
    ///
    /// # Errors
    /// When the disk refuses; the old generation stays in use.
    pub fn finish(self, sequence: i64) -> Result<(), IndexError> {
        self.generation.commit(sequence)?;
        // The lock of the writer has to be free before another process opens it.
        drop(self.generation);
        fs::rename(&self.building, self.dir.join(name(self.id))).map_err(IndexError::Folder)?;
        write_current(&self.dir, self.id)
    }
}

const CURRENT: &str = "current";
const PREFIX: &str = "generation-";
const BUILDING: &str = "building-";

/// The folder of a generation.
fn name(id: Uuid) -> String {
    format!("{PREFIX}{}", id.simple())
}

fn read_current(dir: &Path) -> Result<Uuid, IndexError> {
    let name = fs::read_to_string(dir.join(CURRENT)).map_err(IndexError::Folder)?;
    let id = name.strip_prefix(PREFIX).and_then(|id| Uuid::try_parse(id).ok());
    id.ok_or(IndexError::Damaged)
}

fn write_current(dir: &Path, id: Uuid) -> Result<(), IndexError> {
    let new = dir.join("current.new");
    let write = || {
        fs::write(&new, name(id))?;
        fs::File::open(&new)?.sync_all()?;
        fs::rename(&new, dir.join(CURRENT))
    };
    write().map_err(IndexError::Folder)
}

/// Removes generations that nothing names any more.
fn remove_others(dir: &Path, keep: Uuid) {
    let keep = name(keep);
    remove_where(dir, |name| name.starts_with(PREFIX) && name != keep);
}

/// What can't be removed now is next time.
fn remove_where(dir: &Path, unwanted: impl Fn(&str) -> bool) {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| unwanted(name)) else {
            continue;
        };
        if let Err(error) = fs::remove_dir_all(entry.path()) {
            tracing::warn!(%error, name, "an old search index could not be removed");
        }
    }
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
