use std::collections::BTreeMap;

use readout_extract::Amount;
use readout_record::{self as record, DayItem, ItemKind, News, Record, RecordActor, Support};
use readout_report::{CodePoints, Date, Evidence, Span};
use serde::Serialize;

use crate::words::at;

/// The record as the `brief` JSON of the machine interface, pretty-printed, with a line break at the end.
///
/// Offsets are code points of the report that each piece of evidence names, `[start, end)`.
pub fn json(record: &Record) -> String {
    let brief = Brief { stories: record.stories.iter().map(|story| StoryJson::new(story).story()).collect() };
    let mut out = serde_json::to_string_pretty(&brief).expect("strings, numbers and lists always serialise");
    out.push('\n');
    out
}

/// The value of a figure: a number, or two.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Value {
    One(f64),
    Between([f64; 2]),
}

impl From<Amount> for Value {
    fn from(amount: Amount) -> Self {
        match amount {
            Amount::One(value) => Self::One(value),
            Amount::Between(low, high) => Self::Between([low, high]),
        }
    }
}

/// `[start, end)` in code points.
type Points = [u32; 2];

#[derive(Serialize)]
struct Brief<'r> {
    stories: Vec<Story<'r>>,
}

#[derive(Serialize)]
struct Story<'r> {
    id: &'r str,
    title: Option<&'r str>,
    reports: Vec<Report<'r>>,
    actors: Vec<Actor<'r>>,
    statements: Vec<Statement<'r>>,
    times: Vec<Time<'r>>,
    events: Vec<Event<'r>>,
    figures: Vec<Figure<'r>>,
    documents: Vec<Document<'r>>,
    positions: Vec<Position<'r>>,
    differences: Vec<Difference<'r>>,
    timeline: Vec<Day<'r>>,
    new: Vec<Item<'r>>,
}

#[derive(Serialize)]
struct Report<'r> {
    id: &'r str,
    path: Option<&'r str>,
    outlet: Option<&'r str>,
    title: Option<&'r str>,
    url: Option<&'r str>,
    published: Option<Date>,
    lead: Vec<Words<'r>>,
    derives_from: Vec<&'r str>,
    derivations: Vec<Derivation<'r>>,
}

/// That a report repeats another, or an outlet, with the passages that show it.
#[derive(Serialize)]
struct Derivation<'r> {
    from: &'r str,
    evidence: Vec<Words<'r>>,
}

#[derive(Serialize)]
struct Position<'r> {
    id: &'r str,
    issue: &'r str,
    actor: Option<&'r str>,
    stance: &'static str,
    statements: Vec<&'r str>,
    changes: Vec<&'r str>,
    evidence: Vec<Words<'r>>,
}

#[derive(Serialize)]
struct Difference<'r> {
    id: &'r str,
    kind: &'static str,
    about: &'r str,
    sides: Vec<Side<'r>>,
}

#[derive(Serialize)]
struct Side<'r> {
    value: &'r str,
    actors: Vec<&'r str>,
    evidence: Vec<Words<'r>>,
}

/// One place that says something.
#[derive(Serialize)]
struct Words<'r> {
    report: &'r str,
    span: Points,
    quote: &'r str,
}

/// What stands at exactly one place.
#[derive(Serialize)]
struct Said<'r> {
    evidence: [Words<'r>; 1],
}

#[derive(Serialize)]
struct SupportCounts {
    reports: usize,
    outlets: usize,
    independent: usize,
}

#[derive(Serialize)]
struct Actor<'r> {
    id: &'r str,
    name: &'r str,
    r#type: &'static str,
    aliases: &'r [String],
    roles: Vec<Role<'r>>,
    mentions: usize,
    evidence: Vec<Words<'r>>,
    pronouns: Vec<Pronouns<'r>>,
    support: SupportCounts,
}

/// Where a report has pronouns for an actor.
#[derive(Serialize)]
struct Pronouns<'r> {
    report: &'r str,
    spans: Vec<Points>,
}

#[derive(Serialize)]
struct Role<'r> {
    text: &'r str,
    of: Option<&'r str>,
    evidence: Vec<Words<'r>>,
}

#[derive(Serialize)]
struct Source<'r> {
    actor: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actors: Option<Vec<&'r str>>,
    evidence: [Words<'r>; 1],
}

#[derive(Serialize)]
struct Cue<'r> {
    lemma: &'r str,
    class: &'static str,
}

#[derive(Serialize)]
struct Statement<'r> {
    id: &'r str,
    source: Option<Source<'r>>,
    cue: Cue<'r>,
    kind: &'static str,
    addressee: Option<Source<'r>>,
    medium: Option<Said<'r>>,
    via: Vec<Source<'r>>,
    negated: bool,
    time: Option<&'r str>,
    within: Option<&'r str>,
    evidence: Vec<Witness<'r>>,
    support: SupportCounts,
}

#[derive(Serialize)]
struct Witness<'r> {
    report: &'r str,
    span: Points,
    quote: &'r str,
    content: Vec<Points>,
    source: Option<Points>,
    cue: Points,
    hedges: Vec<Points>,
    outlet: Option<&'r str>,
}

#[derive(Serialize)]
struct Time<'r> {
    id: &'r str,
    r#type: &'static str,
    value: &'r str,
    range: Option<(Date, Date)>,
    evidence: Vec<Words<'r>>,
    support: SupportCounts,
}

#[derive(Serialize)]
struct Event<'r> {
    id: &'r str,
    r#type: &'static str,
    anchor: Said<'r>,
    participants: Vec<Participant<'r>>,
    place: Option<Source<'r>>,
    time: Option<&'r str>,
    when: Option<(Date, Date)>,
    status: &'static str,
    asserted_by: Option<&'r str>,
    evidence: Vec<Telling<'r>>,
    support: SupportCounts,
}

/// One place that tells of an event.
#[derive(Serialize)]
struct Telling<'r> {
    #[serde(flatten)]
    words: Words<'r>,
    anchor: Option<Points>,
    status: Option<&'static str>,
}

#[derive(Serialize)]
struct Participant<'r> {
    actor: Option<&'r str>,
    role: &'static str,
    evidence: [Words<'r>; 1],
}

#[derive(Serialize)]
struct Figure<'r> {
    id: &'r str,
    value: Value,
    bound: &'static str,
    unit: Option<&'r str>,
    of: Option<Said<'r>>,
    asserted_by: Option<&'r str>,
    when: Option<(Date, Date)>,
    evidence: Vec<Words<'r>>,
    support: SupportCounts,
}

#[derive(Serialize)]
struct Document<'r> {
    id: &'r str,
    name: &'r str,
    version: Option<&'r str>,
    points: Option<u32>,
    author: Option<Source<'r>>,
    versions: Vec<Version<'r>>,
    provisions: Vec<Words<'r>>,
    statements: Vec<&'r str>,
    evidence: Vec<Words<'r>>,
    support: SupportCounts,
}

#[derive(Serialize)]
struct Version<'r> {
    words: &'r str,
    evidence: Vec<Words<'r>>,
}

#[derive(Serialize)]
struct Day<'r> {
    day: Date,
    items: Vec<Item<'r>>,
}

#[derive(Serialize)]
struct Item<'r> {
    r#type: &'static str,
    id: &'r str,
}

/// A story, and what turns its bytes and indices into code points and ids.
pub(crate) struct StoryJson<'r> {
    story: &'r record::Story,
    /// The text of each report, and its code points, by id.
    texts: BTreeMap<&'r str, (&'r str, CodePoints<'r>)>,
}

impl<'r> StoryJson<'r> {
    pub(crate) fn new(story: &'r record::Story) -> Self {
        let reports = story.reports.iter().map(|report| &report.report);
        let texts = reports.map(|report| (report.id.0.as_str(), (report.text.as_str(), CodePoints::new(&report.text))));
        Self { story, texts: texts.collect() }
    }

    fn story(&self) -> Story<'r> {
        let story = self.story;
        Story {
            id: &story.id,
            title: crate::dossier::title(story),
            reports: story.reports.iter().map(|report| self.report(report)).collect(),
            actors: story.actors.iter().map(|actor| self.actor(actor)).collect(),
            statements: story.statements.iter().map(|statement| self.statement(statement)).collect(),
            times: story.times.iter().map(|time| self.time(time)).collect(),
            events: story.events.iter().map(|event| self.event(event)).collect(),
            figures: story.figures.iter().map(|figure| self.figure(figure)).collect(),
            documents: story.documents.iter().map(|document| self.document(document)).collect(),
            positions: story.positions.iter().map(|position| self.position(position)).collect(),
            differences: story.differences.iter().map(|difference| self.difference(difference)).collect(),
            timeline: story.timeline.iter().map(|day| self.day(day)).collect(),
            new: self.news(),
        }
    }

    /// One thing of the story.
    pub(crate) fn item(&self, kind: ItemKind, index: usize) -> serde_json::Value {
        let story = self.story;
        let value = match kind {
            ItemKind::Statement => story.statements.get(index).map(|x| serde_json::to_value(self.statement(x))),
            ItemKind::Event => story.events.get(index).map(|x| serde_json::to_value(self.event(x))),
            ItemKind::Figure => story.figures.get(index).map(|x| serde_json::to_value(self.figure(x))),
            ItemKind::Document => story.documents.get(index).map(|x| serde_json::to_value(self.document(x))),
            ItemKind::Difference => story.differences.get(index).map(|x| serde_json::to_value(self.difference(x))),
            ItemKind::Position => story.positions.get(index).map(|x| serde_json::to_value(self.position(x))),
        };
        value.and_then(Result::ok).unwrap_or_default()
    }

    fn report(&self, story_report: &'r record::StoryReport) -> Report<'r> {
        let report = &story_report.report;
        Report {
            id: &report.id.0,
            path: report.path.as_deref(),
            outlet: report.outlet.as_deref(),
            title: report.title.as_deref(),
            url: report.url.as_deref(),
            published: report.published,
            lead: story_report.lead.iter().map(|span| self.words_at(&report.id.0, *span)).collect(),
            derives_from: story_report.derives_from.iter().map(|d| origin(&d.from)).collect(),
            derivations: story_report
                .derives_from
                .iter()
                .map(|d| Derivation { from: origin(&d.from), evidence: self.all(&d.evidence) })
                .collect(),
        }
    }

    fn actor(&self, actor: &'r record::Actor) -> Actor<'r> {
        let role = |role: &'r record::Role| Role {
            text: &role.text,
            of: role.of.and_then(|of| self.actor_id(of)),
            evidence: self.all(&role.evidence),
        };
        Actor {
            id: &actor.id,
            name: &actor.name,
            r#type: actor.kind.as_str(),
            aliases: &actor.aliases,
            roles: actor.roles.iter().map(role).collect(),
            mentions: actor.mentions,
            evidence: self.all(&actor.evidence),
            pronouns: self.pronouns(actor),
            support: support(actor.support),
        }
    }

    fn pronouns(&self, actor: &record::Actor) -> Vec<Pronouns<'r>> {
        let of_report = |spans: &[(usize, Span)]| {
            let report = self.story.reports[spans[0].0].report.id.0.as_str();
            Pronouns { report, spans: spans.iter().map(|(_, span)| self.words_at(report, *span).span).collect() }
        };
        actor.pronouns.chunk_by(|a, b| a.0 == b.0).map(of_report).collect()
    }

    fn statement(&self, statement: &'r record::Statement) -> Statement<'r> {
        Statement {
            id: &statement.id,
            source: statement.source.as_ref().map(|source| self.source(source)),
            cue: Cue { lemma: &statement.cue_lemma, class: statement.class.as_str() },
            kind: statement.kind.as_str(),
            addressee: statement.addressee.as_ref().map(|addressee| self.source(addressee)),
            medium: statement.medium.as_ref().map(|medium| self.said(medium)),
            via: statement.via.iter().map(|via| self.source(via)).collect(),
            negated: statement.negated,
            time: statement.time.and_then(|time| self.time_id(time)),
            within: statement.within.and_then(|within| self.statement_id(within)),
            evidence: statement.witnesses.iter().map(|witness| self.witness(witness)).collect(),
            support: support(statement.support),
        }
    }

    fn witness(&self, witness: &'r record::Witness) -> Witness<'r> {
        let report = &witness.evidence.report.0;
        let Words { report, span, quote } = self.words_at(report, witness.evidence.span);
        let points = |span: Span| self.words_at(report, span).span;
        Witness {
            report,
            span,
            quote,
            content: witness.content.iter().copied().map(points).collect(),
            source: witness.source.map(points),
            cue: points(witness.cue),
            hedges: witness.hedges.iter().copied().map(points).collect(),
            outlet: self.outlet(report),
        }
    }

    fn time(&self, time: &'r record::Time) -> Time<'r> {
        Time {
            id: &time.id,
            r#type: time.kind.as_str(),
            value: &time.value,
            range: time.range,
            evidence: self.all(&time.evidence),
            support: support(time.support),
        }
    }

    fn event(&self, event: &'r record::Event) -> Event<'r> {
        let participant = |item: &'r record::Item| Participant {
            actor: item.actor.and_then(|actor| self.actor_id(actor)),
            role: item.role.as_str(),
            evidence: [self.words(&item.evidence)],
        };
        let telling = |(index, evidence): (usize, &'r Evidence)| {
            let telling = event.tellings.get(index);
            Telling {
                words: self.words(evidence),
                anchor: telling.map(|t| self.words_at(&evidence.report.0, t.anchor).span),
                status: telling.map(|t| t.status.as_str()),
            }
        };
        Event {
            id: &event.id,
            r#type: event.kind,
            anchor: self.said(&event.anchor),
            participants: event.participants.iter().map(participant).collect(),
            place: event.place.as_ref().map(|place| self.source(place)),
            time: event.time.and_then(|time| self.time_id(time)),
            when: event.when,
            status: event.status.as_str(),
            asserted_by: event.asserted_by.and_then(|by| self.statement_id(by)),
            evidence: event.evidence.iter().enumerate().map(telling).collect(),
            support: support(event.support),
        }
    }

    fn figure(&self, figure: &'r record::Figure) -> Figure<'r> {
        Figure {
            id: &figure.id,
            value: figure.amount.into(),
            bound: figure.bound.as_str(),
            unit: figure.unit.as_deref(),
            of: figure.of.as_ref().map(|of| self.said(of)),
            asserted_by: figure.asserted_by.and_then(|by| self.statement_id(by)),
            when: figure.when,
            evidence: self.all(&figure.evidence),
            support: support(figure.support),
        }
    }

    fn document(&self, document: &'r record::Document) -> Document<'r> {
        Document {
            id: &document.id,
            name: &document.name,
            version: document.version.as_deref(),
            points: document.points,
            author: document.author.as_ref().map(|author| self.source(author)),
            versions: document
                .versions
                .iter()
                .map(|version| Version { words: &version.words, evidence: self.all(&version.evidence) })
                .collect(),
            provisions: self.all(&document.provisions),
            statements: document.statements.iter().filter_map(|s| self.statement_id(*s)).collect(),
            evidence: self.all(&document.evidence),
            support: support(document.support),
        }
    }

    /// What the last day of the story added, by id.
    fn news(&self) -> Vec<Item<'r>> {
        let story = self.story;
        let news = News::of_last_day(story);
        let item = |r#type: &'static str, id: &'r str| Item { r#type, id };
        let mut items: Vec<_> = news.statements.iter().map(|i| item("statement", &story.statements[*i].id)).collect();
        items.extend(news.events.iter().map(|i| item("event", &story.events[*i].id)));
        items.extend(news.figures.iter().map(|i| item("figure", &story.figures[*i].id)));
        items.extend(news.documents.iter().map(|i| item("document", &story.documents[*i].id)));
        items.extend(news.differences.iter().map(|i| item("difference", &story.differences[*i].id)));
        items
    }

    fn position(&self, position: &'r record::Position) -> Position<'r> {
        let statements = |list: &[usize]| list.iter().filter_map(|s| self.statement_id(*s)).collect::<Vec<_>>();
        Position {
            id: &position.id,
            issue: &position.issue,
            actor: self.actor_id(position.actor),
            stance: position.stance.as_str(),
            changes: position.changes.iter().filter_map(|c| self.statement_id(*position.statements.get(*c)?)).collect(),
            statements: statements(&position.statements),
            evidence: self.all(&position.issue_evidence),
        }
    }

    fn difference(&self, difference: &'r record::Difference) -> Difference<'r> {
        let side = |side: &'r record::Side| Side {
            value: &side.value,
            actors: side.actors.iter().filter_map(|actor| self.actor_id(*actor)).collect(),
            evidence: self.all(&side.evidence),
        };
        Difference {
            id: &difference.id,
            kind: difference.kind.as_str(),
            about: self.words(&difference.about).quote,
            sides: difference.sides.iter().map(side).collect(),
        }
    }

    fn day(&self, day: &'r record::Day) -> Day<'r> {
        let item = |item: &DayItem| {
            let (r#type, id) = match *item {
                DayItem::Event(index) => ("event", &self.story.events.get(index)?.id),
                DayItem::Statement(index) => ("statement", &self.story.statements.get(index)?.id),
            };
            Some(Item { r#type, id })
        };
        Day { day: day.day, items: day.items.iter().filter_map(item).collect() }
    }

    fn source(&self, source: &'r record::Source) -> Source<'r> {
        let actors: Vec<_> = source.actors.iter().filter_map(|actor| self.actor_id(*actor)).collect();
        Source {
            actor: actors.first().copied(),
            actors: Some(actors).filter(|actors| actors.len() > 1),
            evidence: [self.words(&source.evidence)],
        }
    }

    fn said(&self, evidence: &'r Evidence) -> Said<'r> {
        Said { evidence: [self.words(evidence)] }
    }

    fn all(&self, evidence: &'r [Evidence]) -> Vec<Words<'r>> {
        evidence.iter().map(|evidence| self.words(evidence)).collect()
    }

    fn words(&self, evidence: &'r Evidence) -> Words<'r> {
        self.words_at(&evidence.report.0, evidence.span)
    }

    /// A report that the story does not hold has no words to quote.
    fn words_at(&self, report: &'r str, span: Span) -> Words<'r> {
        let known = self.texts.get(report);
        let (quote, span) =
            known.map_or(("", [span.start, span.end]), |(text, points)| (at(text, span), points.span(span)));
        Words { report, span, quote }
    }

    /// The outlet of a report: who carries its statements last.
    fn outlet(&self, report: &str) -> Option<&'r str> {
        self.story.reports.iter().find(|r| r.report.id.0 == report)?.report.outlet.as_deref()
    }

    fn actor_id(&self, index: usize) -> Option<&'r str> {
        self.story.actors.get(index).map(|actor| actor.id.as_str())
    }

    fn statement_id(&self, index: usize) -> Option<&'r str> {
        self.story.statements.get(index).map(|statement| statement.id.as_str())
    }

    fn time_id(&self, index: usize) -> Option<&'r str> {
        self.story.times.get(index).map(|time| time.id.as_str())
    }
}

/// An actor over all stories.
pub(crate) fn record_actor(actor: &RecordActor, stories: usize) -> serde_json::Value {
    let (first, last) = actor.days.unzip();
    let office = |office: &record::Office| {
        let (first, last) = office.days.unzip();
        serde_json::json!({"text": office.words, "first": first, "last": last, "stories": office.stories})
    };
    serde_json::json!({
        "id": actor.id, "name": actor.name, "type": actor.kind.as_str(), "aliases": actor.aliases,
        "offices": actor.offices.iter().map(office).collect::<Vec<_>>(), "first": first, "last": last,
        "reports": actor.reports.iter().map(|report| &report.0).collect::<Vec<_>>(),
        "stories": stories, "support": support(actor.support),
    })
}

/// The id of a report, or the name of an outlet.
fn origin(origin: &record::Origin) -> &str {
    match origin {
        record::Origin::Report(report) => &report.0,
        record::Origin::Outlet(outlet) => outlet,
    }
}

fn support(support: Support) -> SupportCounts {
    SupportCounts { reports: support.reports, outlets: support.outlets, independent: support.independent }
}
