//! What is said, where the tree knows better than the model: the clause that hangs from the cue, whole.

use readout_language::{Deprel, Frame, TokenRange, Upos, Xpos};

use super::{Reader, lexicon};

impl Reader<'_> {
    /// The content with the clause that is said completed: the model may leave out words in its middle or at its ends, or take a
    /// clause of circumstance ("told reporters as the meeting ended") for what is said.
    pub(super) fn completed(&self, frame: &Frame, head: u32) -> Vec<TokenRange> {
        let content = frame.content.iter().map(|piece| self.without_next_subject(*piece)).collect::<Vec<_>>();
        let Some(clause) = self.clause_said(frame, head) else { return content };
        let taken = |t: u32| frame.source.iter().chain([&frame.cue]).any(|r| r.contains(t));
        let free = |range: TokenRange| range.iter().all(|t| !taken(t));
        if clause.end <= frame.cue.start
            && !content.is_empty()
            && content.iter().all(|piece| self.is_circumstance(*piece, head))
            && free(clause)
        {
            return vec![clause];
        }
        let mut content = content;
        if content.iter().any(|piece| clause.overlaps(*piece)) {
            content.retain(|piece| clause.overlaps(*piece) || !self.is_circumstance(*piece, head));
        }
        let mut joined: Vec<TokenRange> = Vec::new();
        for piece in content {
            match joined.last_mut() {
                Some(last)
                    if clause.start <= last.start
                        && piece.end <= clause.end
                        && free(TokenRange::new(last.end, piece.start)) =>
                {
                    last.end = piece.end;
                }
                _ => joined.push(piece),
            }
        }
        let mut content = joined;
        let inside = |t: u32| clause.contains(t);
        if let Some(last) = content.iter_mut().rfind(|p| inside(p.start) && inside(p.end - 1)) {
            // Only what goes on without a break: "two men jumped | out of the van".
            let ends =
                |t: &u32| matches!(self.analysis.tokens[*t as usize].upos, Upos::Punct | Upos::Sconj | Upos::Cconj);
            let end = (last.end..clause.end).find(ends).unwrap_or(clause.end);
            let rest = TokenRange::new(last.end, end);
            let hangs = rest.iter().all(|t| self.ancestors(t).any(|a| last.contains(a)));
            if !rest.is_empty() && hangs && free(rest) && !self.has_cue(rest, frame) {
                last.end = end;
            }
        }
        if let Some(first) = content.iter_mut().find(|p| inside(p.start) && inside(p.end - 1)) {
            let rest = TokenRange::new(clause.start, first.start);
            if !rest.is_empty() && free(rest) && !self.has_cue(rest, frame) {
                first.start = clause.start;
            }
        }
        content
    }

    /// The frame of the noun that attributes, where the model took a verb that does not: "it follows the ministry's announcement that
    /// …" is the ministry's.
    pub(super) fn anchored_in_noun(&self, frame: &Frame, head: u32) -> Option<(Frame, u32)> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let [piece] = frame.content[..] else { return None };
        let noun = self.analysis.head_of(piece);
        let is_object = token(noun).head == Some(head) && matches!(token(noun).deprel, Deprel::Obj | Deprel::Obl);
        if lexicon::knows(&token(head).lemma) || !is_object || !lexicon::knows(&token(noun).lemma) {
            return None;
        }
        // The clause of a noun is often taken for the verb's.
        let clause = piece.iter().chain(self.analysis.children(head)).find(|t| {
            matches!(token(*t).deprel, Deprel::Acl | Deprel::Ccomp)
                && token(*t).head.is_some_and(|h| h == noun || h == head)
                && self.analysis.subtree(*t).start == noun + 1
        })?;
        let content = self.tidy(self.analysis.subtree(clause));
        let cue = TokenRange::new(noun, noun + 1);
        (content.start > noun).then(|| (Frame { cue, source: Vec::new(), content: vec![content], ..*frame }, noun))
    }

    /// The clause that hangs from the cue, or that the cue's own clause is set into: one stretch without the cue.
    fn clause_said(&self, frame: &Frame, head: u32) -> Option<TokenRange> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        if token(head).upos != Upos::Verb {
            return None;
        }
        let complement = self.analysis.children(head).find(|t| token(*t).deprel == Deprel::Ccomp);
        if let Some(complement) = complement {
            let clause = self.analysis.subtree(complement);
            return (!clause.overlaps(frame.cue)).then_some(clause);
        }
        let above = token(head).head.filter(|_| token(head).deprel == Deprel::Parataxis)?;
        let (whole, own) = (self.analysis.subtree(above), self.analysis.subtree(head));
        // "X, he said." and "He said: X"; a parenthesis in the middle leaves two pieces, which the model finds.
        let clause = if own.start > above {
            TokenRange::new(whole.start, own.start)
        } else {
            TokenRange::new(own.end, whole.end)
        };
        let clause = self.tidy(clause);
        (clause.contains(above) && !clause.overlaps(frame.cue)).then_some(clause)
    }

    /// The piece without the subject of the next clause, which the tree may have coordinated with its last noun: "he had called on
    /// several occasions | and the newspaper, which …, | ran a story".
    fn without_next_subject(&self, piece: TokenRange) -> TokenRange {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let end = self.analysis.sentences[self.analysis.sentence_of(piece.start)].tokens.end;
        let next = (piece.end..end).find(|t| token(*t).upos != Upos::Punct);
        let bare = next.is_some_and(|verb| {
            token(verb).upos == Upos::Verb
                && matches!(token(verb).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
                && token(verb).deprel == Deprel::Conj
                && !self.analysis.children(verb).any(|t| {
                    matches!(token(t).deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Cc)
                        || token(t).upos == Upos::Aux
                })
        });
        let noun = |t: u32| token(t).deprel == Deprel::Conj && matches!(token(t).upos, Upos::Noun | Upos::Propn);
        let and = piece
            .iter()
            .rev()
            .find(|t| token(*t).deprel == Deprel::Cc && token(*t).head.is_some_and(|h| piece.contains(h) && noun(h)));
        match and {
            Some(and) if bare && and > piece.start + 2 => TokenRange::new(piece.start, and),
            _ => piece,
        }
    }

    /// Whether a piece is a clause or phrase of when, where or how the cue's saying happened.
    fn is_circumstance(&self, piece: TokenRange, head: u32) -> bool {
        let top = self.analysis.head_of(piece);
        let token = &self.analysis.tokens[top as usize];
        token.head == Some(head)
            && matches!(token.deprel, Deprel::Advcl)
            && matches!(
                &*self.analysis.tokens[piece.start as usize].lemma,
                "as" | "while" | "after" | "before" | "when"
            )
    }

    /// Whether another frame's cue stands in the range.
    fn has_cue(&self, range: TokenRange, frame: &Frame) -> bool {
        let first = self.analysis.frames.partition_point(|f| f.cue.start < range.start);
        self.analysis.frames[first..].iter().take_while(|f| f.cue.start < range.end).any(|f| f.cue != frame.cue)
    }

    fn ancestors(&self, token: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(Some(token), |t| self.analysis.tokens[*t as usize].head).skip(1)
    }
}
