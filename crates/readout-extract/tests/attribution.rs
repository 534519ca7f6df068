//! What the model and the rules make of speech in sentences, as text (`tests/attribution/*.txt`).

use std::fmt::Write as _;

use readout_extract::{Attributed, Findings, Statement, extract};
use readout_language::Analyzer;
use readout_report::{Report, Span};

/// All files of reports with the statements expected under each.
const FILES: [(&str, &str); 2] = [
    ("statements.txt", include_str!("attribution/statements.txt")),
    ("speakers.txt", include_str!("attribution/speakers.txt")),
];

#[test]
fn statements() {
    let analyzer = Analyzer::new();
    let mut wrong = String::new();
    for (file, cases) in FILES {
        let mut lines = cases.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')).peekable();
        while let Some(line) = lines.next() {
            let mut expected = Vec::new();
            while let Some(mark) = lines.next_if(|l| l.starts_with("  ")) {
                expected.push(mark.trim().to_owned());
            }
            let report = Report { published: "2025-11-26".parse().ok(), ..Report::from_text(line) };
            let findings = extract(&report, &analyzer.analyze(&report.text));
            let found: Vec<_> = findings.statements.iter().map(|s| describe(s, &findings, &report)).collect();
            if found != expected {
                let _ = writeln!(wrong, "{file}\n{line}\n  {}", found.join("\n  "));
            }
        }
    }
    assert!(wrong.is_empty(), "found instead:\n{wrong}");
}

fn describe(statement: &Statement, findings: &Findings, report: &Report) -> String {
    let text = |span: Span| span.of_text(&report.text);
    let who = |of: &Attributed| {
        let actors: Vec<&str> = of.actors.iter().map(|a| findings.actors[*a].name.as_str()).collect();
        format!("{} [{}]", text(of.span), actors.join(", "))
    };
    let source = statement.source.as_ref().map_or("nobody".to_owned(), who);
    let content: Vec<&str> = statement.content.iter().map(|s| text(*s)).collect();
    let mut line = format!(
        "{source} | {} {} {} | {}",
        text(statement.cue),
        statement.class.as_str(),
        statement.kind.as_str(),
        content.join(" … ")
    );
    let mut more = Vec::new();
    more.extend(statement.addressee.as_ref().map(|a| format!("to {}", who(a))));
    more.extend(statement.medium.map(|m| format!("medium {}", text(m))));
    more.extend(statement.via.iter().map(|v| format!("via {}", who(v))));
    more.extend(statement.hedges.iter().map(|h| format!("hedge {}", text(*h))));
    more.extend(statement.negated.then(|| "negated".to_owned()));
    more.extend(statement.time.map(|t| format!("time {}", text(findings.times[t].span))));
    more.extend(statement.within.map(|w| format!("within {}", text(findings.statements[w].cue))));
    if !more.is_empty() {
        let _ = write!(line, " | {}", more.join(", "));
    }
    line
}
