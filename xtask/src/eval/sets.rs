//! The development sets, and how each is measured.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::BufRead as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::{Value, json};

use super::binary::Readout;
use super::check::Python;
use super::corpus::{self, Annotated};
use super::entities;
use super::joins;
use super::table::{Bar, Measure};
use crate::judge::Part;
use crate::score::names::{Name, TYPES, type_of};
use crate::score::syntax::Treebank;
use crate::score::{
    CodePointSpan, Prf, Words, attribution, differences, events, extraction, figures, names, recognizers, stories,
    times,
};

/// A development set.
pub(crate) struct Set {
    pub(crate) name: &'static str,
    pub(crate) measure: fn(&Place<'_>) -> anyhow::Result<Outcome>,
}

/// The speed first: see [`Readout::cost_of_annotate`].
pub(crate) const ALL: [Set; 21] = [
    Set { name: "raw/world_affairs", measure: world_affairs },
    Set { name: "treebank/en_ewt-ud-dev", measure: ewt },
    Set { name: "treebank/en_gum-ud-dev", measure: gum },
    Set { name: "names/en_worldwide.dev", measure: worldwide },
    Set { name: "names/gum_news.dev", measure: gum_news },
    Set { name: "attribution/polnear.dev", measure: polnear },
    Set { name: "time/tbaq.dev", measure: timebank },
    Set { name: "time/wikiwars.dev", measure: wikiwars },
    Set { name: "time/recognizers-en", measure: recognizers_en },
    Set { name: "raw/figures", measure: figures_of_ours },
    Set { name: "stories/allsides.differences", measure: allsides_differences },
    Set { name: "raw/world_affairs.differences", measure: world_affairs_differences },
    Set { name: "coreference/meantime.dev", measure: meantime },
    Set { name: "coreference/ecbplus.dev", measure: ecbplus },
    Set { name: "coreference/ecbplus.dev", measure: joins::events },
    Set { name: "events/plover_gsr.dev", measure: plover },
    Set { name: "agreement/nanco.dev", measure: joins::answers },
    Set { name: "extraction/fundus-en", measure: fundus },
    Set { name: "stories/allsides.dev", measure: allsides },
    Set { name: "stories/wikinews_handpicked.dev", measure: wikinews },
    Set { name: "stories/wikinews_small.dev", measure: wikinews },
];

/// What a set is measured with.
pub(crate) struct Place<'a> {
    pub(crate) readout: &'a Readout,
    pub(crate) corpora: &'a Path,
    /// Where inputs and outputs are kept.
    pub(crate) scratch: &'a Path,
    pub(crate) name: &'static str,
}

/// What came out.
pub(crate) struct Outcome {
    pub(crate) measures: Vec<Measure>,
    /// How to ask the Python scorer the same.
    pub(crate) python: Option<Python>,
}

impl Place<'_> {
    /// The gold file: the set's name with an ending.
    pub(super) fn gold(&self, ending: &str) -> PathBuf {
        self.corpora.join(format!("{}.{ending}", self.name))
    }

    /// A file of this set in the scratch folder.
    pub(crate) fn kept(&self, ending: &str) -> PathBuf {
        self.scratch.join(format!("{}.{ending}", self.name.replace('/', "-")))
    }

    /// Writes the reports as JSONL, annotates them in that format, and tells where the output is.
    fn annotate(&self, reports: impl Iterator<Item = Value>, format: &str) -> anyhow::Result<PathBuf> {
        let (input, output) = (self.kept("input.jsonl"), self.kept(&format!("output.{format}")));
        corpus::write_jsonl(&input, reports)?;
        self.readout.annotate(&input, format, &output)?;
        Ok(output)
    }
}

fn world_affairs(place: &Place<'_>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Report {
        text: String,
    }
    let input = place.gold("jsonl.gz");
    let (mut articles, mut words, mut bytes) = (0, 0, 0);
    for line in corpus::open(&input)?.lines() {
        let report: Report = serde_json::from_str(&line?)?;
        articles += 1;
        words += Words::new(&report.text).len();
        bytes += report.text.len();
    }
    let cost = place.readout.cost_of_annotate(&input)?;
    let a_second = |n: usize| n as f64 / cost.cpu.as_secs_f64();
    let measures = vec![
        Measure::new("articles a CPU second", a_second(articles)).bar(Bar::AtLeast(40.0)),
        Measure::new("words a CPU second", a_second(words)),
        Measure::new("MB a CPU second", a_second(bytes) / 1e6),
        Measure::new("peak memory, MB", cost.peak_memory_in_bytes as f64 / 1e6).bar(Bar::AtMost(500.0)),
    ];
    Ok(Outcome { measures, python: None })
}

fn ewt(place: &Place<'_>) -> anyhow::Result<Outcome> {
    treebank(place, [Some(98.5), None, Some(95.0), None, None, Some(83.0)])
}

fn gum(place: &Place<'_>) -> anyhow::Result<Outcome> {
    treebank(place, [None; 6])
}

fn treebank(place: &Place<'_>, bars: [Option<f64>; 6]) -> anyhow::Result<Outcome> {
    let path = place.gold("conllu");
    let gold = Treebank::read(&corpus::read(&path)?);
    let reports = gold.texts.iter().enumerate().map(|(i, text)| json!({"id": format!("doc-{i}"), "text": text}));
    let output = place.annotate(reports, "conllu")?;
    let score = gold.score(&Treebank::read(&corpus::read(&output)?));
    let measures = [
        ("words F1", score.words, "/words"),
        ("sentences F1", score.sentences, "/sentences"),
        ("UPOS F1", score.upos, "/upos"),
        ("lemma F1", score.lemma, "/lemma"),
        ("UAS", score.uas, "/uas"),
        ("LAS", score.las, "/las"),
    ];
    let measures = measures
        .into_iter()
        .zip(bars)
        .map(|((name, value, pointer), bar)| Measure::new(name, value).python(pointer).bar_if(bar))
        .collect();
    Ok(Outcome { measures, python: Some(Python { script: "syntax.py", gold: path, output }) })
}

fn worldwide(place: &Place<'_>) -> anyhow::Result<Outcome> {
    let path = place.gold("conll");
    let documents = names::documents(&corpus::read(&path)?);
    let output = place.annotate(documents.iter().map(|d| json!({"id": d.id, "text": d.text})), "jsonl")?;
    let annotated = corpus::read_annotated(&output)?;
    let mut score = names::Score::default();
    for document in &documents {
        score.add(&document.names, &names_of(annotated.get(&document.id)));
    }
    let by_type = TYPES.map(|kind| (kind, format!("{kind} F1"), format!("/{kind}/f/2")));
    let mut measures = vec![
        Measure::new("names F1", score.of("all").f1).python("/all/f/2").bar(Bar::AtLeast(76.0)),
        Measure::new("names precision", score.of("all").precision).python("/all/f/0"),
        Measure::new("names recall", score.of("all").recall).python("/all/f/1"),
    ];
    measures.extend(by_type.map(|(kind, name, pointer)| Measure::new(name, score.of(kind).f1).python(pointer)));
    Ok(Outcome { measures, python: Some(Python { script: "names.py", gold: path, output }) })
}

/// GUM's news: its train part is trained on for tags and trees, so this is a check of other guidelines, not of new text.
fn gum_news(place: &Place<'_>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Gold {
        id: String,
        text: String,
        entities: Vec<Entity>,
    }
    #[derive(Deserialize)]
    struct Entity {
        span: CodePointSpan,
        #[serde(rename = "type")]
        kind: String,
        name: bool,
    }
    let gold: Vec<Gold> = corpus::read_jsonl(&place.gold("jsonl"))?;
    let output = place.annotate(gold.iter().map(|g| json!({"id": g.id, "text": g.text})), "jsonl")?;
    let annotated = corpus::read_annotated(&output)?;
    let mut score = names::Score::default();
    for document in &gold {
        let names = document.entities.iter().filter(|e| e.name).filter_map(|e| Some((e.span, type_of(&e.kind)?)));
        let names = names.map(|([start, end], kind)| (start, end, kind)).collect();
        score.add(&names, &names_of(annotated.get(&document.id)));
    }
    let measures = vec![Measure::new("names F1 (its texts are trained on; spans by other rules)", score.of("all").f1)];
    Ok(Outcome { measures, python: None })
}

fn names_of(annotated: Option<&Annotated>) -> BTreeSet<Name> {
    let mentions = annotated.map(|a| a.mentions.as_slice()).unwrap_or_default();
    let of_type = |kind: &str| TYPES.into_iter().find(|t| *t == kind);
    mentions.iter().filter(|m| m.name).filter_map(|m| Some((m.span[0], m.span[1], of_type(&m.kind)?))).collect()
}

fn polnear(place: &Place<'_>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Gold {
        id: String,
        outlet: Option<String>,
        title: Option<String>,
        published: Option<String>,
        text: String,
        attributions: Vec<attribution::Statement>,
    }
    let path = place.gold("jsonl");
    let gold: Vec<Gold> = corpus::read_jsonl(&path)?;
    let report =
        |g: &Gold| json!({"id": g.id, "outlet": g.outlet, "title": g.title, "published": g.published, "text": g.text});
    let output = place.annotate(gold.iter().map(report), "jsonl")?;
    let annotated = corpus::read_annotated(&output)?;
    let mut score = attribution::Score::default();
    for document in &gold {
        let statements = annotated.get(&document.id).map(Annotated::statements).unwrap_or_default();
        score.add(&document.text, &document.attributions, &statements);
    }
    let all = &score.all;
    let measures = vec![
        Measure::new("statements end to end, F1", all.end_to_end().f1).python("/all/e2e/2").bar(Bar::AtLeast(58.0)),
        Measure::new("statements end to end, precision", all.end_to_end().precision).python("/all/e2e/0"),
        Measure::new("statements end to end, recall", all.end_to_end().recall).python("/all/e2e/1"),
        Measure::new("content tokens F1", all.tokens().f1).python("/all/tok/2").bar(Bar::AtLeast(80.0)),
        Measure::new("content span F1", all.span().f1).python("/all/span/2").bar(Bar::AtLeast(66.0)),
        Measure::new("content exact F1", all.exact().f1).python("/all/exact/2").bar(Bar::AtLeast(52.0)),
        Measure::new("source right", all.source()).python("/all/source"),
        Measure::new("quoted end to end, F1", score.quoted.end_to_end().f1)
            .python("/quoted/e2e/2")
            .bar(Bar::AtLeast(72.0)),
        Measure::new("indirect end to end, F1", score.indirect.end_to_end().f1)
            .python("/indirect/e2e/2")
            .bar(Bar::AtLeast(51.0)),
    ];
    Ok(Outcome { measures, python: Some(Python { script: "attribution.py", gold: path, output }) })
}

fn timebank(place: &Place<'_>) -> anyhow::Result<Outcome> {
    times_of(place, Some(81.0))
}

/// WikiWars marks TIMEX2, where one may stand in another; TIMEX3 has the outermost only.
fn wikiwars(place: &Place<'_>) -> anyhow::Result<Outcome> {
    times_of(place, Some(75.0))
}

fn times_of(place: &Place<'_>, bar: Option<f64>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Gold {
        id: String,
        published: Option<String>,
        text: String,
        times: Vec<times::Time>,
    }
    let mut gold: Vec<Gold> = corpus::read_jsonl(&place.gold("jsonl"))?;
    for document in &mut gold {
        document.times.retain(|t| !t.nested);
    }
    let outermost = place.kept("gold.jsonl");
    corpus::write_jsonl(&outermost, gold.iter().map(|g| json!({"id": g.id, "times": g.times})))?;
    let report = |g: &Gold| json!({"id": g.id, "published": g.published, "text": g.text});
    let output = place.annotate(gold.iter().map(report), "jsonl")?;
    let annotated = corpus::read_annotated(&output)?;
    let mut score = times::Score::default();
    for document in &gold {
        let predicted = annotated.get(&document.id).map(|a| a.times.as_slice()).unwrap_or_default();
        score.add(&document.times, predicted);
    }
    let measure = |name: &'static str, prf: Prf, pointer: &'static str| Measure::new(name, prf.f1).python(pointer);
    let measures = vec![
        measure("times value F1", score.value(), "/value/2").bar_if(bar),
        measure("times type F1", score.kind(), "/type/2"),
        measure("times strict F1", score.strict(), "/strict/2"),
        measure("times relaxed F1", score.relaxed(), "/relaxed/2"),
    ];
    Ok(Outcome { measures, python: Some(Python { script: "times.py", gold: outermost, output }) })
}

/// The files of Recognizers-Text on dates, ranges, durations, sets, times and numbers.
const RECOGNIZERS: [&str; 20] = [
    "DateTime/DateExtractor",
    "DateTime/DateParser",
    "DateTime/DatePeriodExtractor",
    "DateTime/DatePeriodParser",
    "DateTime/DurationExtractor",
    "DateTime/DurationParser",
    "DateTime/SetExtractor",
    "DateTime/SetParser",
    "DateTime/TimeExtractor",
    "DateTime/TimeParser",
    "DateTime/TimePeriodExtractor",
    "DateTime/TimePeriodParser",
    "DateTime/DateTimeExtractor",
    "DateTime/DateTimeParser",
    "DateTime/DateTimePeriodExtractor",
    "DateTime/DateTimePeriodParser",
    "DateTime/DateTimeModel",
    "Number/NumberModel",
    "Number/NumberRangeModel",
    "Number/PercentModel",
];

fn recognizers_en(place: &Place<'_>) -> anyhow::Result<Outcome> {
    let folder = place.corpora.join(place.name);
    let mut files = Vec::new();
    for name in RECOGNIZERS {
        let text = corpus::read(&folder.join(format!("{name}.json")))?;
        let cases: Vec<recognizers::Case> =
            serde_json::from_str(text.trim_start_matches('\u{FEFF}')).with_context(|| name.to_owned())?;
        files.push((name, cases.into_iter().filter(recognizers::Case::counts).collect::<Vec<_>>()));
    }
    let id = |name: &str, i: usize| format!("{name}/{i}");
    let reports = files.iter().flat_map(|(name, cases)| {
        let report = move |(i, case): (usize, &recognizers::Case)| {
            let text = if name.starts_with("Number") { case.counted() } else { case.input.clone() };
            json!({"id": id(name, i), "published": case.day(), "text": text})
        };
        cases.iter().enumerate().map(report)
    });
    let annotated = corpus::read_annotated(&place.annotate(reports, "jsonl")?)?;
    let nothing = Annotated::default();
    let (mut measures, mut wrong) = (Vec::new(), Vec::new());
    for (name, cases) in &files {
        let kind = match name.trim_start_matches("DateTime/").trim_end_matches("Extractor").trim_end_matches("Parser") {
            "Date" | "DatePeriod" => Some("DATE"),
            "Duration" => Some("DURATION"),
            "Set" => Some("SET"),
            "Time" | "TimePeriod" | "DateTime" | "DateTimePeriod" => Some("TIME"),
            _ => None,
        };
        let mut right = 0;
        for (i, case) in cases.iter().enumerate() {
            let found = annotated.get(&id(name, i)).unwrap_or(&nothing);
            let numbers = name.starts_with("Number");
            if if numbers { case.numbers_right(&found.figures) } else { case.times_right(&found.times, kind) } {
                right += 1;
            } else {
                let expected: Vec<_> = case.expected().collect();
                wrong.push(json!({"case": id(name, i), "input": case.input, "day": case.day(), "expected": expected}));
            }
        }
        let share = 100.0 * f64::from(right) / cases.len().max(1) as f64;
        measures.push(Measure::new(format!("{name}: {} cases, right", cases.len()), share));
    }
    corpus::write_jsonl(&place.kept("wrong.jsonl"), wrong.into_iter())?;
    Ok(Outcome { measures, python: None })
}

/// Events in the sentences where MEANTIME marks them all: what [`events::MeantimeScore`] says; and actors over documents.
fn meantime(place: &Place<'_>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Gold {
        id: String,
        published: Option<String>,
        text: String,
        sentences: Vec<Vec<String>>,
        mentions: Vec<events::Mention>,
        relations: Vec<Relation>,
    }
    #[derive(Deserialize)]
    struct Relation {
        #[serde(rename = "type")]
        kind: String,
        source: String,
    }
    let gold: Vec<Gold> = corpus::read_jsonl(&place.gold("jsonl"))?;
    let report = |g: &Gold| json!({"id": g.id, "published": g.published, "text": g.text});
    let output = place.annotate(gold.iter().map(report), "jsonl")?;
    let annotated = corpus::read_annotated(&output)?;
    let mut score = events::MeantimeScore::default();
    for document in &gold {
        let reporting = document.relations.iter().filter(|r| r.kind == "SLINK").map(|r| r.source.clone()).collect();
        // A line a sentence.
        let lines = document.text.split_inclusive('\n').take(document.sentences.len().min(6));
        let end = lines.map(|line| line.chars().count()).sum();
        let ours = annotated.get(&document.id).map(|a| a.events.as_slice()).unwrap_or_default();
        score.add(&document.text, &document.mentions, &reporting, end, ours);
    }
    let mut measures = vec![
        Measure::new("events recall", score.recall()).bar(Bar::AtLeast(60.0)),
        Measure::new("events recall, without be and have", score.recall_of_deeds()),
        Measure::new("events status right", score.status()).bar(Bar::AtLeast(82.0)),
        Measure::new("events on a gold mention", score.on_gold()),
        Measure::new("events for 100 gold mentions", score.ours_for_a_hundred()),
    ];
    measures.extend(entities::measure(place, &entities::meantime(&place.gold("jsonl"))?)?);
    Ok(Outcome { measures, python: None })
}

/// Actors over documents.
fn ecbplus(place: &Place<'_>) -> anyhow::Result<Outcome> {
    let measures = entities::measure(place, &entities::ecbplus(&place.gold("jsonl"))?)?;
    Ok(Outcome { measures, python: None })
}

/// Records in PLOVER's terms, one a text: see [`events::record`].
fn plover(place: &Place<'_>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Gold {
        id: String,
        event: String,
        text: String,
        spans: Option<Vec<Role>>,
    }
    #[derive(Deserialize)]
    struct Role {
        role: String,
        span: CodePointSpan,
    }
    let gold: Vec<Gold> = corpus::read_jsonl(&place.gold("jsonl"))?;
    let output = place.annotate(gold.iter().map(|g| json!({"id": g.id, "text": g.text})), "jsonl")?;
    let annotated = corpus::read_annotated(&output)?;
    let mut score = events::PloverScore::default();
    for text in &gold {
        let ours = annotated.get(&text.id).map(|a| events::record(&a.events, &a.said())).unwrap_or_default();
        // Texts without spans count for their type alone.
        let spans = |role: &str| -> Vec<CodePointSpan> {
            let all = text.spans.iter().flatten();
            all.filter(|s| s.role.split('/').any(|r| r == role)).map(|s| s.span).collect()
        };
        let ours = if text.spans.is_none() { events::Record { kind: ours.kind, ..Default::default() } } else { ours };
        score.add(&text.event, &spans("SRC"), &spans("TAR"), &ours);
    }
    eprintln!("types: right, and what the others are taken for\n{}", score.confusions());
    let measures = vec![
        Measure::new("type macro-F1", score.macro_f1()).bar(Bar::AtLeast(60.0)),
        Measure::new("type right", score.accuracy()),
        Measure::new("source F1", score.source().f1),
        Measure::new("target F1", score.target().f1),
    ];
    Ok(Outcome { measures, python: None })
}

/// Figures of reports of `raw/world_affairs`, by labels of our own.
fn figures_of_ours(place: &Place<'_>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Gold {
        id: String,
        figures: Vec<figures::Figure>,
    }
    #[derive(Deserialize)]
    struct Ours {
        report: corpus::Head,
        figures: Vec<figures::Figure>,
    }
    let gold: Vec<Gold> = corpus::read_jsonl(&Path::new(env!("CARGO_MANIFEST_DIR")).join("gold/figures.jsonl"))?;
    let wanted: BTreeSet<&str> = gold.iter().map(|g| g.id.as_str()).collect();
    let reports: Vec<Value> = corpus::read_jsonl(&place.corpora.join("raw/world_affairs.jsonl.gz"))?;
    let reports = reports.into_iter().filter(|r| r["id"].as_str().is_some_and(|id| wanted.contains(id)));
    let output = place.annotate(reports, "jsonl")?;
    let ours: BTreeMap<String, Vec<figures::Figure>> =
        corpus::read_jsonl::<Ours>(&output)?.into_iter().map(|o| (o.report.id, o.figures)).collect();
    let mut score = figures::Score::default();
    for report in &gold {
        let found = ours.get(&report.id).with_context(|| format!("the corpus has no report {}", report.id))?;
        score.add(&report.figures, found);
    }
    let measures = vec![
        Measure::new("figures, value and bound right", score.right()).bar(Bar::AtLeast(92.0)),
        Measure::new("figures, unit right too", score.unit()),
        Measure::new("figures on a labelled one", score.on_gold()),
    ];
    Ok(Outcome { measures, python: None })
}

/// Differences in stories of `stories/allsides.dev`, by labels of our own; each story's reports are read alone. What meets no label
/// is kept for reading, since it may be true all the same. Recall is over the labels that are sure; one that is not counts neither
/// way. The 30 stories that two readers labelled are the measure; their halves, and the 40 that one reader labelled and that the
/// rules were made on, stand apart beside it.
fn allsides_differences(place: &Place<'_>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Gold {
        story: String,
        part: Part,
        /// None for a story whose reports do not differ.
        #[serde(flatten)]
        difference: Option<differences::Label>,
    }
    /// Who labelled a story: two readers for each of the first two parts, one for each of the others.
    #[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Part {
        A,
        B,
        C,
        D,
    }
    let mut gold = BTreeMap::<String, (Part, Vec<differences::Label>)>::new();
    let labels = Path::new(env!("CARGO_MANIFEST_DIR")).join("gold/differences.jsonl");
    for label in corpus::read_jsonl::<Gold>(&labels)? {
        gold.entry(label.story).or_insert((label.part, Vec::new())).1.extend(label.difference);
    }
    let mut reports = BTreeMap::<String, Vec<Value>>::new();
    for report in corpus::read_jsonl::<Value>(&place.corpora.join("stories/allsides.dev.jsonl.gz"))? {
        let story = report["story"].as_str().filter(|story| gold.contains_key(*story)).map(str::to_owned);
        if let Some(story) = story {
            reports.entry(story).or_default().push(report);
        }
    }
    let (mut thirty, mut first, mut second, mut others) =
        <(differences::Score, differences::Score, differences::Score, differences::Score)>::default();
    let mut unmatched = Vec::new();
    for (story, (part, labels)) in &gold {
        let reports = reports.remove(story).with_context(|| format!("the corpus has no story {story}"))?;
        let (ours, told) = differences_of(place, story, reports)?;
        let missed = match part {
            Part::A => first.add(labels, &ours),
            Part::B => second.add(labels, &ours),
            Part::C | Part::D => others.add(labels, &ours),
        };
        if matches!(part, Part::A | Part::B) {
            thirty.add(labels, &ours);
        }
        unmatched.extend(missed.into_iter().filter_map(|i| told.get(i).cloned()));
    }
    corpus::write_jsonl(&place.kept("unmatched.jsonl"), unmatched.into_iter())?;
    let (strict, loose) = (thirty.strict(), thirty.loose());
    let over_all = thirty.strict_over_all();
    let (first, second, others) = (first.strict(), second.strict(), others.strict());
    let measures = vec![
        Measure::new("differences, precision", strict.precision).bar(Bar::AtLeast(80.0)),
        Measure::new("differences, recall", strict.recall).bar(Bar::AtLeast(50.0)),
        Measure::new("differences, recall over unsure labels too", over_all.recall),
        Measure::new("differences of any kind, precision", loose.precision),
        Measure::new("differences of any kind, recall", loose.recall),
        Measure::new("first half of them, precision", first.precision),
        Measure::new("first half of them, recall", first.recall),
        Measure::new("second half of them, precision", second.precision),
        Measure::new("second half of them, recall", second.recall),
        Measure::new("40 other stories, precision", others.precision),
        Measure::new("40 other stories, recall", others.recall),
    ];
    Ok(Outcome { measures, python: None })
}

/// The differences of a story that its reports alone make: for the score, and as they are.
fn differences_of(
    place: &Place<'_>,
    story: &str,
    reports: Vec<Value>,
) -> anyhow::Result<(Vec<differences::Difference>, Vec<Value>)> {
    #[derive(Deserialize)]
    struct Ours {
        kind: String,
        sides: Vec<Side>,
    }
    #[derive(Deserialize)]
    struct Side {
        evidence: Vec<differences::Passage>,
    }
    let (input, output) = (place.kept(&format!("{story}.jsonl")), place.kept(&format!("{story}.json")));
    corpus::write_jsonl(&input, reports.into_iter())?;
    place.readout.brief(&input, &output)?;
    let brief: Value =
        serde_json::from_str(&fs::read_to_string(&output)?).with_context(|| output.display().to_string())?;
    let stories = brief["stories"].as_array().into_iter().flatten();
    let told: Vec<Value> =
        stories.filter_map(|s| s["differences"].as_array()).flat_map(|d| d.iter().cloned()).collect();
    let of_difference = |value: &Value| {
        let ours = Ours::deserialize(value)?;
        let sides = ours.sides.into_iter().map(|side| side.evidence).collect();
        Ok(differences::Difference { kind: ours.kind, sides })
    };
    let ours = told.iter().map(of_difference).collect::<anyhow::Result<_>>()?;
    Ok((ours, told))
}

/// Differences against the labels of stories that the judge of claims was not trained on.
fn world_affairs_differences(place: &Place<'_>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Labelled {
        story: String,
        part: Part,
        /// The ids of its reports.
        reports: Vec<String>,
        differences: Vec<differences::Label>,
    }
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("gold/differences.world_affairs.jsonl");
    let stories = corpus::read_jsonl::<Labelled>(&gold)?.into_iter().filter(|s| s.part == Part::Held);
    let stories: Vec<Labelled> = stories.collect();
    let mut reports = BTreeMap::<String, Value>::new();
    for report in corpus::read_jsonl::<Value>(&place.corpora.join("raw/world_affairs.jsonl.gz"))? {
        if let Some(id) = report["id"].as_str().map(str::to_owned) {
            reports.insert(id, report);
        }
    }
    let (mut score, mut denials) = <(differences::Score, differences::Score)>::default();
    let mut unmatched = Vec::new();
    for story in &stories {
        let of = |id: &String| reports.get(id).cloned().with_context(|| format!("the corpus has no report {id}"));
        let these = story.reports.iter().map(of).collect::<anyhow::Result<_>>()?;
        let (ours, told) = differences_of(place, &story.story, these)?;
        let missed = score.add(&story.differences, &ours);
        unmatched.extend(missed.into_iter().filter_map(|i| told.get(i).cloned()));
        let gold: Vec<_> = story.differences.iter().filter(|l| l.difference.kind == "denial").cloned().collect();
        let ours: Vec<_> = ours.into_iter().filter(|d| d.kind == "denial").collect();
        denials.add(&gold, &ours);
    }
    corpus::write_jsonl(&place.kept("unmatched.jsonl"), unmatched.into_iter())?;
    let (all, over_all, denials) = (score.strict(), score.strict_over_all(), denials.strict());
    let measures = vec![
        Measure::new("differences, precision", all.precision),
        Measure::new("differences, recall", all.recall),
        Measure::new("differences, recall over unsure labels too", over_all.recall),
        Measure::new("denials, precision", denials.precision),
        Measure::new("denials, recall", denials.recall),
    ];
    Ok(Outcome { measures, python: None })
}

/// Body, title and day of web pages, each read from its own file. The body is what `--format conllu` has as text.
fn fundus(place: &Place<'_>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Gold {
        id: String,
        html: PathBuf,
        title: Option<String>,
        published: Option<String>,
        sections: Vec<Section>,
    }
    #[derive(Deserialize)]
    struct Section {
        headline: Vec<String>,
        paragraphs: Vec<String>,
    }
    let path = place.gold("jsonl");
    let folder = path.parent().context("the corpora lie in folders")?;
    let gold: Vec<Gold> = corpus::read_jsonl(&path)?;
    let pages = place.kept("pages");
    fs::create_dir_all(&pages)?;
    let file_of = |id: &str| pages.join(format!("{}.html", id.replace('/', "-")));
    for page in &gold {
        let mut from = corpus::open(&folder.join(&page.html))?;
        std::io::copy(&mut from, &mut fs::File::create(file_of(&page.id))?)?;
    }
    let (output, texts) = (place.kept("output.jsonl"), place.kept("output.conllu"));
    place.readout.annotate(&pages, "jsonl", &output)?;
    place.readout.annotate(&pages, "conllu", &texts)?;
    let texts = texts_by_id(&corpus::read(&texts)?);
    let read: Vec<Annotated> = corpus::read_jsonl(&output)?;
    let by_path: BTreeMap<_, _> = read
        .into_iter()
        .filter_map(|a| Some((PathBuf::from(a.report.path?), (a.report.id, a.report.title, a.report.published))))
        .collect();
    let mut score = extraction::Score::default();
    for page in &gold {
        let body = page.sections.iter().flat_map(|s| s.headline.iter().chain(&s.paragraphs));
        let body = body.map(String::as_str).collect::<Vec<_>>().join("\n");
        let gold = extraction::Page { body, title: page.title.clone() };
        let published = page.published.as_ref().and_then(|p| p.replace(' ', "T").parse().ok());
        let (read, day) = match by_path.get(&file_of(&page.id)) {
            Some((id, title, published)) => {
                let body = texts.get(id).cloned().unwrap_or_default();
                let day = published.as_ref().and_then(|p| p.parse().ok());
                (extraction::Page { body, title: title.clone() }, day)
            }
            None => Default::default(),
        };
        score.add(&gold, published, &read, day);
    }
    let measures = vec![
        Measure::new("body tokens F1, mean", score.body()),
        Measure::new("title right", score.title()),
        Measure::new("day right", score.day()),
    ];
    Ok(Outcome { measures, python: None })
}

fn allsides(place: &Place<'_>) -> anyhow::Result<Outcome> {
    stories_of(place, place.gold("jsonl.gz"), Some(89.0))
}

fn wikinews(place: &Place<'_>) -> anyhow::Result<Outcome> {
    stories_of(place, place.gold("jsonl"), None)
}

/// Stories of a whole record: the reports are read into a new one, in the order of the set.
fn stories_of(place: &Place<'_>, gold: PathBuf, bar: Option<f64>) -> anyhow::Result<Outcome> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        story: Option<String>,
    }
    let by_id = |lines: Vec<Line>| lines.into_iter().filter_map(|l| Some((l.id, l.story?))).collect::<BTreeMap<_, _>>();
    // The gold's stories are not for the binary to see.
    let reports: Vec<Value> = corpus::read_jsonl(&gold)?;
    let fields = ["id", "outlet", "published", "title", "url", "text"];
    let bare = |report: &Value| {
        Value::Object(fields.iter().filter_map(|f| Some(((*f).to_owned(), report.get(f)?.clone()))).collect())
    };
    let (input, record, output) = (place.kept("input.jsonl"), place.kept("record.db"), place.kept("output.jsonl"));
    corpus::write_jsonl(&input, reports.iter().map(bare))?;
    place.readout.stories(&input, &record, &output)?;
    let score = stories::score(&by_id(corpus::read_jsonl(&gold)?), &by_id(corpus::read_jsonl(&output)?));
    let measures = vec![
        Measure::new("stories, B-cubed F1", score.b_cubed.f1).python("/bcubed/2").bar_if(bar),
        Measure::new("stories, B-cubed precision", score.b_cubed.precision).python("/bcubed/0"),
        Measure::new("stories, B-cubed recall", score.b_cubed.recall).python("/bcubed/1"),
        Measure::new("pairs in one story, F1", score.pairs.f1).python("/pairs/2"),
        Measure::new("stories found", score.stories as f64).python("/predicted"),
    ];
    Ok(Outcome { measures, python: Some(Python { script: "stories.py", gold, output }) })
}

/// The sentences of each document of a CoNLL-U file.
fn texts_by_id(conllu: &str) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut open = "";
    for line in conllu.lines() {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            open = id;
        } else if let Some(text) = line.strip_prefix("# text = ") {
            let all = texts.entry(open.to_owned()).or_default();
            all.push_str(text);
            all.push('\n');
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_document() {
        let texts = texts_by_id(
            "# newdoc id = a\n# text = One.\n1\tOne\n\n# text = Two.\n\n# newdoc id = b\n# text = Three.\n",
        );
        assert_eq!(texts["a"], "One.\nTwo.\n");
        assert_eq!(texts["b"], "Three.\n");
    }
}
