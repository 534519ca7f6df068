//! What is made anew in part is what all made anew would be.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use readout_extract::{ActorKind, CueClass, StatementKind};
use readout_record::{ActorRow, Arrival, Entry, Hit, ReportRow, Store, StoreError, Story, StoryFilter, StoryRow};
use readout_report::ReportId;
use tempfile::TempDir;

use crate::sketch::{Sketch, day};

/// What is done to a record.
#[derive(Debug, Clone)]
enum Step {
    /// Reports are read.
    Read(Vec<Entry>),
    /// ... by a process that is killed before it has computed anything.
    Killed(Vec<Entry>),
    /// Two actors are decided to be one: those at these places in the list.
    Merge(usize, usize),
    /// One of an actor's reports is decided to speak of another.
    Split(usize, usize),
    /// A decision is taken back.
    Undo(usize),
}

/// A report of one of three matters, by people and bodies whose names may shorten each other; some have an address, so that others with
/// it are revisions, also ones with another day.
fn any_report() -> impl Strategy<Value = Entry> {
    const MATTERS: [&str; 3] = [
        "The harbour of Lindholm stays closed after the storm tore the pier away",
        "Voters in Kestria chose a new parliament and counted ballots through the night",
        "Engineers found a crack in the Brandt dam above the orchards of the valley",
    ];
    let people =
        prop::sample::select(vec!["Ilse Brandt", "Brandt", "I. Brandt", "Ilze Brandt", "Karl Brandt", "Ana Ruiz"]);
    let bodies = prop::sample::select(vec![
        "Halden Motors",
        "Halden Motors Europe",
        "Utopian Peace Organisation",
        "UPO",
        "Ulmen Paper Offices",
        "the Foreign Ministry",
    ]);
    let said = prop::sample::select(vec!["nobody was hurt in the night", "all will be repaired by the summer", "no"]);
    let days = prop::sample::select(vec!["2025-01-05", "2025-01-12", "2025-01-30", "2025-03-02", "2025-06-01"]);
    (0..MATTERS.len(), people, bodies, said, days, prop::option::of(0..3)).prop_map(
        |(matter, person, body, said, day, address)| {
            let text = format!(
                "{}.\n{person} of {body} said {said}.\nIt was all about this: {}.",
                MATTERS[matter], MATTERS[matter]
            );
            let sketch = Sketch::new(&text).by("Post", day).person(&[person]).actor(ActorKind::Organisation, &[body]);
            let mut entry = sketch.says(person, "said", CueClass::Say, StatementKind::Indirect, said).entry();
            if let Some(address) = address {
                entry.report.url = Some(format!("https://post.example/{address}"));
                entry.report.id = entry.report.derived_id();
            }
            entry
        },
    )
}

fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let reports = || prop::collection::vec(any_report(), 1..4);
    let step = prop_oneof![
        5 => reports().prop_map(Step::Read),
        1 => reports().prop_map(Step::Killed),
        1 => any::<(usize, usize)>().prop_map(|(a, b)| Step::Merge(a, b)),
        1 => any::<(usize, usize)>().prop_map(|(a, b)| Step::Split(a, b)),
        1 => any::<usize>().prop_map(Step::Undo),
    ];
    prop::collection::vec(step, 1..9)
}

fn take(path: &Path, number: usize, step: &Step) -> Result<(), StoreError> {
    let mut store = Store::create(path)?;
    let now = format!("2025-07-{:02}T08:00:00.000Z", number + 1);
    if let Step::Read(entries) | Step::Killed(entries) = step {
        store.add(&entries.iter().cloned().map(Arrival::new).collect::<Vec<_>>(), &now)?;
    }
    if matches!(step, Step::Killed(_)) {
        return Ok(());
    }
    store.update(&BTreeMap::new())?;
    let actors = store.actors(|_| true, usize::MAX)?;
    let actor = |n: usize| actors.get(n.checked_rem(actors.len())?);
    let decided = match step {
        Step::Read(_) | Step::Killed(_) => Ok(()),
        Step::Merge(one, other) => match actor(*one).zip(actor(*other)) {
            Some((one, other)) => store.merge_actors(&one.actor.id, &other.actor.id, &now).map(drop),
            None => Ok(()),
        },
        Step::Split(of, report) => match actor(*of) {
            Some(row) => {
                let reports: Vec<&ReportId> = row.actor.reports.iter().collect();
                let off = reports[report % reports.len()].clone();
                store.split_actor(&row.actor.id, &[off].into(), &now).map(drop)
            }
            None => Ok(()),
        },
        Step::Undo(number) => {
            let decisions = store.decisions()?;
            match number.checked_rem(decisions.len()) {
                Some(at) => store.undo(decisions[at].number),
                None => Ok(()),
            }
        }
    };
    // Not all can be merged or split.
    match decided {
        Err(StoreError::NotFound(_)) => Ok(()),
        decided => decided,
    }
}

/// All that a record tells.
/// Everything that a record answers.
type All = (Vec<StoryRow>, Vec<Story>, Vec<ActorRow>, Vec<ReportRow>, Vec<Hit>);

fn all(store: &Store) -> All {
    let rows = store.stories(&StoryFilter::default()).unwrap();
    let stories = rows.iter().map(|row| store.story(&row.id).unwrap()).collect();
    let hits = store.search("night", usize::MAX >> 1).unwrap();
    (rows, stories, store.actors(|_| true, usize::MAX).unwrap(), store.reports().unwrap(), hits)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_record_changed_in_part_is_one_made_anew(steps in any_steps()) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("r.db");
        for (number, step) in steps.iter().enumerate() {
            take(&path, number, step).unwrap();
        }
        let mut store = Store::create(&path).unwrap();
        store.update(&BTreeMap::new()).unwrap();
        for until in ["2025-01-12", "2025-03-02", "2025-07-04"] {
            let mut past = store.as_of(day(until), true).unwrap();
            let taken_over = all(&past);
            past.forget_stories().unwrap();
            past.update(&BTreeMap::new()).unwrap();
            prop_assert_eq!(taken_over, all(&past), "as of {}", until);
        }
        let in_parts = all(&store);
        store.forget_stories().unwrap();
        store.update(&BTreeMap::new()).unwrap();
        prop_assert_eq!(in_parts, all(&store));
    }
}
