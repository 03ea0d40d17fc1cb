//! What a completion, and what came after it, left of a home: the lease, the registrations and all that hangs on them.

use anyhow::Result;
use domain::{
    matching::Contract,
    registration::RegistrationStatus::{self, Accepted, Ended, Finalised, Prefilled, Returned},
    time::{date_in_china, format_date, from_millis},
};
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use super::{
    home::{Home, Kind, Member, Registered, certificate_code, coordinator, id, landlord},
    rows::{Rows, cells},
};

impl Registered {
    pub fn stands(self) -> bool {
        self.house != Ended
    }

    /// Of the registration with this place: 0 is the house's.
    fn of(self, sub: u8) -> RegistrationStatus {
        match sub {
            0 => self.house,
            1 => self.first_resident,
            _ => self.other_residents,
        }
    }
}

pub async fn stand(rows: &mut Rows<'_>, home: &Home, registered: Registered) -> Result<()> {
    lease(rows, home, registered).await?;
    let registration = id(Kind::Registration, home.no, 0);
    one(rows, home, 0, registered.of(0)).await?;
    let row = cells! {
        "id" => registration,
        "lease_id" => home.id(Kind::Lease),
        "house_id" => id(Kind::House, home.house, 0),
        "space_no" => home.space,
    };
    rows.add("house_registration", row).await?;
    if registered.stands() {
        for space in [1, 2] {
            let row = cells! {
                "door_id" => id(Kind::Door, home.door, 0),
                "space_no" => space,
                "house_id" => id(Kind::House, home.house, 0),
                "registration_id" => registration,
            };
            rows.add("occupied_space", row).await?;
        }
    }
    let movers = (0..).zip(&home.household).filter(|(_, member)| !member.local);
    for (sub, (at, member)) in (1..).zip(movers) {
        one(rows, home, sub, registered.of(sub)).await?;
        residence(rows, home, (sub, at, *member), registered).await?;
    }
    let row = cells! {
        "id" => home.id(Kind::Visit),
        "registration_id" => registration,
        "kind" => "first",
        "status" => "planned",
        "due_on" => day(home.at(), 30),
        "assigned_to" => coordinator(),
        "created_at" => home.at(),
    };
    rows.add("visit", row).await?;
    audit(rows, home).await
}

async fn lease(rows: &mut Rows<'_>, home: &Home, registered: Registered) -> Result<()> {
    let terms = home.contract()?.canonical()?;
    let ended = !registered.stands();
    let lease = home.id(Kind::Lease);
    let row = cells! {
        "id" => lease,
        "origin" => "match",
        "match_id" => home.id(Kind::Match),
        "house_id" => id(Kind::House, home.house, 0),
        "space_no" => home.space,
        "terms_hash" => Contract::hash(&terms).to_string(),
        "terms" => terms,
        "starts_on" => day(home.at(), 0),
        "ends_on" => day(home.at(), 365),
        "rent_yuan" => 1350,
        "status" => if ended { "ended" } else { "running" },
        "ended_on" => ended.then(|| day(home.at(), 365)),
        "end_kind" => ended.then_some("term"),
        "created_at" => home.at(),
        "created_by" => coordinator(),
        "version" => 1,
    };
    rows.add("lease", row).await?;
    let Some(tenant) = home.household.first() else {
        return Ok(());
    };
    for (sub, side, who, account) in [
        (0, "landlord", home.landlord(), landlord(home)),
        (1, "tenant", *tenant, home.id(Kind::Tenant)),
    ] {
        let row = cells! {
            "id" => id(Kind::Party, home.no, sub),
            "lease_id" => lease,
            "side" => side,
            "no" => 1,
            "person_id" => who.id(Kind::Person),
            "version_id" => who.id(Kind::Version),
            "account_id" => account,
        };
        rows.add("party", row).await?;
    }
    for (at, member) in (0..).zip(&home.household) {
        let row = cells! {
            "id" => id(Kind::Resident, home.no, at),
            "lease_id" => lease,
            "no" => i32::from(at) + 1,
            "person_id" => member.id(Kind::Person),
            "version_id" => member.id(Kind::Version),
            "relation" => if at == 0 { "self" } else { "other" },
            "local" => member.local,
            "from_on" => day(home.at(), 0),
            "reason" => "01",
            "stay_months" => 12,
        };
        rows.add("resident", row).await?;
    }
    Ok(())
}

async fn residence(
    rows: &mut Rows<'_>,
    home: &Home,
    (sub, at, member): (u8, u8, Member),
    registered: Registered,
) -> Result<()> {
    let registration = id(Kind::Registration, home.no, sub);
    let row = cells! {
        "id" => registration,
        "house_registration_id" => id(Kind::Registration, home.no, 0),
        "resident_id" => id(Kind::Resident, home.no, at),
        "person_id" => member.id(Kind::Person),
        "place_kind" => "rented-house",
        "remind_on" => day(home.at(), 3),
    };
    rows.add("residence_registration", row).await?;
    if registered.stands() {
        let row = cells! { "person_id" => member.id(Kind::Person), "registration_id" => registration };
        rows.add("active_residence", row).await?;
    }
    Ok(())
}

/// A registration of either kind with its events, certificate and credit. 0 is the house's.
async fn one(rows: &mut Rows<'_>, home: &Home, sub: u8, status: RegistrationStatus) -> Result<()> {
    let registration = id(Kind::Registration, home.no, sub);
    let steps = steps(status);
    let numbered = steps.contains(&Finalised).then(|| home.registration_number(sub));
    let decided = steps.iter().any(|step| matches!(step, Accepted | Returned));
    let due = if sub == 0 { 30 } else { 7 };
    let row = cells! {
        "id" => registration,
        "kind" => if sub == 0 { "house" } else { "residence" },
        "lease_id" => home.id(Kind::Lease),
        "area_code" => home.community().as_str(),
        "number" => numbered.clone(),
        "status" => status.code(),
        "due_on" => day(home.at(), due),
        "due_at" => home.at() + i64::from(due) * 86_400_000,
        "created_at" => home.at(),
        "created_by" => coordinator(),
        "finalised_at" => numbered.as_ref().map(|_| home.at()),
        "finalised_by" => numbered.as_ref().map(|_| coordinator()),
        "decided_at" => decided.then(|| home.at()),
        "decided_by" => decided.then(coordinator),
        "returned_reason" => (status == Returned).then_some("请核对证件号码"),
        "ended_on" => (status == Ended).then(|| day(home.at(), 365)),
        "version" => i32::try_from(steps.len())?,
    };
    rows.add("registration", row).await?;
    events(rows, home, sub, steps, due).await?;
    if let Some(number) = numbered {
        let row = cells! {
            "id" => id(Kind::Certificate, home.no, sub),
            "code" => certificate_code(home.no, sub).as_str(),
            "registration_id" => registration,
            "number" => number,
            "issued_at" => home.at(),
        };
        rows.add("certificate", row).await?;
    }
    let row = cells! {
        "id" => id(Kind::Credit, home.no, sub),
        "collector_id" => coordinator(),
        "registration_id" => registration,
        "status" => "pending",
        "earned_on" => day(home.at(), 0),
    };
    rows.add("collector_credit", row).await
}

/// The states through which it came to this one.
fn steps(status: RegistrationStatus) -> &'static [RegistrationStatus] {
    match status {
        Prefilled => &[Prefilled],
        Finalised => &[Prefilled, Finalised],
        Accepted => &[Prefilled, Finalised, Accepted],
        Returned => &[Prefilled, Finalised, Returned],
        Ended => &[Prefilled, Finalised, Accepted, Ended],
    }
}

async fn events(rows: &mut Rows<'_>, home: &Home, sub: u8, steps: &[RegistrationStatus], due: i32) -> Result<()> {
    let mut changes = vec![("due_on", None, Some(day(home.at(), due)))];
    let mut before = None;
    for step in steps {
        changes.push(("status", before.map(str::to_owned), Some(step.code().to_owned())));
        before = Some(step.code());
        match step {
            Finalised => changes.push(("number", None, Some(home.registration_number(sub)))),
            Returned => changes.push(("returned_reason", None, Some("请核对证件号码".to_owned()))),
            Ended => changes.push(("ended_on", None, Some(day(home.at(), 365)))),
            Prefilled | Accepted => {}
        }
    }
    for (no, (field, old, new)) in (0..).zip(changes) {
        let row = cells! {
            "id" => id(Kind::Event, home.no, sub * 16 + no),
            "registration_id" => id(Kind::Registration, home.no, sub),
            "field" => field,
            "old" => old,
            "new" => new,
            "actor_id" => coordinator(),
            "as_right" => "coordinator",
            "at" => home.at(),
        };
        rows.add("event", row).await?;
    }
    Ok(())
}

async fn audit(rows: &mut Rows<'_>, home: &Home) -> Result<()> {
    let deeds = ["match.complete", "registration.finalise", "registration.accept"];
    for (sub, action) in (0..).zip(deeds) {
        let (kind, subject) = match sub {
            0 => ("match", home.id(Kind::Match)),
            _ => ("registration", id(Kind::Registration, home.no, 0)),
        };
        let row = cells! {
            "id" => id(Kind::Audit, home.no, sub),
            "at" => home.at(),
            "actor_id" => coordinator(),
            "as_right" => "coordinator",
            "action" => action,
            "subject_kind" => kind,
            "subject_id" => subject,
            "detail" => "{}",
        };
        rows.add("audit", row).await?;
    }
    Ok(())
}

/// The day so many days after an instant.
fn day(millis: i64, after: i32) -> String {
    let on = date_in_china(from_millis(millis).unwrap_or(Timestamp::UNIX_EPOCH));
    format_date(on.saturating_add(after.days()))
}

/// Of the home with this number: the registration with this place.
pub fn registration(no: u64, sub: u8) -> Uuid {
    id(Kind::Registration, no, sub)
}
