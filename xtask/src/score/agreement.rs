//! Groups of items against groups of the gold, by pairs.

use super::Prf;

/// Pairs of items of which both, one or neither side has both in one group.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pairs {
    both: usize,
    ours: usize,
    gold: usize,
}

impl Pairs {
    /// Adds items that are compared with each other; for each, the group in the gold and ours.
    pub(crate) fn add(&mut self, items: &[(usize, usize)]) {
        for (i, a) in items.iter().enumerate() {
            for b in &items[..i] {
                let (gold, ours) = (a.0 == b.0, a.1 == b.1);
                self.both += usize::from(gold && ours);
                self.ours += usize::from(ours);
                self.gold += usize::from(gold);
            }
        }
    }

    /// How many of our pairs are right, and how many of the gold's we have.
    pub(crate) fn score(&self) -> Prf {
        Prf::new(self.both, self.ours, self.gold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_pairs() {
        let mut pairs = Pairs::default();
        pairs.add(&[(0, 0), (0, 0), (0, 1), (1, 1)]);
        assert_eq!(pairs.score(), Prf::new(1, 2, 3));
        pairs.add(&[(0, 5), (1, 5)]);
        assert_eq!(pairs.score(), Prf::new(1, 3, 3));
    }
}
