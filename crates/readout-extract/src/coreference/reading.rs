//! One report's analysis with what the rules look up again and again, each computed once.

use readout_language::{Analysis, Deprel, Name, Token, TokenRange, Upos, Xpos};

use super::lexicon::{self, CountryWord};

/// No token, no frame.
pub(super) const NONE: u32 = u32::MAX;
/// Trees deeper than this are broken.
pub(super) const DEPTH: usize = 40;

/// The analysis with indexes by token.
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    pub(super) analysis: &'a Analysis,
    /// The subject of each word, or [`NONE`].
    pub(super) subject: Vec<u32>,
    /// The possessor of each word ("Trump" of "envoy" in "Trump's envoy"), or [`NONE`].
    pub(super) possessor: Vec<u32>,
    /// Where the noun phrase of each word begins: at its leftmost modifier.
    pub(super) left: Vec<u32>,
    /// Whether the word stands between quotation marks.
    pub(super) quoted: Vec<bool>,
    /// The last frame whose content holds the word, or [`NONE`].
    pub(super) content_of: Vec<u32>,
    /// The frame whose source the word belongs to, or [`NONE`].
    pub(super) source_of: Vec<u32>,
    /// The name that the word belongs to, or [`NONE`].
    pub(super) name_at: Vec<u32>,
    /// Which modifiers a verb or predicate has.
    pub(super) marks: Vec<Marks>,
}

/// What the dependents of a word say about it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) copula: bool,
    pub(super) negated: bool,
    pub(super) modal: bool,
    /// Has a clause as complement or subject.
    pub(super) clause: bool,
    /// Has coordinated words.
    pub(super) coordinated: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn new(text: &'a str, analysis: &'a Analysis) -> Self {
        let size = analysis.tokens.len();
        let mut reading = Self {
            text,
            analysis,
            subject: vec![NONE; size],
            possessor: vec![NONE; size],
            left: (0..size as u32).collect(),
            quoted: vec![false; size],
            content_of: vec![NONE; size],
            source_of: vec![NONE; size],
            name_at: vec![NONE; size],
            marks: vec![Marks::default(); size],
        };
        reading.index_trees();
        reading.index_quotes();
        for (number, frame) in (0..).zip(&analysis.frames) {
            for range in &frame.content {
                fill(&mut reading.content_of, *range, number);
            }
            for range in &frame.source {
                fill(&mut reading.source_of, *range, number);
            }
        }
        for (number, name) in (0..).zip(&analysis.names) {
            fill(&mut reading.name_at, name.tokens, number);
        }
        reading
    }

    fn index_trees(&mut self) {
        for (at, token) in (0u32..).zip(&self.analysis.tokens) {
            let Some(head) = token.head.filter(|h| (*h as usize) < self.left.len() && *h != at) else { continue };
            let h = head as usize;
            match token.deprel {
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter if self.subject[h] == NONE => {
                    self.subject[h] = at
                }
                Deprel::NmodPoss => self.possessor[h] = at,
                Deprel::Cop => self.marks[h].copula = true,
                Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass | Deprel::Xcomp => self.marks[h].clause = true,
                Deprel::Conj => self.marks[h].coordinated = true,
                Deprel::Aux if token.xpos == Xpos::Md => self.marks[h].modal = true,
                _ => {}
            }
            if token.deprel == Deprel::Advmod && matches!(&*token.lemma, "not" | "n't" | "never" | "no") {
                self.marks[h].negated = true;
            }
            let modifies = matches!(
                token.deprel,
                Deprel::Det
                    | Deprel::DetPredet
                    | Deprel::Amod
                    | Deprel::Compound
                    | Deprel::NmodPoss
                    | Deprel::NmodDesc
                    | Deprel::Nummod
                    | Deprel::Advmod
                    | Deprel::Flat
                    | Deprel::NmodUnmarked
            );
            // "at least seven people": an adverb before a number, not of the noun.
            let adverb = token.deprel == Deprel::Advmod && !matches!(self.upos(head), Upos::Adj | Upos::Verb);
            if modifies && !adverb && at < head {
                self.left[h] = self.left[h].min(self.left[at as usize]);
            }
        }
    }

    fn index_quotes(&mut self) {
        for sentence in &self.analysis.sentences {
            let first = sentence.tokens.start as usize;
            // A quotation ends with its paragraph: a mark that is never closed must not swallow the report.
            let goes_on = first > 0
                && self.quoted.get(first - 1) == Some(&true)
                && self.analysis.sentences.get(self.analysis.sentence_of(first as u32 - 1)).map(|s| s.paragraph)
                    == Some(sentence.paragraph);
            let mut inside = goes_on;
            for at in sentence.tokens.iter() {
                match self.word(at) {
                    "“" | "‘" | "``" | "«" | "„" => inside = true,
                    "”" | "''" | "»" => inside = false,
                    // Alone it closes; in "Ukraine’s" it is part of a word.
                    "’" if inside && self.token(at).is_some_and(|t| t.upos == Upos::Punct) => inside = false,
                    "\"" => inside = !inside,
                    _ => {}
                }
                if let Some(quoted) = self.quoted.get_mut(at as usize) {
                    *quoted = inside;
                }
            }
        }
    }

    /// Whether the word belongs to no name.
    pub(super) fn is_nameless(&self, at: u32) -> bool {
        self.name_at.get(at as usize) == Some(&NONE)
    }

    /// The name of the model's that the word belongs to.
    pub(super) fn model_name(&self, at: u32) -> Option<&'a Name> {
        let names = &self.analysis.names;
        names.get(names.partition_point(|name| name.tokens.end <= at)).filter(|name| name.tokens.contains(at))
    }

    /// Marks words as those of a name that the analysis lacks.
    pub(super) fn name(&mut self, tokens: TokenRange) {
        fill(&mut self.name_at, tokens, self.analysis.names.len() as u32);
    }

    pub(super) fn token(&self, at: u32) -> Option<&'a Token> {
        self.analysis.tokens.get(at as usize)
    }

    /// The word as written; empty where the analysis does not fit the text.
    pub(super) fn word(&self, at: u32) -> &'a str {
        self.token(at).and_then(|t| self.text.get(t.span.range())).unwrap_or("")
    }

    /// The words of a range as written.
    pub(super) fn words(&self, range: TokenRange) -> &'a str {
        match self.analysis.tokens.get(range.range()) {
            Some([first, .., last]) => self.text.get(first.span.start as usize..last.span.end as usize).unwrap_or(""),
            Some([only]) => self.text.get(only.span.range()).unwrap_or(""),
            _ => "",
        }
    }

    /// The head, if it is another word.
    pub(super) fn head(&self, at: u32) -> Option<u32> {
        self.token(at)?.head.filter(|h| *h != at && (*h as usize) < self.left.len())
    }

    pub(super) fn deprel(&self, at: u32) -> Deprel {
        self.token(at).map_or(Deprel::Dep, |t| t.deprel)
    }

    pub(super) fn upos(&self, at: u32) -> Upos {
        self.token(at).map_or(Upos::X, |t| t.upos)
    }

    pub(super) fn subject_of(&self, at: u32) -> Option<u32> {
        self.subject.get(at as usize).copied().filter(|s| *s != NONE)
    }

    pub(super) fn possessor_of(&self, at: u32) -> Option<u32> {
        self.possessor.get(at as usize).copied().filter(|p| *p != NONE)
    }

    pub(super) fn is_subject(&self, at: u32) -> bool {
        matches!(self.deprel(at), Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter)
    }

    /// Whether the word, or the first word that it is coordinated with, is a subject; then its verb.
    pub(super) fn verb_of_subject(&self, at: u32) -> Option<u32> {
        let mut at = at;
        for _ in 0..4 {
            if self.is_subject(at) {
                return self.head(at);
            }
            if self.deprel(at) != Deprel::Conj {
                return None;
            }
            at = self.head(at)?;
        }
        None
    }

    /// Whether the word belongs to a source.
    pub(super) fn is_source(&self, at: u32) -> bool {
        self.source_of.get(at as usize).is_some_and(|frame| *frame != NONE)
    }

    /// Whether the word is in nobody's statement.
    pub(super) fn is_outside_content(&self, at: u32) -> bool {
        self.content_of.get(at as usize) == Some(&NONE)
    }

    pub(super) fn is_quoted(&self, at: u32) -> bool {
        self.quoted.get(at as usize) == Some(&true)
    }

    /// Whether the sentence stands between those of the report and is none of them: the words below a picture, a heading.
    /// It ends without a mark, or says that it is a caption.
    pub(super) fn is_caption(&self, sentence: u32) -> bool {
        const FIRST_WORDS: usize = 12;
        let Some(sentence) = self.analysis.sentences.get(sentence as usize) else { return false };
        let mut words = sentence.tokens.iter();
        let ends = words.clone().last().is_some_and(|last| {
            let word = self.word(last);
            word.ends_with(|c: char| !c.is_alphanumeric() && !matches!(c, '%' | '$' | '€' | '£'))
        });
        // "SEE ALSO: …" leads to another report.
        let first = sentence.tokens.start;
        let leads_away = matches!(
            (self.word(first), self.word(first + 1)),
            ("SEE" | "See", "ALSO" | "Also" | "also") | ("READ" | "Read", "MORE" | "More" | "ALSO" | "Also" | "also")
        ) && self.word(first + 2) == ":";
        !ends || leads_away || words.by_ref().take(FIRST_WORDS).any(|at| self.word(at) == "caption")
    }

    /// Whether the noun is in the plural.
    pub(super) fn is_plural(&self, at: u32) -> bool {
        self.token(at).is_some_and(|t| {
            matches!(t.xpos, Xpos::Nns | Xpos::Nnps)
                || (self.word(at).ends_with('s') && t.lemma.len() < self.word(at).len())
        })
    }

    /// The country that the words of a range speak of first.
    pub(super) fn country_in(&self, range: TokenRange) -> Option<(u16, CountryWord)> {
        range.iter().find_map(|at| {
            let capital = self.word(at).starts_with(|c: char| c.is_uppercase());
            let longest = (range.end - at).min(3);
            (capital)
                .then(|| (1..=longest).rev().find_map(|n| lexicon::country(self.words(TokenRange::new(at, at + n)))))?
        })
    }
}

/// Sets the entries of a range, as far as there are any.
fn fill<T: Copy>(values: &mut [T], range: TokenRange, value: T) {
    let end = range.range().end.min(values.len());
    if let Some(part) = values.get_mut(range.range().start..end) {
        part.fill(value);
    }
}
