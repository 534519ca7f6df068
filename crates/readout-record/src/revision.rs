//! What changed from one wording of a report to the next.

use std::collections::BTreeSet;

use readout_report::Span;

use crate::Entry;
use crate::fold::squeeze;

/// A change between two wordings of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A sentence of the new text that the old one has not.
    Added(Span),
    /// A sentence of the old text that the new one has not.
    Dropped(Span),
    /// A sentence of the old text that is another in the new one.
    Altered {
        /// In the old text.
        old: Span,
        /// In the new text.
        new: Span,
        /// Whether only letters or marks changed, and no number, name, negation or word of another meaning.
        typo: bool,
    },
}

/// All that one wording changed of the one before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Revision {
    /// In the order of the texts; what was dropped before what was added in its place.
    pub changes: Vec<Change>,
}

impl Revision {
    /// The changes from `old` to `new`, sentence by sentence (longest common subsequence of sentences; E. Myers, 1986).
    pub fn between(old: &Entry, new: &Entry) -> Self {
        let words = |entry: &Entry| -> Vec<(Span, String)> {
            let text = &entry.report.text;
            let sentences = entry.sentences.iter().filter(|s| !s.is_empty());
            sentences.map(|s| (*s, squeeze(s.of_text(text)))).collect()
        };
        let (a, b) = (words(old), words(new));
        let texts = |list: &[(Span, String)]| list.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>();
        let (a_texts, b_texts) = (texts(&a), texts(&b));
        let mut changes = Vec::new();
        for op in similar::capture_diff_slices(similar::Algorithm::Myers, &a_texts, &b_texts) {
            let (olds, news) = (&a[op.old_range()], &b[op.new_range()]);
            match op.tag() {
                similar::DiffTag::Equal => {}
                similar::DiffTag::Delete => changes.extend(olds.iter().map(|(s, _)| Change::Dropped(*s))),
                similar::DiffTag::Insert => changes.extend(news.iter().map(|(s, _)| Change::Added(*s))),
                similar::DiffTag::Replace => replaced(olds, news, &mut changes),
            }
        }
        Self { changes }
    }

    /// Whether nothing changed but letters and marks.
    pub fn is_typo_only(&self) -> bool {
        self.changes.iter().all(|change| matches!(change, Change::Altered { typo: true, .. }))
    }
}

/// A run of sentences in the place of another: those that share most of their words are the same sentence, altered.
fn replaced(olds: &[(Span, String)], news: &[(Span, String)], changes: &mut Vec<Change>) {
    let mut next = 0;
    for (old_span, old) in olds {
        let alike = news.iter().enumerate().skip(next).find(|(_, (_, new))| is_alike(old, new));
        match alike {
            Some((at, (new_span, new))) => {
                changes.extend(news[next..at].iter().map(|(s, _)| Change::Added(*s)));
                changes.push(Change::Altered { old: *old_span, new: *new_span, typo: is_typo(old, new) });
                next = at + 1;
            }
            None => changes.push(Change::Dropped(*old_span)),
        }
    }
    changes.extend(news[next..].iter().map(|(s, _)| Change::Added(*s)));
}

/// The words of a sentence, without marks, in lower case.
fn words(sentence: &str) -> Vec<String> {
    let words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect()
}

fn is_alike(old: &str, new: &str) -> bool {
    let (a, b) = (words(old), words(new));
    let (set_a, set_b): (BTreeSet<_>, BTreeSet<_>) = (a.iter().collect(), b.iter().collect());
    let shared = set_a.intersection(&set_b).count();
    2 * shared >= set_a.len().max(set_b.len()) || is_typo(old, new)
}

/// Whether two sentences say the same but for spelling: word by word the same, or a letter or two away in a long word that has no
/// digit. A short word may be another word altogether ("now", "not").
fn is_typo(old: &str, new: &str) -> bool {
    let (a, b) = (words(old), words(new));
    if a.concat() == b.concat() {
        return true;
    }
    let near = |x: &str, y: &str| {
        let long = x.chars().count().min(y.chars().count()) >= 4;
        let letters = x.chars().chain(y.chars()).all(char::is_alphabetic);
        x == y || (long && letters && !is_negated_pair(x, y) && (strsim::osa_distance(x, y) <= 1))
    };
    a.len() == b.len() && a.iter().zip(&b).all(|(x, y)| near(x, y))
}

/// "able", "unable": one letter apart or two, and the opposite.
fn is_negated_pair(x: &str, y: &str) -> bool {
    const PREFIXES: &[&str] = &["a", "un", "in", "im", "ir", "il", "dis", "non", "de"];
    let (short, long) = if x.len() < y.len() { (x, y) } else { (y, x) };
    PREFIXES.iter().any(|prefix| long.strip_prefix(prefix) == Some(short))
}

#[cfg(test)]
mod tests {
    use readout_extract::Findings;
    use readout_report::Report;

    use super::*;

    fn entry(text: &str) -> Entry {
        let mut start = 0;
        let sentences = text.split_inclusive(". ").map(|s| {
            let span = Span::of(start, start + s.trim_end().len());
            start += s.len();
            span
        });
        let sentences = sentences.collect();
        let report = Report::from_text(text);
        Entry { report, lead: vec![], sentences, words: vec![], findings: Findings::default() }
    }

    fn changes(old: &str, new: &str) -> Vec<Change> {
        Revision::between(&entry(old), &entry(new)).changes
    }

    #[test]
    fn added_dropped_altered() {
        let old = "The bridge closed on Monday. Ten ships waited in the bay. Nobody was hurt.";
        let new = "The bridge closed on Monday. Twelve ships waited in the bay. Trains run. Nobody was hurt.";
        let at = |text: &str, words: &str| Span::of(text.find(words).unwrap(), text.find(words).unwrap() + words.len());
        assert_eq!(
            changes(old, new),
            [
                Change::Altered {
                    old: at(old, "Ten ships waited in the bay."),
                    new: at(new, "Twelve ships waited in the bay."),
                    typo: false
                },
                Change::Added(at(new, "Trains run.")),
            ]
        );
        assert_eq!(changes(new, "The bridge closed on Monday. Nobody was hurt.").len(), 2);
        assert_eq!(changes(old, old), []);
    }

    #[test]
    fn a_typo_is_told_apart() {
        let typo = |old: &str, new: &str| Revision::between(&entry(old), &entry(new)).is_typo_only();
        assert!(typo("The minister recieved them.", "The minister received them."));
        assert!(typo("They met on Monday, he said.", "They met on Monday he said."));
        assert!(typo("The cease fire holds.", "The ceasefire holds."));
        assert!(!typo("They were able to leave.", "They were unable to leave."));
        assert!(!typo("They are now ready.", "They are not ready."));
        assert!(!typo("Some 40 left.", "Some 41 left."));
        assert!(!typo("They left.", "They left. It rained."));
        assert!(typo("They left.", "They left."), "nothing at all");
    }
}
