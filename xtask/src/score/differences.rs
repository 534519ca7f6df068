//! Differences against labels of our own: see `xtask/gold/README.md`.

use serde::Deserialize;

use super::{CodePointSpan, Prf};

/// A passage of a report.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Passage {
    pub(crate) report: String,
    pub(crate) span: CodePointSpan,
}

/// A labelled difference, or one of our output: its kind and the passages of each side.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Difference {
    pub(crate) kind: String,
    pub(crate) sides: Vec<Vec<Passage>>,
}

/// A labelled difference, and whether the reader was sure of it.
///
/// A label that was not sure is counted neither way: what meets it is right, and what misses it has missed nothing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Label {
    #[serde(flatten)]
    pub(crate) difference: Difference,
    pub(crate) sure: bool,
}

impl Passage {
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.report == other.report && self.span[0] < other.span[1] && other.span[0] < self.span[1]
    }
}

impl Difference {
    /// Whether two of our sides overlap the two labelled ones, in either order.
    fn meets(&self, gold: &Self) -> bool {
        let [first, second] = gold.sides.as_slice() else { return false };
        let on = |gold: &[Passage]| -> Vec<usize> {
            let overlaps = |ours: &Passage| gold.iter().any(|g| g.overlaps(ours));
            (0..self.sides.len()).filter(|i| self.sides[*i].iter().any(overlaps)).collect()
        };
        let (on_first, on_second) = (on(first), on(second));
        on_first.iter().any(|i| on_second.iter().any(|j| i != j))
    }
}

/// Counts over stories, with the kinds agreeing and regardless of them.
#[derive(Debug, Default)]
pub(crate) struct Score {
    labels: usize,
    sure: usize,
    ours: usize,
    strict: Counts,
    loose: Counts,
}

#[derive(Debug, Default)]
struct Counts {
    right: usize,
    found: usize,
    /// Of the labels that are sure.
    found_sure: usize,
}

impl Score {
    /// Adds a story; tells which of ours meet no label of their kind.
    pub(crate) fn add(&mut self, gold: &[Label], ours: &[Difference]) -> Vec<usize> {
        self.labels += gold.len();
        self.sure += gold.iter().filter(|g| g.sure).count();
        self.ours += ours.len();
        let same = |ours: &Difference, gold: &Difference| ours.meets(gold) && ours.kind == gold.kind;
        self.strict.add(gold, ours, same);
        self.loose.add(gold, ours, Difference::meets);
        (0..ours.len()).filter(|i| !gold.iter().any(|g| same(&ours[*i], &g.difference))).collect()
    }

    /// Precision over ours, recall over the labels that are sure; a difference of another kind is not right.
    pub(crate) fn strict(&self) -> Prf {
        self.prf(self.strict.right, self.strict.found_sure, self.sure)
    }

    /// The same with the recall over all labels.
    pub(crate) fn strict_over_all(&self) -> Prf {
        self.prf(self.strict.right, self.strict.found, self.labels)
    }

    /// As [`strict`](Self::strict), whatever the kind.
    pub(crate) fn loose(&self) -> Prf {
        self.prf(self.loose.right, self.loose.found_sure, self.sure)
    }

    fn prf(&self, right: usize, found: usize, labels: usize) -> Prf {
        let precision = Prf::new(right, self.ours, labels).precision;
        let recall = Prf::new(found, self.ours, labels).recall;
        let sum = precision + recall;
        Prf { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

impl Counts {
    fn add(&mut self, gold: &[Label], ours: &[Difference], meets: impl Fn(&Difference, &Difference) -> bool) {
        let found = |label: &&Label| ours.iter().any(|o| meets(o, &label.difference));
        self.right += ours.iter().filter(|o| gold.iter().any(|g| meets(o, &g.difference))).count();
        self.found += gold.iter().filter(found).count();
        self.found_sure += gold.iter().filter(|g| g.sure).filter(found).count();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(kind: &str, sides: &[&[(&str, CodePointSpan)]]) -> Difference {
        let passage = |(report, span): &(&str, CodePointSpan)| Passage { report: (*report).to_owned(), span: *span };
        Difference {
            kind: kind.to_owned(),
            sides: sides.iter().map(|side| side.iter().map(passage).collect()).collect(),
        }
    }

    fn sure(difference: Difference) -> Label {
        Label { difference, sure: true }
    }

    #[test]
    fn both_sides_must_meet_and_the_kind_agree() {
        let gold = [sure(difference("figure", &[&[("a", [10, 20])], &[("b", [0, 5]), ("c", [7, 9])]]))];
        let turned = difference("figure", &[&[("c", [8, 30])], &[("a", [0, 11])]]);
        let other_kind = difference("time", &[&[("a", [10, 20])], &[("b", [0, 5])]]);
        let one_side = difference("figure", &[&[("a", [10, 20]), ("b", [0, 5])], &[("b", [6, 9])]]);
        let beside = difference("figure", &[&[("a", [20, 25])], &[("b", [0, 5])]]);
        let mut score = Score::default();
        assert_eq!(score.add(&gold, &[turned, other_kind, one_side, beside]), [1, 2, 3]);
        assert_eq!((score.strict().precision, score.strict().recall), (25.0, 100.0));
        assert_eq!((score.loose().precision, score.loose().recall), (50.0, 100.0));
    }

    #[test]
    fn a_story_without_labels_costs_precision() {
        let mut score = Score::default();
        score.add(&[], &[difference("name", &[&[("a", [0, 1])], &[("b", [0, 1])]])]);
        assert_eq!(score.strict(), Prf::default());
    }

    #[test]
    fn a_label_that_is_not_sure_counts_neither_way() {
        let of = |report: &str| difference("name", &[&[(report, [0, 4])], &[(report, [5, 9])]]);
        let gold = [sure(of("a")), sure(of("b")), Label { difference: of("c"), sure: false }];
        let mut score = Score::default();
        assert_eq!(score.add(&gold, &[of("a"), of("c")]), [] as [usize; 0]);
        assert_eq!((score.strict().precision, score.strict().recall), (100.0, 50.0));
        assert_eq!(score.strict_over_all().recall, 200.0 / 3.0);
        assert_eq!(score.loose().recall, 50.0);
    }
}
