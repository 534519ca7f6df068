//! `readout brief`.

use std::io;
use std::path::Path;

use readout_language::Analyzer;
use readout_record::{Entry, Record, StoreError, StoryFilter};
use readout_report::{Date, Report};

use crate::messages::Messages;
use crate::options::{BriefOf, Dossier, Source};
use crate::output::{FileOutput, Output};
use crate::{list, pipeline};

/// Shows the record of all reports, or of the stories of a record, in the form asked for; nothing if no report could be read.
pub(crate) fn run(of: &BriefOf, to: &Dossier, output: Option<FileOutput>, messages: &mut Messages) -> io::Result<()> {
    let record = match of {
        BriefOf::Inputs(source) => read(source, messages)?,
        BriefOf::Record { record, stories, as_of } => match from_store(record, stories, *as_of) {
            Ok(record) => Some(record),
            Err(error) => {
                messages.failed(error);
                None
            }
        },
    };
    let Some(record) = record else { return Ok(()) };
    let mut text = match to {
        Dossier::Terminal(options) => readout_brief::terminal(&record, options),
        Dossier::Html => readout_brief::html(&record),
        Dossier::Markdown => readout_brief::markdown(&record),
        Dossier::Json => readout_brief::json(&record),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    messages.finish();
    let mut output = Output::new(output);
    output.write(text.as_bytes())?;
    output.finish()
}

/// The record of reports that are read now; none if none could be.
fn read(source: &Source, messages: &mut Messages) -> io::Result<Option<Record>> {
    let analyzer = Analyzer::new();
    let mut entries = Vec::new();
    pipeline::run(
        source,
        messages,
        |report| entry(&analyzer, report),
        |entry, _| {
            entries.push(entry);
            Ok(())
        },
    )?;
    Ok((!entries.is_empty()).then(|| readout_record::build(entries)))
}

/// What a report says.
pub(crate) fn entry(analyzer: &Analyzer, report: Report) -> Entry {
    let analysis = analyzer.analyze(&report.text);
    let findings = readout_extract::extract(&report, &analysis);
    Entry::new(report, &analysis, findings)
}

/// The stories with these ids, or all.
fn from_store(path: &Path, stories: &[String], as_of: Option<Date>) -> Result<Record, StoreError> {
    let store = list::open(path, as_of, false)?;
    let ids = match stories {
        [] => store.stories(&StoryFilter::default())?.into_iter().map(|row| row.id).collect(),
        some => some.to_vec(),
    };
    let stories = ids.iter().map(|id| store.story(id)).collect::<Result<_, _>>()?;
    Ok(Record { stories })
}
