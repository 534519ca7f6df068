//! What the model proposes and a careful reader would not write down.

use readout_language::{Deprel, Frame, TokenRange, Upos, Xpos};
use readout_report::Span;

use super::{Reader, lexicon};
use crate::ActorKind;

/// A cue that the lexicon does not have must be this likely, per mille.
const UNKNOWN_CUE: u16 = 500;
/// Words that make a clause of what an unknown cue attributes.
const CLAUSE_WORDS: usize = 6;

impl Reader<'_> {
    /// Whether a frame is more likely no statement at all. On PolNeAR's development set three in four of those that are left out
    /// here are wrong.
    pub(super) fn is_doubtful(&self, frame: &Frame, lemma: &str, content: &[Span]) -> bool {
        let words = || content.iter().flat_map(|span| self.analysis.tokens_in(*span).iter());
        let upos = |t: u32| self.analysis.tokens[t as usize].upos;
        let says_something = words().any(|t| {
            matches!(
                upos(t),
                Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num | Upos::Intj | Upos::Sym | Upos::X
            )
        });
        let quoted = || content.iter().any(|span| self.quotes.around(&[*span]).iter().any(|q| q.overlaps(*span)));
        if (!says_something || self.is_only_company(frame, lemma)) && !quoted() {
            return true;
        }
        if lexicon::knows(lemma) {
            return false;
        }
        let short = || words().filter(|t| upos(*t) != Upos::Punct).count() < CLAUSE_WORDS;
        let heading = || self.analysis.sentences[self.analysis.sentence_of(frame.cue.start)].heading;
        frame.confidence < UNKNOWN_CUE || (!quoted() && (short() || heading() || frame.source.is_empty()))
    }

    /// Whether the content is no more than who was told ("he told the senator"), or when it was ("said before the meeting").
    fn is_only_company(&self, frame: &Frame, lemma: &str) -> bool {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let clause = |piece: &TokenRange| piece.iter().any(|t| token(t).upos == Upos::Verb);
        let told = matches!(lemma, "tell" | "inform" | "brief" | "remind" | "assure" | "reassure" | "notify");
        let someone = |piece: &TokenRange| {
            let top = self.analysis.head_of(*piece);
            matches!(token(top).deprel, Deprel::Obj | Deprel::Iobj)
                && (token(top).upos == Upos::Pron
                    || self.mentions_in(token(top).span).iter().any(|m| {
                        m.span.contains(token(top).span)
                            && matches!(m.kind, ActorKind::Person | ActorKind::Organisation)
                    }))
        };
        let occasion = |piece: &TokenRange| {
            let top = self.analysis.head_of(*piece);
            matches!(token(top).deprel, Deprel::Obl | Deprel::OblUnmarked)
                && matches!(self.preposition(top).as_deref(), Some("before" | "after" | "during" | "amid" | "ahead"))
        };
        !frame.content.is_empty()
            && frame.content.iter().all(|piece| !clause(piece) && ((told && someone(piece)) || occasion(piece)))
    }

    /// Whether nobody is meant: "there have been reports", or a piece without a word that could name somebody.
    pub(super) fn names_nobody(&self, piece: TokenRange) -> bool {
        piece.iter().all(|t| {
            let token = &self.analysis.tokens[t as usize];
            let article = token.upos == Upos::Det && matches!(&*token.lemma, "the" | "a");
            article || matches!(token.upos, Upos::Punct | Upos::Cconj) || token.xpos == Xpos::Ex
        })
    }

    /// Whether the subject of the cue is the cause of what others feel and not who feels it: "the call spurred worries that".
    pub(super) fn only_causes(&self, frame: &Frame, head: u32) -> bool {
        const CAUSES: &[&str] = &[
            "allay", "arouse", "calm", "cause", "deepen", "ease", "feed", "fuel", "heighten", "ignite", "prompt",
            "provoke", "reignite", "renew", "revive", "soothe", "spark", "spur", "stir", "stoke", "trigger",
        ];
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let causes = |t: u32| token(t).upos == Upos::Verb && CAUSES.contains(&&*token(t).lemma);
        frame.cue.iter().any(causes) || (token(head).upos == Upos::Noun && token(head).head.is_some_and(causes))
    }
}
