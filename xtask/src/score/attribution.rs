//! Statements: spans of the content, and whose they are, in word tokens.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Prf, Spans, Words, match_one_to_one};

/// An attribution of the gold, and a statement of our output.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Statement {
    /// Of the gold; our output has an object, see [`crate::eval`].
    #[serde(default)]
    pub(crate) source: Spans,
    pub(crate) content: Spans,
}

/// Counts over reports, for one class of statements.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Counts {
    gold: usize,
    predicted: usize,
    tokens: usize,
    tokens_gold: usize,
    tokens_predicted: usize,
    span: usize,
    exact: usize,
    end_to_end: usize,
    with_source: usize,
    source: usize,
}

impl Counts {
    /// Union of the predicted content tokens against the union of the gold content tokens.
    pub(crate) fn tokens(&self) -> Prf {
        Prf::new(self.tokens, self.tokens_predicted, self.tokens_gold)
    }

    /// Contents whose token sets have a Jaccard index of at least a half, one to one.
    pub(crate) fn span(&self) -> Prf {
        Prf::new(self.span, self.predicted, self.gold)
    }

    /// Contents with the same tokens.
    pub(crate) fn exact(&self) -> Prf {
        Prf::new(self.exact, self.predicted, self.gold)
    }

    /// Matched contents whose source is right too: the figure to quote.
    pub(crate) fn end_to_end(&self) -> Prf {
        Prf::new(self.end_to_end, self.predicted, self.gold)
    }

    /// Of the matched contents whose gold has a source, the share with the right one, in per cent.
    pub(crate) fn source(&self) -> f64 {
        Prf::new(self.source, self.with_source, self.with_source).precision
    }
}

/// Counts over reports.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Score {
    /// Every statement.
    pub(crate) all: Counts,
    /// Those whose content holds or borders on a quotation mark (that of the gold where matched).
    pub(crate) quoted: Counts,
    /// The rest.
    pub(crate) indirect: Counts,
}

impl Score {
    /// Adds one report.
    pub(crate) fn add(&mut self, text: &str, gold: &[Statement], predicted: &[Statement]) {
        let words = Words::new(text);
        let gold: Vec<_> = gold.iter().map(|s| Tokens::new(&words, s)).collect();
        let predicted: Vec<_> =
            predicted.iter().filter(|s| !s.content.0.is_empty()).map(|s| Tokens::new(&words, s)).collect();
        let contents = |tokens: &[Tokens]| tokens.iter().map(|t| t.content.clone()).collect::<Vec<_>>();
        let pairs = match_one_to_one(&contents(&gold), &contents(&predicted));
        let mut quoted: Vec<bool> = predicted.iter().map(|p| p.quoted).collect();
        for (i, j) in &pairs {
            quoted[*j] = gold[*i].quoted;
        }
        for (counts, class) in
            [(&mut self.all, None), (&mut self.quoted, Some(true)), (&mut self.indirect, Some(false))]
        {
            let of_class = |is: bool| class.is_none_or(|class| class == is);
            let ours: Vec<_> = predicted.iter().zip(&quoted).filter(|(_, q)| of_class(**q)).map(|(p, _)| p).collect();
            let mine: Vec<_> = gold.iter().enumerate().filter(|(_, g)| of_class(g.quoted)).collect();
            let gold_tokens: BTreeSet<_> = mine.iter().flat_map(|(_, g)| &g.content).collect();
            let our_tokens: BTreeSet<_> = ours.iter().flat_map(|p| &p.content).collect();
            counts.tokens += gold_tokens.intersection(&our_tokens).count();
            counts.tokens_gold += gold_tokens.len();
            counts.tokens_predicted += our_tokens.len();
            counts.gold += mine.len();
            counts.predicted += ours.len();
            for (i, g) in mine {
                let Some(p) = pairs.get(&i).map(|j| &predicted[*j]) else { continue };
                let right = if g.source.is_empty() { p.source.is_empty() } else { !g.source.is_disjoint(&p.source) };
                counts.span += 1;
                counts.exact += usize::from(g.content == p.content);
                counts.end_to_end += usize::from(right);
                counts.with_source += usize::from(!g.source.is_empty());
                counts.source += usize::from(right && !g.source.is_empty());
            }
        }
    }
}

struct Tokens {
    content: BTreeSet<usize>,
    source: BTreeSet<usize>,
    quoted: bool,
}

impl Tokens {
    fn new(words: &Words, statement: &Statement) -> Self {
        let text = words.text();
        let quoted = statement.content.0.iter().any(|[start, end]| {
            let around = start.saturating_sub(1).min(text.len())..(end + 1).min(text.len());
            text.get(around).is_some_and(|chars| chars.iter().any(|c| "\"“”„«»".contains(*c)))
        });
        Self { content: words.within(&statement.content), source: words.within(&statement.source), quoted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Ada said the ship had left. \"It is gone,\" Bo said. Cy left.";

    fn statement(content: &str, source: &str) -> Statement {
        let span = |words: &str| TEXT.find(words).filter(|_| !words.is_empty()).map(|at| [at, at + words.len()]);
        Statement {
            content: Spans(span(content).into_iter().collect()),
            source: Spans(span(source).into_iter().collect()),
        }
    }

    fn score(gold: &[Statement], predicted: &[Statement]) -> Score {
        let mut score = Score::default();
        score.add(TEXT, gold, predicted);
        score
    }

    #[test]
    fn classes_and_measures() {
        let gold = [statement("the ship had left", "Ada"), statement("It is gone", "Bo")];
        let predicted = [statement("ship had left", "Bo"), statement("It is gone", "Bo"), statement("Cy left", "")];
        let score = score(&gold, &predicted);
        assert_eq!(score.all.span(), Prf::new(2, 3, 2));
        assert_eq!(score.all.exact(), Prf::new(1, 3, 2));
        assert_eq!(score.all.end_to_end(), Prf::new(1, 3, 2));
        assert_eq!(score.all.tokens(), Prf::new(6, 8, 7));
        assert_eq!(score.all.source(), 50.0);
        assert_eq!(score.quoted.end_to_end(), Prf::new(1, 1, 1));
        assert_eq!(score.indirect.end_to_end(), Prf::new(0, 2, 1));
    }

    #[test]
    fn a_gold_without_source_wants_none() {
        let gold = [statement("the ship had left", "")];
        assert_eq!(score(&gold, &gold).all.end_to_end().f1, 100.0);
        assert_eq!(score(&gold, &[statement("the ship had left", "Ada")]).all.end_to_end().f1, 0.0);
    }
}
