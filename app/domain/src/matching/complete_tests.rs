use super::*;
use crate::{layout::Layout, money::Yuan, space::SpaceKind, space::spaces_of};
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 23);

fn now() -> Timestamp {
    start_of_day(TODAY).unwrap()
}

fn person(local: bool) -> PersonFacts {
    PersonFacts {
        born_on: date(1990, 1, 1),
        holder: Holder::Mainland,
        local,
        arrives_on: date(2026, 12, 1),
        has_guardian: false,
    }
}

fn occupant(details: Option<PersonFacts>) -> OccupantFacts {
    OccupantFacts {
        id: OccupantId::generate(),
        name: "王一".into(),
        details,
        registered_elsewhere: false,
    }
}

fn agreed(people: &[PersonFacts]) -> Agreed {
    Agreed {
        terms: Terms::parse(&super::super::terms::tests::typed(), TODAY).unwrap(),
        occupants: people.iter().map(|person| occupant(Some(*person))).collect(),
    }
}

/// Two bedrooms (1, 2), a hall (3), a bathroom (4), a kitchen (5); everything in order.
fn facts() -> Facts {
    let layout = Layout {
        rooms: 2,
        halls: 1,
        baths: 1,
    };
    Facts {
        house: HouseFacts {
            mode: LettingMode::Whole,
            space_no: None,
            spaces: spaces_of(layout, &[SpaceKind::Kitchen]),
            area: SquareMetres::from_hundredths(7550).unwrap(),
            verified: true,
            occupied: false,
            held_elsewhere: false,
        },
        landlord_identified: true,
        landlord_changed: false,
        one_person: false,
        same_hash: true,
        checklist: Checklist {
            landlord_document_seen: true,
            title_seen: true,
            occupant_documents_seen: true,
        },
        parameters: Parameters::default(),
    }
}

fn room(no: i32) -> Facts {
    let mut facts = facts();
    facts.house.mode = LettingMode::Shared;
    facts.house.space_no = Some(no);
    facts
}

fn blocked(agreed: &Agreed, facts: &Facts) -> Vec<FindingCode> {
    let findings = agreed.findings(facts, TODAY);
    assert!(
        findings
            .iter()
            .all(|finding| finding.code.outcomes().contains(&finding.severity))
    );
    let by_findings: Vec<_> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Blocked)
        .map(|finding| finding.code)
        .collect();
    let by_completion = match agreed.clone().complete(facts, now()) {
        Ok(_) => Vec::new(),
        Err(findings) => findings.iter().map(|finding| finding.code).collect(),
    };
    assert_eq!(
        by_findings, by_completion,
        "the screen and the transaction say the same"
    );
    by_findings
}

#[test]
fn what_is_in_order_is_completed() {
    assert_eq!(blocked(&agreed(&[person(false), person(true)]), &facts()), []);
}

#[test]
fn each_fact_that_is_wrong_blocks_under_its_own_name() {
    type Spoil = fn(&mut Facts);
    let table: [(FindingCode, Spoil); 11] = [
        (FindingCode::SameTerms, |facts| facts.same_hash = false),
        (FindingCode::LandlordIdentified, |facts| {
            facts.landlord_identified = false
        }),
        (FindingCode::TwoPeople, |facts| facts.one_person = true),
        (FindingCode::LandlordDocument, |facts| {
            facts.checklist.landlord_document_seen = false
        }),
        (FindingCode::Title, |facts| facts.checklist.title_seen = false),
        (FindingCode::HouseVerified, |facts| facts.house.verified = false),
        (FindingCode::SpaceLettable, |facts| facts.house.space_no = Some(1)),
        (FindingCode::UnitFree, |facts| facts.house.occupied = true),
        (FindingCode::DoorFree, |facts| facts.house.held_elsewhere = true),
        (FindingCode::AreaAPerson, |facts| {
            facts.parameters.floor_area_per_person_min = 76
        }),
        (FindingCode::OccupantDocuments, |facts| {
            facts.checklist.occupant_documents_seen = false
        }),
    ];
    for (code, spoil) in table {
        let mut facts = facts();
        spoil(&mut facts);
        assert_eq!(blocked(&agreed(&[person(false)]), &facts), [code]);
    }
}

#[test]
fn only_a_bedroom_is_let_on_its_own() {
    for (no, lettable) in [(1, true), (2, true), (3, false), (4, false), (5, false), (6, false)] {
        let expected: &[FindingCode] = if lettable { &[] } else { &[FindingCode::SpaceLettable] };
        assert_eq!(blocked(&agreed(&[person(false)]), &room(no)), expected, "space {no}");
    }
    let mut no_room = facts();
    no_room.house.mode = LettingMode::Shared;
    assert_eq!(
        blocked(&agreed(&[person(false)]), &no_room),
        [FindingCode::SpaceLettable]
    );
    let mut no_bedroom = facts();
    no_bedroom.house.spaces.retain(|space| space.kind == SpaceKind::Kitchen);
    assert_eq!(
        blocked(&agreed(&[person(false)]), &no_bedroom),
        [FindingCode::SpaceLettable, FindingCode::OccupantsARoom]
    );
}

#[test]
fn so_many_people_a_room_and_so_much_floor_a_person() {
    for (people, facts, expected) in [
        (4, facts(), &[][..]),
        (5, facts(), &[FindingCode::OccupantsARoom][..]),
        (2, room(1), &[][..]),
        (3, room(1), &[FindingCode::OccupantsARoom][..]),
    ] {
        assert_eq!(blocked(&agreed(&vec![person(false); people]), &facts), expected);
    }
    for (hundredths, enough) in [(1000, true), (999, false)] {
        let mut small = facts();
        small.house.area = SquareMetres::from_hundredths(hundredths).unwrap();
        let expected: &[FindingCode] = if enough { &[] } else { &[FindingCode::AreaAPerson] };
        assert_eq!(blocked(&agreed(&[person(false); 2]), &small), expected);
    }
}

#[test]
fn people_are_complete_guarded_and_nowhere_else() {
    let minor = PersonFacts {
        born_on: date(2008, 11, 24),
        ..person(false)
    };
    let guarded = PersonFacts {
        has_guardian: true,
        ..minor
    };
    let of_age = PersonFacts {
        born_on: date(2008, 11, 23),
        ..minor
    };
    assert_eq!(blocked(&agreed(&[minor]), &facts()), [FindingCode::Guardian]);
    assert_eq!(blocked(&agreed(&[guarded]), &facts()), []);
    assert_eq!(blocked(&agreed(&[of_age]), &facts()), []);

    let mut without = agreed(&[]);
    without.occupants.push(occupant(None));
    assert_eq!(blocked(&without, &facts()), [FindingCode::OccupantDetails]);

    for (local, expected) in [(false, &[FindingCode::NotRegisteredElsewhere][..]), (true, &[][..])] {
        let mut elsewhere = agreed(&[person(local)]);
        elsewhere.occupants[0].registered_elsewhere = true;
        assert_eq!(blocked(&elsewhere, &facts()), expected);
    }
}

#[test]
fn a_finding_names_whom_it_is_about() {
    let minor = PersonFacts {
        born_on: date(2016, 6, 6),
        ..person(true)
    };
    let findings = agreed(&[person(true), minor]).complete(&facts(), now()).unwrap_err();
    assert_eq!(findings[0].args, [("no", "2".to_owned()), ("name", "王一".to_owned())]);
}

#[test]
fn a_high_deposit_is_pointed_out_and_completed() {
    for (deposit, expected) in [(2700, Severity::Passed), (2701, Severity::Warning)] {
        let mut match_ = agreed(&[person(false)]);
        match_.terms.deposit = Yuan::new(deposit).unwrap();
        let findings = match_.findings(&facts(), TODAY);
        let deposit = findings
            .iter()
            .find(|finding| finding.code == FindingCode::Deposit)
            .unwrap();
        assert_eq!(deposit.severity, expected);
        assert_eq!(blocked(&match_, &facts()), []);
    }
}

#[test]
fn locals_are_exempt_but_nobody_with_a_foreign_document_is_local() {
    let foreigner = PersonFacts {
        holder: Holder::Foreign,
        ..person(true)
    };
    let match_ = agreed(&[person(true), person(false), foreigner]);
    let ids: Vec<_> = match_.occupants.iter().map(|occupant| occupant.id).collect();
    let plan = match_.complete(&facts(), now()).unwrap();
    assert_eq!(plan.exempt, [ids[0]]);
    let registered: Vec<_> = plan.residences.iter().map(|residence| residence.occupant).collect();
    assert_eq!(registered, ids[1..]);
}

#[test]
fn deadlines_follow_the_document() {
    let table = [
        // Reminded on day 3, overdue after day 7.
        (Holder::Mainland, "2026-12-04", "2026-12-08", "2026-12-08T16:00:00Z"),
        (
            Holder::HongKongOrMacau,
            "2026-12-04",
            "2026-12-08",
            "2026-12-08T16:00:00Z",
        ),
        // Within 24 hours of the arrival's midnight in China.
        (Holder::Foreign, "2026-12-01", "2026-12-02", "2026-12-01T16:00:00Z"),
        (Holder::Taiwan, "2026-12-01", "2026-12-02", "2026-12-01T16:00:00Z"),
    ];
    for (holder, remind_on, due_on, due_at) in table {
        let person = PersonFacts {
            holder,
            ..person(false)
        };
        let plan = agreed(&[person]).complete(&facts(), now()).unwrap();
        let residence = &plan.residences[0];
        assert_eq!(residence.remind_on, remind_on.parse().unwrap(), "{holder:?}");
        assert_eq!(residence.due_on, due_on.parse().unwrap(), "{holder:?}");
        assert_eq!(residence.due_at, due_at.parse().unwrap(), "{holder:?}");
    }
}

#[test]
fn the_whole_takes_every_bedroom_and_a_room_itself() {
    let claims = |facts: &Facts| agreed(&[person(false)]).complete(facts, now()).unwrap().claims;
    assert_eq!(claims(&facts()), [1, 2]);
    assert_eq!(claims(&room(2)), [2]);
}

#[test]
fn filing_counts_from_the_completion_and_the_visit_from_moving_in() {
    let plan = agreed(&[person(false)]).complete(&facts(), now()).unwrap();
    assert_eq!(plan.filing_due_on, date(2026, 12, 23));
    assert_eq!((plan.starts_on, plan.ends_on), (date(2026, 12, 1), date(2027, 11, 30)));
    assert_eq!(plan.first_visit_on, date(2026, 12, 31));
    let late = start_of_day(date(2026, 12, 10)).unwrap();
    let plan = agreed(&[person(false)]).complete(&facts(), late).unwrap();
    assert_eq!(plan.first_visit_on, date(2027, 1, 9));
}
