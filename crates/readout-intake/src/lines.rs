//! JSONL: one report a line.

use std::io::{self, BufRead, Read};

use serde::Deserialize;
use serde_json::Value;

use crate::draft::{Draft, Drafts, Published};
use crate::{InputError, MAX_TEXT_BYTES, Problem, date, draft, file};

/// The most bytes that one line may have: a text that is escaped twice as long, and the fields around it.
const MAX_LINE_BYTES: usize = 2 * MAX_TEXT_BYTES + (1 << 20);

/// The reports of a JSONL stream, which may be compressed. Holds one line at a time.
pub(crate) fn read(path: &str, reader: impl BufRead + Send + 'static) -> Drafts {
    match file::unpack(reader) {
        Ok(reader) => {
            let lines = Lines { path: path.to_owned(), reader, line: 0, buffer: Vec::new(), ended: false };
            draft::at_least_one(path, lines)
        }
        Err(error) => draft::one(Err(InputError::new(path, Problem::of_file(&error)))),
    }
}

struct Lines<R> {
    path: String,
    reader: R,
    /// The number of the line last read.
    line: u64,
    buffer: Vec<u8>,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads the next line into the buffer. False at the end.
    fn advance(&mut self) -> io::Result<Result<bool, Problem>> {
        self.buffer.clear();
        // A long text before must not keep its memory to the end of the file.
        self.buffer.shrink_to(1 << 20);
        let read = self.reader.by_ref().take(MAX_LINE_BYTES as u64).read_until(b'\n', &mut self.buffer)?;
        self.line += u64::from(read > 0);
        if read == MAX_LINE_BYTES && self.buffer.last() != Some(&b'\n') {
            self.reader.skip_until(b'\n')?;
            return Ok(Err(Problem::TextTooLong));
        }
        Ok(Ok(read > 0))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Draft, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.advance() {
                Err(error) => {
                    self.ended = true;
                    return Some(Err(InputError::at_line(&*self.path, self.line + 1, Problem::of_file(&error))));
                }
                Ok(Err(problem)) => return Some(Err(InputError::at_line(&*self.path, self.line, problem))),
                Ok(Ok(false)) => self.ended = true,
                Ok(Ok(true)) => {}
            }
            let mut line = &self.buffer[..];
            if self.line == 1 {
                if line.starts_with(b"\xFF\xFE") || line.starts_with(b"\xFE\xFF") {
                    self.ended = true;
                    return Some(Err(InputError::new(&*self.path, Problem::Utf16Lines)));
                }
                line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
            }
            let line = line.trim_ascii();
            if line.is_empty() {
                continue;
            }
            let draft = parse(line).map(|draft| Draft { path: self.path.clone(), line: Some(self.line), ..draft });
            return Some(draft.map_err(|problem| InputError::at_line(&*self.path, self.line, problem)));
        }
        None
    }
}

/// The fields that we read; others are skipped without being kept.
#[derive(Deserialize)]
struct Fields {
    id: Option<Value>,
    text: Option<Value>,
    title: Option<Value>,
    outlet: Option<Value>,
    source: Option<Value>,
    url: Option<Value>,
    published: Option<Value>,
    date: Option<Value>,
    byline: Option<Value>,
    authors: Option<Value>,
    language: Option<Value>,
}

fn parse(line: &[u8]) -> Result<Draft, Problem> {
    let not_json = |error: serde_json::Error| Problem::Json(error_without_line(&error));
    if !line.starts_with(b"{") {
        // Serde would take an array for the fields in their order.
        serde_json::from_slice::<serde::de::IgnoredAny>(line).map_err(not_json)?;
        return Err(Problem::NotAnObject);
    }
    let fields: Fields = serde_json::from_slice(line).map_err(not_json)?;
    let Some(Value::String(text)) = fields.text else { return Err(Problem::NoTextField) };
    let first = |one: Option<Value>, other: Option<Value>| [one, other].into_iter().flatten().find_map(words);
    Ok(Draft {
        id: fields.id.filter(|id| id.is_string() || id.is_number()).and_then(words),
        title: fields.title.and_then(words),
        outlet: first(fields.outlet, fields.source),
        url: fields.url.and_then(words),
        published: [fields.published, fields.date]
            .into_iter()
            .flatten()
            .map(published)
            .find(|published| *published != Published::Unknown)
            .unwrap_or_default(),
        byline: first(fields.byline, fields.authors),
        language: fields.language.and_then(words),
        text,
        ..Draft::default()
    })
}

/// A field as words: a string, a number, the `name` of an object, or several of them joined by commas.
fn words(value: Value) -> Option<String> {
    let words = match value {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.into_iter().filter_map(words).collect::<Vec<_>>().join(", "),
        Value::Object(mut object) => return object.remove("name").and_then(words),
        Value::Null | Value::Bool(_) => return None,
    };
    (!words.trim().is_empty()).then_some(words)
}

/// A date as written, or as a count of seconds or milliseconds since 1970.
fn published(value: Value) -> Published {
    match value {
        Value::String(written) => Published::read(&written),
        Value::Null => Published::Unknown,
        other => match other.as_i64().and_then(date::from_epoch) {
            // 20251126 as a number is a day, not a moment in 1970.
            Some(_) if date::parse(&other.to_string()).is_some() => Published::read(&other.to_string()),
            Some(day) => Published::On(day),
            None => Published::Unreadable(other.to_string().chars().take(40).collect()),
        },
    }
}

/// The parser's message; its line number always says 1 and would mislead.
fn error_without_line(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn drafts(jsonl: &str) -> Vec<Result<Draft, InputError>> {
        read("a.jsonl", io::Cursor::new(jsonl.as_bytes().to_vec())).collect()
    }

    #[test]
    fn reads_the_fields_and_their_other_names() {
        let found = drafts(concat!(
            "\u{FEFF}{\"id\": 7, \"text\": \"The council met.\\r\\n\", \"source\": \"The Harbour Post\", ",
            "\"date\": \"2025-11-26T08:00:00Z\", \"authors\": [\"Ana Reyes\", {\"name\": \"Bo Lind\"}], \"extra\": {\"a\": [1]}}\r\n",
            "\n",
            "{\"text\": \"It met again.\", \"outlet\": \"Hill Weekly\", \"source\": \"feed 3\", \"published\": 1764115200, \"byline\": \"Cy Moe\"}",
        ));
        let first = found[0].as_ref().unwrap();
        assert_eq!((first.line, first.id.as_deref()), (Some(1), Some("7")));
        assert_eq!(first.text, "The council met.\r\n");
        assert_eq!(first.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(first.published, Published::On(date(2025, 11, 26)));
        assert_eq!(first.byline.as_deref(), Some("Ana Reyes, Bo Lind"));
        let second = found[1].as_ref().unwrap();
        assert_eq!((second.line, second.id.as_deref()), (Some(3), None));
        assert_eq!(second.outlet.as_deref(), Some("Hill Weekly"));
        assert_eq!(second.published, Published::On(date(2025, 11, 26)));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_broken_line_costs_only_itself() {
        let mut jsonl = "{\"text\": \"Fine.\"}\n".repeat(6);
        jsonl += "{\"text\": \"Broken\n[\"a\", \"b\"]\n{\"title\": \"No text\"}\n{\"text\": 5}\n\"text\"\n{\"text\": \"Fine.\"}\n";
        let found = drafts(&jsonl);
        assert_eq!(found.len(), 12);
        let problem = |line: usize| &found[line - 1].as_ref().unwrap_err().problem;
        assert_eq!(found[6].as_ref().unwrap_err().line, Some(7));
        assert!(matches!(problem(7), Problem::Json(message) if message.contains("column")));
        assert_eq!(problem(8), &Problem::NotAnObject);
        assert_eq!(problem(9), &Problem::NoTextField);
        assert_eq!(problem(10), &Problem::NoTextField);
        assert_eq!(problem(11), &Problem::NotAnObject);
        assert!(found[11].is_ok());
    }

    #[test]
    fn unpacks_gzip_and_reports_a_cut_file() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        io::Write::write_all(&mut packed, "{\"text\": \"Fine.\"}\n".repeat(2).as_bytes()).unwrap();
        let mut packed = packed.finish().unwrap();
        assert_eq!(read("a.jsonl.gz", io::Cursor::new(packed.clone())).filter(Result::is_ok).count(), 2);
        packed.truncate(packed.len() - 9);
        let found: Vec<_> = read("a.jsonl.gz", io::Cursor::new(packed)).collect();
        assert!(matches!(found.last(), Some(Err(InputError { problem: Problem::Compressed(_), .. }))));
    }

    #[test]
    fn utf16_is_one_error() {
        let found: Vec<_> = read("a.jsonl", io::Cursor::new(b"\xFF\xFE{\0}\0\n\0{\0}\0\n\0".to_vec())).collect();
        assert_eq!(found, [Err(InputError::new("a.jsonl", Problem::Utf16Lines))]);
    }

    #[test]
    fn dates_may_be_numbers() {
        assert_eq!(published(serde_json::json!(20251126)), Published::On(date(2025, 11, 26)));
        assert_eq!(published(serde_json::json!(1764115200000i64)), Published::On(date(2025, 11, 26)));
        assert_eq!(published(serde_json::json!([])), Published::Unreadable("[]".into()));
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>, text in "([\\[\\]{}\":,\\\\\n]|text|date|\\PC){0,80}") {
            read("a.jsonl", io::Cursor::new(bytes)).for_each(drop);
            read("a.jsonl", io::Cursor::new(text.into_bytes())).for_each(drop);
        }
    }
}
