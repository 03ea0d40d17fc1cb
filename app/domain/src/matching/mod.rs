//! A match (撮合): one tenant's household and one unit, from the application to the completed registration.
//!
//! `applied → accepted → agreed → completed`; `declined`, `withdrawn` and `lapsed` end it earlier.

mod complete;
mod household;
mod terms;

pub use complete::{
    Agreed, Checklist, Claim, Completion, Facts, Finding, FindingCode, HouseFacts, OccupantFacts, PersonFacts,
    Residence, Severity,
};
pub use household::{
    Details, Guardian, Household, Identity, MEMBER_FIELDS, Member, Reason, Relation, TypedDetails, TypedIdentity,
    TypedMember,
};
pub use terms::{Contract, Payer, Terms, TermsHash, TypedTerms};

use crate::coded::coded;

coded! {
    pub enum MatchStatus {
        /// The tenant applied; the landlord has 72 hours (a parameter) to answer.
        Applied = "applied",
        /// The landlord chose this household; details and terms are being filled in.
        Accepted = "accepted",
        /// Both sides confirmed the same terms; the centre completes.
        Agreed = "agreed",
        Completed = "completed",
        /// By the landlord, or because another household was completed.
        Declined = "declined",
        /// By the tenant, or called off by the centre.
        Withdrawn = "withdrawn",
        /// Nobody answered in time.
        Lapsed = "lapsed",
    }
}

impl MatchStatus {
    /// Whether something can still come of it.
    pub const fn is_open(self) -> bool {
        matches!(self, MatchStatus::Applied | MatchStatus::Accepted | MatchStatus::Agreed)
    }
}

coded! {
    /// Which side of a match somebody is on.
    pub enum Party { Tenant = "tenant", Landlord = "landlord", Coordinator = "coordinator" }
}

impl Party {
    /// Whether this side reads the names of the people on side `of` in full. A stranger's application does not tell who
    /// lets a home, nor a landlord who is looking for one: until the landlord has accepted, each knows the other's surname.
    pub fn reads_names_of(self, of: Party, accepted: bool) -> bool {
        accepted || self == of || self == Party::Coordinator
    }
}

coded! {
    pub enum MatchAction {
        Accept = "accept",
        Decline = "decline",
        Withdraw = "withdraw",
        /// The tenant's: documents and arrival of everybody who moves in. The landlord's: their own document.
        GiveDetails = "give-details",
        WriteTerms = "write-terms",
        ConfirmTerms = "confirm-terms",
        /// Back to the parties with a reason (退回补正): the terms are open again.
        SendBack = "send-back",
        CallOff = "call-off",
        Complete = "complete",
    }
}

/// What each side may do in which state: the one table, read by the pages (which buttons there are) and by the use cases
/// (what is refused).
pub const fn allowed_actions(status: MatchStatus, party: Party) -> &'static [MatchAction] {
    use MatchAction::*;
    match (status, party) {
        (MatchStatus::Applied, Party::Tenant) => &[Withdraw],
        (MatchStatus::Applied, Party::Landlord) => &[Accept, Decline],
        (MatchStatus::Applied, Party::Coordinator) => &[],
        (MatchStatus::Accepted, Party::Tenant) => &[GiveDetails, ConfirmTerms, Withdraw],
        (MatchStatus::Accepted, Party::Landlord) => &[GiveDetails, WriteTerms, ConfirmTerms, Decline],
        (MatchStatus::Accepted, Party::Coordinator) => &[CallOff],
        (MatchStatus::Agreed, Party::Tenant) => &[Withdraw],
        (MatchStatus::Agreed, Party::Landlord) => &[Decline],
        (MatchStatus::Agreed, Party::Coordinator) => &[Complete, SendBack, CallOff],
        (MatchStatus::Completed | MatchStatus::Declined | MatchStatus::Withdrawn | MatchStatus::Lapsed, _) => &[],
    }
}

pub fn allows(status: MatchStatus, party: Party, action: MatchAction) -> bool {
    allowed_actions(status, party).contains(&action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_do_what() {
        let mut table = String::new();
        for status in MatchStatus::ALL {
            for party in Party::ALL {
                let actions: Vec<_> = allowed_actions(*status, *party)
                    .iter()
                    .map(|action| action.code())
                    .collect();
                table.push_str(&format!(
                    "{:<10} {:<12} {}\n",
                    status.code(),
                    party.code(),
                    actions.join(" ")
                ));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn what_is_over_stays_over() {
        for status in MatchStatus::ALL.iter().filter(|status| !status.is_open()) {
            for party in Party::ALL {
                assert!(allowed_actions(*status, *party).is_empty());
            }
        }
    }
}
