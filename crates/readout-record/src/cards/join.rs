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
    let sort = |i: &usize| {
        let card = &cards[*i];
        if card.named && !card.is_person() {
            return Sort::Body;
        }
        match card.person().filter(|_| card.named) {
            Some(name) => {
                Sort::Person(name.skeleton(), Box::new(Bearer { card: *i, profile: Profile::of(card), name }))
            }
            None => Sort::Alone,
        }
    };
    let sorts: Vec<Sort> = order.iter().map(sort).collect();
    let mut blocks = BTreeMap::<String, Vec<Bearer>>::new();
    let (mut bodies, mut sets) = (Vec::new(), Vec::new());
    for (i, sort) in order.into_iter().zip(sorts) {
        match sort {
            Sort::Alone => sets.push(vec![i]),
            Sort::Body => bodies.push(i),
            Sort::Person(block, bearer) => blocks.entry(block).or_default().push(*bearer),
        }
    }
    sets.extend(blocks.values().flat_map(|bearers| people::join(bearers)));
    sets.extend(others::join(cards, &bodies));
    decision::carry_out(decisions, cards, &mut sets);
    sets.iter_mut().for_each(|set| set.sort_unstable());
    sets.sort_unstable();
    sets
}

/// With which others a card is joined.
enum Sort {
    /// With none: it has no name.
    Alone,
    /// With places, bodies and groups.
    Body,
    /// With the people of a block.
    Person(String, Box<Bearer>),
}
