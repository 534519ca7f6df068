//! Where the reports of a story, or the actors that they quote, do not agree.
//!
//! One module a kind of difference. Each first finds what speaks of the same matter (the same actor, event, object of a figure,
//! words that few other sentences of the story have) and then compares what is said of it, by type: amounts with amounts, days
//! with days, moods with moods. What nothing shows to be the same matter is not compared, since a difference that is none costs
//! a reader more than one that is missed.

mod certainty;
mod claims;
mod deed;
mod denial;
mod denials;
mod figure;
mod judge;
mod length;
mod matter;
mod name;
mod office;
mod place;
mod polarity;
mod spelling;
mod time;
mod verification;

use std::collections::{BTreeMap, BTreeSet};

use readout_report::Span;

use crate::actors::Actors;
use crate::context::{Context, Ids};
use crate::times::Times;
use crate::{Difference, DifferenceKind, Side};
pub use claims::ClaimRow;
use matter::Matter;

/// A place in a report of the story.
type Place = (usize, Span);

/// A difference before its places become evidence.
#[derive(Debug, Clone, PartialEq)]
struct Draft {
    kind: DifferenceKind,
    about: Place,
    sides: Vec<DraftSide>,
}

/// A side of it.
#[derive(Debug, Clone, PartialEq)]
struct DraftSide {
    value: String,
    actors: BTreeSet<usize>,
    places: BTreeSet<Place>,
}

impl DraftSide {
    fn new(value: impl Into<String>, actors: impl IntoIterator<Item = usize>, place: Place) -> Self {
        Self { value: value.into(), actors: actors.into_iter().collect(), places: BTreeSet::from([place]) }
    }

    fn first(&self) -> Option<&Place> {
        self.places.first()
    }
}

/// The differences of a story, in the order of the first place of their sides.
pub(crate) fn differences(context: &Context<'_>, actors: &Actors, times: &Times) -> Vec<Difference> {
    let matter = Matter::new(context, actors, times);
    let mut drafts = Vec::new();
    drafts.extend(figure::find(&matter));
    drafts.extend(length::find(&matter));
    drafts.extend(time::find(&matter));
    drafts.extend(place::find(&matter));
    drafts.extend(certainty::find(&matter));
    drafts.extend(denial::find(&matter));
    drafts.extend(verification::find(&matter));
    drafts.extend(name::find(&matter));
    let drafts = without_repeats(drafts);
    let mut ids = Ids::default();
    drafts.into_iter().map(|draft| finish(context, draft, &mut ids)).collect()
}

/// The denials of a story, each with the claims that it may answer.
pub(crate) fn claim_rows(context: &Context<'_>, actors: &Actors, times: &Times) -> Vec<ClaimRow> {
    denial::rows(&Matter::new(context, actors, times))
}

/// Sides in the order of their first places; of two differences of one kind with the same sides or sides within sides, the one
/// with more places.
fn without_repeats(mut drafts: Vec<Draft>) -> Vec<Draft> {
    for draft in &mut drafts {
        draft.sides.sort_by(|a, b| (a.first(), &a.value).cmp(&(b.first(), &b.value)));
    }
    drafts.retain(|d| d.sides.len() >= 2 && d.sides.iter().all(|s| !s.places.is_empty()));
    let mut drafts = of_same_values(drafts);
    let first = |d: &Draft| d.sides[0].first().copied();
    let second = |d: &Draft| d.sides[1].first().copied();
    drafts.sort_by(|a, b| (first(a), second(a), a.kind, &a.about).cmp(&(first(b), second(b), b.kind, &b.about)));
    // The same two places are one difference, the first by kind.
    let mut seen = BTreeMap::new();
    drafts.retain(|d| seen.insert((first(d), second(d)), d.kind).is_none());
    drafts
}

/// Figures of which several reports give either one are one difference.
fn of_same_values(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut merged: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let same = |d: &&mut Draft| {
            let values = |d: &Draft| d.sides.iter().map(|s| s.value.to_lowercase()).collect::<BTreeSet<_>>();
            let meets = d.sides.iter().any(|s| draft.sides.iter().any(|t| !s.places.is_disjoint(&t.places)));
            d.kind == DifferenceKind::Figure && draft.kind == d.kind && meets && values(d) == values(&draft)
        };
        match merged.iter_mut().rev().find(same) {
            Some(into) => {
                for side in draft.sides {
                    let value = side.value.to_lowercase();
                    if let Some(own) = into.sides.iter_mut().find(|s| s.value.to_lowercase() == value) {
                        own.places.extend(side.places);
                        own.actors.extend(side.actors);
                    }
                }
            }
            None => merged.push(draft),
        }
    }
    merged
}

fn finish(context: &Context<'_>, draft: Draft, ids: &mut Ids) -> Difference {
    let mut identity = vec![draft.kind.as_str().to_owned()];
    for (report, span) in draft.sides.iter().filter_map(DraftSide::first) {
        identity.push(format!("{}\u{1}{}\u{1}{}", context.report(*report).id.0, span.start, span.end));
    }
    let identity: Vec<&str> = identity.iter().map(String::as_str).collect();
    let side = |side: DraftSide| Side {
        value: side.value,
        actors: side.actors.into_iter().collect(),
        evidence: context.all_evidence(side.places),
    };
    Difference {
        id: ids.id("x", &identity),
        kind: draft.kind,
        about: context.evidence(draft.about.0, draft.about.1),
        sides: draft.sides.into_iter().map(side).collect(),
    }
}
