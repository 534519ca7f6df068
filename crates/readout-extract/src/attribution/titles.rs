//! Statements by the title of what somebody published: "the paper ran a story headlined '…'".

use readout_language::{Deprel, TokenRange, Upos, Xpos};

use readout_report::Span;

use super::{Reader, lexicon};
use crate::{ActorKind, Attributed, MentionForm, Statement};

/// The statements by title that no frame has.
pub(super) fn find(reader: &Reader<'_>, known: &[Statement]) -> Vec<Statement> {
    let tokens = &reader.analysis.tokens;
    let titles = (0u32..)
        .zip(tokens)
        .filter(|(_, token)| matches!(&*token.lemma, "headline" | "title" | "entitle") && token.xpos == Xpos::Vbn);
    titles.filter_map(|(t, _)| reader.titled(t, known)).collect()
}

impl Reader<'_> {
    /// The statement of a word like "headlined" that stands after what was published.
    fn titled(&self, cue: u32, known: &[Statement]) -> Option<Statement> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let published = cue.checked_sub(1).filter(|p| lexicon::is_medium(&token(*p).lemma.to_lowercase()))?;
        let after = token(cue).span.end;
        let first = self.quotes.spans.partition_point(|q| q.start < after);
        let title = *self.quotes.spans.get(first)?;
        // Nothing but a colon or comma between the word and its title.
        let between = TokenRange::new(cue + 1, self.analysis.tokens_in(title).start);
        if !between.iter().all(|t| token(t).upos == Upos::Punct) || known.iter().any(|s| s.content.contains(&title)) {
            return None;
        }
        let publisher = self.publisher(published);
        let medium = TokenRange::new(self.analysis.subtree(published).start.min(published), published + 1);
        let cue_span = token(cue).span;
        let lemma = token(cue).lemma.to_lowercase();
        Some(Statement {
            source: publisher
                .map(|phrase| Attributed { span: self.analysis.span(phrase), actors: self.actors(phrase) }),
            cue: cue_span,
            class: lexicon::class(&lemma),
            cue_lemma: lemma,
            content: vec![title],
            kind: self.quotes.kind(&[title], cue_span, self.text),
            addressee: None,
            medium: Some(self.analysis.span(medium)),
            via: Vec::new(),
            time: None,
            hedges: Vec::new(),
            negated: false,
            within: None,
        })
    }

    /// Who published a story: whose it is, or the subject of the verb of which it is the object ("ran a story").
    fn publisher(&self, published: u32) -> Option<TokenRange> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let owner = self
            .analysis
            .children(published)
            .find(|t| matches!(token(*t).deprel, Deprel::NmodPoss | Deprel::Compound) && token(*t).upos == Upos::Propn);
        if let Some(owner) = owner {
            return Some(TokenRange::new(self.analysis.subtree(owner).start, owner + 1));
        }
        let verb = token(published).head.filter(|_| token(published).deprel == Deprel::Obj)?;
        let subject = self.analysis.children(verb).find(|t| token(*t).deprel == Deprel::Nsubj);
        // Where the tree has no subject, the last body named before the verb.
        let Some(subject) = subject else {
            let sentence = self.analysis.sentences[self.analysis.sentence_of(verb)].span;
            let before = Span::new(sentence.start, token(verb).span.start);
            let body = self.mentions_in(before).iter().rfind(|m| {
                m.form == MentionForm::Name && m.kind == ActorKind::Organisation && before.contains(m.span)
            })?;
            return Some(self.analysis.tokens_in(body.span));
        };
        Some(self.clipped(subject))
    }
}
