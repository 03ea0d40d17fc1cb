//! Everything that is done in the background: the one list of the tasks of all nouns.

use crate::{favourite, job, job::Kind, listing, matching, notice, saved_search, search};

/// What the workers of a [`Backend`](crate::Backend) know how to do.
pub(crate) const KINDS: &[Kind] = &[
    Kind::of::<notice::Deliver>(),
    Kind::of::<matching::Lapse>(),
    Kind::of::<saved_search::Ask>(),
    Kind::of::<saved_search::MailAlert>(),
    Kind::of::<listing::CheckFreshness>(),
    Kind::of::<favourite::SpreadNews>(),
    Kind::of::<favourite::TellNews>(),
    Kind::of::<job::Purge>(),
    Kind::of::<search::PurgeChanges>(),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::Task;
    use domain::{
        id::{AccountId, ListingId, MatchId, NoticeId, SavedSearchId},
        saved_search::AlertFrequency,
    };
    use jiff::Timestamp;
    use std::{collections::BTreeSet, fmt::Debug};

    /// Writes a task into its columns and reads it again; its kind.
    fn kept<T: Task + Clone + Debug + PartialEq>(task: T) -> &'static str {
        let payload = serde_json::to_string(&task).unwrap();
        assert_eq!(serde_json::from_str::<T>(&payload).unwrap(), task, "{payload}");
        T::KIND
    }

    #[test]
    fn every_kind_has_a_name_of_its_own_and_its_tasks_survive_their_columns() {
        let names: Vec<&str> = KINDS.iter().map(Kind::name).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        let (listing, confirmed_at) = (ListingId::generate(), Timestamp::UNIX_EPOCH);
        let (search, frequency) = (SavedSearchId::generate(), AlertFrequency::Daily);
        let tried = [
            kept(notice::Deliver {
                notice: NoticeId::generate(),
            }),
            kept(matching::Lapse {
                matching: MatchId::generate(),
            }),
            kept(saved_search::Ask {}),
            kept(saved_search::MailAlert { search, frequency }),
            kept(listing::CheckFreshness { listing, confirmed_at }),
            kept(favourite::SpreadNews { listing }),
            kept(favourite::TellNews {
                account: AccountId::generate(),
            }),
            kept(job::Purge {}),
            kept(search::PurgeChanges {}),
        ];
        assert_eq!(tried[..], names);
    }

    #[test]
    fn the_names_in_the_database_stay() {
        let names: Vec<&str> = KINDS.iter().map(Kind::name).collect();
        let stored = [
            "mail",
            "lapse-match",
            "ask-saved-searches",
            "mail-search-alert",
            "check-freshness",
            "spread-news",
            "tell-news",
            "purge-jobs",
            "purge-index-changes",
        ];
        assert_eq!(names, stored);
    }
}
