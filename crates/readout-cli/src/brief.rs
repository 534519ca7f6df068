//! `readout brief`.

use std::io;

use readout_language::Analyzer;
use readout_record::Entry;
use readout_report::Report;

use crate::messages::Messages;
use crate::options::{Dossier, Source};
use crate::output::{FileOutput, print};
use crate::pipeline;

/// Shows the record of all reports in the form asked for; nothing if no report could be read.
pub(crate) fn run(
    source: &Source,
    to: &Dossier,
    output: Option<FileOutput>,
    messages: &mut Messages,
) -> io::Result<()> {
    let analyzer = Analyzer::new();
    let analyse = |report: Report| {
        let analysis = analyzer.analyze(&report.text);
        let findings = readout_extract::extract(&report, &analysis);
        Entry::new(report, &analysis, findings)
    };
    let mut entries = Vec::new();
    pipeline::run(source, messages, analyse, |entry, _| {
        entries.push(entry);
        Ok(())
    })?;
    if entries.is_empty() {
        return Ok(());
    }
    let record = readout_record::build(entries);
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
    match output {
        Some(file) => file.finish(&text),
        None => print(&text),
    }
}
