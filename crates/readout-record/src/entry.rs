use readout_extract::Findings;
use readout_language::{Analysis, Upos};
use readout_report::{Report, Span};
use serde::{Deserialize, Serialize};

/// A report as the record takes it: what it says, and as much of its language as joining needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The report.
    pub report: Report,
    /// Its first sentences; see [`lead`](crate::lead()).
    pub lead: Vec<Span>,
    /// Its sentences, in text order.
    pub sentences: Vec<Span>,
    /// Its words that mean something by themselves, in text order.
    pub words: Vec<Word>,
    /// What it says.
    pub findings: Findings,
}

/// A word that means something by itself: no article, preposition, pronoun or mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Its lemma, in lower case.
    pub lemma: Box<str>,
    /// What kind of word it is.
    pub class: WordClass,
}

/// The kinds of words that an [`Entry`] keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WordClass {
    /// A common noun.
    Noun,
    /// A word of a name.
    Name,
    /// A verb; no auxiliary.
    Verb,
    /// An adjective.
    Adjective,
    /// An adverb.
    Adverb,
    /// A number.
    Number,
}

impl Entry {
    /// From a report, its analysis and its findings.
    pub fn new(report: Report, analysis: &Analysis, findings: Findings) -> Self {
        let words = analysis.tokens.iter().filter_map(|token| {
            let class = match token.upos {
                Upos::Noun => WordClass::Noun,
                Upos::Propn => WordClass::Name,
                Upos::Verb => WordClass::Verb,
                Upos::Adj => WordClass::Adjective,
                Upos::Adv => WordClass::Adverb,
                Upos::Num => WordClass::Number,
                _ => return None,
            };
            Some(Word { span: token.span, lemma: token.lemma.to_lowercase().into(), class })
        });
        Self {
            lead: crate::lead(analysis),
            sentences: analysis.sentences.iter().map(|s| s.span).collect(),
            words: words.collect(),
            report,
            findings,
        }
    }

    /// The words that begin in a span of the text.
    pub fn words_in(&self, span: Span) -> &[Word] {
        let from = self.words.partition_point(|w| w.span.start < span.start);
        let len = self.words[from..].partition_point(|w| w.span.start < span.end);
        &self.words[from..from + len]
    }
}
