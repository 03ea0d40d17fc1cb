use super::*;
use crate::{
    Backend, both, entity,
    matching::{self, fixture},
    person::{current, doubles, known},
    test_support::meet,
};
use domain::{access::Role, matching::Checklist};
use sea_orm::PaginatorTrait;

const SEEN: Checklist = Checklist {
    landlord_document_seen: true,
    title_seen: true,
    occupant_documents_seen: true,
};

fn ground() -> Ground {
    Ground::parse("先后用身份证和护照登记", "两份证件原件，照片一致").unwrap()
}

fn is_refused<T>(result: &Result<T, DeedError>, expected: &str) -> bool {
    matches!(result, Err(DeedError::Refused(code)) if code.code == expected)
}

async fn now(backend: &Backend, id: PersonId) -> PersonId {
    current(backend.database().reader(), id.into()).await.unwrap().into()
}

/// What the events say that a record is merged into, one after the other.
async fn events(backend: &Backend, id: PersonId) -> Vec<(Option<String>, Option<String>)> {
    let rows = event::Entity::find()
        .filter(event::Column::PersonId.eq(Uuid::from(id)))
        .order_by_asc(event::Column::Id)
        .all(backend.database().reader())
        .await
        .unwrap();
    assert!(rows.iter().all(|row| row.reason.is_some() && row.shown_by.is_some()));
    rows.into_iter().map(|row| (row.old, row.new)).collect()
}

/// Whether somebody has an open residence registration under this very record.
async fn registered(backend: &Backend, id: PersonId) -> bool {
    let claim = active_residence::Entity::find_by_id(Uuid::from(id));
    claim.one(backend.database().reader()).await.unwrap().is_some()
}

both! {
    async fn of_two_records_one_is_left_and_nothing_is_lost(bench: &Bench) {
        let backend = &bench.backend;
        let match_ = fixture::agreed_match(bench).await;
        let tenant = fixture::tenants_record(bench, &match_).await;
        let other = fixture::other_record(bench, "王租客", 1).await;
        let db = backend.database().reader();
        let versions = entity::person_version::Entity::find().all(db).await.unwrap();

        let shown = doubles(backend, &match_.coordinator, tenant).await.unwrap().unwrap();
        assert_eq!(shown.others.iter().map(|other| other.id).collect::<Vec<_>>(), [other]);
        merge(backend, &match_.coordinator, tenant, other, ground()).await.unwrap();

        assert_eq!((now(backend, tenant).await, now(backend, other).await), (other, other));
        assert_eq!(events(backend, tenant).await, [(None, Some(other.to_string()))]);
        assert_eq!(entity::person_version::Entity::find().all(db).await.unwrap(), versions);
        let before = versions.iter().find(|version| version.person_id == Uuid::from(tenant)).unwrap();
        assert_eq!(known(backend, db, before.id).await.unwrap().person, tenant, "as it was written");
        assert_eq!(fixture::other_record(bench, "王租客", 1).await, other);

        let shown = doubles(backend, &match_.coordinator, tenant).await.unwrap().unwrap();
        assert_eq!((shown.record.id, shown.others.len(), shown.merged.len()), (other, 0, 1));
        let kinds: Vec<_> = shown.record.documents.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["identity-card", "passport"]);
        let audit = entity::audit::Entity::find().order_by_desc(entity::audit::Column::Id).one(db).await.unwrap().unwrap();
        assert_eq!(audit.action, "person.merge");

        matching::complete(backend, &match_.coordinator, match_.match_id, SEEN).await.unwrap();
        assert!(registered(backend, other).await && !registered(backend, tenant).await);
    }

    async fn a_residence_registration_comes_along_and_two_stop_the_merging(bench: &Bench) {
        let backend = &bench.backend;
        let match_ = fixture::agreed_match(bench).await;
        let coordinator = &match_.coordinator;
        let tenant = fixture::tenants_record(bench, &match_).await;
        matching::complete(backend, coordinator, match_.match_id, SEEN).await.unwrap();
        let (one, other) = (fixture::other_record(bench, "王租客", 1).await, fixture::other_record(bench, "王租客", 2).await);
        merge(backend, coordinator, tenant, one, ground()).await.unwrap();
        assert!(registered(backend, one).await && !registered(backend, tenant).await);

        // As if the other one lived elsewhere: the child's registration is theirs.
        let db = backend.database().writer();
        let theirs = active_residence::Entity::update_many()
            .col_expr(active_residence::Column::PersonId, Expr::value(Uuid::from(other)))
            .filter(active_residence::Column::PersonId.ne(Uuid::from(one)))
            .exec(db)
            .await
            .unwrap();
        assert_eq!(theirs.rows_affected, 1);
        for (from, into) in [(one, other), (other, one)] {
            let refused = merge(backend, coordinator, from, into, ground()).await;
            assert!(is_refused(&refused, "person-registered-twice"), "{refused:?}");
        }
        assert_eq!((now(backend, one).await, now(backend, other).await), (one, other));
    }

    async fn one_step_leads_to_who_is_left_at_last(bench: &Bench) {
        let backend = &bench.backend;
        let match_ = fixture::agreed_match(bench).await;
        let coordinator = &match_.coordinator;
        let first = fixture::tenants_record(bench, &match_).await;
        let (second, last) = (fixture::other_record(bench, "王租客", 1).await, fixture::other_record(bench, "王租客", 2).await);
        merge(backend, coordinator, first, second, ground()).await.unwrap();
        merge(backend, coordinator, second, last, ground()).await.unwrap();
        for id in [first, second, last] {
            assert_eq!(now(backend, id).await, last);
        }
        let (to_second, to_last) = (Some(second.to_string()), Some(last.to_string()));
        assert_eq!(events(backend, first).await, [(None, to_second.clone()), (to_second, to_last.clone())]);
        assert_eq!(events(backend, second).await, [(None, to_last)]);
        for (from, into) in [(first, last), (last, first), (second, first)] {
            assert!(is_refused(&merge(backend, coordinator, from, into, ground()).await, "person-merged"));
        }
        assert!(is_refused(&merge(backend, coordinator, last, last, ground()).await, "person-same"));
    }

    async fn two_who_merge_the_other_way_round_at_once_make_no_circle(bench: &Bench) {
        let backend = &bench.backend;
        let match_ = fixture::agreed_match(bench).await;
        let one = fixture::tenants_record(bench, &match_).await;
        let other = fixture::other_record(bench, "王租客", 1).await;
        let merge = |from, into| merge(backend, &match_.coordinator, from, into, ground());
        let (there, back) = meet(bench, merge(one, other), merge(other, one)).await;
        assert!(there.is_ok() != back.is_ok(), "{there:?} {back:?}");
        assert!(is_refused(&there, "person-merged") || is_refused(&back, "person-merged"), "{there:?} {back:?}");
        assert_eq!(now(backend, one).await, now(backend, other).await);
    }

    async fn who_is_merged_while_a_match_is_completed_is_registered_as_who_is_left(bench: &Bench) {
        let backend = &bench.backend;
        let match_ = fixture::agreed_match(bench).await;
        let tenant = fixture::tenants_record(bench, &match_).await;
        let other = fixture::other_record(bench, "王租客", 1).await;
        let merging = merge(backend, &match_.coordinator, tenant, other, ground());
        let completing = matching::complete(backend, &match_.coordinator, match_.match_id, SEEN);
        let (merged, completed) = meet(bench, merging, completing).await;
        merged.unwrap();
        completed.unwrap();
        assert!(registered(backend, other).await && !registered(backend, tenant).await);
        let claims = active_residence::Entity::find().count(backend.database().reader()).await.unwrap();
        assert_eq!(claims, 2);
    }

    /// Whatever the program has forgotten to ask.
    async fn the_database_itself_refuses_circles_and_registrations_of_who_is_merged(bench: &Bench) {
        let backend = &bench.backend;
        let match_ = fixture::agreed_match(bench).await;
        let tenant = fixture::tenants_record(bench, &match_).await;
        let (one, other) = (fixture::other_record(bench, "王租客", 1).await, fixture::other_record(bench, "王租客", 2).await);
        merge(backend, &match_.coordinator, tenant, one, ground()).await.unwrap();
        let point = |from: PersonId, into: PersonId| {
            person::Entity::update_many()
                .col_expr(person::Column::Merged, Expr::value(true))
                .col_expr(person::Column::MergedInto, Expr::value(Uuid::from(into)))
                .filter(person::Column::Id.eq(Uuid::from(from)))
                .exec(backend.database().writer())
        };
        for (from, into) in [(one, tenant), (one, other), (other, tenant), (other, other)] {
            assert!(point(from, into).await.is_err());
        }
        matching::complete(backend, &match_.coordinator, match_.match_id, SEEN).await.unwrap();
        let back = active_residence::Entity::update_many()
            .col_expr(active_residence::Column::PersonId, Expr::value(Uuid::from(tenant)))
            .filter(active_residence::Column::PersonId.eq(Uuid::from(one)))
            .exec(backend.database().writer())
            .await;
        assert!(back.is_err());
    }

    async fn people_are_merged_by_who_answers_for_all_their_places_and_is_none_of_them(bench: &Bench) {
        let backend = &bench.backend;
        let match_ = fixture::agreed_match(bench).await;
        let tenant = fixture::tenants_record(bench, &match_).await;
        let (one, other) = (fixture::other_record(bench, "王租客", 1).await, fixture::other_record(bench, "王租客", 2).await);
        let nobodys = [
            fixture::staff(bench, "吴协管", Role::Coordinator, &["350405"]).await,
            fixture::staff(bench, "周复核", Role::Reviewer, &["350404"]).await,
            fixture::staff(bench, "管理员", Role::Administrator, &[]).await,
            match_.landlord.clone(),
        ];
        for actor in &nobodys {
            let refused = merge(backend, actor, tenant, one, ground()).await;
            assert!(matches!(refused, Err(DeedError::NotFound)), "{refused:?}");
            assert!(doubles(backend, actor, tenant).await.unwrap().is_none());
        }
        let nowhere = merge(backend, &match_.coordinator, one, other, ground()).await;
        assert!(matches!(nowhere, Err(DeedError::NotFound)), "on record at no place");

        let theirs = entity::account::ActiveModel {
            id: Set(match_.coordinator.id.into()),
            person_id: Set(Some(one.into())),
            ..Default::default()
        };
        theirs.update(backend.database().writer()).await.unwrap();
        let own = merge(backend, &match_.coordinator, tenant, one, ground()).await;
        assert!(is_refused(&own, "own-work"), "{own:?}");
        merge(backend, &match_.coordinator, tenant, other, ground()).await.unwrap();
    }
}
