//! Reports grouped into stories, against the gold groups.

use std::collections::BTreeMap;

use super::Prf;

/// B-cubed and pairs of one grouping.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Score {
    /// For the mean report: of those put with it, how many belong; of those that belong, how many are put with it.
    pub(crate) b_cubed: Prf,
    /// Over pairs of reports of one story.
    pub(crate) pairs: Prf,
    /// Stories predicted.
    pub(crate) stories: usize,
}

/// Scores the stories predicted by the id of the report against the gold; a report without one stands alone.
pub(crate) fn score(gold: &BTreeMap<String, String>, predicted: &BTreeMap<String, String>) -> Score {
    type Sizes<K> = BTreeMap<K, usize>;
    let (mut of_gold, mut of_predicted, mut of_both): (Sizes<&str>, Sizes<_>, Sizes<_>) = Default::default();
    let group = |id: &'_ String| predicted.get(id).cloned().ok_or_else(|| id.clone());
    for (id, story) in gold {
        *of_gold.entry(story).or_default() += 1;
        *of_predicted.entry(group(id)).or_default() += 1;
        *of_both.entry((story.as_str(), group(id))).or_default() += 1;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for ((story, group), together) in &of_both {
        let square = (together * together) as f64;
        precision += square / of_predicted[group] as f64;
        recall += square / of_gold[story] as f64;
    }
    let mean = |sum: f64| if gold.is_empty() { 0.0 } else { 100.0 * sum / gold.len() as f64 };
    let (precision, recall) = (mean(precision), mean(recall));
    let f1 = if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    let pairs = |sizes: &mut dyn Iterator<Item = &usize>| sizes.map(|n| n * n.saturating_sub(1) / 2).sum();
    Score {
        b_cubed: Prf { precision, recall, f1 },
        pairs: Prf::new(pairs(&mut of_both.values()), pairs(&mut of_predicted.values()), pairs(&mut of_gold.values())),
        stories: of_predicted.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(of: &[(&str, &str)]) -> BTreeMap<String, String> {
        of.iter().map(|(id, story)| ((*id).to_owned(), (*story).to_owned())).collect()
    }

    #[test]
    fn counts_for_each_report() {
        let gold = groups(&[("1", "a"), ("2", "a"), ("3", "b"), ("4", "b")]);
        let score = score(&gold, &groups(&[("1", "x"), ("2", "x"), ("3", "x")]));
        // Of 1, 2 and 3 two, two and one of three are right, 4 stands alone; 3 and 4 have lost each other.
        let precision = 100.0 * (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0;
        assert!((score.b_cubed.precision - precision).abs() < 1e-9);
        assert!((score.b_cubed.recall - 75.0).abs() < 1e-9);
        assert_eq!(score.pairs, Prf::new(1, 3, 2));
        assert_eq!(score.stories, 2);
    }

    #[test]
    fn what_is_right_is_a_hundred() {
        let gold = groups(&[("1", "a"), ("2", "a"), ("3", "b")]);
        let right = score(&gold, &groups(&[("1", "y"), ("2", "y"), ("3", "x")]));
        assert_eq!((right.b_cubed.f1, right.pairs.f1), (100.0, 100.0));
        assert_eq!(score(&groups(&[]), &groups(&[])), Score::default());
    }
}
