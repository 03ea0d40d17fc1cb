use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use std::fmt::Write as _;

fn actor(duties: &[(Role, Option<&str>)]) -> Actor {
    let duty = |(role, area): &(Role, Option<&str>)| Duty {
        id: DutyId::generate(),
        role: *role,
        area: area.map(|code| AreaCode::parse(code).unwrap()),
        organisation: None,
        from: date(2026, 1, 1),
        until: None,
    };
    Actor {
        id: AccountId::generate(),
        name: "某人".to_owned(),
        lang: Lang::Zh,
        duties: duties.iter().map(duty).collect(),
    }
}

fn here() -> AreaCode {
    AreaCode::parse("350404001001").unwrap()
}

/// Each action, asked of everybody: the table that a person can read.
#[test]
fn who_may_do_what() {
    let (landlord, tenant, owner, other) = (actor(&[]), actor(&[]), actor(&[]), actor(&[]));
    let coordinator = actor(&[(Role::Coordinator, Some("350404"))]);
    let far = actor(&[(Role::Coordinator, Some("350405"))]);
    let reviewer = actor(&[(Role::Reviewer, Some("350404001"))]);
    let administrator = actor(&[(Role::Administrator, None)]);
    let everybody: [(&str, By); 11] = [
        ("visitor", By::Visitor),
        ("program", By::Program),
        ("other", (&other).into()),
        ("landlord", (&landlord).into()),
        ("tenant", (&tenant).into()),
        ("owner", (&owner).into()),
        ("coord", (&coordinator).into()),
        ("coord-far", (&far).into()),
        ("reviewer", (&reviewer).into()),
        ("admin", (&administrator).into()),
        ("", By::Visitor),
    ];
    let subject = Subject::at(here())
        .with(Side::Landlord, landlord.id)
        .with(Side::Tenant, tenant.id)
        .with(Side::Owner, owner.id);
    let mut table = format!("{:<28}", "");
    for (name, _) in &everybody[..10] {
        write!(table, "{name:>10}").unwrap();
    }
    for action in Action::ALL {
        write!(table, "\n{:<28}", action.code()).unwrap();
        let mut anybody = false;
        for (_, by) in &everybody[..10] {
            let verdict = match may(*by, *action, &subject) {
                Ok(_) => "yes",
                Err(Denied::Hidden) => "-",
                Err(Denied::Refused(Refusal::NotYours)) => "no",
                Err(Denied::Refused(Refusal::OwnWork)) => "own",
            };
            anybody |= verdict == "yes";
            write!(table, "{verdict:>10}").unwrap();
        }
        assert!(anybody, "{} is for nobody", action.code());
    }
    insta::assert_snapshot!(table);
}

#[test]
fn nobody_approves_what_they_entered_or_are_a_side_of() {
    let staff = actor(&[(Role::Coordinator, Some("350404")), (Role::Reviewer, Some("350404"))]);
    let plain = Subject::at(here());
    for action in [Action::PublishListing, Action::Complete, Action::AcceptRegistration] {
        assert!(may(&staff, action, &plain).is_ok());
        for own in [
            plain.clone().entered_by(staff.id),
            plain.clone().with(Side::Landlord, staff.id),
            plain.clone().with(Side::Tenant, staff.id),
        ] {
            let refused = may(&staff, action, &own);
            assert_eq!(refused.err(), Some(Denied::Refused(Refusal::OwnWork)), "{action:?}");
        }
    }
    let administrator = actor(&[(Role::Administrator, None)]);
    let self_ = Subject::nowhere().with(Side::Owner, administrator.id);
    assert!(may(&administrator, Action::GrantDuty, &self_).is_err());
}

#[test]
fn several_duties_add_up_and_each_holds_where_it_is_for() {
    let staff = actor(&[(Role::Coordinator, Some("350405")), (Role::Reviewer, Some("350404"))]);
    assert!(may(&staff, Action::AcceptRegistration, &Subject::at(here())).is_ok());
    let elsewhere = may(&staff, Action::Finalise, &Subject::at(here()));
    assert_eq!(elsewhere.err(), Some(Denied::Hidden));
}

#[test]
fn a_duty_holds_from_its_first_day_to_its_last() {
    let mut duty = actor(&[(Role::Administrator, None)]).duties.remove(0);
    duty.from = date(2026, 3, 1);
    duty.until = Some(date(2026, 3, 31));
    let days = [(2026, 2, 28), (2026, 3, 1), (2026, 3, 31), (2026, 4, 1)];
    let held = days.map(|(year, month, day)| duty.in_force(date(year, month, day)));
    assert_eq!(held, [false, true, true, false]);
}

#[test]
fn codes_are_names_of_one_action_each() {
    let mut codes: Vec<_> = Action::ALL.iter().map(|action| action.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Action::ALL.len());
    assert!(codes.iter().all(|code| code.split('.').count() == 2));
}

proptest! {
    /// A duty covers a place by the places' codes alone, whatever the length of the duty's.
    #[test]
    fn a_duty_for_any_length_of_code_covers_what_lies_within(level in 0usize..5) {
        let code = &"350404001001"[..[2, 4, 6, 9, 12][level]];
        let staff = actor(&[(Role::Coordinator, Some(code))]);
        prop_assert!(staff.duty_at(Role::Coordinator, Where::At(here())).is_some());
        let next_door = AreaCode::parse("360702001001").unwrap();
        prop_assert!(staff.duty_at(Role::Coordinator, Where::At(next_door)).is_none());
        prop_assert!(staff.duty_at(Role::Coordinator, Where::Anywhere).is_some());
        prop_assert!(staff.duty_at(Role::Coordinator, Where::Nowhere).is_none());
    }
}
