//! Word tokens, and the one-to-one matching of sets of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer};

/// Half-open, in code points.
pub(crate) type CodePointSpan = [usize; 2];

/// A field that is null, one span, or a list of spans; always read as a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Spans(pub(crate) Vec<CodePointSpan>);

impl<'de> Deserialize<'de> for Spans {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Any {
            One(CodePointSpan),
            Many(Vec<CodePointSpan>),
        }
        Ok(Self(match Option::<Any>::deserialize(deserializer)? {
            None => Vec::new(),
            Some(Any::One(span)) => vec![span],
            Some(Any::Many(spans)) => spans,
        }))
    }
}

/// The word tokens of a text: letters and digits, joined by `'’.,&-` inside. Punctuation, and so a quotation
/// mark, never counts.
pub(crate) struct Words {
    text: Vec<char>,
    tokens: Vec<CodePointSpan>,
}

impl Words {
    pub(crate) fn new(text: &str) -> Self {
        let text: Vec<char> = text.chars().collect();
        let is_word = |i: usize| text.get(i).is_some_and(|c: &char| c.is_alphanumeric());
        let mut tokens = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let start = at;
            while is_word(at) || (at > start && "'’.,&-".contains(text[at]) && is_word(at + 1)) {
                at += 1;
                if at == text.len() {
                    break;
                }
            }
            if at > start {
                tokens.push([start, at]);
            } else {
                at += 1;
            }
        }
        Self { text, tokens }
    }

    /// The characters of the text.
    pub(crate) fn text(&self) -> &[char] {
        &self.text
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The words themselves.
    pub(crate) fn iter(&self) -> impl Iterator<Item = String> + '_ {
        self.tokens.iter().map(|[start, end]| self.text[*start..*end].iter().collect())
    }

    /// Indices of the tokens at least half of whose characters the spans cover; where there is none, of all that
    /// they touch.
    pub(crate) fn within(&self, spans: &Spans) -> BTreeSet<usize> {
        let spans: BTreeSet<_> = spans.0.iter().filter(|[start, end]| end > start).collect();
        let mut covered: BTreeMap<usize, usize> = BTreeMap::new();
        for &&[start, end] in &spans {
            let first = self.tokens.partition_point(|t| t[1] <= start);
            for (i, token) in self.tokens.iter().enumerate().skip(first).take_while(|(_, t)| t[0] < end) {
                *covered.entry(i).or_default() += end.min(token[1]) - start.max(token[0]);
            }
        }
        let half: BTreeSet<usize> = covered
            .iter()
            .filter(|(i, covered)| 2 * **covered >= self.tokens[**i][1] - self.tokens[**i][0])
            .map(|(i, _)| *i)
            .collect();
        if half.is_empty() { covered.into_keys().collect() } else { half }
    }
}

/// One-to-one pairs (gold index to predicted index) of token sets whose Jaccard index is at least a half, the best first.
pub(crate) fn match_one_to_one(gold: &[BTreeSet<usize>], predicted: &[BTreeSet<usize>]) -> BTreeMap<usize, usize> {
    let mut found = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in predicted.iter().enumerate() {
            let common = g.intersection(p).count();
            let jaccard = common as f64 / (g.len() + p.len() - common).max(1) as f64;
            if jaccard >= 0.5 {
                found.push((jaccard, i, j));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut pairs, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, i, j) in found {
        if !pairs.contains_key(&i) && taken.insert(j) {
            pairs.insert(i, j);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_join_inside_and_drop_marks() {
        let words: Vec<_> = Words::new("“Don’t,” said A.B. Smith-Jones: $2.4bn – 7.5% (_x_)...").iter().collect();
        assert_eq!(words, ["Don’t", "said", "A.B", "Smith-Jones", "2.4bn", "7.5", "x"]);
        assert_eq!(Words::new("end-").iter().collect::<Vec<_>>(), ["end"]);
    }

    #[test]
    fn a_span_takes_the_words_that_it_covers_by_half() {
        let words = Words::new("alpha beta gamma");
        assert_eq!(words.within(&Spans(vec![[3, 10]])), BTreeSet::from([1]));
        assert_eq!(words.within(&Spans(vec![[2, 10]])), BTreeSet::from([0, 1]));
        // Nothing by half: all that it touches.
        assert_eq!(words.within(&Spans(vec![[4, 5]])), BTreeSet::from([0]));
        // Two pieces of one word add up.
        assert_eq!(words.within(&Spans(vec![[0, 2], [4, 5]])), BTreeSet::from([0]));
        assert!(words.within(&Spans(vec![[7, 7]])).is_empty());
    }

    #[test]
    fn the_best_pair_goes_first() {
        let set = |r: std::ops::Range<usize>| r.collect::<BTreeSet<_>>();
        let pairs = match_one_to_one(&[set(0..4), set(0..6)], &[set(0..5), set(0..4)]);
        assert_eq!(pairs, BTreeMap::from([(0, 1), (1, 0)]));
        assert!(match_one_to_one(&[set(0..3)], &[set(2..9), set(0..0)]).is_empty());
    }

    #[test]
    fn spans_read_every_shape() {
        let read = |json| serde_json::from_str::<Spans>(json).unwrap().0;
        assert!(read("null").is_empty() && read("[]").is_empty());
        assert_eq!(read("[3, 5]"), [[3, 5]]);
        assert_eq!(read("[[3, 5], [7, 8]]"), [[3, 5], [7, 8]]);
    }
}
