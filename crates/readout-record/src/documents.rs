//! Documents over reports: the same name and the same version.

use std::collections::BTreeMap;

use crate::Document;
use crate::context::{Context, Ids};
use crate::fold::{fold, squeeze};

/// The documents of a story, those spoken of most first.
pub(crate) fn documents(context: &Context<'_>) -> Vec<Document> {
    let mut same = BTreeMap::<(String, Option<String>), Vec<_>>::new();
    for report in 0..context.entries.len() {
        for document in &context.findings(report).documents {
            let name = fold(&document.name);
            let name = name.strip_prefix("the ").map_or(name.clone(), str::to_owned);
            let version = document.version.as_deref().map(fold);
            same.entry((name, version)).or_default().push((report, document));
        }
    }
    let mut ids = Ids::default();
    let mut all = Vec::with_capacity(same.len());
    for ((name, version), places) in same {
        let id = ids.id("d", &[&name, version.as_deref().unwrap_or("")]);
        // Of the spellings that fold to the same, the one used most, then the first.
        let mut uses = BTreeMap::<String, usize>::new();
        places.iter().for_each(|(_, d)| *uses.entry(squeeze(&d.name)).or_default() += 1);
        let spelled = uses.into_iter().max_by_key(|(name, n)| (*n, std::cmp::Reverse(name.clone())));
        let first = places.iter().map(|(report, d)| (*report, d.span)).min();
        let document = Document {
            id,
            name: spelled.map_or(name, |(name, _)| name),
            version: places[0].1.version.as_deref().map(squeeze),
            support: context.support(places.iter().map(|(report, d)| (*report, d.span))),
            evidence: context.all_evidence(places.into_iter().map(|(report, d)| (report, d.span))),
        };
        all.push((first, document));
    }
    all.sort_by_key(|(first, document)| (std::cmp::Reverse(document.evidence.len()), *first));
    all.into_iter().map(|(_, document)| document).collect()
}
