//! What goes out to programs: any list of the record, in the form that they read.
//!
//! A list comes as [`Batch`]es, as the store gives it; an [`Exporter`] turns each into the bytes of one [`Form`]. What the forms
//! say of a thing is decided once, in [`Entry`]: names instead of indices, code points instead of bytes, every passage with its
//! words. The forms only lay it out. Words of reports are hostile until shown otherwise; each form escapes them for itself.
//!
//! There is no clock here: the moment that calendars and feeds bear is an argument.

mod address;
mod annotation;
mod atom;
mod calendar;
mod entry;
mod ninjs;
mod parquet;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use readout_record::{ActorRow, ItemFilter, ItemKind, ReportRow, Story, StoryRow};
use serde::Serialize;

use crate::list::{self, List, ListFormat, ListWriter, Row};
use crate::words::visible;

pub use self::address::Base;
pub use self::annotation::{annotations_of_actor, annotations_of_item, annotations_of_report, annotations_of_story};
pub use self::entry::{Entry, EntryKind, EventParts, Fact, Named, Passage};
pub use self::parquet::schema as parquet_schema;

/// In which form a list leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Rows of text or JSON.
    Rows(ListFormat),
    /// iCalendar (RFC 5545): the events that have a day.
    Calendar,
    /// ninjs 3 (IPTC): the events to come.
    Ninjs,
    /// Atom (RFC 4287).
    Atom,
    /// Apache Parquet.
    Parquet,
    /// The passages, as W3C Web Annotations (JSON-LD).
    Annotations,
}

impl Form {
    /// The form that a program asks for by its name, such as `ics`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "json" => Self::Rows(ListFormat::Json),
            "jsonl" => Self::Rows(ListFormat::Jsonl),
            "csv" => Self::Rows(ListFormat::Csv),
            "markdown" => Self::Rows(ListFormat::Markdown),
            "ics" => Self::Calendar,
            "ninjs" => Self::Ninjs,
            "atom" => Self::Atom,
            "parquet" => Self::Parquet,
            "annotations" => Self::Annotations,
            _ => return None,
        })
    }

    /// Its name; also the end of the name of a file that holds it, but for Markdown and JSON forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rows(ListFormat::Table { .. }) => "table",
            Self::Rows(ListFormat::Json) => "json",
            Self::Rows(ListFormat::Jsonl) => "jsonl",
            Self::Rows(ListFormat::Csv) => "csv",
            Self::Rows(ListFormat::Markdown) => "markdown",
            Self::Calendar => "ics",
            Self::Ninjs => "ninjs",
            Self::Atom => "atom",
            Self::Parquet => "parquet",
            Self::Annotations => "annotations",
        }
    }

    /// Its media type, as servers name it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rows(ListFormat::Table { .. }) => "text/plain; charset=utf-8",
            Self::Rows(ListFormat::Json) | Self::Ninjs => "application/json",
            Self::Rows(ListFormat::Jsonl) => "application/x-ndjson",
            Self::Rows(ListFormat::Csv) => "text/csv; charset=utf-8; header=present",
            Self::Rows(ListFormat::Markdown) => "text/markdown; charset=utf-8",
            Self::Calendar => "text/calendar; charset=utf-8",
            Self::Atom => "application/atom+xml",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Annotations => "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"",
        }
    }

    /// Whether it is for programs only: no text that a terminal could show.
    pub fn is_binary(self) -> bool {
        self == Self::Parquet
    }

    /// Whether a list can be written in this form.
    ///
    /// # Errors
    /// If the form is for things that the list has none of.
    pub fn fits(self, list: List) -> Result<(), Unfit> {
        let fits = match self {
            Self::Rows(_) | Self::Atom | Self::Parquet => true,
            Self::Calendar | Self::Ninjs => matches!(list, List::Items(ItemKind::Event) | List::Timeline),
            Self::Annotations => matches!(list, List::Items(_) | List::Timeline | List::Found),
        };
        if fits { Ok(()) } else { Err(Unfit(self)) }
    }
}

/// A list cannot be written in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfit(Form);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, fit) = match self.0 {
            Form::Annotations => {
                ("passages", "statements, events, figures, documents, differences, positions or timeline")
            }
            _ => ("events", "events or timeline"),
        };
        write!(f, "the form {} is for {what}: ask for {fit}", self.0.name())
    }
}

impl std::error::Error for Unfit {}

/// What the forms need to know besides the list.
#[derive(Debug, Clone)]
pub struct Options {
    /// The moment that calendars, feeds and ninjs bear as that of their making, and that stands in for an unknown one.
    pub now: Timestamp,
    /// Where a desk serves the record, for links; without it there are none.
    pub base: Option<Base>,
    /// The address of the list itself, if it has one.
    pub address: Option<String>,
    /// A name for the calendar or feed.
    pub title: String,
    /// When the record first read the things with these ids, for feeds; where it is not given, the day of publication stands in.
    pub seen: BTreeMap<String, Timestamp>,
}

/// A part of a list.
#[derive(Debug, Clone, Copy)]
pub enum Batch<'r> {
    /// Stories.
    Stories(&'r [StoryRow]),
    /// Reports.
    Reports(&'r [ReportRow]),
    /// Reports, of which the machine interface gives only the story.
    StoryOfReports(&'r [ReportRow]),
    /// Actors of the record.
    Actors(&'r [ActorRow]),
    /// The things of a kind in a story that pass.
    Items(&'r Story, ItemKind, &'r ItemFilter),
    /// What stands on the days of a story and passes.
    Timeline(&'r Story, &'r ItemFilter),
    /// A report that a search found.
    FoundReport(&'r ReportRow),
    /// A statement that a search found, as index into the statements of the story.
    FoundStatement(&'r Story, usize),
}

impl Batch<'_> {
    fn rows(self) -> Vec<Row> {
        match self {
            Self::Stories(rows) => list::stories(rows),
            Self::Reports(rows) => list::reports(rows),
            Self::StoryOfReports(rows) => list::story_of_reports(rows),
            Self::Actors(rows) => list::actors(rows),
            Self::Items(story, kind, filter) => list::items(story, kind, filter),
            Self::Timeline(story, filter) => list::timeline(story, filter),
            Self::FoundReport(row) => vec![list::found_report(row)],
            Self::FoundStatement(story, index) => {
                list::one(story, ItemKind::Statement, index).map(list::found_statement).into_iter().collect()
            }
        }
    }

    fn entries(self) -> Vec<Entry> {
        match self {
            Self::Stories(rows) => rows.iter().map(entry::story).collect(),
            Self::Reports(rows) | Self::StoryOfReports(rows) => rows.iter().map(entry::report).collect(),
            Self::Actors(rows) => rows.iter().map(entry::actor).collect(),
            Self::Items(story, kind, filter) => entry::items(story, kind, filter),
            Self::Timeline(story, filter) => entry::timeline(story, filter),
            Self::FoundReport(row) => vec![entry::report(row)],
            Self::FoundStatement(story, index) => entry::one(story, ItemKind::Statement, index).into_iter().collect(),
        }
    }
}

/// Lays out entries as they come.
trait Layout {
    /// What can be written of these entries now.
    fn add(&mut self, entries: Vec<Entry>) -> Vec<u8>;
    /// What stands after them.
    fn finish(self: Box<Self>) -> Vec<u8>;
}

enum Output {
    Rows(ListWriter),
    Entries(Box<dyn Layout>),
}

/// Writes a list in one form, part by part. All that it gives, one after the other, is the file.
///
/// A table and Parquet are held back to the end, Parquet in compressed form; all else goes out as it comes.
pub struct Exporter {
    output: Output,
    left: usize,
}

impl Exporter {
    /// For one list, with up to `limit` rows; and what stands before them.
    ///
    /// # Errors
    /// If the form is for things that the list has none of.
    pub fn new(list: List, form: Form, limit: usize, options: &Options) -> Result<(Self, Vec<u8>), Unfit> {
        form.fits(list)?;
        let (output, start): (Box<dyn Layout>, String) = match form {
            Form::Rows(format) => {
                let (writer, start) = ListWriter::new(list, format);
                return Ok((Self { output: Output::Rows(writer), left: limit }, start.into_bytes()));
            }
            Form::Calendar => {
                let (layout, start) = calendar::Calendar::new(options);
                (Box::new(layout), start)
            }
            Form::Ninjs => {
                let (layout, start) = ninjs::Ninjs::new(options);
                (Box::new(layout), start)
            }
            Form::Atom => (Box::new(atom::Atom::new(list, options)), String::new()),
            Form::Parquet => (Box::new(parquet::Parquet::new(list)), String::new()),
            Form::Annotations => {
                let (layout, start) = annotation::Annotations::new(options);
                (Box::new(layout), start)
            }
        };
        Ok((Self { output: Output::Entries(output), left: limit }, start.into_bytes()))
    }

    /// What can be written of a part of the list now.
    pub fn add(&mut self, batch: Batch<'_>) -> Vec<u8> {
        match &mut self.output {
            Output::Rows(writer) => {
                let mut rows = batch.rows();
                rows.truncate(self.left);
                self.left -= rows.len();
                writer.rows(rows).into_bytes()
            }
            Output::Entries(layout) => {
                let mut entries = batch.entries();
                entries.truncate(self.left);
                self.left -= entries.len();
                layout.add(entries)
            }
        }
    }

    /// Whether it takes no more rows.
    pub fn is_full(&self) -> bool {
        self.left == 0
    }

    /// What stands after the rows.
    pub fn finish(self) -> Vec<u8> {
        match self.output {
            Output::Rows(writer) => writer.finish().into_bytes(),
            Output::Entries(layout) => layout.finish(),
        }
    }
}

/// As JSON on one line, in which nothing acts: characters that could drive a terminal or reorder a line are written as escapes.
fn json_line(value: &impl Serialize) -> String {
    let plain = serde_json::to_string(value).expect("strings, numbers and lists always serialise");
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        // They stand in strings only.
        if visible(c) == c {
            out.push(c);
        } else {
            out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

impl fmt::Debug for Exporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exporter").field("left", &self.left).finish_non_exhaustive()
    }
}
