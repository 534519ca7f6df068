//! Many reports, one record: actors under all their spellings, statements that several reports carry, a timeline by day.
//!
//! [`build`] takes the findings of each report and joins what means the same. Joining is careful: a wrong join puts words
//! into somebody's mouth, a missed one shows the same thing twice, so what is doubtful stays apart.
//!
//! The result does not depend on the order in which the reports arrive, and every item of it has [`Evidence`].
//!
//! [`Evidence`]: readout_report::Evidence

mod actors;
mod answers;
mod build;
mod cluster;
mod context;
mod documents;
mod entry;
mod events;
mod figures;
mod fold;
mod initials;
mod known_names;
mod lead;
mod meaning;
mod person;
mod record;
mod statements;
mod timeline;
mod times;

pub use answers::group_answers;
pub use build::build;
pub use entry::{Entry, Word, WordClass};
pub use lead::lead;
pub use record::{
    Actor, Day, DayItem, Derivation, Difference, DifferenceKind, Document, Event, Figure, Item, Origin, Position,
    Record, Role, Side, Source, Stance, Statement, Story, StoryReport, Support, Telling, Time, Witness,
};
