//! Apache Parquet: a row for each thing of a list, with typed columns, compressed with zstd.
//!
//! Each list has its own columns, always the same; docs/exports.md shows them. Days are DATE, texts STRING, lists of three levels
//! as the format has them; `evidence` holds each passage with its place in code points of the report's text, end-exclusive, and
//! the SHA-256 of its words.

use std::fmt::Write as _;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use readout_record::ItemKind;
use readout_report::Date;

use super::{Entry, Fact, Layout, Named, Passage};
use crate::list::List;

/// So many rows stand in a group: what is held in memory before it is compressed.
const ROWS_OF_A_GROUP: usize = 8_192;
const ZSTD_LEVEL: i32 = 3;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Id,
    Text,
    Texts,
    Whole,
    Number,
    Truth,
    Day,
    Actors,
    Support,
    Evidence,
}

/// The columns of a list, in order.
fn columns(list: List) -> Vec<(&'static str, Kind)> {
    use Kind::{Actors, Day, Evidence, Number, Support, Text, Texts, Truth, Whole};
    const DAYS: [(&str, Kind); 2] = [("first_day", Day), ("last_day", Day)];
    const SAID: [(&str, Kind); 4] = [("words", Text), ("support", Support), ("outlets", Texts), ("evidence", Evidence)];
    const SEEN: [(&str, Kind); 3] = [("words", Text), ("outlets", Texts), ("evidence", Evidence)];
    let of_story = |own: &[(&'static str, Kind)], last: &[(&'static str, Kind)]| {
        let story = [("story", Text), DAYS[0], DAYS[1]];
        [&story[..], own, last].concat()
    };
    let rest = match list {
        List::Stories => [&DAYS[..], &[("words", Text), ("support", Support)]].concat(),
        List::Reports => vec![
            ("story", Text),
            ("published", Day),
            ("first_read", Text),
            ("outlet", Text),
            ("words", Text),
            ("revisions", Whole),
        ],
        List::Actors => vec![
            ("type", Text),
            ("words", Text),
            ("aliases", Texts),
            ("offices", Texts),
            DAYS[0],
            DAYS[1],
            ("stories", Whole),
            ("in_reports", Texts),
            ("support", Support),
        ],
        List::Items(ItemKind::Statement) => of_story(
            &[
                ("who", Actors),
                ("cue", Text),
                ("cue_class", Text),
                ("form", Text),
                ("negated", Truth),
                ("addressee", Text),
                ("medium", Text),
                ("via", Texts),
            ],
            &SAID,
        ),
        List::Items(ItemKind::Event) => of_story(
            &[("type", Text), ("status", Text), ("who", Actors), ("participants", Texts), ("place", Text)],
            &SAID,
        ),
        List::Items(ItemKind::Figure) => of_story(
            &[("low", Number), ("high", Number), ("bound", Text), ("unit", Text), ("of", Text), ("who", Actors)],
            &SAID,
        ),
        List::Items(ItemKind::Document) => {
            of_story(&[("version", Text), ("versions", Texts), ("points", Whole), ("who", Actors)], &SAID)
        }
        List::Items(ItemKind::Difference) => of_story(&[("type", Text), ("sides", Texts), ("who", Actors)], &SEEN),
        List::Items(ItemKind::Position) => of_story(
            &[("issue", Text), ("stance", Text), ("who", Actors), ("statements", Texts), ("changes", Texts)],
            &SEEN,
        ),
        List::Timeline => of_story(
            &[
                ("thing", Text),
                ("type", Text),
                ("status", Text),
                ("who", Actors),
                ("place", Text),
                ("cue", Text),
                ("cue_class", Text),
            ],
            &SAID,
        ),
        List::Found => of_story(&[("thing", Text), ("who", Actors), ("cue", Text)], &SAID),
    };
    [&[("id", Kind::Id)], rest.as_slice()].concat()
}

/// The schema of a list, in the language in which Parquet writes schemas.
pub fn schema(list: List) -> String {
    let mut out = format!("message {} {{\n", list.name());
    for (name, kind) in columns(list) {
        let _ = match kind {
            Kind::Id => writeln!(out, "  required binary {name} (STRING);"),
            Kind::Text => writeln!(out, "  optional binary {name} (STRING);"),
            Kind::Whole => writeln!(out, "  optional int32 {name};"),
            Kind::Number => writeln!(out, "  optional double {name};"),
            Kind::Truth => writeln!(out, "  optional boolean {name};"),
            Kind::Day => writeln!(out, "  optional int32 {name} (DATE);"),
            Kind::Support => writeln!(out, "  optional group {name} {{\n{SUPPORT}  }}"),
            Kind::Texts => {
                writeln!(out, "  required group {name} (LIST) {{\n    repeated group list {{\n{TEXT}    }}\n  }}")
            }
            Kind::Actors => {
                writeln!(out, "  required group {name} (LIST) {{\n    repeated group list {{\n{ACTOR}    }}\n  }}")
            }
            Kind::Evidence => {
                writeln!(out, "  required group {name} (LIST) {{\n    repeated group list {{\n{PASSAGE}    }}\n  }}")
            }
        };
    }
    out.push_str("}\n");
    out
}

const SUPPORT: &str = "    required int32 reports;
    required int32 outlets;
    required int32 independent;
";
const TEXT: &str = "      required binary element (STRING);
";
const ACTOR: &str = "      required group element {
        optional binary id (STRING);
        required binary name (STRING);
      }
";
const PASSAGE: &str = "      required group element {
        required binary report (STRING);
        optional binary outlet (STRING);
        optional binary url (STRING);
        optional int32 published (DATE);
        required int32 start;
        required int32 end;
        required binary quote (STRING);
        required binary hash (STRING);
        optional binary value (STRING);
      }
";

/// Entries as the rows of a Parquet file.
pub(super) struct Parquet {
    columns: Vec<(&'static str, Kind)>,
    writer: SerializedFileWriter<Vec<u8>>,
    held: Vec<Entry>,
}

impl Parquet {
    pub(super) fn new(list: List) -> Self {
        let level = ZstdLevel::try_new(ZSTD_LEVEL).unwrap_or_default();
        let properties = WriterProperties::builder()
            .set_created_by(concat!("readout version ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::ZSTD(level))
            .set_key_value_metadata(Some(vec![KeyValue::new("readout.list".to_owned(), list.name().to_owned())]))
            .build();
        let schema = parse_message_type(&schema(list)).expect("the schemas are of our own making");
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties));
        let writer = writer.expect("memory is written to without fail");
        Self { columns: columns(list), writer, held: Vec::new() }
    }

    /// Writes the rows that are held as a group.
    fn group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::take(&mut self.held);
        let leaves = self.columns.iter().flat_map(|(name, kind)| leaves(name, *kind, &rows));
        let mut group = self.writer.next_row_group()?;
        for leaf in leaves {
            let Some(mut column) = group.next_column()? else { break };
            let (def, rep) = (leaf.defined.as_deref(), leaf.repeated.as_deref());
            match (column.untyped(), &leaf.values) {
                (ColumnWriter::ByteArrayColumnWriter(writer), Values::Text(values)) => {
                    writer.write_batch(values, def, rep)?
                }
                (ColumnWriter::Int32ColumnWriter(writer), Values::Whole(values)) => {
                    writer.write_batch(values, def, rep)?
                }
                (ColumnWriter::DoubleColumnWriter(writer), Values::Number(values)) => {
                    writer.write_batch(values, def, rep)?
                }
                (ColumnWriter::BoolColumnWriter(writer), Values::Truth(values)) => {
                    writer.write_batch(values, def, rep)?
                }
                _ => return Err(ParquetError::General("a column of another type than its schema".to_owned())),
            };
            column.close()?;
        }
        group.close()?;
        Ok(())
    }
}

impl Layout for Parquet {
    fn add(&mut self, entries: Vec<Entry>) -> Vec<u8> {
        self.held.extend(entries);
        if self.held.len() >= ROWS_OF_A_GROUP {
            self.group().expect("memory is written to without fail");
        }
        Vec::new()
    }

    fn finish(mut self: Box<Self>) -> Vec<u8> {
        if !self.held.is_empty() {
            self.group().expect("memory is written to without fail");
        }
        self.writer.into_inner().expect("memory is written to without fail")
    }
}

/// The values of one column at the end of a branch of the schema, with the levels by which Parquet knows what is missing, and
/// where lists begin.
struct Leaf {
    values: Values,
    defined: Option<Vec<i16>>,
    repeated: Option<Vec<i16>>,
}

enum Values {
    Text(Vec<ByteArray>),
    Whole(Vec<i32>),
    Number(Vec<f64>),
    Truth(Vec<bool>),
}

impl Leaf {
    /// One value a row, all there.
    fn required(values: Values) -> Self {
        Self { values, defined: None, repeated: None }
    }

    /// At most one value a row.
    fn optional<T>(values: Vec<Option<T>>, into: fn(Vec<T>) -> Values) -> Self {
        let defined = values.iter().map(|value| i16::from(value.is_some())).collect();
        Self { values: into(values.into_iter().flatten().collect()), defined: Some(defined), repeated: None }
    }

    /// A list a row; of its elements, each has a value.
    fn list<T>(rows: impl Iterator<Item = Vec<T>>, into: fn(Vec<T>) -> Values) -> Self {
        let present = |rows: Vec<T>| rows.into_iter().map(Some).collect::<Vec<_>>();
        Self::list_of(rows.map(present), into, 1)
    }

    /// A list a row; of its elements, some have a value.
    fn list_of_optional<T>(rows: impl Iterator<Item = Vec<Option<T>>>, into: fn(Vec<T>) -> Values) -> Self {
        Self::list_of(rows, into, 2)
    }

    /// `present` is the level of a value that is there: the list counts, and so does what may be missing in it.
    fn list_of<T>(rows: impl Iterator<Item = Vec<Option<T>>>, into: fn(Vec<T>) -> Values, present: i16) -> Self {
        let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            if row.is_empty() {
                defined.push(0);
                repeated.push(0);
            }
            for (number, value) in row.into_iter().enumerate() {
                defined.push(if value.is_some() { present } else { 1 });
                repeated.push(i16::from(number > 0));
                values.extend(value);
            }
        }
        Self { values: into(values), defined: Some(defined), repeated: Some(repeated) }
    }
}

fn leaves(name: &str, kind: Kind, rows: &[Entry]) -> Vec<Leaf> {
    let fact = |row: &Entry| row.facts.get(name).cloned();
    match kind {
        Kind::Id => vec![Leaf::required(Values::Text(rows.iter().map(|row| bytes(&row.id)).collect()))],
        Kind::Text => {
            let text = |row: &Entry| match name {
                "story" => row.story.as_deref().map(bytes),
                "words" => Some(bytes(&row.words)),
                "thing" => Some(bytes(row.kind.as_str())),
                _ => match row.facts.get(name) {
                    Some(Fact::Text(text)) => Some(bytes(text)),
                    _ => None,
                },
            };
            vec![Leaf::optional(rows.iter().map(text).collect(), Values::Text)]
        }
        Kind::Texts => {
            let texts = |row: &Entry| match (name, row.facts.get(name)) {
                ("outlets", _) => row.outlets.iter().map(|outlet| bytes(outlet)).collect(),
                (_, Some(Fact::Texts(texts))) => texts.iter().map(|text| bytes(text)).collect(),
                _ => Vec::new(),
            };
            vec![Leaf::list(rows.iter().map(texts), Values::Text)]
        }
        Kind::Whole => {
            let whole = |row: &Entry| match fact(row) {
                Some(Fact::Whole(value)) => Some(value),
                _ => None,
            };
            vec![Leaf::optional(rows.iter().map(whole).collect(), Values::Whole)]
        }
        Kind::Number => {
            let number = |row: &Entry| match fact(row) {
                Some(Fact::Number(value)) => Some(value),
                _ => None,
            };
            vec![Leaf::optional(rows.iter().map(number).collect(), Values::Number)]
        }
        Kind::Truth => {
            let truth = |row: &Entry| match fact(row) {
                Some(Fact::Truth(value)) => Some(value),
                _ => None,
            };
            vec![Leaf::optional(rows.iter().map(truth).collect(), Values::Truth)]
        }
        Kind::Day => {
            let day = |row: &Entry| match name {
                "first_day" => row.days.map(|(first, _)| first),
                "last_day" => row.days.map(|(_, last)| last),
                _ => row.published,
            };
            vec![Leaf::optional(rows.iter().map(|row| day(row).map(since_1970)).collect(), Values::Whole)]
        }
        Kind::Actors => {
            let each = |of: fn(&Named) -> Option<ByteArray>| {
                rows.iter().map(move |row| row.who.iter().map(of).collect::<Vec<_>>())
            };
            vec![
                Leaf::list_of_optional(each(|named| named.id.as_deref().map(bytes)), Values::Text),
                Leaf::list_of(each(|named| Some(bytes(&named.name))), Values::Text, 1),
            ]
        }
        Kind::Support => {
            let count = |of: fn(readout_record::Support) -> usize| {
                let count = |row: &Entry| row.support.map(|support| whole(of(support)));
                Leaf::optional(rows.iter().map(count).collect(), Values::Whole)
            };
            vec![count(|s| s.reports), count(|s| s.outlets), count(|s| s.independent)]
        }
        Kind::Evidence => evidence(rows),
    }
}

fn evidence(rows: &[Entry]) -> Vec<Leaf> {
    fn each<'r, T>(rows: &'r [Entry], of: fn(&Passage) -> T) -> impl Iterator<Item = Vec<T>> + use<'r, T> {
        rows.iter().map(move |row| row.passages.iter().map(of).collect())
    }
    vec![
        Leaf::list(each(rows, |p| bytes(&p.report)), Values::Text),
        Leaf::list_of_optional(each(rows, |p| p.outlet.as_deref().map(bytes)), Values::Text),
        Leaf::list_of_optional(each(rows, |p| p.url.as_deref().map(bytes)), Values::Text),
        Leaf::list_of_optional(each(rows, |p| p.published.map(since_1970)), Values::Whole),
        Leaf::list(each(rows, |p| whole(p.start)), Values::Whole),
        Leaf::list(each(rows, |p| whole(p.end)), Values::Whole),
        Leaf::list(each(rows, |p| bytes(&p.quote)), Values::Text),
        Leaf::list(each(rows, |p| bytes(&p.hash)), Values::Text),
        Leaf::list_of_optional(each(rows, |p| p.value.as_deref().map(bytes)), Values::Text),
    ]
}

fn whole<N: TryInto<i32>>(number: N) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

fn bytes(text: &str) -> ByteArray {
    ByteArray::from(text)
}

/// Days since the first of January 1970, as Parquet counts them.
fn since_1970(day: Date) -> i32 {
    (day - Date::constant(1970, 1, 1)).get_days()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The lists of the record.
    pub(in crate::export) const LISTS: [List; 11] = {
        use ItemKind::{Difference, Document, Event, Figure, Position, Statement};
        [
            List::Stories,
            List::Reports,
            List::Actors,
            List::Items(Statement),
            List::Items(Event),
            List::Items(Figure),
            List::Items(Document),
            List::Items(Difference),
            List::Items(Position),
            List::Timeline,
            List::Found,
        ]
    };

    #[test]
    fn every_schema_can_be_read_and_has_the_columns_in_order() {
        for list in LISTS {
            let schema = parse_message_type(&schema(list)).unwrap();
            let names: Vec<_> = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
            let columns: Vec<_> = columns(list).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, columns);
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(since_1970(Date::constant(1970, 1, 1)), 0);
        assert_eq!(since_1970(Date::constant(2025, 12, 1)), 20_423);
        assert_eq!(since_1970(Date::constant(1969, 12, 31)), -1);
    }
}
