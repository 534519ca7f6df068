use readout_extract::{
    ActorKind, Amount, Bound, CueClass, EventStatus, LexiconName, ParticipantRole, StatementKind, TimeKind,
};
use readout_report::{Date, Evidence, Report, ReportId, Span};
use serde::{Deserialize, Serialize};

/// All that the reports say, story by story.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The stories, the newest first.
    pub stories: Vec<Story>,
}

/// Reports on one developing matter, and what they say together. Indices point into the vectors of the same story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Stable: computed from the ids of the reports.
    pub id: String,
    /// The words of a report: a headline, or a lead sentence.
    pub title: Option<Evidence>,
    /// Oldest first; then by id.
    pub reports: Vec<StoryReport>,
    /// How many reports and outlets tell it, and how many of them are independent.
    pub support: Support,
    /// Those spoken of most first.
    pub actors: Vec<Actor>,
    /// In the order of the reports and their text.
    pub statements: Vec<Statement>,
    /// In the order of the days they mean, then of the text.
    pub times: Vec<Time>,
    /// In the order of their days, those without last.
    pub events: Vec<Event>,
    /// In the order of the reports and their text.
    pub figures: Vec<Figure>,
    /// Those spoken of most first.
    pub documents: Vec<Document>,
    /// Where reports differ, in the order of the first report and text of their sides.
    pub differences: Vec<Difference>,
    /// What actors want and think on the issues of the story: by issue, the most spoken of first, then by actor.
    pub positions: Vec<Position>,
    /// Days in order.
    pub timeline: Vec<Day>,
}

/// A report of a story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoryReport {
    /// The report, with its text.
    pub report: Report,
    /// Its first sentences, which say what it is about.
    pub lead: Vec<Span>,
    /// Whom it copies or merely repeats.
    pub derives_from: Vec<Derivation>,
}

/// That a report is not independent of another report, or of an outlet that it names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Derivation {
    /// From which report or outlet.
    pub from: Origin,
    /// The passages that show it; each stands in the report that derives.
    pub evidence: Vec<Evidence>,
}

/// Where a report has its words from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Origin {
    /// Another report of the story.
    Report(ReportId),
    /// An outlet, of which the record may have no report; as written ("Interfax").
    Outlet(String),
}

/// How many say something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// Reports.
    pub reports: usize,
    /// Different outlets among them (a report without an outlet counts as one of its own).
    pub outlets: usize,
    /// What is left when copies, reports of one publisher and repeats of the same carrier are collapsed; never more than
    /// outlets.
    pub independent: usize,
}

/// An actor under all the names that the reports use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Actor {
    /// Stable.
    pub id: String,
    /// For a person the most used name that has a first name, else the most used name; then the longest.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Other names, most used first.
    pub aliases: Vec<String>,
    /// Offices and relations.
    pub roles: Vec<Role>,
    /// Every mention by name or description (no pronouns).
    pub evidence: Vec<Evidence>,
    /// Where a pronoun stands for it: the report, as index into the story's reports, and the words.
    pub pronouns: Vec<(usize, Span)>,
    /// Mentions of every form, pronouns too.
    pub mentions: usize,
    /// Whether a report gives it a name, and does not only describe it.
    pub named: bool,
    /// Who speaks of it.
    pub support: Support,
}

/// An office or relation, and where it is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// As written where first said.
    pub text: String,
    /// Index of the actor that it relates to ("his son-in-law").
    pub of: Option<usize>,
    /// Each place that says it.
    pub evidence: Vec<Evidence>,
}

/// Who a source span stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Index into the story's actors.
    pub actors: Vec<usize>,
    /// The words where first said.
    pub evidence: Evidence,
}

/// One report's telling of a statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Witness {
    /// The content from its first to its last character.
    pub evidence: Evidence,
    /// The content's pieces, without cue and source.
    pub content: Vec<Span>,
    /// The source's words, if any.
    pub source: Option<Span>,
    /// The cue's words.
    pub cue: Span,
    /// The words that hold it at a distance ("reportedly").
    pub hedges: Vec<Span>,
}

/// A statement, joined over the reports that carry the same words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Stable.
    pub id: String,
    /// Who, if known.
    pub source: Option<Source>,
    /// Lemma of the cue.
    pub cue_lemma: String,
    /// Kind of saying.
    pub class: CueClass,
    /// Direct, indirect, mixed.
    pub kind: StatementKind,
    /// To whom.
    pub addressee: Option<Source>,
    /// Where or how it was said.
    pub medium: Option<Evidence>,
    /// Who carried it, first hand first.
    pub via: Vec<Source>,
    /// When it was said: index into the story's times.
    pub time: Option<usize>,
    /// Whether it is said that the cue did not happen ("declined to confirm").
    pub negated: bool,
    /// The statement in whose content it stands: index into the story's statements.
    pub within: Option<usize>,
    /// Each report's telling.
    pub witnesses: Vec<Witness>,
    /// Who says so.
    pub support: Support,
}

/// A time, joined over the places that mean the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Time {
    /// Stable.
    pub id: String,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: String,
    /// First and last day.
    pub range: Option<(Date, Date)>,
    /// Each place that says it.
    pub evidence: Vec<Evidence>,
    /// Who says so.
    pub support: Support,
}

/// A participant of an event: the actor if known, the part, the words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Index into the story's actors.
    pub actor: Option<usize>,
    /// The part.
    pub role: ParticipantRole,
    /// The words.
    pub evidence: Evidence,
}

/// An event, joined over the places that tell of the same one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Stable.
    pub id: String,
    /// From the event lexicon.
    #[serde(deserialize_with = "readout_extract::event::deserialize_kind")]
    pub kind: LexiconName,
    /// The words that name it, where first told.
    pub anchor: Evidence,
    /// Who takes part.
    pub participants: Vec<Item>,
    /// Where.
    pub place: Option<Source>,
    /// When: index into the story's times.
    pub time: Option<usize>,
    /// First and last day, if known.
    pub when: Option<(Date, Date)>,
    /// Whether it took place: of what its tellings say, the firmest.
    pub status: EventStatus,
    /// The statement that says so: index into the story's statements.
    pub asserted_by: Option<usize>,
    /// Each place that tells of it.
    pub evidence: Vec<Evidence>,
    /// What each of these places says of it: one for each of [`Self::evidence`], in the same order.
    pub tellings: Vec<Telling>,
    /// Who says so.
    pub support: Support,
}

/// What one place says of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// The words that name it there; a span of the same report.
    pub anchor: Span,
    /// Whether it has taken place, as told there: what is planned in one report is held in a later one.
    pub status: EventStatus,
}

/// A figure, joined over the places that give the same one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Stable.
    pub id: String,
    /// How much.
    pub amount: Amount,
    /// How exactly.
    pub bound: Bound,
    /// Measured in.
    pub unit: Option<String>,
    /// What is counted or measured, where first said.
    pub of: Option<Evidence>,
    /// The statement that gives it: index into the story's statements.
    pub asserted_by: Option<usize>,
    /// First and last day of a time in the same clause, if any.
    pub when: Option<(Date, Date)>,
    /// Each place that says it.
    pub evidence: Vec<Evidence>,
    /// Who says so.
    pub support: Support,
}

/// A document, joined over the places that speak of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Stable.
    pub id: String,
    /// The fullest name.
    pub name: String,
    /// The words that tell its version where it is first spoken of.
    pub version: Option<String>,
    /// Of how many points it is.
    pub points: Option<u32>,
    /// Who wrote it.
    pub author: Option<Source>,
    /// Its versions that the reports tell apart ("original", "shortened"), in the order of the reports and their text.
    pub versions: Vec<Version>,
    /// What it is said to provide for.
    pub provisions: Vec<Evidence>,
    /// The statements that speak of it: indices into the story's statements.
    pub statements: Vec<usize>,
    /// Each place that speaks of it.
    pub evidence: Vec<Evidence>,
    /// Who speaks of it.
    pub support: Support,
}

/// In what reports or actors differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DifferenceKind {
    /// How many or how much.
    Figure,
    /// When.
    Time,
    /// Where.
    Place,
    /// Who takes part.
    Attendance,
    /// How certain it is ("would", "might").
    Certainty,
    /// One says that it is so, another that it is not.
    Denial,
    /// Whether it was seen, only claimed, or not verified.
    Verification,
    /// What somebody or something is called.
    Name,
}

impl DifferenceKind {
    /// As in the machine interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Time => "time",
            Self::Place => "place",
            Self::Attendance => "attendance",
            Self::Certainty => "certainty",
            Self::Denial => "denial",
            Self::Verification => "verification",
            Self::Name => "name",
        }
    }
}

/// A point on which reports, or the actors that they quote, do not agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Stable.
    pub id: String,
    /// In what they differ.
    pub kind: DifferenceKind,
    /// What it is about: words of a report that all sides speak of.
    pub about: Evidence,
    /// The sides, two or more, in the order of their first report and text.
    pub sides: Vec<Side>,
}

/// One side of a difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// What it says, to compare: words of a report ("would"), or a value computed from them (`40000`).
    pub value: String,
    /// Who says so, where it is not the outlets themselves: indices into the story's actors.
    pub actors: Vec<usize>,
    /// Each passage that says so.
    pub evidence: Vec<Evidence>,
}

/// How an actor stands to an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stance {
    /// Asks for it.
    Demand,
    /// Agrees to it, welcomes it.
    Accept,
    /// Refuses it.
    Reject,
    /// Is worried about it.
    Concern,
    /// Is ready to give it.
    Offer,
    /// Says something of it.
    Claim,
}

impl Stance {
    /// As in the machine interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Concern => "concern",
            Self::Offer => "offer",
            Self::Claim => "claim",
        }
    }
}

/// How one actor stands to one issue, by what it said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Stable.
    pub id: String,
    /// The issue, in the words of the reports: "security guarantees".
    pub issue: String,
    /// The places that give the issue this name.
    pub issue_evidence: Vec<Evidence>,
    /// Index into the story's actors.
    pub actor: usize,
    /// How it stands to it.
    pub stance: Stance,
    /// The statements that show it, in the order of their days: indices into the story's statements.
    pub statements: Vec<usize>,
    /// Where the wording changed: indices into [`Self::statements`] of those that say something else than the one before.
    pub changes: Vec<usize>,
}

/// A version of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// The words that tell it: "original", "28-point", "shortened".
    pub words: String,
    /// Each place that speaks of this version.
    pub evidence: Vec<Evidence>,
}

/// What happened, was said or is to happen on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// The day.
    pub day: Date,
    /// Its items, events before statements, in the order of the text.
    pub items: Vec<DayItem>,
}

/// Something of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayItem {
    /// Index into the story's events.
    Event(usize),
    /// Index into the story's statements.
    Statement(usize),
}

impl Story {
    /// Every piece of evidence that it has, in the order of its vectors.
    pub fn all_evidence(&self) -> Vec<&Evidence> {
        let mut all: Vec<&Evidence> = self.title.iter().collect();
        all.extend(self.reports.iter().flat_map(|r| r.derives_from.iter().flat_map(|d| &d.evidence)));
        for actor in &self.actors {
            all.extend(&actor.evidence);
            all.extend(actor.roles.iter().flat_map(|r| &r.evidence));
        }
        for statement in &self.statements {
            all.extend(statement.witnesses.iter().map(|w| &w.evidence));
            let sources = statement.source.iter().chain(&statement.addressee).chain(&statement.via);
            all.extend(sources.map(|s| &s.evidence));
            all.extend(&statement.medium);
        }
        all.extend(self.times.iter().flat_map(|t| &t.evidence));
        for event in &self.events {
            all.push(&event.anchor);
            all.extend(event.participants.iter().map(|p| &p.evidence));
            all.extend(event.place.iter().map(|p| &p.evidence));
            all.extend(&event.evidence);
        }
        for figure in &self.figures {
            all.extend(&figure.of);
            all.extend(&figure.evidence);
        }
        for document in &self.documents {
            all.extend(document.author.iter().map(|a| &a.evidence));
            all.extend(document.versions.iter().flat_map(|v| &v.evidence));
            all.extend(&document.provisions);
            all.extend(&document.evidence);
        }
        for difference in &self.differences {
            all.push(&difference.about);
            all.extend(difference.sides.iter().flat_map(|s| &s.evidence));
        }
        all.extend(self.positions.iter().flat_map(|p| &p.issue_evidence));
        all
    }
}
