//! Makes the table of how common words are, by which the record weighs what reports share.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, ensure};
use readout_extract::Findings;
use readout_language::Analyzer;
use readout_record::{Entry, terms};
use readout_report::Report;
use serde::Deserialize;

use crate::eval::corpus;

/// `cargo xtask frequencies`
#[derive(clap::Args)]
pub(crate) struct Options {
    /// JSONL files of reports (`text`), plain or `.gz`
    #[arg(required = true)]
    corpora: Vec<PathBuf>,
    /// The table to write: crates/readout-record/src/frequencies.zst
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Processors to read on
    #[arg(long, value_name = "N", default_value_t = 2)]
    threads: usize,
}

/// A word in fewer reports has no line of its own.
const LEAST_REPORTS: usize = 5;

/// Added to the number of reports that have a word: below it, chance decides.
const DOUBT: usize = 15;

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    #[derive(Deserialize)]
    struct Text {
        text: String,
    }
    let mut texts: Vec<Text> = Vec::new();
    for path in &options.corpora {
        texts.extend(corpus::read_jsonl::<Text>(path)?);
    }
    ensure!(!texts.is_empty(), "there are no reports in these files");
    let (analyzer, next) = (Analyzer::new(), AtomicUsize::new(0));
    let counts = Mutex::new(BTreeMap::<String, usize>::new());
    std::thread::scope(|scope| {
        for _ in 0..options.threads.max(1) {
            scope.spawn(|| {
                while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let report = Report::from_text(text.text.as_str());
                    let analysis = analyzer.analyze(&report.text);
                    let words: BTreeSet<_> = terms(&Entry::new(report, &analysis, Findings::default())).collect();
                    let mut counts = counts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
                }
            });
        }
    });
    let counts = counts.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let table = table(&counts, texts.len());
    let packed = zstd::encode_all(table.as_bytes(), 22)?;
    eprintln!("{} reports, {} words, {} bytes", texts.len(), table.split_whitespace().count(), packed.len());
    std::fs::write(&options.out, packed).with_context(|| format!("cannot write {}", options.out.display()))
}

/// A line a weight: eight times the natural logarithm of all reports to those that have the word, then the words.
fn table(counts: &BTreeMap<String, usize>, reports: usize) -> String {
    let mut by_weight = BTreeMap::<u8, Vec<&str>>::new();
    for (word, n) in counts.iter().filter(|(word, n)| !word.is_empty() && **n >= LEAST_REPORTS) {
        let rarity = (reports + 1) as f64 / (n + DOUBT) as f64;
        by_weight.entry((8.0 * rarity.ln()).round() as u8).or_default().push(word);
    }
    by_weight.iter().map(|(weight, words)| format!("{weight} {}\n", words.join(" "))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_words_of_a_weight() {
        let counts = [("common", 985), ("rare", 85), ("scarce", 85), ("typo", 4), ("", 900)];
        let counts = counts.into_iter().map(|(word, n)| (word.to_owned(), n)).collect();
        // 1,000 reports: ln(1000 / 1000) = 0, 8 ln(1000 / 100) = 18.4.
        assert_eq!(table(&counts, 999), "0 common\n18 rare scarce\n");
    }
}
