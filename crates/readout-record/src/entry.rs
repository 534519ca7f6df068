use readout_extract::{Findings, MentionForm};
use readout_language::{Analysis, Deprel, Upos};
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
    /// The word that it depends on, by its place among the entry's words: the nearest one above it in the sentence's tree that is
    /// kept.
    pub head: Option<u32>,
    /// What it is to that word.
    pub role: WordRole,
    /// Whether a word beside it says no: "not", "never", "no".
    pub negated: bool,
}

/// What a word is to the one that it depends on, from the relations of Universal Dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WordRole {
    /// Who does it, or is it.
    Subject,
    /// Whom it is done to: the subject of a passive.
    PassiveSubject,
    /// Whom or what it is done to.
    Object,
    /// With a preposition, as a rule.
    Oblique,
    /// A clause of its own: a complement, an adverbial or relative clause.
    Clause,
    /// One of several in a row.
    Conjunct,
    /// Part of a name or compound.
    Compound,
    /// All else, and the word that nothing is above.
    Other,
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

/// Words that mean nothing by themselves do not stand on each other deeper than this.
const DEPTH: u32 = 8;

fn role(relation: Deprel) -> WordRole {
    match relation {
        Deprel::Nsubj | Deprel::NsubjOuter | Deprel::Csubj => WordRole::Subject,
        Deprel::NsubjPass | Deprel::CsubjPass => WordRole::PassiveSubject,
        Deprel::Obj | Deprel::Iobj => WordRole::Object,
        Deprel::Obl | Deprel::OblAgent | Deprel::OblUnmarked | Deprel::Nmod | Deprel::NmodPoss => WordRole::Oblique,
        Deprel::Ccomp | Deprel::Xcomp | Deprel::Advcl | Deprel::Acl | Deprel::AclRelcl | Deprel::Parataxis => {
            WordRole::Clause
        }
        Deprel::Conj => WordRole::Conjunct,
        Deprel::Compound | Deprel::Flat => WordRole::Compound,
        _ => WordRole::Other,
    }
}

/// For each token, whether it begins with a capital and stands in a name.
fn capitals_in_names(report: &Report, analysis: &Analysis, findings: &Findings) -> Vec<bool> {
    let mut inside = vec![false; analysis.tokens.len()];
    for mention in findings.mentions.iter().filter(|m| m.form == MentionForm::Name) {
        let first = analysis.tokens.partition_point(|t| t.span.start < mention.span.start);
        for (token, inside) in analysis.tokens.iter().zip(&mut inside).skip(first) {
            if token.span.end > mention.span.end {
                break;
            }
            *inside = token.span.of_text(&report.text).starts_with(char::is_uppercase);
        }
    }
    inside
}

impl Entry {
    /// From a report, its analysis and its findings.
    pub fn new(report: Report, analysis: &Analysis, findings: Findings) -> Self {
        let in_name = capitals_in_names(&report, analysis, &findings);
        // What is written with a capital in a name is a word of it, whatever the tagger takes it for.
        let class = |i: usize| match analysis.tokens[i].upos {
            Upos::Noun | Upos::Adj | Upos::Verb if in_name[i] => Some(WordClass::Name),
            Upos::Noun => Some(WordClass::Noun),
            Upos::Propn => Some(WordClass::Name),
            Upos::Verb => Some(WordClass::Verb),
            Upos::Adj => Some(WordClass::Adjective),
            Upos::Adv => Some(WordClass::Adverb),
            Upos::Num => Some(WordClass::Number),
            _ => None,
        };
        // The place of each token among the words that are kept.
        let mut places = vec![None; analysis.tokens.len()];
        let mut next = 0;
        let mut negated = vec![false; analysis.tokens.len()];
        for (i, (token, place)) in analysis.tokens.iter().zip(&mut places).enumerate() {
            if class(i).is_some() {
                *place = Some(next);
                next += 1;
            }
            if let Some(head) = token.head
                && matches!(&*token.lemma, "not" | "n't" | "never" | "no" | "neither" | "nor")
                && matches!(token.deprel, Deprel::Advmod | Deprel::Det | Deprel::Cc | Deprel::CcPreconj)
            {
                negated[head as usize] = true;
            }
        }
        let words = analysis.tokens.iter().enumerate().filter_map(|(i, token)| {
            let class = class(i)?;
            let mut above = token.head;
            let mut seen = 0;
            while let Some(head) = above.filter(|head| places[*head as usize].is_none() && seen < DEPTH) {
                above = analysis.tokens[head as usize].head;
                seen += 1;
            }
            Some(Word {
                span: token.span,
                lemma: match class {
                    WordClass::Name if token.upos != Upos::Propn => {
                        token.span.of_text(&report.text).to_lowercase().into()
                    }
                    _ => token.lemma.to_lowercase().into(),
                },
                class,
                head: above.and_then(|head| places[head as usize]),
                role: role(token.deprel),
                negated: negated[i],
            })
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
