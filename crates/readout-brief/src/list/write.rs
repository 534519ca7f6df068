//! Rows as text.

use anstyle::Style;
use textwrap::core::display_width;

use super::{List, Row};

/// In which form a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// Columns for a terminal of so many characters, with or without colour.
    Table {
        /// Columns of the terminal.
        width: usize,
        /// Whether escape sequences may be written.
        colour: bool,
    },
    /// One array of objects.
    Json,
    /// An object a line.
    Jsonl,
    /// Comma-separated values (RFC 4180), with a line of names.
    Csv,
    /// A Markdown table.
    Markdown,
}

/// Writes rows as they come. A table is held back to the end, since its columns are as wide as what stands in them.
#[derive(Debug)]
pub struct ListWriter {
    format: ListFormat,
    columns: &'static [&'static str],
    held: Vec<Vec<String>>,
    any: bool,
}

impl ListWriter {
    /// For one list, and what stands before its rows.
    pub fn new(list: List, format: ListFormat) -> (Self, String) {
        let columns = list.columns();
        let start = match format {
            ListFormat::Table { .. } | ListFormat::Jsonl => String::new(),
            ListFormat::Json => "[".to_owned(),
            ListFormat::Csv => csv_line(columns.iter().copied()),
            ListFormat::Markdown => {
                format!("| {} |\n|{}\n", columns.join(" | "), " --- |".repeat(columns.len()))
            }
        };
        (Self { format, columns, held: Vec::new(), any: false }, start)
    }

    /// What can be written of these rows now.
    pub fn rows(&mut self, rows: Vec<Row>) -> String {
        let mut out = String::new();
        for row in rows {
            match self.format {
                ListFormat::Table { .. } => self.held.push(row.cells),
                ListFormat::Json => {
                    out.push_str(if self.any { ",\n" } else { "\n" });
                    out.push_str(&row.json.to_string());
                }
                ListFormat::Jsonl => {
                    out.push_str(&row.json.to_string());
                    out.push('\n');
                }
                ListFormat::Csv => out.push_str(&csv_line(row.cells.iter().map(String::as_str))),
                ListFormat::Markdown => {
                    let cells: Vec<_> = row.cells.iter().map(|cell| crate::markdown::escape(cell)).collect();
                    out.push_str(&format!("| {} |\n", cells.join(" | ")));
                }
            }
            self.any = true;
        }
        out
    }

    /// What stands after the rows.
    pub fn finish(self) -> String {
        match self.format {
            ListFormat::Table { width, colour } => table(self.columns, &self.held, width, colour),
            ListFormat::Json if self.any => "\n]\n".to_owned(),
            ListFormat::Json => "]\n".to_owned(),
            ListFormat::Jsonl | ListFormat::Csv | ListFormat::Markdown => String::new(),
        }
    }
}

fn csv_line<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells).expect("memory is written to without fail");
    let bytes = writer.into_inner().expect("memory is flushed without fail");
    String::from_utf8(bytes).expect("cells are UTF-8")
}

/// No column but the last is wider than the first of these that leaves room for the last.
const WIDEST: [usize; 4] = [24, 16, 12, 10];
/// The last column gets at least this.
const LAST: usize = 24;
/// Columns that are left out where there is no room for all, the first of these first.
const LEAST_WANTED: &[&str] = &["story", "outlets", "reports", "independent", "also", "statements", "cue", "type"];
const BOLD: Style = Style::new().bold();

fn table(columns: &[&str], rows: &[Vec<String>], width: usize, colour: bool) -> String {
    if rows.is_empty() {
        return "Nothing found.\n".to_owned();
    }
    // A column that says nothing is left out.
    let mut shown: Vec<usize> = (0..columns.len()).filter(|c| rows.iter().any(|row| !row[*c].is_empty())).collect();
    if shown.is_empty() {
        return "Nothing found.\n".to_owned();
    }
    let needed = |c: usize| rows.iter().map(|row| display_width(&row[c])).chain([columns[c].len()]).max().unwrap_or(0);
    let widths_of = |shown: &[usize], widest: usize| -> Vec<usize> {
        shown[..shown.len() - 1].iter().map(|c| needed(*c).min(widest)).collect()
    };
    let fits = |widths: &[usize]| widths.iter().map(|w| w + 2).sum::<usize>() + LAST <= width;
    let mut least_wanted = LEAST_WANTED.iter();
    let widths = loop {
        let narrower = WIDEST.iter().map(|widest| widths_of(&shown, *widest)).find(|widths| fits(widths));
        if let Some(widths) = narrower {
            break widths;
        }
        match least_wanted.next() {
            Some(name) => shown.retain(|c| columns[*c] != *name || Some(c) == shown_last(columns).as_ref()),
            None => break widths_of(&shown, WIDEST[WIDEST.len() - 1]),
        }
    };
    let Some((last, before)) = shown.split_last() else { return "Nothing found.\n".to_owned() };
    let used: usize = widths.iter().map(|w| w + 2).sum();
    let rest = width.saturating_sub(used).max(LAST);
    let mut out = String::new();
    let mut write = |cells: Vec<&str>, style: Option<Style>| {
        let mut wrapped: Vec<Vec<String>> =
            cells[..cells.len() - 1].iter().zip(&widths).map(|(cell, width)| wrap(cell, *width)).collect();
        wrapped.push(wrap(cells[cells.len() - 1], rest));
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
        for i in 0..height {
            let mut line = String::new();
            for (c, cell) in wrapped.iter().enumerate() {
                let text = cell.get(i).map_or("", String::as_str);
                line.push_str(text);
                if let Some(width) = widths.get(c) {
                    line.push_str(&" ".repeat(width + 2 - display_width(text).min(*width)));
                }
            }
            match style.filter(|_| colour) {
                Some(style) => out.push_str(&format!("{style}{}{style:#}\n", line.trim_end())),
                None => {
                    out.push_str(line.trim_end());
                    out.push('\n');
                }
            }
        }
    };
    write(shown.iter().map(|c| columns[*c]).collect(), Some(BOLD));
    for row in rows {
        write(before.iter().chain([last]).map(|c| row[*c].as_str()).collect(), None);
    }
    out
}

/// The column that is never left out.
fn shown_last(columns: &[&str]) -> Option<usize> {
    columns.len().checked_sub(1)
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width.max(4)).break_words(true);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows() -> Vec<Row> {
        let row = |id: &str, title: &str| Row {
            cells: [id, "2025-03-01", "2025-03-02", "2", "2", "1", title].map(str::to_owned).to_vec(),
            json: json!({"id": id, "title": title}),
        };
        vec![row("y1", "Harbour closed, \"for good\" | *now*"), row("y22", "=SUM(A1)")]
    }

    fn written(format: ListFormat) -> String {
        let (mut writer, mut out) = ListWriter::new(List::Stories, format);
        out.push_str(&writer.rows(rows()));
        out.push_str(&writer.finish());
        out
    }

    #[test]
    fn every_form() {
        assert_eq!(written(ListFormat::Jsonl).lines().count(), 2);
        let parsed: Vec<serde_json::Value> = serde_json::from_str(&written(ListFormat::Json)).unwrap();
        assert_eq!(parsed[1]["id"], "y22");
        insta::assert_snapshot!(written(ListFormat::Csv), @r#"
        id,first,last,reports,outlets,independent,title
        y1,2025-03-01,2025-03-02,2,2,1,"Harbour closed, ""for good"" | *now*"
        y22,2025-03-01,2025-03-02,2,2,1,=SUM(A1)
        "#);
        insta::assert_snapshot!(written(ListFormat::Markdown), @r#"
        | id | first | last | reports | outlets | independent | title |
        | --- | --- | --- | --- | --- | --- | --- |
        | y1 | 2025-03-01 | 2025-03-02 | 2 | 2 | 1 | Harbour closed, "for good" \| \*now\* |
        | y22 | 2025-03-01 | 2025-03-02 | 2 | 2 | 1 | \=SUM(A1) |
        "#);
        insta::assert_snapshot!(written(ListFormat::Table { width: 100, colour: false }), @r#"
        id   first       last        reports  outlets  independent  title
        y1   2025-03-01  2025-03-02  2        2        1            Harbour closed, "for good" | *now*
        y22  2025-03-01  2025-03-02  2        2        1            =SUM(A1)
        "#);
    }

    #[test]
    fn a_table_keeps_to_its_width() {
        for width in [60, 80, 120] {
            let table = written(ListFormat::Table { width, colour: false });
            assert!(table.lines().all(|line| display_width(line) <= width), "{width}:\n{table}");
        }
    }

    #[test]
    fn an_empty_list_says_so() {
        let (writer, start) = ListWriter::new(List::Actors, ListFormat::Json);
        assert_eq!(start + &writer.finish(), "[]\n");
        let (writer, _) = ListWriter::new(List::Actors, ListFormat::Table { width: 80, colour: true });
        assert_eq!(writer.finish(), "Nothing found.\n");
    }
}
