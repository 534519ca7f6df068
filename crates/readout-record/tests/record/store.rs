//! The record on disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use readout_extract::{CueClass, StatementKind};
use readout_record::{
    Added, Arrival, Change, Entry, Hit, ItemFilter, ItemKind, ItemRow, Store, StoreError, Story, StoryFilter,
};
use readout_report::ReportId;
use tempfile::TempDir;

use crate::sketch::{Sketch, day};

const MORNING: &str = "2025-03-02T08:00:00Z";
const EVENING: &str = "2025-03-02T20:00:00Z";

/// A report on the harbour with one statement.
fn harbour(outlet: &str, published: &str, who: &str, said: &str) -> Entry {
    let text = format!(
        "The harbour of Lindholm stays closed after the storm tore the pier away. {who} said {said}.\n\
         Ferries to Varnholm wait in Lindholm harbour until divers have looked at the pier."
    );
    entry(&text, outlet, published, who, said)
}

fn entry(text: &str, outlet: &str, published: &str, who: &str, said: &str) -> Entry {
    let sketch = Sketch::new(text).by(outlet, published).person(&[who]);
    sketch.says(who, "said", CueClass::Say, StatementKind::Indirect, said).entry()
}

fn some() -> Vec<Entry> {
    vec![
        harbour("Post", "2025-03-01", "Ana Ruiz", "the pier is gone and nobody was hurt in the night"),
        harbour("Herald", "2025-03-02", "Ana Ruiz", "divers will look at the ground next week"),
        entry(
            "Voters in Kestria chose a new parliament. Tom Bell said turnout was higher than ever. Kestria counts its ballots.",
            "Gazette",
            "2025-03-02",
            "Tom Bell",
            "turnout was higher than ever",
        ),
    ]
}

fn folder() -> TempDir {
    TempDir::new().unwrap()
}

fn add(store: &mut Store, entries: &[Entry], read: &str) -> Vec<Added> {
    let arrivals: Vec<_> = entries.iter().cloned().map(Arrival::new).collect();
    let added = store.add(&arrivals, read).unwrap();
    store.update(&BTreeMap::new()).unwrap();
    added.into_iter().map(|(_, added, _)| added).collect()
}

fn stories(store: &Store) -> Vec<Story> {
    let rows = store.stories(&StoryFilter::default()).unwrap();
    rows.iter().map(|row| store.story(&row.id).unwrap()).collect()
}

fn stored(entries: &[Entry]) -> Store {
    let mut store = Store::in_memory().unwrap();
    add(&mut store, entries, MORNING);
    store
}

#[test]
fn a_record_is_what_it_is_in_memory() {
    assert_eq!(stories(&stored(&some())), readout_record::build(some()).stories);
}

#[test]
fn the_same_report_twice_changes_nothing() {
    let folder = folder();
    let path = folder.path().join("r.db");
    let mut store = Store::create(&path).unwrap();
    assert_eq!(add(&mut store, &some(), MORNING), [Added::New; 3]);
    let before = stories(&store);
    assert!(store.is_settled().unwrap());
    assert_eq!(add(&mut store, &some(), EVENING), [Added::Unchanged; 3]);
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(stories(&store), before);
    assert!(some().iter().all(|e| store.known().unwrap().holds(&e.report)));
}

#[test]
fn a_changed_report_is_a_revision() {
    let first = harbour("Post", "2025-03-01", "Ana Ruiz", "the pier is gone and nobody was hurt in the night");
    let mut second =
        harbour("Post", "2025-03-01", "Ana Ruiz", "the pier is gone and two people were hurt in the night");
    let mut first = first;
    first.report.url = Some("https://post.example/pier".into());
    second.report.url = first.report.url.clone();
    for entry in [&mut first, &mut second] {
        entry.report.id = entry.report.derived_id();
    }
    let mut store = Store::in_memory().unwrap();
    add(&mut store, &[first.clone()], MORNING);
    let added = store.add(&[Arrival::new(second.clone())], EVENING).unwrap();
    assert_eq!(added, [(first.report.id.clone(), Added::Revised, Some(first.report.text.clone()))]);
    let updated = store.update(&BTreeMap::from([(first.report.id.clone(), Some(first.report.text.clone()))])).unwrap();
    assert_eq!((updated.stories.len(), updated.stories[0].statements), (1, 1));
    let stories = stories(&store);
    assert_eq!((stories.len(), stories[0].reports.len()), (1, 1));
    assert_eq!(stories[0].reports[0].report.text, second.report.text);
    let revisions = store.revisions(&first.report.id.0).unwrap();
    assert_eq!(revisions.len(), 1);
    assert_eq!(revisions[0].text, first.report.text);
    let changes = &revisions[0].change.revision.changes;
    assert!(matches!(changes[..], [Change::Altered { typo: false, .. }]), "{changes:?}");
    // The earlier wording, read once more, is no news.
    assert_eq!(store.add(&[Arrival::new(second)], EVENING).unwrap()[0].1, Added::Unchanged);
}

#[test]
fn reports_and_actors_that_pass_a_filter() {
    let store = stored(&some());
    let all = StoryFilter::default;
    let reports = |stories: StoryFilter, items: ItemFilter| -> Vec<String> {
        let rows = store.reports_asked(&stories, &items).unwrap();
        rows.into_iter().map(|row| row.outlet.unwrap()).collect()
    };
    assert_eq!(reports(all(), ItemFilter::default()), ["Post", "Gazette", "Herald"]);
    assert_eq!(reports(all(), ItemFilter { actor: Some("ruiz".into()), ..Default::default() }), ["Post", "Herald"]);
    assert_eq!(reports(all(), ItemFilter { outlet: Some("HERALD".into()), ..Default::default() }), ["Herald"]);
    assert_eq!(reports(all(), ItemFilter { text: Some("ballots".into()), ..Default::default() }), ["Gazette"]);
    let until = ItemFilter { until: Some(day("2025-03-01")), ..Default::default() };
    assert_eq!(reports(all(), until.clone()), ["Post"]);
    let harbour = store.report_row(&some()[0].report.id.0).unwrap().story;
    let of_harbour = || StoryFilter { story: harbour.clone(), ..all() };
    assert_eq!(reports(of_harbour(), ItemFilter::default()), ["Post", "Herald"]);
    assert_eq!(reports(of_harbour(), until), ["Post"]);
    assert_eq!(store.reports_of_stories(&of_harbour()).unwrap().len(), 2);

    let actors = |stories: StoryFilter, items: ItemFilter, limit: usize| -> Vec<String> {
        let rows = store.actors_asked(&stories, &items, limit).unwrap();
        rows.into_iter().map(|row| row.actor.name).collect()
    };
    assert_eq!(actors(all(), ItemFilter::default(), 9), ["Ana Ruiz", "Tom Bell"]);
    assert_eq!(actors(all(), ItemFilter::default(), 1), ["Ana Ruiz"]);
    assert_eq!(actors(all(), ItemFilter { text: Some("bell".into()), ..Default::default() }, 9), ["Tom Bell"]);
    assert_eq!(actors(of_harbour(), ItemFilter::default(), 9), ["Ana Ruiz"]);
    let of_gazette = StoryFilter { outlet: Some("gazette".into()), ..all() };
    assert_eq!(actors(of_gazette, ItemFilter::default(), 9), ["Tom Bell"]);

    let nowhere = StoryFilter { story: Some("y0000000000".into()), ..all() };
    let missing = |result: Result<usize, StoreError>| matches!(result, Err(StoreError::NotFound(_)));
    assert!(missing(store.stories_asked(&nowhere).map(|rows| rows.len())));
    assert!(missing(store.reports_asked(&nowhere, &ItemFilter::default()).map(|rows| rows.len())));
    assert!(missing(store.actors_asked(&nowhere, &ItemFilter::default(), 9).map(|rows| rows.len())));
}

#[test]
fn a_past_day_is_a_record_of_its_reports_alone() {
    let all = stored(&some());
    let past = all.as_of(day("2025-03-01"), false).unwrap();
    assert_eq!(stories(&past), stories(&stored(&some()[..1])));
    assert_eq!(stories(&all.as_of(day("2025-02-01"), false).unwrap()), []);
    assert_eq!(stories(&all.as_of(day("2025-03-09"), false).unwrap()), stories(&all));
}

#[test]
fn a_past_day_has_the_wording_of_that_day() {
    let mut first = harbour("Post", "2025-03-01", "Ana Ruiz", "the pier is gone and nobody was hurt in the night");
    first.report.id = ReportId("pier".into());
    let mut second = harbour("Post", "2025-03-04", "Ana Ruiz", "the pier will be built anew by the end of the summer");
    second.report.id = first.report.id.clone();
    let both = stored(&[first.clone(), second]);
    assert_eq!(stories(&both.as_of(day("2025-03-02"), false).unwrap()), stories(&stored(&[first])));
}

fn pier(text: &str, published: &str) -> Entry {
    let mut entry = harbour("Post", published, "Ana Ruiz", text);
    entry.report.url = Some("https://post.example/pier".into());
    entry.report.id = entry.report.derived_id();
    entry
}

#[test]
fn two_wordings_in_one_reading_do_not_swap() {
    let both = [pier("the pier is gone for good", "2025-03-01"), pier("the pier is safe for now", "2025-03-01")];
    let mut store = Store::in_memory().unwrap();
    assert_eq!(add(&mut store, &both, MORNING), [Added::New, Added::Revised]);
    let before = stories(&store);
    for read in [MORNING, EVENING] {
        assert_eq!(add(&mut store, &both, read), [Added::Unchanged; 2]);
    }
    assert!(
        both.iter().all(|entry| !store.known().unwrap().holds(&entry.report) || entry.report.id == both[0].report.id)
    );
    assert_eq!(stories(&store), before);
}

#[test]
fn reports_with_ids_of_their_own_may_share_an_address() {
    let post = |id: &str, text: &str| {
        let mut entry = pier(text, "2025-03-01");
        entry.report.id = ReportId(id.into());
        entry
    };
    let mut store = Store::in_memory().unwrap();
    let posts = [post("p1", "the pier is gone for good"), post("p2", "the pier is safe for now")];
    assert_eq!(add(&mut store, &posts, MORNING), [Added::New; 2]);
}

#[test]
fn what_becomes_known_of_the_publication_is_taken() {
    let text = "the pier is gone and nobody was hurt in the night";
    let mut undated = harbour("Post", "2025-03-01", "Ana Ruiz", text);
    (undated.report.published, undated.report.outlet) = (None, None);
    undated.report.id = ReportId("pier".into());
    let mut dated = harbour("Post", "2025-03-01", "Ana Ruiz", text);
    dated.report.id = undated.report.id.clone();
    dated.report.title = Some("Pier gone".into());
    let mut store = Store::in_memory().unwrap();
    assert_eq!(add(&mut store, &[undated.clone()], MORNING), [Added::New]);
    assert_eq!(add(&mut store, &[dated.clone()], EVENING), [Added::Revised]);
    assert_eq!(stories(&store), stories(&stored(&[dated])));
    assert_eq!(store.revisions("pier").unwrap(), [], "the words are the same");
    assert_eq!(add(&mut store, &[undated], EVENING), [Added::Unchanged]);
}

#[test]
fn a_silent_edit_is_known_from_the_day_on_which_it_was_read() {
    let (first, second) =
        (pier("some 40 ships wait outside", "2025-03-01"), pier("some 90 ships wait outside", "2025-03-01"));
    let mut store = Store::in_memory().unwrap();
    add(&mut store, &[first], "2025-03-01T09:00:00.000Z");
    add(&mut store, &[second], "2025-03-04T09:00:00.000Z");
    let text = |store: &Store| stories(store)[0].reports[0].report.text.clone();
    assert!(text(&store).contains("90 ships"));
    assert!(text(&store.as_of(day("2025-03-03"), false).unwrap()).contains("40 ships"));
    assert!(text(&store.as_of(day("2025-03-04"), false).unwrap()).contains("90 ships"));
}

#[test]
fn a_past_day_can_be_searched() {
    let past = stored(&some()).as_of(day("2025-03-01"), true).unwrap();
    assert_eq!(past.search("pier storm", 5).unwrap().len(), 1);
    assert_eq!(past.search("divers week", 5).unwrap(), []);
    assert_eq!(past.reports_with("pier").unwrap().len(), 1);
}

#[test]
fn two_connections_write_at_once() {
    let folder = folder();
    let path = folder.path().join("r.db");
    let write = |entries: Vec<Entry>| {
        let mut store = Store::create(&path).unwrap();
        for entry in entries {
            add(&mut store, &[entry], MORNING);
        }
    };
    let mut other = some();
    other.reverse();
    std::thread::scope(|scope| {
        scope.spawn(|| write(some()));
        scope.spawn(|| write(other));
    });
    let store = Store::open(&path).unwrap();
    assert!(store.is_settled().unwrap());
    assert_eq!(stories(&store), stories(&stored(&some())));
    assert_eq!(store.check().unwrap().0, []);
}

#[test]
fn what_another_version_read_is_read_anew() {
    let folder = folder();
    let path = folder.path().join("r.db");
    let before = {
        let mut store = Store::create(&path).unwrap();
        add(&mut store, &some(), MORNING);
        stories(&store)
    };
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("UPDATE report SET format = 0, entry = x'00', traits = x'00'; DELETE FROM story;").unwrap();
    let mut store = Store::open(&path).unwrap();
    assert!(!store.is_current().unwrap());
    let outdated = store.outdated(9).unwrap();
    let again = |report: &readout_report::Report| some().into_iter().find(|e| e.report == *report).unwrap();
    let arrivals: Vec<_> = outdated.iter().map(|(w, report)| (*w, Arrival::new(again(report)))).collect();
    assert_eq!(arrivals.len(), 3);
    store.renew(&arrivals).unwrap();
    assert!(store.is_current().unwrap());
    store.update(&BTreeMap::new()).unwrap();
    assert_eq!(stories(&store), before);
}

#[test]
fn words_are_found() {
    let store = stored(&some());
    let hits = store.search("DIVER ground", 5).unwrap();
    assert!(matches!(&hits[0], Hit::Statement { .. }));
    assert!(matches!(&hits[1], Hit::Report(row) if row.outlet.as_deref() == Some("Herald")));
    assert_eq!(store.search("\"'*-(", 5).unwrap(), []);
    assert_eq!(store.search("NEAR(a b) OR", 5).unwrap(), []);
}

#[test]
fn what_is_no_record_is_refused() {
    let folder = folder();
    let path = folder.path().join("x.db");
    assert!(matches!(Store::open(&path), Err(StoreError::Missing(_))));
    fs::write(&path, "some notes of mine, which must stay as they are, whatever their name is").unwrap();
    assert!(matches!(Store::create(&path), Err(StoreError::NotARecord(_))));
    assert!(fs::read_to_string(&path).unwrap().starts_with("some notes"));
    let other = folder.path().join("y.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(Store::create(&other), Err(StoreError::NotARecord(_))));
    let newer = folder.path().join("z.db");
    drop(Store::create(&newer).unwrap());
    rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 999).unwrap();
    assert!(matches!(Store::open(&newer), Err(StoreError::Newer(_))));
    assert!(matches!(Store::create(Path::new("/nowhere/at/all.db")), Err(StoreError::Open { .. })));
}

#[test]
fn a_changed_text_is_noticed() {
    let folder = folder();
    let path = folder.path().join("r.db");
    add(&mut Store::create(&path).unwrap(), &some(), MORNING);
    assert_eq!(Store::open(&path).unwrap().check().unwrap().0, []);
    let other = zstd::bulk::compress("These are other words.".as_bytes(), 3).unwrap();
    let id = &some()[0].report.id.0;
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute("UPDATE report SET text = ?1 WHERE id = ?2", rusqlite::params![other, id]).unwrap();
    let faults = Store::open(&path).unwrap().check().unwrap().0;
    assert!(faults.iter().any(|fault| fault.at == *id), "{faults:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_does_not_matter(
        (entries, shuffled, cut) in prop::collection::vec(crate::any_entry(), 1..7)
            .prop_flat_map(|entries| (Just(entries.clone()), Just(entries.clone()).prop_shuffle(), 0..entries.len()))
    ) {
        let mut store = Store::in_memory().unwrap();
        add(&mut store, &shuffled[..cut], MORNING);
        add(&mut store, &shuffled[cut..], EVENING);
        prop_assert_eq!(stories(&store), stories(&stored(&entries)));
    }
}

#[test]
fn what_was_said_is_listed_in_the_order_of_reading() {
    let mut store = Store::in_memory().unwrap();
    let [first, second, third] = <[Entry; 3]>::try_from(some()).unwrap();
    add(&mut store, std::slice::from_ref(&first), MORNING);
    let before = store.state().unwrap();
    let statement = |store: &Store, row: &ItemRow| {
        store.story(&row.cursor.story).unwrap().statements[row.position].witnesses[0].evidence.report.clone()
    };
    let rows = store.items_after(ItemKind::Statement, None, 10).unwrap();
    assert_eq!(
        rows.iter().map(|row| statement(&store, row)).collect::<Vec<_>>(),
        std::slice::from_ref(&first.report.id)
    );
    assert!(rows.iter().all(|row| row.cursor.seen == MORNING));
    assert!(store.news_since(MORNING).unwrap().is_empty());

    // What comes later stands after it, though the story of the first is computed anew.
    add(&mut store, &[second.clone(), third.clone()], EVENING);
    assert_ne!(store.state().unwrap(), before);
    let last = rows.last().map(|row| row.cursor.clone());
    let mut later = Vec::new();
    let mut after = last;
    while let Some(row) = store.items_after(ItemKind::Statement, after.as_ref(), 1).unwrap().pop() {
        later.push(statement(&store, &row));
        after = Some(row.cursor);
    }
    later.sort();
    let mut expected = [second.report.id.clone(), third.report.id];
    expected.sort();
    assert_eq!(later, expected);
    let news = store.news_since(MORNING).unwrap();
    let counted: usize = news.values().map(|news| news.items[&ItemKind::Statement]).sum();
    assert_eq!((counted, news.values().map(|news| news.reports).sum::<usize>()), (2, 2));
    let reports = store.reports_after(None, 10).unwrap();
    assert_eq!(reports.iter().map(|row| row.first_read.as_str()).collect::<Vec<_>>(), [MORNING, EVENING, EVENING]);
}

#[test]
fn what_a_revision_adds_is_seen_when_it_is_read() {
    let mut first = harbour("Post", "2025-03-01", "Ana Ruiz", "the pier is gone and nobody was hurt in the night");
    let more = "The harbour of Lindholm stays closed after the storm tore the pier away. Ana Ruiz said the pier is gone and \
                nobody was hurt in the night.\nFerries to Varnholm wait. Tom Bell said the mayor knew of the cracks.";
    let says =
        |sketch: Sketch, who: &str, said: &str| sketch.says(who, "said", CueClass::Say, StatementKind::Indirect, said);
    let sketch = Sketch::new(more).by("Post", "2025-03-01").person(&["Ana Ruiz"]).person(&["Tom Bell"]);
    let sketch = says(sketch, "Ana Ruiz", "the pier is gone and nobody was hurt in the night");
    let mut second = says(sketch, "Tom Bell", "the mayor knew of the cracks").entry();
    for entry in [&mut first, &mut second] {
        entry.report.url = Some("https://post.example/pier".into());
        entry.report.id = entry.report.derived_id();
    }
    let mut store = Store::in_memory().unwrap();
    add(&mut store, &[first], MORNING);
    add(&mut store, &[second], EVENING);
    let rows = store.items_after(ItemKind::Statement, None, 10).unwrap();
    assert_eq!(rows.iter().map(|row| row.cursor.seen.as_str()).collect::<Vec<_>>(), [MORNING, EVENING]);
}
