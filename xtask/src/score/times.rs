//! Time expressions as in task A of TempEval-3.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{CodePointSpan, Prf};

/// A time expression of the gold or of our output.
#[derive(Debug, Clone, Deserialize, serde::Serialize)]
pub(crate) struct Time {
    pub(crate) span: CodePointSpan,
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) value: Option<String>,
    /// Whether it stands inside another (WikiWars).
    #[serde(default)]
    pub(crate) nested: bool,
    /// First and last day; in our output only.
    #[serde(default, skip_serializing)]
    pub(crate) range: Option<[String; 2]>,
}

/// Counts over documents.
#[derive(Debug, Default)]
pub(crate) struct Score {
    gold: usize,
    predicted: usize,
    strict: usize,
    relaxed: usize,
    kind: usize,
    value: usize,
}

impl Score {
    /// Adds one document.
    pub(crate) fn add(&mut self, gold: &[Time], predicted: &[Time]) {
        self.gold += gold.len();
        self.predicted += predicted.len();
        for (g, p) in pairs(gold, predicted) {
            self.relaxed += 1;
            self.strict += usize::from(g.span == p.span);
            self.kind += usize::from(g.kind == p.kind);
            self.value += usize::from(g.value.as_deref().map(str::trim) == p.value.as_deref().map(str::trim));
        }
    }

    /// The same span.
    pub(crate) fn strict(&self) -> Prf {
        self.of(self.strict)
    }

    /// Overlapping spans.
    pub(crate) fn relaxed(&self) -> Prf {
        self.of(self.relaxed)
    }

    /// Overlapping spans and the right type.
    pub(crate) fn kind(&self) -> Prf {
        self.of(self.kind)
    }

    /// Overlapping spans and the right value: the figure to quote.
    pub(crate) fn value(&self) -> Prf {
        self.of(self.value)
    }

    fn of(&self, right: usize) -> Prf {
        Prf::new(right, self.predicted, self.gold)
    }
}

/// One-to-one pairs of overlapping spans, the largest overlap first.
fn pairs<'a>(gold: &'a [Time], predicted: &'a [Time]) -> Vec<(&'a Time, &'a Time)> {
    let mut found = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in predicted.iter().enumerate() {
            let (start, end) = (g.span[0].max(p.span[0]), g.span[1].min(p.span[1]));
            if start < end {
                found.push((std::cmp::Reverse(end - start), i, j));
            }
        }
    }
    found.sort_unstable();
    let (mut used_gold, mut used_predicted) = (BTreeSet::new(), BTreeSet::new());
    found.retain(|(_, i, j)| {
        let free = !used_gold.contains(i) && !used_predicted.contains(j);
        if free {
            used_gold.insert(*i);
            used_predicted.insert(*j);
        }
        free
    });
    found.into_iter().map(|(_, i, j)| (&gold[i], &predicted[j])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(start: usize, end: usize, kind: &str, value: Option<&str>) -> Time {
        Time {
            span: [start, end],
            kind: Some(kind.to_owned()),
            value: value.map(str::to_owned),
            nested: false,
            range: None,
        }
    }

    #[test]
    fn the_largest_overlap_is_the_pair() {
        let gold = [time(0, 10, "DATE", Some("2025-03-11")), time(20, 25, "DURATION", Some("P4Y"))];
        let predicted =
            [time(0, 3, "DATE", Some("2025")), time(4, 10, "DATE", Some(" 2025-03-11")), time(20, 25, "SET", None)];
        let mut score = Score::default();
        score.add(&gold, &predicted);
        assert_eq!(score.relaxed(), Prf::new(2, 3, 2));
        assert_eq!(score.strict(), Prf::new(1, 3, 2));
        assert_eq!(score.kind(), Prf::new(1, 3, 2));
        assert_eq!(score.value(), Prf::new(1, 3, 2));
    }
}
