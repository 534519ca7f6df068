//! Findings made by hand: each is given by its words in the report's text.

use readout_extract::{
    Actor, ActorKind, Amount, Attributed, Bound, CueClass, Document, DocumentMention, Event, EventStatus, Figure,
    Findings, Mention, MentionForm, Participant, ParticipantRole, Role, RoleKind, Statement, StatementKind, Time,
    TimeKind,
};
use readout_record::{Entry, Word, WordClass, WordRole};
use readout_report::{Date, Report, Span};

const FUNCTION_WORDS: &[&str] = &[
    "a", "an", "the", "in", "on", "at", "of", "to", "by", "for", "and", "or", "that", "it", "is", "was", "be", "been",
    "will", "would", "not", "no", "he", "she", "they", "all", "this", "with", "from", "has", "had", "have",
];

/// A report under construction.
pub(crate) struct Sketch {
    report: Report,
    findings: Findings,
}

impl Sketch {
    pub(crate) fn new(text: &str) -> Self {
        Self { report: Report::from_text(text), findings: Findings::default() }
    }

    /// Of an outlet, on a day.
    pub(crate) fn by(mut self, outlet: &str, published: &str) -> Self {
        self.report.outlet = Some(outlet.to_owned());
        self.report.published = Some(day(published));
        self.report.id = self.report.derived_id();
        self
    }

    /// An actor by its names, the fullest first; each place of the text that says one of them is a mention.
    pub(crate) fn actor(mut self, kind: ActorKind, names: &[&str]) -> Self {
        self.mentions(kind, names, MentionForm::Name)
    }

    /// An actor that is only described.
    pub(crate) fn described(mut self, kind: ActorKind, description: &str) -> Self {
        self.mentions(kind, &[description], MentionForm::Description)
    }

    pub(crate) fn person(self, names: &[&str]) -> Self {
        self.actor(ActorKind::Person, names)
    }

    pub(crate) fn role(mut self, actor: &str, role: &str) -> Self {
        let (actor, span) = (self.index(actor), self.span(role));
        self.findings.actors[actor].roles.push(Role { span, kind: RoleKind::Office, of: None });
        self
    }

    /// `source` (the words of an actor, or empty for nobody) says `content` with `cue`.
    pub(crate) fn says(mut self, source: &str, cue: &str, class: CueClass, kind: StatementKind, content: &str) -> Self {
        let attributed = Attributed {
            span: if source.is_empty() { Span::new(0, 0) } else { self.span(source) },
            actors: self.find(source).into_iter().collect(),
        };
        self.findings.statements.push(Statement {
            source: (!source.is_empty()).then_some(attributed),
            cue: self.span(cue),
            cue_lemma: cue.to_owned(),
            class,
            content: vec![self.span(content)],
            kind,
            addressee: None,
            medium: None,
            via: Vec::new(),
            time: None,
            hedges: Vec::new(),
            negated: false,
            within: None,
        });
        self
    }

    /// The last statement was carried by this one.
    pub(crate) fn via(mut self, carrier: &str) -> Self {
        let via = Attributed { span: self.span(carrier), actors: Vec::new() };
        self.findings.statements.last_mut().unwrap().via.push(via);
        self
    }

    /// The last statement was said at a time that [`Self::time`] added last.
    pub(crate) fn then(mut self) -> Self {
        let time = self.findings.times.len().checked_sub(1);
        self.findings.statements.last_mut().unwrap().time = time;
        self
    }

    pub(crate) fn time(mut self, words: &str, first: &str, last: &str) -> Self {
        let value = if first == last { first.to_owned() } else { format!("{first}/{last}") };
        let range = Some((day(first), day(last)));
        self.findings.times.push(Time { span: self.span(words), kind: TimeKind::Date, value, range });
        self
    }

    /// A length of time, by its TIMEX3 value.
    pub(crate) fn length(mut self, words: &str, value: &str) -> Self {
        let time = Time { span: self.span(words), kind: TimeKind::Duration, value: value.to_owned(), range: None };
        self.findings.times.push(time);
        self
    }

    /// An event at the time added last.
    pub(crate) fn event(
        mut self,
        kind: &'static str,
        anchor: &str,
        status: EventStatus,
        who: &[(&str, ParticipantRole)],
    ) -> Self {
        let participant =
            |(words, role): &(&str, _)| Participant { actor: self.find(words), role: *role, span: self.span(words) };
        let participants = who.iter().map(participant).collect();
        let time = self.findings.times.len().checked_sub(1);
        let span = self.span(anchor);
        let event = Event {
            span,
            anchor: span,
            carrier: None,
            kind,
            participants,
            place: None,
            time,
            status,
            plover: None,
            asserted_by: None,
        };
        self.findings.events.push(event);
        self
    }

    pub(crate) fn figure(mut self, words: &str, amount: f64, of: &str) -> Self {
        self.findings.figures.push(Figure {
            span: self.span(words),
            amount: Amount::One(amount),
            bound: Bound::Equal,
            unit: None,
            of: (!of.is_empty()).then(|| self.span(of)),
            definite: false,
            time: None,
            asserted_by: None,
        });
        self
    }

    pub(crate) fn document(mut self, words: &str, version: Option<&str>) -> Self {
        let versions = version.map(|version| self.span(version)).into_iter().collect();
        let version = version.map(str::to_owned);
        let span = self.span(words);
        let document = Document {
            span,
            name: words.to_owned(),
            version,
            points: None,
            author: None,
            provisions: Vec::new(),
            mentions: vec![DocumentMention { span, name: words.to_owned(), versions }],
            author_actor: None,
            statements: Vec::new(),
        };
        self.findings.documents.push(document);
        self
    }

    /// With its first line as lead; a line is a sentence. The words are those of the text, as they stand, but for names and function
    /// words: "closed" is its own lemma.
    pub(crate) fn entry(self) -> Entry {
        let text = self.report.text.as_str();
        let lead = Span::of(0, text.lines().next().unwrap_or("").len());
        let span = |part: &str| {
            let start = part.as_ptr() as usize - text.as_ptr() as usize;
            Span::of(start, start + part.len())
        };
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).filter_map(|word| {
            let class = if word.starts_with(|c: char| c.is_ascii_digit()) {
                WordClass::Number
            } else if word.starts_with(char::is_uppercase) || FUNCTION_WORDS.contains(&word) {
                return None;
            } else {
                WordClass::Noun
            };
            Some(Word {
                span: span(word),
                lemma: word.into(),
                class,
                head: None,
                role: WordRole::Other,
                negated: false,
            })
        });
        let words = words.collect();
        Entry {
            lead: vec![lead],
            sentences: text.lines().map(span).collect(),
            words,
            report: self.report,
            findings: self.findings,
        }
    }

    fn mentions(&mut self, kind: ActorKind, names: &[&str], form: MentionForm) -> Self {
        let actor = self.findings.actors.len();
        let mut spans: Vec<Span> = Vec::new();
        for name in names {
            for (start, _) in self.report.text.match_indices(name) {
                let span = Span::of(start, start + name.len());
                if !spans.iter().any(|s| s.overlaps(span)) {
                    spans.push(span);
                }
            }
        }
        assert!(!spans.is_empty(), "no place says {names:?}");
        spans.sort();
        let mention = |span| Mention { span, kind, form, actor: Some(actor) };
        self.findings.mentions.extend(spans.into_iter().map(mention));
        self.findings.mentions.sort_by_key(|m| m.span);
        self.findings.actors.push(Actor {
            name: names[0].to_owned(),
            kind,
            aliases: names[1..].iter().map(|n| (*n).to_owned()).collect(),
            roles: Vec::new(),
        });
        Self { report: self.report.clone(), findings: std::mem::take(&mut self.findings) }
    }

    fn span(&self, words: &str) -> Span {
        let start = self.report.text.find(words).unwrap_or_else(|| panic!("the text lacks {words:?}"));
        Span::of(start, start + words.len())
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.findings.actors.iter().position(|a| a.name == name || a.aliases.iter().any(|n| n == name))
    }

    fn index(&self, name: &str) -> usize {
        self.find(name).unwrap_or_else(|| panic!("no actor {name:?}"))
    }
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}
