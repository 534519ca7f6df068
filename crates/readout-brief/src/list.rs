//! Lists of the record: rows of stories, reports, actors, statements and so on, as a table for people, Markdown or CSV, and as
//! JSON for programs.

mod rows;
mod write;

use serde_json::Value;

pub use self::rows::{
    actors, decisions, found_report, found_statement, headline, items, one, reports, some, stories, story_of_reports,
    timeline,
};
pub(crate) use self::rows::{of_timeline, shown};
pub use self::write::{ListFormat, ListWriter};

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The stories of the record.
    Stories,
    /// Its reports.
    Reports,
    /// Its actors.
    Actors,
    /// Things that stories hold.
    Items(readout_record::ItemKind),
    /// What happened, was said or is to happen, day by day.
    Timeline,
    /// What a search found.
    Found,
}

impl List {
    /// Its name, as the command and the addresses of a desk have it.
    pub fn name(self) -> &'static str {
        use readout_record::ItemKind::{Difference, Document, Event, Figure, Position, Statement};
        match self {
            Self::Stories => "stories",
            Self::Reports => "reports",
            Self::Actors => "actors",
            Self::Items(Statement) => "statements",
            Self::Items(Event) => "events",
            Self::Items(Figure) => "figures",
            Self::Items(Document) => "documents",
            Self::Items(Difference) => "differences",
            Self::Items(Position) => "positions",
            Self::Timeline => "timeline",
            Self::Found => "search",
        }
    }

    /// The names of the columns.
    pub fn columns(self) -> &'static [&'static str] {
        use readout_record::ItemKind::{Difference, Document, Event, Figure, Position, Statement};
        match self {
            Self::Stories => &["id", "first", "last", "reports", "outlets", "independent", "title"],
            Self::Reports => &["id", "published", "outlet", "story", "revisions", "title"],
            Self::Actors => &["id", "type", "stories", "reports", "name", "also"],
            Self::Items(Statement) => {
                &["id", "story", "day", "who", "cue", "reports", "independent", "outlets", "words"]
            }
            Self::Items(Event) => {
                &["id", "story", "day", "status", "type", "who", "reports", "independent", "outlets", "words"]
            }
            Self::Items(Figure) => {
                &["id", "story", "day", "value", "of", "who", "reports", "independent", "outlets", "words"]
            }
            Self::Items(Document) => {
                &["id", "story", "versions", "points", "reports", "independent", "outlets", "name"]
            }
            Self::Items(Difference) => &["id", "story", "type", "about", "outlets", "sides"],
            Self::Items(Position) => &["id", "story", "day", "issue", "who", "stance", "statements", "words"],
            Self::Found => &["id", "story", "type", "day", "who", "words"],
            Self::Timeline => &["id", "story", "day", "type", "who", "outlets", "words"],
        }
    }
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// One text a column, each on one line, only visible characters.
    pub cells: Vec<String>,
    /// All that is known of it, as in the machine interface.
    pub json: Value,
}

impl Row {
    /// What stands in a column of a row of the list; nothing where the list has no such column.
    pub fn cell(&self, list: List, column: &str) -> String {
        let at = list.columns().iter().position(|name| *name == column);
        at.and_then(|at| self.cells.get(at)).cloned().unwrap_or_default()
    }
}
