use super::*;
use crate::search::engine::test_bench::{Bench, analysis_of_tests, bench, id, listing, open};

#[test]
fn changes_replace_and_remove() {
    let bench = bench(0..10);
    assert_eq!(bench.text("").total, 10);
    let moved = ListingDocument {
        estate: "新搬来的家园".to_owned(),
        ..listing(3)
    };
    let changes = [
        Change::Put(Box::new(moved)),
        Change::Remove(id(4)),
        Change::Remove(id(99)),
    ];
    bench.index.apply(changes, 7).unwrap();
    assert_eq!(bench.text("").total, 9);
    assert_eq!(bench.text("新搬来的家园").ids, [id(3)]);
    assert_eq!(bench.index.sequence(), 7);

    let Bench { dir, index } = bench;
    drop(index);
    let opened = open(dir.path());
    assert!(opened.needs_rebuild.is_none());
    assert_eq!((opened.index.sequence(), opened.index.count()), (7, 9));
}

#[test]
fn a_lost_or_damaged_index_is_replaced_by_an_empty_one() {
    let damages: [fn(&Path); 5] = [
        |dir| fs::remove_dir_all(dir).unwrap(),
        |dir| fs::remove_file(dir.join(CURRENT)).unwrap(),
        |dir| fs::write(dir.join(CURRENT), "../../etc").unwrap(),
        |dir| {
            let generation = dir.join(fs::read_to_string(dir.join(CURRENT)).unwrap());
            fs::write(generation.join("meta.json"), "{").unwrap();
        },
        |dir| {
            let generation = dir.join(fs::read_to_string(dir.join(CURRENT)).unwrap());
            let files = fs::read_dir(generation).unwrap().flatten();
            let store = files
                .map(|file| file.path())
                .find(|path| path.extension().is_some_and(|extension| extension == "idx"))
                .unwrap();
            let mut bytes = fs::read(&store).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0xFF;
            fs::write(&store, bytes).unwrap();
        },
    ];
    for damage in damages {
        let Bench { dir, index } = bench(0..10);
        drop(index);
        damage(dir.path());
        let opened = open(dir.path());
        assert!(opened.needs_rebuild.is_some());
        assert_eq!(opened.index.count(), 0);
        opened.index.apply([Change::Put(Box::new(listing(1)))], 1).unwrap();
        drop(opened);
        assert!(open(dir.path()).needs_rebuild.is_none());
    }
}

#[test]
fn a_rebuild_answers_from_the_old_index_until_it_is_done() {
    let bench = bench(0..10);
    let rebuild = bench.index.begin_rebuild(analysis_of_tests()).unwrap();
    rebuild.add(&(0..20).map(listing).collect::<Vec<_>>()).unwrap();
    assert_eq!(bench.text("").total, 10);
    rebuild.finish(5).unwrap();
    assert_eq!(bench.text("").total, 20);
    assert_eq!(bench.index.sequence(), 5);
    let generations = fs::read_dir(bench.dir.path()).unwrap().count();
    assert_eq!(generations, 2, "one generation and the file that names it");

    let beside = SearchIndex::rebuild_beside(bench.dir.path()).unwrap();
    beside
        .add(&analysis_of_tests(), &(0..30).map(listing).collect::<Vec<_>>())
        .unwrap();
    assert!(!bench.index.take_up().unwrap());
    beside.finish(6).unwrap();
    assert_eq!(bench.text("").total, 20);
    assert!(bench.index.take_up().unwrap());
    assert_eq!((bench.text("").total, bench.index.sequence()), (30, 6));
}

#[test]
fn only_one_process_may_serve_from_a_folder() {
    let bench = bench(0..3);
    let second = SearchIndex::open(bench.dir.path(), analysis_of_tests());
    assert!(matches!(second, Err(IndexError::InUse)));
    assert_eq!(bench.text("").total, 3);
}
