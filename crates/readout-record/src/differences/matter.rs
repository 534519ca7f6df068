//! What the sentences of a story speak of.

use std::collections::BTreeSet;
use std::ops::Range;

use readout_extract::{ActorKind, MentionForm};
use readout_report::{Date, Span};
use rustc_hash::FxHashMap;

use crate::actors::Actors;
use crate::context::Context;
use crate::fold;
use crate::meaning::family;
use crate::times::Times;
use crate::{Word, WordClass};

/// What a sentence speaks of: an actor, or the words that are formed from each other or used for each other. The number says nothing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Topic {
    Actor(usize),
    Word(u32),
}

impl Topic {
    pub(super) fn is_word(self) -> bool {
        matches!(self, Self::Word(_))
    }

    pub(super) fn actor(self) -> Option<usize> {
        match self {
            Self::Actor(actor) => Some(actor),
            Self::Word(_) => None,
        }
    }
}

/// A sentence.
#[derive(Debug)]
pub(super) struct Sentence<'e> {
    pub(super) report: usize,
    pub(super) span: Span,
    pub(super) words: &'e [Word],
    /// Each once, in order.
    pub(super) topics: Vec<Topic>,
}

/// The sentences of a story with what they speak of.
pub(super) struct Matter<'a, 'e> {
    pub(super) context: &'a Context<'e>,
    pub(super) actors: &'a Actors,
    pub(super) times: &'a Times,
    pub(super) sentences: Vec<Sentence<'e>>,
    of_report: Vec<Range<usize>>,
    lemmas: FxHashMap<&'e str, u32>,
    weights: FxHashMap<Topic, u32>,
    with: FxHashMap<Topic, Vec<usize>>,
    /// For each report, the pieces of content of its statements by start, with the statement.
    contents: Vec<Vec<(Span, usize)>>,
}

/// A topic that so few sentences have is of weight [`RARE`] or more.
pub(super) const RARE: u32 = 3_000;

impl<'a, 'e> Matter<'a, 'e> {
    pub(super) fn new(context: &'a Context<'e>, actors: &'a Actors, times: &'a Times) -> Self {
        let mut lemmas = FxHashMap::default();
        let mut families = FxHashMap::default();
        let mut sentences = Vec::new();
        let mut of_report = Vec::new();
        let mut contents = Vec::new();
        for (report, entry) in context.entries.iter().enumerate() {
            let first = sentences.len();
            let findings = &entry.findings;
            let mut at = 0;
            for span in &entry.sentences {
                let words = entry.words_in(*span);
                let mut topics = BTreeSet::new();
                let mut names: Vec<Span> = Vec::new();
                while findings.mentions.get(at).is_some_and(|m| m.span.start < span.end) {
                    let mention = &findings.mentions[at];
                    at += 1;
                    if let Some(actor) = mention.actor.filter(|_| mention.span.start >= span.start) {
                        topics.insert(Topic::Actor(actors.of(report, actor)));
                        names.push(mention.span);
                    }
                }
                for word in words {
                    let named = word.class == WordClass::Name && names.iter().any(|n| n.contains(word.span));
                    if !named && !is_light(word) {
                        let family = lemmas.entry(&*word.lemma).or_insert_with(|| {
                            let next = families.len() as u32;
                            *families.entry(family(&word.lemma)).or_insert(next)
                        });
                        topics.insert(Topic::Word(*family));
                    }
                }
                let topics = topics.into_iter().collect();
                sentences.push(Sentence { report, span: span.trim(&entry.report.text), words, topics });
            }
            of_report.push(first..sentences.len());
            let pieces = findings.statements.iter().enumerate();
            let mut pieces: Vec<_> = pieces.flat_map(|(i, s)| s.content.iter().map(move |c| (*c, i))).collect();
            pieces.sort_unstable();
            contents.push(pieces);
        }
        let mut with = FxHashMap::<Topic, Vec<usize>>::default();
        for (i, sentence) in sentences.iter().enumerate() {
            for topic in &sentence.topics {
                with.entry(*topic).or_default().push(i);
            }
        }
        // Whole numbers, so that a sum does not depend on the order of its parts. A story is taken to have some hundred
        // sentences at least: in a shorter one, a word that stands in half of them need not be a common one.
        let all = sentences.len().max(100) as f64;
        let weight = |count: usize| ((all / count as f64).ln().max(0.0) * 1000.0) as u32;
        let weights = with.iter().map(|(topic, these)| (*topic, weight(these.len()))).collect();
        Self { context, actors, times, sentences, of_report, lemmas, weights, with, contents }
    }

    /// The only person of a report whose name ends with a word.
    pub(super) fn named(&self, report: usize, word: &str) -> Option<usize> {
        let word = fold::fold(word);
        let people =
            self.context.findings(report).actors.iter().enumerate().filter(|(_, a)| a.kind == ActorKind::Person);
        let all: BTreeSet<usize> = people
            .map(|(i, _)| self.actors.of(report, i))
            .filter(|a| fold::words(&self.actors.all[*a].name).last() == Some(&word))
            .collect();
        all.first().copied().filter(|_| all.len() == 1)
    }

    /// The sentence of a report at a byte.
    pub(super) fn sentence_at(&self, report: usize, at: u32) -> Option<usize> {
        let all = &self.sentences[self.of_report[report].clone()];
        let next = all.partition_point(|s| s.span.start <= at);
        let index = next.checked_sub(1)?;
        (at < all[index].span.end).then_some(self.of_report[report].start + index)
    }

    /// The indices of a report's sentences.
    pub(super) fn indices_of(&self, report: usize) -> Range<usize> {
        self.of_report[report].clone()
    }

    /// The topic of a lemma, if a sentence has it.
    pub(super) fn topic(&self, lemma: &str) -> Option<Topic> {
        self.lemmas.get(lemma).map(|l| Topic::Word(*l))
    }

    /// Whether a word says nothing of a matter.
    pub(super) fn is_light(&self, word: &Word) -> bool {
        is_light(word)
    }

    /// Whether two reports appeared within a day of each other, as far as is known: later ones know more.
    pub(super) fn are_of_one_day(&self, a: usize, b: usize) -> bool {
        let day = |report: usize| self.context.report(report).published;
        day(a).zip(day(b)).is_none_or(|(x, y)| (x - y).get_days().abs() <= 1)
    }

    /// For whom an actor speaks: those to whom his office or role relates ("Sorov's lawyer"), and the holder of a house of power.
    pub(super) fn principals(&self, actor: usize) -> Vec<usize> {
        const HOUSES: &[(&str, &[&str], &str)] = &[
            ("white house", &["us", "american"], "president"),
            ("kremlin", &["russian"], "president"),
            ("downing street", &["british", "uk"], "prime minister"),
            ("blue house", &["south korean"], "president"),
        ];
        /// Roles of those who speak for others.
        const SPEAKING: &[&str] =
            &["lawyer", "attorney", "spokesman", "spokeswoman", "spokesperson", "counsel", "representative"];
        let this = &self.actors.all[actor];
        let speaks = |role: &&crate::Role| fold::words(&role.text).iter().any(|w| SPEAKING.contains(&w.as_str()));
        let mut principals: Vec<usize> = this.roles.iter().filter(speaks).filter_map(|role| role.of).collect();
        let name = fold::fold(&this.name);
        if let Some((_, lands, office)) = HOUSES.iter().find(|(house, ..)| name.ends_with(house)) {
            // How often somebody is said to hold the office; not who holds that of another country.
            let told = |actor: &crate::Actor| {
                let mut times = 0;
                for role in &actor.roles {
                    let text = fold::fold(&role.text);
                    match text.strip_suffix(office).map(str::trim) {
                        Some(land) if land.is_empty() || lands.contains(&land) => times += role.evidence.len(),
                        Some("vice" | "former" | "deputy") | None => {}
                        Some(_) => return 0,
                    }
                }
                times
            };
            let people = self.actors.all.iter().enumerate().filter(|(_, a)| a.kind == ActorKind::Person);
            let holders = people.map(|(i, a)| (told(a), std::cmp::Reverse(i))).filter(|(times, _)| *times > 0);
            principals.extend(holders.max().map(|(_, std::cmp::Reverse(i))| i));
        }
        principals
    }

    /// Whether an actor's office names another: "Russian Deputy Foreign Minister" and Russia.
    pub(super) fn speaks_for(&self, actor: usize, other: usize) -> bool {
        let other = &self.actors.all[other];
        self.actors.all[actor].roles.iter().any(|role| {
            role.of.is_some_and(|of| self.actors.all[of].id == other.id)
                || fold::words(&role.text).iter().any(|w| {
                    [&other.name].into_iter().chain(&other.aliases).any(|name| is_of_country(w, &fold::fold(name)))
                })
        })
    }

    /// How much it tells that two sentences share this: the logarithm of how few have it, in thousandths.
    pub(super) fn weight(&self, topic: Topic) -> u32 {
        self.weights.get(&topic).copied().unwrap_or_default()
    }

    pub(super) fn total(&self, topics: &[Topic]) -> u32 {
        topics.iter().map(|t| self.weight(*t)).sum()
    }

    /// What both have.
    pub(super) fn shared(a: &[Topic], b: &[Topic]) -> Vec<Topic> {
        a.iter().filter(|t| b.binary_search(t).is_ok()).copied().collect()
    }

    /// The words of a place.
    pub(super) fn text(&self, report: usize, span: Span) -> &'e str {
        self.context.text(report, span)
    }

    /// The statement in whose content a place stands: of several, the innermost.
    pub(super) fn statement_at(&self, report: usize, span: Span) -> Option<usize> {
        let pieces = &self.contents[report];
        let next = pieces.partition_point(|(piece, _)| piece.start <= span.start);
        // Contents do not nest deep, and one that began long ago has ended.
        const LOOK_BACK: usize = 12;
        let near = pieces[..next].iter().rev().take(LOOK_BACK).filter(|(piece, _)| piece.contains(span));
        near.min_by_key(|(piece, i)| (piece.len(), *i)).map(|(_, i)| *i)
    }

    /// Who says what stands at a place: the named actors of the innermost statement; none where the outlet does.
    pub(super) fn speakers(&self, report: usize, span: Span) -> BTreeSet<usize> {
        self.statement_at(report, span).map(|s| self.sources(report, s)).unwrap_or_default()
    }

    /// The actors who are the source of a report's statement.
    pub(super) fn sources(&self, report: usize, statement: usize) -> BTreeSet<usize> {
        let source = self.context.findings(report).statements[statement].source.as_ref();
        source.into_iter().flat_map(|s| &s.actors).map(|a| self.actors.of(report, *a)).collect()
    }

    /// A statement with its source and cue, as far as it stands in the sentence of the cue.
    pub(super) fn clause(&self, report: usize, statement: usize) -> Span {
        let told = &self.context.findings(report).statements[statement];
        let source = told.source.as_ref().map(|s| s.span);
        let whole = told.content.iter().copied().chain(source).fold(told.cue, Span::cover);
        let Some(sentence) = self.sentence_at(report, told.cue.start) else { return whole };
        let sentence = self.sentences[sentence].span;
        let start = whole.start.max(sentence.start).min(told.cue.start);
        Span::new(start, whole.end.min(sentence.end).max(told.cue.end))
    }

    /// The actor named last in a clause before a word.
    pub(super) fn subject(&self, report: usize, clause: Span, word: Span) -> Option<usize> {
        let mentions = &self.context.findings(report).mentions;
        let before = mentions[..mentions.partition_point(|m| m.span.start < word.start)].iter().rev();
        let mut before = before.take_while(|m| m.span.start >= clause.start);
        before.find(|m| m.span.end <= word.start).and_then(|m| Some(self.actors.of(report, m.actor?)))
    }

    /// The name of which a word is part; the word itself, where it stands in none.
    pub(super) fn mention_around(&self, report: usize, word: Span) -> Span {
        let mentions = &self.context.findings(report).mentions;
        let next = mentions.partition_point(|m| m.span.start <= word.start);
        let named =
            mentions[..next].iter().rev().take(3).find(|m| m.form == MentionForm::Name && m.span.contains(word));
        named.map_or(word, |m| m.span)
    }

    /// What the words of a place speak of.
    pub(super) fn topics_in(&self, report: usize, span: Span) -> Vec<Topic> {
        let entry = &self.context.entries[report];
        let mentions = &entry.findings.mentions;
        let from = mentions.partition_point(|m| m.span.start < span.start);
        let inside: Vec<_> = mentions[from..].iter().take_while(|m| m.span.start < span.end).collect();
        let mut topics: BTreeSet<Topic> =
            inside.iter().filter_map(|m| Some(Topic::Actor(self.actors.of(report, m.actor?)))).collect();
        for word in entry.words_in(span).iter().filter(|w| !is_light(w)) {
            let named =
                word.class == WordClass::Name && inside.iter().any(|m| m.actor.is_some() && m.span.contains(word.span));
            if !named {
                topics.extend(self.topic(&word.lemma));
            }
        }
        topics.into_iter().collect()
    }

    /// The sentences that have a topic, in order.
    pub(super) fn sentences_with(&self, topic: Topic) -> &[usize] {
        self.with.get(&topic).map_or(&[], Vec::as_slice)
    }

    /// The first and last day of a report's time.
    pub(super) fn range(&self, report: usize, time: usize) -> Option<(Date, Date)> {
        self.times.all[self.times.of(report, time)].range
    }
}

/// Whether a word is a country's name or made from it: "russian" of "russia", "velmoran" of "velmora".
fn is_of_country(word: &str, country: &str) -> bool {
    const LEAST_BYTES: usize = 4;
    let stem = country.strip_suffix(['a', 'e', 'y', 'o']).unwrap_or(country);
    stem.len() >= LEAST_BYTES && word.strip_prefix(stem).is_some_and(|ending| ending.len() <= 4)
}

/// Words that say nothing of a matter: of saying, of every number, of time.
fn is_light(word: &Word) -> bool {
    const LIGHT: &[&str] = &[
        "be",
        "have",
        "do",
        "say",
        "tell",
        "add",
        "go",
        "get",
        "make",
        "take",
        "come",
        "also",
        "then",
        "now",
        "just",
        "so",
        "very",
        "more",
        "most",
        "many",
        "much",
        "other",
        "such",
        "same",
        "new",
        "not",
        "n't",
        "never",
        "last",
        "next",
        "first",
        "one",
        "two",
        "day",
        "week",
        "month",
        "year",
        "time",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "here",
        "there",
        "too",
        "even",
        "still",
        "only",
        "well",
    ];
    const LIGHT_VERBS: &[&str] = &["know", "see", "call", "want", "think", "use"];
    word.class == WordClass::Verb && LIGHT_VERBS.contains(&&*word.lemma)
        || word.class == WordClass::Number
        || word.class == WordClass::Adverb
        || LIGHT.contains(&&*word.lemma)
}
