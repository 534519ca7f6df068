//! The lists of the record: `readout stories`, `readout statements` and so on, and `readout actors merge`, `split`.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use readout_brief::list::{self, List, ListFormat, ListWriter, Row};
use readout_record::{ActorRow, Store, StoreError};
use readout_report::{Date, ReportId};

use crate::args::ActorsCommand;
use crate::messages::Messages;
use crate::options::Ask;
use crate::output::print;

/// The record, brought up to date if an interrupted reading left work, or as it was on a day.
pub(crate) fn open(path: &Path, as_of: Option<Date>) -> Result<Store, StoreError> {
    let mut store = Store::open(path)?;
    if !store.is_current()? {
        return Err(StoreError::Outdated(path.to_owned()));
    }
    if !store.is_settled()? {
        store.update(&Default::default())?;
    }
    match as_of {
        Some(day) => store.as_of(day),
        None => Ok(store),
    }
}

/// Prints a list.
pub(crate) fn run(list: List, ask: &Ask, messages: &mut Messages) -> io::Result<()> {
    let mut failed = None;
    let result = write(list, ask).or_else(|error| match error {
        Failure::Output(error) => Err(error),
        Failure::Record(error) => {
            failed = Some(error);
            Ok(())
        }
    });
    if let Some(error) = failed {
        messages.failed(error);
    }
    result
}

enum Failure {
    Record(StoreError),
    Output(io::Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Record(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn write(list: List, ask: &Ask) -> Result<(), Failure> {
    let store = open(&ask.record, ask.as_of)?;
    let mut left = ask.limit;
    let (mut writer, start) = ListWriter::new(list, ask.format);
    let mut emit = |mut rows: Vec<Row>| -> Result<bool, Failure> {
        rows.truncate(left);
        left -= rows.len();
        print(&writer.rows(rows))?;
        Ok(left > 0)
    };
    print(&start)?;
    match list {
        List::Stories if ask.format == ListFormat::Jsonl => {
            let asked: BTreeSet<_> = stories(&store, ask)?.into_iter().map(|row| row.id).collect();
            let mut rows = store.reports()?;
            rows.retain(|row| row.story.as_ref().is_some_and(|story| asked.contains(story)));
            emit(list::story_of_reports(&rows))?;
        }
        List::Stories => {
            emit(list::stories(&stories(&store, ask)?))?;
        }
        List::Reports => {
            let mut rows = store.reports()?;
            let asked: BTreeSet<_> = stories(&store, ask)?.into_iter().map(|row| row.id).collect();
            rows.retain(|row| {
                row.story.as_ref().is_none_or(|story| asked.contains(story))
                    && ask.items.outlet.as_ref().is_none_or(|asked| {
                        row.outlet.as_ref().is_some_and(|outlet| outlet.to_lowercase() == asked.to_lowercase())
                    })
                    && ask.items.since.is_none_or(|since| row.published.is_some_and(|day| day >= since))
                    && ask.items.until.is_none_or(|until| row.published.is_some_and(|day| day <= until))
            });
            emit(list::reports(&rows))?;
        }
        List::Actors => {
            let asked = ask.items.actor.as_deref().or(ask.items.text.as_deref());
            let is_asked = |row: &ActorRow| asked.is_none_or(|a| row.actor.id == a || row.actor.is_called(a));
            let narrowed = ask.stories.story.is_some() || ask.stories.outlet.is_some();
            let rows = if narrowed {
                let stories: BTreeSet<_> = stories(&store, ask)?.into_iter().map(|row| row.id).collect();
                let mut kept = Vec::new();
                for row in store.actors(is_asked, usize::MAX)? {
                    if store.stories_of_actor(&row.actor.id)?.iter().any(|story| stories.contains(story)) {
                        kept.push(row);
                    }
                }
                kept
            } else {
                store.actors(is_asked, ask.limit)?
            };
            emit(list::actors(&rows))?;
        }
        List::Items(_) | List::Timeline | List::Found => {
            for row in stories(&store, ask)? {
                let story = store.story(&row.id)?;
                let rows = match list {
                    List::Items(kind) => list::items(&story, kind, &ask.items),
                    _ => list::timeline(&story, &ask.items),
                };
                if !emit(rows)? {
                    break;
                }
            }
        }
    }
    Ok(print(&writer.finish())?)
}

fn stories(store: &Store, ask: &Ask) -> Result<Vec<readout_record::StoryRow>, StoreError> {
    let mut filter = ask.stories.clone();
    // A story that is not there is said to be missing, not empty.
    if let Some(story) = &filter.story {
        store.story(story)?;
    }
    if filter.story.is_none() {
        filter.since = None;
    }
    store.stories(&filter)
}

/// Joins or parts actors by hand.
pub(crate) fn decide(command: &ActorsCommand, now: &str, messages: &mut Messages) -> io::Result<()> {
    match decided(command, now) {
        Ok(out) => print(&out),
        Err(error) => {
            messages.failed(error);
            Ok(())
        }
    }
}

fn decided(command: &ActorsCommand, now: &str) -> Result<String, StoreError> {
    match command {
        ActorsCommand::Merge { one, other, record } => {
            let mut store = open(&record.record, None)?;
            store.merge_actors(one, other, now)?;
            Ok("The two are one actor now.\n".to_owned())
        }
        ActorsCommand::Split { actor, reports, record } => {
            let mut store = open(&record.record, None)?;
            store.split_actor(actor, &reports.iter().cloned().map(ReportId).collect(), now)?;
            Ok("They are two actors now.\n".to_owned())
        }
        ActorsCommand::Decisions { record } => Ok(list::decisions(&open(&record.record, None)?.decisions()?)),
        ActorsCommand::Undo { number, record } => {
            open(&record.record, None)?.undo(*number)?;
            Ok("The decision is taken back.\n".to_owned())
        }
    }
}
