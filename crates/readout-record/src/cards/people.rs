//! People: by full names, then by initials and surnames, to the only one whom these can mean.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::profile::{Profile, gather};
use crate::person::PersonName;

/// A card of a person.
pub(super) struct Bearer {
    /// Index of the card.
    pub(super) card: usize,
    pub(super) name: PersonName,
    pub(super) profile: Profile,
}

/// One whom a full name names.
struct Person<'b> {
    names: Vec<&'b PersonName>,
    cards: Vec<usize>,
    profile: Profile,
}

/// The sets of the bearers of one block's names. The bearers come in the order of their cards that does not depend on the
/// caller's.
pub(super) fn join(bearers: &[Bearer]) -> Vec<Vec<usize>> {
    let mut by_name = BTreeMap::<&PersonName, Vec<&Bearer>>::new();
    for bearer in bearers {
        by_name.entry(&bearer.name).or_default().push(bearer);
    }
    let mut people = Vec::new();
    for names in spellings(&by_name) {
        // Who says most comes first, so that a card that says nothing does not bring together what contradicts.
        let mut of_names: Vec<_> = bearers.iter().filter(|b| names.binary_search(&&b.name).is_ok()).collect();
        of_names.sort_by_key(|b| !b.profile.tells());
        for (cards, profile) in gather(of_names.iter().map(|b| (b.card, &b.profile)), 0) {
            people.push(Person { names: names.clone(), cards, profile });
        }
    }
    let placed: std::collections::BTreeSet<usize> = people.iter().flat_map(|p| p.cards.iter().copied()).collect();
    let mut alone = BTreeMap::<&PersonName, Vec<&Bearer>>::new();
    let mut found = Vec::new();
    for bearer in bearers.iter().filter(|b| !placed.contains(&b.card)) {
        match meant(&people, bearer) {
            Some(person) => found.push((person, bearer.card)),
            None => alone.entry(&bearer.name).or_default().push(bearer),
        }
    }
    // All were looked for before any is added.
    for (person, card) in found {
        people[person].cards.push(card);
    }
    let mut sets: Vec<Vec<usize>> = people.into_iter().map(|p| p.cards).collect();
    for bearers in alone.into_values() {
        // A short name alone is weak: those who bear it must have more than it in common.
        sets.extend(gather(bearers.iter().map(|b| (b.card, &b.profile)), 2).into_iter().map(|(cards, _)| cards));
    }
    sets
}

/// Full names that are spellings of one name; each set in order. A name that could be a spelling of two that differ (George Bush
/// of George W. Bush and George H. W. Bush) is in none.
fn spellings<'b>(by_name: &BTreeMap<&'b PersonName, Vec<&Bearer>>) -> Vec<Vec<&'b PersonName>> {
    let mut full: Vec<(&PersonName, usize)> =
        by_name.iter().filter(|(name, _)| name.is_full()).map(|(name, bearers)| (*name, bearers.len())).collect();
    full.sort_by_key(|(name, uses)| (!name.is_precise(), Reverse(*uses), *name));
    let mut sets: Vec<Vec<&PersonName>> = Vec::new();
    for (name, _) in full {
        let fit = |set: &&mut Vec<&PersonName>| set.iter().all(|other| are_one(name, other));
        let mut fitting: Vec<_> = sets.iter_mut().filter(fit).collect();
        match fitting.as_mut_slice() {
            [] => sets.push(vec![name]),
            [only] => only.push(name),
            _ => {}
        }
    }
    for set in &mut sets {
        set.sort_unstable();
    }
    sets
}

fn are_one(a: &PersonName, b: &PersonName) -> bool {
    a == b || a.agrees(b) || a.misspells(b)
}

/// The only person whom a name that is not clear by itself can mean, by its time and company.
fn meant(people: &[Person<'_>], bearer: &Bearer) -> Option<usize> {
    let name = &bearer.name;
    let can_mean = |full: &PersonName| match (name.is_full(), name.initial()) {
        (true, _) => are_one(full, name),
        (false, Some(_)) => full.is_abbreviated(name),
        (false, None) => full.is_called(name),
    };
    let likely: Vec<_> = people
        .iter()
        .enumerate()
        .filter(|(_, p)| p.names.iter().any(|full| can_mean(full)))
        .filter(|(_, p)| p.profile.is_near(&bearer.profile) && !p.profile.contradicts(&bearer.profile))
        .collect();
    let all: usize = likely.iter().map(|(_, p)| p.cards.len()).sum();
    // Nine in ten of those who bear the name in full: who needs no first name.
    let (best, person) = likely.iter().max_by_key(|(i, p)| (p.cards.len(), Reverse(*i)))?;
    let least = if all > 9 && 10 * person.cards.len() >= 9 * all { 1 } else { 2 };
    let is_meant = |p: &Person<'_>, least| p.profile.likeness(&bearer.profile) >= least;
    if likely.len() == 1 || least == 1 {
        return is_meant(person, least).then_some(*best);
    }
    let mut fitting = likely.iter().filter(|(_, p)| is_meant(p, 1));
    match (fitting.next(), fitting.next()) {
        (Some((only, p)), None) if is_meant(p, least) => Some(*only),
        _ => None,
    }
}
