//! `readout show`, `readout search` and `readout check`.

use std::io;
use std::path::Path;

use readout_brief::TerminalOptions;
use readout_brief::list::{self, ListFormat, ListWriter};
use readout_record::{Found, Hit, ItemKind, Record, Store, StoreError};
use readout_report::Date;

use crate::list::open;
use crate::messages::Messages;
use crate::output::print;

/// Prints all that an id names.
pub(crate) fn run(
    id: &str,
    record: &Path,
    as_of: Option<Date>,
    json: bool,
    width: usize,
    messages: &mut Messages,
) -> io::Result<()> {
    let found = match open(record, as_of, false).and_then(|store| shown(&store, id, json, width)) {
        Ok(found) => found,
        Err(error) => {
            messages.failed(error);
            return Ok(());
        }
    };
    print(&found)
}

fn shown(store: &Store, id: &str, json: bool, width: usize) -> Result<String, StoreError> {
    let mut out = String::new();
    for found in store.find(id)? {
        match found {
            Found::Story(story) => {
                let record = Record { stories: vec![*story] };
                let options = TerminalOptions { width, colour: false };
                out.push_str(&match json {
                    true => readout_brief::json(&record),
                    false => readout_brief::terminal(&record, &options),
                });
            }
            Found::Report(report) => {
                let row = store.report_row(id)?;
                let revisions = store.revisions(id)?;
                out.push_str(&match json {
                    true => readout_brief::show::report_json(&report, &row, &revisions),
                    false => readout_brief::show::report(&report, &row, &revisions),
                });
            }
            Found::Actor(row) => {
                let stories = store.stories_of_actor(&row.actor.id)?;
                let stories = stories.iter().map(|id| store.story(id)).collect::<Result<Vec<_>, _>>()?;
                out.push_str(&match json {
                    true => readout_brief::show::actor_json(&row, &stories),
                    false => readout_brief::show::actor(&row, &stories),
                });
            }
            Found::Item(story, kind, index) => out.push_str(&match json {
                true => readout_brief::show::item_json(&story, kind, index),
                false => readout_brief::show::item(&story, kind, index),
            }),
        }
    }
    Ok(out)
}

/// Prints what has the words: statements, then reports.
pub(crate) fn search(
    words: &str,
    record: &Path,
    as_of: Option<Date>,
    limit: usize,
    format: ListFormat,
    messages: &mut Messages,
) -> io::Result<()> {
    match open(record, as_of, true).and_then(|store| found(&store, words, limit, format)) {
        Ok(out) => print(&out),
        Err(error) => {
            messages.failed(error);
            Ok(())
        }
    }
}

fn found(store: &Store, words: &str, limit: usize, format: ListFormat) -> Result<String, StoreError> {
    let mut rows = Vec::new();
    for hit in store.search(words, limit)? {
        match hit {
            Hit::Report(row) => rows.push(list::found_report(&row)),
            Hit::Statement { story, position, .. } => {
                rows.extend(list::one(&store.story(&story)?, ItemKind::Statement, position).map(list::found_statement));
            }
        }
    }
    let (mut writer, mut out) = ListWriter::new(list::List::Found, format);
    out.push_str(&writer.rows(rows));
    out.push_str(&writer.finish());
    Ok(out)
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
