use super::*;
use crate::{
    both, entity,
    import::COLUMNS,
    test_support::{meet, run_into},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, sea_query::Expr,
};

const PUBLISH: Options = Options { publish: true };
const DRAFT: Options = Options { publish: false };

const SMALL: &str = "\
demo,山城,东区,老街,柳岸新村,整租·柳岸新村 2室1厅 南,整租,2,1,1,61.50,南 北,中楼层（6层）,精装|新上,1350
demo,山城,东区,老街,柳岸新村,整租·柳岸新村 2室1厅 南,整租,2,1,1,61.50,南 北,中楼层（6层）,,1300
demo,山城,西区,桥头,云台里,合租·云台里 次卧,合租,,,,14.00,,地下室,,420
";

fn file(rows: &str) -> String {
    format!("{}\n{rows}", COLUMNS.join(","))
}

async fn import(backend: &Backend, file: &str, options: Options) -> (Tally, Vec<String>) {
    let mut rejected = Vec::new();
    let tally = listings(backend, file.as_bytes(), options, |event| {
        if let Event::Rejected { line, errors } = event {
            rejected.push(format!("{line} {errors}"));
        }
    })
    .await
    .unwrap();
    (tally, rejected)
}

async fn all(backend: &Backend) -> Vec<entity::listing::Model> {
    entity::listing::Entity::find()
        .order_by_asc(entity::listing::Column::Id)
        .all(backend.database().reader())
        .await
        .unwrap()
}

async fn index_changes(backend: &Backend) -> u64 {
    entity::index_change::Entity::find()
        .count(backend.database().reader())
        .await
        .unwrap()
}

fn tally(imported: u64, updated: u64, unchanged: u64, rejected: u64) -> Tally {
    Tally {
        imported,
        updated,
        unchanged,
        rejected,
    }
}

both! {
    async fn a_file_is_imported_once_and_its_changes_after_that(bench: &Bench) {
        let backend = &bench.backend;
        let (first, rejected) = import(backend, &format!("\u{FEFF}{}", file(SMALL)), PUBLISH).await;
        assert_eq!((first, rejected), (tally(3, 0, 0, 0), Vec::new()));
        assert_eq!(first.to_string(), "imported 3, updated 0, unchanged 0, rejected 0");
        assert_eq!(index_changes(backend).await, 3);

        let rows = all(backend).await;
        assert!(rows.iter().all(|row| row.status == "published" && row.published_at.is_some() && !row.verified));
        assert!(rows.iter().all(|row| row.source == "import:demo" && row.house_id.is_none() && row.district_code.is_empty()));
        let room = &rows[2];
        assert_eq!((room.city.as_str(), room.district.as_str(), room.street.as_str(), room.estate.as_str()), ("山城", "西区", "桥头", "云台里"));
        assert_eq!((room.rooms, room.area_x100, room.mode.as_str(), room.floor.as_str()), (None, 1400, "shared", "地下室"));
        assert_eq!((rows[0].orientation.as_str(), rows[0].description.as_str()), ("南 北", "新上"));

        bench.clock.advance(60);
        assert_eq!(import(backend, &file(SMALL), PUBLISH).await.0, tally(0, 0, 3, 0));
        assert_eq!(all(backend).await, rows, "nothing was touched");
        assert_eq!(index_changes(backend).await, 3);

        let dearer = file(&SMALL.replace(",1300", ",1290"));
        assert_eq!(import(backend, &dearer, PUBLISH).await.0, tally(0, 1, 2, 0));
        let rents: Vec<_> = all(backend).await.iter().map(|row| (row.rent_yuan, row.version)).collect();
        assert_eq!(rents, [(1350, 1), (1290, 2), (420, 1)]);
        assert_eq!(index_changes(backend).await, 4);
    }

    async fn drafts_stay_offline_until_a_run_that_publishes(bench: &Bench) {
        let backend = &bench.backend;
        assert_eq!(import(backend, &file(SMALL), DRAFT).await.0, tally(3, 0, 0, 0));
        assert!(all(backend).await.iter().all(|row| row.status == "draft" && row.published_at.is_none()));
        assert_eq!(index_changes(backend).await, 0);

        let taken_down = all(backend).await.remove(0);
        let mut returned = taken_down.clone().into_active_model();
        returned.returned_reason = Set(Some("a false listing".to_owned()));
        returned.update(backend.database().writer()).await.unwrap();
        assert_eq!(import(backend, &file(SMALL), PUBLISH).await.0, tally(0, 2, 1, 0));
        let states: Vec<_> = all(backend).await.into_iter().map(|row| row.status).collect();
        assert_eq!(states, ["draft", "published", "published"]);
        assert_eq!(index_changes(backend).await, 2);

        assert_eq!(import(backend, &file(SMALL), DRAFT).await.0, tally(0, 0, 3, 0), "never takes offline");
    }

    async fn a_listing_that_is_taken_down_while_it_is_imported_stays_down(bench: &Bench) {
        use entity::listing::{Column, Entity};
        let backend = &bench.backend;
        import(backend, &file(SMALL), PUBLISH).await;
        let id = all(backend).await[1].id;
        let tx = backend.database().begin().await.unwrap();
        Entity::update_many()
            .col_expr(Column::Status, Expr::value("draft"))
            .col_expr(Column::ReturnedReason, Expr::value("a false listing"))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(id))
            .exec(&tx)
            .await
            .unwrap();
        let dearer = file(&SMALL.replace(",1300", ",1290"));
        let (seen, _) = run_into(bench, tx, import(backend, &dearer, PUBLISH)).await;
        assert_eq!(seen, tally(0, 1, 2, 0));
        let row = all(backend).await.remove(1);
        assert_eq!((row.status.as_str(), row.returned_reason.as_deref()), ("draft", Some("a false listing")));
        assert_eq!((row.rent_yuan, row.version), (1290, 3));
        assert_eq!(index_changes(backend).await, 3, "nobody sees it");
    }

    async fn a_file_that_is_imported_twice_at_once_is_imported_once(bench: &Bench) {
        let backend = &bench.backend;
        let content = file(SMALL);
        let once = || import(backend, &content, PUBLISH);
        let ((one, _), (other, _)) = meet(bench, once(), once()).await;
        assert!([one, other].contains(&tally(3, 0, 0, 0)) && [one, other].contains(&tally(0, 0, 3, 0)), "{one} {other}");
        assert_eq!((all(backend).await.len(), index_changes(backend).await), (3, 3));
    }

    async fn what_people_let_or_withdrew_is_not_the_files_to_change(bench: &Bench) {
        let backend = &bench.backend;
        import(backend, &file(SMALL), PUBLISH).await;
        for (row, status) in all(backend).await.into_iter().zip(["paused", "let", "withdrawn"]) {
            let mut row = row.into_active_model();
            row.status = Set(status.to_owned());
            row.update(backend.database().writer()).await.unwrap();
        }
        let dearer = file(&SMALL.replace(",1350", ",1360").replace(",1300", ",1290").replace(",420", ",430"));
        assert_eq!(import(backend, &dearer, PUBLISH).await.0, tally(0, 1, 2, 0));
        let rows = all(backend).await;
        let seen: Vec<_> = rows.iter().map(|row| (row.status.as_str(), row.rent_yuan)).collect();
        assert_eq!(seen, [("paused", 1360), ("let", 1300), ("withdrawn", 420)]);
    }

    async fn bad_rows_are_told_with_their_lines_and_stop_nothing(bench: &Bench) {
        let backend = &bench.backend;
        let mut bytes = file(&format!(
            "demo,山城,东区,老街,柳岸新村,仓库,整租,1,0,0,28072.00,南,低楼层（1层）,,0\ntoo,short\n\
             demo,山城,东区,老街,\"柳岸\n新村\",两行,整租,1,0,0,20,南,1,,300\n{SMALL}"
        ))
        .into_bytes();
        bytes.extend(b"demo,\xD6\xD0,a,b,c,d,whole,1,0,0,20,,1,,300\n");
        let mut rejected = Vec::new();
        let mut progress = Vec::new();
        let seen = listings(backend, bytes.as_slice(), PUBLISH, |event| match event {
            Event::Rejected { line, errors } => rejected.push(format!("{line} {errors}")),
            Event::Progress { bytes, tally } => progress.push((bytes, tally)),
        })
        .await
        .unwrap();
        assert_eq!(seen, tally(4, 0, 0, 3));
        assert_eq!(rejected, ["2 area_sqm: area-range, rent: rent-zero", "3 row: columns", "9 row: not-utf8"]);
        assert_eq!(progress.last().copied(), Some((u64::try_from(bytes.len()).unwrap(), seen)));
    }

    async fn positions_are_read_in_their_system_and_rounded(bench: &Bench) {
        let backend = &bench.backend;
        let row = "demo,山城,东区,老街,柳岸新村,标题,整租,2,1,1,61.50,南,1,,1350";
        let file = format!(
            "{},lng,lat,coordinate_system\n{row},117.638912,26.263512,gcj02\n{row},117.638912,26.263512,wgs84\n{row},,,\n\
             {row},117.6,,gcj02\n{row},117.6,26.2,\n{row},-0.1,51.5,wgs84\n",
            COLUMNS.join(",")
        );
        let (seen, rejected) = import(backend, &file, PUBLISH).await;
        assert_eq!(seen, tally(3, 0, 0, 3));
        assert_eq!(rejected, ["5 lat: coordinates-format", "6 coordinate_system: required", "7 lat: coordinates-outside"]);
        let points: Vec<_> = all(backend).await.iter().map(|row| (row.lat_e6, row.lng_e6)).collect();
        assert_eq!(points[0], (Some(26_264_000), Some(117_639_000)));
        assert_eq!(points[1], (Some(26_260_000), Some(117_644_000)), "converted");
        assert_eq!(points[2], (None, None));
    }

    async fn a_long_file_is_written_in_batches(bench: &Bench) {
        let backend = &bench.backend;
        let rows: String = (1..=1203)
            .map(|n| format!("demo,山城,东区,老街,柳岸新村,第{n}套,整租,1,0,1,3{}.5,南,1,,{}\n", n % 7, 300 + n))
            .collect();
        let mut progress = Vec::new();
        let mut watch = |event: Event<'_>| {
            if let Event::Progress { tally, .. } = event {
                progress.push(tally.imported + tally.unchanged);
            }
        };
        listings(backend, file(&rows).as_bytes(), PUBLISH, &mut watch).await.unwrap();
        let again = listings(backend, file(&rows).as_bytes(), PUBLISH, &mut watch).await.unwrap();
        assert_eq!(progress, [500, 1000, 1203, 500, 1000, 1203]);
        assert_eq!(again, tally(0, 0, 1203, 0));
        assert_eq!(index_changes(backend).await, 1203);
    }

    async fn a_file_without_the_columns_changes_nothing(bench: &Bench) {
        let backend = &bench.backend;
        for (content, expected) in [("", "the first line names no column source"), ("a,b\n1,2\n", "the first line names no column source")] {
            let error = listings(backend, content.as_bytes(), PUBLISH, |_| {}).await.unwrap_err();
            assert!(matches!(error, ImportError::Header(_)));
            assert!(error.to_string().starts_with(expected), "{error}");
        }
        assert!(all(backend).await.is_empty());
    }
}
