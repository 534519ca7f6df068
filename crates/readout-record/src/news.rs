//! What is new of a story, at the level of facts.

use std::collections::{BTreeMap, BTreeSet};

use readout_report::{Evidence, ReportId};
use serde::{Deserialize, Serialize};

use crate::{DifferenceKind, Story};

/// What some reports of a story say that no other report of it says. Indices point into the story's vectors.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// Reports, by index.
    pub reports: Vec<usize>,
    /// Statements that only the new reports carry.
    pub statements: Vec<usize>,
    /// Events that only the new reports tell of.
    pub events: Vec<usize>,
    /// Figures that only the new reports give.
    pub figures: Vec<usize>,
    /// Documents that only the new reports speak of.
    pub documents: Vec<usize>,
    /// Differences of which a new report holds a side that no other report held: a figure changed, a thing denied.
    pub differences: Vec<usize>,
}

impl News {
    /// What the `fresh` reports add to the others. Of a report that is a new wording of one, its former text is given: what that
    /// said already is not new.
    pub fn of(story: &Story, fresh: &BTreeMap<ReportId, Option<String>>) -> Self {
        let texts: BTreeMap<_, _> = story.reports.iter().map(|r| (&r.report.id, r.report.text.as_str())).collect();
        let is_new = |evidence: &Evidence| match fresh.get(&evidence.report) {
            None => false,
            Some(None) => true,
            Some(Some(former)) => {
                let words = texts.get(&evidence.report).and_then(|text| text.get(evidence.span.range()));
                words.is_none_or(|words| !former.contains(words))
            }
        };
        Self::told(story, is_new, |id| fresh.contains_key(id))
    }

    /// What the reports of a story's last day add to those of the days before; nothing if all are of one day.
    pub fn of_last_day(story: &Story) -> Self {
        let days: BTreeSet<_> = story.reports.iter().filter_map(|r| r.report.published).collect();
        let Some(last) = days.last().filter(|_| days.len() > 1) else { return Self::default() };
        let fresh = story.reports.iter().filter(|r| r.report.published.as_ref() == Some(last));
        Self::of(story, &fresh.map(|r| (r.report.id.clone(), None)).collect())
    }

    fn told(story: &Story, is_new: impl Fn(&Evidence) -> bool, is_fresh: impl Fn(&ReportId) -> bool) -> Self {
        let all_new = |evidence: &[Evidence]| evidence.iter().all(&is_new);
        let which = |n: usize, is: &dyn Fn(usize) -> bool| (0..n).filter(|i| is(*i)).collect::<Vec<_>>();
        Self {
            reports: which(story.reports.len(), &|i| is_fresh(&story.reports[i].report.id)),
            statements: which(story.statements.len(), &|i| {
                story.statements[i].witnesses.iter().all(|w| is_new(&w.evidence))
            }),
            events: which(story.events.len(), &|i| all_new(&story.events[i].evidence)),
            figures: which(story.figures.len(), &|i| all_new(&story.figures[i].evidence)),
            documents: which(story.documents.len(), &|i| all_new(&story.documents[i].evidence)),
            differences: which(story.differences.len(), &|i| {
                let sides = &story.differences[i].sides;
                sides.iter().any(|s| all_new(&s.evidence)) && sides.iter().any(|s| !all_new(&s.evidence))
            }),
        }
    }

    /// Whether it is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many differences of a kind there are.
    pub fn differences_of(&self, story: &Story, kind: DifferenceKind) -> usize {
        self.differences.iter().filter(|d| story.differences[**d].kind == kind).count()
    }
}
