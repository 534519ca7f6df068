//! Where the links of a page lead, and which ids its parts have.

use std::collections::{BTreeMap, BTreeSet};

use readout_record as record;
use readout_report::{CodePoints, Span};

use super::view::{Limits, StoryView, query};
use crate::address::{encode, segment};
use crate::dossier::{self, Mark, Reading, Source};

/// Where a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Alone in a file: the reports are beside it, and all links stay within.
    InFile,
    /// Served beside the pages of reports and actors.
    Served,
}

/// Makes the links and ids of one story's page.
pub(super) struct Links<'r> {
    pub(super) place: Place,
    pub(super) story: &'r record::Story,
    pub(super) reading: &'r Reading<'r>,
    pub(super) view: &'r StoryView,
    pub(super) limits: Limits,
    /// In the order of the reports.
    pub(super) sources: Vec<Source<'r>>,
    /// Stands before every id: a file holds several stories.
    prefix: String,
    ids: BTreeSet<String>,
    /// How many ids were made here.
    numbered: usize,
    /// The id of the first line that leads to a place of a report in the file; the place leads back to it.
    cited: BTreeMap<(usize, Span), String>,
    points: Vec<CodePoints<'r>>,
}

impl<'r> Links<'r> {
    pub(super) fn new(
        place: Place,
        prefix: &str,
        reading: &'r Reading<'r>,
        view: &'r StoryView,
        limits: Limits,
    ) -> Self {
        let story = reading.story;
        let points = match place {
            Place::InFile => Vec::new(),
            Place::Served => story.reports.iter().map(|report| CodePoints::new(&report.report.text)).collect(),
        };
        let sources = reading.sources();
        // The texts beside have their ids already.
        let ids = match place {
            Place::InFile => sources.iter().map(|source| format!("{prefix}{}", source.letter)).collect(),
            Place::Served => BTreeSet::new(),
        };
        let cited = BTreeMap::new();
        Self { place, story, reading, view, limits, sources, prefix: prefix.into(), ids, numbered: 0, cited, points }
    }

    pub(super) fn is_served(&self) -> bool {
        self.place == Place::Served
    }

    /// An id of the page, percent-encoded as links have it; none where another part has it already.
    pub(super) fn take_id(&mut self, name: &str) -> Option<String> {
        let id = format!("{}{}", self.prefix, encode(name));
        self.ids.insert(id.clone()).then_some(id)
    }

    /// An id for a line that has none from the record.
    pub(super) fn next_id(&mut self) -> Option<String> {
        self.numbered += 1;
        self.take_id(&self.numbered.to_string())
    }

    /// A link to a part of the page that has its id already.
    pub(super) fn here(&self, name: &str) -> Option<String> {
        let id = format!("{}{}", self.prefix, encode(name));
        self.ids.contains(&id).then(|| format!("#{id}"))
    }

    /// To the words in their report. `line` is the id of the line that has the link.
    pub(super) fn passage(&mut self, mark: &Mark, line: &str) -> String {
        match self.place {
            Place::InFile => {
                self.cited.entry((mark.report, mark.span)).or_insert_with(|| line.to_owned());
                format!("#{}", anchor(&self.prefix, mark.report, mark.span))
            }
            Place::Served => {
                let [start, end] = self.points.get(mark.report).map(|p| p.span(mark.span)).unwrap_or_default();
                let at = ("at", format!("{start}-{end}"));
                let all: Vec<_> = self.as_of().into_iter().chain([at]).collect();
                format!("{}{}#at", self.report_path(mark.report), query(&all))
            }
        }
    }

    /// The lines that lead to a report's places, by place.
    pub(super) fn cited(&self, report: usize) -> impl Iterator<Item = (Span, &str)> {
        let first = Span::new(0, 0);
        self.cited.range((report, first)..(report + 1, first)).map(|((_, span), line)| (*span, line.as_str()))
    }

    /// To a report.
    pub(super) fn report(&self, index: usize) -> String {
        match self.place {
            Place::InFile => format!("#{}{}", self.prefix, dossier::letter(index)),
            Place::Served => format!("{}{}", self.report_path(index), query(&self.as_of())),
        }
    }

    fn report_path(&self, index: usize) -> String {
        let id = self.story.reports.get(index).map_or("", |report| report.report.id.0.as_str());
        format!("/report/{}", segment(id))
    }

    /// The parameter that keeps a reader in the past.
    fn as_of(&self) -> Vec<(&'static str, String)> {
        self.view.as_of.map(|day| ("as-of", day.to_string())).into_iter().collect()
    }

    /// To an actor, where actors have pages.
    pub(super) fn actor(&self, index: usize) -> Option<String> {
        let actor = self.story.actors.get(index).filter(|_| self.is_served())?;
        Some(format!("/actor/{}{}", segment(&actor.id), query(&self.as_of())))
    }

    /// To this page in another view, at one of its sections.
    pub(super) fn view(&self, view: &StoryView, section: &str) -> String {
        let hash = if section.is_empty() { "" } else { "#" };
        format!("{}{hash}{section}", view.address(self.story))
    }

    /// To a list of the things of the story, of which the page shows only some; none where the page stands alone.
    pub(super) fn list(&self, list: &str, more: &[(&'static str, String)]) -> Option<String> {
        let mut parameters = vec![("story", self.view.id_of(self.story).to_owned())];
        parameters.extend(more.iter().cloned());
        parameters.extend(self.view.clock());
        self.is_served().then(|| format!("/{list}{}", query(&parameters)))
    }
}

/// The id of a place in a report; letters, digits and hyphens only, so that it needs no escaping.
pub(super) fn anchor(prefix: &str, report: usize, span: Span) -> String {
    format!("{prefix}{}-{}-{}", dossier::letter(report), span.start, span.end)
}
