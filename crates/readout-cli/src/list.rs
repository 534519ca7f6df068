//! The lists of the record: `readout stories`, `readout statements` and so on, and `readout actors merge`, `split`.

use std::io;
use std::path::Path;

use readout_brief::export::{Batch, Exporter, Form, Unfit};
use readout_brief::list::{self, List, ListFormat};
use readout_record::{Store, StoreError};
use readout_report::{Date, ReportId};

use crate::args::ActorsCommand;
use crate::messages::Messages;
use crate::options::Ask;
use crate::output::{FileOutput, Output, print};

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

/// Prints a list, or writes it to a file.
pub(crate) fn run(list: List, ask: &Ask, output: Option<FileOutput>, messages: &mut Messages) -> io::Result<()> {
    told(write(list, ask, Output::new(output)), messages)
}

/// Says why a list was not written; only what is wrong with the output is left to the caller.
pub(crate) fn told(written: Result<(), Failure>, messages: &mut Messages) -> io::Result<()> {
    match written {
        Ok(()) => {}
        Err(Failure::Record(error)) => messages.failed(error),
        Err(Failure::Form(error)) => messages.failed(error),
        Err(Failure::Output(error)) => return Err(error),
    }
    Ok(())
}

/// Why a list was not written.
pub(crate) enum Failure {
    Record(StoreError),
    Form(Unfit),
    Output(io::Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Record(error)
    }
}

impl From<Unfit> for Failure {
    fn from(error: Unfit) -> Self {
        Self::Form(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn write(list: List, ask: &Ask, mut output: Output) -> Result<(), Failure> {
    let store = open(&ask.record, ask.as_of, ask.stories.text.is_some())?;
    let (mut exporter, start) = Exporter::new(list, ask.form, ask.limit, &ask.export)?;
    output.write(&start)?;
    match list {
        List::Stories if ask.form == Form::Rows(ListFormat::Jsonl) => {
            output.write(&exporter.add(Batch::StoryOfReports(&store.reports_of_stories(&ask.stories)?)))?;
        }
        List::Stories => output.write(&exporter.add(Batch::Stories(&store.stories_asked(&ask.stories)?)))?,
        List::Reports => {
            output.write(&exporter.add(Batch::Reports(&store.reports_asked(&ask.stories, &ask.items)?)))?
        }
        List::Actors => {
            let actors = store.actors_asked(&ask.stories, &ask.items, ask.limit)?;
            output.write(&exporter.add(Batch::Actors(&actors)))?;
        }
        List::Items(_) | List::Timeline | List::Found => {
            for row in store.stories_asked(&ask.stories)? {
                if exporter.is_full() {
                    break;
                }
                let story = store.story(&row.id)?;
                output.write(&exporter.add(match list {
                    List::Items(kind) => Batch::Items(&story, kind, &ask.items),
                    _ => Batch::Timeline(&story, &ask.items),
                }))?;
            }
        }
    }
    output.write(&exporter.finish())?;
    Ok(output.finish()?)
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
