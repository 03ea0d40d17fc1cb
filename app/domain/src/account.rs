//! Who acts: citizens, and the staff of the centre.

use crate::{area::AreaCode, coded::coded, id::AccountId, lang::Lang};

coded! {
    /// What an account may do. A citizen is tenant and landlord alike: it depends on the match, not on the person.
    pub enum Role {
        Citizen = "citizen",
        /// Coordinator (协管员): verifies, matches, completes, finalises, within the areas assigned.
        Coordinator = "coordinator",
        /// Reviewer (police station or housing office): accepts or returns registrations.
        Reviewer = "reviewer",
        /// Administrator: staff, areas, parameters. Sees no matches.
        Administrator = "administrator",
    }
}

impl Role {
    pub const fn is_staff(self) -> bool {
        !matches!(self, Role::Citizen)
    }

    /// Whether there is work for this role at `/desk`.
    pub const fn has_desk(self) -> bool {
        matches!(self, Role::Coordinator | Role::Administrator)
    }
}

/// The account behind a request, as use cases need to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: AccountId,
    pub role: Role,
    pub name: String,
    pub lang: Lang,
    /// Where a coordinator or reviewer works; empty for everybody else.
    pub areas: Vec<AreaCode>,
}

impl Actor {
    /// Whether this is a coordinator for the place.
    pub fn coordinates(&self, place: &AreaCode) -> bool {
        self.role == Role::Coordinator && self.areas.iter().any(|area| area.contains(*place))
    }
}
