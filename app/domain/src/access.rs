//! Rights (权限): who may do what to which record. [`may`] is the one place that decides; what it answers with, a
//! [`Permit`], is what a deed is committed with, so that a check that was forgotten does not compile.
//!
//! Rights say who; the tables of states (`matching::allowed_actions` and its sisters) say when.

mod action;
#[cfg(test)]
mod tests;

pub use action::Action;

use crate::{
    area::AreaCode,
    coded::coded,
    form::Code,
    id::{AccountId, DutyId, OrganisationId},
    lang::Lang,
};
use jiff::civil::Date;

coded! {
    /// What a duty is for. Whoever has none is a citizen: tenant and landlord alike, as it depends on the record.
    pub enum Role {
        /// Coordinator (协管员): verifies, matches, completes, finalises, within an area.
        Coordinator = "coordinator",
        /// Reviewer (police station or housing office): accepts or returns registrations of an area.
        Reviewer = "reviewer",
        /// Administrator: staff, their duties, organisations, places. Sees no matches.
        Administrator = "administrator",
    }
}

impl Role {
    /// Whether a duty in this role is one for an area.
    pub const fn needs_area(self) -> bool {
        matches!(self, Role::Coordinator | Role::Reviewer)
    }
}

/// What an account is entrusted with (职责): in a role, for an area, in the name of an organisation, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    pub id: DutyId,
    pub role: Role,
    pub area: Option<AreaCode>,
    /// In whose name: a police station, a housing office.
    pub organisation: Option<OrganisationId>,
    pub from: Date,
    /// The last day.
    pub until: Option<Date>,
}

coded! {
    /// How a duty stands on a day.
    pub enum DutyState {
        InForce = "in-force",
        ToCome = "to-come",
        Over = "over",
        /// It ended before its first day was over.
        TakenBack = "taken-back",
    }
}

impl Duty {
    pub fn state(&self, today: Date) -> DutyState {
        match self.until {
            Some(until) if until < self.from => DutyState::TakenBack,
            Some(until) if until < today => DutyState::Over,
            _ if today < self.from => DutyState::ToCome,
            _ => DutyState::InForce,
        }
    }

    pub fn in_force(&self, today: Date) -> bool {
        self.state(today) == DutyState::InForce
    }
}

/// The account behind a request, with the duties that are in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: AccountId,
    pub name: String,
    pub lang: Lang,
    pub duties: Vec<Duty>,
}

impl Actor {
    pub fn is_staff(&self) -> bool {
        !self.duties.is_empty()
    }

    pub fn has(&self, role: Role) -> bool {
        self.duties.iter().any(|duty| duty.role == role)
    }

    /// Where somebody works in a role; of use for lists. For one record ask [`may`].
    pub fn areas(&self, role: Role) -> impl Iterator<Item = AreaCode> {
        let duties = self.duties.iter().filter(move |duty| duty.role == role);
        duties.filter_map(|duty| duty.area)
    }

    /// The duty by which somebody works in a role at a place, whatever the length of the duty's area code: a duty for a
    /// community covers that community, one for a street all of its communities. Administrators work everywhere.
    pub fn duty_at(&self, role: Role, place: Where) -> Option<&Duty> {
        self.duties.iter().find(|duty| {
            let covers = || match place {
                Where::At(place) => duty.area.is_some_and(|area| area.contains(place)),
                Where::Anywhere => true,
                Where::Nowhere => false,
            };
            duty.role == role && (!role.needs_area() || covers())
        })
    }
}

/// Who does something.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    Account(&'a Actor),
    /// Nobody who is known: a visitor, or whoever follows a link of a mail.
    Visitor,
    /// The program itself: a time is over, a command was given on the machine.
    Program,
}

impl<'a> From<&'a Actor> for By<'a> {
    fn from(actor: &'a Actor) -> Self {
        By::Account(actor)
    }
}

impl By<'_> {
    pub fn account(self) -> Option<AccountId> {
        match self {
            By::Account(actor) => Some(actor.id),
            By::Visitor | By::Program => None,
        }
    }
}

coded! {
    /// How an account stands to a record.
    pub enum Side {
        Landlord = "landlord",
        Tenant = "tenant",
        /// It is theirs alone: a saved search, an account.
        Owner = "owner",
    }
}

/// Where the thing is that a record is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Where {
    /// It is about no thing that stands somewhere: no duty for an area has to do with it.
    #[default]
    Nowhere,
    At(AreaCode),
    /// It is the whole city's: every duty has to do with it.
    Anywhere,
}

/// What [`may`] needs to know of a record.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    place: Where,
    sides: Vec<(Side, AccountId)>,
    entered_by: Vec<AccountId>,
}

impl Subject {
    /// A record of no place and, without [`Subject::with`], nobody's.
    pub fn nowhere() -> Self {
        Self::default()
    }

    /// What all staff look after, wherever they work.
    pub fn anywhere() -> Self {
        Self {
            place: Where::Anywhere,
            ..Self::default()
        }
    }

    /// A record of something that stands here.
    pub fn at(place: AreaCode) -> Self {
        Self {
            place: Where::At(place),
            ..Self::default()
        }
    }

    #[must_use]
    pub fn with(mut self, side: Side, account: AccountId) -> Self {
        self.sides.push((side, account));
        self
    }

    /// Who typed it: others accept it.
    #[must_use]
    pub fn entered_by(mut self, account: AccountId) -> Self {
        self.entered_by.push(account);
        self
    }

    fn is_own(&self, account: AccountId) -> bool {
        self.entered_by.contains(&account) || self.sides.iter().any(|(_, id)| *id == account)
    }
}

/// By what right somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Everybody, logged in or not; a link of a mail says more where it matters.
    Visitor,
    /// Anybody who is logged in.
    Account,
    /// An account without a duty: staff act for themselves with an account of their own.
    Citizen,
    Side(Side),
    Duty(Role),
    Program,
}

impl Right {
    fn belongs_to(self, by: By<'_>, subject: &Subject) -> bool {
        match (self, by) {
            (Right::Visitor, By::Account(_) | By::Visitor) => true,
            (Right::Account, By::Account(_)) => true,
            (Right::Citizen, By::Account(actor)) => !actor.is_staff(),
            (Right::Side(side), By::Account(actor)) => subject.sides.contains(&(side, actor.id)),
            (Right::Duty(role), By::Account(actor)) => actor.duty_at(role, subject.place).is_some(),
            (Right::Program, By::Program) => true,
            _ => false,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Right::Visitor => "visitor",
            Right::Account => "account",
            Right::Citizen => "citizen",
            Right::Side(side) => side.code(),
            Right::Duty(role) => role.code(),
            Right::Program => "program",
        }
    }
}

/// Leave to do one thing. Nothing but [`may`] makes one.
#[derive(Debug)]
pub struct Permit {
    action: Action,
    right: Right,
    account: Option<AccountId>,
}

impl Permit {
    pub fn action(&self) -> Action {
        self.action
    }

    pub fn right(&self) -> Right {
        self.right
    }

    pub fn account(&self) -> Option<AccountId> {
        self.account
    }
}

/// Why something may not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// For this actor there is no such record.
    Hidden,
    Refused(Refusal),
}

coded! {
    pub enum Refusal {
        /// The record may be seen, but this is for somebody else to do.
        NotYours = "not-yours",
        /// Nobody approves, accepts or settles what they entered or are a side of.
        OwnWork = "own-work",
    }
}

impl From<Refusal> for Code {
    fn from(refusal: Refusal) -> Self {
        Code::new(refusal.code())
    }
}

pub type Verdict = Result<Permit, Denied>;

/// Whether somebody may do something to a record: the one place that decides.
pub fn may<'a>(by: impl Into<By<'a>>, action: Action, subject: &Subject) -> Verdict {
    let by = by.into();
    let right = action
        .rights()
        .iter()
        .copied()
        .find(|right| right.belongs_to(by, subject));
    let account = by.account();
    match right {
        Some(Right::Duty(_)) if action.needs_other_eyes() && account.is_some_and(|id| subject.is_own(id)) => {
            Err(Denied::Refused(Refusal::OwnWork))
        }
        Some(right) => Ok(Permit { action, right, account }),
        None if sees(by, subject) => Err(Denied::Refused(Refusal::NotYours)),
        None => Err(Denied::Hidden),
    }
}

/// Whether the record is a side's, or within the work of a coordinator.
fn sees(by: By<'_>, subject: &Subject) -> bool {
    let By::Account(actor) = by else { return false };
    let is_side = subject.sides.iter().any(|(_, id)| *id == actor.id);
    is_side || actor.duty_at(Role::Coordinator, subject.place).is_some()
}
