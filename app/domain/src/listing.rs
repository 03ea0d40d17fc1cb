//! A listing (房源): its states, who may do what in each, and the terms a landlord asks for.

mod freshness;
mod terms;

pub use freshness::{Freshness, FreshnessStep};
pub use terms::{ListingTerms, MAX_MIN_TERM_MONTHS, TypedListing, room_to_let};

use crate::{coded::coded, form::Code};

coded! {
    /// Where a listing stands. One that was returned is a draft with a reason.
    pub enum ListingStatus {
        Draft = "draft",
        InReview = "in-review",
        Published = "published",
        Paused = "paused",
        /// A match was completed.
        Let = "let",
        Withdrawn = "withdrawn",
        /// Its landlord did not reconfirm that it is still to let.
        Expired = "expired",
    }
}

coded! {
    pub enum ListingAction {
        Edit = "edit",
        Submit = "submit",
        /// Back to a draft, to be reviewed anew: what is published was reviewed as it stands.
        Revise = "revise",
        Publish = "publish",
        /// Back to the landlord with a reason; a published listing is taken down by it (住房租赁条例 art. 36).
        Return = "return",
        Pause = "pause",
        Resume = "resume",
        /// It is still to let: the date is renewed; an expired listing is published again.
        Reconfirm = "reconfirm",
        Withdraw = "withdraw",
        /// Nobody said in time that it is still to let.
        Expire = "expire",
        /// What its source says of it anew; where it stands is not touched.
        Refresh = "refresh",
    }
}

coded! {
    /// In what role somebody acts on a listing.
    pub enum ListingParty {
        Landlord = "landlord",
        Coordinator = "coordinator",
        /// The program itself, when a time is over.
        System = "system",
        /// The file that it was imported from. A file doesn't overrule people: what they let, withdrew or are reviewing stays.
        Source = "source",
    }
}

/// What may be done: the one table, for pages and use cases alike.
pub const fn allowed_actions(status: ListingStatus, party: ListingParty) -> &'static [ListingAction] {
    use ListingAction::*;
    match (party, status) {
        (ListingParty::Landlord, ListingStatus::Draft) => &[Edit, Submit, Withdraw],
        (ListingParty::Landlord, ListingStatus::InReview) => &[Revise, Withdraw],
        (ListingParty::Landlord, ListingStatus::Published) => &[Reconfirm, Pause, Revise, Withdraw],
        (ListingParty::Landlord, ListingStatus::Paused) => &[Resume, Revise, Withdraw],
        (ListingParty::Landlord, ListingStatus::Expired) => &[Reconfirm, Revise, Withdraw],
        (ListingParty::Coordinator, ListingStatus::InReview) => &[Publish, Return],
        (ListingParty::Coordinator, ListingStatus::Published | ListingStatus::Paused) => &[Return],
        (ListingParty::System, ListingStatus::Published) => &[Expire],
        (ListingParty::Source, ListingStatus::Draft) => &[Refresh, Publish],
        (ListingParty::Source, ListingStatus::Published | ListingStatus::Paused | ListingStatus::Expired) => &[Refresh],
        (ListingParty::Landlord, ListingStatus::Let | ListingStatus::Withdrawn)
        | (
            ListingParty::Coordinator,
            ListingStatus::Draft | ListingStatus::Let | ListingStatus::Withdrawn | ListingStatus::Expired,
        )
        | (ListingParty::Source, ListingStatus::InReview | ListingStatus::Let | ListingStatus::Withdrawn)
        | (ListingParty::System, _) => &[],
    }
}

impl ListingStatus {
    /// The state that an action leads to. Error: `listing-state` when `party` may not do that now.
    pub fn after(self, party: ListingParty, action: ListingAction) -> Result<ListingStatus, Code> {
        if !allowed_actions(self, party).contains(&action) {
            return Err(Code::new("listing-state"));
        }
        Ok(match action {
            ListingAction::Edit | ListingAction::Revise | ListingAction::Return => ListingStatus::Draft,
            ListingAction::Submit => ListingStatus::InReview,
            ListingAction::Publish | ListingAction::Resume | ListingAction::Reconfirm => ListingStatus::Published,
            ListingAction::Pause => ListingStatus::Paused,
            ListingAction::Withdraw => ListingStatus::Withdrawn,
            ListingAction::Expire => ListingStatus::Expired,
            ListingAction::Refresh => self,
        })
    }

    /// Whether it takes its rooms: nobody offers them a second time meanwhile.
    pub const fn is_offered(self) -> bool {
        matches!(
            self,
            ListingStatus::InReview | ListingStatus::Published | ListingStatus::Paused
        )
    }

    /// Whether everybody may see it.
    pub const fn is_public(self) -> bool {
        matches!(self, ListingStatus::Published)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn the_table_of_actions() {
        let mut table = String::new();
        for party in ListingParty::ALL {
            for status in ListingStatus::ALL {
                let actions: Vec<_> = allowed_actions(*status, *party)
                    .iter()
                    .map(|action| {
                        let next = status.after(*party, *action).unwrap();
                        format!("{action} → {next}")
                    })
                    .collect();
                writeln!(table, "{party:<12} {status:<10} {}", actions.join(", ")).unwrap();
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn what_is_not_in_the_table_is_refused() {
        for party in ListingParty::ALL {
            for status in ListingStatus::ALL {
                for action in ListingAction::ALL {
                    assert_eq!(
                        status.after(*party, *action).is_ok(),
                        allowed_actions(*status, *party).contains(action),
                        "{party} {status} {action}"
                    );
                }
            }
        }
    }
}
