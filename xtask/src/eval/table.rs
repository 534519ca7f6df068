//! The table of results, in Markdown.

use std::borrow::Cow;
use std::fmt::Write as _;

/// What must be reached.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bar {
    AtLeast(f64),
    AtMost(f64),
}

/// One figure.
#[derive(Debug)]
pub(crate) struct Measure {
    name: Cow<'static, str>,
    value: f64,
    bar: Option<Bar>,
    /// Where the Python scorer's JSON has it.
    pub(crate) python: Option<Cow<'static, str>>,
    /// What the Python scorer says.
    pub(crate) other: Option<f64>,
}

/// One line.
pub(crate) struct Row {
    pub(crate) set: &'static str,
    pub(crate) measure: Measure,
}

impl Measure {
    pub(crate) fn new(name: impl Into<Cow<'static, str>>, value: f64) -> Self {
        Self { name: name.into(), value, bar: None, python: None, other: None }
    }

    pub(crate) fn bar(mut self, bar: Bar) -> Self {
        self.bar = Some(bar);
        self
    }

    pub(crate) fn bar_if(self, at_least: Option<f64>) -> Self {
        match at_least {
            Some(value) => self.bar(Bar::AtLeast(value)),
            None => self,
        }
    }

    pub(crate) fn python(mut self, pointer: impl Into<Cow<'static, str>>) -> Self {
        self.python = Some(pointer.into());
        self
    }

    /// Whether the Python scorer says something else.
    pub(crate) fn differs(&self) -> bool {
        self.other.is_some_and(|other| (other - self.value).abs() > 0.05)
    }

    fn verdict(&self) -> &'static str {
        match self.bar {
            None => "",
            Some(Bar::AtLeast(bar)) if self.value >= bar => "yes",
            Some(Bar::AtMost(bar)) if self.value <= bar => "yes",
            Some(_) => "no",
        }
    }
}

/// The rows as a Markdown table with aligned columns; the Python scorers have a column where they were asked.
pub(crate) fn render(rows: &[Row]) -> String {
    let number = |value: f64| if value >= 1000.0 { format!("{value:.0}") } else { format!("{value:.1}") };
    let mut cells = vec![["set", "measure", "value", "bar", "reached", "Python"].map(str::to_owned).to_vec()];
    let mut set = "";
    for Row { set: of, measure } in rows {
        let bar = match measure.bar {
            None => String::new(),
            Some(Bar::AtLeast(bar)) => format!("≥ {}", number(bar)),
            Some(Bar::AtMost(bar)) => format!("≤ {}", number(bar)),
        };
        let python = match measure.other {
            None => String::new(),
            Some(other) if measure.differs() => format!("{} differs", number(other)),
            Some(other) => number(other),
        };
        let name = if *of == set { "" } else { of };
        set = of;
        let verdict = measure.verdict().to_owned();
        cells.push(vec![name.to_owned(), measure.name.to_string(), number(measure.value), bar, verdict, python]);
    }
    if rows.iter().all(|row| row.measure.other.is_none()) {
        cells.iter_mut().for_each(|row| row.truncate(5));
    }
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..cells[0].len()).map(width).collect();
    let mut table = String::new();
    for (i, row) in cells.iter().enumerate() {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            // The values stand to the right.
            let _ = if column == 2 { write!(table, "| {cell:>width$} ") } else { write!(table, "| {cell:<width$} ") };
        }
        table.push_str("|\n");
        if i == 0 {
            for (column, width) in widths.iter().enumerate() {
                let _ = write!(table, "|{}{}", "-".repeat(width + 1), if column == 2 { ':' } else { '-' });
            }
            table.push_str("|\n");
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_tells_what_is_reached() {
        let mut measures = vec![
            Measure::new("LAS", 83.04).bar(Bar::AtLeast(83.0)).python("/las"),
            Measure::new("memory, MB", 612.0).bar(Bar::AtMost(500.0)),
        ];
        measures[0].other = Some(82.9);
        let rows: Vec<_> = measures.into_iter().map(|measure| Row { set: "a", measure }).collect();
        assert_eq!(
            render(&rows),
            "| set | measure    | value | bar     | reached | Python       |\n\
             |-----|------------|------:|---------|---------|--------------|\n\
             | a   | LAS        |  83.0 | ≥ 83.0  | yes     | 82.9 differs |\n\
             |     | memory, MB | 612.0 | ≤ 500.0 | no      |              |\n"
        );
    }
}
