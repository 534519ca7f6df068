//! What a list has, as the forms for programs take it.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{ActorKind, Amount, EventStatus, ParticipantRole};
use readout_record::{self as record, ActorRow, ItemFilter, ItemKind, ReportRow, StoryRow, Support};
use readout_report::{CodePoints, Date, Evidence, Report};

use super::address::web;
use crate::dossier::{self, Reading};
use crate::list::{of_timeline, shown};
use crate::words::line;

/// So many code points of the text stand before and after the words of a passage.
const AROUND: usize = 32;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the record")]
pub enum EntryKind {
    Story,
    Report,
    Actor,
    Item(ItemKind),
}

impl EntryKind {
    /// As in the machine interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Report => "report",
            Self::Actor => "actor",
            Self::Item(ItemKind::Statement) => "statement",
            Self::Item(ItemKind::Event) => "event",
            Self::Item(ItemKind::Figure) => "figure",
            Self::Item(ItemKind::Document) => "document",
            Self::Item(ItemKind::Difference) => "difference",
            Self::Item(ItemKind::Position) => "position",
        }
    }
}

/// A thing of a list with all that the forms say of it: names instead of indices, code points instead of bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Stable.
    pub id: String,
    /// What it is.
    pub kind: EntryKind,
    /// The story that it stands in.
    pub story: Option<String>,
    /// The first and the last day that it is of.
    pub days: Option<(Date, Date)>,
    /// The last day on which a report that says it was published.
    pub published: Option<Date>,
    /// When the record first read it, as RFC 3339 writes a moment; known of reports.
    pub first_read: Option<String>,
    /// What it is in a word or two, as the machine interface and the reports name it: "planned visit", "19 percent".
    pub label: String,
    /// Its words in a report, a headline or a name; one line, only visible characters.
    pub words: String,
    /// Who says it, does it, or holds the position.
    pub who: Vec<Named>,
    /// The outlets that say it, by name.
    pub outlets: Vec<String>,
    /// How many say it.
    pub support: Option<Support>,
    /// Each passage that says it, in the order of the record; those whose words are at hand.
    pub passages: Vec<Passage>,
    /// What else is known, by the names of the columns that Parquet has for it.
    pub facts: BTreeMap<&'static str, Fact>,
    /// What only an event has.
    pub event: Option<EventParts>,
}

/// A value of a column.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the names are those of the types")]
pub enum Fact {
    Text(String),
    Texts(Vec<String>),
    Whole(i32),
    Number(f64),
    Truth(bool),
}

/// Somebody or something by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The id of the actor, where it is one that the record knows.
    pub id: Option<String>,
    /// What the actor is.
    pub kind: Option<ActorKind>,
    /// Its name, or the words of a report; one line, only visible characters.
    pub name: String,
}

/// What only an event has.
#[derive(Debug, Clone, PartialEq)]
pub struct EventParts {
    /// From the event lexicon.
    pub kind: &'static str,
    /// Whether it took place.
    pub status: EventStatus,
    /// Who has which part in it.
    pub participants: Vec<(ParticipantRole, Named)>,
    /// Where.
    pub place: Vec<Named>,
    /// First and last day, if known.
    pub when: Option<(Date, Date)>,
    /// Whether one would note it as something to come (or called off).
    pub is_planned: bool,
}

/// Words of a report, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The id of the report.
    pub report: String,
    /// Who published it; one line.
    pub outlet: Option<String>,
    /// Its address, if it is one of the web.
    pub url: Option<String>,
    /// Its day of publication.
    pub published: Option<Date>,
    /// Its language.
    pub language: Option<String>,
    /// Code point of the report's text at which the words start.
    pub start: u32,
    /// Code point at which they end, exclusive.
    pub end: u32,
    /// The words, exactly as they stand.
    pub quote: String,
    /// Up to 32 code points before them.
    pub before: String,
    /// Up to 32 code points after them.
    pub after: String,
    /// SHA-256 of the words, in hexadecimal.
    pub hash: String,
    /// Where the passages of one thing say different things, what this one says: the side of a difference, the status of an event.
    pub value: Option<String>,
}

/// A story.
pub(super) fn story(row: &StoryRow) -> Entry {
    let words = row.title.as_deref().map(line).unwrap_or_default();
    let last = row.days.map(|(_, last)| last);
    Entry {
        days: row.days,
        published: last,
        support: Some(row.support),
        ..Entry::new(&row.id, EntryKind::Story, words)
    }
}

/// A report.
pub(super) fn report(row: &ReportRow) -> Entry {
    let words = row.title.as_deref().map(line).unwrap_or_default();
    let mut entry = Entry {
        story: row.story.clone(),
        days: row.published.map(|day| (day, day)),
        published: row.published,
        first_read: Some(row.first_read.clone()),
        outlets: row.outlet.as_deref().map(line).into_iter().collect(),
        ..Entry::new(&row.id, EntryKind::Report, words)
    };
    entry.text("outlet", row.outlet.as_deref());
    entry.text("first_read", Some(&row.first_read));
    entry.facts.insert("revisions", Fact::Whole(whole(row.revisions)));
    entry
}

/// An actor of the record.
pub(super) fn actor(row: &ActorRow) -> Entry {
    let actor = &row.actor;
    let mut entry = Entry {
        days: actor.days,
        published: actor.days.map(|(_, last)| last),
        support: Some(actor.support),
        label: actor.kind.as_str().to_owned(),
        ..Entry::new(&actor.id, EntryKind::Actor, line(&actor.name))
    };
    entry.text("type", Some(actor.kind.as_str()));
    entry.facts.insert("stories", Fact::Whole(whole(row.stories)));
    entry.texts("aliases", actor.aliases.iter().map(|alias| line(alias)));
    entry.texts("offices", actor.offices.iter().map(|office| line(&office.words)));
    entry.texts("in_reports", actor.reports.iter().map(|report| report.0.clone()));
    entry
}

/// The things of a kind in the story that pass.
pub(super) fn items(story: &record::Story, kind: ItemKind, filter: &ItemFilter) -> Vec<Entry> {
    let which = shown(story, kind, filter);
    if which.is_empty() {
        return Vec::new();
    }
    let of = OfStory::new(story);
    which.into_iter().map(|index| of.item(kind, index)).collect()
}

/// What stands on the days of the story and passes, day by day.
pub(super) fn timeline(story: &record::Story, filter: &ItemFilter) -> Vec<Entry> {
    let of = OfStory::new(story);
    let entry = |(day, kind, index)| {
        let mut entry = of.item(kind, index);
        let (_, last) = entry.days.unwrap_or((day, day));
        entry.days = Some((day, last.max(day)));
        entry
    };
    of_timeline(story, filter).into_iter().map(entry).collect()
}

/// One thing of the story, if it has it.
pub(super) fn one(story: &record::Story, kind: ItemKind, index: usize) -> Option<Entry> {
    let is_there = index < story.items(kind, &ItemFilter::default()).len();
    is_there.then(|| OfStory::new(story).item(kind, index))
}

/// All things of the story that pass: statements, events, figures, documents, differences, positions.
pub(super) fn all(story: &record::Story, filter: &ItemFilter) -> Vec<Entry> {
    use ItemKind::{Difference, Document, Event, Figure, Position, Statement};
    let of = OfStory::new(story);
    let mut all = Vec::new();
    for kind in [Statement, Event, Figure, Document, Difference, Position] {
        all.extend(shown(story, kind, filter).into_iter().map(|index| of.item(kind, index)));
    }
    all
}

fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl Entry {
    fn new(id: &str, kind: EntryKind, words: String) -> Self {
        Self {
            id: id.to_owned(),
            kind,
            story: None,
            days: None,
            published: None,
            first_read: None,
            label: String::new(),
            words,
            who: Vec::new(),
            outlets: Vec::new(),
            support: None,
            passages: Vec::new(),
            facts: BTreeMap::new(),
            event: None,
        }
    }

    fn text(&mut self, name: &'static str, text: Option<&str>) {
        let text = text.map(line).filter(|text| !text.is_empty());
        self.facts.extend(text.map(|text| (name, Fact::Text(text))));
    }

    fn texts(&mut self, name: &'static str, texts: impl Iterator<Item = String>) {
        self.facts.insert(name, Fact::Texts(texts.collect()));
    }
}

/// A story with what turns its indices and bytes into names and code points.
struct OfStory<'s> {
    story: &'s record::Story,
    reading: Reading<'s>,
    reports: BTreeMap<&'s str, (&'s Report, CodePoints<'s>)>,
}

impl<'s> OfStory<'s> {
    fn new(story: &'s record::Story) -> Self {
        let reports = story.reports.iter().map(|report| &report.report);
        let reports = reports.map(|report| (report.id.0.as_str(), (report, CodePoints::new(&report.text)))).collect();
        Self { story, reading: Reading::new(story), reports }
    }

    fn item(&self, kind: ItemKind, index: usize) -> Entry {
        let mut entry = match kind {
            ItemKind::Statement => self.statement(&self.story.statements[index]),
            ItemKind::Event => self.event(&self.story.events[index]),
            ItemKind::Figure => self.figure(&self.story.figures[index]),
            ItemKind::Document => self.document(&self.story.documents[index]),
            ItemKind::Difference => self.difference(&self.story.differences[index]),
            ItemKind::Position => self.position(&self.story.positions[index]),
        };
        entry.story = Some(self.story.id.clone());
        entry.days = self.story.days_of(kind, index);
        entry.published = entry.passages.iter().filter_map(|passage| passage.published).max();
        let outlets: BTreeSet<&String> = entry.passages.iter().filter_map(|passage| passage.outlet.as_ref()).collect();
        entry.outlets = outlets.into_iter().cloned().collect();
        entry
    }

    fn statement(&self, statement: &record::Statement) -> Entry {
        let cue = self.reading.cue(statement);
        let words = self.reading.said(statement);
        let mut entry = Entry {
            who: self.source(statement.source.as_ref()),
            support: Some(statement.support),
            passages: self.passages(statement.witnesses.iter().map(|w| (&w.evidence, None))),
            label: cue.clone(),
            ..Entry::new(&statement.id, EntryKind::Item(ItemKind::Statement), words)
        };
        entry.text("cue", Some(&cue));
        entry.text("cue_class", Some(statement.class.as_str()));
        entry.text("form", Some(statement.kind.as_str()));
        entry.text("addressee", statement.addressee.as_ref().map(|to| self.reading.source_name(to)).as_deref());
        entry.text("medium", statement.medium.as_ref().map(|medium| self.reading.words(medium)));
        entry.texts("via", statement.via.iter().map(|via| self.reading.source_name(via)));
        entry.facts.insert("negated", Fact::Truth(statement.negated));
        entry
    }

    fn event(&self, event: &record::Event) -> Entry {
        let participants: Vec<_> = event
            .participants
            .iter()
            .map(|item| {
                let words = || Named { id: None, kind: None, name: line(self.reading.words(&item.evidence)) };
                (item.role, item.actor.and_then(|actor| self.named(actor)).unwrap_or_else(words))
            })
            .filter(|(_, named)| !named.name.is_empty())
            .collect();
        let mut who: Vec<Named> = Vec::new();
        for (_, named) in participants.iter().filter(|(_, named)| named.id.is_some()) {
            if !who.contains(named) {
                who.push(named.clone());
            }
        }
        let place = self.source(event.place.as_ref());
        let tellings = event.evidence.iter().enumerate();
        let tellings = tellings.map(|(i, e)| (e, event.tellings.get(i).map(|t| t.status.as_str().to_owned())));
        let words = event.evidence.first().map(|e| line(self.reading.words(e))).unwrap_or_default();
        let mut entry = Entry {
            who,
            support: Some(event.support),
            passages: self.passages(tellings),
            label: format!("{} {}", event.status.as_str(), line(event.kind)),
            ..Entry::new(&event.id, EntryKind::Item(ItemKind::Event), words)
        };
        let roles = participants.iter().map(|(role, named)| format!("{} {}", role.as_str(), named.name));
        entry.texts("participants", roles);
        entry.text("status", Some(event.status.as_str()));
        entry.text("type", Some(event.kind));
        let names: Vec<&str> = place.iter().map(|named| named.name.as_str()).collect();
        entry.text("place", Some(&names.join(", ")));
        entry.event = Some(EventParts {
            kind: event.kind,
            status: event.status,
            participants,
            place,
            when: event.when,
            is_planned: self.reading.is_planned(event),
        });
        entry
    }

    fn figure(&self, figure: &record::Figure) -> Entry {
        let by = figure.asserted_by.and_then(|by| self.story.statements.get(by)?.source.as_ref());
        let words = figure.evidence.first().map(|e| line(self.reading.words(e))).unwrap_or_default();
        let mut entry = Entry {
            who: self.source(by),
            support: Some(figure.support),
            passages: self.passages(figure.evidence.iter().map(|e| (e, None))),
            label: dossier::amount(figure),
            ..Entry::new(&figure.id, EntryKind::Item(ItemKind::Figure), words)
        };
        let (low, high) = match figure.amount {
            Amount::One(value) => (value, value),
            Amount::Between(low, high) => (low, high),
        };
        entry.facts.insert("low", Fact::Number(low));
        entry.facts.insert("high", Fact::Number(high));
        entry.text("bound", Some(figure.bound.as_str()));
        entry.text("unit", figure.unit.as_deref());
        entry.text("of", figure.of.as_ref().map(|of| self.reading.words(of)));
        entry
    }

    fn document(&self, document: &record::Document) -> Entry {
        let mut entry = Entry {
            who: self.source(document.author.as_ref()),
            support: Some(document.support),
            passages: self.passages(document.evidence.iter().map(|e| (e, None))),
            label: document.version.as_deref().map(line).unwrap_or_default(),
            ..Entry::new(&document.id, EntryKind::Item(ItemKind::Document), line(&document.name))
        };
        entry.text("version", document.version.as_deref());
        entry.texts("versions", document.versions.iter().map(|version| line(&version.words)));
        let points = document.points.and_then(|points| i32::try_from(points).ok());
        entry.facts.extend(points.map(|points| ("points", Fact::Whole(points))));
        entry
    }

    fn difference(&self, difference: &record::Difference) -> Entry {
        let sides = difference.sides.iter();
        let said = sides.clone().flat_map(|side| side.evidence.iter().map(|e| (e, Some(line(&side.value)))));
        let mut who = Vec::new();
        for actor in sides.clone().flat_map(|side| &side.actors).filter_map(|actor| self.named(*actor)) {
            if !who.contains(&actor) {
                who.push(actor);
            }
        }
        let words = line(self.reading.words(&difference.about));
        let mut entry = Entry {
            who,
            passages: self.passages(said),
            label: difference.kind.as_str().to_owned(),
            ..Entry::new(&difference.id, EntryKind::Item(ItemKind::Difference), words)
        };
        entry.text("type", Some(difference.kind.as_str()));
        entry.texts("sides", sides.map(|side| line(&side.value)));
        entry
    }

    fn position(&self, position: &record::Position) -> Entry {
        let statements = || position.statements.iter().filter_map(|s| self.story.statements.get(*s));
        let words = statements().next_back().map(|s| self.reading.said(s)).unwrap_or_default();
        let issue = line(&position.issue);
        let mut entry = Entry {
            who: self.named(position.actor).into_iter().collect(),
            passages: self.passages(statements().flat_map(|s| s.witnesses.iter().map(|w| (&w.evidence, None)))),
            label: format!("{} {issue}", position.stance.as_str()),
            ..Entry::new(&position.id, EntryKind::Item(ItemKind::Position), words)
        };
        entry.text("issue", Some(&issue));
        entry.text("stance", Some(position.stance.as_str()));
        entry.texts("statements", statements().map(|s| s.id.clone()));
        let changes = position.changes.iter().filter_map(|c| self.story.statements.get(*position.statements.get(*c)?));
        entry.texts("changes", changes.map(|s| s.id.clone()));
        entry
    }

    /// The actors that a source stands for, or its words where none is known.
    fn source(&self, source: Option<&record::Source>) -> Vec<Named> {
        let Some(source) = source else { return Vec::new() };
        let named: Vec<_> = source.actors.iter().filter_map(|actor| self.named(*actor)).collect();
        if !named.is_empty() {
            return named;
        }
        let name = line(self.reading.words(&source.evidence));
        if name.is_empty() { Vec::new() } else { vec![Named { id: None, kind: None, name }] }
    }

    fn named(&self, actor: usize) -> Option<Named> {
        let actor = self.story.actors.get(actor)?;
        let name = line(&actor.name);
        (!name.is_empty()).then(|| Named { id: Some(actor.id.clone()), kind: Some(actor.kind), name })
    }

    fn passages<'e>(&self, evidence: impl Iterator<Item = (&'e Evidence, Option<String>)>) -> Vec<Passage> {
        evidence.filter_map(|(evidence, value)| self.passage(evidence, value)).collect()
    }

    /// Nothing where the report is not one of the story, or the span covers no words of its text.
    fn passage(&self, evidence: &Evidence, value: Option<String>) -> Option<Passage> {
        let (report, points) = self.reports.get(evidence.report.0.as_str())?;
        let quote = report.text.get(evidence.span.range()).filter(|words| !words.is_empty())?;
        let [start, end] = points.span(evidence.span);
        let before = &report.text[..evidence.span.start as usize];
        let after = &report.text[evidence.span.end as usize..];
        let known = |field: &Option<String>| field.as_deref().map(line).filter(|text| !text.is_empty());
        Some(Passage {
            report: report.id.0.clone(),
            outlet: known(&report.outlet),
            url: report.url.as_deref().and_then(web).map(str::to_owned),
            published: report.published,
            language: known(&report.language),
            start,
            end,
            quote: quote.to_owned(),
            before: before[before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at)..].to_owned(),
            after: after[..after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at)].to_owned(),
            hash: evidence.hash.clone(),
            value,
        })
    }
}
