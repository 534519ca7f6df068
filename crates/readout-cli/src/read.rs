//! `readout read`.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use readout_language::Analyzer;
use readout_record::{Added, Arrival, DifferenceKind, Store, StoreError, StoryNews};
use readout_report::ReportId;
use serde_json::json;

use crate::args::NewsFormat;
use crate::messages::Messages;
use crate::options::Source;
use crate::output::print;
use crate::{brief, pipeline};

/// So many reports are added at once: as much work is lost when the process is killed.
const BATCH: usize = 64;

/// What became of the reports.
#[derive(Default)]
struct Counts {
    new: usize,
    revised: usize,
    unchanged: usize,
}

/// Adds the reports of the source to the record and prints what is new.
pub(crate) fn run(
    source: &Source,
    record: &Path,
    format: NewsFormat,
    now: &str,
    messages: &mut Messages,
) -> io::Result<()> {
    let created = if source.inputs.is_empty() { Store::open(record) } else { Store::create(record) };
    let mut store = match created {
        Ok(store) => store,
        Err(error) => {
            messages.failed(error);
            return Ok(());
        }
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(source.threads).build().map_err(io::Error::other)?;
    if let Err(error) = pool.install(|| renew(&mut store)) {
        messages.failed(error);
        return Ok(());
    }
    let (counts, fresh) = match add(source, &mut store, now, messages)? {
        Ok(done) => done,
        Err(error) => {
            messages.failed(error);
            return Ok(());
        }
    };
    let updated = match pool.install(|| store.update(&fresh)) {
        Ok(updated) => updated,
        Err(error) => {
            messages.failed(error);
            return Ok(());
        }
    };
    messages.finish();
    let mut out = String::new();
    match format {
        NewsFormat::Text => {
            for story in &updated.stories {
                out.push_str(&text(story));
            }
            out.push_str(&summary(&counts, updated.stories.len()));
        }
        NewsFormat::Jsonl => {
            for story in &updated.stories {
                out.push_str(&format!("{}\n", object(story)));
            }
        }
    }
    print(&out)
}

/// Analyses anew what another version of the program analysed.
fn renew(store: &mut Store) -> Result<(), StoreError> {
    if store.is_current()? {
        return Ok(());
    }
    let analyzer = Analyzer::new();
    loop {
        let outdated = store.outdated(BATCH)?;
        if outdated.is_empty() {
            return Ok(());
        }
        let arrivals: Vec<_> = outdated
            .into_par_iter()
            .with_max_len(1)
            .map(|(wording, report)| (wording, Arrival::new(brief::entry(&analyzer, report))))
            .collect();
        store.renew(&arrivals)?;
    }
}

type Fresh = BTreeMap<ReportId, Option<String>>;

/// Adds the reports, a batch at a time; those that the record holds are not analysed.
fn add(
    source: &Source,
    store: &mut Store,
    now: &str,
    messages: &mut Messages,
) -> io::Result<Result<(Counts, Fresh), StoreError>> {
    let known = match store.known() {
        Ok(known) => known,
        Err(error) => return Ok(Err(error)),
    };
    let (mut counts, mut fresh) = (Counts::default(), Fresh::new());
    if source.inputs.is_empty() {
        return Ok(Ok((counts, fresh)));
    }
    let analyzer = Analyzer::new();
    let mut batch: Vec<Arrival> = Vec::new();
    let mut failed = None;
    let mut flush = |batch: &mut Vec<Arrival>, counts: &mut Counts| -> Result<(), StoreError> {
        for (id, added, former) in store.add(batch, now)? {
            match added {
                Added::New => {
                    counts.new += 1;
                    fresh.insert(id, None);
                }
                Added::Revised => {
                    counts.revised += 1;
                    fresh.entry(id).or_insert(former);
                }
                Added::Unchanged => counts.unchanged += 1,
            }
        }
        batch.clear();
        Ok(())
    };
    let stop = || io::Error::other("the record cannot be written");
    let result = pipeline::run(
        source,
        messages,
        |report| if known.holds(&report) { None } else { Some(Arrival::new(brief::entry(&analyzer, report))) },
        |arrival, _| {
            match arrival {
                None => counts.unchanged += 1,
                Some(arrival) => batch.push(arrival),
            }
            if batch.len() >= BATCH
                && let Err(error) = flush(&mut batch, &mut counts)
            {
                failed = Some(error);
                return Err(stop());
            }
            Ok(())
        },
    );
    if failed.is_none() && result.is_ok() {
        failed = flush(&mut batch, &mut counts).err();
    }
    match failed {
        Some(error) => Ok(Err(error)),
        None => result.map(|()| Ok((counts, fresh))),
    }
}

/// How what is new of a story is said, with its number.
fn parts(story: &StoryNews) -> Vec<String> {
    let mut parts = Vec::new();
    let mut add = |n: usize, one: &str, many: &str| {
        if n > 0 {
            parts.push(format!("{n} {}", if n == 1 { one } else { many }));
        }
    };
    add(story.statements, "statement", "statements");
    add(story.events, "event", "events");
    add(story.figures, "figure", "figures");
    add(story.documents, "document", "documents");
    for (kind, n) in &story.differences {
        match kind {
            DifferenceKind::Denial => add(*n, "denial", "denials"),
            DifferenceKind::Figure => add(*n, "figure changed", "figures changed"),
            DifferenceKind::Time => add(*n, "time changed", "times changed"),
            DifferenceKind::Place => add(*n, "place changed", "places changed"),
            DifferenceKind::Attendance => add(*n, "attendance differs", "attendances differ"),
            DifferenceKind::Certainty => add(*n, "certainty differs", "certainties differ"),
            DifferenceKind::Verification => add(*n, "verification differs", "verifications differ"),
            DifferenceKind::Name => add(*n, "name differs", "names differ"),
        }
    }
    parts
}

fn text(story: &StoryNews) -> String {
    let title = readout_brief::list::headline(story.title.as_deref().unwrap_or(&story.id));
    let reports = match (story.new_reports, story.reports) {
        (1, 1) => "1 report".to_owned(),
        (new, all) if new == all => format!("{all} reports"),
        (1, all) => format!("1 new report of {all}"),
        (new, all) => format!("{new} new reports of {all}"),
    };
    let parts = parts(story);
    let parts = if parts.is_empty() { "nothing new".to_owned() } else { parts.join(", ") };
    format!("{title}\n  {} · {reports} · {parts}\n", story.id)
}

fn summary(counts: &Counts, stories: usize) -> String {
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut parts = vec![count(counts.new, "new report", "new reports")];
    if counts.revised > 0 {
        parts.push(format!("{} revised", counts.revised));
    }
    if counts.unchanged > 0 {
        parts.push(format!("{} known already", counts.unchanged));
    }
    if stories > 0 {
        parts.push(format!("in {}", count(stories, "story", "stories")));
    }
    parts.join(", ") + "\n"
}

fn object(story: &StoryNews) -> serde_json::Value {
    let differences: BTreeMap<&str, usize> = story.differences.iter().map(|(k, n)| (k.as_str(), *n)).collect();
    json!({
        "story": story.id, "title": story.title, "reports": story.reports, "new": {
            "reports": story.new_reports, "statements": story.statements, "events": story.events,
            "figures": story.figures, "documents": story.documents, "differences": differences,
        },
    })
}
