//! A viewing (看房): asked for by a tenant, times offered by the landlord, one chosen.

use crate::{
    coded::coded,
    form::{Code, Errors},
    text, time,
};
use jiff::{SignedDuration, Timestamp};

coded! {
    pub enum ViewingStatus {
        Asked = "asked",
        Offered = "offered",
        Booked = "booked",
        Declined = "declined",
        Cancelled = "cancelled",
    }
}

coded! {
    pub enum ViewingAction {
        /// The landlord names times, or other ones.
        Offer = "offer",
        Choose = "choose",
        Decline = "decline",
        Cancel = "cancel",
    }
}

coded! {
    pub enum ViewingParty {
        Tenant = "tenant",
        Landlord = "landlord",
    }
}

/// What may be done: the one table, for pages and use cases alike.
pub const fn allowed_actions(status: ViewingStatus, party: ViewingParty) -> &'static [ViewingAction] {
    use ViewingAction::*;
    match (party, status) {
        (ViewingParty::Landlord, ViewingStatus::Asked | ViewingStatus::Offered) => &[Offer, Decline],
        (ViewingParty::Landlord, ViewingStatus::Booked) => &[Cancel],
        (ViewingParty::Tenant, ViewingStatus::Asked | ViewingStatus::Booked) => &[Cancel],
        (ViewingParty::Tenant, ViewingStatus::Offered) => &[Choose, Cancel],
        (ViewingParty::Tenant | ViewingParty::Landlord, ViewingStatus::Declined | ViewingStatus::Cancelled) => &[],
    }
}

impl ViewingStatus {
    /// The state that an action leads to. Error: `viewing-state` when `party` may not do that now.
    pub fn after(self, party: ViewingParty, action: ViewingAction) -> Result<ViewingStatus, Code> {
        if !allowed_actions(self, party).contains(&action) {
            return Err(Code::new("viewing-state"));
        }
        Ok(match action {
            ViewingAction::Offer => ViewingStatus::Offered,
            ViewingAction::Choose => ViewingStatus::Booked,
            ViewingAction::Decline => ViewingStatus::Declined,
            ViewingAction::Cancel => ViewingStatus::Cancelled,
        })
    }

    /// Whether something can still happen.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            ViewingStatus::Asked | ViewingStatus::Offered | ViewingStatus::Booked
        )
    }
}

/// What a tenant says when asking for a viewing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewingWish {
    pub message: String,
    /// When it would suit, in the tenant's own words.
    pub wished: String,
}

impl ViewingWish {
    /// Errors: `too-long`.
    pub fn parse(message: &str, wished: &str) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let wished = errors.check("wished", text::bounded(wished, 0, 100));
        let message = errors.check("message", text::bounded_lines(message, 0, 500));
        match (message, wished) {
            (Some(message), Some(wished)) => Ok(Self { message, wished }),
            _ => Err(errors),
        }
    }
}

/// The form fields of the times that a landlord offers.
pub const SLOT_FIELDS: [&str; 3] = ["slot1", "slot2", "slot3"];
/// Nobody plans a viewing further ahead.
const FURTHEST: SignedDuration = SignedDuration::from_hours(60 * 24);

/// Up to three times, sorted; fields left empty are passed over.
///
/// Errors: `required` (none at all), those of minutes, `slot-past`, `slot-too-far`, `slot-twice`.
pub fn parse_slots(typed: [&str; 3], now: Timestamp) -> Result<Vec<Timestamp>, Errors> {
    let mut errors = Errors::new();
    let mut slots = Vec::new();
    for (field, typed) in SLOT_FIELDS.into_iter().zip(typed) {
        if typed.trim().is_empty() {
            continue;
        }
        let Some(slot) = errors.check(field, time::parse_minute(typed)) else {
            continue;
        };
        if slot <= now {
            errors.add(field, "slot-past");
        } else if slot.duration_since(now) > FURTHEST {
            errors.add(field, Code::new("slot-too-far").with("days", FURTHEST.as_hours() / 24));
        } else if slots.contains(&slot) {
            errors.add(field, "slot-twice");
        } else {
            slots.push(slot);
        }
    }
    if slots.is_empty() && errors.is_empty() {
        errors.add(SLOT_FIELDS[0], "required");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    slots.sort_unstable();
    Ok(slots)
}

/// The time that a tenant takes, as the form sends it (RFC 3339): the time itself, since others may have been offered since
/// the page was shown.
///
/// Errors: `required`, `choice` (not a time).
pub fn parse_slot(typed: &str) -> Result<Timestamp, Code> {
    match typed.trim() {
        "" => Err(Code::new("required")),
        typed => typed.parse().map_err(|_| Code::new("choice")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn the_table_of_actions() {
        let mut table = String::new();
        for party in ViewingParty::ALL {
            for status in ViewingStatus::ALL {
                let actions: Vec<_> = allowed_actions(*status, *party)
                    .iter()
                    .map(|action| format!("{action} → {}", status.after(*party, *action).unwrap()))
                    .collect();
                writeln!(table, "{party:<9} {status:<10} {}", actions.join(", ")).unwrap();
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn what_is_over_stays_over() {
        for status in ViewingStatus::ALL {
            let nothing = ViewingParty::ALL
                .iter()
                .all(|party| allowed_actions(*status, *party).is_empty());
            assert_eq!(nothing, !status.is_open(), "{status}");
        }
        assert_eq!(
            ViewingStatus::Asked.after(ViewingParty::Tenant, ViewingAction::Choose),
            Err(Code::new("viewing-state"))
        );
    }

    #[test]
    fn slots_are_read_sorted_and_bounded() {
        let now: Timestamp = "2026-11-23T01:00:00Z".parse().unwrap();
        let read = |a, b, c| parse_slots([a, b, c], now);
        let codes = |a, b, c| -> Vec<_> { read(a, b, c).unwrap_err().iter().map(|e| (e.field, e.code)).collect() };
        let slots = read("2026-11-28T15:00", "", "2026-11-27T10:30").unwrap();
        let shown: Vec<_> = slots.into_iter().map(time::format_minute).collect();
        assert_eq!(shown, ["2026-11-27 10:30", "2026-11-28 15:00"]);
        assert_eq!(codes("", " ", ""), [("slot1", "required")]);
        assert_eq!(
            codes("2026-11-23T09:00", "2027-02-01T09:00", "soon"),
            [
                ("slot1", "slot-past"),
                ("slot2", "slot-too-far"),
                ("slot3", "time-format")
            ]
        );
        assert_eq!(
            codes("2026-11-28T15:00", "2026-11-28T15:00", ""),
            [("slot2", "slot-twice")]
        );
    }

    #[test]
    fn the_time_that_is_taken_is_read_as_the_form_sends_it() {
        let slot: Timestamp = "2026-11-28T07:00:00.250Z".parse().unwrap();
        assert_eq!(parse_slot(&slot.to_string()), Ok(slot));
        assert_eq!(parse_slot(" "), Err(Code::new("required")));
        assert_eq!(parse_slot("1"), Err(Code::new("choice")));
    }
}
