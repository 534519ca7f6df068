//! Times over reports: the same type, value and days are the same time, whatever the words.

use std::collections::BTreeMap;

use crate::Time;
use crate::context::{Context, Ids};

/// The times of a story, and which of them each report's times are.
pub(crate) struct Times {
    pub(crate) all: Vec<Time>,
    of: Vec<Vec<usize>>,
}

impl Times {
    pub(crate) fn find(context: &Context<'_>) -> Self {
        let mut same = BTreeMap::<_, Vec<(usize, usize)>>::new();
        for report in 0..context.entries.len() {
            for (index, time) in context.findings(report).times.iter().enumerate() {
                same.entry((time.kind, &time.value, time.range)).or_default().push((report, index));
            }
        }
        let mut groups: Vec<_> = same.into_values().collect();
        groups.sort_by_key(|places| {
            let (report, index) = places[0];
            let time = &context.findings(report).times[index];
            (time.range.is_none(), time.range, report, time.span, index)
        });
        let mut of: Vec<Vec<usize>> = context.entries.iter().map(|e| vec![0; e.findings.times.len()]).collect();
        let mut ids = Ids::default();
        let mut all = Vec::with_capacity(groups.len());
        for places in groups {
            let time = |(report, index): (usize, usize)| &context.findings(report).times[index];
            let first = time(places[0]);
            for (report, index) in &places {
                of[*report][*index] = all.len();
            }
            all.push(Time {
                id: ids.id("t", &[first.kind.as_str(), &first.value]),
                kind: first.kind,
                value: first.value.clone(),
                range: first.range,
                support: context.support(places.iter().map(|p| (p.0, time(*p).span))),
                evidence: context.all_evidence(places.into_iter().map(|p| (p.0, time(p).span))),
            });
        }
        Self { all, of }
    }

    /// The story's index of a report's time.
    pub(crate) fn of(&self, report: usize, time: usize) -> usize {
        self.of[report][time]
    }
}
