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
pub mod cards;
mod cluster;
mod context;
mod descriptions;
mod differences;
mod documents;
mod entry;
mod events;
mod figures;
mod filter;
mod fold;
mod frequencies;
mod identify;
mod independence;
mod initials;
mod known_names;
mod lead;
mod meaning;
mod news;
mod person;
mod positions;
mod record;
mod revision;
mod runs;
mod statements;
mod store;
mod stories;
mod timeline;
mod times;
mod traits;

pub use answers::group_answers;
pub use build::{build, claim_rows, story};
pub use cards::{Card, Decision, Office, RecordActor};
pub use differences::ClaimRow;
pub use entry::{Entry, Word, WordClass, WordRole};
pub use filter::{ItemFilter, ItemKind};
pub use identify::identify;
pub use lead::lead;
pub use news::News;
pub use record::{
    Actor, Day, DayItem, Derivation, Difference, DifferenceKind, Document, Event, Figure, Item, Origin, Position,
    Record, Role, Side, Source, Stance, Statement, Story, StoryReport, Support, Telling, Time, Version, Witness,
};
pub use revision::{Change, Revision};
pub use store::{
    ActorRow, Added, Arrival, Cursor, DecisionRow, Fault, FaultKind, Found, Hit, ItemRow, Known, NewsCount, Outline,
    ReportRow, RevisionChange, RevisionRow, Said, Store, StoreError, StoryFilter, StoryNews, StoryRow, Updated,
    Wording,
};
pub use stories::{Link, StoryIndex, groups, touched};
pub use traits::{Traits, terms};
