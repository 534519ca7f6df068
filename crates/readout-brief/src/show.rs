//! One thing of the record, with all that is known of it and every passage that says so.

use std::fmt::Write as _;

use readout_record::{ActorRow, Change, ItemFilter, ItemKind, ReportRow, RevisionRow, Story};
use readout_report::{CodePoints, Report, Span};
use serde_json::{Value, json};

use crate::list::{self, List};
use crate::words::{at, in_context, line};

/// So many bytes of the text stand around a passage.
const REACH: usize = 160;

/// One thing of a story, a name and a value a line, then each passage amid its words.
pub fn item(story: &Story, kind: ItemKind, index: usize) -> String {
    let Some(row) = list::one(story, kind, index) else { return String::new() };
    let mut out = String::new();
    for (name, cell) in List::Items(kind).columns().iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
        let _ = writeln!(out, "{name:<12}{cell}");
    }
    for (report, span) in story.passages(kind, index) {
        passage(&mut out, story, &report.0, span);
    }
    out
}

/// The same as an object of the machine interface.
pub fn item_json(story: &Story, kind: ItemKind, index: usize) -> String {
    pretty(&list::one(story, kind, index).map(|row| row.json).unwrap_or_default())
}

fn passage(out: &mut String, story: &Story, report: &str, span: Span) {
    let Some(report) = story.reports.iter().map(|r| &r.report).find(|r| r.id.0 == report) else { return };
    let (before, words, after) = in_context(&report.text, span, REACH);
    let known = |field: &Option<String>| field.as_deref().map(line).filter(|text| !text.is_empty());
    let mut head: Vec<String> = known(&report.outlet).into_iter().chain(known(&report.title)).collect();
    head.extend(report.published.map(|day| day.to_string()));
    head.push(format!("report {}", line(&report.id.0)));
    let [start, end] = CodePoints::new(&report.text).span(span);
    let _ = writeln!(out, "\n  {} · {start}–{end}\n    {before}»{words}«{after}", head.join(" · "));
}

/// A report: what is known of it, its revisions, its text.
pub fn report(report: &Report, row: &ReportRow, revisions: &[RevisionRow]) -> String {
    let mut out = String::new();
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            let _ = writeln!(out, "{name:<12}{value}");
        }
    };
    let shown = |field: &Option<String>| field.as_deref().map(line);
    say("id", Some(line(&report.id.0)));
    say("title", shown(&report.title));
    say("outlet", shown(&report.outlet));
    say("published", report.published.map(|day| day.to_string()));
    say("byline", shown(&report.byline));
    say("url", shown(&report.url));
    say("story", row.story.clone());
    for revision in revisions {
        let _ = writeln!(out, "\nRevised · the wording first read at {}", revision.read);
        if revision.change.revision.is_typo_only() {
            let _ = writeln!(out, "  only spelling and marks changed");
        }
        for change in &revision.change.revision.changes {
            let old = |span: &Span| line(at(&revision.text, *span));
            let new = |span: &Span| line(at(&revision.change.text, *span));
            let _ = match change {
                Change::Added(span) => writeln!(out, "  added    {}", new(span)),
                Change::Dropped(span) => writeln!(out, "  dropped  {}", old(span)),
                Change::Altered { old: before, new: after, typo } => {
                    let name = if *typo { "spelling" } else { "altered " };
                    writeln!(out, "  {name} {}\n        now {}", old(before), new(after))
                }
            };
        }
    }
    out.push('\n');
    for paragraph in report.text.lines() {
        let _ = writeln!(out, "{}", line(paragraph));
    }
    out
}

/// A report with its text and its revisions, as JSON; offsets are code points.
pub fn report_json(report: &Report, row: &ReportRow, revisions: &[RevisionRow]) -> String {
    let revision = |revision: &RevisionRow| {
        let (old, new) = (CodePoints::new(&revision.text), CodePoints::new(&revision.change.text));
        let words = |text: &str, points: &CodePoints<'_>, span: Span| json!({"span": points.span(span), "quote": at(text, span)});
        let before = |span: Span| words(&revision.text, &old, span);
        let after = |span: Span| words(&revision.change.text, &new, span);
        let change = |change: &Change| match *change {
            Change::Added(span) => json!({"type": "added", "new": after(span)}),
            Change::Dropped(span) => json!({"type": "dropped", "old": before(span)}),
            Change::Altered { old, new, typo } => {
                json!({"type": "altered", "old": before(old), "new": after(new), "typo": typo})
            }
        };
        json!({
            "read": revision.read, "published": revision.published, "text": revision.text,
            "typo_only": revision.change.revision.is_typo_only(),
            "changes": revision.change.revision.changes.iter().map(change).collect::<Vec<_>>(),
        })
    };
    pretty(&json!({
        "id": report.id.0, "outlet": report.outlet, "title": report.title, "url": report.url, "byline": report.byline,
        "published": report.published, "language": report.language, "story": row.story, "text": report.text,
        "revisions": revisions.iter().map(revision).collect::<Vec<_>>(),
    }))
}

/// An actor of the record: names, offices, and what it said and did in each story.
pub fn actor(row: &ActorRow, stories: &[Story]) -> String {
    let mut out = String::new();
    let listed = list::actors(std::slice::from_ref(row));
    let cells = listed.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    for (name, cell) in List::Actors.columns().iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        let _ = writeln!(out, "{name:<12}{cell}");
    }
    for office in &row.actor.offices {
        let days = office.days.map(crate::words::days).unwrap_or_default();
        let _ = writeln!(out, "office      {} · {days}", line(&office.words));
    }
    let reports: Vec<_> = row.actor.reports.iter().map(|report| line(&report.0)).collect();
    let _ = writeln!(out, "in reports  {}", reports.join(", "));
    let filter = ItemFilter { actor: Some(row.actor.id.clone()), ..ItemFilter::default() };
    for story in stories {
        let _ = writeln!(out, "\n{} · {}", crate::dossier::title(story).map(line).unwrap_or_default(), story.id);
        for (kind, name) in
            [(ItemKind::Statement, "said"), (ItemKind::Event, "event"), (ItemKind::Position, "position")]
        {
            for row in list::items(story, kind, &filter) {
                let column = |name: &str| {
                    let at = List::Items(kind).columns().iter().position(|c| *c == name);
                    at.and_then(|at| row.cells.get(at)).map_or("", String::as_str)
                };
                let what = match kind {
                    ItemKind::Statement => column("cue").to_owned(),
                    ItemKind::Event => format!("{} {}", column("status"), column("type")),
                    _ => format!("{} · {}", column("issue"), column("stance")),
                };
                let _ =
                    writeln!(out, "  {name:<9}{:<11} {what} · {} [{}]", column("day"), column("words"), column("id"));
            }
        }
    }
    out
}

/// The same as JSON.
pub fn actor_json(row: &ActorRow, stories: &[Story]) -> String {
    let filter = ItemFilter { actor: Some(row.actor.id.clone()), ..ItemFilter::default() };
    let of =
        |story: &Story, kind| list::items(story, kind, &filter).into_iter().map(|row| row.json).collect::<Vec<_>>();
    let in_stories = stories.iter().map(|story| {
        json!({
            "id": story.id, "statements": of(story, ItemKind::Statement), "events": of(story, ItemKind::Event),
            "positions": of(story, ItemKind::Position),
        })
    });
    let mut actor = list::actors(std::slice::from_ref(row)).pop().map(|row| row.json).unwrap_or_default();
    if let Value::Object(object) = &mut actor {
        object.insert("in".to_owned(), in_stories.collect::<Vec<_>>().into());
    }
    pretty(&actor)
}

fn pretty(value: &Value) -> String {
    let mut out = serde_json::to_string_pretty(value).expect("strings, numbers and lists always serialise");
    out.push('\n');
    out
}
