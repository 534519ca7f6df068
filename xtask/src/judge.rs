//! Learns which claim a denial answers, from labelled differences: see `crates/readout-record/model/README.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use readout_language::Analyzer;
use readout_record::{ClaimRow, Entry};
use readout_report::{CodePoints, Evidence, Report, ReportId};
use serde::Deserialize;

use crate::boost::{self, Model};
use crate::eval::corpus;
use crate::score::differences::{Label, Passage};

/// `cargo xtask judge`
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The corpora folder
    corpora: PathBuf,
    /// The file to write: crates/readout-record/model/claims.trees
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// A story of raw/world_affairs and the differences that a reader found in it.
#[derive(Deserialize)]
pub(crate) struct Labelled {
    pub(crate) story: String,
    pub(crate) part: Part,
    /// The ids of its reports.
    pub(crate) reports: Vec<String>,
    pub(crate) differences: Vec<Label>,
}

/// What a story is for.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Part {
    /// To learn from.
    Train,
    /// To measure with.
    Held,
}

/// The labelled stories of raw/world_affairs.
pub(crate) fn labelled() -> anyhow::Result<Vec<Labelled>> {
    corpus::read_jsonl(&Path::new(env!("CARGO_MANIFEST_DIR")).join("gold/differences.world_affairs.jsonl"))
}

/// A claim that may be what is denied, and which of the story's labels say so.
struct Row {
    story: usize,
    /// The place of the denial.
    denial: (String, u32, u32),
    features: Vec<f32>,
    right: BTreeSet<usize>,
}

/// So many models, each of another seed, are one.
const SEEDS: u64 = 3;

const FOLDS: usize = 5;

fn options(seed: u64) -> boost::Options {
    boost::Options {
        trees: 150,
        leaves: 8,
        rate: 0.05,
        least_rows: 20,
        damping: 5.0,
        features: 0.4,
        rows: 0.8,
        seed: seed + 1,
    }
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let stories: Vec<Labelled> = labelled()?.into_iter().filter(|s| s.part == Part::Train).collect();
    let texts = texts(&options.corpora, &stories)?;
    let analyzer = Analyzer::new();
    let mut rows = Vec::new();
    let mut names: Vec<&'static str> = Vec::new();
    for (number, story) in stories.iter().enumerate() {
        let entries = story.reports.iter().map(|id| {
            let mut report = texts.get(id).with_context(|| format!("the corpus has no report {id}"))?.clone();
            report.id = ReportId(id.clone());
            let analysis = analyzer.analyze(&report.text);
            let findings = readout_extract::extract(&report, &analysis);
            Ok(Entry::new(report, &analysis, findings))
        });
        for found in readout_record::claim_rows(entries.collect::<anyhow::Result<_>>()?) {
            names = found.features.iter().map(|(name, _)| *name).collect();
            rows.push(row(number, story, &texts, &found));
        }
    }
    ensure!(!rows.is_empty(), "no denial in the labelled stories");
    eprintln!(
        "{} stories, {} denials, {} claims, {} of them right",
        stories.len(),
        rows.iter().map(|r| (r.story, &r.denial)).collect::<BTreeSet<_>>().len(),
        rows.len(),
        rows.iter().filter(|r| !r.right.is_empty()).count()
    );
    validate(&stories, &rows);
    let model = train(&rows.iter().collect::<Vec<_>>());
    let mut text = String::from("# Made by `cargo xtask judge`; see README.md beside this file. Features:\n");
    for (number, name) in names.iter().enumerate() {
        writeln!(text, "# {number} {name}")?;
    }
    text.push_str(&model.to_text());
    std::fs::write(&options.out, text).with_context(|| format!("cannot write {}", options.out.display()))
}

/// The reports of the labelled stories.
fn texts(corpora: &Path, stories: &[Labelled]) -> anyhow::Result<BTreeMap<String, Report>> {
    #[derive(Deserialize)]
    struct Text {
        id: String,
        text: String,
        outlet: Option<String>,
        published: Option<String>,
    }
    let wanted: BTreeSet<&String> = stories.iter().flat_map(|s| &s.reports).collect();
    let mut found = BTreeMap::new();
    for text in corpus::read_jsonl::<Text>(&corpora.join("raw/world_affairs.jsonl.gz"))? {
        if wanted.contains(&text.id) {
            let mut report = Report::from_text(text.text.as_str());
            report.outlet = text.outlet;
            report.published = text.published.and_then(|day| day.parse().ok());
            found.insert(text.id, report);
        }
    }
    Ok(found)
}

/// The labels whose sides the denial and the claim meet, one each.
fn row(number: usize, story: &Labelled, texts: &BTreeMap<String, Report>, found: &ClaimRow) -> Row {
    let passage = |evidence: &Evidence| {
        let text = texts.get(&evidence.report.0).map_or("", |r| r.text.as_str());
        let points = CodePoints::new(text);
        let span = [evidence.span.start, evidence.span.end].map(|b| points.from_byte(b) as usize);
        Passage { report: evidence.report.0.clone(), span }
    };
    let (denial, claim) = (passage(&found.denial), passage(&found.claim));
    let meets = |passage: &Passage, side: &[Passage]| side.iter().any(|p| p.overlaps(passage));
    let right = story.differences.iter().enumerate().filter(|(_, label)| {
        let [a, b] = label.difference.sides.as_slice() else { return false };
        label.difference.kind == found.kind.as_str()
            && (meets(&denial, a) && meets(&claim, b) || meets(&denial, b) && meets(&claim, a))
    });
    Row {
        story: number,
        denial: (found.denial.report.0.clone(), found.denial.span.start, found.denial.span.end),
        features: found.features.iter().map(|(_, value)| *value).collect(),
        right: right.map(|(i, _)| i).collect(),
    }
}

fn train(rows: &[&Row]) -> Model {
    let rows: Vec<boost::Row<'_>> =
        rows.iter().map(|r| boost::Row { features: &r.features, yes: !r.right.is_empty() }).collect();
    let models: Vec<Model> = (0..SEEDS).map(|seed| Model::train(&rows, &options(seed))).collect();
    Model::mean(&models)
}

/// Prints how right it is on stories that it was not trained on, for some thresholds: of the denials shown with a claim, how many
/// meet a label; and how many of the sure denials are found.
fn validate(stories: &[Labelled], rows: &[Row]) {
    const MOST: usize = 3;
    const NEAR_BEST: f64 = 1.2;
    let mut odds = vec![0.0; rows.len()];
    for fold in 0..FOLDS {
        let train_on: Vec<&Row> = rows.iter().filter(|r| r.story % FOLDS != fold).collect();
        let model = train(&train_on);
        for (row, odds) in rows.iter().zip(&mut odds).filter(|(r, _)| r.story % FOLDS == fold) {
            let p = model.probability(&row.features);
            *odds = (p / (1.0 - p)).ln();
        }
    }
    let mut denials = BTreeMap::<_, Vec<usize>>::new();
    for (at, row) in rows.iter().enumerate() {
        denials.entry((row.story, &row.denial)).or_default().push(at);
    }
    let is_sure = |story: usize, label: usize| stories[story].differences[label].sure;
    let sure = stories
        .iter()
        .flat_map(|s| &s.differences)
        .filter(|l| l.sure && matches!(&*l.difference.kind, "denial" | "verification"))
        .count();
    println!("likely  shown  right  found of {sure} sure");
    for least in [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4] {
        let (mut shown, mut right, mut found) = (0, 0, BTreeSet::new());
        for ((story, _), candidates) in &denials {
            let mut best = candidates.clone();
            best.sort_by(|a, b| odds[*b].total_cmp(&odds[*a]));
            let top = odds[best[0]];
            if 1.0 / (1.0 + (-top).exp()) < least {
                continue;
            }
            let told = best.iter().filter(|at| odds[**at] >= top - NEAR_BEST).take(MOST);
            let labels: BTreeSet<usize> = told.flat_map(|at| &rows[*at].right).copied().collect();
            shown += 1;
            right += usize::from(!labels.is_empty());
            found.extend(labels.into_iter().filter(|l| is_sure(*story, *l)).map(|l| (*story, l)));
        }
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!("{least:6.2} {shown:6} {:5.1}% {:5.1}%", percent(right, shown), percent(found.len(), sure));
    }
}
