//! What is found in one report. Indices point into the vectors of the same [`Findings`]; every span is of the
//! report's text, in bytes.

use readout_report::{Date, Span};
use serde::{Deserialize, Serialize};

/// All that one report says, as spans of it and values computed from them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Every place that speaks of an actor, in text order.
    pub mentions: Vec<Mention>,
    /// Who and what acts or is spoken of, in the order of first mention.
    pub actors: Vec<Actor>,
    /// Who said what, in the order of their cues.
    pub statements: Vec<Statement>,
    /// Time expressions, in text order.
    pub times: Vec<Time>,
    /// Numbers that count or measure, in text order.
    pub figures: Vec<Figure>,
    /// What happened, is to happen, or is said not to, in the order of their anchors.
    pub events: Vec<Event>,
    /// Plans, agreements, transcripts, laws, reports that are spoken of, in text order.
    pub documents: Vec<Document>,
}

/// What an actor is. The four kinds of names, and `Other` for what is spoken of but none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ActorKind {
    /// A human being.
    Person,
    /// A body with members or staff, a government among them.
    Organisation,
    /// A country, city, region or building, as a place.
    Place,
    /// People by nationality, religion, party or role ("European leaders").
    Group,
    /// None of these.
    Other,
}

impl ActorKind {
    /// As in the machine interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Group => "group",
            Self::Other => "other",
        }
    }
}

/// In which form a mention speaks of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MentionForm {
    /// A proper name: "Steve Witkoff".
    Name,
    /// A capital's name for the government of its country: "Moscow said".
    Metonym,
    /// A description: "the US envoy".
    Description,
    /// A pronoun: "he".
    Pronoun,
}

/// One place that speaks of an actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The words; for a name without title.
    pub span: Span,
    /// What it speaks of.
    pub kind: ActorKind,
    /// How.
    pub form: MentionForm,
    /// Index into [`Findings::actors`]; none where it is not known who is meant.
    pub actor: Option<usize>,
}

/// Somebody or something that the report speaks of, under all its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The fullest name (or, without any name, the first description), as the report writes it.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// The other names in the report, in the order of first use, each once; no pronouns.
    pub aliases: Vec<String>,
    /// Offices and relations that the report gives.
    pub roles: Vec<Role>,
}

/// Kinds of relations between an actor and another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum RoleKind {
    /// "Foreign Minister of Russia".
    Office,
    /// "his son-in-law".
    Kinship,
    /// "a member of the council".
    Membership,
    /// "a spokeswoman for the ministry".
    Spokesperson,
    /// "a lawyer for the company".
    Employment,
    /// What the lexicon does not have: "the biggest carmaker".
    #[default]
    Other,
}

impl RoleKind {
    /// As in the machine interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Kinship => "kinship",
            Self::Membership => "membership",
            Self::Spokesperson => "spokesperson",
            Self::Employment => "employment",
            Self::Other => "other",
        }
    }
}

/// An office or relation, in the report's words: "US envoy", "his son-in-law".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The words.
    pub span: Span,
    /// The kind of relation.
    pub kind: RoleKind,
    /// The actor that the role belongs to or relates to ("his" in "his son-in-law"), if known.
    pub of: Option<usize>,
}

/// A span that stands for one or more actors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attributed {
    /// The words.
    pub span: Span,
    /// Who is meant; empty where it is not known, several where coordinated ("Kyiv and its allies").
    pub actors: Vec<usize>,
}

/// Kinds of saying, by the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the classes of the cue lexicon")]
pub enum CueClass {
    Say,
    Tell,
    Ask,
    Deny,
    Confirm,
    Warn,
    Demand,
    Accuse,
    Promise,
    Welcome,
    Reject,
    Announce,
    Believe,
    Fear,
    Hope,
    Expect,
}

impl CueClass {
    /// As in the machine interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Say => "say",
            Self::Tell => "tell",
            Self::Ask => "ask",
            Self::Deny => "deny",
            Self::Confirm => "confirm",
            Self::Warn => "warn",
            Self::Demand => "demand",
            Self::Accuse => "accuse",
            Self::Promise => "promise",
            Self::Welcome => "welcome",
            Self::Reject => "reject",
            Self::Announce => "announce",
            Self::Believe => "believe",
            Self::Fear => "fear",
            Self::Hope => "hope",
            Self::Expect => "expect",
        }
    }
}

/// How much of a content stands in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StatementKind {
    /// All of it.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

impl StatementKind {
    /// As in the machine interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// Somebody's words, thoughts or intentions, as the report attributes them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Who; none where the report does not say or it is doubtful.
    pub source: Option<Attributed>,
    /// The attributing words.
    pub cue: Span,
    /// Lemma of the cue's main word.
    pub cue_lemma: String,
    /// What kind of saying.
    pub class: CueClass,
    /// What is said, without cue and source; in text order, never empty.
    pub content: Vec<Span>,
    /// Direct, indirect or mixed.
    pub kind: StatementKind,
    /// To whom ("told reporters").
    pub addressee: Option<Attributed>,
    /// Where or how it was said ("on social media", "in a statement").
    pub medium: Option<Span>,
    /// Who carried it ("quoted by Interfax"), the first hand first; the reporting outlet is not repeated here.
    pub via: Vec<Attributed>,
    /// When it was said: index into [`Findings::times`].
    pub time: Option<usize>,
    /// The words by which the report or the source holds it at a distance ("reportedly", "unconfirmed"); in text order.
    pub hedges: Vec<Span>,
    /// Whether it is said that the cue did not happen ("did not say", "declined to confirm").
    pub negated: bool,
    /// The statement in whose content this one stands: index into [`Findings::statements`].
    pub within: Option<usize>,
}

/// TIMEX3 type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TimeKind {
    /// A day or longer stretch of the calendar.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

impl TimeKind {
    /// As in TIMEX3.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// The words.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value: `2025-12-01`, `2025-W48`, `P4Y`, `PRESENT_REF`, `XXXX-WXX-2` where unresolved.
    pub value: String,
    /// First and last day that it covers; none where it has none.
    pub range: Option<(Date, Date)>,
}

/// How a figure bounds what it measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Bound {
    /// Exactly.
    Equal,
    /// Less than.
    Less,
    /// At most, up to.
    AtMost,
    /// More than.
    More,
    /// At least.
    AtLeast,
    /// About.
    About,
}

impl Bound {
    /// As in the machine interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::About => "~",
        }
    }
}

/// The value of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Amount {
    /// One number.
    One(f64),
    /// Between two numbers ("tens of thousands" is 20,000 to 99,999).
    Between(f64, f64),
}

/// A number that counts or measures something; dates and times are not figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The words, bound and unit among them: "more than 19 per cent".
    pub span: Span,
    /// How much.
    pub amount: Amount,
    /// How exactly.
    pub bound: Bound,
    /// What it is measured in: `percent`, an ISO 4217 code, a unit's name in the singular (`kilometre`, `soldier`); none for a
    /// bare count.
    pub unit: Option<String>,
    /// What is counted or measured: "residents without power", "of Ukraine".
    pub of: Option<Span>,
    /// Whether the number is taken as known, and only tells which ones are meant: "the two suspects".
    pub definite: bool,
    /// The time as of which it holds, or at which what it counts took place: index into [`Findings::times`].
    pub time: Option<usize>,
    /// The statement that gives it, where it is not the outlet itself: index into [`Findings::statements`].
    pub asserted_by: Option<usize>,
}

/// Whether an event took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EventStatus {
    /// It happened, the outlet says so itself.
    Held,
    /// It is to happen.
    Planned,
    /// It may happen, or may have.
    Possible,
    /// It happens if something else does.
    Conditional,
    /// It was to happen and will not.
    Cancelled,
    /// It is said not to have happened.
    Denied,
    /// A source, not the outlet, says that it happened.
    Reported,
}

impl EventStatus {
    /// As in the machine interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Planned => "planned",
            Self::Possible => "possible",
            Self::Conditional => "conditional",
            Self::Cancelled => "cancelled",
            Self::Denied => "denied",
            Self::Reported => "reported",
        }
    }
}

/// What part somebody has in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ParticipantRole {
    /// Who does it.
    Agent,
    /// Whom it is done to.
    Patient,
    /// Who takes part with the agent ("with Putin", "between A and B").
    With,
}

impl ParticipantRole {
    /// As in the machine interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Patient => "patient",
            Self::With => "with",
        }
    }
}

/// Somebody's part in an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Who, if known: index into [`Findings::actors`].
    pub actor: Option<usize>,
    /// What part.
    pub role: ParticipantRole,
    /// The words.
    pub span: Span,
}

/// A name from the event lexicon or from PLOVER. (An alias, so that reading it back does not borrow what it is read from.)
pub type LexiconName = &'static str;

/// Something that happened or is to happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The clause or noun phrase that tells of it.
    pub span: Span,
    /// The word that names it: "travel", "meeting".
    pub anchor: Span,
    /// The verb that only carries a noun: "held" in "held talks". It has no event of its own.
    pub carrier: Option<Span>,
    /// What kind, from the event lexicon: `meet`, `visit`, `call`, `strike` …
    #[serde(deserialize_with = "crate::event::deserialize_kind")]
    pub kind: LexiconName,
    /// Who takes part.
    pub participants: Vec<Participant>,
    /// Where.
    pub place: Option<Attributed>,
    /// When: index into [`Findings::times`].
    pub time: Option<usize>,
    /// Whether it took place.
    pub status: EventStatus,
    /// The type in PLOVER of the event as it is told, `AGREE` for a promised visit; none where PLOVER has none.
    #[serde(deserialize_with = "crate::event::deserialize_plover")]
    pub plover: Option<LexiconName>,
    /// The statement that says so, where it is not the outlet itself: index into [`Findings::statements`].
    pub asserted_by: Option<usize>,
}

/// A document that the report speaks of, with all places that do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The words that speak of it first.
    pub span: Span,
    /// The document's name as written there, without article: "28-point draft plan".
    pub name: String,
    /// The words that tell its version: "updated", "original", or "shortened" in "the plan had been shortened".
    pub version: Option<String>,
    /// Of how many points it is: 28 for "28-point draft plan".
    pub points: Option<u32>,
    /// Who wrote it, where the report says so: "US" in "the US-drafted plan".
    pub author: Option<Span>,
    /// What it is said to provide for: the contents of the statements that it is the source of, what it "includes" or "would
    /// limit", what is to be "under" it; in text order.
    pub provisions: Vec<Span>,
    /// Every place that speaks of it, the first among them, in text order.
    pub mentions: Vec<DocumentMention>,
    /// The author as an actor: index into [`Findings::actors`].
    pub author_actor: Option<usize>,
    /// The statements that speak of it: indices into [`Findings::statements`], in order.
    pub statements: Vec<usize>,
}

/// One place that speaks of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentMention {
    /// The words.
    pub span: Span,
    /// The name as written there, without article.
    pub name: String,
    /// The words there that tell the version, "draft" among them; in text order.
    pub versions: Vec<Span>,
}
