//! The lists of the record: `readout stories`, `readout statements` and so on, and `readout actors merge`, `split`.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use readout_brief::list::{self, List, ListFormat, ListWriter, Row};
use readout_record::{ActorRow, ReportRow, Store, StoreError, StoryFilter};
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
fn open_to_change(path: &Path) -> Result<Store, StoreError> {
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
            let asked: BTreeSet<_> = stories(&store, ask)?.into_iter().map(|row| row.id).collect();
            let mut rows = store.reports()?;
            rows.retain(|row| row.story.as_ref().is_some_and(|story| asked.contains(story)));
            emit(list::story_of_reports(&rows))?;
        }
        List::Stories => {
            emit(list::stories(&stories(&store, ask)?))?;
        }
        List::Reports => {
            let with_words = ask.items.text.as_deref().map(|text| store.reports_with(text)).transpose()?;
            let of_actor = match ask.items.actor.as_deref() {
                None => None,
                Some(asked) => {
                    let is_asked = |row: &ActorRow| row.actor.id == asked || row.actor.is_called(asked);
                    let actors = store.actors(is_asked, usize::MAX)?;
                    Some(actors.into_iter().flat_map(|row| row.actor.reports).collect::<BTreeSet<_>>())
                }
            };
            let filter = StoryFilter {
                story: ask.stories.story.clone(),
                outlet: ask.stories.outlet.clone(),
                ..StoryFilter::default()
            };
            let asked: BTreeSet<_> = store.stories(&filter)?.into_iter().map(|row| row.id).collect();
            let outlet = |row: &ReportRow| row.outlet.as_deref().map(str::to_lowercase);
            let mut rows = store.reports()?;
            rows.retain(|row| {
                let id = ReportId(row.id.clone());
                row.story.as_ref().is_none_or(|story| asked.contains(story))
                    && with_words.as_ref().is_none_or(|ids| ids.contains(&id))
                    && of_actor.as_ref().is_none_or(|ids| ids.contains(&id))
                    && ask.items.outlet.as_ref().is_none_or(|asked| outlet(row) == Some(asked.to_lowercase()))
                    && ask.items.since.is_none_or(|since| row.published.is_some_and(|day| day >= since))
                    && ask.items.until.is_none_or(|until| row.published.is_some_and(|day| day <= until))
            });
            emit(list::reports(&rows))?;
        }
        List::Actors => {
            let asked = ask.items.actor.as_deref().or(ask.items.text.as_deref());
            let is_asked = |row: &ActorRow| asked.is_none_or(|a| row.actor.id == a || row.actor.is_called(a));
            let dated = ask.stories.since.is_some() || ask.stories.until.is_some();
            let narrowed = dated || ask.stories.story.is_some() || ask.stories.outlet.is_some();
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
    // A story that is not there is said to be missing, not empty.
    if let Some(story) = &ask.stories.story {
        store.story(story)?;
    }
    store.stories(&ask.stories)
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
