//! Whether the record still says what its reports said.

use std::collections::BTreeMap;
use std::fmt;

use readout_report::{Evidence, ReportId, hash_text};

use super::{Store, StoreError};
use crate::Story;

/// Something in the record that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: a report's or story's id.
    pub at: String,
    /// What.
    pub kind: FaultKind,
}

/// What may not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// SQLite finds the file itself damaged; in its words.
    File(String),
    /// A report's text is not that of its hash.
    Text,
    /// A row cannot be read back.
    Row(String),
    /// So many passages of a story are not in their reports any more.
    Evidence(usize),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = &self.at;
        match &self.kind {
            FaultKind::File(why) => write!(f, "{at}: the file is damaged: {why}"),
            FaultKind::Text => write!(f, "{at}: the text of the report is not the one that was read"),
            FaultKind::Row(why) => write!(f, "{at}: {why}"),
            FaultKind::Evidence(1) => write!(f, "{at}: 1 passage does not stand in its report"),
            FaultKind::Evidence(n) => write!(f, "{at}: {n} passages do not stand in their reports"),
        }
    }
}

impl Store {
    /// Verifies the file, the text of every report and revision against its hash, and every span of every story against the
    /// words that it had. Gives what does not hold, and how many passages were compared.
    ///
    /// # Errors
    /// If the file cannot be read at all.
    pub fn check(&self) -> Result<(Vec<Fault>, usize), StoreError> {
        let mut faults = Vec::new();
        let file = self.path.display().to_string();
        let mut pragma = self.db.prepare("PRAGMA integrity_check(20)")?;
        for line in pragma.query_map([], |row| row.get::<_, String>(0))? {
            match line {
                Ok(line) if line == "ok" => {}
                Ok(line) => faults.push(Fault { at: file.clone(), kind: FaultKind::File(line) }),
                Err(error) => faults.push(Fault { at: file.clone(), kind: FaultKind::File(error.to_string()) }),
            }
        }
        let mut select = self.db.prepare(
            "SELECT r.id, r.hash, r.text FROM report r UNION ALL
             SELECT r.id, v.hash, v.text FROM revision v JOIN report r ON r.number = v.report ORDER BY 1, 2",
        )?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (id, hash, text): (String, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let same = zstd::stream::decode_all(&text[..]).ok().and_then(|t| String::from_utf8(t).ok());
            if same.is_none_or(|text| hash_text(&text) != hash) {
                faults.push(Fault { at: id, kind: FaultKind::Text });
            }
        }
        let mut select = self.db.prepare("SELECT id FROM story ORDER BY id")?;
        let ids: Vec<String> = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut compared = 0;
        for id in ids {
            match self.story(&id) {
                Ok(story) => {
                    let (good, bad) = count(&story);
                    compared += good + bad;
                    if bad > 0 {
                        faults.push(Fault { at: id, kind: FaultKind::Evidence(bad) });
                    }
                }
                Err(error) => faults.push(Fault { at: id, kind: FaultKind::Row(error.to_string()) }),
            }
        }
        Ok((faults, compared))
    }
}

/// The passages of a story that hold, and those that do not.
fn count(story: &Story) -> (usize, usize) {
    let reports: BTreeMap<&ReportId, _> = story.reports.iter().map(|r| (&r.report.id, &r.report)).collect();
    let holds = |e: &Evidence| reports.get(&e.report).is_some_and(|report| e.holds_in(report));
    let all = story.all_evidence();
    let good = all.iter().filter(|e| holds(e)).count();
    (good, all.len() - good)
}
