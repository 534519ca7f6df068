//! Who a statement is attributed to, where the tree knows better than the model.

use readout_language::{Deprel, Frame, TokenRange, Upos, Xpos};

use super::{Reader, lexicon};

impl Reader<'_> {
    /// The source that the tree names: where the model names none, and where it took a word between the subject and its verb
    /// ("The minister, speaking to students, said").
    pub(super) fn source_by_tree(&self, frame: &Frame, head: u32) -> Option<TokenRange> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let known = match token(head).upos {
            Upos::Verb => self.subject(head),
            Upos::Noun => self.holder(head),
            _ => None,
        }?;
        let span = self.analysis.span(known);
        let apart = frame.content.iter().all(|c| !self.analysis.span(*c).overlaps(span))
            && !known.contains(head)
            && !frame.cue.overlaps(known);
        let between = |piece: &TokenRange| {
            let subject = piece.iter().any(|t| matches!(token(t).deprel, Deprel::Nsubj | Deprel::NsubjPass));
            piece.start >= known.end && piece.end <= frame.cue.start && !subject
        };
        let mistaken = frame.source.iter().all(between) && token(head).upos == Upos::Verb;
        (apart && (frame.source.is_empty() || mistaken)).then_some(known)
    }

    /// The subject of a verb: its own, or the one that it shares with the verb that it is coordinated with or hangs from.
    fn subject(&self, verb: u32) -> Option<TokenRange> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let mut at = verb;
        // "was forced to confirm": who is forced confirms.
        let mut controlled = false;
        for _ in 0..4 {
            let passive = self.analysis.children(at).any(|t| token(t).deprel == Deprel::AuxPass);
            let subject = self
                .analysis
                .children(at)
                .find(|t| token(*t).deprel == Deprel::Nsubj || (controlled && token(*t).deprel == Deprel::NsubjPass));
            if let Some(subject) = subject {
                let phrase = self.clipped(subject);
                return ((controlled || !passive) && token(subject).upos != Upos::Det).then_some(phrase);
            }
            let to_infinitive =
                || token(at).xpos == Xpos::Vb && self.analysis.children(at).any(|t| token(t).xpos == Xpos::To);
            let shares = match token(at).deprel {
                Deprel::Conj => true,
                Deprel::Advcl => token(at).xpos == Xpos::Vbg || to_infinitive(),
                Deprel::Xcomp => {
                    // "forced him to admit": the object of the verb above.
                    let above = token(at).head?;
                    let object = self.analysis.children(above).find(|t| token(*t).deprel == Deprel::Obj);
                    if let Some(object) = object.filter(|_| to_infinitive()) {
                        return Some(self.clipped(object));
                    }
                    controlled = true;
                    true
                }
                _ => false,
            };
            match token(at).head {
                Some(above) if shares && (!passive || controlled) && token(above).upos == Upos::Verb => at = above,
                _ => return None,
            }
        }
        None
    }

    /// Whose announcement, claim or fear a noun is: "Ukraine's announcement", "the warning of two ministers".
    fn holder(&self, noun: u32) -> Option<TokenRange> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        if !lexicon::knows(&token(noun).lemma) {
            return None;
        }
        if let Some(owner) = self.analysis.children(noun).find(|t| token(*t).deprel == Deprel::NmodPoss) {
            let mut phrase = self.clipped(owner);
            // Without the 's.
            if phrase.len() > 1 && token(phrase.end - 1).xpos == Xpos::Pos {
                phrase.end -= 1;
            }
            return Some(phrase);
        }
        let by = self.analysis.children(noun).find(|t| {
            token(*t).deprel == Deprel::Nmod && matches!(self.preposition(*t).as_deref(), Some("by" | "from" | "among"))
        })?;
        let mut phrase = self.clipped(by);
        phrase.start = phrase.iter().find(|t| token(*t).deprel != Deprel::Case).unwrap_or(by);
        Some(phrase)
    }
}
