//! Actors over documents: do mentions that the annotators have in one chain lie in one actor of ours, whatever the document?
//!
//! All documents of a set are one input of `readout brief`; the mentions are those of its actors: names, descriptions and
//! pronouns. Actors of several stories that have the same id are one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::json;

use super::corpus;
use super::sets::Place;
use super::table::Measure;
use crate::score::CodePointSpan;
use crate::score::coreference::{Chains, Matching, Mention, Scores, onto_gold};

/// A document of a gold set: its text, what is marked throughout, and the mentions with their chains.
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) published: Option<String>,
    pub(crate) text: String,
    /// The lines (one a sentence) in which all mentions are marked.
    pub(crate) lines: BTreeSet<usize>,
    pub(crate) mentions: Vec<(String, CodePointSpan)>,
}

/// MEANTIME: people, organisations and places in the title, the date line and the first four sentences.
pub(crate) fn meantime(path: &Path) -> anyhow::Result<Vec<Document>> {
    #[derive(Deserialize)]
    struct Gold {
        id: String,
        published: Option<String>,
        text: String,
        mentions: Vec<Marked>,
        instances: BTreeMap<String, Instance>,
    }
    #[derive(Deserialize)]
    struct Marked {
        sent: usize,
        kind: String,
        #[serde(default)]
        span: Vec<CodePointSpan>,
        chain: Option<String>,
    }
    #[derive(Deserialize)]
    struct Instance {
        #[serde(rename = "type")]
        kind: Option<String>,
    }
    let lines: BTreeSet<usize> = (0..6).collect();
    let document = |gold: Gold| {
        let is_actor = |chain: &String| {
            let kind = gold.instances.get(chain).and_then(|i| i.kind.as_deref());
            matches!(kind, Some("PER" | "ORG" | "LOC"))
        };
        let marked = gold.mentions.into_iter().filter(|m| m.kind == "entity" && lines.contains(&m.sent));
        let mentions = marked.filter_map(|m| Some((m.chain.filter(is_actor)?, hull(&m.span)?))).collect();
        Document { id: gold.id, published: gold.published, text: gold.text, lines: lines.clone(), mentions }
    };
    Ok(corpus::read_jsonl(path)?.into_iter().map(document).collect())
}

/// ECB+: human and place participants in the sentences that were checked.
pub(crate) fn ecbplus(path: &Path) -> anyhow::Result<Vec<Document>> {
    #[derive(Deserialize)]
    struct Gold {
        id: String,
        text: String,
        validated: BTreeSet<usize>,
        mentions: Vec<Marked>,
    }
    #[derive(Deserialize)]
    struct Marked {
        sent: usize,
        span: Vec<CodePointSpan>,
        #[serde(rename = "type")]
        kind: String,
        chain: Option<String>,
    }
    let document = |gold: Gold| {
        let is_actor = |m: &Marked| m.kind.starts_with("HUMAN") || m.kind.starts_with("LOC");
        let marked = gold.mentions.into_iter().filter(|m| is_actor(m) && gold.validated.contains(&m.sent));
        let mentions = marked.filter_map(|m| Some((m.chain?, hull(&m.span)?))).collect();
        Document { id: gold.id, published: None, text: gold.text, lines: gold.validated, mentions }
    };
    Ok(corpus::read_jsonl(path)?.into_iter().map(document).collect())
}

/// From the first to the last character of a mention in pieces.
fn hull(pieces: &[CodePointSpan]) -> Option<CodePointSpan> {
    Some([pieces.iter().map(|p| p[0]).min()?, pieces.iter().map(|p| p[1]).max()?])
}

#[derive(Deserialize)]
struct Brief {
    stories: Vec<Story>,
}

#[derive(Deserialize)]
struct Story {
    actors: Vec<Actor>,
}

#[derive(Deserialize)]
struct Actor {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    evidence: Vec<Evidence>,
    pronouns: Vec<Pronouns>,
}

#[derive(Deserialize)]
struct Evidence {
    report: String,
    span: CodePointSpan,
}

#[derive(Deserialize)]
struct Pronouns {
    report: String,
    spans: Vec<CodePointSpan>,
}

impl Brief {
    /// The mentions in what is marked.
    fn chains(&self, documents: &[Document]) -> Chains {
        let numbers: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(i, d)| (d.id.as_str(), i)).collect();
        let marked: Vec<Vec<CodePointSpan>> = documents.iter().map(Document::marked).collect();
        let mention = |report: &str, span: CodePointSpan| -> Option<Mention> {
            let document = *numbers.get(report)?;
            let lies_in = marked[document].iter().any(|line| line[0] <= span[0] && span[0] < line[1]);
            lies_in.then_some((document, span))
        };
        let actors = self.stories.iter().flat_map(|story| &story.actors);
        Chains::by_name(actors.filter(|actor| actor.kind != "other").flat_map(|actor| {
            let written = actor.evidence.iter().filter_map(|e| mention(&e.report, e.span));
            let pronouns = actor.pronouns.iter().flat_map(|p| p.spans.iter().filter_map(|s| mention(&p.report, *s)));
            written.chain(pronouns).map(|m| (actor.id.clone(), m)).collect::<Vec<_>>()
        }))
    }
}

impl Document {
    /// The characters of the lines that are marked.
    fn marked(&self) -> Vec<CodePointSpan> {
        let mut at = 0;
        let mut spans = Vec::new();
        for (i, line) in self.text.split_inclusive('\n').enumerate() {
            let end = at + line.chars().count();
            if self.lines.contains(&i) {
                spans.push([at, end]);
            }
            at = end;
        }
        spans
    }
}

/// Our actors against the chains.
///
/// End to end: our own mentions; one of the gold that we lack, and one of ours that the gold lacks, is a set of one on the other
/// side. Strict: without that, as the reference scorer of CoNLL has it. On matched mentions: only those that both have. A mention
/// of ours stands for one of the gold that it overlaps.
pub(crate) fn measure(place: &Place<'_>, documents: &[Document]) -> anyhow::Result<Vec<Measure>> {
    let (input, output) = (place.kept("brief.jsonl"), place.kept("brief.json"));
    let report = |d: &Document| json!({"id": d.id, "published": d.published, "text": d.text});
    corpus::write_jsonl(&input, documents.iter().map(report))?;
    place.readout.brief(&input, &output)?;
    let brief: Brief = serde_json::from_str(&corpus::read(&output)?).context("the brief is not what is read here")?;
    let of_document =
        |(i, d): (usize, &Document)| d.mentions.iter().map(move |(c, span)| (c.clone(), (i, *span))).collect();
    let gold = Chains::by_name(documents.iter().enumerate().flat_map(|d| -> Vec<_> { of_document(d) }));
    let found = brief.chains(documents);
    let exact = Scores::new(&gold, &onto_gold(&gold, &found, Matching::Exact));
    let ours = onto_gold(&gold, &found, Matching::Overlap);
    let matched = Scores::new(&gold.common_with(&ours), &ours.common_with(&gold));
    let end_to_end = Scores::new(&gold.and_those_of(&ours), &ours.and_those_of(&gold));
    let strict = Scores::new(&gold, &ours);
    let joined = Scores::new(&gold.without_singletons(), &ours.without_singletons());
    Ok(vec![
        Measure::new("entities end to end, B-cubed F1", end_to_end.b_cubed.f1),
        Measure::new("entities on matched mentions, B-cubed F1", matched.b_cubed.f1),
        Measure::new("entities on matched mentions, B-cubed precision", matched.b_cubed.precision),
        Measure::new("entities on matched mentions, CoNLL F1", matched.conll()),
        Measure::new("entities on matched mentions, LEA F1", matched.lea.f1),
        Measure::new("entities strict, B-cubed F1", strict.b_cubed.f1),
        Measure::new("entities strict, CoNLL F1", strict.conll()),
        Measure::new("entities strict without sets of one, CoNLL F1", joined.conll()),
        Measure::new("entity mentions found, F1", strict.mentions.f1),
        Measure::new("entity mentions found exactly, F1", exact.mentions.f1),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_with_one_id_are_one_and_only_marked_lines_count() {
        let brief: Brief = serde_json::from_value(json!({"stories": [
            {"id": "y", "actors": [
                {"id": "o", "type": "person", "evidence": [{"report": "d", "span": [0, 3]}],
                 "pronouns": [{"report": "d", "spans": [[5, 7], [12, 14]]}]},
                {"id": "b", "type": "other", "evidence": [{"report": "d", "span": [3, 4]}], "pronouns": []}]},
            {"id": "z", "actors": [
                {"id": "o", "type": "person", "evidence": [{"report": "e", "span": [0, 3]}], "pronouns": []},
                {"id": "a", "type": "place", "evidence": [{"report": "e", "span": [4, 6]}], "pronouns": []}]},
        ]}))
        .unwrap();
        let document = |id: &str| Document {
            id: id.into(),
            published: None,
            text: "Ann and he\nleft. She\n".into(),
            lines: [0].into(),
            mentions: Vec::new(),
        };
        let found = brief.chains(&[document("d"), document("e")]);
        assert_eq!(found, Chains::new([vec![(1, [4, 6])], vec![(0, [0, 3]), (0, [5, 7]), (1, [0, 3])]]));
        assert_eq!(hull(&[[3, 5], [8, 9]]), Some([3, 9]));
    }
}
