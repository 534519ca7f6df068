//! Documents that a report speaks of: plans, drafts, agreements, transcripts, laws, letters.
//!
//! A document is a noun phrase around a word of the lexicon. Where the analysis has tags they decide what belongs to the
//! phrase; else a short list of words that end one does. "The plan" after "a 28-point peace plan" leads to the same document, if
//! noun, number of points, version, modifiers and owner allow it; see `document/link.rs`.

mod link;

use readout_language::{Analysis, Deprel, Token, Upos, Xpos};
use readout_report::{Report, Span};

use crate::event::trees::Trees;
use crate::lex::{Kind, Lexemes, Word};
use crate::{Document, Findings, number};

/// The documents of a report, each with all places that speak of it, in the order of the first. `findings` has the mentions, actors
/// and statements already.
pub fn find(report: &Report, analysis: &Analysis, findings: &Findings) -> Vec<Document> {
    let lex = Lexemes::new(&report.text);
    let scan = Scan { lex: &lex, analysis };
    let mut nouns = Vec::new();
    let mut from = 0;
    for at in 0..lex.len() {
        if at >= from
            && let Some(noun) = scan.noun(at, from)
        {
            from = noun.end;
            nouns.push(noun);
        }
    }
    if nouns.is_empty() {
        return Vec::new();
    }
    link::link(&report.text, &nouns, &Trees::new(analysis), findings)
}

/// A noun phrase that speaks of a document.
struct Noun {
    span: Span,
    /// One past its last lexeme.
    end: usize,
    name: Span,
    head: Span,
    opening: Opening,
    /// Who has it: "Brandt" in "Brandt's plan", "his".
    owner: Option<Span>,
    /// The words before the head, in lower case, that are neither version nor number of points.
    modifiers: Vec<String>,
    /// The words before the head that tell its version, "draft" among them.
    versions: Vec<Span>,
    /// What a predicate says of its version: "had been shortened".
    change: Option<String>,
    points: Option<u32>,
    author: Option<Span>,
    /// It speaks of a document only if one was spoken of before: "the deal".
    weak: bool,
}

/// How a noun phrase begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// "a plan", "another plan"
    New,
    /// "the plan", "its plan", "Brandt's plan"
    Known,
    /// "Peace plan leaked"
    Bare,
}

/// The nouns that name a document, in the order of the alphabet.
const HEADS: &[&str] = &[
    "accord",
    "accords",
    "agreement",
    "agreements",
    "bill",
    "bills",
    "blueprint",
    "charter",
    "communique",
    "communiqué",
    "constitution",
    "convention",
    "deal",
    "declaration",
    "decree",
    "document",
    "documents",
    "dossier",
    "draft",
    "drafts",
    "framework",
    "indictment",
    "law",
    "laws",
    "legislation",
    "letter",
    "letters",
    "manifesto",
    "memo",
    "memoranda",
    "memorandum",
    "memos",
    "pact",
    "plan",
    "plans",
    "proposal",
    "proposals",
    "protocol",
    "recording",
    "recordings",
    "report",
    "resolution",
    "resolutions",
    "roadmap",
    "statement",
    "statute",
    "text",
    "transcript",
    "transcripts",
    "treaties",
    "treaty",
    "version",
];

/// Words that tell one version of a document from another.
const VERSIONS: &[&str] = &[
    "abridged",
    "amended",
    "condensed",
    "earlier",
    "expanded",
    "final",
    "first",
    "initial",
    "interim",
    "latest",
    "leaked",
    "modified",
    "new",
    "newer",
    "original",
    "preliminary",
    "previous",
    "redacted",
    "refined",
    "revised",
    "reworked",
    "rewritten",
    "second",
    "shortened",
    "third",
    "trimmed",
    "updated",
];

/// Verbs that make another version of a document, in the order of the alphabet.
const CHANGES: &[&str] = &[
    "abridge", "amend", "expand", "extend", "finalise", "finalize", "leak", "modify", "redraft", "refine", "revise",
    "rework", "rewrite", "shorten", "trim", "tune", "update", "weaken",
];

/// Verbs whose agent is the author, and the same as participles in "US-drafted".
const WRITES: &[&str] = &["author", "compile", "draft", "draw", "pen", "prepare", "write"];
const WRITTEN: &[&str] = &["authored", "crafted", "drafted", "penned", "prepared", "written"];

/// What a "deal" must be to be an agreement on paper.
const DEALS: &[&str] =
    &["arms", "ceasefire", "draft", "grain", "minerals", "nuclear", "peace", "trade", "truce", "withdrawal"];

/// How many words and marks stand before the head at most.
const LONGEST: usize = 16;

/// Law as such.
const GENERAL_LAW: &[&str] = &[
    "civil",
    "common",
    "criminal",
    "domestic",
    "federal",
    "humanitarian",
    "international",
    "islamic",
    "martial",
    "state",
];

/// Words that cannot stand inside the phrase.
const BREAKS: &[&str] = &[
    "about", "after", "against", "all", "also", "and", "any", "are", "as", "at", "be", "been", "before", "but", "by",
    "can", "could", "did", "do", "for", "from", "had", "has", "have", "he", "i", "if", "in", "into", "is", "it", "may",
    "might", "no", "not", "of", "on", "or", "over", "said", "says", "she", "since", "so", "than", "then", "there",
    "they", "to", "under", "until", "was", "we", "were", "what", "when", "which", "who", "will", "with", "without",
    "would", "you",
];

/// Words that open the phrase and are no part of the name.
const OPENERS: &[&str] = &[
    "a", "an", "any", "another", "each", "every", "her", "his", "its", "my", "our", "some", "that", "the", "their",
    "these", "this", "those", "your",
];

/// Those that open what was not spoken of before.
const NEW: &[&str] = &["a", "an", "any", "another", "each", "every", "some"];

/// Those that say who has it.
const OWNERS: &[&str] = &["her", "his", "its", "my", "our", "their", "your"];

/// After these a word of the lexicon is part of another name: "law enforcement", "plan B".
const FOLLOWERS: &[&str] = &[
    "enforcement",
    "firm",
    "firms",
    "school",
    "schools",
    "officer",
    "officers",
    "maker",
    "makers",
    "suit",
    "degree",
    "holder",
    "card",
];

struct Scan<'a> {
    lex: &'a Lexemes<'a>,
    analysis: &'a Analysis,
}

impl Scan<'_> {
    /// The noun phrase whose head is at `head`; its words do not begin before `from`.
    fn noun(&self, head: usize, from: usize) -> Option<Noun> {
        let lex = self.lex;
        if !self.is_head(head) {
            return None;
        }
        let mut start = head;
        let mut opened = None;
        while start > from && head - start < LONGEST && !lex.begins(start) {
            let before = start - 1;
            if lex.is_any(before, OPENERS) {
                opened = Some(before);
                break;
            }
            if !self.belongs(before, start) {
                break;
            }
            start = before;
        }
        // A phrase does not begin with a hyphen, a mark or what a hyphen would link to more on its left.
        while start < head
            && (!self.is_content(start) || (lex.hyphen(start.wrapping_sub(1)) && start > from && self.lex.glued(start)))
        {
            start += 1;
        }
        let modified = start < head;
        let possessor = self.possessor(start);
        if !(modified || opened.is_some() || possessor.is_some()) {
            return None;
        }
        let opening = match opened {
            Some(at) if lex.is_any(at, NEW) => Opening::New,
            Some(_) => Opening::Known,
            None if possessor.is_some() => Opening::Known,
            None => Opening::Bare,
        };
        let weak = !self.is_specific(start, head, opened);
        // "the deal": perhaps what was spoken of before.
        if weak && !(opening == Opening::Known && lex.is_any(head, &["deal", "text", "version"])) {
            return None;
        }
        let mut end = head + 1;
        // "Resolution 2202", "law 123".
        if lex.is_any(head, &["resolution", "law", "decree", "protocol", "bill"])
            && lex.digits(end).is_some()
            && !lex.breaks_line(end)
        {
            end += 1;
        }
        let owner = opened.filter(|o| lex.is_any(*o, OWNERS)).map(|o| lex.span(o, o + 1)).or(possessor);
        let is_version = |i: &usize| lex.is_any(*i, VERSIONS) || lex.is(*i, "draft");
        let of_points = self.point(start, head).map_or(start..start, |(from, point)| from..point + 1);
        let own = |i: &usize| self.is_content(*i) && !is_version(i) && !of_points.contains(i);
        Some(Noun {
            span: lex.span(opened.filter(|o| *o + 1 == start).unwrap_or(start), end),
            end,
            name: lex.span(start, end),
            head: lex.span(head, head + 1),
            opening,
            owner,
            modifiers: (start..head).chain(head + 1..end).filter(own).map(|i| lex.str(i).to_lowercase()).collect(),
            versions: (start..head).filter(is_version).map(|i| lex.span(i, i + 1)).collect(),
            change: self.change(head),
            points: self.points(start, head).or_else(|| self.points_after(head)),
            author: self.author_before(start, head).or_else(|| self.author_after(head)),
            weak,
        })
    }

    /// Who has what begins at `start`: "Brandt" before "'s", "the leaders" before "'".
    fn possessor(&self, start: usize) -> Option<Span> {
        let lex = self.lex;
        let mark = match start.checked_sub(1)? {
            s if lex.is(s, "s") && lex.glued(s) && s > 0 && lex.apostrophe(s - 1) => s - 1,
            mark if lex.apostrophe(mark) => mark,
            _ => return None,
        };
        let own = mark.checked_sub(1).filter(|own| lex.is_word(*own) && lex.glued(mark))?;
        Some(lex.span(own, own + 1))
    }

    /// The number in "28-point" and the word "point" after it.
    fn point(&self, start: usize, head: usize) -> Option<(usize, usize)> {
        let lex = self.lex;
        let point = (start..head).find(|i| lex.is_any(*i, &["point", "points"]))?;
        let end = if lex.hyphen(point.wrapping_sub(1)) { point - 1 } else { point };
        let number = (start..end).find(|i| number::parse(lex, *i).is_some_and(|n| n.end == end))?;
        Some((number, point))
    }

    /// "a plan of 28 points", "the plan contains 28 points"
    fn points_after(&self, head: usize) -> Option<u32> {
        let lex = self.lex;
        let mut at = head + 1;
        while at < head + 5
            && lex.is_any(at, &["of", "with", "contains", "contained", "has", "had", "comprises", "its", "all"])
        {
            at += 1;
        }
        let number = number::parse(lex, at).filter(|n| at > head + 1 && lex.is(n.end, "points"))?;
        whole(number.value)
    }

    /// "28-point", "ten-point"
    fn points(&self, start: usize, head: usize) -> Option<u32> {
        let (number, _) = self.point(start, head)?;
        whole(number::parse(self.lex, number)?.value)
    }

    /// "the US-drafted plan"
    fn author_before(&self, start: usize, head: usize) -> Option<Span> {
        let lex = self.lex;
        let written = (start + 2..head).find(|i| lex.is_any(*i, WRITTEN) && lex.hyphen(i - 1) && lex.is_word(i - 2))?;
        Some(lex.span(written - 2, written - 1))
    }

    /// The verb that the document is the subject of, or that follows it as a participle, and that verb's number.
    fn verb_of(&self, head: usize) -> Option<(u32, &Token)> {
        let document = self.token(head)?;
        let own = self.analysis.tokens_in(document.span).start;
        let sentences = &self.analysis.sentences;
        let sentence = sentences.get(sentences.partition_point(|s| s.tokens.end <= own))?.tokens;
        let participle = || {
            let is = |t: u32| {
                let token = &self.analysis.tokens[t as usize];
                token.head == Some(own) && token.deprel == Deprel::Acl && token.xpos == Xpos::Vbn
            };
            (own + 1..sentence.end).find(|t| is(*t))
        };
        // "A plan drafted by Veldania surfaced": the participle is nearer.
        let verb = match document.deprel {
            Deprel::NsubjPass | Deprel::Nsubj => participle().or(document.head)?,
            _ => participle()?,
        };
        let token =
            self.analysis.tokens.get(verb as usize).filter(|t| t.upos == Upos::Verb && sentence.contains(verb))?;
        let denied = sentence.iter().any(|t| {
            let token = &self.analysis.tokens[t as usize];
            token.head == Some(verb) && matches!(&*token.lemma, "not" | "n't" | "n’t" | "never")
        });
        (!denied).then_some((verb, token))
    }

    /// "the plan had been shortened", "the plan leaked"
    fn change(&self, head: usize) -> Option<String> {
        let (_, verb) = self.verb_of(head).filter(|(_, v)| CHANGES.binary_search(&&*v.lemma).is_ok())?;
        let participle = verb.deprel == Deprel::Acl;
        let passive = participle || self.token(head).is_some_and(|t| t.deprel != Deprel::Nsubj);
        let past = matches!(verb.xpos, Xpos::Vbd | Xpos::Vbn);
        (past && (passive || &*verb.lemma == "leak")).then(|| verb.span.of_text(self.lex.text).to_lowercase())
    }

    /// "was authored by the US", "a letter written by Brandt"
    fn author_after(&self, head: usize) -> Option<Span> {
        let (number, _) = self.verb_of(head).filter(|(_, v)| WRITES.binary_search(&&*v.lemma).is_ok())?;
        let mut agents = (number + 1..self.analysis.tokens.len() as u32).take(12);
        let agent = agents.find(|t| {
            let token = &self.analysis.tokens[*t as usize];
            token.head == Some(number) && matches!(token.deprel, Deprel::OblAgent | Deprel::Obl) && self.is_by(*t)
        })?;
        let names = &self.analysis.names;
        let name = names.get(names.partition_point(|n| n.tokens.end <= agent)).filter(|n| n.tokens.contains(agent));
        Some(name.map_or(self.analysis.tokens[agent as usize].span, |n| n.span))
    }

    fn is_by(&self, t: u32) -> bool {
        let before = &self.analysis.tokens[t.saturating_sub(6) as usize..t as usize];
        before.iter().any(|b| b.head == Some(t) && &*b.lemma == "by")
    }

    /// Whether the word at `i` heads a noun phrase that names a document.
    fn is_head(&self, i: usize) -> bool {
        let lex = self.lex;
        let Some(lexeme) = lex.get(i).filter(|l| l.kind == Kind::Word && l.word == Word::Other) else { return false };
        let word = lexeme.span.of_text(lex.text);
        if word.len() > 12 || !is_in(HEADS, word) {
            return false;
        }
        // "plan-making", "Bill Clinton", "draft proposal": the head is the last noun.
        if (lex.hyphen(i + 1) && lex.glued(i + 2)) || lex.is_any(i + 1, FOLLOWERS) {
            return false;
        }
        let ends_line = lex.get(i + 1).is_none_or(|l| l.breaks);
        if !ends_line && lex.is_word(i + 1) && is_in(HEADS, lex.str(i + 1)) && self.token(i + 1).is_none_or(noun) {
            return false;
        }
        if lexeme.capital && lex.is(i, "bill") && lex.capital(i + 1) {
            return false;
        }
        match self.token(i) {
            Some(token) => {
                let followed =
                    !ends_line && self.token(i + 1).is_some_and(|t| noun(t) && t.span.start > token.span.end);
                noun(token) && !followed
            }
            None => {
                // "plan to", "they report", "will draft".
                let verb = i > 0
                    && lex.is_any(
                        i - 1,
                        &[
                            "to",
                            "will",
                            "would",
                            "not",
                            "they",
                            "we",
                            "i",
                            "you",
                            "who",
                            "should",
                            "could",
                            "must",
                            "can",
                            "officials",
                        ],
                    );
                !verb
            }
        }
    }

    /// Whether the lexeme at `i` belongs to the phrase that `next` begins so far.
    fn belongs(&self, i: usize, next: usize) -> bool {
        let lex = self.lex;
        let Some(lexeme) = lex.get(i) else { return false };
        match lexeme.kind {
            Kind::Digits => true,
            Kind::Mark('-' | '‑') => lexeme.glued && lex.glued(next),
            Kind::Mark(_) => false,
            Kind::Word => {
                if lex.is_any(i, BREAKS) || lex.is(i, "s") && lex.apostrophe(i.wrapping_sub(1)) {
                    return false;
                }
                let hyphenated = lex.hyphen(next) || (lex.hyphen(i.wrapping_sub(1)) && lexeme.glued);
                if hyphenated || lex.is_any(i, VERSIONS) {
                    return true;
                }
                match self.token(i) {
                    Some(t) => {
                        noun(t)
                            || matches!(t.upos, Upos::Adj | Upos::Num)
                            || (matches!(t.xpos, Xpos::Vbn | Xpos::Vbg) && t.deprel == readout_language::Deprel::Amod)
                    }
                    // Without tags a verb in the past or in -ing ends the phrase.
                    None => {
                        let verbal =
                            ["ed", "ing", "ly"].iter().any(|e| lex.str(i).ends_with(e)) && !lex.is(i, "proposed");
                        lexeme.capital || lexeme.span.len() <= 4 || !verbal
                    }
                }
            }
        }
    }

    fn is_content(&self, i: usize) -> bool {
        self.lex.get(i).is_some_and(|l| matches!(l.kind, Kind::Word | Kind::Digits))
    }

    /// Whether the phrase speaks of a document rather than of something else that the word may mean.
    fn is_specific(&self, start: usize, head: usize, opened: Option<usize>) -> bool {
        let lex = self.lex;
        if lex.is(head, "text") {
            return (start..head).any(|i| lex.is_any(i, VERSIONS) || lex.is(i, "draft"));
        }
        if lex.is(head, "deal") {
            return (start..head).any(|i| lex.is_any(i, DEALS));
        }
        if lex.is(head, "version") {
            return (start..head).any(|i| lex.is_any(i, VERSIONS));
        }
        if lex.is_any(head, &["law", "laws"]) {
            // International law is no document; the election law is one.
            let general = (start..head).any(|i| lex.is_any(i, GENERAL_LAW));
            return !general && (opened.is_some() || (start < head && lex.capital(head)));
        }
        if lex.is(head, "bill") && lex.capital(head) && opened.is_none() {
            return false;
        }
        if lex.is_any(head, &["framework", "convention", "protocol", "recording"]) {
            return opened.is_some() || lex.capital(head);
        }
        true
    }

    fn token(&self, i: usize) -> Option<&Token> {
        let span = self.lex.get(i)?.span;
        self.analysis.tokens.get(self.analysis.tokens_in(span).start as usize).filter(|t| t.span.overlaps(span))
    }
}

/// A number of points.
fn whole(value: f64) -> Option<u32> {
    (value.fract() == 0.0 && (1.0..1000.0).contains(&value)).then_some(value as u32)
}

fn noun(token: &Token) -> bool {
    matches!(token.upos, Upos::Noun | Upos::Propn)
}

/// Whether a sorted list of lower-case words has `word`, in whatever case.
fn is_in(list: &[&str], word: &str) -> bool {
    list.binary_search_by(|entry| entry.bytes().cmp(word.bytes().map(|b| b.to_ascii_lowercase()))).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_is_sorted() {
        for list in [HEADS, CHANGES, WRITES] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
