//! Whom a phrase stands for: the actors of a source, an addressee or a carrier.
//!
//! The parser often takes a title for the head of a phrase and a name for what hangs from it, or the other way round. So the
//! main word is found by the order of the words: the last noun before whatever follows a noun (a preposition, a clause, a comma),
//! and the name that ends there.

use readout_language::{Deprel, TokenRange, Upos, Xpos};
use readout_report::Span;

use super::{Reader, lexicon};
use crate::{ActorKind, Attributed, Mention, MentionForm, Statement, StatementKind};

/// How many words after its noun a title may go on.
const LONGEST_TITLE: u32 = 12;
/// How many statements around a first person are climbed.
const DEPTH: usize = 8;

impl Reader<'_> {
    /// The actors that a phrase stands for, each once, in text order; of coordinated phrases, those of all.
    pub(super) fn actors(&self, phrase: TokenRange) -> Vec<usize> {
        let parts = self.coordinated(phrase);
        let mentions: Vec<Option<&Mention>> = parts.iter().map(|part| self.main_mention(*part)).collect();
        // "Sen. Anna Brandt, Ohio Republican and a member of the committee": after one name only what she is.
        let only_described = parts.len() > 2
            && mentions[0].is_some_and(is_person_name)
            && self.word(parts[0].end) == ","
            && mentions[1..].iter().flatten().all(|m| self.describes_person(m));
        let mut actors = Vec::new();
        for (i, mention) in mentions.iter().enumerate() {
            let Some(mention) = mention else { continue };
            let describes = mention.form == MentionForm::Description && mention.kind == ActorKind::Person;
            let next = parts.get(i + 1).zip(mentions.get(i + 1).copied().flatten());
            // "founder and editor Anna Brandt" is one person, and so is "Anna Brandt, a doctor and the author of a book".
            let shared = describes
                && (next.is_some_and(|(part, name)| {
                    self.shares_name(parts[i], *part, name)
                        || (i + 2 == parts.len() && is_person_name(name) && self.word(part.start - 1) == ",")
                }) || (i > 0 && mentions[0].is_some_and(is_person_name) && self.is_apposed(parts[0])));
            let shared = shared || i > 0 && only_described;
            if let Some(actor) = mention.actor.filter(|a| !shared && !actors.contains(a)) {
                actors.push(actor);
            }
        }
        actors
    }

    /// Whether a mention tells what one person is: a description, or the member of a party.
    fn describes_person(&self, mention: &Mention) -> bool {
        let text = mention.span.of_text(self.text);
        match mention.form {
            MentionForm::Description => mention.kind == ActorKind::Person,
            MentionForm::Name => mention.kind != ActorKind::Person && text.ends_with(['n', 't']),
            _ => false,
        }
    }

    /// Whether a title belongs to the name in the part that is coordinated with it.
    fn shares_name(&self, title: TokenRange, part: TokenRange, name: &Mention) -> bool {
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let second = token(part.start);
        let titled = is_person_name(name) && second.span.start < name.span.start;
        let small =
            matches!(second.upos, Upos::Noun | Upos::Adj) && !self.word(part.start).starts_with(char::is_uppercase);
        let bare = !matches!(token(title.start).upos, Upos::Det | Upos::Pron)
            && !matches!(second.upos, Upos::Det | Upos::Pron);
        titled && (small || bare)
    }

    /// Whether a description stands after the comma in this part: "Anna Brandt, a doctor".
    fn is_apposed(&self, part: TokenRange) -> bool {
        let edge = self.edge(part);
        edge + 1 < part.end
            && self.word(edge) == ","
            && matches!(self.analysis.tokens[edge as usize + 1].upos, Upos::Det | Upos::Noun | Upos::Adj | Upos::Propn)
    }

    /// The parts of a coordinated phrase; the phrase itself where it is not coordinated.
    fn coordinated(&self, phrase: TokenRange) -> Vec<TokenRange> {
        let edge = self.edge(phrase);
        let mut parts = vec![phrase];
        for at in edge..phrase.end {
            let token = &self.analysis.tokens[at as usize];
            let with_first = token.deprel == Deprel::Conj && token.head.is_some_and(|h| h >= phrase.start && h < edge);
            if !with_first {
                continue;
            }
            let floor = parts.last().map_or(phrase.start, |last| last.start) + 1;
            let joint = (floor..at).rev().find(|t| {
                let token = &self.analysis.tokens[*t as usize];
                token.upos == Upos::Cconj || self.word(*t) == ","
            });
            if let (Some(joint), Some(last)) = (joint, parts.last_mut()) {
                last.end = joint;
                parts.push(TokenRange::new(joint + 1, phrase.end));
            }
        }
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// The mention that a phrase without coordination is about.
    fn main_mention(&self, part: TokenRange) -> Option<&Mention> {
        let edge = self.edge(part);
        let core = TokenRange::new(part.start, edge);
        let upos = |t: u32| self.analysis.tokens[t as usize].upos;
        let mut words = core.iter().rev();
        let noun = words.clone().find(|t| matches!(upos(*t), Upos::Noun | Upos::Propn));
        let last =
            noun.or_else(|| words.find(|t| matches!(upos(*t), Upos::Pron | Upos::Det | Upos::Num | Upos::Adj)))?;
        let end = self.analysis.tokens[last as usize].span.end;
        // "Labour leader Anna Brandt": the name, whichever of the words the tree takes for the head.
        let named = self.mention_ending(end).filter(|m| is_person_name(m));
        let named = named.or_else(|| self.titled_after(core)).or_else(|| self.name_at_end(part, edge));
        if named.is_some() {
            return named;
        }
        // "one of the officials" is not the officials.
        let first = core.iter().find(|t| matches!(upos(*t), Upos::Noun | Upos::Propn));
        if first.is_some_and(|noun| (core.start + 1..noun).any(|t| self.word(t) == "of")) {
            // "One of the officials, Anna Brandt".
            let named = self.apposed_name(part, edge).filter(|_| self.word(edge) == ",");
            return named.or_else(|| self.mention_with_main_word(core.start));
        }
        let mention = self.mention_with_main_word(last);
        // "a statement by the ministry"; "in Oslo by the minister".
        let carries = match mention {
            Some(mention) => mention.kind == ActorKind::Place && mention.form == MentionForm::Name,
            None => lexicon::is_medium(&self.analysis.tokens[last as usize].lemma),
        };
        if carries && edge + 1 < part.end && matches!(self.word(edge), "by" | "from") {
            return self.main_mention(TokenRange::new(edge + 1, part.end));
        }
        if mention.is_none_or(|m| m.actor.is_none() && m.form == MentionForm::Description)
            && let Some(apposed) = self.apposed_name(part, edge)
        {
            return Some(apposed);
        }
        // "A US official" is not the US.
        let of_last =
            |m: &&Mention| m.form != MentionForm::Name || m.span.end > self.analysis.tokens[last as usize].span.start;
        mention.or_else(|| {
            self.mention_with_main_word(self.analysis.head_of(part)).filter(|_| upos(last) != Upos::Num).filter(of_last)
        })
    }

    /// The person whose name ends a long title, "the head of the Finance Ministry Anna Brandt", where the tree does not bind the two.
    fn name_at_end(&self, part: TokenRange, edge: u32) -> Option<&Mention> {
        if edge >= part.end || !matches!(self.word(edge), "of" | "for" | "at") {
            return None;
        }
        let token = |t: u32| &self.analysis.tokens[t as usize];
        let end = (edge..part.end).find(|t| self.word(*t) == "," && !self.in_name(*t)).unwrap_or(part.end);
        let last = (edge..end).rev().find(|t| token(*t).upos != Upos::Punct)?;
        let name = self.mention_ending(token(last).span.end).filter(|m| is_person_name(m))?;
        let start = self.analysis.tokens_in(name.span).start;
        let before = start.checked_sub(1).filter(|before| *before > edge)?;
        // "A spokesman for Chairman Anna Brandt" is not she.
        let body = matches!(token(before).upos, Upos::Propn | Upos::Noun)
            && !crate::coreference::is_person_noun(&token(before).lemma.to_lowercase());
        let finite = |t: u32| matches!(token(t).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
        let whole = (part.start..start).all(|t| !finite(t) && token(t).upos != Upos::Sconj);
        (body && whole && name.span.of_text(self.text).contains(' ')).then_some(name)
    }

    /// Where the part of a phrase ends that has its main word: before the preposition, verb, comma, bracket, dash, relative
    /// pronoun or conjunction that follows a noun.
    fn edge(&self, phrase: TokenRange) -> u32 {
        let mut noun = false;
        for at in phrase.iter() {
            let token = &self.analysis.tokens[at as usize];
            let word = self.word(at);
            if noun && !self.in_name(at) {
                let before_noun = token.head.is_some_and(|h| h > at && h < phrase.end)
                    && matches!(token.deprel, Deprel::Amod | Deprel::Compound | Deprel::NmodPoss);
                let ends = match token.upos {
                    Upos::Punct => matches!(word, "," | ";" | ":" | "(" | "[" | "–" | "—" | "--"),
                    // "Under Secretary".
                    Upos::Adp => !word.starts_with(char::is_uppercase),
                    Upos::Cconj | Upos::Sconj | Upos::Aux => true,
                    Upos::Part => token.xpos != Xpos::Pos,
                    Upos::Verb => !before_noun,
                    _ => matches!(token.xpos, Xpos::Wp | Xpos::Wdt | Xpos::WpPoss | Xpos::Wrb),
                };
                if ends {
                    return at;
                }
            }
            noun |= matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Pron);
        }
        phrase.end
    }

    /// The person in "the head of the Ministry of Defence Anna Brandt": whose title the words are, also where the phrase was cut
    /// short before the name.
    fn titled_after(&self, core: TokenRange) -> Option<&Mention> {
        let end = (core.end + LONGEST_TITLE).min(self.analysis.tokens.len() as u32);
        let after = self.analysis.span(TokenRange::new(core.end, end));
        let title = self.analysis.tokens[core.end as usize - 1].span;
        self.mentions_in(after).iter().filter(|m| is_person_name(m) && after.contains(m.span)).find(|m| {
            let roles = m.actor.and_then(|a| self.findings.actors.get(a)).map_or(&[][..], |a| &a.roles);
            // They are in text order; only the last that begins before the title's end can hold it.
            let before = roles.partition_point(|role| role.span.start < title.end);
            roles[..before].iter().rev().take(2).any(|role| {
                role.span.contains(title)
                    && role.span.end <= m.span.start
                    && self.text.get(role.span.end as usize..m.span.start as usize).is_some_and(|t| t.trim().is_empty())
            })
        })
    }

    /// The name after the comma in "his brother, Peter Novak".
    fn apposed_name(&self, part: TokenRange, edge: u32) -> Option<&Mention> {
        let comma = (edge..part.end).find(|t| self.word(*t) == ",")?;
        let segment = TokenRange::new(comma + 1, part.end);
        if segment.is_empty() {
            return None;
        }
        let end = self.edge(segment);
        let last = self.analysis.tokens[end.max(segment.start + 1) as usize - 1].span.end;
        self.mention_ending(last).filter(|m| is_person_name(m))
    }

    /// The longest name that ends at this byte.
    fn mention_ending(&self, end: u32) -> Option<&Mention> {
        let holding = self.mentions_in(Span::new(end.saturating_sub(1), end)).iter();
        holding.filter(|m| m.form == MentionForm::Name && m.span.end == end).max_by_key(|m| m.span.len())
    }

    /// The mention whose main word is this one.
    fn mention_with_main_word(&self, at: u32) -> Option<&Mention> {
        let word = self.analysis.tokens.get(at as usize)?.span;
        let first = self.findings.times.partition_point(|t| t.span.end <= word.start);
        if self.findings.times.get(first).is_some_and(|t| t.span.contains(word)) {
            return None;
        }
        let holding = self.mentions_in(word).iter().filter(|m| m.span.contains(word));
        let is_main = |m: &Mention| self.analysis.head_of(self.analysis.tokens_in(m.span)) == at;
        let main = holding.filter(|m| m.span.end == word.end || is_main(m));
        main.max_by_key(|m| (is_main(m), m.actor.is_some(), m.span.len()))
    }

    /// Whether the word stands inside a name, not at its start.
    fn in_name(&self, at: u32) -> bool {
        let word = self.analysis.tokens[at as usize].span;
        let around = self.mentions_in(word).iter();
        around.filter(|m| m.form == MentionForm::Name).any(|m| m.span.start < word.start && m.span.contains(word))
    }

    pub(super) fn word(&self, at: u32) -> &str {
        self.analysis.tokens[at as usize].span.of_text(self.text)
    }
}

fn is_person_name(mention: &Mention) -> bool {
    mention.form == MentionForm::Name && mention.kind == ActorKind::Person
}

/// Who "I" and "we" are in a quotation: the speaker of the statement around them.
pub(super) fn first_persons(reader: &Reader<'_>, statements: &mut [Statement]) {
    let is_open = |someone: &Attributed| {
        let word = someone.span.of_text(reader.text);
        let first = ["i", "we", "me", "us"].iter().any(|p| word.eq_ignore_ascii_case(p));
        first && someone.actors.is_empty()
    };
    let speaker = |statements: &[Statement], number: usize, span: Span| {
        let (mut inside, mut span) = (number, span);
        for _ in 0..DEPTH {
            let around = statements.iter().enumerate().filter(|(other, statement)| {
                *other != inside
                    && statement.content.iter().any(|c| c.contains(span))
                    && speaks_itself(reader, statement)
            });
            let (outer, statement) = around.min_by_key(|(_, s)| s.content.iter().map(|c| c.len()).sum::<u32>())?;
            let source = statement.source.as_ref()?;
            match source.actors.as_slice() {
                [_, ..] => return Some(source.actors.clone()),
                [] if is_open(source) => (inside, span) = (outer, source.span),
                [] => return None,
            }
        }
        None
    };
    for number in 0..statements.len() {
        let open = |someone: Option<&Attributed>| someone.filter(|s| is_open(s)).map(|s| s.span);
        let source = open(statements[number].source.as_ref()).and_then(|span| speaker(statements, number, span));
        let addressee = open(statements[number].addressee.as_ref()).and_then(|span| speaker(statements, number, span));
        let statement = &mut statements[number];
        if let (Some(actors), Some(source)) = (source, &mut statement.source) {
            source.actors = actors;
        }
        if let (Some(actors), Some(addressee)) = (addressee, &mut statement.addressee) {
            addressee.actors = actors;
        }
    }
}

/// Whether the statement gives the speaker's own words: a quotation, or what a colon introduces.
fn speaks_itself(reader: &Reader<'_>, statement: &Statement) -> bool {
    statement.kind != StatementKind::Indirect
        || statement
            .content
            .first()
            .is_some_and(|c| reader.text.get(..c.start as usize).is_some_and(|before| before.trim_end().ends_with(':')))
}
