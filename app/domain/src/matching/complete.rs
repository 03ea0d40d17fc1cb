//! The completion (办结): from an agreed match and the facts around it to everything that is to be written, or to the
//! reasons why not. Pure: the same function fills the coordinator's screen and decides in the transaction.

use super::{household::is_minor, terms::Terms};
use crate::{
    coded::coded,
    document::Holder,
    id::OccupantId,
    measure::SquareMetres,
    parameter::Parameters,
    space::{LettingMode, Space},
    time::start_of_day,
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};

/// A match on whose terms both sides agreed.
#[derive(Clone, Debug)]
pub struct Agreed {
    pub terms: Terms,
    pub occupants: Vec<OccupantFacts>,
}

/// What is known of somebody who moves in.
#[derive(Clone, Debug)]
pub struct OccupantFacts {
    pub id: OccupantId,
    pub name: String,
    /// Missing while the tenant has not given the documents.
    pub details: Option<PersonFacts>,
    /// An open residence registration at another house.
    pub registered_elsewhere: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct PersonFacts {
    pub born_on: Date,
    pub holder: Holder,
    pub local: bool,
    pub arrives_on: Date,
    pub has_guardian: bool,
}

impl PersonFacts {
    /// Whether no residence registration is needed: household registration is a mainland matter, so whoever holds another
    /// document is registered whatever the form says.
    fn is_exempt(self) -> bool {
        self.local && self.holder == Holder::Mainland
    }
}

#[derive(Clone, Debug)]
pub struct HouseFacts {
    pub mode: LettingMode,
    pub space_no: Option<i32>,
    pub spaces: Vec<Space>,
    /// Of the part that is let.
    pub area: SquareMetres,
    pub verified: bool,
    /// Some of the spaces are in another open registration.
    pub occupied: bool,
    /// Another record of the same door is in an open registration.
    pub held_elsewhere: bool,
}

/// What the coordinator ticked after seeing the originals (住房租赁条例 Art 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checklist {
    pub landlord_document_seen: bool,
    pub title_seen: bool,
    pub occupant_documents_seen: bool,
}

/// Everything around the match that the decision rests on.
#[derive(Clone, Debug)]
pub struct Facts {
    pub house: HouseFacts,
    pub landlord_identified: bool,
    /// The landlord has given another document since the contract named them.
    pub landlord_changed: bool,
    /// The tenant is the landlord, by document.
    pub one_person: bool,
    /// The terms that are on record still have the hash that both sides confirmed.
    pub same_hash: bool,
    pub checklist: Checklist,
    pub parameters: Parameters,
}

coded! {
    pub enum Severity {
        /// In order.
        Passed = "passed",
        /// Worth a look; doesn't stop the completion.
        Warning = "warning",
        /// Stops the completion.
        Blocked = "blocked",
    }
}

coded! {
    /// What a completion is checked for.
    pub enum FindingCode {
        SameTerms = "same-terms",
        LandlordIdentified = "landlord-identified",
        /// The landlord has not given another document since the contract named them.
        LandlordUnchanged = "landlord-unchanged",
        /// Landlord and tenant are two people: nobody lets to themselves.
        TwoPeople = "two-people",
        LandlordDocument = "landlord-document",
        Title = "title",
        HouseVerified = "house-verified",
        SpaceLettable = "space-lettable",
        UnitFree = "unit-free",
        /// No other record of the same door is in an open registration.
        DoorFree = "door-free",
        OccupantsARoom = "occupants-a-room",
        AreaAPerson = "area-a-person",
        OccupantDocuments = "occupant-documents",
        OccupantDetails = "occupant-details",
        Guardian = "guardian",
        NotRegisteredElsewhere = "not-registered-elsewhere",
        Deposit = "deposit",
    }
}

impl FindingCode {
    /// How it can come out.
    pub const fn outcomes(self) -> &'static [Severity] {
        match self {
            FindingCode::Deposit | FindingCode::LandlordUnchanged => &[Severity::Passed, Severity::Warning],
            FindingCode::OccupantDetails => &[Severity::Blocked],
            _ => &[Severity::Passed, Severity::Blocked],
        }
    }
}

/// One line of the coordinator's checklist. Its text is `finding.<code>.<severity>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub code: FindingCode,
    pub severity: Severity,
    pub args: Vec<(&'static str, String)>,
}

/// Everything that the completion writes, besides the rows that follow from it alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub starts_on: Date,
    pub ends_on: Date,
    /// The lease is to be filed by this day (商品房屋租赁管理办法 Art 14: 30 days).
    pub filing_due_on: Date,
    /// One for everybody whose household registration is not in this city.
    pub residences: Vec<Residence>,
    /// Local residents: the house registration names them, no residence registration is needed.
    pub exempt: Vec<OccupantId>,
    /// The spaces that nobody else can be registered in from now on.
    pub claims: Vec<Claim>,
    pub first_visit_on: Date,
}

/// A space of the house that this lease takes.
pub type Claim = u8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residence {
    pub occupant: OccupantId,
    pub arrived_on: Date,
    pub remind_on: Date,
    pub due_on: Date,
    pub due_at: Timestamp,
}

impl Agreed {
    /// The plan, or the blocking findings.
    pub fn complete(self, facts: &Facts, now: Timestamp) -> Result<Completion, Vec<Finding>> {
        let today = crate::time::date_in_china(now);
        let blocked: Vec<_> = self
            .findings(facts, today)
            .into_iter()
            .filter(|finding| finding.severity == Severity::Blocked)
            .collect();
        if !blocked.is_empty() {
            return Err(blocked);
        }
        let parameters = &facts.parameters;
        let mut residences = Vec::new();
        let mut exempt = Vec::new();
        for occupant in &self.occupants {
            // The findings block a completion without details.
            let Some(person) = occupant.details else { continue };
            if person.is_exempt() {
                exempt.push(occupant.id);
            } else {
                residences.push(residence(occupant.id, person, parameters));
            }
        }
        Ok(Completion {
            starts_on: self.terms.starts_on,
            ends_on: self.terms.ends_on(),
            filing_due_on: today.saturating_add(days(parameters.filing_days)),
            residences,
            exempt,
            claims: claims(&facts.house),
            first_visit_on: self
                .terms
                .starts_on
                .max(today)
                .saturating_add(days(parameters.first_visit_days)),
        })
    }

    /// Every check with its outcome, for the screen.
    pub fn findings(&self, facts: &Facts, today: Date) -> Vec<Finding> {
        let mut findings = vec![
            check(FindingCode::SameTerms, facts.same_hash),
            check(FindingCode::LandlordIdentified, facts.landlord_identified),
            warn(FindingCode::LandlordUnchanged, !facts.landlord_changed),
            check(FindingCode::TwoPeople, !facts.one_person),
            check(FindingCode::LandlordDocument, facts.checklist.landlord_document_seen),
            check(FindingCode::Title, facts.checklist.title_seen),
            check(FindingCode::HouseVerified, facts.house.verified),
            check(FindingCode::SpaceLettable, space_lettable(&facts.house)),
            check(FindingCode::UnitFree, !facts.house.occupied),
            check(FindingCode::DoorFree, !facts.house.held_elsewhere),
        ];
        findings.extend(self.crowding(facts));
        findings.push(check(
            FindingCode::OccupantDocuments,
            facts.checklist.occupant_documents_seen,
        ));
        findings.extend(self.people(today));
        findings.push(self.deposit(&facts.parameters));
        findings
    }

    /// 住房租赁条例 Art 7: how many people a room, how much floor a person, both set by the city.
    fn crowding(&self, facts: &Facts) -> [Finding; 2] {
        let people = self.occupants.len().max(1);
        let rooms = match facts.house.mode {
            LettingMode::Shared => 1,
            LettingMode::Whole => facts.house.spaces.iter().filter(|space| space.kind.lettable()).count(),
        };
        let room_limit = usize::try_from(facts.parameters.occupants_per_room_max).unwrap_or(usize::MAX);
        let limit = rooms.saturating_mul(room_limit);
        let per_person = f64::from(facts.house.area.hundredths()) / 100.0 / people as f64;
        let required = facts.parameters.floor_area_per_person_min;
        [
            check(FindingCode::OccupantsARoom, people <= limit)
                .with("people", people)
                .with("max", limit),
            check(FindingCode::AreaAPerson, per_person >= f64::from(required))
                .with("area", format!("{per_person:.1}"))
                .with("min", required),
        ]
    }

    fn people(&self, today: Date) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (index, occupant) in self.occupants.iter().enumerate() {
            let named = |finding: Finding| finding.with("no", index + 1).with("name", &occupant.name);
            let Some(person) = occupant.details else {
                findings.push(named(check(FindingCode::OccupantDetails, false)));
                continue;
            };
            if is_minor(person.born_on, today) {
                findings.push(named(check(FindingCode::Guardian, person.has_guardian)));
            }
            if !person.is_exempt() {
                findings.push(named(check(
                    FindingCode::NotRegisteredElsewhere,
                    !occupant.registered_elsewhere,
                )));
            }
        }
        findings
    }

    /// There is no national cap on deposits (Art 10): a high one is pointed out.
    fn deposit(&self, parameters: &Parameters) -> Finding {
        let threshold = u64::from(self.terms.rent.get()) * u64::from(parameters.deposit_warn_months);
        let severity = if u64::from(self.terms.deposit.get()) > threshold {
            Severity::Warning
        } else {
            Severity::Passed
        };
        Finding {
            code: FindingCode::Deposit,
            severity,
            args: Vec::new(),
        }
        .with("months", parameters.deposit_warn_months)
    }
}

impl Finding {
    fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

fn check(code: FindingCode, holds: bool) -> Finding {
    let severity = if holds { Severity::Passed } else { Severity::Blocked };
    Finding {
        code,
        severity,
        args: Vec::new(),
    }
}

/// What is worth a look and stops nothing.
fn warn(code: FindingCode, holds: bool) -> Finding {
    let severity = if holds { Severity::Passed } else { Severity::Warning };
    Finding {
        code,
        severity,
        args: Vec::new(),
    }
}

/// Art 7 again at completion: the listing may be older than the layout it names.
fn space_lettable(house: &HouseFacts) -> bool {
    match (house.mode, house.space_no) {
        (LettingMode::Whole, None) => house.spaces.iter().any(|space| space.kind.lettable()),
        (LettingMode::Shared, Some(no)) => house
            .spaces
            .iter()
            .any(|space| i32::from(space.no) == no && space.kind.lettable()),
        _ => false,
    }
}

/// Letting a room takes that room; letting the whole takes every room.
fn claims(house: &HouseFacts) -> Vec<Claim> {
    house
        .spaces
        .iter()
        .filter(|space| space.kind.lettable() && house.space_no.is_none_or(|no| i32::from(space.no) == no))
        .map(|space| space.no)
        .collect()
}

fn days(count: u32) -> jiff::Span {
    i32::try_from(count).unwrap_or(i32::MAX).min(36_500).days()
}

/// Non-locals are reminded on day 3 and overdue on day 7 after arrival (parameters); a foreigner or a Taiwan resident in a
/// private home is due within hours of arrival (Exit and Entry Administration Law Art 39).
fn residence(occupant: OccupantId, person: PersonFacts, parameters: &Parameters) -> Residence {
    let arrived_on = person.arrives_on;
    let hours = match person.holder {
        Holder::Foreign => Some(parameters.foreigner_hours),
        Holder::Taiwan => Some(parameters.taiwan_town_hours),
        Holder::Mainland | Holder::HongKongOrMacau => None,
    };
    let (remind_on, due_on) = match hours {
        Some(hours) => (arrived_on, arrived_on.saturating_add(days(hours.div_ceil(24)))),
        None => (
            arrived_on.saturating_add(days(parameters.residence_remind_days)),
            arrived_on.saturating_add(days(parameters.residence_overdue_days)),
        ),
    };
    let start = start_of_day(arrived_on).unwrap_or(Timestamp::UNIX_EPOCH);
    let due_at = match hours {
        Some(hours) => start.saturating_add(SignedDuration::from_hours(i64::from(hours))),
        // Until the end of the day.
        None => start_of_day(due_on)
            .unwrap_or(start)
            .saturating_add(SignedDuration::from_hours(24)),
    };
    Residence {
        occupant,
        arrived_on,
        remind_on,
        due_on,
        due_at: due_at.unwrap_or(start),
    }
}

#[cfg(test)]
#[path = "complete_tests.rs"]
mod tests;
