//! Fast ways through the dependency trees of one analysis.

use readout_language::{Analysis, Deprel, Token, TokenRange, Upos, Xpos};
use readout_report::Span;

/// The trees of an analysis with the children of each token at hand.
pub(crate) struct Trees<'a> {
    pub(crate) analysis: &'a Analysis,
    /// `children[starts[t]..starts[t + 1]]` are the children of token `t`, in text order.
    starts: Vec<u32>,
    children: Vec<u32>,
    /// Sentence of each token.
    sentences: Vec<u32>,
}

/// No chain of heads that the rules follow is longer; keeps them finite on trees that are none.
pub(crate) const DEPTH: usize = 48;

/// Nouns for the beginning, the end or a number of what they are of.
fn is_phase(lemma: &str) -> bool {
    matches!(
        lemma,
        "end"
            | "halt"
            | "stop"
            | "start"
            | "beginning"
            | "resumption"
            | "return"
            | "cessation"
            | "series"
            | "round"
            | "wave"
    )
}

impl<'a> Trees<'a> {
    pub(crate) fn new(analysis: &'a Analysis) -> Self {
        let count = analysis.tokens.len();
        let head = |t: &Token| t.head.filter(|h| (*h as usize) < count);
        let mut starts = vec![0u32; count + 2];
        for head in analysis.tokens.iter().filter_map(head) {
            starts[head as usize + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut children = vec![0; starts[count + 1] as usize];
        for (token, head) in analysis.tokens.iter().enumerate().filter_map(|(t, token)| head(token).map(|h| (t, h))) {
            let next = &mut starts[head as usize + 1];
            children[*next as usize] = token as u32;
            *next += 1;
        }
        let mut sentences = vec![0; count];
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            if let Some(tokens) = sentences.get_mut(sentence.tokens.range()) {
                tokens.fill(number as u32);
            }
        }
        Self { analysis, starts, children, sentences }
    }

    pub(crate) fn token(&self, t: u32) -> &'a Token {
        &self.analysis.tokens[t as usize]
    }

    pub(crate) fn lemma(&self, t: u32) -> &'a str {
        &self.token(t).lemma
    }

    pub(crate) fn deprel(&self, t: u32) -> Deprel {
        self.token(t).deprel
    }

    pub(crate) fn upos(&self, t: u32) -> Upos {
        self.token(t).upos
    }

    pub(crate) fn xpos(&self, t: u32) -> Xpos {
        self.token(t).xpos
    }

    pub(crate) fn head(&self, t: u32) -> Option<u32> {
        self.token(t).head.filter(|h| (*h as usize) < self.analysis.tokens.len())
    }

    pub(crate) fn sentence(&self, t: u32) -> u32 {
        self.sentences[t as usize]
    }

    /// In text order.
    pub(crate) fn children(&self, t: u32) -> &[u32] {
        &self.children[self.starts[t as usize] as usize..self.starts[t as usize + 1] as usize]
    }

    /// The first child with one of these relations.
    pub(crate) fn child(&self, t: u32, relations: &[Deprel]) -> Option<u32> {
        self.children(t).iter().copied().find(|c| relations.contains(&self.deprel(*c)))
    }

    pub(crate) fn has_child(&self, t: u32, relation: Deprel, lemmas: &[&str]) -> bool {
        self.children(t).iter().any(|c| self.deprel(*c) == relation && lemmas.contains(&self.lemma(*c)))
    }

    /// Whether an object stands before the "to" of its verb, and so belongs to the verb before: "meet Trump to address issues".
    pub(crate) fn is_early(&self, object: u32) -> bool {
        let marked = |verb: u32| {
            let to = |c: &&u32| self.deprel(**c) == Deprel::Mark && self.lemma(**c) == "to";
            self.children(verb).iter().find(to).is_some_and(|to| object < *to)
        };
        self.deprel(object) == Deprel::Obj && self.head(object).is_some_and(marked)
    }

    /// Whether a word is a number or has one: "3 points".
    pub(crate) fn counts(&self, t: u32) -> bool {
        self.upos(t) == Upos::Num || self.child(t, &[Deprel::Nummod]).is_some()
    }

    /// Whether a noun has an infinitive: "plans to resign".
    pub(crate) fn has_clause(&self, noun: u32) -> bool {
        self.children(noun).iter().any(|c| self.deprel(*c) == Deprel::Acl && self.has_child(*c, Deprel::Mark, &["to"]))
    }

    /// The lemma of the first preposition (or marker that looks like one), "" for none.
    pub(crate) fn case(&self, t: u32) -> &'a str {
        self.child(t, &[Deprel::Case]).or_else(|| self.child(t, &[Deprel::Mark])).map_or("", |c| self.lemma(c))
    }

    /// Whether a noun hangs from words without another noun or clause between, but for "an end to", "a series of".
    pub(crate) fn hangs_from(&self, noun: u32, words: Span) -> bool {
        let mut at = noun;
        for _ in 0..4 {
            let Some(head) = self.head(at) else { return false };
            if self.token(head).span.overlaps(words) {
                return true;
            }
            match self.deprel(at) {
                Deprel::Conj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj => at = head,
                Deprel::Nmod if matches!(self.case(at), "to" | "of") && is_phase(self.lemma(head)) => at = head,
                _ => return false,
            }
        }
        false
    }

    pub(crate) fn is_nominal(&self, t: u32) -> bool {
        matches!(self.upos(t), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym | Upos::X)
    }

    /// `t` and what is coordinated with it.
    pub(crate) fn coordinated(&self, t: u32) -> Vec<u32> {
        let mut all = vec![t];
        all.extend(self.children(t).iter().copied().filter(|c| self.deprel(*c) == Deprel::Conj && self.is_nominal(*c)));
        all
    }

    /// The tokens around `t` without a gap that hang from it by relations that `keep` accepts.
    pub(crate) fn own(&self, t: u32, keep: impl Fn(u32) -> bool) -> TokenRange {
        let sentence = self.analysis.sentences.get(self.sentence(t) as usize).map_or(0, |s| s.tokens.len());
        let mut all = vec![t];
        let mut at = 0;
        while at < all.len() && all.len() <= sentence {
            all.extend(self.children(all[at]).iter().copied().filter(|c| keep(*c)));
            at += 1;
        }
        all.sort_unstable();
        all.dedup();
        let middle = all.binary_search(&t).unwrap_or(0);
        let (mut first, mut last) = (middle, middle);
        while first > 0 && all[first - 1] + 1 == all[first] {
            first -= 1;
        }
        while last + 1 < all.len() && all[last] + 1 == all[last + 1] {
            last += 1;
        }
        TokenRange::new(all[first], all[last] + 1)
    }

    /// The noun phrase of `t` as one would read it out: without clauses, appositions and what is coordinated with it.
    pub(crate) fn phrase(&self, t: u32) -> Span {
        let range = self.own(t, |c| match self.deprel(c) {
            Deprel::Punct => self.lemma(c) == "-",
            Deprel::Case | Deprel::Mark | Deprel::Cop => self.head(c) != Some(t),
            // Where and when it happens hangs from the last noun at times.
            Deprel::Nmod => !matches!(self.case(c), "on" | "in" | "at"),
            Deprel::AclRelcl
            | Deprel::Acl
            | Deprel::Advcl
            | Deprel::AdvclRelcl
            | Deprel::Appos
            | Deprel::Parataxis
            | Deprel::Conj
            | Deprel::Cc
            | Deprel::Ccomp
            | Deprel::List => false,
            _ => true,
        });
        self.analysis.span(range)
    }
}
