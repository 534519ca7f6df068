//! The lists of the record: `readout stories`, `readout statements` and so on, and `readout actors merge`, `split`.

use std::io;
use std::path::Path;

use readout_brief::list::{self, List, ListFormat, ListWriter, Row};
use readout_record::{Store, StoreError};
use readout_report::{Date, ReportId};

use crate::args::ActorsCommand;
use crate::messages::Messages;
use crate::options::Ask;
use crate::output::print;

/// The record to be asked, as it is at this moment or was on a day; brought up to date if an interrupted reading left work.
pub(crate) fn open(path: &Path, as_of: Option<Date>, by_words: bool) -> Result<Store, StoreError> {
    let store = open_to_change(path)?;
    store.hold()?;
    match as_of {
        Some(day) => store.as_of(day, by_words),
        None => Ok(store),
    }
}

/// The record to be changed.
pub(crate) fn open_to_change(path: &Path) -> Result<Store, StoreError> {
    let mut store = Store::open(path)?;
    if !store.is_current()? {
        return Err(StoreError::Outdated(path.to_owned()));
    }
    if !store.is_settled()? {
        store.update(&Default::default())?;
    }
    Ok(store)
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
    let store = open(&ask.record, ask.as_of, ask.stories.text.is_some())?;
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
            emit(list::story_of_reports(&store.reports_of_stories(&ask.stories)?))?;
        }
        List::Stories => {
            emit(list::stories(&store.stories_asked(&ask.stories)?))?;
        }
        List::Reports => {
            emit(list::reports(&store.reports_asked(&ask.stories, &ask.items)?))?;
        }
        List::Actors => {
            emit(list::actors(&store.actors_asked(&ask.stories, &ask.items, ask.limit)?))?;
        }
        List::Items(_) | List::Timeline | List::Found => {
            for row in store.stories_asked(&ask.stories)? {
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
            let mut store = open_to_change(&record.record)?;
            let number = store.merge_actors(one, other, now)?;
            Ok(format!("The two are one actor now; `readout actors undo {number}` takes it back.\n"))
        }
        ActorsCommand::Split { actor, reports, record } => {
            let mut store = open_to_change(&record.record)?;
            let number = store.split_actor(actor, &reports.iter().cloned().map(ReportId).collect(), now)?;
            Ok(format!("They are two actors now; `readout actors undo {number}` takes it back.\n"))
        }
        ActorsCommand::Decisions { record } => Ok(list::decisions(&open_to_change(&record.record)?.decisions()?)),
        ActorsCommand::Undo { number, record } => {
            open_to_change(&record.record)?.undo(*number)?;
            Ok("The decision is taken back.\n".to_owned())
        }
    }
}
