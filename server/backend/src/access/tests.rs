use super::*;
use crate::{Backend, account, both, matching::fixture, organisation, test_support::people};
use domain::{
    access::{By, DutyState},
    id::{DutyId, OrganisationId},
    organisation::{NewOrganisation, TypedOrganisation},
};
use jiff::ToSpan as _;

/// One that begins today.
fn duty(backend: &Backend, role: Role, area: Option<&str>) -> NewDuty {
    NewDuty {
        from: backend.today(),
        ..people::duty(role, area)
    }
}

async fn again(backend: &Backend, actor: &Actor) -> Actor {
    account::actor(backend, actor.id).await.unwrap().unwrap()
}

fn refused<T: std::fmt::Debug>(done: Result<T, DeedError>) -> &'static str {
    match done {
        Err(DeedError::Refused(code)) => code.code,
        other => panic!("{other:?}"),
    }
}

async fn only_duty(backend: &Backend, admin: &Actor, account: AccountId) -> DutyId {
    let member = of_account(backend, admin, account).await.unwrap().unwrap();
    member.duties[0].duty.id
}

both! {
    async fn a_person_holds_several_duties_until_each_ends(bench: &Bench) {
        let backend = &bench.backend;
        let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
        let person = fixture::citizen(bench, "周复核").await;
        let coordinator = duty(backend, Role::Coordinator, Some("350404"));
        let first = grant(backend, (&admin).into(), person.id, &coordinator).await.unwrap();
        let reviewer = duty(backend, Role::Reviewer, Some("350404001"));
        grant(backend, (&admin).into(), person.id, &reviewer).await.unwrap();
        let now = again(backend, &person).await;
        assert!(now.has(Role::Coordinator) && now.has(Role::Reviewer) && !now.has(Role::Administrator));

        let yesterday = backend.today().saturating_sub(1.day());
        end(backend, &admin, person.id, first, yesterday).await.unwrap();
        let now = again(backend, &person).await;
        assert!(!now.has(Role::Coordinator) && now.has(Role::Reviewer));
        assert_eq!(refused(end(backend, &admin, person.id, first, yesterday).await), "duty-over");
        let member = of_account(backend, &admin, person.id).await.unwrap().unwrap();
        let held: Vec<_> = member.duties.iter().map(|held| (held.duty.role, held.in_force())).collect();
        assert_eq!(held, [(Role::Reviewer, true), (Role::Coordinator, false)]);
    }

    async fn a_duty_holds_to_the_end_of_its_last_day(bench: &Bench) {
        let backend = &bench.backend;
        let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
        let person = fixture::staff(bench, "李协管", Role::Coordinator, &["350404"]).await;
        let id = only_duty(backend, &admin, person.id).await;
        end(backend, &admin, person.id, id, backend.today()).await.unwrap();
        assert!(again(backend, &person).await.has(Role::Coordinator));
        let later = backend.today().saturating_add(1.day());
        assert_eq!(refused(end(backend, &admin, person.id, id, later).await), "duty-longer");
        let long_past = backend.today().saturating_sub(2.days());
        assert_eq!(refused(end(backend, &admin, person.id, id, long_past).await), "duty-period");

        let begins = NewDuty { from: later, ..duty(backend, Role::Reviewer, Some("350404")) };
        grant(backend, (&admin).into(), person.id, &begins).await.unwrap();
        assert!(!again(backend, &person).await.has(Role::Reviewer), "it begins tomorrow");
    }

    /// It was granted by mistake: nobody keeps a power until midnight.
    async fn a_duty_that_was_just_granted_is_taken_back_at_once(bench: &Bench) {
        let backend = &bench.backend;
        let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
        let person = fixture::citizen(bench, "周复核").await;
        let today = duty(backend, Role::Administrator, None);
        let later = NewDuty {
            from: backend.today().saturating_add(20.days()),
            ..duty(backend, Role::Reviewer, Some("350404"))
        };
        for new in [NewDuty { from: backend.today(), ..today }, later] {
            let id = grant(backend, (&admin).into(), person.id, &new).await.unwrap();
            end(backend, &admin, person.id, id, backend.today().saturating_sub(1.day())).await.unwrap();
            assert!(again(backend, &person).await.duties.is_empty());
            assert_eq!(refused(end(backend, &admin, person.id, id, backend.today()).await), "duty-over");
            let member = of_account(backend, &admin, person.id).await.unwrap().unwrap();
            assert!(member.duties.iter().all(|held| held.state == DutyState::TakenBack));
            grant(backend, (&admin).into(), person.id, &new).await.unwrap();
            let member = of_account(backend, &admin, person.id).await.unwrap().unwrap();
            let again = member.duties.iter().find(|held| held.state != DutyState::TakenBack).unwrap();
            end(backend, &admin, person.id, again.duty.id, backend.today().saturating_sub(1.day())).await.unwrap();
        }
    }

    async fn what_was_taken_back_is_not_in_the_way_of_an_earlier_duty(bench: &Bench) {
        let backend = &bench.backend;
        let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
        let person = fixture::citizen(bench, "周复核").await;
        let at_once = duty(backend, Role::Reviewer, Some("350404"));
        let later = NewDuty { from: backend.today().saturating_add(20.days()), ..at_once.clone() };
        let id = grant(backend, (&admin).into(), person.id, &later).await.unwrap();
        end(backend, &admin, person.id, id, backend.today()).await.unwrap();
        grant(backend, (&admin).into(), person.id, &at_once).await.unwrap();
    }

    async fn a_duty_is_ended_on_the_page_of_whose_it_is(bench: &Bench) {
        let backend = &bench.backend;
        let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
        let person = fixture::staff(bench, "李协管", Role::Coordinator, &["350404"]).await;
        let other = fixture::staff(bench, "吴协管", Role::Coordinator, &["350404"]).await;
        let duty = only_duty(backend, &admin, person.id).await;
        let ended = end(backend, &admin, other.id, duty, backend.today()).await;
        assert!(matches!(ended, Err(DeedError::NotFound)), "{ended:?}");
    }

    async fn what_can_t_be_a_duty_is_refused(bench: &Bench) {
        let backend = &bench.backend;
        let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
        let person = fixture::citizen(bench, "周复核").await;
        let reviewer = duty(backend, Role::Reviewer, Some("350404"));
        let ended = NewDuty { until: Some(reviewer.from.saturating_sub(1.day())), ..reviewer.clone() };
        let nobodys = NewDuty { organisation: Some(OrganisationId::generate()), ..reviewer.clone() };
        for (new, code) in [
            (duty(backend, Role::Reviewer, None), "duty-area"),
            (duty(backend, Role::Administrator, Some("350404")), "duty-area"),
            (duty(backend, Role::Coordinator, Some("110101")), "duty-city"),
            (duty(backend, Role::Coordinator, Some("35")), "duty-city"),
            (NewDuty { from: backend.today().saturating_sub(1.day()), ..reviewer.clone() }, "duty-backdated"),
            (ended, "duty-period"),
            (nobodys, "duty-organisation"),
        ] {
            assert_eq!(refused(grant(backend, (&admin).into(), person.id, &new).await), code);
        }
        grant(backend, (&admin).into(), person.id, &reviewer).await.unwrap();
        assert_eq!(refused(grant(backend, (&admin).into(), person.id, &reviewer).await), "duty-twice");
        let nobody = grant(backend, (&admin).into(), AccountId::generate(), &reviewer).await;
        assert!(matches!(nobody, Err(DeedError::NotFound)), "{nobody:?}");
    }

    async fn one_form_sent_twice_grants_one_duty(bench: &Bench) {
        let backend = &bench.backend;
        let person = fixture::citizen(bench, "周复核").await;
        let duty = duty(backend, Role::Reviewer, Some("350404"));
        let (a, b) = tokio::join!(
            grant(backend, By::Program, person.id, &duty),
            grant(backend, By::Program, person.id, &duty),
        );
        assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1, "{a:?} {b:?}");
    }

    async fn nobody_settles_their_own_duties(bench: &Bench) {
        let backend = &bench.backend;
        let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
        let own = grant(backend, (&admin).into(), admin.id, &duty(backend, Role::Reviewer, Some("350404"))).await;
        assert_eq!(refused(own), "own-work");
        let duty = only_duty(backend, &admin, admin.id).await;
        assert_eq!(refused(end(backend, &admin, admin.id, duty, backend.today()).await), "own-work");
    }

    async fn duties_are_the_administrators_business(bench: &Bench) {
        let backend = &bench.backend;
        let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
        let person = fixture::staff(bench, "周复核", Role::Reviewer, &["350404"]).await;
        let held = only_duty(backend, &admin, person.id).await;
        for other in [
            fixture::citizen(bench, "何路人").await,
            fixture::staff(bench, "李协管", Role::Coordinator, &["350404"]).await,
        ] {
            assert!(staff(backend, &other).await.unwrap().is_none());
            assert!(of_account(backend, &other, person.id).await.unwrap().is_none());
            let new = duty(backend, Role::Coordinator, Some("350404"));
            let granted = grant(backend, (&other).into(), person.id, &new).await;
            assert!(matches!(granted, Err(DeedError::NotFound)), "{granted:?}");
            let ended = end(backend, &other, person.id, held, backend.today()).await;
            assert!(matches!(ended, Err(DeedError::NotFound)), "{ended:?}");
        }
        let unknown = end(backend, &admin, person.id, DutyId::generate(), backend.today()).await;
        assert!(matches!(unknown, Err(DeedError::NotFound)), "{unknown:?}");
    }

    async fn staff_are_listed_with_the_names_of_their_organisations(bench: &Bench) {
        let backend = &bench.backend;
        let admin = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
        let typed = TypedOrganisation {
            kind: "police-station".into(),
            name: "列东派出所".into(),
            area: "350404001".into(),
            ..TypedOrganisation::default()
        };
        let station = NewOrganisation::parse(&typed).unwrap();
        let station = organisation::add(backend, &admin, &station).await.unwrap();
        let gone = fixture::staff(bench, "何协管", Role::Coordinator, &["350404"]).await;
        let person = fixture::citizen(bench, "周复核").await;
        let new = NewDuty { organisation: Some(station), ..duty(backend, Role::Reviewer, Some("350404001")) };
        grant(backend, (&admin).into(), person.id, &new).await.unwrap();
        let duty = only_duty(backend, &admin, gone.id).await;
        end(backend, &admin, gone.id, duty, backend.today().saturating_sub(1.day())).await.unwrap();
        let staff = staff(backend, &admin).await.unwrap().unwrap();
        let ids: Vec<_> = staff.iter().map(|member| (member.id, member.in_force())).collect();
        assert_eq!(ids.len(), 3, "citizens are no staff");
        assert_eq!(ids[2], (gone.id, false), "those at work come first");
        let member = staff.iter().find(|member| member.id == person.id).unwrap();
        assert_eq!(member.duties[0].organisation.as_deref(), Some("列东派出所"));
    }
}
