//! What the joins share: the reports in order, evidence, support, ids.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::Findings;
use readout_report::{Evidence, Report, Span, hash_text};

use crate::cluster::Clusters;
use crate::fold::{fold, squeeze};
use crate::{Entry, Support};

/// The reports of one story, oldest first, and who published them.
pub(crate) struct Context<'e> {
    pub(crate) entries: &'e [Entry],
    /// A number for each outlet; a report without one has its own.
    outlets: Vec<usize>,
    /// A number for each set of reports that are not independent: the same text, or the same outlet.
    sources: Vec<usize>,
}

impl<'e> Context<'e> {
    pub(crate) fn new(entries: &'e [Entry]) -> Self {
        let mut outlets = Clusters::new(entries.len());
        let mut sources = Clusters::new(entries.len());
        let mut by_outlet = BTreeMap::new();
        let mut by_text = BTreeMap::new();
        for (i, entry) in entries.iter().enumerate() {
            if let Some(outlet) = entry.report.outlet.as_deref().map(fold).filter(|o| !o.is_empty()) {
                let first = *by_outlet.entry(outlet).or_insert(i);
                outlets.join(first, i);
                sources.join(first, i);
            }
            sources.join(*by_text.entry(hash_text(&squeeze(&entry.report.text))).or_insert(i), i);
        }
        let number = |clusters: &Clusters| (0..entries.len()).map(|i| clusters.find(i)).collect();
        Self { outlets: number(&outlets), sources: number(&sources), entries }
    }

    pub(crate) fn report(&self, report: usize) -> &'e Report {
        &self.entries[report].report
    }

    pub(crate) fn findings(&self, report: usize) -> &'e Findings {
        &self.entries[report].findings
    }

    /// The words of a report, as they stand there.
    pub(crate) fn text(&self, report: usize, span: Span) -> &'e str {
        span.of_text(&self.report(report).text)
    }

    pub(crate) fn evidence(&self, report: usize, span: Span) -> Evidence {
        Evidence::new(self.report(report), span)
    }

    /// Evidence for each place once, in the order of the reports and their text.
    pub(crate) fn all_evidence(&self, places: impl IntoIterator<Item = (usize, Span)>) -> Vec<Evidence> {
        let places: BTreeSet<_> = places.into_iter().collect();
        places.into_iter().map(|(report, span)| self.evidence(report, span)).collect()
    }

    pub(crate) fn support(&self, reports: impl IntoIterator<Item = usize>) -> Support {
        let reports: BTreeSet<usize> = reports.into_iter().collect();
        let different = |numbers: &[usize]| reports.iter().map(|r| numbers[*r]).collect::<BTreeSet<_>>().len();
        Support { reports: reports.len(), outlets: different(&self.outlets), independent: different(&self.sources) }
    }
}

/// Hands out stable ids: a prefix for the kind of item and hexadecimal digits of the hash of what identifies the item.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    used: BTreeSet<String>,
}

impl Ids {
    /// An id that was not given before. Two items with the same identity get different ids, in the order of asking.
    pub(crate) fn id(&mut self, prefix: &str, identity: &[&str]) -> String {
        let mut what = identity.join("\0");
        loop {
            let id = format!("{prefix}{}", &hash_text(&what)[..10]);
            if self.used.insert(id.clone()) {
                return id;
            }
            what.push('\0');
        }
    }

    /// An id for what stands at a place.
    pub(crate) fn at(&mut self, prefix: &str, report: &Report, span: Span) -> String {
        self.id(prefix, &[&report.id.0, &span.start.to_string(), &span.end.to_string()])
    }
}
