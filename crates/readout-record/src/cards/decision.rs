//! What people decide by hand.

use std::collections::{BTreeMap, BTreeSet};

use readout_report::ReportId;
use serde::{Deserialize, Serialize};

use super::{Card, RecordActor};
use crate::fold::fold;

/// Some of what reports say, by what does not change when they are read again or others come: an actor that `reports` call one of
/// `names`.
///
/// It means the cards of the same sort (people, or places, bodies and groups) that have one of the reports and show one of the
/// names; or, where none of them shows it any more because other reports of the story use another, that have it among their names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// Whether it is a person; none for what was merged of people and others.
    pub person: Option<bool>,
    /// Folded.
    pub names: BTreeSet<String>,
    /// The reports.
    pub reports: BTreeSet<ReportId>,
}

/// What somebody decided on the actors of a record.
///
/// Decisions are carried out on what [`join`](super::join()) found, the earliest first, so that a later one counts more. Cards of
/// reports that a decision does not name go on joining by the rules: a new report that speaks of one of two merged actors joins both,
/// and one that speaks of a split actor stays with what was not split off. Where none of the reports is in the record any more, a
/// decision does nothing. To undo one, leave it out: see [`Decision::undo`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Decision {
    /// These are one actor.
    Merge(Named, Named),
    /// This is another actor than all else that it was joined with.
    Split(Named),
}

impl Named {
    fn of(actor: &RecordActor) -> Self {
        Self { person: actor.person, names: actor.shown.clone(), reports: actor.reports.clone() }
    }

    /// Whether it means a card, unless it means others of the same reports rather.
    pub(crate) fn may_mean(&self, card: &Card) -> bool {
        self.person.is_none_or(|person| person == card.is_person())
            && card.reports.iter().any(|report| self.reports.contains(report))
            && card.names.iter().any(|(name, _)| self.names.contains(&fold(name)))
    }

    /// The cards that it means.
    fn find(&self, cards: &[Card], by_report: &BTreeMap<&ReportId, Vec<usize>>) -> BTreeSet<usize> {
        let all = self.reports.iter().filter_map(|r| by_report.get(r)).flatten().copied();
        let all: BTreeSet<usize> =
            all.filter(|i| self.person.is_none_or(|person| person == cards[*i].is_person())).collect();
        let shown: BTreeSet<usize> =
            all.iter().copied().filter(|i| self.names.contains(&fold(cards[*i].name()))).collect();
        if !shown.is_empty() {
            return shown;
        }
        let has = |card: &Card| card.names.iter().any(|(name, _)| self.names.contains(&fold(name)));
        all.into_iter().filter(|i| has(&cards[*i])).collect()
    }
}

impl Decision {
    /// That two actors are one.
    pub fn merge(one: &RecordActor, other: &RecordActor) -> Self {
        let (one, other) = (Named::of(one), Named::of(other));
        Self::Merge(one.clone().min(other.clone()), one.max(other))
    }

    /// That what some of an actor's reports say of it is said of another. None if these are none of its reports, or all.
    pub fn split(actor: &RecordActor, reports: &BTreeSet<ReportId>) -> Option<Self> {
        let mut split_off = Named::of(actor);
        split_off.reports.retain(|report| reports.contains(report));
        let is_some = !split_off.reports.is_empty() && split_off.reports.len() < actor.reports.len();
        is_some.then_some(Self::Split(split_off))
    }

    /// Whom it is about.
    pub(crate) fn named(&self) -> Vec<&Named> {
        match self {
            Self::Merge(one, other) => vec![one, other],
            Self::Split(named) => vec![named],
        }
    }

    /// The decisions without one of them.
    pub fn undo(decisions: &[Self], one: &Self) -> Vec<Self> {
        decisions.iter().filter(|decision| *decision != one).cloned().collect()
    }
}

pub(super) fn carry_out(decisions: &[Decision], cards: &[Card], sets: &mut Vec<Vec<usize>>) {
    if decisions.is_empty() {
        return;
    }
    let mut by_report = BTreeMap::<&ReportId, Vec<usize>>::new();
    for (i, card) in cards.iter().enumerate() {
        for report in &card.reports {
            by_report.entry(report).or_default().push(i);
        }
    }
    let mut set_of = vec![0; cards.len()];
    for (number, set) in sets.iter().enumerate() {
        set.iter().for_each(|i| set_of[*i] = number);
    }
    for decision in decisions {
        match decision {
            Decision::Merge(one, other) => {
                let (one, other) = (one.find(cards, &by_report), other.find(cards, &by_report));
                if one.is_empty() || other.is_empty() {
                    continue;
                }
                let merged: BTreeSet<usize> = one.iter().chain(&other).map(|i| set_of[*i]).collect();
                let Some(first) = merged.first().copied() else { continue };
                let moved: Vec<usize> =
                    merged.iter().skip(1).flat_map(|number| std::mem::take(&mut sets[*number])).collect();
                moved.iter().for_each(|i| set_of[*i] = first);
                sets[first].extend(moved);
            }
            Decision::Split(named) => {
                let split_off = named.find(cards, &by_report);
                for number in split_off.iter().map(|i| set_of[*i]).collect::<BTreeSet<_>>() {
                    sets[number].retain(|i| !split_off.contains(i));
                }
                split_off.iter().for_each(|i| set_of[*i] = sets.len());
                sets.push(split_off.into_iter().collect());
            }
        }
    }
    sets.retain(|set| !set.is_empty());
}
