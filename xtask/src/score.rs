//! What is measured on the development sets.
//!
//! The definitions are those of the scorers that the project was given in Python; `cargo xtask eval --check-scorers DIR`
//! runs both on the same output and compares. Offsets are code points, as in the corpora.

pub(crate) mod agreement;
pub(crate) mod attribution;
pub(crate) mod coreference;
pub(crate) mod differences;
pub(crate) mod events;
pub(crate) mod extraction;
pub(crate) mod figures;
pub(crate) mod names;
pub(crate) mod recognizers;
pub(crate) mod stories;
pub(crate) mod syntax;
pub(crate) mod times;
mod words;

pub(crate) use words::{CodePointSpan, Spans, Words, match_one_to_one};

/// Precision, recall and their harmonic mean, in per cent.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Prf {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub(crate) f1: f64,
}

impl Prf {
    /// From how many were right, predicted, and in the gold; 0 where there is nothing to divide by.
    pub(crate) fn new(right: usize, predicted: usize, gold: usize) -> Self {
        let share = |of: usize| if of == 0 { 0.0 } else { 100.0 * right as f64 / of as f64 };
        let (precision, recall) = (share(predicted), share(gold));
        let f1 = if right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        Self { precision, recall, f1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_is_the_harmonic_mean() {
        assert_eq!(Prf::new(1, 2, 4), Prf { precision: 50.0, recall: 25.0, f1: 100.0 / 3.0 });
        assert_eq!(Prf::new(0, 0, 3), Prf::default());
    }
}
