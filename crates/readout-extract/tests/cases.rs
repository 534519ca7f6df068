//! Language behaviour as text: a sentence, and indented under it the marks that are expected (`tests/cases/*.txt`).
//!
//! The rules are run on the bare text, without an analysis: tags and trees may only make them better.

use std::fmt::Write as _;

use readout_extract::{Amount, Findings, document, figure, time};
use readout_language::Analysis;
use readout_report::{Date, Report};

/// Runs `mark` on each sentence of `cases` and compares its lines with those under the sentence.
fn check(cases: &str, mark: impl Fn(&Report) -> Vec<String>) {
    let mut published: Option<Date> = None;
    let mut wrong = String::new();
    let mut lines = cases.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(date) = line.strip_prefix("published: ") {
            published = date.parse().ok();
            continue;
        }
        let mut expected = Vec::new();
        while let Some(mark) = lines.next_if(|l| l.starts_with("  ")) {
            expected.push(mark.trim().to_owned());
        }
        let report = Report { published, ..Report::from_text(line) };
        let found = mark(&report);
        if found != expected {
            let _ = writeln!(wrong, "{line}\n  expected {expected:#?}\n  found {found:#?}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn times() {
    check(include_str!("cases/time.txt"), |report| {
        time::find(report, &Analysis::default())
            .iter()
            .map(|t| {
                let range = t.range.map_or(String::new(), |(first, last)| format!(" {first}..{last}"));
                format!("{} = {} {}{range}", t.span.of_text(&report.text), t.kind.as_str(), t.value)
            })
            .collect()
    });
}

#[test]
fn figures() {
    check(include_str!("cases/figure.txt"), |report| {
        let analysis = Analysis::default();
        figure::find(report, &analysis, &time::find(report, &analysis))
            .iter()
            .map(|f| {
                let amount = match f.amount {
                    Amount::One(n) => n.to_string(),
                    Amount::Between(low, high) => format!("{low}..{high}"),
                };
                let unit = f.unit.as_deref().map_or(String::new(), |u| format!(" {u}"));
                let of = f.of.map_or(String::new(), |of| format!(" | {}", of.of_text(&report.text)));
                let definite = if f.definite { " definite" } else { "" };
                format!("{} = {} {amount}{unit}{definite}{of}", f.span.of_text(&report.text), f.bound.as_str())
            })
            .collect()
    });
}

#[test]
fn documents() {
    check(include_str!("cases/document.txt"), |report| {
        document::find(report, &Analysis::default(), &Findings::default())
            .iter()
            .map(|d| {
                let version = d.version.as_deref().map_or(String::new(), |v| format!(" | {v}"));
                let points = d.points.map_or(String::new(), |n| format!(" | {n} points"));
                let author = d.author.map_or(String::new(), |a| format!(" | by {}", a.of_text(&report.text)));
                let others = d.mentions.iter().skip(1).map(|m| format!(" | {}", m.span.of_text(&report.text)));
                let others: String = others.collect();
                format!("{} = {}{version}{points}{author}{others}", d.span.of_text(&report.text), d.name)
            })
            .collect()
    });
}
