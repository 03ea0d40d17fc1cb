//! Suggestions while somebody types.

use std::sync::Arc;

use super::{blocking::searching, engine::Suggestion, service};
use crate::{Backend, Error};

/// So many suggestions are made in a moment; more are made while the old ones go on answering.
const MADE_WHILE_WAITING_MAX: usize = 2000;

/// What the text that is being typed may become, best first: at most `limit`.
///
/// # Errors
/// When no index is open or it can't be read; [`Error::NotReady`] while it is being filled.
pub async fn suggest(backend: &Backend, text: &str, limit: usize) -> Result<Vec<Suggestion>, Error> {
    let service = service::ready(backend)?;
    let stale = service.take_suggestions_stale();
    let make = {
        let service = Arc::clone(&service);
        move || service.make_suggestions()
    };
    let suggestions = match service.suggestions() {
        Some(suggestions) if !stale => suggestions,
        // A second's work for a hundred thousand names: nobody who types waits for that.
        Some(old) if old.count() > MADE_WHILE_WAITING_MAX => {
            tokio::spawn(async {
                if let Err(error) = searching(make).await {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "suggestions stay as they were"
                    );
                }
            });
            old
        }
        _ => searching(make).await?,
    };
    Ok(suggestions.complete(&service.reader(), text, backend.today(), limit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{listing, search, test_support::people};

    crate::both! {
        async fn what_is_published_is_suggested_and_what_is_not_is_gone(bench: &Bench) {
            let backend = &bench.backend;
            search::open(backend).await.unwrap();
            search::catch_up(backend).await.unwrap();
            let labels = async |text| {
                let found = suggest(backend, text, 8).await.unwrap();
                found.into_iter().map(|found| (found.label, found.count)).collect::<Vec<_>>()
            };
            assert_eq!(labels("jbxc").await, []);
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, id) = people::published(backend, &landlord, &coordinator, "301").await;
            search::catch_up(backend).await.unwrap();
            assert_eq!(labels("jbxc").await, [("江滨新村".to_owned(), Some(1))]);
            assert_eq!(labels("sany").await[0], ("三元区".to_owned(), Some(1)));
            listing::change(backend, &landlord, id, domain::listing::ListingAction::Pause).await.unwrap();
            search::catch_up(backend).await.unwrap();
            assert_eq!(labels("jbxc").await, []);
        }
    }
}
