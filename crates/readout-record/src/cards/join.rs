//! Which cards are one actor's.

use std::collections::BTreeMap;

use super::people::Bearer;
use super::profile::Profile;
use super::{Card, Decision, decision, others, people};

/// The sets of cards that are one actor's, each in order, by their first cards. The decisions are carried out last, in their
/// order.
///
/// The sets do not depend on the order of the cards.
pub fn join(cards: &[Card], decisions: &[Decision]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..cards.len()).collect();
    // Cards that are equal in all can be exchanged.
    order.sort_by(|a, b| {
        let dated = |i: usize| cards[i].days.is_none();
        dated(*a).cmp(&dated(*b)).then_with(|| cards[*a].cmp(&cards[*b]))
    });
    let mut blocks = BTreeMap::<String, Vec<Bearer>>::new();
    let (mut bodies, mut sets) = (Vec::new(), Vec::new());
    for i in order {
        let card = &cards[i];
        if !card.named {
            sets.push(vec![i]);
        } else if !card.is_person() {
            bodies.push(i);
        } else if let Some(name) = card.person() {
            let bearer = Bearer { card: i, profile: Profile::of(card), name };
            blocks.entry(bearer.name.skeleton()).or_default().push(bearer);
        } else {
            sets.push(vec![i]);
        }
    }
    sets.extend(blocks.values().flat_map(|bearers| people::join(bearers)));
    sets.extend(others::join(cards, &bodies));
    decision::carry_out(decisions, cards, &mut sets);
    sets.iter_mut().for_each(|set| set.sort_unstable());
    sets.sort_unstable();
    sets
}
