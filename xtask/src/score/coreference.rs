//! Coreference: sets of mentions that mean the same, ours against the gold, within one report or over many.
//!
//! The measures are those of the CoNLL shared tasks as their reference scorer defines them for mentions that the system found
//! itself (Pradhan et al. 2014): MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998) and CEAF-e (Luo 2005), whose mean is
//! the CoNLL F1; and LEA (Moosavi and Strube 2016). A mention that only one side has is right nowhere: it costs the recall where
//! the gold has it, and the precision where we have it.
//!
//! Two sides have a mention in common if it is equal; [`onto_gold`] first puts ours in the place of those of the gold that they
//! stand for.

use std::collections::{BTreeMap, BTreeSet};

use super::{CodePointSpan, Prf};

/// The number of a document, and the first and last character of a mention in it.
pub(crate) type Mention = (usize, CodePointSpan);

/// Sets of mentions. A mention that is given twice counts in the first set that has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Chains {
    sets: Vec<BTreeSet<Mention>>,
    of: BTreeMap<Mention, usize>,
}

impl Chains {
    /// From the mentions of each set.
    pub(crate) fn new<S: IntoIterator<Item = Mention>>(sets: impl IntoIterator<Item = S>) -> Self {
        let mut chains = Self::default();
        for set in sets {
            let number = chains.sets.len();
            let mut members = BTreeSet::new();
            for mention in set {
                if *chains.of.entry(mention).or_insert(number) == number {
                    members.insert(mention);
                }
            }
            if !members.is_empty() {
                chains.sets.push(members);
            }
        }
        chains
    }

    /// From mentions and the name of the set of each.
    pub(crate) fn by_name<N: Ord>(mentions: impl IntoIterator<Item = (N, Mention)>) -> Self {
        let mut sets = BTreeMap::<N, Vec<Mention>>::new();
        for (name, mention) in mentions {
            sets.entry(name).or_default().push(mention);
        }
        Self::new(sets.into_values())
    }

    /// How many mentions there are.
    pub(crate) fn mentions(&self) -> usize {
        self.of.len()
    }

    /// Without the sets of one mention.
    pub(crate) fn without_singletons(&self) -> Self {
        Self::new(self.sets.iter().filter(|set| set.len() > 1).cloned())
    }

    /// Only the mentions that the other side has too.
    pub(crate) fn common_with(&self, other: &Self) -> Self {
        Self::new(self.sets.iter().map(|set| set.iter().copied().filter(|m| other.of.contains_key(m))))
    }

    /// And, each as a set of its own, the mentions that only the other side has.
    pub(crate) fn and_those_of(&self, other: &Self) -> Self {
        let missing = other.of.keys().filter(|m| !self.of.contains_key(m)).map(|m| BTreeSet::from([*m]));
        Self::new(self.sets.iter().cloned().chain(missing))
    }

    /// How the mentions of a set lie in the sets of the other side; those that it has nowhere are not counted.
    fn parts(set: &BTreeSet<Mention>, other: &Self) -> BTreeMap<usize, usize> {
        let mut parts = BTreeMap::new();
        for number in set.iter().filter_map(|mention| other.of.get(mention)) {
            *parts.entry(*number).or_default() += 1;
        }
        parts
    }
}

/// When a mention of ours stands for one of the gold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matching {
    /// The same characters.
    Exact,
    /// Characters in common; of several, those with the largest share of what both cover, each mention once. Fit where the gold
    /// marks whole phrases and we heads, or the other way round.
    Overlap,
}

/// Our chains with each mention in the place of the gold mention that it stands for, one to one; those that stand for none stay.
pub(crate) fn onto_gold(gold: &Chains, ours: &Chains, matching: Matching) -> Chains {
    if matching == Matching::Exact {
        return ours.clone();
    }
    let mut pairs = Vec::new();
    for &(document, [start, end]) in ours.of.keys() {
        // Mentions nest, so that one that begins far in front may reach here: the document's are all looked at.
        let same_document = gold.of.range((document, [0, 0])..(document, [end, 0])).map(|(m, _)| m.1);
        for [gold_start, gold_end] in same_document {
            let common = end.min(gold_end).saturating_sub(start.max(gold_start));
            if common > 0 {
                let share = common as f64 / (end.max(gold_end) - start.min(gold_start)) as f64;
                pairs.push((share, (document, [gold_start, gold_end]), (document, [start, end])));
            }
        }
    }
    // An equal span has the share 1: it goes first, so that what stays never equals what another was put in the place of.
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut taken, mut place) = (BTreeSet::new(), BTreeMap::new());
    for (_, gold, ours) in pairs {
        if !place.contains_key(&ours) && taken.insert(gold) {
            place.insert(ours, gold);
        }
    }
    Chains::new(ours.sets.iter().map(|set| set.iter().map(|m| place.get(m).copied().unwrap_or(*m))))
}

/// What the measures say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scores {
    pub(crate) muc: Prf,
    pub(crate) b_cubed: Prf,
    pub(crate) ceaf_e: Prf,
    pub(crate) lea: Prf,
    /// Whether the mentions themselves were found.
    pub(crate) mentions: Prf,
}

impl Scores {
    pub(crate) fn new(gold: &Chains, ours: &Chains) -> Self {
        let both = |share: fn(&Chains, &Chains) -> f64| prf(share(ours, gold), share(gold, ours));
        let common = gold.of.keys().filter(|m| ours.of.contains_key(m)).count();
        let similarity = best_assignment(gold, ours);
        let per_set = |chains: &Chains| ratio(similarity, chains.sets.len() as f64);
        Self {
            muc: both(muc),
            b_cubed: both(b_cubed),
            ceaf_e: prf(per_set(ours), per_set(gold)),
            lea: both(lea),
            mentions: Prf::new(common, ours.of.len(), gold.of.len()),
        }
    }

    /// The mean of the F1 of MUC, B-cubed and CEAF-e.
    pub(crate) fn conll(&self) -> f64 {
        (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3.0
    }
}

/// Of shares between 0 and 1.
fn prf(precision: f64, recall: f64) -> Prf {
    let f1 = ratio(2.0 * precision * recall, precision + recall);
    Prf { precision: 100.0 * precision, recall: 100.0 * recall, f1: 100.0 * f1 }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// Of the links that hold the sets of `of` together, the share that `by` has too.
fn muc(of: &Chains, by: &Chains) -> f64 {
    let (mut kept, mut links) = (0, 0);
    for set in &of.sets {
        let parts = Chains::parts(set, by);
        let nowhere = set.len() - parts.values().sum::<usize>();
        kept += set.len() - (parts.len() + nowhere);
        links += set.len() - 1;
    }
    ratio(kept as f64, links as f64)
}

/// The mean over the mentions of `of` of the share of the mention's set that `by` has in one set with it.
fn b_cubed(of: &Chains, by: &Chains) -> f64 {
    let share = |set: &BTreeSet<Mention>| -> f64 {
        Chains::parts(set, by).values().map(|n| (n * n) as f64).sum::<f64>() / set.len() as f64
    };
    ratio(of.sets.iter().map(share).sum(), of.mentions() as f64)
}

/// The mean over the sets of `of`, weighted by size, of the share of the set's pairs that `by` has in one set. A set of one
/// mention has one pair, of the mention with itself, which is kept where it is alone on the other side too.
fn lea(of: &Chains, by: &Chains) -> f64 {
    let pairs = |n: usize| (n * n.saturating_sub(1) / 2) as f64;
    let kept = |set: &BTreeSet<Mention>| {
        let parts = Chains::parts(set, by);
        if set.len() == 1 {
            let alone = parts.keys().any(|other| by.sets[*other].len() == 1);
            return if alone { 1.0 } else { 0.0 };
        }
        parts.into_values().map(pairs).sum::<f64>() / pairs(set.len())
    };
    ratio(of.sets.iter().map(|set| set.len() as f64 * kept(set)).sum(), of.mentions() as f64)
}

/// The largest sum of similarities (twice the common mentions by the mentions of both) of sets paired one to one.
fn best_assignment(gold: &Chains, ours: &Chains) -> f64 {
    let parts: Vec<_> = gold.sets.iter().map(|set| Chains::parts(set, ours)).collect();
    // Sets that share nothing need not be looked at together: what hangs together is assigned by itself.
    let mut by_ours = vec![Vec::new(); ours.sets.len()];
    for (g, parts) in parts.iter().enumerate() {
        for o in parts.keys() {
            by_ours[*o].push(g);
        }
    }
    let mut done = vec![false; gold.sets.len()];
    let mut sum = 0.0;
    for start in 0..gold.sets.len() {
        let (mut rows, mut columns, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![start]);
        while let Some(g) = open.pop().filter(|_| !done[start]) {
            if rows.insert(g) {
                for o in parts[g].keys().filter(|o| columns.insert(**o)) {
                    open.extend(&by_ours[*o]);
                }
            }
        }
        let similarity = |g: &usize, o: &usize| {
            let common = parts[*g].get(o).copied().unwrap_or_default();
            2.0 * common as f64 / (gold.sets[*g].len() + ours.sets[*o].len()) as f64
        };
        let values: Vec<Vec<f64>> = if rows.len() <= columns.len() {
            rows.iter().map(|g| columns.iter().map(|o| similarity(g, o)).collect()).collect()
        } else {
            columns.iter().map(|o| rows.iter().map(|g| similarity(g, o)).collect()).collect()
        };
        sum += assign(&values).into_iter().enumerate().map(|(row, column)| values[row][column]).sum::<f64>();
        rows.into_iter().for_each(|g| done[g] = true);
    }
    sum
}

/// The column of each row so that no column is taken twice and the sum of the values is the largest: the Hungarian algorithm,
/// one shortest path a row. There are at least as many columns as rows.
fn assign(values: &[Vec<f64>]) -> Vec<usize> {
    let columns = values.first().map_or(0, Vec::len);
    // A column more, the last, stands for the row that is to be placed.
    let root = columns;
    let mut row_of: Vec<Option<usize>> = vec![None; columns + 1];
    let (mut row_price, mut column_price) = (vec![0.0; values.len()], vec![0.0; columns + 1]);
    for row in 0..values.len() {
        row_of[root] = Some(row);
        let mut slack = vec![f64::INFINITY; columns];
        let mut came_from = vec![root; columns];
        let mut visited = vec![false; columns + 1];
        let mut at = root;
        while let Some(row) = row_of[at] {
            visited[at] = true;
            let (mut step, mut next) = (f64::INFINITY, at);
            for column in (0..columns).filter(|c| !visited[*c]) {
                let cost = -values[row][column] - row_price[row] - column_price[column];
                if cost < slack[column] {
                    (slack[column], came_from[column]) = (cost, at);
                }
                if slack[column] < step {
                    (step, next) = (slack[column], column);
                }
            }
            for column in 0..=columns {
                match (visited[column], row_of[column]) {
                    (true, Some(row)) => {
                        row_price[row] += step;
                        column_price[column] -= step;
                    }
                    _ if column < columns => slack[column] -= step,
                    _ => {}
                }
            }
            at = next;
        }
        // Along the path, each row moves on to the column that was reached from its own.
        while at != root {
            let before = came_from[at];
            row_of[at] = row_of[before];
            at = before;
        }
    }
    let mut column_of = vec![0; values.len()];
    for (column, row) in row_of[..columns].iter().enumerate() {
        if let Some(row) = row {
            column_of[*row] = column;
        }
    }
    column_of
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets of letters; each letter is a mention.
    fn chains(sets: &[&str]) -> Chains {
        Chains::new(sets.iter().map(|set| set.bytes().map(|b| (0, [usize::from(b), usize::from(b) + 1]))))
    }

    fn near(found: f64, published: f64) {
        assert!((found - published).abs() < 0.0051, "{found}, published {published}");
    }

    /// The example of the reference scorer's paper (Pradhan et al. 2014) and of LEA's (Moosavi and Strube 2016).
    #[test]
    fn mentions_that_only_one_side_has() {
        let scores = Scores::new(&chains(&["abc", "defg"]), &chains(&["ab", "cd", "fghi"]));
        let of = |prf: Prf| [prf.precision / 100.0, prf.recall / 100.0];
        for (found, published) in [
            (of(scores.muc), [0.40, 0.40]),
            (of(scores.b_cubed), [0.50, 0.42]),
            (of(scores.ceaf_e), [0.43, 0.65]),
            (of(scores.lea), [0.33, 0.24]),
        ] {
            found.into_iter().zip(published).for_each(|(found, published)| near(found, published));
        }
        assert_eq!(scores.mentions, Prf::new(6, 8, 7));
        near(scores.conll() / 100.0, (0.40 + 0.4545 + 0.52) / 3.0);
    }

    /// Table 1 of Luo 2005; its first two rows are the example of Bagga and Baldwin 1998.
    #[test]
    fn the_same_mentions_on_both_sides() {
        let gold = chains(&["12345", "67", "89ABC"]);
        for (ours, published) in [
            (&["12345", "6789ABC"][..], [0.947, 0.865, 0.733]),
            (&["1234589ABC", "67"], [0.947, 0.737, 0.667]),
            (&["123456789ABC"], [0.900, 0.545, 0.294]),
            (&["1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B", "C"], [0.0, 0.400, 0.178]),
        ] {
            let scores = Scores::new(&gold, &chains(ours));
            for (found, published) in [scores.muc, scores.b_cubed, scores.ceaf_e].into_iter().zip(published) {
                near(found.f1 / 100.0, published);
            }
        }
        let first = Scores::new(&gold, &chains(&["12345", "6789ABC"])).b_cubed;
        near(first.precision / 100.0, 0.76);
        near(first.recall / 100.0, 1.0);
    }

    #[test]
    fn all_right_all_wrong_and_nothing() {
        let gold = chains(&["abc", "d"]);
        let same = Scores::new(&gold, &gold);
        for prf in [same.muc, same.b_cubed, same.ceaf_e, same.lea] {
            near(prf.f1, 100.0);
        }
        for ours in [chains(&["xyz"]), chains(&[])] {
            let scores = Scores::new(&gold, &ours);
            for prf in [scores.muc, scores.b_cubed, scores.ceaf_e, scores.lea, scores.mentions] {
                assert_eq!(prf.f1, 0.0);
            }
        }
        // A single mention is kept where it is alone.
        near(Scores::new(&chains(&["a", "b"]), &chains(&["a", "bc"])).lea.recall, 50.0);
    }

    #[test]
    fn the_best_assignment_is_not_the_greedy_one() {
        assert_eq!(assign(&[vec![9.0, 8.0, 0.0], vec![8.0, 1.0, 0.0]]), [1, 0]);
        assert_eq!(assign(&[vec![1.0, 2.0, 3.0], vec![2.0, 4.0, 6.0], vec![3.0, 6.0, 9.0]]), [0, 1, 2]);
        assert_eq!(assign(&[]), [0; 0]);
    }

    /// Against all assignments of small tables.
    #[test]
    fn no_assignment_is_better() {
        fn best(values: &[Vec<f64>], taken: &mut Vec<usize>) -> f64 {
            let Some(row) = values.get(taken.len()) else { return 0.0 };
            let mut most = f64::NEG_INFINITY;
            for column in 0..row.len() {
                if !taken.contains(&column) {
                    taken.push(column);
                    most = most.max(row[column] + best(values, taken));
                    taken.pop();
                }
            }
            most
        }
        let mut state = 7_u64;
        for size in [(1, 1), (2, 3), (3, 3), (4, 6), (5, 5)].repeat(20) {
            let mut value = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 60) as f64
            };
            let values: Vec<Vec<f64>> = (0..size.0).map(|_| (0..size.1).map(|_| value()).collect()).collect();
            let found = assign(&values);
            assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), size.0, "a column is taken twice");
            let sum: f64 = found.iter().enumerate().map(|(row, column)| values[row][*column]).sum();
            assert_eq!(sum, best(&values, &mut Vec::new()));
        }
    }

    #[test]
    fn ours_stand_for_the_gold_mentions_that_they_overlap() {
        let gold = Chains::new([vec![(0, [0, 20]), (0, [12, 20])], vec![(1, [5, 9])]]);
        let ours = Chains::new([vec![(0, [4, 8]), (0, [13, 20])], vec![(1, [0, 5]), (1, [7, 8])], vec![(1, [6, 7])]]);
        let placed = onto_gold(&gold, &ours, Matching::Overlap);
        // The first of two equal shares is taken.
        let expected =
            Chains::new([vec![(0, [0, 20]), (0, [12, 20])], vec![(1, [0, 5]), (1, [7, 8])], vec![(1, [5, 9])]]);
        assert_eq!(placed, expected);
        assert_eq!(onto_gold(&gold, &ours, Matching::Exact), ours);
        assert_eq!(placed.common_with(&gold).mentions(), 3);
        assert_eq!(gold.and_those_of(&placed).mentions(), 5);
        assert_eq!(placed.without_singletons().mentions(), 4);
    }

    #[test]
    fn a_mention_is_in_one_set() {
        let chains = Chains::new([vec![(0, [0, 1]), (0, [0, 1])], vec![(0, [0, 1])], vec![(0, [2, 3])]]);
        assert_eq!((chains.sets.len(), chains.mentions()), (2, 2));
        assert_eq!(chains.of[&(0, [2, 3])], 1);
        assert_eq!(Chains::by_name([("b", (0, [2, 3])), ("a", (0, [0, 1]))]), chains);
    }
}
