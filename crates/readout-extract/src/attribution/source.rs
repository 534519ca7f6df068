//! Who a statement is attributed to, where the tree knows better than the model.

use readout_language::{Deprel, Frame, TokenRange, Upos, Xpos};

use super::{Reader, lexicon};
use crate::{ActorKind, MentionForm};

impl Reader<'_> {
    /// The source that the tree names: where the model names none, and where it took a word between the subject and its verb
    /// ("The minister, speaking to students, said").
    pub(super) fn source_by_tree(&self, frame: &Frame, head: u32) -> Option<TokenRange> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let verb = token(head).upos == Upos::Verb;
        let known = match token(head).upos {
            Upos::Verb => self.subject(head).or_else(|| self.agent(head)),
            Upos::Noun => self.holder(head),
            _ => None,
        }?;
        let span = self.analysis.span(known);
        let apart = frame.content.iter().all(|c| !self.analysis.span(*c).overlaps(span))
            && !known.contains(head)
            && !frame.cue.overlaps(known);
        let main = self.analysis.head_of(known);
        let between = |piece: &TokenRange| {
            let subject = piece.iter().any(|t| matches!(token(t).deprel, Deprel::Nsubj | Deprel::NsubjPass));
            let of_known = self.analysis.is_below(self.analysis.head_of(*piece), main);
            piece.start >= known.end && piece.end <= frame.cue.start && (!subject || of_known)
        };
        let within = |piece: &TokenRange| known.start <= piece.start && piece.end <= known.end;
        let mistaken = verb
            && (frame.source.iter().all(between)
                || frame.source.iter().any(between) && frame.source.iter().all(|p| between(p) || within(p)));
        (apart && (frame.source.is_empty() || mistaken)).then_some(known)
    }

    /// A source with those before it whom it is coordinated with: "the ministers and | the president said".
    pub(super) fn with_others(&self, piece: TokenRange, frame: &Frame) -> TokenRange {
        const LONGEST: u32 = 14;
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let subject = |t: u32| matches!(token(t).deprel, Deprel::Nsubj | Deprel::NsubjPass);
        let mut main = self.analysis.head_of(piece);
        for _ in 0..4 {
            let joined = matches!(token(main).deprel, Deprel::Conj | Deprel::Nmod | Deprel::Flat | Deprel::Appos);
            match token(main).head.filter(|head| joined && *head < main) {
                Some(head) => main = head,
                None => break,
            }
        }
        let joins = |t: u32| token(t).upos == Upos::Cconj && matches!(&*token(t).lemma, "and" | "or");
        let mut joined = (main + 1..piece.start).any(joins);
        // "Officials in Oslo, | Bergen and Lund said": two subjects of one verb.
        if main >= piece.start
            && subject(main)
            && piece.start > 0
            && self.word(piece.start - 1) == ","
            && piece.iter().any(|t| token(t).upos == Upos::Cconj)
            && let Some(verb) = token(main).head
        {
            main = self.analysis.children(verb).find(|t| subject(*t) && *t < piece.start).unwrap_or(main);
            joined = true;
        }
        if main >= piece.start || !subject(main) || !joined {
            return piece;
        }
        let small = |t: &u32| matches!(token(*t).upos, Upos::Adp | Upos::Sconj | Upos::Cconj | Upos::Adv | Upos::Punct);
        let start = self.analysis.subtree(main).iter().find(|t| !small(t)).unwrap_or(main);
        let whole = TokenRange::new(start, piece.end);
        let others = TokenRange::new(whole.start, piece.start);
        let plain = others.len() as u32 <= LONGEST
            && others.iter().all(|t| {
                !matches!(token(t).upos, Upos::Verb | Upos::Aux | Upos::Pron | Upos::Sconj)
                    && !matches!(token(t).deprel, Deprel::Mark)
                    && frame.content.iter().chain([&frame.cue]).all(|r| !r.contains(t))
            });
        if plain { whole } else { piece }
    }

    /// Whether a piece is who is spoken to or of, and not who speaks: "the men, believed to have fled", "the president was asked".
    pub(super) fn undergoes(&self, piece: TokenRange, head: u32) -> bool {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        if token(head).xpos != Xpos::Vbn {
            return false;
        }
        let modified = token(head).head.filter(|_| token(head).deprel == Deprel::Acl);
        let spoken_to = lexicon::addresses(&token(head).lemma) || lexicon::judges(&token(head).lemma);
        let subject =
            self.analysis.children(head).find(|t| token(*t).deprel == Deprel::NsubjPass).filter(|_| spoken_to);
        modified.into_iter().chain(subject).any(|t| piece.contains(t))
    }

    /// The frame with source and content put right of "The bridge was closed, reports the Oslo Herald", where a name at the end of the
    /// sentence was taken for what is said.
    pub(super) fn inverted(&self, frame: &Frame, head: u32) -> Option<Frame> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let finite = matches!(token(head).xpos, Xpos::Vbz | Xpos::Vbd) && lexicon::knows(&token(head).lemma);
        let comma = frame.cue.start.checked_sub(1).filter(|t| finite && self.word(*t) == ",")?;
        let [piece] = frame.content.as_slice() else { return None };
        let sentence = self.analysis.sentences[self.analysis.sentence_of(head)];
        let ends = (piece.end..sentence.tokens.end).all(|t| token(t).upos == Upos::Punct);
        let start = piece.start + u32::from(token(piece.start).upos == Upos::Det);
        let words = self.analysis.span(TokenRange::new(start.min(piece.end - 1), piece.end));
        let named = self.mentions_in(words).iter().any(|m| {
            m.form == MentionForm::Name
                && matches!(m.kind, ActorKind::Organisation | ActorKind::Person)
                && m.span.end == words.end
                && m.span.start <= words.start
        });
        let content = TokenRange::new(sentence.tokens.start, comma);
        (named && ends && piece.start == frame.cue.end && content.len() > 2).then(|| Frame {
            source: vec![*piece],
            content: vec![content],
            ..frame.clone()
        })
    }

    /// Whose words "the agency quoted the minister as saying" gives, where they stand beside it as a quotation: the minister.
    pub(super) fn quoted_person(&self, frame: &Frame, head: u32) -> Option<TokenRange> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let quotes = token(head).upos == Upos::Verb && matches!(&*token(head).lemma, "quote" | "cite");
        let passive = || {
            self.analysis.children(head).any(|t| token(t).deprel == Deprel::AuxPass)
                || token(head).deprel == Deprel::Acl
        };
        if !quotes || passive() {
            return None;
        }
        let object = self.analysis.children(head).find(|t| *t > head && token(*t).deprel == Deprel::Obj)?;
        let mut phrase = self.clipped(object);
        // The tree may hang "as saying" from the person.
        phrase.end = (object + 1..phrase.end).find(|t| self.word(*t) == "as").unwrap_or(phrase.end);
        let size = self.analysis.tokens.len() as u32;
        let saying = phrase.end + 1 < size
            && self.word(phrase.end) == "as"
            && token(phrase.end + 1).xpos == Xpos::Vbg
            && lexicon::knows(&token(phrase.end + 1).lemma);
        let apart = frame.content.iter().all(|c| !c.overlaps(phrase));
        (saying && apart && phrase.start > head).then_some(phrase)
    }

    /// Who does what a passive verb says: "announced by the ministry". Not who carries words: "quoted by the agency".
    fn agent(&self, verb: u32) -> Option<TokenRange> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        if token(verb).xpos != Xpos::Vbn || matches!(&*token(verb).lemma, "quote" | "cite") {
            return None;
        }
        let agent = self.analysis.children(verb).find(|t| {
            matches!(token(*t).deprel, Deprel::OblAgent | Deprel::Obl)
                && self.preposition(*t).as_deref() == Some("by")
                && matches!(token(*t).upos, Upos::Propn | Upos::Noun | Upos::Pron)
                && self.findings.times.iter().all(|time| !time.span.overlaps(token(*t).span))
        })?;
        let mut phrase = self.clipped(agent);
        phrase.start = phrase.iter().find(|t| token(*t).deprel != Deprel::Case).unwrap_or(agent);
        Some(phrase)
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
                Deprel::Advmod => at != verb,
                _ => false,
            };
            match token(at).head {
                // "went as far as to say".
                Some(above)
                    if shares
                        && (!passive || controlled)
                        && matches!(token(above).upos, Upos::Verb | Upos::Adv | Upos::Adj) =>
                {
                    at = above;
                }
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
