//! From the analysis of one report to its findings: who said what, when, which figures, events, documents and actors.
//!
//! One module a kind of finding, all of the same shape: a `find` function over the report, its analysis and the findings
//! made before it. All are pure; none reads another report, a clock or a file.

use readout_language::Analysis;
use readout_report::Report;

pub mod attribution;
pub mod coreference;
pub mod document;
pub mod event;
pub mod figure;
mod findings;
mod lex;
mod number;
mod saying;
pub mod time;

pub use findings::{
    Actor, ActorKind, Amount, Attributed, Bound, CueClass, Document, DocumentMention, Event, EventStatus, Figure,
    Findings, LexiconName, Mention, MentionForm, Participant, ParticipantRole, Role, RoleKind, Statement,
    StatementKind, Time, TimeKind,
};

/// All findings of a report. A pure function of both: same report, same findings.
pub fn extract(report: &Report, analysis: &Analysis) -> Findings {
    let mut findings = Findings { times: time::find(report, analysis), ..Findings::default() };
    findings.figures = figure::find(report, analysis, &findings.times);
    (findings.mentions, findings.actors) = coreference::find(report, analysis);
    findings.statements = attribution::find(report, analysis, &findings);
    figure::give_context(&mut findings.figures, analysis, &findings.times, &findings.statements);
    findings.documents = document::find(report, analysis, &findings);
    findings.events = event::find(report, analysis, &findings);
    findings
}
