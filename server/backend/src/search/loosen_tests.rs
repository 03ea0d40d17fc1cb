use domain::search::{Mode, PlaceName, Range, Rooms};

use super::*;
use crate::{
    search::{self, find},
    test_support::people,
};

crate::both! {
    async fn every_choice_that_helps_is_offered_with_what_it_shows(bench: &Bench) {
        let backend = &bench.backend;
        search::open(backend).await.unwrap();
        let landlord = people::citizen(backend, "landlord@example.cn").await;
        let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
        for room in ["301", "302"] {
            people::published(backend, &landlord, &coordinator, room).await;
        }
        search::catch_up(backend).await.unwrap();

        // Both are two rooms in 列东街道 for 1,350 yuan.
        let mut query = Query::for_text("江滨").0;
        query.filters.add(Filter::Street(PlaceName::parse("列东街道").unwrap()));
        query.filters.add(Filter::Rooms(Rooms::Three));
        query.filters.add(Filter::Rooms(Rooms::Four));
        assert_eq!(find(backend, &query, false).await.unwrap().total, 0);
        let loosened = loosen(backend, &query).await.unwrap();
        let rooms = vec![Filter::Rooms(Rooms::Three), Filter::Rooms(Rooms::Four)];
        let [only] = loosened.as_slice() else { panic!("{loosened:?}") };
        assert_eq!((&only.without, only.total), (&vec![rooms.clone()], 2));
        assert_eq!(find(backend, &only.query, false).await.unwrap().total, 2, "what is promised is there");

        // Where two are in the way, both are given up, but not a third.
        let rent = vec![Filter::Rent(Range::at_most(500))];
        query.filters.add(rent[0].clone());
        let loosened = loosen(backend, &query).await.unwrap();
        let [only] = loosened.as_slice() else { panic!("{loosened:?}") };
        assert_eq!((&only.without, only.total), (&vec![rooms, rent], 2));

        // A way on that keeps the words comes before one that loses them.
        let mut query = Query::for_text("江滨").0;
        query.filters.add(Filter::Mode(Mode::Shared));
        let loosened = loosen(backend, &query).await.unwrap();
        assert_eq!(loosened.iter().map(|one| one.total).collect::<Vec<_>>(), [2]);
    }
}
