use std::collections::BTreeMap;
use std::fmt::Write as _;

use readout_extract::{Amount, Attributed, Findings, MentionForm};
use readout_language::Analysis;
use readout_report::{CodePoints, Report, Span};

/// The findings in brat's standoff format, to stand as `.ann` beside a `.txt` with the report's text.
///
/// Mentions, times, figures and documents are text-bound annotations (`T`). Statements and events are brat events
/// (`E`): the trigger is the cue or the anchor, the arguments are source, content, participants, place, time and so on.
/// `Coref` relations (`R`) chain the mentions of an actor, `Of` ties a figure to what it measures. Attributes (`A`) hold
/// a statement's kind, an event's status and a mention's form; notes (`#`) hold names and values. Offsets are code
/// points.
pub fn brat(report: &Report, _analysis: &Analysis, findings: &Findings) -> String {
    let mut writer = Writer::new(&report.text);
    let mentions = writer.mentions(findings);
    let times = writer.times(findings);
    writer.figures(findings);
    writer.documents(findings);
    writer.coreference(findings, &mentions);
    writer.statements_and_events(findings, &times);
    writer.out
}

/// Writes annotations and counts their ids.
struct Writer<'t> {
    text: &'t str,
    points: CodePoints<'t>,
    out: String,
    bounds: usize,
    relations: usize,
    attributes: usize,
    notes: usize,
    /// The first annotation of each span, so that an argument uses the mention that is already there.
    known: BTreeMap<Span, String>,
}

/// Writing to a string does not fail, so its result is dropped.
macro_rules! line {
    ($writer:expr, $($format:tt)+) => {{ let _ = writeln!($writer.out, $($format)+); }};
}

impl<'t> Writer<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            points: CodePoints::new(text),
            out: String::new(),
            bounds: 0,
            relations: 0,
            attributes: 0,
            notes: 0,
            known: BTreeMap::new(),
        }
    }

    /// The id of each mention's annotation, none where it could not be written.
    fn mentions(&mut self, findings: &Findings) -> Vec<Option<String>> {
        let mut ids = Vec::with_capacity(findings.mentions.len());
        for mention in &findings.mentions {
            let id = self.bound(&capital(mention.kind.as_str()), &[mention.span]);
            if let Some(id) = &id {
                match mention.form {
                    MentionForm::Name => {}
                    MentionForm::Metonym => self.attribute("Form", id, "Metonym"),
                    MentionForm::Description => self.attribute("Form", id, "Description"),
                    MentionForm::Pronoun => self.attribute("Form", id, "Pronoun"),
                }
                if let Some(actor) = mention.actor.and_then(|actor| findings.actors.get(actor)) {
                    self.note(id, &actor.name);
                }
            }
            ids.push(id);
        }
        ids
    }

    fn times(&mut self, findings: &Findings) -> Vec<Option<String>> {
        let mut ids = Vec::with_capacity(findings.times.len());
        for time in &findings.times {
            let id = self.bound("Time", &[time.span]);
            if let Some(id) = &id {
                self.note(id, &format!("{} {}", time.kind.as_str(), time.value));
            }
            ids.push(id);
        }
        ids
    }

    fn figures(&mut self, findings: &Findings) {
        for figure in &findings.figures {
            let Some(id) = self.bound("Figure", &[figure.span]) else { continue };
            let amount = match figure.amount {
                Amount::One(value) => value.to_string(),
                Amount::Between(low, high) => format!("{low} to {high}"),
            };
            let unit = figure.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            self.note(&id, &format!("{} {amount}{unit}", figure.bound.as_str()));
            if let Some(of) = figure.of.and_then(|of| self.argument("Measured", of)) {
                self.relations += 1;
                line!(self, "R{}\tOf Arg1:{id} Arg2:{of}", self.relations);
            }
        }
    }

    fn documents(&mut self, findings: &Findings) {
        for document in &findings.documents {
            let version = document.version.as_ref().map(|version| format!(" ({version})")).unwrap_or_default();
            let mut latest: Option<String> = None;
            for mention in &document.mentions {
                let Some(id) = self.bound("Document", &[mention.span]) else { continue };
                match latest.replace(id.clone()) {
                    None => self.note(&id, &format!("{}{version}", document.name)),
                    Some(before) => {
                        self.relations += 1;
                        line!(self, "R{}\tCoref Arg1:{id} Arg2:{before}", self.relations);
                    }
                }
            }
        }
    }

    /// Chains the mentions of each actor, each to the one before it.
    fn coreference(&mut self, findings: &Findings, mentions: &[Option<String>]) {
        let mut latest = BTreeMap::new();
        for (mention, id) in findings.mentions.iter().zip(mentions) {
            let (Some(actor), Some(id)) = (mention.actor, id) else { continue };
            if let Some(before) = latest.insert(actor, id) {
                self.relations += 1;
                line!(self, "R{}\tCoref Arg1:{id} Arg2:{before}", self.relations);
            }
        }
    }

    fn statements_and_events(&mut self, findings: &Findings, times: &[Option<String>]) {
        // Triggers first: arguments may name a statement or event that comes later.
        let mut count = 0;
        let mut triggered = |trigger: Option<String>| {
            trigger.map(|trigger| {
                count += 1;
                (format!("E{count}"), trigger)
            })
        };
        let statements: Vec<_> =
            findings.statements.iter().map(|s| triggered(self.bound("Statement", &[s.cue]))).collect();
        let events: Vec<_> =
            findings.events.iter().map(|e| triggered(self.bound(&capital(e.kind), &[e.anchor]))).collect();
        let time = |index: Option<usize>| index.and_then(|index| times.get(index)?.clone());
        let statement = |index: Option<usize>| Some(statements.get(index?)?.as_ref()?.0.clone());

        for (found, ids) in findings.statements.iter().zip(&statements) {
            let Some((id, trigger)) = ids else { continue };
            let mut arguments = Arguments::default();
            arguments.push("Source", self.attributed("Source", found.source.as_ref()));
            arguments.push("Content", self.bound("Content", &found.content));
            arguments.push("Addressee", self.attributed("Addressee", found.addressee.as_ref()));
            arguments.push("Medium", found.medium.and_then(|medium| self.argument("Medium", medium)));
            for via in &found.via {
                arguments.push("Via", self.attributed("Carrier", Some(via)));
            }
            arguments.push("Time", time(found.time));
            arguments.push("Within", statement(found.within));
            line!(self, "{id}\tStatement:{trigger}{}", arguments.out);
            self.attribute("Kind", id, &capital(found.kind.as_str()));
            self.attribute("Class", id, &capital(found.class.as_str()));
        }
        for (found, ids) in findings.events.iter().zip(&events) {
            let Some((id, trigger)) = ids else { continue };
            let mut arguments = Arguments::default();
            for participant in &found.participants {
                arguments.push(&capital(participant.role.as_str()), self.argument("Participant", participant.span));
            }
            arguments.push("Place", self.attributed("Place", found.place.as_ref()));
            arguments.push("Time", time(found.time));
            arguments.push("AssertedBy", statement(found.asserted_by));
            line!(self, "{id}\t{}:{trigger}{}", capital(found.kind), arguments.out);
            self.attribute("Status", id, &capital(found.status.as_str()));
        }
    }

    /// Annotates the text that the pieces cover, and returns the id; none where they cover nothing but line breaks.
    fn bound(&mut self, label: &str, pieces: &[Span]) -> Option<String> {
        let fragments: Vec<_> = pieces.iter().flat_map(|piece| unbroken(self.text, *piece)).collect();
        let (first, rest) = fragments.split_first()?;
        self.bounds += 1;
        let id = format!("T{}", self.bounds);
        let _ = write!(self.out, "{id}\t{label} ");
        for (index, fragment) in fragments.iter().enumerate() {
            let [start, end] = self.points.span(*fragment);
            let _ = write!(self.out, "{}{start} {end}", if index == 0 { "" } else { ";" });
        }
        let _ = write!(self.out, "\t{}", first.of_text(self.text));
        for fragment in rest {
            let _ = write!(self.out, " {}", fragment.of_text(self.text));
        }
        self.out.push('\n');
        if let [piece] = pieces {
            self.known.entry(*piece).or_insert_with(|| id.clone());
        }
        Some(id)
    }

    /// The annotation that is already there for the span, or a new one.
    fn argument(&mut self, label: &str, span: Span) -> Option<String> {
        match self.known.get(&span) {
            Some(id) => Some(id.clone()),
            None => self.bound(label, &[span]),
        }
    }

    fn attributed(&mut self, label: &str, attributed: Option<&Attributed>) -> Option<String> {
        self.argument(label, attributed?.span)
    }

    fn attribute(&mut self, name: &str, of: &str, value: &str) {
        self.attributes += 1;
        line!(self, "A{}\t{name} {of} {value}", self.attributes);
    }

    fn note(&mut self, on: &str, text: &str) {
        self.notes += 1;
        let text: Vec<_> = text.split_whitespace().collect();
        line!(self, "#{}\tAnnotatorNotes {on}\t{}", self.notes, text.join(" "));
    }
}

/// The arguments of a brat event; the second of a role is written `Agent2`, and so on.
#[derive(Default)]
struct Arguments {
    out: String,
    counts: BTreeMap<String, usize>,
}

impl Arguments {
    fn push(&mut self, role: &str, id: Option<String>) {
        let Some(id) = id else { return };
        let count = self.counts.entry(role.into()).or_default();
        *count += 1;
        let _ = match count {
            1 => write!(self.out, " {role}:{id}"),
            _ => write!(self.out, " {role}{count}:{id}"),
        };
    }
}

/// The parts of a span between line breaks; brat allows none in an annotation. What counts as a line break is what
/// Python's `splitlines` takes for one, since brat reads its files so.
fn unbroken(text: &str, span: Span) -> Vec<Span> {
    let breaks = |c: char| {
        matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    let Some(covered) = text.get(span.range()) else { return Vec::new() };
    let start_of = |part: &str| part.as_ptr() as usize - covered.as_ptr() as usize + span.start as usize;
    let parts = covered.split(breaks).map(|part| Span::of(start_of(part), start_of(part) + part.len()).trim(text));
    parts.filter(|part| !part.is_empty()).collect()
}

/// The label with a capital letter, as brat's type names go; only letters, digits, `-` and `_`.
fn capital(label: &str) -> String {
    let mut letters = label.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' });
    letters.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
