//! What the joins share: the reports in order, evidence, support, ids.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use readout_extract::Findings;
use readout_report::{Evidence, Report, Span, hash_text};
use rustc_hash::FxHashMap;

use crate::cluster::Clusters;
use crate::fold::fold;
use crate::independence::Independence;
use crate::{Derivation, Entry, Support};

/// The reports of one story, oldest first, and who published them.
pub(crate) struct Context<'e> {
    pub(crate) entries: &'e [Entry],
    /// A number for each outlet; a report without one has its own.
    outlets: Vec<usize>,
    independence: Independence,
    /// The hashes of the words at places that were asked for: many are asked for more than once.
    hashes: RefCell<FxHashMap<(usize, Span), String>>,
}

impl<'e> Context<'e> {
    pub(crate) fn new(entries: &'e [Entry]) -> Self {
        let mut outlets = Clusters::new(entries.len());
        let mut by_outlet = BTreeMap::new();
        for (i, entry) in entries.iter().enumerate() {
            if let Some(outlet) = entry.report.outlet.as_deref().map(fold).filter(|o| !o.is_empty()) {
                let first = *by_outlet.entry(outlet).or_insert(i);
                outlets.join(first, i);
            }
        }
        let outlets = (0..entries.len()).map(|i| outlets.find(i)).collect();
        Self { outlets, independence: Independence::find(entries), entries, hashes: RefCell::default() }
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
        let mut hashes = self.hashes.borrow_mut();
        let hash = hashes.entry((report, span)).or_insert_with(|| hash_text(self.text(report, span)));
        Evidence { report: self.report(report).id.clone(), span, hash: hash.clone() }
    }

    /// Evidence for each place once, in the order of the reports and their text.
    pub(crate) fn all_evidence(&self, places: impl IntoIterator<Item = (usize, Span)>) -> Vec<Evidence> {
        let places: BTreeSet<_> = places.into_iter().collect();
        places.into_iter().map(|(report, span)| self.evidence(report, span)).collect()
    }

    /// How many say what stands at these places.
    pub(crate) fn support(&self, places: impl IntoIterator<Item = (usize, Span)>) -> Support {
        let places: Vec<(usize, Span)> = places.into_iter().collect();
        let reports: BTreeSet<usize> = places.iter().map(|(report, _)| *report).collect();
        let outlets = reports.iter().map(|r| self.outlets[*r]).collect::<BTreeSet<_>>().len();
        // One outlet may have it from its own people in one report and from a carrier in the next: still one.
        let independent = self.independence.count(places).min(outlets);
        Support { reports: reports.len(), outlets, independent }
    }

    /// Whom a report copies or repeats.
    pub(crate) fn derivations(&self, report: usize) -> Vec<Derivation> {
        self.independence.derivations(report).to_vec()
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
        self.id_after(prefix, identity, &mut Vec::new())
    }

    /// As [`Ids::id`]; tells which ids were `taken`.
    pub(crate) fn id_after(&mut self, prefix: &str, identity: &[&str], taken: &mut Vec<String>) -> String {
        let mut what = identity.join("\0");
        loop {
            let id = Self::of(prefix, &what);
            if self.used.insert(id.clone()) {
                return id;
            }
            taken.push(id);
            what.push('\0');
        }
    }

    /// The id that an item has unless another has it already.
    pub(crate) fn first(prefix: &str, identity: &[&str]) -> String {
        Self::of(prefix, &identity.join("\0"))
    }

    fn of(prefix: &str, what: &str) -> String {
        format!("{prefix}{}", &hash_text(what)[..10])
    }

    /// An id for what stands at a place.
    pub(crate) fn at(&mut self, prefix: &str, report: &Report, span: Span) -> String {
        self.id(prefix, &[&report.id.0, &span.start.to_string(), &span.end.to_string()])
    }
}
