//! When the record first saw each thing said: the second of its two clocks.

use std::collections::BTreeMap;

use readout_report::{Evidence, ReportId};

use super::{Store, StoreError};
use crate::{ItemKind, Story};

/// The wordings of reports, each with the moment at which it was first read.
#[derive(Debug, Default)]
pub(super) struct Readings(BTreeMap<ReportId, Reading>);

#[derive(Debug)]
struct Reading {
    first: String,
    /// Former wordings, the earliest first, and when they were read; and when the present one was.
    former: Vec<(String, String)>,
    last: String,
}

impl Readings {
    /// When a passage of the present wording was first read.
    fn of<'r>(&'r self, evidence: &Evidence, texts: &BTreeMap<&ReportId, &str>) -> &'r str {
        let Some(reading) = self.0.get(&evidence.report) else { return "" };
        if reading.former.is_empty() {
            return &reading.first;
        }
        let words = texts.get(&evidence.report).and_then(|text| text.get(evidence.span.range())).unwrap_or_default();
        let before = reading.former.iter().find(|(_, text)| text.contains(words));
        before.map_or(&reading.last, |(read, _)| read)
    }

    /// When each thing of a kind in the story was first read: a difference when its second side was. In the order of the story.
    pub(super) fn of_items<'r>(&'r self, story: &Story, kind: ItemKind) -> Vec<&'r str> {
        let texts: BTreeMap<_, _> = story.reports.iter().map(|r| (&r.report.id, r.report.text.as_str())).collect();
        let first = |evidence: &mut dyn Iterator<Item = &Evidence>| -> &'r str {
            evidence.map(|e| self.of(e, &texts)).min().unwrap_or_default()
        };
        let statement = |index: usize| {
            let witnesses = story.statements.get(index).map(|s| s.witnesses.as_slice()).unwrap_or_default();
            first(&mut witnesses.iter().map(|w| &w.evidence))
        };
        match kind {
            ItemKind::Statement => (0..story.statements.len()).map(statement).collect(),
            ItemKind::Event => story.events.iter().map(|e| first(&mut e.evidence.iter())).collect(),
            ItemKind::Figure => story.figures.iter().map(|f| first(&mut f.evidence.iter())).collect(),
            ItemKind::Document => story.documents.iter().map(|d| first(&mut d.evidence.iter())).collect(),
            ItemKind::Position => {
                let shown = |p: &crate::Position| p.statements.iter().map(|s| statement(*s)).min().unwrap_or_default();
                story.positions.iter().map(shown).collect()
            }
            ItemKind::Difference => {
                let difference = |difference: &crate::Difference| {
                    let mut sides: Vec<_> =
                        difference.sides.iter().map(|side| first(&mut side.evidence.iter())).collect();
                    sides.sort_unstable();
                    sides.get(1).copied().unwrap_or_default()
                };
                story.differences.iter().map(difference).collect()
            }
        }
    }
}

impl Store {
    /// When the wordings of these reports, by number, were read.
    pub(super) fn readings(&self, reports: &[i64]) -> Result<Readings, StoreError> {
        let mut select = self.db.prepare_cached("SELECT id, first_read, read FROM report WHERE number = ?1")?;
        let mut former =
            self.db.prepare_cached("SELECT read, text FROM revision WHERE report = ?1 ORDER BY read, hash")?;
        let mut readings = BTreeMap::new();
        for number in reports {
            let (id, first, last): (String, String, String) =
                select.query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let mut rows = former.query([number])?;
            let mut wordings = Vec::new();
            while let Some(row) = rows.next()? {
                let text = super::reports::text_of(&row.get::<_, Vec<u8>>(1)?, &id)?;
                wordings.push((row.get(0)?, text));
            }
            readings.insert(ReportId(id), Reading { first, former: wordings, last });
        }
        Ok(Readings(readings))
    }
}
