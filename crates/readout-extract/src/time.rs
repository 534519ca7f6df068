//! Time expressions with TIMEX3 values, read against the day of publication.
//!
//! Rules in the manner of HeidelTime, SUTime and SynTime: the closed vocabulary of time opens an expression, a small grammar
//! reads it as far as it goes, and the day of publication, the tense of the verb, and what was mentioned before resolve it.
//! A history is recognised by the dates that it gives, and counts from what it told last rather than from its publication.
//! Without a day of publication, relative expressions keep a value with X for what is not known, and have no range.

mod calendar;
mod grammar;
mod narrative;
mod tense;

use readout_language::{Analysis, NameKind};
use readout_report::Report;

use crate::{Time, lex::Lexemes};

/// The time expressions of a report, in text order, not overlapping.
pub fn find(report: &Report, analysis: &Analysis) -> Vec<Time> {
    let lexemes = Lexemes::new(&report.text);
    let mut reader = grammar::Reader::new(&lexemes, analysis, report.published);
    let mut times = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        let Some(found) = reader.expression(at) else {
            at += 1;
            continue;
        };
        let span = lexemes.span(at, found.end);
        let from = std::mem::replace(&mut at, found.end);
        if !is_part_of_a_name(analysis, span) {
            reader.remember(from, &found);
            times.push(Time { span, kind: found.kind, value: found.value, range: found.range });
        }
    }
    times
}

/// "May" in "Theresa May", "Friday" in "Good Friday Agreement", "Sunday" in "The Sunday Times".
fn is_part_of_a_name(analysis: &Analysis, span: readout_report::Span) -> bool {
    let at = analysis.names.partition_point(|n| n.span.end <= span.start);
    analysis.names.get(at).is_some_and(|name| {
        name.span.contains(span)
            && (name.kind == NameKind::Person || (name.kind == NameKind::Organisation && name.span.len() > span.len()))
    })
}
