//! What is joined over reports, against gold: events and answers. The record is built here from analysed texts, not by the binary.

use std::collections::{BTreeMap, BTreeSet};

use readout_language::Analyzer;
use readout_record::{Entry, Story};
use readout_report::{Report, ReportId, Span};
use serde::Deserialize;

use super::corpus;
use super::sets::{Outcome, Place};
use super::table::{Bar, Measure};
use crate::score::agreement::Pairs;
use crate::score::coreference::{Chains, Matching, Mention, Scores, onto_gold};
use crate::score::{CodePointSpan, Prf};

/// Events over documents end to end: our own events and cues of statements, on the sentences that the corpus calls validated, against
/// the gold mentions of actions. All documents of a topic are one call. A mention of ours stands for the gold mention that it overlaps,
/// one to one, as a head stands for its phrase; sets of one mention count.
pub(super) fn events(place: &Place<'_>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Document {
        id: String,
        topic: usize,
        subtopic: String,
        text: String,
        sentences: Vec<Vec<String>>,
        validated: Vec<usize>,
        mentions: Vec<GoldMention>,
    }
    #[derive(Deserialize)]
    struct GoldMention {
        id: String,
        sent: usize,
        span: Vec<CodePointSpan>,
        #[serde(rename = "type")]
        kind: String,
        chain: Option<String>,
    }
    let documents: Vec<Document> = corpus::read_jsonl(&place.gold("jsonl"))?;
    let mut gold = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        for mention in &document.mentions {
            let (Some(first), Some(last)) = (mention.span.first(), mention.span.last()) else { continue };
            if document.validated.contains(&mention.sent) && mention.kind.contains("ACTION") {
                // A mention without a chain is one of its own.
                let alone = || format!("{}/{}", document.id, mention.id);
                let chain = (document.topic, mention.chain.clone().unwrap_or_else(alone));
                gold.push((chain, (number, [first[0], last[1]])));
            }
        }
    }
    let gold = Chains::by_name(gold);

    let analyzer = Analyzer::new();
    let texts: Vec<Text> = documents.iter().map(|d| Text::new(&analyzer, &d.id, &d.text)).collect();
    let validated = |number: usize, at: usize| {
        let document = &documents[number];
        let mut start = 0;
        document.sentences.iter().enumerate().any(|(i, sentence)| {
            // A line a sentence, its tokens joined by a space.
            let end = start + sentence.iter().map(|token| token.chars().count() + 1).sum::<usize>();
            let inside = (start..end).contains(&at);
            start = end;
            inside && document.validated.contains(&i)
        })
    };
    let ours = |group: &dyn Fn(&Document) -> String| {
        let mut groups = BTreeMap::<String, Vec<usize>>::new();
        for (number, document) in documents.iter().enumerate() {
            groups.entry(group(document)).or_default().push(number);
        }
        let mut mentions = Vec::new();
        for (name, numbers) in groups {
            let record = readout_record::build(numbers.iter().map(|n| texts[*n].entry.clone()).collect());
            let of: BTreeMap<&str, usize> = numbers.iter().map(|n| (documents[*n].id.as_str(), *n)).collect();
            for story in &record.stories {
                for (id, report, span) in told(story) {
                    let number = of[report.0.as_str()];
                    let span = texts[number].code_points(span);
                    if validated(number, span[0]) {
                        mentions.push(((name.clone(), id.to_owned()), (number, span)));
                    }
                }
            }
        }
        Chains::by_name::<(String, String)>(without_repeats(mentions))
    };
    let by_topic = ours(&|d| d.topic.to_string());
    let head = Scores::new(&gold, &onto_gold(&gold, &by_topic, Matching::Overlap));
    let exact = Scores::new(&gold, &onto_gold(&gold, &by_topic, Matching::Exact));
    let by_story = ours(&|d| d.subtopic.clone());
    let apart = Scores::new(&gold, &onto_gold(&gold, &by_story, Matching::Overlap));
    let measures = vec![
        Measure::new("events end to end, CoNLL F1", head.conll()).bar(Bar::AtLeast(30.0)),
        Measure::new("events end to end, MUC F1", head.muc.f1),
        Measure::new("events end to end, B-cubed F1", head.b_cubed.f1),
        Measure::new("events end to end, CEAF-e F1", head.ceaf_e.f1),
        Measure::new("events end to end, LEA F1", head.lea.f1),
        Measure::new("mentions of events, F1", head.mentions.f1),
        Measure::new("events end to end, spans exact, CoNLL F1", exact.conll()),
        Measure::new("events end to end, the subtopics known, CoNLL F1", apart.conll()),
    ];
    Ok(Outcome { measures, python: None })
}

/// A span that several events name counts for the first.
fn without_repeats(mentions: Vec<((String, String), Mention)>) -> impl Iterator<Item = ((String, String), Mention)> {
    let mut seen = BTreeSet::new();
    mentions.into_iter().filter(move |(_, mention)| seen.insert(*mention))
}

/// The words that name the events of a story, then the cues of its statements, with the ids of what they are of.
fn told(story: &Story) -> impl Iterator<Item = (&str, &ReportId, Span)> {
    let events = story.events.iter().flat_map(|event| {
        let places = event.evidence.iter().zip(&event.tellings);
        places.map(|(evidence, telling)| (event.id.as_str(), &evidence.report, telling.anchor))
    });
    let statements = story.statements.iter().flat_map(|statement| {
        let witnesses = statement.witnesses.iter();
        witnesses.map(|witness| (statement.id.as_str(), &witness.evidence.report, witness.cue))
    });
    events.chain(statements)
}

/// Answers to one question grouped by what they mean.
pub(super) fn answers(place: &Place<'_>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Question {
        answers: Vec<Answer>,
    }
    #[derive(Deserialize)]
    struct Answer {
        id: usize,
        text: String,
        span: CodePointSpan,
        cluster: usize,
    }
    let questions: Vec<Question> = corpus::read_jsonl(&place.gold("jsonl"))?;
    let analyzer = Analyzer::new();
    let (mut all, mut by_question) = (Pairs::default(), Vec::new());
    for question in &questions {
        let texts: Vec<Text> =
            question.answers.iter().map(|a| Text::new(&analyzer, &a.id.to_string(), &a.text)).collect();
        let spans: Vec<Span> = texts.iter().zip(&question.answers).map(|(text, a)| text.bytes(a.span)).collect();
        let entries: Vec<Entry> = texts.into_iter().map(|text| text.entry).collect();
        let groups = readout_record::group_answers(&entries, &spans);
        let items: Vec<_> = question.answers.iter().map(|a| a.cluster).zip(groups).collect();
        let mut pairs = Pairs::default();
        pairs.add(&items);
        all.add(&items);
        by_question.push(pairs.score().f1);
    }
    let Prf { precision, recall, f1 } = all.score();
    let mean = by_question.iter().sum::<f64>() / by_question.len().max(1) as f64;
    let measures = vec![
        Measure::new("answers that agree, pairwise F1", f1).bar(Bar::AtLeast(70.0)),
        Measure::new("answers that agree, pairwise precision", precision),
        Measure::new("answers that agree, pairwise recall", recall),
        Measure::new("answers that agree, pairwise F1, mean over the questions", mean),
    ];
    Ok(Outcome { measures, python: None })
}

/// An analysed text.
struct Text {
    entry: Entry,
    /// Where each code point begins, in bytes; at the end, the length.
    starts: Vec<u32>,
}

impl Text {
    fn new(analyzer: &Analyzer, id: &str, text: &str) -> Self {
        let mut report = Report::from_text(text);
        report.id = ReportId(id.to_owned());
        let analysis = analyzer.analyze(&report.text);
        let findings = readout_extract::extract(&report, &analysis);
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).map(|at| at as u32).collect();
        Self { entry: Entry::new(report, &analysis, findings), starts }
    }

    fn code_points(&self, span: Span) -> CodePointSpan {
        let point = |at: u32| self.starts.partition_point(|start| *start < at);
        [point(span.start), point(span.end)]
    }

    fn bytes(&self, [start, end]: CodePointSpan) -> Span {
        let at = |point: usize| self.starts[point.min(self.starts.len() - 1)];
        Span::new(at(start), at(end))
    }
}
