use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use rayon::prelude::*;
use readout_report::{Report, ReportId, Span, hash_text};

use crate::actors::Actors;
use crate::cards::identify_all;
use crate::context::{Context, Ids};
use crate::differences::differences;
use crate::documents::documents;
use crate::events::events;
use crate::figures::figures;
use crate::meaning::Meanings;
use crate::positions::positions;
use crate::statements::Statements;
use crate::timeline::timeline;
use crate::times::Times;
use crate::{ClaimRow, Entry, Record, Story, StoryIndex, StoryReport, Traits};

/// The record of all that the reports say.
///
/// The order of the entries does not matter. A report that is given twice counts once; of two different reports with the same
/// id, the later in the record's order gets an id of its own, so that evidence stays clear.
///
/// # Panics
/// If a span or an index of an entry's findings does not lie in its report or in the findings.
pub fn build(entries: Vec<Entry>) -> Record {
    let entries = in_order(entries);
    let mut index = StoryIndex::new();
    let links: Vec<_> = entries.iter().flat_map(|e| index.add(e.report.id.clone(), Traits::of(e))).collect();
    let groups = crate::groups(entries.iter().map(|e| &e.report.id), &links);
    let group_of: BTreeMap<&ReportId, usize> =
        groups.iter().enumerate().flat_map(|(g, ids)| ids.iter().map(move |id| (id, g))).collect();
    let mut parts: Vec<Vec<Entry>> = groups.iter().map(|_| Vec::new()).collect();
    for entry in entries {
        let group = group_of[&entry.report.id];
        parts[group].push(entry);
    }
    let mut stories: Vec<Story> = parts.into_par_iter().filter_map(story).collect();
    identify_all(&mut stories, &[]);
    stories.sort_by_key(|story| {
        let last = story.reports.iter().filter_map(|r| r.report.published).max();
        (last.is_none(), Reverse(last), Reverse(story.reports.len()), story.id.clone())
    });
    Record { stories }
}

/// The story that reports tell together, if there are any: the same whatever their order.
///
/// # Panics
/// As [`build`].
pub fn story(entries: Vec<Entry>) -> Option<Story> {
    let entries = in_order(entries);
    let oldest = entries.first()?;
    let id = story_id(&oldest.report.id);
    let context = Context::new(&entries);
    let actors = Actors::find(&context);
    let times = Times::find(&context);
    let meanings = Meanings::new(&context, &actors);
    let statements = Statements::find(&context, &actors, &times, &meanings);
    let events = events(&context, &actors, &times, &statements, &meanings);
    let figures = figures(&context, &times, &statements, &meanings);
    let documents = documents(&context, &actors, &statements);
    let positions = positions(&context, &actors, &times, &statements);
    let differences = differences(&context, &actors, &times);
    let timeline = timeline(&events, &statements.all, &times.all);

    let whole = |report: usize| Span::of(0, entries[report].report.text.len());
    let support = context.support((0..entries.len()).map(|report| (report, whole(report))));
    let title = (0..entries.len()).find_map(|r| Some(context.evidence(r, *entries[r].lead.first()?)));
    let Actors { all: actors, .. } = actors;
    let (times, statements) = (times.all, statements.all);
    let derivations: Vec<_> = (0..entries.len()).map(|report| context.derivations(report)).collect();
    let reports = entries.into_iter().zip(derivations);
    let reports = reports.map(|(e, derives_from)| StoryReport { report: e.report, lead: e.lead, derives_from });
    Some(Story {
        id,
        title,
        reports: reports.collect(),
        support,
        actors,
        statements,
        times,
        events,
        figures,
        documents,
        differences,
        positions,
        timeline,
    })
}

/// The denials of the story that reports tell, each with the sentences that may say what it denies: what the judge of claims learns
/// from (`cargo xtask judge`).
///
/// # Panics
/// As [`build`].
pub fn claim_rows(entries: Vec<Entry>) -> Vec<ClaimRow> {
    let entries = in_order(entries);
    let context = Context::new(&entries);
    let actors = Actors::find(&context);
    let times = Times::find(&context);
    crate::differences::claim_rows(&context, &actors, &times)
}

/// The id of the story whose oldest report this is: it stays when reports are added, unless one is older.
fn story_id(oldest: &ReportId) -> String {
    Ids::default().id("y", &[&oldest.0])
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
