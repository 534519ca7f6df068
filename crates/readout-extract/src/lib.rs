//! From the analysis of one report to its findings: who said what, when, which figures, events, documents and actors.
//!
//! One module a kind of finding, all of the same shape: a `find` function over the report, its analysis and the findings
//! made before it. All are pure; none reads another report, a clock or a file.

pub mod document;
pub mod figure;
mod findings;
mod lex;
mod number;
pub mod time;

pub use findings::{
    Actor, ActorKind, Amount, Attributed, Bound, CueClass, Document, Event, EventStatus, Figure, Findings, Mention,
    MentionForm, Participant, ParticipantRole, Role, Statement, StatementKind, Time, TimeKind,
};
