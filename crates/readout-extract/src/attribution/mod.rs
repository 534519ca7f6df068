//! Statements: who said what, to whom, through whom, when.
//!
//! The model proposes frames (a cue with the words of its source and content; Pareti 2015, PolNeAR). This module turns them
//! into statements: spans that read well, the kind by quotation marks, the class by the cue lexicon, and what the tree says of
//! addressee, medium, carrier and time.

mod clause;
mod doubt;
mod hedges;
mod lexicon;
mod posts;
mod quotes;
mod source;
mod speakers;
mod titles;

use readout_language::{Analysis, Deprel, Frame, TokenRange, Upos};
use readout_report::{Report, Span};

use crate::{Attributed, Findings, Mention, Statement, StatementKind};
pub(crate) use lexicon::{is_outlet, knows as is_cue};
use quotes::Quotes;

/// The statements of a report, in the order of their cues. Reads mentions and times from `findings`.
pub fn find(report: &Report, analysis: &Analysis, findings: &Findings) -> Vec<Statement> {
    let quotes = Quotes::of(&report.text, analysis);
    let reader = Reader { text: &report.text, analysis, findings, quotes: &quotes };
    let mut statements: Vec<Statement> = analysis.frames.iter().filter_map(|frame| reader.statement(frame)).collect();
    whole_quotations(&reader, &mut statements);
    own_quotations(&reader, &mut statements);
    statements.extend(titles::find(&reader, &statements));
    statements.extend(posts::find(&reader, &statements));
    statements.sort_by_key(|s| s.cue);
    continue_quotations(&reader, &mut statements);
    nest(&mut statements);
    speakers::first_persons(&reader, &mut statements);
    statements
}

struct Reader<'a> {
    text: &'a str,
    analysis: &'a Analysis,
    findings: &'a Findings,
    quotes: &'a Quotes,
}

impl Reader<'_> {
    fn statement(&self, frame: &Frame) -> Option<Statement> {
        let head = self.cue_head(frame.cue);
        let anchored = self.anchored_in_noun(frame, head);
        let (frame, head) = anchored.as_ref().map_or((frame, head), |(frame, head)| (frame, *head));
        if self.only_carries(frame, head) {
            return None;
        }
        let frame = &self.inverted(frame, head).unwrap_or_else(|| self.repaired(frame, head));
        let content = self.content(frame);
        let lemma = self.analysis.tokens[head as usize].lemma.to_lowercase();
        if content.is_empty() || self.is_doubtful(frame, &lemma, &content) {
            return None;
        }
        let cue = self.analysis.span(frame.cue);
        let named = self.source(frame);
        let quoted = self
            .quoted_person(frame, head)
            .map(|phrase| Attributed { span: self.analysis.span(phrase), actors: self.actors(phrase) });
        // Who quotes somebody carries his words.
        let (source, carrier) = if quoted.is_some() { (quoted, named) } else { (named, None) };
        let addressee = self.addressee(frame, head, source.as_ref());
        let addressee = addressee.filter(|_| carrier.is_none());
        let medium = self.medium(frame, head);
        let mut via = self.carriers(head, addressee.as_ref());
        via.extend(carrier);
        let time = self.time(frame, head, &content);
        Some(Statement {
            class: lexicon::class_with(&lemma, &self.word_after(head)),
            kind: self.quotes.kind(&content, cue, self.text),
            source,
            cue,
            cue_lemma: lemma,
            content,
            addressee,
            medium,
            via,
            time,
            hedges: self.hedges(frame, head),
            negated: self.is_negated(frame.cue, head),
            within: None,
        })
    }

    /// The cue's main word: its first verb or noun that is no auxiliary, else the word that the others hang from.
    fn cue_head(&self, cue: TokenRange) -> u32 {
        let known = cue.iter().find(|t| {
            let token = &self.analysis.tokens[*t as usize];
            matches!(token.upos, Upos::Verb | Upos::Noun | Upos::Adj) && lexicon::knows(&token.lemma)
        });
        known.unwrap_or_else(|| self.analysis.head_of(cue))
    }

    /// The word after the cue's main word, lower case.
    fn word_after(&self, head: u32) -> String {
        let next = self.analysis.tokens.get(head as usize + 1);
        next.map_or_else(String::new, |token| token.span.of_text(self.text).to_lowercase())
    }

    /// Whether the frame is no statement but the carrier of another: "was quoted by the agency".
    fn only_carries(&self, frame: &Frame, head: u32) -> bool {
        self.carrying_agent(head).is_some_and(|agent| {
            // "… as saying" has the words, where the model found it.
            let saying = self.analysis.frames.iter().any(|other| {
                other.cue.start > frame.cue.start
                    && self.analysis.is_below(self.cue_head(other.cue), head)
                    && other.cue.start < frame.cue.end + 12
            });
            if saying {
                return true;
            }
            let phrase = self.analysis.span(self.clipped(agent));
            self.content(frame).iter().all(|c| phrase.contains(*c))
        })
    }

    /// The agent of a passive verb of carrying: "the agency" of "was quoted by the agency as saying".
    fn carrying_agent(&self, verb: u32) -> Option<u32> {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let carries = matches!(&*token(verb).lemma, "quote" | "cite" | "report");
        let passive = || {
            self.analysis.children(verb).any(|t| token(t).deprel == Deprel::AuxPass)
                || token(verb).deprel == Deprel::Acl
        };
        if !carries || !passive() {
            return None;
        }
        self.analysis.children(verb).find(|t| {
            matches!(token(*t).deprel, Deprel::OblAgent | Deprel::Obl) && self.preposition(*t).as_deref() == Some("by")
        })
    }

    /// The frame with what the tree knows better: no addressee, medium or time at the head of the content, and the subject of
    /// the cue as its source where the model named none.
    fn repaired(&self, frame: &Frame, head: u32) -> Frame {
        let mut frame = frame.clone();
        frame.content = self.completed(&frame, head);
        frame.content.retain(|piece| self.has_words(*piece));
        if let Some(first) = frame.content.iter_mut().find(|c| c.start >= frame.cue.end) {
            first.start = self.without_complements(*first, head, frame.cue);
            first.start = self.before_that(*first, head, frame.cue);
        }
        let complement = |piece: &TokenRange| {
            let top = self.analysis.head_of(*piece);
            let token = &self.analysis.tokens[top as usize];
            piece.start >= frame.cue.end
                && piece.len() < 5
                && matches!(token.deprel, Deprel::Obl | Deprel::OblUnmarked | Deprel::Iobj)
        };
        if frame.content.iter().any(|p| !complement(p)) {
            frame.content.retain(|p| !complement(p));
        }
        for i in 0..frame.content.len() {
            let floor = if i == 0 { 0 } else { frame.content[i - 1].end };
            frame.content[i].start = self.with_modifiers(frame.content[i], &frame, floor);
        }
        frame.source.retain(|piece| !self.names_nobody(*piece) && !self.undergoes(*piece, head));
        if self.only_causes(&frame, head) {
            frame.source.clear();
            return frame;
        }
        if let Some(known) = self.source_by_tree(&frame, head) {
            frame.source = vec![known];
        }
        if let [piece] = frame.source.as_slice() {
            frame.source = vec![self.with_others(*piece, &frame)];
        }
        frame
    }

    /// Where a clause with "that" begins, if only a phrase of whom, where or when stands before it: "told | reporters there | that …".
    fn before_that(&self, content: TokenRange, head: u32, cue: TokenRange) -> u32 {
        const FARTHEST: u32 = 8;
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let that = content
            .iter()
            .take(FARTHEST as usize)
            .find(|t| token(*t).deprel == Deprel::Mark && &*token(*t).lemma == "that");
        let Some(that) = that.filter(|t| *t > content.start) else { return content.start };
        let verbless = (content.start..that).all(|t| !matches!(token(t).upos, Upos::Verb | Upos::Aux | Upos::Punct));
        let led = lexicon::addresses(&token(head).lemma)
            || token(content.start).upos == Upos::Adp
            || token(cue.end - 1).upos == Upos::Adp
            || self.findings.times.iter().any(|time| time.span.overlaps(token(content.start).span));
        if verbless && led && token(head).upos == Upos::Verb { that } else { content.start }
    }

    /// Where the content begins with the small words before it that hang from it: "at | least seven people".
    fn with_modifiers(&self, content: TokenRange, frame: &Frame, floor: u32) -> u32 {
        let taken = |t: u32| frame.source.iter().chain([&frame.cue]).any(|r| r.contains(t));
        let mut start = content.start;
        while start > floor {
            let before = &self.analysis.tokens[start as usize - 1];
            let small = matches!(
                before.deprel,
                Deprel::Case
                    | Deprel::Advmod
                    | Deprel::Det
                    | Deprel::Fixed
                    | Deprel::NmodPoss
                    | Deprel::Nummod
                    | Deprel::Amod
            );
            if taken(start - 1) || !small || !before.head.is_some_and(|h| h >= start && h < content.end) {
                break;
            }
            start -= 1;
        }
        start
    }

    /// Where the content begins once the complements of the cue at its start are left out: "told | reporters | that …".
    fn without_complements(&self, content: TokenRange, head: u32, cue: TokenRange) -> u32 {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let mut start = content.start;
        while start < content.end {
            // The complement that begins here, if one does: a child of the cue whose phrase starts the content.
            let mut top = start;
            while let Some(above) = token(top).head
                && above != head
                && above >= start
            {
                top = above;
            }
            let complement = token(top).head == Some(head)
                && matches!(
                    token(top).deprel,
                    Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::OblUnmarked | Deprel::Advmod
                )
                && (token(top).deprel != Deprel::Obj || lexicon::addresses(&token(head).lemma));
            let phrase = self.analysis.subtree(top);
            // What follows must still be a clause or a quotation, else this phrase is what is said.
            let rest = TokenRange::new(phrase.end, content.end);
            let clause = rest.iter().any(|t| {
                token(t).head == Some(head)
                    && matches!(token(t).deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Parataxis)
            });
            // Its preposition may be part of the cue: "wrote on | social media | that …".
            let begins_here =
                phrase.start == start || (phrase.start < start && (phrase.start..start).all(|t| cue.contains(t)));
            if !complement || !begins_here || phrase.end >= content.end || !clause {
                break;
            }
            start = phrase.end;
        }
        start
    }

    /// The phrase of a noun up to its first clause.
    fn clipped(&self, noun: u32) -> TokenRange {
        let mut range = self.analysis.subtree(noun);
        let clause = range.iter().find(|t| {
            *t > noun
                && matches!(
                    self.analysis.tokens[*t as usize].deprel,
                    Deprel::AclRelcl | Deprel::Acl | Deprel::Advcl | Deprel::Parataxis
                )
        });
        if let Some(clause) = clause {
            range.end = self.analysis.subtree(clause).start.max(noun + 1);
        }
        range
    }

    /// The content as spans: pieces that only marks divide are one, quotation marks are whole, no comma hangs over.
    fn content(&self, frame: &Frame) -> Vec<Span> {
        let mut pieces: Vec<TokenRange> = Vec::new();
        for range in &frame.content {
            let gap_is_marks = pieces.last().is_some_and(|last| {
                (last.end..range.start)
                    .all(|t| self.analysis.tokens[t as usize].upos == Upos::Punct && !frame.cue.contains(t))
            });
            match pieces.last_mut() {
                Some(last) if gap_is_marks => last.end = range.end,
                _ => pieces.push(*range),
            }
        }
        let cue = self.analysis.span(frame.cue);
        let spans = pieces
            .into_iter()
            .filter(|piece| self.has_words(*piece))
            .map(|piece| self.quotes.whole(self.analysis, self.tidy(piece), cue));
        spans.filter(|s| !s.is_empty()).collect()
    }

    /// Whether a piece says anything: not a mark, an article or a preposition alone.
    fn has_words(&self, piece: TokenRange) -> bool {
        piece.iter().any(|t| {
            let upos = self.analysis.tokens[t as usize].upos;
            !matches!(upos, Upos::Punct | Upos::Det | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Part)
        })
    }

    /// A piece without marks at its ends that do not belong to it.
    fn tidy(&self, mut piece: TokenRange) -> TokenRange {
        let word = |t: u32| self.analysis.tokens[t as usize].span.of_text(self.text);
        while piece.len() > 1 && matches!(word(piece.start), "," | ":" | ";" | "." | ")" | "]" | "-" | "–" | "—" | "--")
        {
            piece.start += 1;
        }
        // A preposition whose noun lies outside hangs over too: "strikes on | Tuesday".
        let hangs_over = |t: u32| {
            let token = &self.analysis.tokens[t as usize];
            token.deprel == Deprel::Case && token.head.is_some_and(|head| head > t)
        };
        while piece.len() > 1
            && (hangs_over(piece.end - 1)
                || matches!(
                    word(piece.end - 1),
                    "and"
                        | "while"
                        | "as"
                        | "because"
                        | "but"
                        | "."
                        | ","
                        | ":"
                        | ";"
                        | "("
                        | "["
                        | "-"
                        | "–"
                        | "—"
                        | "--"
                ))
        {
            piece.end -= 1;
        }
        piece
    }

    /// A source without the quotation marks at its ends.
    fn without_marks(&self, mut piece: TokenRange) -> TokenRange {
        let mark = |t: u32| {
            matches!(
                self.analysis.tokens[t as usize].span.of_text(self.text),
                "\"" | "“" | "”" | "``" | "''" | "«" | "»"
            )
        };
        while piece.len() > 1 && mark(piece.start) {
            piece.start += 1;
        }
        while piece.len() > 1 && mark(piece.end - 1) {
            piece.end -= 1;
        }
        piece
    }

    fn source(&self, frame: &Frame) -> Option<Attributed> {
        // The piece nearest to the cue; the others are mostly titles set apart.
        let nearest =
            frame.source.iter().min_by_key(|s| s.start.abs_diff(frame.cue.start).min(s.end.abs_diff(frame.cue.end)))?;
        let piece = self.without_marks(self.tidy(*nearest));
        let span = self.analysis.span(piece);
        (!span.is_empty()).then(|| Attributed { span, actors: self.actors(piece) })
    }

    /// The mention whose main word is `token`: the widest that ends with it or hangs from it.
    fn mention_at(&self, token: u32, phrase: TokenRange) -> Option<&Mention> {
        let word = self.analysis.tokens[token as usize].span;
        let first = self.findings.times.partition_point(|t| t.span.end <= word.start);
        if self.findings.times.get(first).is_some_and(|t| t.span.contains(word)) {
            return None;
        }
        let around = self.analysis.span(phrase);
        let holding = self.mentions_in(word).iter().filter(|m| m.span.contains(word));
        holding.max_by_key(|m| {
            let head = self.analysis.head_of(self.analysis.tokens_in(m.span));
            (head == token, m.actor.is_some(), around.contains(m.span), m.span.len())
        })
    }

    /// Mentions that overlap a span, and possibly some before them.
    fn mentions_in(&self, span: Span) -> &[Mention] {
        // Mentions are sorted by their start; few are longer than this many bytes.
        const LONGEST: u32 = 400;
        let mentions = &self.findings.mentions;
        let first = mentions.partition_point(|m| m.span.start + LONGEST < span.start);
        let last = mentions.partition_point(|m| m.span.start < span.end);
        &mentions[first.min(last)..last]
    }

    /// Words of the cue's sentence that hang from its main word and stand outside of content, source and cue.
    fn complements(&self, frame: &Frame, head: u32) -> Vec<u32> {
        let taken = |t: u32| frame.content.iter().chain(&frame.source).chain([&frame.cue]).any(|r| r.contains(t));
        let mut found: Vec<u32> = self.analysis.children(head).filter(|t| !taken(*t)).collect();
        // "was quoted by X as saying": what carries hangs from the verb above or below.
        if let Some(above) = self.analysis.tokens[head as usize].head {
            let verbal = self.analysis.tokens[above as usize].upos == Upos::Verb;
            if verbal && frame.cue.contains(above) {
                found.extend(self.analysis.children(above).filter(|t| !taken(*t)));
            }
        }
        let inside: Vec<u32> = frame.cue.iter().filter(|t| *t != head).collect();
        for t in inside {
            if self.analysis.tokens[t as usize].upos == Upos::Verb {
                found.extend(self.analysis.children(t).filter(|c| !taken(*c)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The preposition of a phrase, lower case.
    fn preposition(&self, head: u32) -> Option<String> {
        self.analysis
            .children(head)
            .find(|t| self.analysis.tokens[*t as usize].deprel == Deprel::Case)
            .map(|t| self.analysis.tokens[t as usize].span.of_text(self.text).to_lowercase())
    }

    /// The phrase below `head` without its preposition and without clauses, outside of the frame's parts.
    fn phrase(&self, frame: &Frame, head: u32) -> TokenRange {
        let mut range = self.analysis.subtree(head);
        for t in range.iter() {
            let token = &self.analysis.tokens[t as usize];
            let stops = matches!(
                token.deprel,
                Deprel::AclRelcl
                    | Deprel::Acl
                    | Deprel::Advcl
                    | Deprel::Ccomp
                    | Deprel::Xcomp
                    | Deprel::Parataxis
                    | Deprel::Appos
            ) && t > head
                || frame.content.iter().chain([&frame.cue]).any(|r| r.contains(t));
            if stops && t > head {
                range.end = self.analysis.subtree(t).start.max(head + 1).min(t);
                break;
            }
            if stops && t < head {
                range.start = t + 1;
            }
            if token.deprel == Deprel::Case && token.head == Some(head) && t < head && t >= range.start {
                range.start = t + 1;
            }
        }
        self.tidy(TokenRange::new(range.start.min(head), range.end.max(head + 1)))
    }

    fn attributed(&self, frame: &Frame, head: u32) -> Attributed {
        let phrase = self.phrase(frame, head);
        Attributed { span: self.analysis.span(phrase), actors: self.actors(phrase) }
    }

    fn addressee(&self, frame: &Frame, head: u32, source: Option<&Attributed>) -> Option<Attributed> {
        let lemma = &*self.analysis.tokens[head as usize].lemma;
        let takes_object = lexicon::addresses(lemma);
        let passive = self.analysis.children(head).any(|t| self.analysis.tokens[t as usize].deprel == Deprel::AuxPass);
        let found = self.complements(frame, head).into_iter().find(|t| {
            let token = &self.analysis.tokens[*t as usize];
            let animate = || {
                matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Pron)
                    && self.findings.times.iter().all(|time| !time.span.overlaps(token.span))
            };
            match token.deprel {
                Deprel::Iobj => animate(),
                Deprel::NsubjPass => takes_object && animate(),
                Deprel::Obj => takes_object && !passive && animate(),
                Deprel::Obl | Deprel::Nmod => {
                    let preposition = self.preposition(*t);
                    matches!(preposition.as_deref(), Some("to" | "with"))
                        && animate()
                        && self
                            .mention_at(*t, TokenRange::new(*t, *t + 1))
                            .is_some_and(|m| m.kind != crate::ActorKind::Place)
                }
                _ => false,
            }
        })?;
        let addressee = self.attributed(frame, found);
        (source.is_none_or(|s| !s.span.overlaps(addressee.span))).then_some(addressee)
    }

    fn medium(&self, frame: &Frame, head: u32) -> Option<Span> {
        let mut candidates = self.complements(frame, head);
        // The cue may hold its medium: "said in a statement".
        candidates.extend(frame.cue.iter().filter(|t| *t != head));
        let found = candidates.into_iter().find(|t| {
            let token = &self.analysis.tokens[*t as usize];
            matches!(token.upos, Upos::Noun | Upos::Propn)
                && lexicon::is_medium(&token.lemma.to_lowercase())
                && matches!(
                    self.preposition(*t).as_deref(),
                    Some("in" | "on" | "via" | "at" | "through" | "during" | "by")
                )
        })?;
        let mut range = self.analysis.subtree(found);
        for t in range.iter() {
            if t > found && frame.content.iter().any(|r| r.contains(t)) {
                range.end = t;
                break;
            }
            if t < found
                && self.analysis.tokens[t as usize].deprel == Deprel::Case
                && self.analysis.tokens[t as usize].head == Some(found)
            {
                range.start = t;
            }
        }
        Some(self.analysis.span(self.tidy(range)))
    }

    /// Those who carried the words: "was quoted by Interfax as saying", "told Reuters".
    fn carriers(&self, head: u32, addressee: Option<&Attributed>) -> Vec<Attributed> {
        let mut via = Vec::new();
        // The verb of carrying is the cue itself, or what the cue hangs from.
        let mut verb = Some(head);
        for _ in 0..3 {
            // "Asked whether …, he was quoted": what comes before the verb of carrying was not carried.
            let Some(at) = verb.filter(|at| *at <= head) else { break };
            if let Some(agent) = self.carrying_agent(at) {
                let mut phrase = self.clipped(agent);
                // Without the preposition.
                phrase.start =
                    phrase.iter().find(|t| self.analysis.tokens[*t as usize].deprel != Deprel::Case).unwrap_or(agent);
                let phrase = self.tidy(phrase);
                via.push(Attributed { span: self.analysis.span(phrase), actors: self.actors(phrase) });
                break;
            }
            verb = self.analysis.tokens[at as usize].head;
        }
        if let Some(addressee) = addressee
            && lexicon::is_outlet(addressee.span.of_text(self.text))
        {
            via.push(addressee.clone());
        }
        via
    }

    /// The time of the saying: a time of the cue's clause, outside of what is said.
    fn time(&self, frame: &Frame, head: u32, content: &[Span]) -> Option<usize> {
        let sentence = self.analysis.sentences[self.analysis.sentence_of(head)];
        let cue = self.analysis.span(frame.cue);
        let first = self.findings.times.partition_point(|t| t.span.end <= sentence.span.start);
        let candidates =
            self.findings.times.iter().enumerate().skip(first).take_while(|(_, t)| t.span.start < sentence.span.end);
        candidates
            .filter(|(_, time)| time.range.is_some() && content.iter().all(|c| !c.overlaps(time.span)))
            .filter(|(_, time)| {
                let tokens = self.analysis.tokens_in(time.span);
                let above = self.analysis.tokens[self.analysis.head_of(tokens) as usize].head;
                // In the cue, or hanging from it directly or through the verb that governs it.
                frame.cue.overlaps(tokens)
                    || above
                        .is_some_and(|a| frame.cue.contains(a) || Some(a) == self.analysis.tokens[head as usize].head)
            })
            .min_by_key(|(_, time)| time.span.start.abs_diff(cue.start))
            .map(|(i, _)| i)
    }
}

/// So many statements on either side of one, in the order of their cues, may share words with it: a cue is read with the few
/// sentences around it. Looking at all would make the time grow with the square of the text.
const NEIGHBOURS: usize = 64;

/// The neighbours of the statement at `at`, itself among them.
fn neighbours(at: usize, statements: usize) -> std::ops::Range<usize> {
    at.saturating_sub(NEIGHBOURS).min(statements)..(at + NEIGHBOURS).min(statements)
}

/// Longer quotations, in words, are likely marks that do not pair.
const LONGEST_QUOTATION: usize = 200;

/// A quotation is one person's: a statement that holds part of it holds all of it.
fn whole_quotations(reader: &Reader<'_>, statements: &mut [Statement]) {
    let cues: Vec<Span> = statements.iter().map(|s| s.cue).collect();
    for (i, statement) in statements.iter_mut().enumerate() {
        let near = &cues[neighbours(i, cues.len())];
        let outside = |quote: Span| {
            !quote.overlaps(statement.cue) && statement.source.as_ref().is_none_or(|s| !quote.overlaps(s.span))
        };
        let mut content = statement.content.clone();
        for quote in reader.quotes.around(&statement.content) {
            let partly = content.iter().any(|c| c.overlaps(*quote)) && !content.iter().any(|c| c.contains(*quote));
            let tokens = reader.analysis.tokens_in(*quote).len();
            let others = near.iter().any(|c| quote.contains(*c));
            if partly && outside(*quote) && !others && tokens <= LONGEST_QUOTATION {
                let joined = content.iter().filter(|c| c.overlaps(*quote)).fold(*quote, |all, c| all.cover(*c));
                content.retain(|c| !c.overlaps(*quote));
                content.push(joined);
            }
        }
        content.sort_unstable();
        statement.content = content;
        statement.kind = reader.quotes.kind(&statement.content, statement.cue, reader.text);
    }
}

/// A quotation that has a cue of its own in its paragraph is not the words of a speaker of another one.
fn own_quotations(reader: &Reader<'_>, statements: &mut [Statement]) {
    let paragraph = |span: Span| {
        let token = reader.analysis.tokens_in(span).start;
        reader.analysis.sentences[reader.analysis.sentence_of(token)].paragraph
    };
    let claims: Vec<(u32, Vec<Span>)> = statements.iter().map(|s| (paragraph(s.cue), s.content.clone())).collect();
    for (i, statement) in statements.iter_mut().enumerate().filter(|(_, s)| s.content.len() > 1) {
        let near = neighbours(i, claims.len());
        let elsewhere = |piece: &Span| {
            let (here, at) = (paragraph(statement.cue), paragraph(*piece));
            let claimed = |(j, (cue, content)): (usize, &(u32, Vec<Span>))| {
                j != i && *cue == at && content.iter().any(|c| c.overlaps(*piece))
            };
            here != at && near.clone().map(|j| (j, &claims[j])).any(claimed)
        };
        let kept: Vec<Span> = statement.content.iter().filter(|piece| !elsewhere(piece)).copied().collect();
        if !kept.is_empty() && kept.len() < statement.content.len() {
            statement.content = kept;
            statement.kind = reader.quotes.kind(&statement.content, statement.cue, reader.text);
        }
    }
}

/// A quotation that goes on right after a statement's sentence, in the same paragraph, is the same speaker's.
fn continue_quotations(reader: &Reader<'_>, statements: &mut [Statement]) {
    for quote in &reader.quotes.spans {
        let tokens = reader.analysis.tokens_in(*quote);
        let near = neighbours(statements.partition_point(|s| s.cue.end <= quote.start), statements.len());
        let covered = statements[near.clone()].iter().any(|s| s.content.iter().any(|c| c.overlaps(*quote)));
        let free = tokens.len() > 4 && !covered;
        let sentence = reader.analysis.sentence_of(tokens.start);
        if !free || sentence == 0 || reader.analysis.sentences[sentence].tokens.start != tokens.start {
            continue;
        }
        let before = reader.analysis.sentences[sentence - 1];
        if before.paragraph != reader.analysis.sentences[sentence].paragraph {
            continue;
        }
        let speaker = statements[near]
            .iter_mut()
            .rev()
            .find(|s| s.kind != StatementKind::Indirect && before.span.contains(s.cue) && s.source.is_some());
        if let Some(statement) = speaker {
            statement.content.push(*quote);
            statement.kind = reader.quotes.kind(&statement.content, statement.cue, reader.text);
        }
    }
}

/// Finds for each statement the smallest content of another that holds its cue.
fn nest(statements: &mut [Statement]) {
    let contents: Vec<(Vec<Span>, Span)> = statements.iter().map(|s| (s.content.clone(), s.cue)).collect();
    for (i, statement) in statements.iter_mut().enumerate() {
        let near = neighbours(i, contents.len());
        let holding = near.map(|j| (j, &contents[j])).filter(|(j, (content, cue))| {
            *j != i
                && !statement.content.iter().any(|c| c.contains(*cue))
                && content.iter().any(|c| c.contains(statement.cue))
        });
        statement.within =
            holding.min_by_key(|(_, (content, _))| content.iter().map(|c| c.len()).sum::<u32>()).map(|(j, _)| j);
    }
}
