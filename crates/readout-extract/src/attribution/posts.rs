//! Posts that a page quotes whole: a paragraph that ends in a dash, a name and an account, "— Ada Kern (@adakern)".

use readout_language::TokenRange;
use readout_report::Span;

use super::{Reader, lexicon};
use crate::{Attributed, Statement};

/// Words between the dash and the account, at most.
const LONGEST_NAME: u32 = 8;

/// The posts that no frame has.
pub(super) fn find(reader: &Reader<'_>, known: &[Statement]) -> Vec<Statement> {
    let tokens = &reader.analysis.tokens;
    let accounts = (0u32..).zip(tokens).filter(|(_, token)| token.span.of_text(reader.text).starts_with('@'));
    accounts.filter_map(|(t, _)| reader.post(t, known)).collect()
}

impl Reader<'_> {
    /// The post that the account at `account` signs.
    fn post(&self, account: u32, known: &[Statement]) -> Option<Statement> {
        let sentences = &self.analysis.sentences;
        let word = |t: u32| self.analysis.tokens[t as usize].span.of_text(self.text);
        let bracket = account.checked_sub(1).filter(|t| word(*t) == "(")?;
        let here = self.analysis.sentence_of(account);
        let paragraph = sentences[here].paragraph;
        let first = sentences.partition_point(|s| s.paragraph < paragraph);
        let start = sentences[first].tokens.start;
        let dash = (start.max(bracket.saturating_sub(LONGEST_NAME))..bracket)
            .rfind(|t| matches!(word(*t), "—" | "–" | "--" | "-"))?;
        let name = TokenRange::new(dash + 1, bracket);
        let content = self.analysis.span(self.tidy(TokenRange::new(start, dash)));
        let cue = self.analysis.tokens[dash as usize].span;
        let covered = |s: &Statement| s.content.iter().any(|c: &Span| c.overlaps(content) && c.contains(cue));
        if name.is_empty() || content.is_empty() || start == dash || known.iter().any(covered) {
            return None;
        }
        Some(Statement {
            source: Some(Attributed { span: self.analysis.span(name), actors: self.actors(name) }),
            cue,
            cue_lemma: "post".to_owned(),
            class: lexicon::class("post"),
            content: vec![content],
            kind: self.quotes.kind(&[content], cue, self.text),
            addressee: None,
            medium: Some(self.analysis.tokens[account as usize].span),
            via: Vec::new(),
            time: None,
            hedges: Vec::new(),
            negated: false,
            within: None,
        })
    }
}
