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
use crate::score::differences::Passage;

/// `cargo xtask judge`
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The corpora folder
    corpora: PathBuf,
    /// The file to write: crates/readout-record/model/claims.trees
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// A story of raw/world_affairs and the denials that Readout found in it, as a reader judged them.
#[derive(Deserialize)]
struct Labelled {
    part: Part,
    /// The ids of its reports.
    reports: Vec<String>,
    denials: Vec<Answered>,
}

/// A denial, and which of the sentences shown with it tell what it denies.
#[derive(Deserialize)]
struct Answered {
    denial: Passage,
    /// Those that do.
    claims: Vec<Passage>,
    /// Those that a fair reader might also take for it: they teach nothing.
    partly: Vec<Passage>,
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

/// What a reader said of a sentence that may be what is denied.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Right,
    Partly,
    Wrong,
}

/// A denial with a sentence that may tell what it denies.
struct Row {
    story: usize,
    /// The denial's place among those of its story.
    denial: usize,
    features: Vec<f32>,
    verdict: Verdict,
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
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("gold/claims.world_affairs.jsonl");
    let stories: Vec<Labelled> = corpus::read_jsonl(&gold)?;
    let texts = texts(&options.corpora, &stories)?;
    let analyzer = Analyzer::new();
    let (mut learned, mut held) = (Vec::new(), Vec::new());
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
            let rows = if story.part == Part::Train { &mut learned } else { &mut held };
            rows.extend(row(number, story, &texts, &found));
        }
    }
    ensure!(!learned.is_empty(), "no denial in the labelled stories");
    let count = |rows: &[Row]| {
        let right = rows.iter().filter(|r| r.verdict == Verdict::Right).count();
        format!("{} denials, {} sentences, {right} of them right", denials(rows).len(), rows.len())
    };
    eprintln!("{} stories; to learn from: {}; held: {}", stories.len(), count(&learned), count(&held));
    println!("stories not trained on, of five parts");
    table(&learned, &cross_validated(&learned));
    let model = train(&learned.iter().collect::<Vec<_>>());
    println!("stories held");
    table(&held, &held.iter().map(|row| odds(&model, row)).collect::<Vec<_>>());
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

/// A denial with a sentence, if a reader judged them.
fn row(number: usize, story: &Labelled, texts: &BTreeMap<String, Report>, found: &ClaimRow) -> Option<Row> {
    let passage = |evidence: &Evidence| {
        let text = texts.get(&evidence.report.0).map_or("", |r| r.text.as_str());
        let points = CodePoints::new(text);
        let span = [evidence.span.start, evidence.span.end].map(|b| points.from_byte(b) as usize);
        Passage { report: evidence.report.0.clone(), span }
    };
    let (denial, claim) = (passage(&found.denial), passage(&found.claim));
    let at = story.denials.iter().position(|d| d.denial.overlaps(&denial))?;
    let meets = |side: &[Passage]| side.iter().any(|p| p.overlaps(&claim));
    let verdict = match &story.denials[at] {
        answered if meets(&answered.claims) => Verdict::Right,
        answered if meets(&answered.partly) => Verdict::Partly,
        _ => Verdict::Wrong,
    };
    let features = found.features.iter().map(|(_, value)| *value).collect();
    Some(Row { story: number, denial: at, features, verdict })
}

fn train(rows: &[&Row]) -> Model {
    let taught = rows.iter().filter(|r| r.verdict != Verdict::Partly);
    let rows: Vec<boost::Row<'_>> =
        taught.map(|r| boost::Row { features: &r.features, yes: r.verdict == Verdict::Right }).collect();
    let models: Vec<Model> = (0..SEEDS).map(|seed| Model::train(&rows, &options(seed))).collect();
    Model::mean(&models)
}

/// The logarithm of the odds that a sentence tells what is denied.
fn odds(model: &Model, row: &Row) -> f64 {
    let p = model.probability(&row.features);
    (p / (1.0 - p)).ln()
}

/// The odds of each row by a model that was not trained on its story.
fn cross_validated(rows: &[Row]) -> Vec<f64> {
    let mut all = vec![0.0; rows.len()];
    for fold in 0..FOLDS {
        let train_on: Vec<&Row> = rows.iter().filter(|r| r.story % FOLDS != fold).collect();
        let model = train(&train_on);
        for (row, at) in rows.iter().zip(&mut all).filter(|(r, _)| r.story % FOLDS == fold) {
            *at = odds(&model, row);
        }
    }
    all
}

/// The rows of each denial.
fn denials(rows: &[Row]) -> BTreeMap<(usize, usize), Vec<usize>> {
    let mut denials = BTreeMap::<_, Vec<usize>>::new();
    for (at, row) in rows.iter().enumerate() {
        denials.entry((row.story, row.denial)).or_default().push(at);
    }
    denials
}

/// Prints for some thresholds how many denials would be shown; how many of those with a sentence that tells what is denied, or with
/// one that may be said to; how many of the sentences shown do; and how many are shown of the denials that have one.
fn table(rows: &[Row], odds: &[f64]) {
    const MOST: usize = 3;
    const NEAR_BEST: f64 = 1.5;
    let denials = denials(rows);
    let is = |at: &usize, verdict: Verdict| rows[*at].verdict == verdict;
    let answered = denials.values().filter(|c| c.iter().any(|at| is(at, Verdict::Right))).count();
    println!("likely  shown  right  or partly  sentences right  found of {answered}");
    for least in [0.1, 0.2, 0.25, 0.33, 0.4, 0.5, 0.6] {
        let (mut shown, mut right, mut partly, mut told, mut told_right) = (0, 0, 0, 0, 0);
        for candidates in denials.values() {
            let mut best = candidates.clone();
            best.sort_by(|a, b| odds[*b].total_cmp(&odds[*a]));
            let top = odds[best[0]];
            if 1.0 / (1.0 + (-top).exp()) < least {
                continue;
            }
            best.retain(|at| odds[*at] >= top - NEAR_BEST);
            best.truncate(MOST);
            let rights = best.iter().filter(|at| is(at, Verdict::Right)).count();
            shown += 1;
            right += usize::from(rights > 0);
            partly += usize::from(rights > 0 || best.iter().any(|at| is(at, Verdict::Partly)));
            told += best.len();
            told_right += rights;
        }
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!(
            "{least:6.2} {shown:6} {:5.1}% {:9.1}% {:15.1}% {:8.1}%",
            percent(right, shown),
            percent(partly, shown),
            percent(told_right, told),
            percent(right, answered)
        );
    }
}
