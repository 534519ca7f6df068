//! Figures against labels of our own: see `xtask/gold/README.md`.

use serde::Deserialize;
use serde_json::Value;

use super::CodePointSpan;

/// A labelled figure, or one of our output.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Figure {
    pub(crate) span: CodePointSpan,
    pub(crate) value: Value,
    pub(crate) bound: String,
    pub(crate) unit: Option<String>,
}

/// Counts over reports.
#[derive(Debug, Default)]
pub(crate) struct Score {
    gold: usize,
    right: usize,
    unit: usize,
    ours: usize,
    spurious: usize,
}

impl Score {
    /// Adds a report. A gold figure is right if one of ours overlaps it with the same value and bound.
    pub(crate) fn add(&mut self, gold: &[Figure], ours: &[Figure]) {
        self.gold += gold.len();
        self.ours += ours.len();
        for label in gold {
            let same = |f: &&Figure| overlap(label, f) && f.bound == label.bound && same_value(&f.value, &label.value);
            if let Some(found) = ours.iter().find(same) {
                self.right += 1;
                self.unit += usize::from(found.unit == label.unit);
            }
        }
        self.spurious += ours.iter().filter(|f| !gold.iter().any(|label| overlap(label, f))).count();
    }

    /// Share of the gold figures whose value and bound are right, in per cent.
    pub(crate) fn right(&self) -> f64 {
        share(self.right, self.gold)
    }

    /// Share of those right that have the same unit too, in per cent.
    pub(crate) fn unit(&self) -> f64 {
        share(self.unit, self.right)
    }

    /// Share of ours that overlap a gold figure, in per cent.
    pub(crate) fn on_gold(&self) -> f64 {
        share(self.ours - self.spurious, self.ours)
    }
}

fn share(n: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { 100.0 * n as f64 / of as f64 }
}

fn overlap(a: &Figure, b: &Figure) -> bool {
    a.span[0] < b.span[1] && b.span[0] < a.span[1]
}

/// Equal to a thousandth, number by number of a range.
fn same_value(a: &Value, b: &Value) -> bool {
    let numbers = |value: &Value| -> Vec<f64> {
        match value {
            Value::Array(values) => values.iter().filter_map(Value::as_f64).collect(),
            value => value.as_f64().into_iter().collect(),
        }
    };
    let (a, b) = (numbers(a), numbers(b));
    !a.is_empty() && a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| (a - b).abs() <= 1e-3 * a.abs().max(1.0))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn figure(span: CodePointSpan, value: Value, bound: &str) -> Figure {
        Figure { span, value, bound: bound.to_owned(), unit: None }
    }

    #[test]
    fn value_and_bound_must_agree() {
        let gold =
            [figure([0, 5], json!(40), ">"), figure([10, 15], json!([20, 30]), "="), figure([20, 25], json!(7), "=")];
        let ours =
            [figure([2, 5], json!(40.0), ">"), figure([10, 12], json!([20, 31]), "="), figure([30, 32], json!(1), "=")];
        let mut score = Score::default();
        score.add(&gold, &ours);
        assert_eq!((score.right, score.gold, score.spurious, score.ours), (1, 3, 1, 3));
    }
}
