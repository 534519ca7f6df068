//! Documents over reports: the same name and version, or names of which one says less than the other of the same document.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::Document as Found;

use crate::Document;
use crate::context::{Context, Ids};
use crate::fold::{fold, squeeze, words};

/// The documents of a story, those spoken of most first.
pub(crate) fn documents(context: &Context<'_>) -> Vec<Document> {
    let mut same = BTreeMap::<(String, Option<String>), Vec<(usize, &Found)>>::new();
    for report in 0..context.entries.len() {
        for document in &context.findings(report).documents {
            let name = fold(&document.name);
            let name = name.strip_prefix("the ").map_or(name.clone(), str::to_owned);
            let version = document.version.as_deref().map(fold);
            same.entry((name, version)).or_default().push((report, document));
        }
    }
    let named: Vec<Named<'_>> =
        same.into_iter().map(|((name, version), places)| Named::new(context, name, version, places)).collect();
    let mut ids = Ids::default();
    let mut all = Vec::with_capacity(named.len());
    for group in join(&named) {
        // The fullest name; of those, the one used most.
        let fullest = group
            .iter()
            .max_by_key(|n| (n.points.is_some(), n.details.len(), n.places.len(), std::cmp::Reverse(&n.name)));
        let Some(fullest) = fullest else { continue };
        let id = ids.id("d", &[&fullest.name, fullest.version.as_deref().unwrap_or("")]);
        // Of the spellings that fold to the same, the one used most, then the first.
        let mut uses = BTreeMap::<String, usize>::new();
        fullest.places.iter().for_each(|(_, d)| *uses.entry(squeeze(&d.name)).or_default() += 1);
        let spelled = uses.into_iter().max_by_key(|(name, n)| (*n, std::cmp::Reverse(name.clone())));
        let places: BTreeSet<_> = group.iter().flat_map(|n| &n.places).map(|(report, d)| (*report, d.span)).collect();
        let document = Document {
            id,
            name: spelled.map_or_else(|| fullest.name.clone(), |(name, _)| name),
            version: fullest.places[0].1.version.as_deref().map(squeeze),
            support: context.support(places.iter().map(|p| p.0)),
            evidence: context.all_evidence(places.iter().copied()),
        };
        all.push((places.first().copied(), document));
    }
    all.sort_by_key(|(first, document)| (std::cmp::Reverse(document.evidence.len()), *first));
    all.into_iter().map(|(_, document)| document).collect()
}

/// The places that speak of a document by the same name and version.
struct Named<'e> {
    /// Folded.
    name: String,
    version: Option<String>,
    places: Vec<(usize, &'e Found)>,
    /// The word for what it is: "plan".
    head: String,
    /// The words that tell which one it is: "peace", "harbour".
    details: BTreeSet<String>,
    /// Of how many points it is.
    points: Option<u32>,
    /// Who wrote it, folded.
    authors: BTreeSet<String>,
}

impl<'e> Named<'e> {
    fn new(context: &Context<'e>, name: String, version: Option<String>, places: Vec<(usize, &'e Found)>) -> Self {
        let mut all = words(&name);
        let head = all.pop().unwrap_or_default();
        let points = places.iter().find_map(|(_, d)| d.points);
        let marks: BTreeSet<String> = version.iter().flat_map(|v| words(v)).collect();
        let tells = |word: &String| {
            let counts = matches!(word.as_str(), "point" | "points") || points.is_some_and(|n| *word == n.to_string());
            !counts
                && !marks.contains(word)
                && !matches!(word.as_str(), "draft" | "proposed" | "a" | "an" | "this" | "that")
        };
        let details = all.into_iter().filter(tells).collect();
        let author = |(report, d): &(usize, &Found)| Some(fold(context.text(*report, d.author?)));
        let authors = places.iter().filter_map(author).filter(|a| !a.is_empty()).collect();
        Self { name, version, places, head, details, points, authors }
    }

    /// Whether the other, which says more, may be the same document: the same version and kind of paper, no other number of points, no
    /// other author.
    fn may_be(&self, fuller: &Self) -> bool {
        let authors =
            self.authors.is_empty() || fuller.authors.is_empty() || !self.authors.is_disjoint(&fuller.authors);
        let points = self.points.is_none() || self.points == fuller.points;
        self.head == fuller.head
            && self.version == fuller.version
            && authors
            && points
            && self.details.is_subset(&fuller.details)
    }

    /// How much the name tells.
    fn tells(&self) -> usize {
        self.details.len() + usize::from(self.points.is_some())
    }
}

/// Joins each name with the one fuller name that it may be short for. Where two such are no short and full form of each other, it is
/// not known which is meant: "the plan", where reports speak of a peace plan and of a budget plan.
fn join<'n, 'e>(named: &'n [Named<'e>]) -> Vec<Vec<&'n Named<'e>>> {
    let mut alike = BTreeMap::<(&str, &Option<String>), Vec<usize>>::new();
    for (i, n) in named.iter().enumerate() {
        alike.entry((&n.head, &n.version)).or_default().push(i);
    }
    let mut groups = Vec::new();
    for mut of_kind in alike.into_values() {
        of_kind.sort_by_key(|i| (std::cmp::Reverse(named[*i].tells()), *i));
        let mut fullest: Vec<Vec<&Named<'_>>> = Vec::new();
        for i in of_kind {
            let short = &named[i];
            let mut homes = fullest.iter_mut().filter(|group| group.iter().all(|n| short.may_be(n)));
            match (homes.next(), homes.next()) {
                (Some(group), None) => group.push(short),
                _ => fullest.push(vec![short]),
            }
        }
        groups.extend(fullest);
    }
    groups
}
