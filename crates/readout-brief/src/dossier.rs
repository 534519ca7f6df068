//! What a dossier holds, and in which order: the lines that the terminal, Markdown and HTML views lay out.
//!
//! A line is made of words of reports and of labels. Which is which stays marked ([`Voice`]), so that each view can set
//! them apart.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{Amount, EventStatus, ParticipantRole, event};
use readout_record::{self as record, DayItem, ItemFilter, ItemKind, Record, Support};
use readout_report::{Date, Evidence, Report, Span};

use crate::words::{at, content, day, days, in_context, line};

/// Every story of a record, ready to be laid out.
pub(crate) struct Dossier<'r> {
    pub(crate) stories: Vec<Story<'r>>,
}

/// A story: its title, its sections in order, its reports.
pub(crate) struct Story<'r> {
    /// Words of a report, on one line.
    pub(crate) title: String,
    /// How many reports and outlets there are, and of which days.
    pub(crate) facts: Vec<String>,
    /// Only sections that hold something, in the order of [`SectionKind`].
    pub(crate) sections: Vec<Section<'r>>,
    /// In the order of their letters.
    pub(crate) reports: Vec<Source<'r>>,
}

/// The sections of a dossier, in their order. The sources follow them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SectionKind {
    About,
    Planned,
    Timeline,
    Statements,
    Differences,
    Positions,
    Figures,
    Documents,
    Actors,
}

impl SectionKind {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::About => "What it is about",
            Self::Planned => "What is planned",
            Self::Timeline => "Timeline",
            Self::Statements => "Who said what",
            Self::Differences => "Where they differ",
            Self::Positions => "Positions",
            Self::Figures => "Figures",
            Self::Documents => "Documents",
            Self::Actors => "Actors",
        }
    }

    /// A short name for links.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Planned => "planned",
            Self::Timeline => "timeline",
            Self::Statements => "statements",
            Self::Differences => "differences",
            Self::Positions => "positions",
            Self::Figures => "figures",
            Self::Documents => "documents",
            Self::Actors => "actors",
        }
    }
}

/// The title of the last section, which [`Story::reports`] fills.
pub(crate) const SOURCES: &str = "Sources";

/// How the marks of sources read; stands at the head of the sources.
pub(crate) const LEGEND: &str =
    "[A 12] is line 12 of the text of report A. Words are those of the reports; only the labels are ours.";

pub(crate) struct Section<'r> {
    pub(crate) kind: SectionKind,
    pub(crate) groups: Vec<Group<'r>>,
}

/// Lines that belong together: what one actor said, what happened on one day.
#[derive(Debug, Default)]
pub(crate) struct Group<'r> {
    /// None where the section is not divided.
    pub(crate) heading: Option<Vec<Piece>>,
    pub(crate) lines: Vec<Line<'r>>,
    /// The first day that it is of, where it is of days.
    pub(crate) day: Option<Date>,
    /// Whose it is: index into the story's actors.
    pub(crate) actor: Option<usize>,
}

/// One line of the dossier, with the places that it comes from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line<'r> {
    /// The day column of a section that has one.
    pub(crate) day: Option<String>,
    /// Labels above the words, or nothing.
    pub(crate) label: Vec<Piece>,
    /// The words.
    pub(crate) words: Vec<Piece>,
    /// What is known besides, after the words.
    pub(crate) details: Vec<Vec<Piece>>,
    /// Where the words stand.
    pub(crate) marks: Vec<Mark>,
    /// The ids of the things of the record that it shows; several where they read alike.
    pub(crate) items: Vec<&'r str>,
    /// Who says so; zeros where the line is not of one thing.
    pub(crate) support: Support,
}

/// Whose words a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    /// A label of ours.
    Label,
    /// The status of an event.
    Status(EventStatus),
    /// A name, as a report writes it.
    Name,
    /// Words of a report.
    Report,
    /// Words of a report that the line is about, amid others.
    Strong,
    /// Words of a report around those.
    Context,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) voice: Voice,
    /// On one line, only visible characters; with the spaces that it needs at its ends.
    pub(crate) text: String,
    /// Whose name it is: index into the story's actors.
    pub(crate) actor: Option<usize>,
}

/// A place in a report that a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    /// Index of the report in the story.
    pub(crate) report: usize,
    /// Line of the report's text, from 1.
    pub(crate) line: usize,
    /// The characters, in bytes.
    pub(crate) span: Span,
}

/// A report among the sources.
pub(crate) struct Source<'r> {
    /// A, B … Z, AA …
    pub(crate) letter: String,
    pub(crate) report: &'r Report,
    /// Title, outlet, day and so on, each on one line; those that are known.
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) place: Option<String>,
    /// Only `http` and `https` addresses; safe to link to.
    pub(crate) url: Option<String>,
    pub(crate) id: String,
}

impl Source<'_> {
    /// The headline, or where there is none, the outlet or the id.
    pub(crate) fn headline(&self) -> &str {
        self.title.as_deref().or(self.outlet.as_deref()).unwrap_or(&self.id)
    }

    /// What else is known of the publication, in the order of a citation.
    pub(crate) fn facts(&self) -> impl Iterator<Item = &str> {
        let outlet = self.title.as_ref().and(self.outlet.as_ref());
        [outlet, self.published.as_ref(), self.byline.as_ref()].into_iter().flatten().map(String::as_str)
    }
}

/// The name of the report with this index: A … Z, AA, AB …
pub(crate) fn letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Marks of one report, its lines in order: `[A 3, 12]`.
pub(crate) struct MarkGroup {
    pub(crate) letter: String,
    pub(crate) marks: Vec<Mark>,
}

/// The marks by report; of several on one line of the report, the first.
pub(crate) fn by_report(marks: &[Mark]) -> Vec<MarkGroup> {
    let mut reports: BTreeMap<usize, BTreeMap<usize, Mark>> = BTreeMap::new();
    for mark in marks {
        let lines = reports.entry(mark.report).or_default();
        lines.entry(mark.line).and_modify(|kept| *kept = (*kept).min(*mark)).or_insert(*mark);
    }
    let group = |(report, lines): (usize, BTreeMap<_, _>)| MarkGroup {
        letter: letter(report),
        marks: lines.into_values().collect(),
    };
    reports.into_iter().map(group).collect()
}

impl MarkGroup {
    /// `[A 3, 12]`
    pub(crate) fn text(&self) -> String {
        let lines: Vec<_> = self.marks.iter().map(|mark| mark.line.to_string()).collect();
        format!("[{} {}]", self.letter, lines.join(", "))
    }
}

/// The title of a story: the headline of the report that the record took it from, or where the report has none beside
/// its text, the words that the record took; else the first headline.
pub(crate) fn title(story: &record::Story) -> Option<&str> {
    let chosen = story.title.as_ref().and_then(|evidence| {
        let report = story.reports.iter().map(|report| &report.report).find(|report| report.id == evidence.report)?;
        Some(report.title.as_deref().unwrap_or_else(|| at(&report.text, evidence.span)))
    });
    chosen.or_else(|| story.reports.iter().find_map(|report| report.report.title.as_deref()))
}

impl<'r> Dossier<'r> {
    pub(crate) fn new(record: &'r Record) -> Self {
        Self { stories: record.stories.iter().map(|story| Reading::new(story).story()).collect() }
    }
}

impl Piece {
    fn new(voice: Voice, text: impl Into<String>) -> Self {
        Self { voice, text: text.into(), actor: None }
    }

    pub(crate) fn label(text: impl Into<String>) -> Self {
        Self::new(Voice::Label, text)
    }

    fn name(text: impl Into<String>) -> Self {
        Self::new(Voice::Name, text)
    }

    pub(crate) fn report(text: impl Into<String>) -> Self {
        Self::new(Voice::Report, text)
    }

    /// Names in a row, with the actors that they are of.
    fn names(names: impl IntoIterator<Item = (Option<usize>, String)>) -> Vec<Self> {
        let mut pieces = Vec::new();
        for (actor, name) in names {
            if !pieces.is_empty() {
                pieces.push(Self::name(", "));
            }
            pieces.push(Self { actor, ..Self::name(name) });
        }
        pieces
    }
}

/// A story, read with the texts of its reports at hand; makes its lines.
pub(crate) struct Reading<'r> {
    pub(crate) story: &'r record::Story,
    reports: BTreeMap<&'r str, Text<'r>>,
    /// The things that are asked for, by kind; all where it is nothing.
    kept: Option<BTreeMap<ItemKind, BTreeSet<usize>>>,
}

/// A report's text, with the starts of its lines.
struct Text<'r> {
    index: usize,
    text: &'r str,
    /// Byte after each line break.
    line_starts: Vec<u32>,
}

impl<'r> Reading<'r> {
    pub(crate) fn new(story: &'r record::Story) -> Self {
        let text = |(index, report): (usize, &'r record::StoryReport)| {
            let text = report.report.text.as_str();
            let line_starts = text.match_indices('\n').map(|(at, _)| at as u32 + 1).collect();
            (report.report.id.0.as_str(), Text { index, text, line_starts })
        };
        Self { story, reports: story.reports.iter().enumerate().map(text).collect(), kept: None }
    }

    /// Only what is of these days, first and last: those that it is said to be of, else those on which it was published.
    pub(crate) fn of_days(story: &'r record::Story, (since, until): (Date, Date)) -> Self {
        use ItemKind::{Difference, Document, Event, Figure, Position, Statement};
        let filter = ItemFilter { since: Some(since), until: Some(until), ..ItemFilter::default() };
        let kinds = [Statement, Event, Figure, Document, Difference, Position];
        let kept = kinds.map(|kind| (kind, story.items(kind, &filter).into_iter().collect()));
        Self { kept: Some(kept.into()), ..Self::new(story) }
    }

    /// The things of a kind that are asked for, with their indices.
    pub(crate) fn kept<T>(&self, kind: ItemKind, all: &'r [T]) -> impl Iterator<Item = (usize, &'r T)> {
        all.iter().enumerate().filter(move |(index, _)| self.keeps(kind, *index))
    }

    fn keeps(&self, kind: ItemKind, index: usize) -> bool {
        self.kept.as_ref().is_none_or(|kept| kept.get(&kind).is_some_and(|kept| kept.contains(&index)))
    }

    fn story(&self) -> Story<'r> {
        let sections = [
            (SectionKind::About, self.about()),
            (SectionKind::Planned, self.planned()),
            (SectionKind::Timeline, self.timeline()),
            (SectionKind::Statements, self.statements()),
            (SectionKind::Differences, self.differences()),
            (SectionKind::Positions, self.positions()),
            (SectionKind::Figures, self.figures()),
            (SectionKind::Documents, self.documents()),
            (SectionKind::Actors, self.actors()),
        ];
        let sections = sections.into_iter().filter_map(|(kind, groups)| {
            let groups: Vec<_> = groups.into_iter().filter_map(Group::collapsed).collect();
            (!groups.is_empty()).then_some(Section { kind, groups })
        });
        Story {
            title: title(self.story)
                .map(line)
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| line(&self.story.id)),
            facts: self.facts(),
            sections: sections.collect(),
            reports: self.sources(),
        }
    }

    fn facts(&self) -> Vec<String> {
        let reports = || self.story.reports.iter().map(|report| &report.report);
        let count = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        let outlets: BTreeSet<_> = reports().filter_map(|report| report.outlet.as_deref()).collect();
        let mut facts = vec![count(reports().count(), "report", "reports")];
        if !outlets.is_empty() {
            facts.push(count(outlets.len(), "outlet", "outlets"));
        }
        let published = || reports().filter_map(|report| report.published);
        if let (Some(first), Some(last)) = (published().min(), published().max()) {
            facts.push(days((first, last)));
        }
        facts
    }

    pub(crate) fn sources(&self) -> Vec<Source<'r>> {
        let source = |(index, report): (usize, &'r record::StoryReport)| {
            let report = &report.report;
            let known = |field: &Option<String>| field.as_deref().map(line).filter(|text| !text.is_empty());
            let web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
            Source {
                letter: letter(index),
                report,
                title: known(&report.title),
                outlet: known(&report.outlet),
                byline: known(&report.byline),
                published: report.published.map(day),
                place: known(&report.path),
                url: known(&report.url).filter(web),
                id: line(&report.id.0),
            }
        };
        self.story.reports.iter().enumerate().map(source).collect()
    }

    pub(crate) fn about(&self) -> Vec<Group<'r>> {
        let lead = |report: &'r record::StoryReport| -> Line<'r> {
            let text = report.report.text.as_str();
            let shown = |span: &Span| !line(at(text, *span)).is_empty();
            let spans: Vec<_> = report.lead.iter().copied().filter(shown).collect();
            let words: Vec<_> = spans.iter().map(|span| line(at(text, *span))).collect();
            Line {
                words: vec![Piece::report(words.join(" "))],
                marks: self.marks_of(&report.report.id.0, &spans),
                label: self.outlet(&report.report).into_iter().collect(),
                ..Line::default()
            }
        };
        // Copies of one text begin alike: shown once, with the outlets of all.
        let mut lines: Vec<Line<'_>> = Vec::new();
        for mut line in self.story.reports.iter().map(lead) {
            match lines.iter_mut().find(|known| known.words == line.words) {
                Some(known) => {
                    if !line.label.is_empty()
                        && !known.label.is_empty()
                        && !line.label.iter().all(|l| known.label.contains(l))
                    {
                        known.label.push(Piece::label(", "));
                        known.label.append(&mut line.label);
                    }
                    known.marks.append(&mut line.marks);
                }
                None => lines.push(line),
            }
        }
        vec![Group { lines, ..Group::default() }]
    }

    fn outlet(&self, report: &Report) -> Option<Piece> {
        report.outlet.as_deref().map(|outlet| Piece::name(line(outlet)))
    }

    pub(crate) fn planned(&self) -> Vec<Group<'r>> {
        let events = self.kept(ItemKind::Event, &self.story.events).map(|(_, event)| event);
        let lines = events.filter(|event| self.is_planned(event)).map(|event| Line {
            day: Some(event.when.map_or_else(|| "day not given".into(), days)),
            ..self.event(event)
        });
        vec![Group { lines: lines.collect(), ..Group::default() }]
    }

    /// Whether an event is to come, or was called off, and one would note it.
    pub(crate) fn is_planned(&self, event: &record::Event) -> bool {
        // That a day is free again is worth knowing too.
        let cancelled = event.status == EventStatus::Cancelled && event.when.is_some();
        let to_come = matches!(event.status, EventStatus::Planned | EventStatus::Possible | EventStatus::Conditional);
        (cancelled || to_come) && !event::is_general(event.kind) && self.is_worth_planning_for(event)
    }

    /// Whether one would note an event to come: it has a day; or it brings people together; or it is decided and says who does
    /// what to whom or where. What only could be, such as a demand or a purpose, stays with those who speak of it.
    fn is_worth_planning_for(&self, event: &record::Event) -> bool {
        let actors: BTreeSet<_> = event.participants.iter().filter_map(|item| item.actor).collect();
        let known = actors.len() + usize::from(event.place.is_some());
        let parts = event.participants.len() + usize::from(event.place.is_some());
        let meets = event::group(event.kind) == Some("consult");
        event.when.is_some()
            || match event.status {
                // That somebody is to take part is news by itself.
                EventStatus::Planned => {
                    !actors.is_empty() && (event.kind == "attend" || parts > 1 && (meets || known > 1))
                }
                _ => meets && (known > 1 || event.kind == "attend" && known > 0 && parts > 1),
            }
    }

    /// What is of one day stands before what is of some days from it on.
    pub(crate) fn timeline(&self) -> Vec<Group<'r>> {
        let item = |item: &DayItem| match *item {
            DayItem::Event(index) if self.keeps(ItemKind::Event, index) => {
                self.story.events.get(index).map(|event| (event.when, self.event(event)))
            }
            DayItem::Statement(index) if self.keeps(ItemKind::Statement, index) => {
                self.story.statements.get(index).map(|statement| (None, self.spoken(statement, false)))
            }
            DayItem::Event(_) | DayItem::Statement(_) => None,
        };
        let groups = |of: &record::Day| {
            let mut groups: BTreeMap<_, Vec<Line<'r>>> = BTreeMap::new();
            for (when, line) in of.items.iter().filter_map(item) {
                groups.entry(when.unwrap_or((of.day, of.day))).or_default().push(line);
            }
            let group = |(when, lines)| Group { lines, ..Group::of_days(when) };
            groups.into_iter().map(group).collect::<Vec<_>>()
        };
        self.story.timeline.iter().flat_map(groups).collect()
    }

    /// An event: what kind and whether it took place, the words, who takes part, who says so.
    fn event(&self, event: &'r record::Event) -> Line<'r> {
        let words = event.evidence.first().map(|evidence| line(self.words(evidence))).unwrap_or_default();
        let mut details = Vec::new();
        let roles =
            [(ParticipantRole::Agent, "who "), (ParticipantRole::With, "with "), (ParticipantRole::Patient, "whom ")];
        for (role, label) in roles {
            let mut names = Vec::new();
            for item in event.participants.iter().filter(|item| item.role == role) {
                let known = item.actor.and_then(|actor| Some((item.actor, self.actor_name(actor)?)));
                let (actor, name) = known.unwrap_or_else(|| (None, self.words_of_nobody(&item.evidence)));
                if !name.is_empty() && !names.iter().any(|(_, known)| *known == name) {
                    names.push((actor, name));
                }
            }
            if !names.is_empty() {
                details.push(labelled(label, Piece::names(names)));
            }
        }
        if let Some(place) = &event.place {
            details.push(labelled("where ", self.source(place)));
        }
        let by = event.asserted_by.and_then(|by| self.story.statements.get(by)?.source.as_ref());
        if let Some(by) = by.filter(|by| !is_pronoun(&self.source_name(by))) {
            details.push(labelled("said by ", self.source(by)));
        }
        Line {
            day: None,
            label: vec![
                Piece::new(Voice::Status(event.status), event.status.as_str()),
                Piece::label(format!(" · {}", line(event.kind))),
            ],
            words: vec![Piece::report(words)],
            details,
            marks: self.marks(&event.evidence),
            items: vec![&event.id],
            support: event.support,
        }
    }

    /// What each actor said; those who said most first, then by name; what has no source last.
    pub(crate) fn statements(&self) -> Vec<Group<'r>> {
        #[derive(PartialEq, Eq, PartialOrd, Ord)]
        enum Speaker {
            Actor(usize),
            Words(String),
            Unknown,
        }
        let mut speakers: BTreeMap<Speaker, Vec<&'r record::Statement>> = BTreeMap::new();
        for (_, statement) in self.kept(ItemKind::Statement, &self.story.statements) {
            let speaker = match &statement.source {
                Some(source) => match source.actors.first() {
                    Some(actor) if *actor < self.story.actors.len() => Speaker::Actor(*actor),
                    _ => match self.words_of_nobody(&source.evidence) {
                        words if words.is_empty() => Speaker::Unknown,
                        words => Speaker::Words(words.to_lowercase()),
                    },
                },
                None => Speaker::Unknown,
            };
            speakers.entry(speaker).or_default().push(statement);
        }
        let mut speakers: Vec<_> = speakers.into_iter().collect();
        // The sort is stable: among those who said equally much, the actor spoken of most stays first.
        speakers.sort_by_key(|(speaker, said)| (*speaker == Speaker::Unknown, std::cmp::Reverse(said.len())));
        let group = |(speaker, said): (Speaker, Vec<&'r record::Statement>)| {
            let actor = if let Speaker::Actor(index) = speaker { Some(index) } else { None };
            let heading = match speaker {
                Speaker::Actor(index) => self.actor_heading(index),
                Speaker::Words(_) => {
                    said[0].source.iter().map(|s| Piece::name(line(self.words(&s.evidence)))).collect()
                }
                Speaker::Unknown => vec![Piece::label("source not named")],
            };
            let lines = said.into_iter().map(|said| self.statement(said)).collect();
            Group { heading: Some(heading), lines, actor, ..Group::default() }
        };
        speakers.into_iter().map(group).collect()
    }

    /// What was said each day; the day of a report where it gives none for what it quotes. What has no day last.
    pub(crate) fn statements_by_day(&self) -> Vec<Group<'r>> {
        let mut days: BTreeMap<_, Vec<Line<'r>>> = BTreeMap::new();
        for (index, statement) in self.kept(ItemKind::Statement, &self.story.statements) {
            let when = self.story.days_of(ItemKind::Statement, index);
            days.entry((when.is_none(), when)).or_default().push(self.spoken(statement, false));
        }
        let group = |((_, when), lines): ((_, Option<(Date, Date)>), _)| {
            let unknown = || Group { heading: Some(vec![Piece::label("day not given")]), ..Group::default() };
            Group { lines, ..when.map_or_else(unknown, Group::of_days) }
        };
        days.into_iter().map(group).collect()
    }

    /// What was announced, demanded, denied and so on; the most frequent kind first.
    pub(crate) fn statements_by_kind(&self) -> Vec<Group<'r>> {
        let mut kinds: BTreeMap<_, Vec<Line<'r>>> = BTreeMap::new();
        for (_, statement) in self.kept(ItemKind::Statement, &self.story.statements) {
            kinds.entry(statement.class).or_default().push(self.spoken(statement, true));
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|(_, lines)| std::cmp::Reverse(lines.len()));
        let heading = |class: readout_extract::CueClass| Some(vec![Piece::label(class.as_str())]);
        kinds.into_iter().map(|(class, lines)| Group { heading: heading(class), lines, ..Group::default() }).collect()
    }

    /// Words that stand for somebody whom the record does not know; nothing for a pronoun, which names nobody.
    fn words_of_nobody(&self, evidence: &Evidence) -> String {
        let words = line(self.words(evidence));
        if is_pronoun(&words) { String::new() } else { words }
    }

    /// What is said, as first told: the content without cue and source.
    pub(crate) fn said(&self, statement: &record::Statement) -> String {
        let words = statement.witnesses.first().and_then(|witness| {
            let text = self.reports.get(witness.evidence.report.0.as_str())?;
            Some(content(text.text, &witness.content))
        });
        words.unwrap_or_default()
    }

    /// The words of the cue, as first told.
    pub(crate) fn cue(&self, statement: &record::Statement) -> String {
        let cue = statement.witnesses.first().and_then(|witness| {
            let text = self.reports.get(witness.evidence.report.0.as_str())?;
            Some(line(at(text.text, witness.cue)))
        });
        cue.filter(|cue| !cue.is_empty()).unwrap_or_else(|| line(&statement.cue_lemma))
    }

    /// What the sides say, one under the other: a group for each difference.
    pub(crate) fn differences(&self) -> Vec<Group<'r>> {
        let group = |difference: &'r record::Difference| {
            let heading = vec![
                Piece::label(format!("{} · ", difference.kind.as_str())),
                Piece::report(line(self.words(&difference.about))),
            ];
            let side = |side: &record::Side| Line {
                label: self.side(side),
                words: side.evidence.first().map(|evidence| self.amid(evidence, REACH)).unwrap_or_default(),
                marks: self.marks(&side.evidence),
                ..Line::default()
            };
            Group { heading: Some(heading), lines: difference.sides.iter().map(side).collect(), ..Group::default() }
        };
        self.story.differences.iter().map(group).collect()
    }

    /// What a side says, who of the actors says it, and which outlets.
    fn side(&self, side: &record::Side) -> Vec<Piece> {
        let mut label = vec![Piece::new(Voice::Strong, line(&side.value))];
        let names = self.names_of(&side.actors);
        if !names.is_empty() {
            label.extend(labelled(" · says ", names));
        }
        let reports: BTreeSet<_> = side.evidence.iter().map(|e| e.report.0.as_str()).collect();
        let of = self.story.reports.iter().filter(|r| reports.contains(r.report.id.0.as_str()));
        let outlets: BTreeSet<_> = of.filter_map(|r| r.report.outlet.as_deref().map(line)).collect();
        if !outlets.is_empty() {
            let outlets = outlets.into_iter().collect::<Vec<_>>().join(", ");
            label.extend([Piece::label(" · in "), Piece::name(outlets)]);
        }
        label
    }

    /// By issue: how each actor stands to it, with the statements that show it.
    pub(crate) fn positions(&self) -> Vec<Group<'r>> {
        let mut groups: Vec<(&str, Group<'r>)> = Vec::new();
        for position in &self.story.positions {
            let lines = self.position(position);
            match groups.last_mut().filter(|(issue, _)| *issue == position.issue) {
                Some((_, group)) => group.lines.extend(lines),
                None => {
                    let heading = Some(vec![Piece::report(line(&position.issue))]);
                    groups.push((&position.issue, Group { heading, lines, ..Group::default() }));
                }
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// The statements that show a position, with a word where they changed.
    pub(crate) fn position(&self, position: &'r record::Position) -> Vec<Line<'r>> {
        let statements = position.statements.iter().enumerate();
        let lines = statements.filter_map(|(at, index)| {
            let statement = self.story.statements.get(*index)?;
            let name = self.actor_name(position.actor).unwrap_or_default();
            let mut label = vec![
                Piece { actor: Some(position.actor), ..Piece::name(name) },
                Piece::label(format!(" · {}", position.stance.as_str())),
            ];
            if position.changes.contains(&at) {
                label.push(Piece::label(" · changed"));
            }
            let time = statement.time.and_then(|time| self.story.times.get(time)?.range).map(days);
            if let Some(time) = time {
                label.push(Piece::label(format!(" · {time}")));
            }
            Some(Line { label, ..self.statement(statement) })
        });
        lines.collect()
    }

    /// A statement under a heading that tells who said it.
    fn statement(&self, statement: &'r record::Statement) -> Line<'r> {
        let evidence: Vec<_> = statement.witnesses.iter().map(|witness| witness.evidence.clone()).collect();
        Line {
            label: self.manner(statement, true),
            words: vec![Piece::report(self.said(statement))],
            marks: self.marks(&evidence),
            items: vec![&statement.id],
            support: statement.support,
            ..Line::default()
        }
    }

    /// A statement, with the name of who said it.
    pub(crate) fn spoken(&self, statement: &'r record::Statement, with_time: bool) -> Line<'r> {
        let mut label = self.speaker(statement);
        label.extend(self.manner(statement, with_time));
        Line { label, ..self.statement(statement) }
    }

    /// The speaker's name and a space.
    fn speaker(&self, statement: &record::Statement) -> Vec<Piece> {
        let Some(source) = &statement.source else { return Vec::new() };
        let name = self.source_name(source);
        if name.is_empty() || is_pronoun(&name) {
            return Vec::new();
        }
        let mut pieces = self.source(source);
        pieces.push(Piece::label(" "));
        pieces
    }

    /// How it was said: cue, addressee, medium, carriers, day.
    fn manner(&self, statement: &record::Statement, with_time: bool) -> Vec<Piece> {
        let cue = self.cue(statement);
        // "he said", where it is open who he is.
        let open = statement.source.as_ref().filter(|source| source.actors.is_empty());
        let open = open.map(|source| line(self.words(&source.evidence))).filter(|words| is_pronoun(words));
        let mut pieces = vec![Piece::report(open.map_or_else(|| cue.clone(), |who| format!("{who} {cue}")))];
        let mut add = |label: &str, more: Vec<Piece>| {
            if more.iter().any(|piece| !piece.text.is_empty()) {
                pieces.extend(labelled(&format!(" · {label}"), more));
            }
        };
        if let Some(source) = statement.source.as_ref().filter(|source| source.actors.len() > 1) {
            add("with ", self.names_of(&source.actors[1..]));
        }
        if let Some(addressee) = &statement.addressee {
            add("to ", self.source(addressee));
        }
        if let Some(medium) = &statement.medium {
            add("", vec![Piece::report(line(self.words(medium)))]);
        }
        for via in &statement.via {
            add("via ", self.source(via));
        }
        if let Some(time) = statement.time.filter(|_| with_time).and_then(|time| self.story.times.get(time)) {
            let words = || time.evidence.first().map(|evidence| line(self.words(evidence))).unwrap_or_default();
            add("", vec![Piece::label(time.range.map_or_else(words, days))]);
        }
        if let Some(outer) = statement.within.and_then(|within| self.story.statements.get(within)?.source.as_ref()) {
            add("as told by ", self.source(outer));
        }
        pieces
    }

    pub(crate) fn figures(&self) -> Vec<Group<'r>> {
        let figure = |figure: &'r record::Figure| {
            let mut label = vec![Piece::label(amount(figure))];
            for fact in self.figure_facts(figure) {
                label.extend(labelled(" · ", fact));
            }
            Line { label, ..self.figure(figure) }
        };
        let kept = self.kept(ItemKind::Figure, &self.story.figures).map(|(_, item)| item);
        vec![Group { lines: kept.map(figure).collect(), ..Group::default() }]
    }

    /// The words that give a figure, and where they stand.
    pub(crate) fn figure(&self, figure: &'r record::Figure) -> Line<'r> {
        Line {
            words: figure.evidence.first().map(|evidence| self.amid(evidence, REACH)).unwrap_or_default(),
            marks: self.marks(&figure.evidence),
            items: vec![&figure.id],
            support: figure.support,
            ..Line::default()
        }
    }

    /// What a figure measures, as of when, who gives it.
    pub(crate) fn figure_facts(&self, figure: &record::Figure) -> Vec<Vec<Piece>> {
        let of = figure.of.as_ref().map(|of| line(self.words(of))).filter(|of| !of.is_empty());
        let by = figure.asserted_by.and_then(|by| self.story.statements.get(by)?.source.as_ref());
        let of = of.map(|of| vec![Piece::report(of)]);
        let when = figure.when.map(|when| vec![Piece::label(days(when))]);
        let by = by.map(|by| labelled("said by ", self.source(by)));
        [of, when, by].into_iter().flatten().collect()
    }

    pub(crate) fn documents(&self) -> Vec<Group<'r>> {
        let document = |document: &'r record::Document| {
            let mut label = vec![Piece::name(line(&document.name))];
            for fact in self.document_facts(document) {
                label.extend(labelled(" · ", fact));
            }
            let mut details = Vec::new();
            let versions: Vec<_> = document.versions.iter().map(|v| line(&v.words)).collect();
            if !versions.is_empty() {
                details.push(vec![Piece::label("versions "), Piece::report(versions.join(", "))]);
            }
            for provision in &document.provisions {
                details.push(vec![Piece::label("provides "), Piece::report(line(self.words(provision)))]);
            }
            Line { label, details, ..self.document(document) }
        };
        vec![Group { lines: self.story.documents.iter().map(document).collect(), ..Group::default() }]
    }

    /// The words that first speak of a document, and where it is spoken of.
    pub(crate) fn document(&self, document: &'r record::Document) -> Line<'r> {
        Line {
            words: document.evidence.first().map(|evidence| self.amid(evidence, REACH)).unwrap_or_default(),
            marks: self.marks(&document.evidence),
            items: vec![&document.id],
            support: document.support,
            ..Line::default()
        }
    }

    /// Which version it is where first spoken of, of how many points, and by whom.
    pub(crate) fn document_facts(&self, document: &record::Document) -> Vec<Vec<Piece>> {
        let version =
            document.version.as_ref().map(|version| vec![Piece::label("version "), Piece::report(line(version))]);
        let points = document.points.map(|points| vec![Piece::label(format!("{points} points"))]);
        let author = document.author.as_ref().map(|author| labelled("by ", self.source(author)));
        [version, points, author].into_iter().flatten().collect()
    }

    pub(crate) fn actors(&self) -> Vec<Group<'r>> {
        let actor = |(index, actor): (usize, &'r record::Actor)| {
            let mut details = Vec::new();
            let roles = self.roles(actor);
            let is_role = |alias: &String| actor.roles.iter().any(|role| line(&role.text) == *alias);
            let aliases: Vec<_> = actor.aliases.iter().map(|alias| line(alias)).filter(|a| !is_role(a)).collect();
            if !aliases.is_empty() {
                details.push(vec![Piece::label("also "), Piece::report(aliases.join(", "))]);
            }
            let roles = if roles.is_empty() { Vec::new() } else { vec![Piece::report(roles.join("; "))] };
            let mut marks = self.marks(&actor.evidence);
            marks.extend(actor.roles.iter().flat_map(|role| self.marks(&role.evidence)));
            let times = if actor.mentions == 1 { "mention" } else { "mentions" };
            Line {
                label: vec![
                    Piece { actor: Some(index), ..Piece::name(line(&actor.name)) },
                    Piece::label(format!(" · {} · {} {times}", actor.kind.as_str(), actor.mentions)),
                ],
                words: roles,
                details,
                marks,
                items: vec![&actor.id],
                support: actor.support,
                ..Line::default()
            }
        };
        // Whoever is only described and comes once stands with what they said or did.
        let shown = self.story.actors.iter().enumerate().filter(|(_, actor)| actor.named || actor.mentions > 1);
        vec![Group { lines: shown.map(actor).collect(), ..Group::default() }]
    }

    /// The name and the offices.
    fn actor_heading(&self, index: usize) -> Vec<Piece> {
        let actor = &self.story.actors[index];
        let mut pieces = vec![Piece { actor: Some(index), ..Piece::name(line(&actor.name)) }];
        let roles = self.roles(actor);
        if !roles.is_empty() {
            pieces.extend([Piece::label(" · "), Piece::report(roles.join("; "))]);
        }
        pieces
    }

    /// Offices and relations as written, each once; "his" is said with the name of the one whose it is.
    fn roles(&self, actor: &record::Actor) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let role = |role: &record::Role| {
            let text = line(&role.text);
            let is_said = |name: &String| name.split(' ').next_back().is_some_and(|last| text.contains(last));
            let of = role.of.and_then(|of| self.actor_name(of)).filter(|of| !is_said(of));
            (seen.insert(text.to_lowercase()) && !text.is_empty()).then(|| match of {
                Some(of) => format!("{text} ({of})"),
                None => text,
            })
        };
        actor.roles.iter().filter_map(role).collect()
    }

    pub(crate) fn actor_name(&self, index: usize) -> Option<String> {
        self.story.actors.get(index).map(|actor| line(&actor.name))
    }

    /// The names of the actors meant, or the words where none is known.
    pub(crate) fn source_name(&self, source: &record::Source) -> String {
        let names: Vec<_> = source.actors.iter().filter_map(|actor| self.actor_name(*actor)).collect();
        if names.is_empty() { line(self.words(&source.evidence)) } else { names.join(", ") }
    }

    /// The names of the actors that there are.
    fn named(&self, actors: &[usize]) -> impl Iterator<Item = (Option<usize>, String)> {
        actors.iter().filter_map(|actor| Some((Some(*actor), self.actor_name(*actor)?)))
    }

    /// Their names in a row.
    pub(crate) fn names_of(&self, actors: &[usize]) -> Vec<Piece> {
        Piece::names(self.named(actors))
    }

    /// The names of the actors meant, or the words where none is known.
    pub(crate) fn source(&self, source: &record::Source) -> Vec<Piece> {
        let names = self.names_of(&source.actors);
        if names.is_empty() { vec![Piece::name(line(self.words(&source.evidence)))] } else { names }
    }

    /// The words of the evidence, strong, amid those around them: so many bytes on either side.
    pub(crate) fn amid(&self, evidence: &Evidence, reach: usize) -> Vec<Piece> {
        let Some(text) = self.reports.get(evidence.report.0.as_str()) else { return Vec::new() };
        let (before, words, after) = in_context(text.text, evidence.span, reach);
        let pieces = [(Voice::Context, before), (Voice::Strong, words), (Voice::Context, after)];
        pieces.into_iter().filter(|(_, text)| !text.is_empty()).map(|(voice, text)| Piece::new(voice, text)).collect()
    }

    pub(crate) fn words(&self, evidence: &Evidence) -> &'r str {
        self.reports.get(evidence.report.0.as_str()).map_or("", |text| at(text.text, evidence.span))
    }

    pub(crate) fn marks(&self, evidence: &[Evidence]) -> Vec<Mark> {
        let mark = |evidence: &Evidence| self.mark(&evidence.report.0, evidence.span);
        let marks: BTreeSet<_> = evidence.iter().filter_map(mark).collect();
        marks.into_iter().collect()
    }

    fn marks_of(&self, report: &str, spans: &[Span]) -> Vec<Mark> {
        spans.iter().filter_map(|span| self.mark(report, *span)).collect()
    }

    /// None where the report is not one of the story, or the span covers no words of its text.
    fn mark(&self, report: &str, span: Span) -> Option<Mark> {
        let text = self.reports.get(report)?;
        text.text.get(span.range()).filter(|words| !words.trim().is_empty())?;
        let line = 1 + text.line_starts.partition_point(|start| *start <= span.start);
        Some(Mark { report: text.index, line, span })
    }
}

/// So many bytes of the text stand around the words of a line.
const REACH: usize = 90;

/// The pieces behind a label.
fn labelled(label: &str, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = vec![Piece::label(label)];
    out.extend(pieces);
    out
}

/// Whether the words are a pronoun or an article, which name nobody.
fn is_pronoun(words: &str) -> bool {
    const PRONOUNS: &[&str] = &[
        "a", "he", "her", "him", "his", "i", "it", "its", "one", "she", "some", "that", "the", "their", "them",
        "there", "they", "this", "those", "these", "we", "what", "which", "who", "you",
    ];
    PRONOUNS.contains(&words.to_lowercase().as_str())
}

/// The value of a figure with its bound and unit: "> 19 percent".
pub(crate) fn amount(figure: &record::Figure) -> String {
    let bound = match figure.bound.as_str() {
        "=" => String::new(),
        "<=" => "≤ ".into(),
        ">=" => "≥ ".into(),
        other => format!("{other} "),
    };
    let value = match figure.amount {
        Amount::One(value) => number(value),
        Amount::Between(low, high) => format!("{} – {}", number(low), number(high)),
    };
    let unit = figure.unit.as_deref().map(|unit| format!(" {}", line(unit))).unwrap_or_default();
    format!("{bound}{value}{unit}")
}

/// With a comma between thousands.
fn number(value: f64) -> String {
    let plain = value.to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return plain;
    }
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

impl Group<'_> {
    /// Without lines yet.
    fn of_days(when: (Date, Date)) -> Self {
        Self { heading: Some(vec![Piece::label(days(when))]), day: Some(when.0), ..Self::default() }
    }

    /// The group with each line once, with the marks of all its repetitions; none if it holds nothing.
    pub(crate) fn collapsed(self) -> Option<Self> {
        let mut lines: Vec<Line<'_>> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for line in self.lines.into_iter().filter(|line| !line.is_empty()) {
            let key = line.key();
            match known.get(&key) {
                Some(index) => lines[*index].join(line),
                None => {
                    known.insert(key, lines.len());
                    lines.push(line);
                }
            }
        }
        for line in &mut lines {
            line.marks.sort_unstable();
            line.marks.dedup();
        }
        (!lines.is_empty()).then_some(Self { lines, ..self })
    }
}

impl Line<'_> {
    /// Takes in a line that reads alike. How many say it is known only if one of the two counts all reports that do.
    fn join(&mut self, other: Self) {
        self.marks.extend(other.marks);
        self.items.extend(other.items);
        let more = if other.support.reports > self.support.reports { other.support } else { self.support };
        let reports: BTreeSet<_> = self.marks.iter().map(|mark| mark.report).collect();
        self.support = if reports.len() <= more.reports { more } else { Support::default() };
    }

    /// Whether there is nothing to show.
    fn is_empty(&self) -> bool {
        self.marks.is_empty() || [&self.label, &self.words].into_iter().flatten().all(|piece| piece.text.is_empty())
    }

    /// What a reader sees of it but for the marks, in small letters.
    fn key(&self) -> String {
        let mut key = self.day.clone().unwrap_or_default();
        for pieces in [&self.label, &self.words].into_iter().chain(&self.details) {
            key.push('\0');
            key.extend(pieces.iter().map(|piece| piece.text.to_lowercase()));
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_lettered_like_the_columns_of_a_sheet() {
        let letters: Vec<_> = [0, 1, 25, 26, 27, 51, 52, 701, 702].map(letter).into();
        assert_eq!(letters, ["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn numbers_have_commas_between_thousands() {
        let shown = [0.0, 19.0, 1234.5, -1_000_000.0, f64::INFINITY].map(number);
        assert_eq!(shown, ["0", "19", "1,234.5", "-1,000,000", "inf"]);
    }

    #[test]
    fn lines_that_read_alike_are_counted_only_if_one_counts_all() {
        let mark = |report| Mark { report, line: 1, span: Span::new(0, 1) };
        let support = |reports, outlets, independent| Support { reports, outlets, independent };
        let line = |report, support| Line {
            words: vec![Piece::report("alike")],
            marks: vec![mark(report)],
            items: vec!["x"],
            support,
            ..Line::default()
        };
        let joined = |lines| Group { lines, ..Group::default() }.collapsed().unwrap().lines.remove(0);
        let of_two = joined(vec![line(0, support(1, 1, 1)), line(1, support(1, 1, 1))]);
        assert_eq!((of_two.support, of_two.marks.len(), of_two.items.len()), (Support::default(), 2, 2));
        let of_one = joined(vec![line(0, support(1, 1, 1)), line(0, support(2, 2, 1))]);
        assert_eq!((of_one.support, of_one.marks.len()), (support(2, 2, 1), 1));
    }

    #[test]
    fn marks_of_a_report_stand_together() {
        let mark = |report, line, start| Mark { report, line, span: Span::new(start, start + 1) };
        let groups = by_report(&[mark(1, 2, 9), mark(0, 12, 80), mark(0, 3, 5), mark(0, 3, 2)]);
        let texts: Vec<_> = groups.iter().map(MarkGroup::text).collect();
        assert_eq!(texts, ["[A 3, 12]", "[B 2]"]);
        assert_eq!(groups[0].marks[0].span.start, 2);
    }
}
