use readout_report::Span;

use crate::{Deprel, Upos, Xpos};

/// Half-open range of indices into [`Analysis::tokens`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRange {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

impl TokenRange {
    /// The range `start..end`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The token indices.
    pub fn iter(self) -> std::ops::Range<u32> {
        self.start..self.end
    }

    /// As a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Number of tokens.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the token lies in it.
    pub fn contains(self, token: u32) -> bool {
        self.start <= token && token < self.end
    }

    /// Whether the two share a token.
    pub fn overlaps(self, other: TokenRange) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A syntactic word (Universal Dependencies): `don't` is two, `do` and `n't`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its dictionary form.
    pub lemma: Box<str>,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag, as the English UD treebanks extend it.
    pub xpos: Xpos,
    /// Index of its head in [`Analysis::tokens`] (always in the same sentence), none for the root.
    pub head: Option<u32>,
    /// Relation to the head (Universal Dependencies 2, with subtypes).
    pub deprel: Deprel,
    /// Whether it continues the orthographic word of the token before it (`n't` in `don't`).
    pub joined: bool,
}

/// A sentence, or a heading or list item that stands as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// From the first to the last character, white space at the ends left out.
    pub span: Span,
    /// Its words.
    pub tokens: TokenRange,
    /// Number of the paragraph (a run of lines between line breaks that separate), from 0.
    pub paragraph: u32,
    /// Whether it looks like a heading: a paragraph of its own without a closing mark.
    pub heading: bool,
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A human being.
    Person,
    /// A body with members or staff: a government, company, party as an institution, outlet, team.
    Organisation,
    /// A country, city, region, building or body of water.
    Place,
    /// People by nationality, religion or political colour (NORP).
    Group,
}

/// A name in the text, without titles before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// Its characters.
    pub span: Span,
    /// Its words.
    pub tokens: TokenRange,
    /// What it names.
    pub kind: NameKind,
}

/// An attribution as the model proposes it: a cue with the words of its source and of its content.
///
/// The terms are those of the attribution literature (Pareti 2015; PolNeAR, Newell et al. 2018). Ranges are in text order,
/// several where the text is discontinuous; a source or content may be empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The words that attribute: "said", "according to", "the announcement".
    pub cue: TokenRange,
    /// Who it is attributed to.
    pub source: Vec<TokenRange>,
    /// What is attributed.
    pub content: Vec<TokenRange>,
    /// The model's probability that the cue attributes, in per mille.
    pub confidence: u16,
}

/// All that is known of the language of one text. Tokens are in text order; sentences cover them all, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    /// In text order; every token is in exactly one.
    pub sentences: Vec<Sentence>,
    /// In text order.
    pub tokens: Vec<Token>,
    /// In text order, not overlapping.
    pub names: Vec<Name>,
    /// In the order of their cues.
    pub frames: Vec<Frame>,
}

impl Analysis {
    /// The index of the sentence that holds a token.
    pub fn sentence_of(&self, token: u32) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }

    /// The tokens whose head is `token`, in text order.
    pub fn children(&self, token: u32) -> impl Iterator<Item = u32> + '_ {
        let tokens = self.sentences.get(self.sentence_of(token)).map_or(TokenRange::new(0, 0), |s| s.tokens);
        tokens.iter().filter(move |t| self.tokens[*t as usize].head == Some(token))
    }

    /// The smallest range that holds `token` and everything below it in the tree.
    pub fn subtree(&self, token: u32) -> TokenRange {
        let sentence = self.sentences[self.sentence_of(token)].tokens;
        let mut range = TokenRange::new(token, token + 1);
        for t in sentence.iter() {
            if self.is_below(t, token) {
                range = TokenRange::new(range.start.min(t), range.end.max(t + 1));
            }
        }
        range
    }

    /// Whether `token` is `ancestor` or below it.
    pub fn is_below(&self, token: u32, ancestor: u32) -> bool {
        let mut at = token;
        loop {
            if at == ancestor {
                return true;
            }
            match self.tokens[at as usize].head {
                Some(head) => at = head,
                None => return false,
            }
        }
    }

    /// The characters from the first to the last word of a range, end-exclusive; empty for an empty range.
    pub fn span(&self, range: TokenRange) -> Span {
        match self.tokens.get(range.range()) {
            Some([first, .., last]) => first.span.cover(last.span),
            Some([only]) => only.span,
            _ => Span::new(0, 0),
        }
    }

    /// The tokens that overlap a span.
    pub fn tokens_in(&self, span: Span) -> TokenRange {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        TokenRange::new(start as u32, end.max(start) as u32)
    }

    /// The word of a range that the others hang from: the one whose head lies outside of it.
    pub fn head_of(&self, range: TokenRange) -> u32 {
        range.iter().find(|t| self.tokens[*t as usize].head.is_none_or(|h| !range.contains(h))).unwrap_or(range.start)
    }
}
