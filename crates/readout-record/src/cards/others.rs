//! Places, bodies and groups: by the key of the name, by acronyms, and by short names that only one other uses.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::ActorKind;

use super::Card;
use super::profile::{Profile, gather};
use crate::cluster::Clusters;
use crate::initials::{acronym, initials};
use crate::known_names::{is_generic, key};

/// How many cards must use a short name of a body beside its full name before the short name alone means the body.
const USES: usize = 2;

/// The cards of one name.
#[derive(Default)]
struct Name<'c> {
    cards: Vec<usize>,
    /// The stories that have it as an actor of its own.
    stories: BTreeSet<&'c str>,
    /// Other names of its cards, and how many cards use them.
    others: BTreeMap<String, usize>,
    is_body: bool,
}

/// The sets of the cards `order`, which are of no person and come in an order that does not depend on the caller's.
pub(super) fn join(cards: &[Card], order: &[usize]) -> Vec<Vec<usize>> {
    let mut names = BTreeMap::<String, Name<'_>>::new();
    let mut shared = BTreeMap::<String, Vec<usize>>::new();
    let keys = |i: &usize| {
        let card = &cards[*i];
        let others = card.names.iter().map(|(name, _)| key(name, card.kind));
        card.key().map(|own| (own, others.collect::<BTreeSet<_>>()))
    };
    let keys: Vec<_> = order.iter().map(keys).collect();
    for (&i, keys) in order.iter().zip(keys) {
        let card = &cards[i];
        let Some((of_name, others)) = keys else {
            shared.entry(key(card.name(), card.kind)).or_default().push(i);
            continue;
        };
        let name = names.entry(of_name.clone()).or_default();
        for other in others.into_iter().filter(|other| *other != of_name && !is_generic(other)) {
            *name.others.entry(other).or_default() += 1;
        }
        name.cards.push(i);
        name.stories.insert(&card.story);
        name.is_body |= card.kind == ActorKind::Organisation;
    }
    let joined = same(&names, &long_forms(cards, &names));
    let mut sets = joined;
    for cards_of_name in shared.into_values() {
        // "The foreign ministry" is somebody's: of those whose company shows that they are the same one's.
        let profiles: Vec<_> = cards_of_name.iter().map(|i| (*i, Profile::of(&cards[*i]))).collect();
        sets.extend(gather(profiles.iter().map(|(i, p)| (*i, p)), 2).into_iter().map(|(cards, _)| cards));
    }
    sets
}

/// For each short name the long ones that it can stand for.
fn long_forms<'n>(cards: &[Card], names: &'n BTreeMap<String, Name<'_>>) -> BTreeMap<&'n str, BTreeSet<&'n str>> {
    let mut by_letters = BTreeMap::<String, BTreeSet<&str>>::new();
    let mut short_of = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (long, name) in names.iter().filter(|(_, name)| name.is_body) {
        for letters in name.cards.iter().flat_map(|i| initials(cards[*i].name())) {
            by_letters.entry(letters).or_default().insert(long);
        }
        for (short, uses) in &name.others {
            if *uses >= USES && is_part(short, long) {
                short_of.entry(short).or_default().insert(long);
            }
        }
    }
    let mut found = BTreeMap::new();
    for (short, name) in names.iter().filter(|(_, name)| name.is_body) {
        // ISIS is known as another name's: it shortens no other.
        let letters = name.cards.iter().find_map(|i| acronym(cards[*i].name())).filter(|letters| letters == short);
        let by_letters = letters.and_then(|letters| by_letters.get(&letters)).into_iter().flatten();
        let by_use = short_of.get(short.as_str()).into_iter().flatten();
        let long: BTreeSet<&str> = by_letters.chain(by_use).copied().filter(|long| long != short).collect();
        if !long.is_empty() {
            found.insert(short.as_str(), long);
        }
    }
    found
}

/// "General Motors" of "General Motors Europe": the first words.
pub(super) fn is_part(short: &str, long: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
}

/// The cards of each name, with those of the only other name that it stands for. Where a story has both as two actors, they
/// are two.
fn same(names: &BTreeMap<String, Name<'_>>, long_forms: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<Vec<usize>> {
    let number: BTreeMap<&str, usize> = names.keys().enumerate().map(|(i, key)| (key.as_str(), i)).collect();
    let all: Vec<&Name<'_>> = names.values().collect();
    let mut clusters = Clusters::new(all.len());
    for (short, long) in long_forms {
        let only = match long.iter().collect::<Vec<_>>()[..] {
            [only] => number[only],
            _ => continue,
        };
        let short = number[short];
        clusters.join_if(short, only, |a, b| all[a].stories.is_disjoint(&all[b].stories));
    }
    clusters.sets().map(|set| set.iter().flat_map(|i| all[*i].cards.iter().copied()).collect()).collect()
}
