//! What the analyser and the event rules make of sentences, as text (`tests/event/*.txt`).

use std::fmt::Write as _;

use proptest::prelude::*;
use readout_extract::{Event, Findings, event, extract};
use readout_language::{Analysis, Analyzer, Deprel, Sentence, Token, TokenRange, Upos, Xpos};
use readout_report::{Date, Report, Span};

/// All files of sentences with the events expected under each.
const FILES: [(&str, &str); 3] = [
    ("status.txt", include_str!("event/status.txt")),
    ("nouns.txt", include_str!("event/nouns.txt")),
    ("general.txt", include_str!("event/general.txt")),
];

#[test]
fn events() {
    let analyzer = Analyzer::new();
    let mut wrong = String::new();
    for (file, cases) in FILES {
        let mut published: Option<Date> = None;
        let mut lines = cases.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')).peekable();
        while let Some(line) = lines.next() {
            if let Some(date) = line.strip_prefix("published: ") {
                published = date.parse().ok();
                continue;
            }
            let mut expected = Vec::new();
            while let Some(mark) = lines.next_if(|l| l.starts_with("  ")) {
                expected.push(mark.trim().to_owned());
            }
            let report = Report { published, ..Report::from_text(line) };
            let analysis = analyzer.analyze(&report.text);
            let findings = extract(&report, &analysis);
            let found: Vec<_> =
                event::find(&report, &analysis, &findings).iter().map(|e| describe(e, &findings, &report)).collect();
            if found != expected {
                let _ = writeln!(wrong, "{file}: {line}\n  expected {expected:#?}\n  found {found:#?}");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Events and statements with their types in PLOVER's terms.
#[test]
fn plover_types() {
    let analyzer = Analyzer::new();
    let mut wrong = String::new();
    let mut lines =
        include_str!("event/plover.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')).peekable();
    while let Some(line) = lines.next() {
        let mut expected = Vec::new();
        while let Some(mark) = lines.next_if(|l| l.starts_with("  ")) {
            expected.push(mark.trim().to_owned());
        }
        let report = Report::from_text(line);
        let findings = extract(&report, &analyzer.analyze(&report.text));
        let said = findings.statements.iter().filter_map(|s| Some((s.cue, event::plover_of(s)?)));
        let told = findings.events.iter().filter_map(|e| Some((e.anchor, e.plover?)));
        let mut found: Vec<_> = said.chain(told).collect();
        found.sort_unstable();
        let found: Vec<_> =
            found.iter().map(|(span, kind)| format!("{} = {kind}", span.of_text(&report.text))).collect();
        if found != expected {
            let _ = writeln!(wrong, "{line}\n  expected {expected:#?}\n  found {found:#?}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn describe(event: &Event, findings: &Findings, report: &Report) -> String {
    let text = |span: Span| span.of_text(&report.text);
    let mut line = format!("{} = {} {}", text(event.anchor), event.kind, event.status.as_str());
    if !event.participants.is_empty() {
        let all: Vec<_> = event.participants.iter().map(|p| format!("{} {}", p.role.as_str(), text(p.span))).collect();
        let _ = write!(line, " | {}", all.join(", "));
    }
    if let Some(place) = &event.place {
        let _ = write!(line, " | in {}", text(place.span));
    }
    if let Some(time) = event.time {
        let _ = write!(line, " | on {}", text(findings.times[time].span));
    }
    line
}

/// Words that the rules look at.
const WORDS: [&str; 24] = [
    "talk", "hold", "meet", "visit", "will", "would", "be", "not", "to", "if", "plan", "expect", "attack", "cancel",
    "no", "say", "before", "with", "step", "down", "by", "take", "part", ",",
];

proptest! {
    /// Trees of any shape, broken ones among them.
    #[test]
    fn no_tree_is_too_odd(
        words in prop::collection::vec((0..WORDS.len(), 0..Upos::ALL.len(), 0..Xpos::ALL.len(), 0..Deprel::ALL.len(), prop::option::of(0u32..14)), 1..14)
    ) {
        let mut text = String::new();
        let mut tokens = Vec::new();
        for (word, upos, xpos, deprel, head) in &words {
            let start = text.len();
            text.push_str(WORDS[*word]);
            tokens.push(Token {
                span: Span::of(start, text.len()),
                lemma: WORDS[*word].into(),
                upos: Upos::ALL[*upos],
                xpos: Xpos::ALL[*xpos],
                head: *head,
                deprel: Deprel::ALL[*deprel],
                joined: false,
            });
            text.push(' ');
        }
        let range = TokenRange::new(0, tokens.len() as u32);
        let sentences = vec![Sentence { span: Span::of(0, text.len() - 1), tokens: range, paragraph: 0, heading: false }];
        let analysis = Analysis { sentences, tokens, ..Analysis::default() };
        let report = Report::from_text(text);
        let events = event::find(&report, &analysis, &Findings::default());
        for event in &events {
            prop_assert!(event.span.contains(event.anchor));
        }
        prop_assert!(events.is_sorted_by_key(|e| e.anchor.start));
    }
}
