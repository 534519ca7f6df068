use readout_extract::{self as extract, Findings, MentionForm, event};
use readout_language::Analysis;
use readout_report::{CodePoints, Date, Report, Span};
use serde::Serialize;

use super::Options;
use crate::json::Value;

/// The findings of one report as one JSON object on one line, without a line break at the end.
///
/// The fields are those of the machine interface; offsets are code points of the report's text, `[start, end)`.
pub fn jsonl(report: &Report, analysis: &Analysis, findings: &Findings, options: &Options) -> String {
    let points = CodePoints::new(&report.text);
    let line = Line::new(report, analysis, findings, *options, &points);
    serde_json::to_string(&line).expect("strings, numbers and lists always serialise")
}

/// `[start, end)` in code points.
type Points = [u32; 2];

#[derive(Serialize)]
struct Line<'a> {
    report: Header<'a>,
    sentences: Vec<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<Vec<Token<'a>>>,
    mentions: Vec<Mention>,
    actors: Vec<Actor<'a>>,
    statements: Vec<Statement<'a>>,
    times: Vec<Time<'a>>,
    figures: Vec<Figure<'a>>,
    events: Vec<Event>,
    documents: Vec<Document<'a>>,
}

#[derive(Serialize)]
struct Header<'a> {
    id: &'a str,
    path: Option<&'a str>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    published: Option<Date>,
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct Token<'a> {
    span: Points,
    lemma: &'a str,
    upos: &'static str,
    xpos: &'static str,
    head: Option<u32>,
    deprel: &'static str,
}

#[derive(Serialize)]
struct Mention {
    span: Points,
    r#type: &'static str,
    actor: Option<String>,
    name: bool,
}

#[derive(Serialize)]
struct Actor<'a> {
    id: String,
    name: &'a str,
    r#type: &'static str,
    aliases: &'a [String],
    roles: Vec<Role<'a>>,
}

#[derive(Serialize)]
struct Role<'a> {
    text: &'a str,
    kind: &'static str,
    span: Points,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
}

#[derive(Serialize)]
struct Attributed {
    span: Points,
    actor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actors: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Statement<'a> {
    id: String,
    source: Option<Attributed>,
    cue: Cue<'a>,
    content: Vec<Points>,
    kind: &'static str,
    plover: Option<&'static str>,
    addressee: Option<Attributed>,
    medium: Option<Words>,
    via: Vec<Attributed>,
    hedges: Vec<[u32; 2]>,
    negated: bool,
    time: Option<String>,
    within: Option<String>,
}

#[derive(Serialize)]
struct Cue<'a> {
    span: Points,
    lemma: &'a str,
    class: &'static str,
}

#[derive(Serialize)]
struct Words {
    span: Points,
}

#[derive(Serialize)]
struct Time<'a> {
    id: String,
    span: Points,
    r#type: &'static str,
    value: &'a str,
    range: Option<(Date, Date)>,
}

#[derive(Serialize)]
struct Figure<'a> {
    span: Points,
    value: Value,
    bound: &'static str,
    unit: Option<&'a str>,
    of: Option<Points>,
    definite: bool,
    time: Option<String>,
    asserted_by: Option<String>,
}

#[derive(Serialize)]
struct Event {
    id: String,
    span: Points,
    anchor: Points,
    carrier: Option<Points>,
    r#type: &'static str,
    plover: Option<&'static str>,
    participants: Vec<Participant>,
    place: Option<Attributed>,
    time: Option<String>,
    status: &'static str,
    asserted_by: Option<String>,
}

#[derive(Serialize)]
struct Participant {
    actor: Option<String>,
    role: &'static str,
    span: Points,
}

#[derive(Serialize)]
struct Document<'a> {
    id: String,
    span: Points,
    name: &'a str,
    version: Option<&'a str>,
    points: Option<u32>,
    author: Option<Author>,
    provisions: Vec<Points>,
    statements: Vec<String>,
    mentions: Vec<DocumentMention<'a>>,
}

#[derive(Serialize)]
struct Author {
    span: Points,
    actor: Option<String>,
}

#[derive(Serialize)]
struct DocumentMention<'a> {
    span: Points,
    name: &'a str,
    versions: Vec<Points>,
}

fn actor_id(index: usize) -> String {
    format!("a{}", index + 1)
}

fn statement_id(index: usize) -> String {
    format!("s{}", index + 1)
}

fn time_id(index: usize) -> String {
    format!("t{}", index + 1)
}

fn event_id(index: usize) -> String {
    format!("e{}", index + 1)
}

fn document_id(index: usize) -> String {
    format!("d{}", index + 1)
}

impl Attributed {
    fn new(attributed: &extract::Attributed, points: &CodePoints<'_>) -> Self {
        let actors: Vec<_> = attributed.actors.iter().copied().map(actor_id).collect();
        Self {
            span: points.span(attributed.span),
            actor: actors.first().cloned(),
            actors: Some(actors).filter(|actors| actors.len() > 1),
        }
    }
}

impl<'a> Line<'a> {
    fn new(
        report: &'a Report,
        analysis: &'a Analysis,
        findings: &'a Findings,
        options: Options,
        points: &CodePoints<'a>,
    ) -> Self {
        let span = |span: Span| points.span(span);
        let attributed = |attributed: &extract::Attributed| Attributed::new(attributed, points);
        let tokens = || {
            let token = |token: &'a readout_language::Token| Token {
                span: span(token.span),
                lemma: &token.lemma,
                upos: token.upos.as_str(),
                xpos: token.xpos.as_str(),
                head: token.head,
                deprel: token.deprel.as_str(),
            };
            analysis.tokens.iter().map(token).collect()
        };
        Self {
            report: Header {
                id: &report.id.0,
                path: report.path.as_deref(),
                outlet: report.outlet.as_deref(),
                title: report.title.as_deref(),
                published: report.published,
                language: report.language.as_deref(),
            },
            sentences: analysis.sentences.iter().map(|sentence| span(sentence.span)).collect(),
            tokens: options.tokens.then(tokens),
            mentions: collect(&findings.mentions, |_, mention| Mention {
                span: span(mention.span),
                r#type: mention.kind.as_str(),
                actor: mention.actor.map(actor_id),
                name: matches!(mention.form, MentionForm::Name | MentionForm::Metonym),
            }),
            actors: collect(&findings.actors, |index, actor| Actor {
                id: actor_id(index),
                name: &actor.name,
                r#type: actor.kind.as_str(),
                aliases: &actor.aliases,
                roles: collect(&actor.roles, |_, role| Role {
                    text: crate::words::at(&report.text, role.span),
                    kind: role.kind.as_str(),
                    span: span(role.span),
                    of: role.of.map(actor_id),
                }),
            }),
            statements: collect(&findings.statements, |index, statement| Statement {
                id: statement_id(index),
                source: statement.source.as_ref().map(attributed),
                cue: Cue { span: span(statement.cue), lemma: &statement.cue_lemma, class: statement.class.as_str() },
                content: statement.content.iter().copied().map(span).collect(),
                kind: statement.kind.as_str(),
                plover: event::plover_of(statement),
                addressee: statement.addressee.as_ref().map(attributed),
                medium: statement.medium.map(|words| Words { span: span(words) }),
                via: statement.via.iter().map(attributed).collect(),
                hedges: statement.hedges.iter().copied().map(span).collect(),
                negated: statement.negated,
                time: statement.time.map(time_id),
                within: statement.within.map(statement_id),
            }),
            times: collect(&findings.times, |index, time| Time {
                id: time_id(index),
                span: span(time.span),
                r#type: time.kind.as_str(),
                value: &time.value,
                range: time.range,
            }),
            figures: collect(&findings.figures, |_, figure| Figure {
                span: span(figure.span),
                value: Value::from(figure.amount),
                bound: figure.bound.as_str(),
                unit: figure.unit.as_deref(),
                of: figure.of.map(span),
                definite: figure.definite,
                time: figure.time.map(time_id),
                asserted_by: figure.asserted_by.map(statement_id),
            }),
            events: collect(&findings.events, |index, event| Event {
                id: event_id(index),
                span: span(event.span),
                anchor: span(event.anchor),
                carrier: event.carrier.map(span),
                r#type: event.kind,
                plover: event.plover,
                participants: collect(&event.participants, |_, participant| Participant {
                    actor: participant.actor.map(actor_id),
                    role: participant.role.as_str(),
                    span: span(participant.span),
                }),
                place: event.place.as_ref().map(attributed),
                time: event.time.map(time_id),
                status: event.status.as_str(),
                asserted_by: event.asserted_by.map(statement_id),
            }),
            documents: collect(&findings.documents, |index, document| Document {
                id: document_id(index),
                span: span(document.span),
                name: &document.name,
                version: document.version.as_deref(),
                points: document.points,
                author: document
                    .author
                    .map(|words| Author { span: span(words), actor: document.author_actor.map(actor_id) }),
                provisions: collect(&document.provisions, |_, words| span(*words)),
                statements: document.statements.iter().copied().map(statement_id).collect(),
                mentions: collect(&document.mentions, |_, mention| DocumentMention {
                    span: span(mention.span),
                    name: &mention.name,
                    versions: mention.versions.iter().copied().map(span).collect(),
                }),
            }),
        }
    }
}

fn collect<'a, T, U>(items: &'a [T], convert: impl Fn(usize, &'a T) -> U) -> Vec<U> {
    items.iter().enumerate().map(|(index, item)| convert(index, item)).collect()
}
