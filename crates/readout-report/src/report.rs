use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Date, hash_text};

/// Names a report. The input's own id where it has one (JSONL), else a hash of what the report says, so that the
/// same report has the same id wherever its file lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReportId(pub String);

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One published article, as read: its text and what is known about its publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Names the report; see [`Report::derived_id`].
    pub id: ReportId,
    /// Where it was read from, as the user wrote it (a file, with `:LINE` for a line of a JSONL file).
    pub path: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The headline, where it is not part of the text.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The day of publication, as the publisher gives it; relative times are read against it.
    pub published: Option<Date>,
    /// The authors, as printed.
    pub byline: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// What all spans index. Never changed after intake.
    pub text: String,
}

impl Report {
    /// A report that is only its text; the id is derived from it.
    pub fn from_text(text: impl Into<String>) -> Self {
        let mut report = Self {
            id: ReportId(String::new()),
            path: None,
            outlet: None,
            title: None,
            url: None,
            published: None,
            byline: None,
            language: None,
            text: text.into(),
        };
        report.id = report.derived_id();
        report
    }

    /// The id of a report that brings none: 12 hexadecimal digits of the SHA-256 of outlet, address, title and text.
    pub fn derived_id(&self) -> ReportId {
        let mut all = String::with_capacity(self.text.len() + 64);
        for part in [&self.outlet, &self.url, &self.title] {
            all.push_str(part.as_deref().unwrap_or(""));
            all.push('\0');
        }
        all.push_str(&self.text);
        let mut hex = hash_text(&all);
        hex.truncate(12);
        ReportId(hex)
    }
}
