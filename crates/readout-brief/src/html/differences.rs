//! Where reports differ: the sides next to each other, each with its passages.

use std::collections::BTreeSet;

use readout_record::{Difference, ItemKind, Side};

use super::lines::{MarksHtml, MoreHtml, PassageHtml, PieceHtml};
use super::links::Links;
use crate::dossier::Piece;
use crate::words::line;

pub(super) struct DifferenceHtml {
    pub(super) id: Option<String>,
    pub(super) kind: &'static str,
    pub(super) about: Vec<PieceHtml>,
    pub(super) marks: MarksHtml,
    pub(super) sides: Vec<SideHtml>,
    pub(super) more: Option<MoreHtml>,
}

pub(super) struct SideHtml {
    pub(super) value: String,
    /// Who of the actors says it; nobody where it is the outlets themselves.
    pub(super) says: Vec<PieceHtml>,
    /// `3 reports · 2 outlets`, where it is more than one report.
    pub(super) counts: Option<String>,
    pub(super) passages: Vec<PassageHtml>,
    pub(super) more: Option<MoreHtml>,
}

impl DifferenceHtml {
    pub(super) fn new(links: &mut Links<'_>, difference: &Difference) -> Self {
        let id = links.take_id(&difference.id);
        let here = id.clone().unwrap_or_default();
        let rest = || links.list("differences", &[]);
        let rest = rest().map(|list| format!("{list}#{}", crate::address::encode(&difference.id)));
        let about = Piece::report(line(links.reading.words(&difference.about)));
        let marks = links.reading.marks(std::slice::from_ref(&difference.about));
        let shown = difference.sides.len().min(links.limits.lines);
        Self {
            kind: difference.kind.as_str(),
            // A mark of punctuation alone says nothing of what it is about.
            about: links.pieces(about.text.contains(char::is_alphanumeric).then_some(about).as_slice()),
            marks: links.marks(&marks, readout_record::Support::default(), &here),
            sides: difference.sides[..shown].iter().map(|side| SideHtml::new(links, side, &here, &rest)).collect(),
            more: MoreHtml::of(difference.sides.len() - shown, rest),
            id,
        }
    }

    /// All that the page shows.
    pub(super) fn all(links: &mut Links<'_>) -> (Vec<Self>, usize) {
        let kept: Vec<_> = links.reading.kept(ItemKind::Difference, &links.story.differences).collect();
        let shown = kept.iter().take(links.limits.groups).map(|(_, difference)| Self::new(links, difference));
        (shown.collect(), kept.len())
    }
}

impl SideHtml {
    fn new(links: &mut Links<'_>, side: &Side, here: &str, rest: &Option<String>) -> Self {
        let reports: BTreeSet<_> = side.evidence.iter().map(|evidence| &evidence.report).collect();
        let of = links.story.reports.iter().enumerate().filter(|(_, r)| reports.contains(&r.report.id));
        let outlets: BTreeSet<_> = of.map(|(index, _)| links.outlet(index)).collect();
        let outlets_word = if outlets.len() == 1 { "outlet" } else { "outlets" };
        let counts =
            (reports.len() > 1).then(|| format!("{} reports · {} {outlets_word}", reports.len(), outlets.len()));
        // One passage of each report first: what several outlets say shows more than what one repeats.
        let mut seen = BTreeSet::new();
        let (first, again): (Vec<_>, Vec<_>) = side.evidence.iter().partition(|e| seen.insert(&e.report));
        let shown = side.evidence.len().min(links.limits.passages);
        let passages = first.into_iter().chain(again).take(shown);
        let names = links.reading.names_of(&side.actors);
        Self {
            value: line(&side.value),
            says: links.pieces(&names),
            counts,
            passages: passages.filter_map(|evidence| links.passage_of(evidence, here)).collect(),
            more: MoreHtml::of(side.evidence.len() - shown, rest.clone()),
        }
    }
}
