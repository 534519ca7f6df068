//! Which things of a story a question asks for.

use std::collections::{BTreeMap, BTreeSet};

use readout_report::{Date, Evidence, ReportId};

use crate::fold::{fold, words};
use crate::{Actor, DayItem, Story};

/// The kinds of things that a story holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are those of the vectors of a story")]
pub enum ItemKind {
    Statement,
    Event,
    Figure,
    Document,
    Difference,
    Position,
}

/// What is asked of a thing; all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// The actor that speaks, takes part or holds the position: its id, or words of one of its names.
    pub actor: Option<String>,
    /// An outlet that says it, without regard to case.
    pub outlet: Option<String>,
    /// On this day or later: the day that it is said to be of, else a day on which it was published.
    pub since: Option<Date>,
    /// On this day or earlier.
    pub until: Option<Date>,
    /// Words that it must have, all of them, without regard to case and accents.
    pub text: Option<String>,
}

impl Story {
    /// The things of a kind that pass, as indices into the vector of that kind.
    pub fn items(&self, kind: ItemKind, filter: &ItemFilter) -> Vec<usize> {
        let asked = Asked::new(self, filter);
        let count = match kind {
            ItemKind::Statement => self.statements.len(),
            ItemKind::Event => self.events.len(),
            ItemKind::Figure => self.figures.len(),
            ItemKind::Document => self.documents.len(),
            ItemKind::Difference => self.differences.len(),
            ItemKind::Position => self.positions.len(),
        };
        (0..count).filter(|index| asked.passes(&self.facts(kind, *index))).collect()
    }

    /// Whether something of the timeline passes.
    pub fn day_item_passes(&self, item: DayItem, filter: &ItemFilter) -> bool {
        let facts = match item {
            DayItem::Event(index) => self.facts(ItemKind::Event, index),
            DayItem::Statement(index) => self.facts(ItemKind::Statement, index),
        };
        Asked::new(self, filter).passes(&facts)
    }

    /// The days that a thing is of: those that it is said to be of, else those on which it was published.
    pub fn days_of(&self, kind: ItemKind, index: usize) -> Option<(Date, Date)> {
        let facts = self.facts(kind, index);
        facts.when.or_else(|| {
            let days: BTreeSet<Date> =
                facts.evidence.iter().filter_map(|e| self.report(&e.report)?.published).collect();
            days.first().copied().zip(days.last().copied())
        })
    }

    /// The passages that say a thing, in the order of the reports.
    pub fn passages(&self, kind: ItemKind, index: usize) -> Vec<(&ReportId, readout_report::Span)> {
        let facts = self.facts(kind, index);
        facts.evidence.iter().map(|e| (&e.report, e.span)).collect()
    }

    fn report(&self, id: &ReportId) -> Option<&readout_report::Report> {
        self.reports.iter().map(|r| &r.report).find(|r| r.id == *id)
    }

    fn facts(&self, kind: ItemKind, index: usize) -> Facts<'_> {
        let mut facts = Facts::default();
        match kind {
            ItemKind::Statement => {
                let Some(statement) = self.statements.get(index) else { return facts };
                facts.actors.extend(statement.source.iter().flat_map(|s| &s.actors));
                facts.when = statement.time.and_then(|t| self.times.get(t)?.range);
                facts.evidence.extend(statement.witnesses.iter().map(|w| &w.evidence));
            }
            ItemKind::Event => {
                let Some(event) = self.events.get(index) else { return facts };
                facts.actors.extend(event.participants.iter().filter_map(|p| p.actor));
                facts.actors.extend(event.place.iter().flat_map(|p| &p.actors));
                facts.when = event.when;
                facts.evidence.extend(&event.evidence);
            }
            ItemKind::Figure => {
                let Some(figure) = self.figures.get(index) else { return facts };
                let by = figure.asserted_by.and_then(|s| self.statements.get(s)?.source.as_ref());
                facts.actors.extend(by.iter().flat_map(|s| &s.actors));
                facts.when = figure.when;
                facts.evidence.extend(&figure.evidence);
                facts.evidence.extend(&figure.of);
            }
            ItemKind::Document => {
                let Some(document) = self.documents.get(index) else { return facts };
                let said = document.statements.iter().filter_map(|s| self.statements.get(*s)?.source.as_ref());
                facts.actors.extend(said.chain(&document.author).flat_map(|s| &s.actors));
                facts.evidence.extend(&document.evidence);
            }
            ItemKind::Difference => {
                let Some(difference) = self.differences.get(index) else { return facts };
                facts.actors.extend(difference.sides.iter().flat_map(|s| &s.actors));
                facts.evidence.extend(difference.sides.iter().flat_map(|s| &s.evidence));
            }
            ItemKind::Position => {
                let Some(position) = self.positions.get(index) else { return facts };
                facts.actors.push(position.actor);
                let statements = position.statements.iter().filter_map(|s| self.statements.get(*s));
                facts.evidence.extend(statements.flat_map(|s| s.witnesses.iter().map(|w| &w.evidence)));
            }
        }
        facts
    }
}

/// What a filter looks at.
#[derive(Debug, Default)]
struct Facts<'s> {
    actors: Vec<usize>,
    when: Option<(Date, Date)>,
    evidence: Vec<&'s Evidence>,
}

/// A filter, made ready for one story.
struct Asked<'s> {
    filter: &'s ItemFilter,
    /// Which of the story's actors are meant, if one is asked for.
    actors: Option<BTreeSet<usize>>,
    words: Vec<String>,
    reports: BTreeMap<&'s ReportId, &'s readout_report::Report>,
}

impl<'s> Asked<'s> {
    fn new(story: &'s Story, filter: &'s ItemFilter) -> Self {
        let actors = filter.actor.as_ref().map(|asked| {
            let is = |actor: &Actor| {
                actor.id == *asked || is_called(std::iter::once(&actor.name).chain(&actor.aliases), asked)
            };
            story.actors.iter().enumerate().filter(|(_, a)| is(a)).map(|(i, _)| i).collect()
        });
        let words = filter.text.as_deref().map(words).unwrap_or_default();
        Self { filter, actors, words, reports: story.reports.iter().map(|r| (&r.report.id, &r.report)).collect() }
    }

    fn passes(&self, facts: &Facts<'_>) -> bool {
        let filter = self.filter;
        if self.actors.as_ref().is_some_and(|asked| !facts.actors.iter().any(|a| asked.contains(a))) {
            return false;
        }
        let reports = || facts.evidence.iter().filter_map(|e| self.reports.get(&e.report));
        if let Some(outlet) = &filter.outlet {
            let outlet = fold(outlet);
            if !reports().any(|r| r.outlet.as_ref().is_some_and(|o| fold(o) == outlet)) {
                return false;
            }
        }
        if filter.since.is_some() || filter.until.is_some() {
            let inside = |(first, last): (Date, Date)| {
                filter.since.is_none_or(|since| last >= since) && filter.until.is_none_or(|until| first <= until)
            };
            let passes = match facts.when {
                Some(when) => inside(when),
                None => reports().filter_map(|r| r.published).any(|day| inside((day, day))),
            };
            if !passes {
                return false;
            }
        }
        self.words.is_empty() || {
            let has = facts.evidence.iter().filter_map(|e| self.reports.get(&e.report)?.text.get(e.span.range()));
            let has: BTreeSet<String> = has.flat_map(words).collect();
            self.words.iter().all(|word| has.contains(word))
        }
    }
}

/// Whether all words asked for stand in one of the names.
pub(crate) fn is_called<'n>(mut names: impl Iterator<Item = &'n String>, asked: &str) -> bool {
    let asked = words(asked);
    !asked.is_empty()
        && names.any(|name| {
            let name = words(name);
            asked.iter().all(|word| name.contains(word))
        })
}
