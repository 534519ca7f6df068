//! `readout show`, `readout search` and `readout check`.

use std::io;
use std::path::{Path, PathBuf};

use readout_brief::TerminalOptions;
use readout_brief::export::{self, Batch, Exporter, Form};
use readout_brief::list::List;
use readout_record::{Found, Hit, Record, Store, StoreError};
use readout_report::Date;

use crate::list::{Failure, open, told};
use crate::messages::Messages;
use crate::options::Shown;
use crate::output::{FileOutput, Output, print};

/// Prints all that an id names.
pub(crate) fn run(id: &str, record: &Path, as_of: Option<Date>, to: &Shown, messages: &mut Messages) -> io::Result<()> {
    let found = match open(record, as_of, false).and_then(|store| shown(&store, id, to)) {
        Ok(found) => found,
        Err(error) => {
            messages.failed(error);
            return Ok(());
        }
    };
    print(&found)
}

fn shown(store: &Store, id: &str, to: &Shown) -> Result<String, StoreError> {
    let mut out = String::new();
    for found in store.find(id)? {
        match found {
            Found::Story(story) => out.push_str(&match to {
                Shown::Text { width } => {
                    let options = TerminalOptions { width: *width, colour: false };
                    readout_brief::terminal(&Record { stories: vec![*story] }, &options)
                }
                Shown::Json => readout_brief::json(&Record { stories: vec![*story] }),
                Shown::Annotations(options) => export::annotations_of_story(&story, options),
            }),
            Found::Report(report) => {
                let row = store.report_row(id)?;
                let revisions = || store.revisions(id);
                out.push_str(&match to {
                    Shown::Text { .. } => readout_brief::show::report(&report, &row, &revisions()?),
                    Shown::Json => readout_brief::show::report_json(&report, &row, &revisions()?),
                    Shown::Annotations(options) => {
                        let none = || StoreError::NotFound(format!("{id}: the report is in no story yet"));
                        let story = store.story(row.story.as_deref().ok_or_else(none)?)?;
                        export::annotations_of_report(&story, id, options)
                    }
                });
            }
            Found::Actor(row) => {
                let stories = store.stories_of_actor(&row.actor.id)?;
                let stories = stories.iter().map(|id| store.story(id)).collect::<Result<Vec<_>, _>>()?;
                out.push_str(&match to {
                    Shown::Text { .. } => readout_brief::show::actor(&row, &stories),
                    Shown::Json => readout_brief::show::actor_json(&row, &stories),
                    Shown::Annotations(options) => export::annotations_of_actor(&stories, id, options),
                });
            }
            Found::Item(story, kind, index) => out.push_str(&match to {
                Shown::Text { .. } => readout_brief::show::item(&story, kind, index),
                Shown::Json => readout_brief::show::item_json(&story, kind, index),
                Shown::Annotations(options) => export::annotations_of_item(&story, kind, index, options),
            }),
        }
    }
    Ok(out)
}

/// What to search for, and how to write it.
#[derive(Debug)]
pub(crate) struct Search {
    pub(crate) words: String,
    pub(crate) record: PathBuf,
    pub(crate) as_of: Option<Date>,
    pub(crate) limit: usize,
    pub(crate) form: Form,
    pub(crate) export: export::Options,
    pub(crate) output: Option<PathBuf>,
}

/// Prints what has the words, or writes it to a file: statements, then reports.
pub(crate) fn search(search: &Search, output: Option<FileOutput>, messages: &mut Messages) -> io::Result<()> {
    told(found(search, Output::new(output)), messages)
}

fn found(search: &Search, mut output: Output) -> Result<(), Failure> {
    let store = open(&search.record, search.as_of, true)?;
    let (mut exporter, start) = Exporter::new(List::Found, search.form, usize::MAX, &search.export)?;
    output.write(&start)?;
    for hit in store.search(&search.words, search.limit)? {
        output.write(&match hit {
            Hit::Report(row) => exporter.add(Batch::FoundReport(&row)),
            Hit::Statement { story, position, .. } => {
                exporter.add(Batch::FoundStatement(&store.story(&story)?, position))
            }
        })?;
    }
    output.write(&exporter.finish())?;
    Ok(output.finish()?)
}

/// Verifies the record; what does not hold is a failure each.
pub(crate) fn check(record: &Path, messages: &mut Messages) -> io::Result<()> {
    match open(record, None, false).and_then(|store| store.check()) {
        Ok((faults, compared)) => {
            let sound = faults.is_empty();
            for fault in faults {
                messages.failed(fault);
            }
            if sound { print(&format!("{compared} passages stand as they were read\n")) } else { Ok(()) }
        }
        Err(error) => {
            messages.failed(error);
            Ok(())
        }
    }
}
