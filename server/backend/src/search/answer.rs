//! What the index says to a search: read, looked up, and read once more where a name is misspelt.

use std::sync::Arc;

use domain::search::{Filter, Filters, Query, Radius, Reader, Understood, Word, availability};
use jiff::civil::Date;

use super::{
    engine::{Hits, IndexError, Request, SearchIndex},
    text::{Respelling, Spellings},
};

/// What the index says to a query.
#[derive(Debug)]
pub struct Answer {
    pub query: Query,
    pub respelling: Option<Respelling>,
    pub understood: Understood,
    pub hits: Hits,
}

/// Searches for what a query means on a day. A word that nothing has is read as the name that sounds the same, where that
/// finds more of what is asked for; `spellings` are wanted only then.
///
/// # Errors
/// When the index can't be read.
pub fn answer(
    index: &SearchIndex,
    reader: &Reader,
    spellings: impl FnOnce() -> Arc<Spellings>,
    (query, today): (&Query, Date),
    with_counts: bool,
) -> Result<Answer, IndexError> {
    let search = |query: &Query| {
        let understood = reader.understand(query, today);
        let also = match with_counts {
            true => counted_besides(reader, &understood, today),
            false => vec![],
        };
        let request = Request {
            understood: &understood,
            query,
            with_counts,
            also: &also,
        };
        let hits = index.search(&request)?;
        Ok::<_, IndexError>((understood, hits))
    };
    let (understood, hits) = search(query)?;
    let unknown = hits.dropped.iter().filter(|dropped| dropped.unknown);
    let unknown = unknown.filter_map(|dropped| understood.words.iter().find(|word| word.span == dropped.span));
    // What is quoted is meant as it stands.
    let unknown: Vec<_> = unknown.filter(|word| !word.literal).collect();
    if !unknown.is_empty() {
        let spellings = spellings();
        let meant = |word: &&Word| Some((word.span.clone(), spellings.meant(&word.text)?));
        let pieces: Vec<_> = unknown.iter().filter_map(meant).collect();
        if let Some((meant, respelling)) = Respelling::of(query, &pieces) {
            let (understood, better) = search(&meant)?;
            if better.dropped.len() < hits.dropped.len() {
                return Ok(Answer {
                    query: meant,
                    respelling: Some(respelling),
                    understood,
                    hits: better,
                });
            }
        }
    }
    Ok(Answer {
        query: query.clone(),
        respelling: None,
        understood,
        hits,
    })
}

/// Choices that no closed list holds: days to move in, and places to be near of.
fn counted_besides(reader: &Reader, understood: &Understood, today: Date) -> Vec<Filter> {
    let Filters { available_by, near, .. } = &understood.filters;
    // A day that was asked for is shown with its count, too.
    let days = availability(today).into_iter().chain(*available_by);
    let radius = near.as_ref().map_or_else(Radius::default, |near| near.radius);
    let landmarks = reader.landmarks().iter().map(|place| Filter::Near(place.near(radius)));
    days.map(Filter::AvailableBy).chain(landmarks).collect()
}
