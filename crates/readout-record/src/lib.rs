//! Many reports, one record: actors under all their spellings, statements that several reports carry, a timeline by day.
//!
//! The result does not depend on the order in which the reports arrive.

mod record;

pub use record::{
    Day, DayItem, Document, Event, Figure, Item, Record, Role, Source, Statement, Story, StoryReport, Support, Time, Witness, Actor,
};
