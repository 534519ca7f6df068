use std::cmp::Ordering;

use readout_report::{Report, ReportId, hash_text};

use crate::actors::Actors;
use crate::context::{Context, Ids};
use crate::documents::documents;
use crate::events::events;
use crate::figures::figures;
use crate::meaning::Meanings;
use crate::statements::Statements;
use crate::timeline::timeline;
use crate::times::Times;
use crate::{Entry, Record, Story, StoryReport};

/// The record of all that the reports say.
///
/// For now all reports are one story; telling stories apart is a later step. The order of the entries does not matter.
/// A report that is given twice counts once; of two different reports with the same id, the later in the record's order gets
/// an id of its own, so that evidence stays clear.
///
/// # Panics
/// If a span or an index of an entry's findings does not lie in its report or in the findings.
pub fn build(entries: Vec<Entry>) -> Record {
    let entries = in_order(entries);
    if entries.is_empty() {
        return Record::default();
    }
    let context = Context::new(&entries);
    let actors = Actors::find(&context);
    let times = Times::find(&context);
    let meanings = Meanings::new(&context, &actors);
    let statements = Statements::find(&context, &actors, &times, &meanings);
    let events = events(&context, &actors, &times, &statements, &meanings);
    let figures = figures(&context, &times, &statements, &meanings);
    let documents = documents(&context);
    let timeline = timeline(&events, &statements.all, &times.all);

    let report_ids: Vec<&str> = entries.iter().map(|e| e.report.id.0.as_str()).collect();
    let id = Ids::default().id("y", &report_ids);
    let title = (0..entries.len()).find_map(|r| Some(context.evidence(r, *entries[r].lead.first()?)));
    let Actors { all: actors, .. } = actors;
    let (times, statements) = (times.all, statements.all);
    let reports =
        entries.into_iter().map(|e| StoryReport { report: e.report, lead: e.lead, derives_from: Vec::new() }).collect();
    Record {
        stories: vec![Story {
            id,
            title,
            reports,
            actors,
            statements,
            times,
            events,
            figures,
            documents,
            differences: Vec::new(),
            positions: Vec::new(),
            timeline,
        }],
    }
}

/// Oldest first, those without a date last, each report once, no id twice.
fn in_order(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by(|a, b| compare(&a.report, &b.report));
    entries.dedup_by(|b, a| a.report.id == b.report.id && a.report.text == b.report.text);
    let mut ids = std::collections::BTreeSet::new();
    for entry in &mut entries {
        let report = &mut entry.report;
        while !ids.insert(report.id.clone()) {
            report.id = ReportId(format!("{}-{}", report.id, &hash_text(&report.text)[..6]));
        }
    }
    entries
}

fn compare(a: &Report, b: &Report) -> Ordering {
    let undated = |r: &Report| (r.published.is_none(), r.published);
    undated(a)
        .cmp(&undated(b))
        .then_with(|| a.id.cmp(&b.id))
        .then_with(|| a.text.cmp(&b.text))
        .then_with(|| (&a.path, &a.outlet, &a.title).cmp(&(&b.path, &b.outlet, &b.title)))
        .then_with(|| (&a.url, &a.byline, &a.language).cmp(&(&b.url, &b.byline, &b.language)))
}
