//! How far the report stands behind a statement: hedges and negation.

use readout_language::{Deprel, Frame, TokenRange, Upos};
use readout_report::Span;

use super::Reader;

/// Words that leave it open whether something is so.
const HEDGES: &[&str] = &[
    "allegedly",
    "alleged",
    "apparently",
    "apparent",
    "ostensibly",
    "ostensible",
    "perhaps",
    "possibly",
    "presumably",
    "purportedly",
    "purported",
    "reportedly",
    "reported",
    "seemingly",
    "so-called",
    "supposedly",
    "supposed",
    "unconfirmed",
    "unsubstantiated",
    "unverified",
];

/// Verbs that say that another verb did not happen.
const REFUSALS: &[&str] = &["decline", "refuse", "fail", "avoid", "stop"];

impl Reader<'_> {
    /// The hedges of a statement: in its cue, beside the cue, and beside the main word of what is said.
    pub(super) fn hedges(&self, frame: &Frame, head: u32) -> Vec<Span> {
        let tokens = &self.analysis.tokens;
        let mains: Vec<u32> = frame.content.iter().map(|piece| self.analysis.head_of(*piece)).collect();
        let sentence = self.analysis.sentences[self.analysis.sentence_of(head)].tokens;
        let within = frame
            .content
            .iter()
            .fold(sentence, |all, piece| TokenRange::new(all.start.min(piece.start), all.end.max(piece.end)));
        let belongs = |t: u32| {
            let token = &tokens[t as usize];
            let governed = token
                .head
                .is_some_and(|h| h == head || mains.contains(&h) || (frame.cue.contains(h) && frame.cue.contains(t)));
            frame.cue.contains(t) || (governed && matches!(token.deprel, Deprel::Advmod | Deprel::Amod))
        };
        let hedges = within.iter().filter(|t| {
            let token = &tokens[*t as usize];
            // "Reported" as a verb is a cue.
            matches!(token.upos, Upos::Adv | Upos::Adj | Upos::Verb)
                && token.deprel != Deprel::Root
                && HEDGES.contains(&token.span.of_text(self.text).to_lowercase().as_str())
                && (token.upos != Upos::Verb || token.deprel == Deprel::Amod)
                && belongs(*t)
        });
        hedges.map(|t| tokens[t as usize].span).collect()
    }

    /// Whether the cue is denied: "did not say", "never promised", "declined to comment", "no claim".
    pub(super) fn is_negated(&self, cue: TokenRange, head: u32) -> bool {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let negates = |t: u32| {
            matches!(&*token(t).lemma, "not" | "n't" | "never")
                || (token(t).deprel == Deprel::Det && &*token(t).lemma == "no")
        };
        let refuses = |t: u32| token(t).upos == Upos::Verb && REFUSALS.contains(&&*token(t).lemma);
        let above = token(head).head.filter(|_| token(head).deprel == Deprel::Xcomp);
        let refused = above.is_some_and(|a| refuses(a) && !self.analysis.children(a).any(negates))
            || (refuses(head) && cue.iter().any(|t| t > head && token(t).upos == Upos::Verb));
        refused
            || self.analysis.children(head).any(negates)
            || cue.iter().any(|t| negates(t) && token(t).head.is_some_and(|h| cue.contains(h)))
    }
}
