//! Joining items into clusters.

/// Disjoint sets of the items `0..n`; each set is named by its smallest item.
#[derive(Debug)]
pub(crate) struct Clusters {
    parent: Vec<usize>,
    members: Vec<Vec<usize>>,
}

impl Clusters {
    /// Every item alone.
    pub(crate) fn new(n: usize) -> Self {
        Self { parent: (0..n).collect(), members: (0..n).map(|i| vec![i]).collect() }
    }

    /// The name of the item's set.
    pub(crate) fn find(&self, mut item: usize) -> usize {
        while self.parent[item] != item {
            item = self.parent[item];
        }
        item
    }

    /// Joins two sets if every item of the one fits every item of the other; whether they are one now.
    pub(crate) fn join_if(&mut self, a: usize, b: usize, fits: impl Fn(usize, usize) -> bool) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return true;
        }
        let (first, second) = (a.min(b), a.max(b));
        let all_fit = self.members[first].iter().all(|x| self.members[second].iter().all(|y| fits(*x, *y)));
        if all_fit {
            self.join(first, second);
        }
        all_fit
    }

    /// Joins two sets if the first items of the one, `most` of them, fit those of the other.
    pub(crate) fn join_if_some(&mut self, a: usize, b: usize, most: usize, fits: impl Fn(usize, usize) -> bool) {
        let (a, b) = (self.find(a), self.find(b));
        let some = |set: usize| self.members[set].iter().take(most);
        if a != b && some(a).all(|x| some(b).all(|y| fits(*x.min(y), *x.max(y)))) {
            self.join(a, b);
        }
    }

    /// Joins two sets without asking.
    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return;
        }
        let (first, second) = (a.min(b), a.max(b));
        let moved = std::mem::take(&mut self.members[second]);
        for item in &moved {
            self.parent[*item] = first;
        }
        self.members[first].extend(moved);
        // Two sorted runs: this is a merge.
        self.members[first].sort();
    }

    /// All sets, by their first items.
    pub(crate) fn sets(&self) -> impl Iterator<Item = &[usize]> {
        self.members.iter().filter(|m| !m.is_empty()).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_only_what_fits() {
        let mut clusters = Clusters::new(5);
        clusters.join(3, 1);
        clusters.join(3, 4);
        assert!(!clusters.join_if(0, 4, |a, b| (a, b) != (0, 1)));
        assert!(clusters.join_if(2, 1, |_, _| true));
        assert_eq!(clusters.sets().collect::<Vec<_>>(), [&[0][..], &[1, 2, 3, 4]]);
        assert_eq!(clusters.find(4), 1);
    }
}
