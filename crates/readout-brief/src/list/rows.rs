//! The rows of each kind of list.

use std::collections::BTreeSet;

use readout_extract::event::is_general;
use readout_record::cards::{Decision, Named};
use readout_record::{self as record, ActorRow, DayItem, DecisionRow, ItemFilter, ItemKind, ReportRow, StoryRow};
use readout_report::{Date, Evidence};
use serde_json::{Value, json};

use super::{List, Row};
use crate::dossier::Reading;
use crate::json::StoryJson;
use crate::words::line;

/// So many characters of a headline are shown in a list.
const HEADLINE: usize = 200;

/// A headline on one line, with only visible characters, cut where it is very long.
pub fn headline(title: &str) -> String {
    let title = line(title);
    match title.char_indices().nth(HEADLINE) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title,
    }
}

/// A row for each story.
pub fn stories(rows: &[StoryRow]) -> Vec<Row> {
    let row = |row: &StoryRow| {
        let (first, last) = row.days.unzip();
        let title = row.title.as_deref().map(headline).unwrap_or_default();
        let support = row.support;
        Row {
            cells: vec![
                row.id.clone(),
                day(first),
                day(last),
                support.reports.to_string(),
                support.outlets.to_string(),
                support.independent.to_string(),
                title,
            ],
            json: json!({
                "id": row.id, "title": row.title, "first": first, "last": last,
                "support": {"reports": support.reports, "outlets": support.outlets, "independent": support.independent},
            }),
        }
    };
    rows.iter().map(row).collect()
}

/// A row for each report, whose JSON is only its id and its story: which reports belong together.
pub fn story_of_reports(rows: &[ReportRow]) -> Vec<Row> {
    let row = |row: &ReportRow| Row { json: json!({"id": row.id, "story": row.story}), ..report(row) };
    rows.iter().map(row).collect()
}

/// A row for each report.
pub fn reports(rows: &[ReportRow]) -> Vec<Row> {
    rows.iter().map(report).collect()
}

fn report(row: &ReportRow) -> Row {
    let text = |text: &Option<String>| text.as_deref().map(line).unwrap_or_default();
    Row {
        cells: vec![
            line(&row.id),
            day(row.published),
            text(&row.outlet),
            text(&row.story),
            row.revisions.to_string(),
            text(&row.title),
        ],
        json: json!({
            "id": row.id, "published": row.published, "outlet": row.outlet, "title": row.title, "story": row.story,
            "revisions": row.revisions,
        }),
    }
}

/// A row for each actor of the record.
pub fn actors(rows: &[ActorRow]) -> Vec<Row> {
    let row = |ActorRow { actor, stories }: &ActorRow| {
        let support = actor.support;
        Row {
            cells: vec![
                actor.id.clone(),
                actor.kind.as_str().to_owned(),
                stories.to_string(),
                support.reports.to_string(),
                line(&actor.name),
                line(&actor.aliases.join("; ")),
            ],
            json: crate::json::record_actor(actor, *stories),
        }
    };
    rows.iter().map(row).collect()
}

/// A line for each decision made by hand: its number, its time, what was decided.
pub fn decisions(rows: &[DecisionRow]) -> String {
    let names = |named: &Named| line(&named.names.iter().cloned().collect::<Vec<_>>().join(", "));
    let text = |row: &DecisionRow| match &row.decision {
        Decision::Merge(one, other) => {
            format!("{}  {}  merged  {}  and  {}\n", row.number, row.made, names(one), names(other))
        }
        Decision::Split(named) => {
            let reports: Vec<_> = named.reports.iter().map(|r| line(&r.0)).collect();
            format!("{}  {}  split   {}  in {}\n", row.number, row.made, names(named), reports.join(", "))
        }
    };
    if rows.is_empty() { "Nothing was decided by hand.\n".to_owned() } else { rows.iter().map(text).collect() }
}

/// A row for each thing of a kind in the story that passes the filter.
pub fn items(story: &record::Story, kind: ItemKind, filter: &ItemFilter) -> Vec<Row> {
    let which = shown(story, kind, filter);
    if which.is_empty() {
        return Vec::new();
    }
    let view = View::new(story);
    which.into_iter().map(|index| view.row(kind, index)).collect()
}

/// The things of a kind in the story that lists show and that pass.
pub(crate) fn shown(story: &record::Story, kind: ItemKind, filter: &ItemFilter) -> Vec<usize> {
    let mut which = story.items(kind, filter);
    which.retain(|index| kind != ItemKind::Event || !is_general(story.events[*index].kind));
    which
}

/// What stands on the days of the story and passes, day by day.
pub(crate) fn of_timeline(story: &record::Story, filter: &ItemFilter) -> Vec<(Date, ItemKind, usize)> {
    let mut all = Vec::new();
    for date in &story.timeline {
        for item in date.items.iter().filter(|item| story.day_item_passes(**item, filter)) {
            all.push(match *item {
                DayItem::Event(index) if index < story.events.len() => (date.day, ItemKind::Event, index),
                DayItem::Statement(index) if index < story.statements.len() => (date.day, ItemKind::Statement, index),
                _ => continue,
            });
        }
    }
    all
}

/// The rows of the things of a kind in the story that have these indices, in their order; indices that it has not are left out.
pub fn some(story: &record::Story, kind: ItemKind, indices: &[usize]) -> Vec<Row> {
    let all = story.items(kind, &ItemFilter::default()).len();
    let view = View::new(story);
    indices.iter().filter(|index| **index < all).map(|index| view.row(kind, *index)).collect()
}

/// The row of one thing of a story, if it has it.
pub fn one(story: &record::Story, kind: ItemKind, index: usize) -> Option<Row> {
    story.items(kind, &ItemFilter::default()).contains(&index).then(|| View::new(story).row(kind, index))
}

/// The row of a report that a search found.
pub fn found_report(row: &ReportRow) -> Row {
    let text = |text: &Option<String>| text.as_deref().map(line).unwrap_or_default();
    let Row { json, .. } = report(row);
    Row {
        cells: vec![
            line(&row.id),
            text(&row.story),
            "report".to_owned(),
            day(row.published),
            text(&row.outlet),
            text(&row.title),
        ],
        json: json!({"type": "report", "report": json}),
    }
}

/// The row of a statement that a search found, from its row in a list of statements.
pub fn found_statement(row: Row) -> Row {
    let column = |name: &str| row.cell(List::Items(ItemKind::Statement), name);
    let cells = ["id", "story"].map(column).into_iter().chain(["statement".to_owned()]);
    Row {
        cells: cells.chain(["day", "who", "words"].map(column)).collect(),
        json: json!({"type": "statement", "statement": row.json}),
    }
}

/// A row for each thing of the story's timeline that passes the filter, day by day.
pub fn timeline(story: &record::Story, filter: &ItemFilter) -> Vec<Row> {
    let view = View::new(story);
    let row = |(on, kind, index)| {
        let of_kind = view.row(kind, index);
        let column = |name: &str| of_kind.cell(List::Items(kind), name);
        let what = match kind {
            ItemKind::Event => format!("{} {}", column("status"), column("type")),
            _ => column("cue"),
        };
        let of_type = if kind == ItemKind::Event { "event" } else { "statement" };
        Row {
            json: json!({"day": on, "type": of_type, of_type: of_kind.json}),
            cells: vec![
                column("id"),
                column("story"),
                day(Some(on)),
                what,
                column("who"),
                column("outlets"),
                column("words"),
            ],
        }
    };
    of_timeline(story, filter).into_iter().map(row).collect()
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// What the rows of one story share.
struct View<'s> {
    story: &'s record::Story,
    reading: Reading<'s>,
    json: StoryJson<'s>,
}

impl<'s> View<'s> {
    fn new(story: &'s record::Story) -> Self {
        Self { story, reading: Reading::new(story), json: StoryJson::new(story) }
    }

    fn row(&self, kind: ItemKind, index: usize) -> Row {
        let story = self.story;
        let id_of_story = line(&story.id);
        let mut cells = vec![String::new(), id_of_story];
        let days = || match story.days_of(kind, index) {
            Some((first, last)) if first == last => first.to_string(),
            Some((first, last)) => format!("{first}/{last}"),
            None => String::new(),
        };
        let add_support = |cells: &mut Vec<String>, support: record::Support, evidence: &[&Evidence]| {
            cells.extend([support.reports.to_string(), support.independent.to_string(), self.outlets(evidence)]);
        };
        match kind {
            ItemKind::Statement => {
                let statement = &story.statements[index];
                let evidence: Vec<_> = statement.witnesses.iter().map(|w| &w.evidence).collect();
                cells[0].clone_from(&statement.id);
                cells.extend([days(), self.who(statement.source.as_ref()), self.reading.cue(statement)]);
                add_support(&mut cells, statement.support, &evidence);
                cells.push(self.reading.said(statement));
            }
            ItemKind::Event => {
                let event = &story.events[index];
                let evidence: Vec<_> = event.evidence.iter().collect();
                let who: Vec<String> =
                    event.participants.iter().filter_map(|p| self.reading.actor_name(p.actor?)).collect();
                let who: BTreeSet<&String> = who.iter().collect();
                let who: Vec<&str> = who.into_iter().map(String::as_str).collect();
                cells[0].clone_from(&event.id);
                cells.extend([days(), event.status.as_str().to_owned(), line(event.kind), who.join("; ")]);
                add_support(&mut cells, event.support, &evidence);
                cells.push(self.first_words(&evidence));
            }
            ItemKind::Figure => {
                let figure = &story.figures[index];
                let evidence: Vec<_> = figure.evidence.iter().collect();
                let by = figure.asserted_by.and_then(|by| story.statements.get(by)?.source.as_ref());
                let of = figure.of.as_ref().map(|of| line(self.reading.words(of))).unwrap_or_default();
                cells[0].clone_from(&figure.id);
                cells.extend([days(), crate::dossier::amount(figure), of, self.who(by)]);
                add_support(&mut cells, figure.support, &evidence);
                cells.push(self.first_words(&evidence));
            }
            ItemKind::Document => {
                let document = &story.documents[index];
                let evidence: Vec<_> = document.evidence.iter().collect();
                cells[0].clone_from(&document.id);
                let versions: Vec<_> = document.versions.iter().map(|v| line(&v.words)).collect();
                cells.push(versions.join("; "));
                cells.push(document.points.map(|n| n.to_string()).unwrap_or_default());
                add_support(&mut cells, document.support, &evidence);
                cells.push(line(&document.name));
            }
            ItemKind::Difference => {
                let difference = &story.differences[index];
                let evidence: Vec<_> = difference.sides.iter().flat_map(|s| &s.evidence).collect();
                cells[0].clone_from(&difference.id);
                cells.extend([difference.kind.as_str().to_owned(), line(self.reading.words(&difference.about))]);
                cells.push(self.outlets(&evidence));
                let side = |side: &record::Side| {
                    let words = side.evidence.first().map(|e| line(self.reading.words(e))).unwrap_or_default();
                    format!("{}: {words}", line(&side.value))
                };
                cells.push(difference.sides.iter().map(side).collect::<Vec<_>>().join(" | "));
            }
            ItemKind::Position => {
                let position = &story.positions[index];
                cells[0].clone_from(&position.id);
                let last = position.statements.last().and_then(|s| story.statements.get(*s));
                cells.extend([
                    days(),
                    line(&position.issue),
                    self.reading.actor_name(position.actor).unwrap_or_default(),
                    position.stance.as_str().to_owned(),
                    position.statements.len().to_string(),
                    last.map(|s| self.reading.said(s)).unwrap_or_default(),
                ]);
            }
        }
        Row { cells, json: self.item_json(kind, index) }
    }

    /// The object of the machine interface, with the story's id, and with the names of the actors that it has by id.
    fn item_json(&self, kind: ItemKind, index: usize) -> Value {
        let mut value = self.json.item(kind, index);
        if let Value::Object(object) = &mut value {
            let who: Vec<String> = match kind {
                ItemKind::Statement => self.names(self.story.statements[index].source.as_ref()),
                ItemKind::Position => self.reading.actor_name(self.story.positions[index].actor).into_iter().collect(),
                _ => Vec::new(),
            };
            object.insert("story".to_owned(), self.story.id.clone().into());
            if matches!(kind, ItemKind::Statement | ItemKind::Position) {
                object.insert("who".to_owned(), who.into());
            }
        }
        value
    }

    fn names(&self, source: Option<&record::Source>) -> Vec<String> {
        source.map(|s| s.actors.iter().filter_map(|a| self.reading.actor_name(*a)).collect()).unwrap_or_default()
    }

    fn who(&self, source: Option<&record::Source>) -> String {
        source.map(|source| self.reading.source_name(source)).unwrap_or_default()
    }

    fn first_words(&self, evidence: &[&Evidence]) -> String {
        evidence.first().map(|e| line(self.reading.words(e))).unwrap_or_default()
    }

    fn outlets(&self, evidence: &[&Evidence]) -> String {
        let reports: BTreeSet<_> = evidence.iter().map(|e| &e.report).collect();
        let of = self.story.reports.iter().filter(|r| reports.contains(&r.report.id));
        let outlets: BTreeSet<String> = of.filter_map(|r| r.report.outlet.as_deref().map(line)).collect();
        outlets.into_iter().collect::<Vec<_>>().join("; ")
    }
}
