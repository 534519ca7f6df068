//! Which claim a denial answers, of all that the reports of a story say.
//!
//! Rules ([`denial`](super::denial)) find plain ones. They miss what is told in other words ("deny ramping up activity", "a
//! substantial military buildup") and take what only shares some. So every sentence near a denial, or with a word of it, is looked at:
//! what speaks for it is counted here, that a rule found it among the rest, and how much each of that tells was learned from denials
//! that readers had judged ([`judge`](super::judge), `model/README.md`).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use readout_report::{Evidence, Span};

use super::deed;
use super::denial::{self, Told};
use super::denials::{self, Answers, Denial};
use super::judge::OF_CLAIMS;
use super::matter::{Matter, RARE, Topic};
use super::{Place, polarity};
use crate::{DifferenceKind, Word, WordClass, WordRole};

/// How many features there are.
pub(crate) const FEATURES: usize = 67;

/// What is counted of a denial and of a sentence that may tell what it denies, by name.
type Features = [(&'static str, f32); FEATURES];

/// A denial and a sentence that may tell what it denies: what the judge learns from.
#[derive(Debug, Clone)]
pub struct ClaimRow {
    /// What it would be: a denial, or a claim that is not verified.
    pub kind: DifferenceKind,
    /// Where something is denied.
    pub denial: Evidence,
    /// Where that may be told.
    pub claim: Evidence,
    /// What speaks for it, by name and always in the same order: numbers, and 1 for yes.
    pub features: Vec<(&'static str, f32)>,
}

/// A sentence, or a part of the denial's own, that may tell what is denied.
struct Candidate {
    place: Place,
    speakers: BTreeSet<usize>,
    features: Features,
}

/// The logarithm of the odds from which a claim is taken for what is denied: one in three. That something is denied shows that
/// somebody says it; where, is what may be wrong.
const LEAST_ODDS: f32 = -0.7;

/// ... and for what could not be verified: one in two.
const LEAST_ODDS_UNVERIFIED: f32 = 0.0;

/// Others are told beside the likeliest if their odds are not much less, by a factor of four or five, ...
const NEAR_BEST: f32 = 1.5;

/// ... but so many in all: more would be of other things.
const MOST: usize = 3;

/// The sentences that tell what is denied, and who says it there; a few at most, and none where none is likely.
///
/// `by_rule` is what rules found, `within` the claim that the denial's own sentence tells.
pub(super) fn told(
    matter: &Matter<'_, '_>,
    sentences: &Sentences,
    denial: &Denial,
    by_rule: &Told,
    within: Option<Span>,
) -> Told {
    let candidates = candidates(matter, sentences, denial, by_rule, within);
    let mut judged: Vec<(f32, Candidate)> = candidates
        .into_iter()
        .map(|candidate| (OF_CLAIMS.odds(&candidate.features.map(|(_, value)| value)), candidate))
        .collect();
    judged.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.place.cmp(&b.1.place)));
    // What those who deny say themselves is not what they deny, unless a rule knows better.
    let is_own_side =
        |candidate: &Candidate| !candidate.speakers.is_empty() && candidate.speakers.is_subset(&denial.accused);
    judged.retain(|(_, c)| is_by_rule(by_rule, c.place) || !is_own_side(c));
    // The claim that the denial's own sentence tells is plain; who says it elsewhere is told beside it.
    let is_within = |candidate: &Candidate| within.is_some_and(|own| candidate.place == (denial.report, own));
    let best = judged.iter().find(|(_, c)| !is_within(c)).map_or(f32::MIN, |(odds, _)| *odds);
    let least = match denial::kind(denial) {
        DifferenceKind::Verification => LEAST_ODDS_UNVERIFIED,
        _ => LEAST_ODDS,
    };
    judged.retain(|(odds, c)| match is_within(c) {
        true => *odds >= least,
        false => best >= least && *odds >= best - NEAR_BEST,
    });
    judged.sort_by_key(|(_, c)| !is_within(c));
    judged.truncate(MOST);
    let mut told = Told::new();
    for (_, Candidate { place, speakers, .. }) in judged {
        // Rules tell who says it, and which words of the sentence.
        let mut known = by_rule.iter().filter(|((r, s), _)| *r == place.0 && s.overlaps(place.1)).peekable();
        if known.peek().is_none() {
            told.insert(place, speakers);
        }
        for (place, speakers) in known {
            told.entry(*place).or_default().extend(speakers);
        }
    }
    told
}

/// Whether a rule found a passage, or a part of it.
fn is_by_rule(by_rule: &Told, place: Place) -> bool {
    by_rule.keys().any(|(report, span)| *report == place.0 && span.overlaps(place.1))
}

/// The denial with each of its candidates.
pub(super) fn rows(
    matter: &Matter<'_, '_>,
    sentences: &Sentences,
    denial: &Denial,
    by_rule: &Told,
    within: Option<Span>,
) -> Vec<ClaimRow> {
    let evidence = matter.context.evidence(denial.report, denial.clause);
    let row = |candidate: Candidate| ClaimRow {
        kind: denial::kind(denial),
        denial: evidence.clone(),
        claim: matter.context.evidence(candidate.place.0, candidate.place.1),
        features: candidate.features.to_vec(),
    };
    candidates(matter, sentences, denial, by_rule, within).into_iter().map(row).collect()
}

/// What is so of the sentences of a story whatever is denied.
pub(super) struct Sentences {
    all: Vec<Voiced>,
}

struct Voiced {
    speakers: BTreeSet<usize>,
    /// Those, and whom their words name: the company of "a Velmar spokesman".
    voices: BTreeSet<usize>,
    accuses: bool,
    charges: bool,
    tells_of_what: bool,
    denies: bool,
    asks: bool,
    affirms: bool,
    negators: usize,
    is_attributed: bool,
    is_quoted: bool,
    weight: u32,
    numbers: BTreeSet<Box<str>>,
    /// Who denies something there, by any words that deny; nobody where the outlet does.
    deniers: Option<BTreeSet<usize>>,
    /// Who does what the sentence tells.
    doers: BTreeSet<usize>,
    /// Words of suspicion, of claiming and of evidence.
    suspects: bool,
    claims: bool,
    shows: bool,
    /// Whether the word "that" stands in it, as before what somebody claims.
    has_that: bool,
}

/// "Allegedly", "is responsible for".
const SUSPECTING: &[&str] = &[
    "alleged",
    "allegedly",
    "apparently",
    "behind",
    "blame",
    "culprit",
    "reported",
    "reportedly",
    "responsibility",
    "responsible",
    "suspect",
    "suspected",
    "suspicion",
];

/// "Asserted that".
const CLAIMING: &[&str] = &[
    "argue",
    "assert",
    "assertion",
    "claim",
    "contend",
    "declare",
    "insist",
    "maintain",
    "rumor",
    "rumour",
    "suggest",
];

/// "Found evidence that".
const SHOWING: &[&str] = &[
    "conclude",
    "conclusion",
    "confirm",
    "determine",
    "evidence",
    "find",
    "finding",
    "indicate",
    "proof",
    "reveal",
    "show",
];

impl Sentences {
    pub(super) fn new(matter: &Matter<'_, '_>, denials: &[Denial]) -> Self {
        let mut deniers = BTreeMap::<usize, BTreeSet<usize>>::new();
        for denial in denials {
            deniers.entry(denial.sentence).or_default().extend(&denial.accused);
        }
        let has = |sentence: &super::matter::Sentence<'_>, lemmas: &[&str]| {
            sentence.words.iter().any(|w| !w.negated && lemmas.contains(&&*w.lemma))
        };
        let voiced = |at: usize| {
            let sentence = &matter.sentences[at];
            let text = matter.text(sentence.report, sentence.span);
            let numbers = sentence.words.iter().filter(|w| w.class == WordClass::Number);
            let speakers = denial::speakers_in(matter, at);
            let named = denial::sources_in(matter, at).flat_map(|source| matter.topics_in(sentence.report, source));
            Voiced {
                voices: speakers.iter().copied().chain(named.filter_map(Topic::actor)).collect(),
                speakers,
                accuses: denial::accuses(sentence.words),
                charges: sentence.words.iter().any(denial::tells_of_charge),
                tells_of_what: denial::tells_of_what(matter, at),
                denies: denial::denies(matter, at),
                asks: denial::asks(matter, at),
                affirms: polarity::affirms(text),
                negators: polarity::words(text, 0).filter(|(w, _)| polarity::is_negator(w)).count(),
                is_attributed: denial::is_attributed(matter, at),
                is_quoted: text.contains(['"', '“']),
                weight: matter.total(&sentence.topics),
                numbers: numbers.map(|w| w.lemma.clone()).collect(),
                deniers: deniers.get(&at).cloned(),
                doers: doers(matter, at),
                suspects: has(sentence, SUSPECTING),
                claims: has(sentence, CLAIMING),
                shows: has(sentence, SHOWING),
                has_that: polarity::words(text, 0).any(|(w, _)| w == "that"),
            }
        };
        Self { all: (0..matter.sentences.len()).map(voiced).collect() }
    }
}

/// Who does what the verbs of a sentence tell, as far as they are named.
fn doers(matter: &Matter<'_, '_>, at: usize) -> BTreeSet<usize> {
    let sentence = &matter.sentences[at];
    let mentions = &matter.context.findings(sentence.report).mentions;
    let from = mentions.partition_point(|m| m.span.start < sentence.span.start);
    let here: Vec<_> = mentions[from..].iter().take_while(|m| m.span.start < sentence.span.end).collect();
    let subjects = sentence.words.iter().filter(|w| w.role == WordRole::Subject);
    let of = |word: &Word| here.iter().find(|m| m.span.contains(word.span)).and_then(|m| m.actor);
    subjects.filter_map(of).map(|a| matter.actors.of(sentence.report, a)).collect()
}

/// Whether what is denied is named only by a word that points back: "this", "those figures", "the claim".
fn points_back(text: &str) -> bool {
    const POINTING: &[&str] =
        &["this", "that", "these", "those", "it", "them", "such", "so", "either", "neither", "both"];
    polarity::words(text, 0).take(3).any(|(w, _)| POINTING.contains(&w.as_str()))
}

/// What may be denied: the claim within the denial's sentence, then the sentences that share most words with it; some at most.
fn candidates(
    matter: &Matter<'_, '_>,
    sentences: &Sentences,
    denial: &Denial,
    by_rule: &Told,
    within: Option<Span>,
) -> Vec<Candidate> {
    /// Sentences so near before it, and two after, may be answered whatever their words.
    const NEAR: usize = 4;
    /// A word that more sentences of a story have leads to none of them.
    const MOST_SENTENCES: usize = 60;
    const MOST_CANDIDATES: usize = 40;
    let denied = Denied::new(matter, sentences, denial);
    let range = matter.indices_of(denial.report);
    let first = range.start.max(denial.sentence.saturating_sub(NEAR));
    let mut near: BTreeSet<usize> = (first..range.end.min(denial.sentence + 3)).collect();
    for topic in denied.telling.iter().chain(&denied.around).filter(|t| t.is_word()) {
        let with = matter.sentences_with(*topic);
        if with.len() <= MOST_SENTENCES {
            near.extend(with);
        }
    }
    near.extend(by_rule.keys().filter_map(|(report, span)| matter.sentence_at(*report, span.start)));
    near.remove(&denial.sentence);
    let weight = |at: usize| {
        let shared = |topics: &[Topic]| matter.total(&Matter::shared(topics, &matter.sentences[at].topics));
        shared(&denied.telling) * 2 + shared(&denied.around)
    };
    let mut ranked: Vec<(Reverse<u32>, usize)> = near.into_iter().map(|at| (Reverse(weight(at)), at)).collect();
    ranked.sort_unstable();
    let best = ranked.first().map_or(0, |(weight, _)| weight.0);
    let mut found = Vec::new();
    if let Some(span) = within {
        let here = Here { at: denial.sentence, span, is_own: true, by_rule, rank: 0, weight: best, best };
        let features = denied.features(sentences, &here);
        found.push(Candidate { place: (denial.report, span), speakers: BTreeSet::new(), features });
    }
    for (rank, (Reverse(weight), at)) in ranked.into_iter().enumerate() {
        let sentence = &matter.sentences[at];
        let here = Here { at, span: sentence.span, is_own: false, by_rule, rank, weight, best };
        let may_be_it = || !deed::is_of_another(matter, denial, at) && !denied.is_another_deed(at);
        if is_by_rule(by_rule, (sentence.report, sentence.span)) || rank < MOST_CANDIDATES && may_be_it() {
            let features = denied.features(sentences, &here);
            let speakers = sentences.all[at].speakers.clone();
            found.push(Candidate { place: (sentence.report, sentence.span), speakers, features });
        }
    }
    found
}

/// A candidate before it is judged.
struct Here<'t> {
    at: usize,
    span: Span,
    /// Whether it stands in the denial's own sentence.
    is_own: bool,
    by_rule: &'t Told,
    /// Its place among the candidates by the words that they share with the denial, and how much those tell.
    rank: usize,
    weight: u32,
    best: u32,
}

/// What is counted once for a denial.
struct Denied<'m, 'a, 'e> {
    matter: &'m Matter<'a, 'e>,
    denial: &'m Denial,
    /// What it says that is not so.
    telling: Vec<Topic>,
    /// All that its sentence speaks of.
    around: Vec<Topic>,
    /// The word on which what is denied depends, and whether it is a verb.
    predicate: Option<(Topic, bool)>,
    /// The actors named before the denial in its sentence.
    before: BTreeSet<usize>,
    /// How many sentences of its report deny something.
    count: usize,
    points_back: bool,
    /// How many words tell what is denied.
    length: usize,
}

impl<'m, 'a, 'e> Denied<'m, 'a, 'e> {
    fn new(matter: &'m Matter<'a, 'e>, sentences: &Sentences, denial: &'m Denial) -> Self {
        let predicate = denial::predicate(matter, denial);
        let own = &matter.sentences[denial.sentence];
        let start = own.span.start.min(denial.cue.start);
        let before = matter.topics_in(denial.report, Span::new(start, denial.cue.start));
        Self {
            matter,
            denial,
            telling: denials::telling(matter, denial.report, denial.content),
            around: own.topics.clone(),
            predicate: predicate.and_then(|w| Some((matter.topic(&w.lemma)?, w.class == WordClass::Verb))),
            before: before.into_iter().filter_map(Topic::actor).collect(),
            points_back: points_back(matter.text(denial.report, denial.content)),
            length: matter.context.entries[denial.report].words_in(denial.content).len(),
            count: matter.indices_of(denial.report).filter(|at| sentences.all[*at].deniers.is_some()).count(),
        }
    }

    /// Whether a sentence tells most of what is denied but for the deed, and accuses nobody: "had read the letters of the board" is no
    /// claim that they were destroyed.
    fn is_another_deed(&self, at: usize) -> bool {
        const MOST: f32 = 0.6;
        let sentence = &self.matter.sentences[at];
        let shared = Matter::shared(&self.telling, &sentence.topics);
        let lacks_deed = self.predicate.is_some_and(|(topic, is_verb)| is_verb && !shared.contains(&topic));
        self.denial.answers == Answers::Content
            && lacks_deed
            && share(self.matter.total(&shared), self.matter.total(&self.telling)) >= MOST
            && !denial::accuses(sentence.words)
    }

    fn features(&self, sentences: &Sentences, here: &Here<'_>) -> Features {
        let Self { matter, denial, .. } = self;
        let at = here.at;
        let sentence = &matter.sentences[at];
        let (voiced, own) = (&sentences.all[at], &matter.sentences[denial.sentence]);
        let report = sentence.report;
        let topics = match here.is_own {
            true => matter.topics_in(report, here.span),
            false => sentence.topics.clone(),
        };
        let content = Matter::shared(&self.telling, &topics);
        let whole = Matter::shared(&self.around, &topics);
        let weights = [&self.telling, &self.around, &topics, &content, &whole].map(|t| matter.total(t));
        let [telling_weight, around_weight, claim_weight, content_weight, whole_weight] = weights;
        let mut heaviest: Vec<u32> = content.iter().map(|t| matter.weight(*t)).collect();
        heaviest.sort_unstable_by_key(|w| Reverse(*w));
        let heavy = |n: usize| thousands(heaviest.get(n).copied().unwrap_or_default());
        let names = |actor: &usize| topics.contains(&Topic::Actor(*actor));
        let has = |words: &[Word], class: WordClass, topic: Topic| {
            words.iter().any(|w| w.class == class && matter.topic(&w.lemma) == Some(topic))
        };
        let both = |class: WordClass| {
            let shared = whole.iter().filter(|t| t.is_word() && has(sentence.words, class, **t));
            shared.filter(|t| has(own.words, class, **t)).count() as f32
        };
        let day = |report: usize| matter.context.report(report).published;
        let is_of_report = report == denial.report;
        let first = matter.indices_of(report).start;
        let last_accuses = at > first && sentences.all[at - 1].accuses;
        let beside = |other: Option<usize>| {
            let next = other.filter(|o| matter.indices_of(report).contains(o));
            next.map_or(0, |o| matter.total(&Matter::shared(&self.telling, &matter.sentences[o].topics)))
        };
        [
            ("form of the denial", denial.form.number()),
            (
                "what it answers",
                match denial.answers {
                    Answers::Content => 0.0,
                    Answers::Deed => 1.0,
                    Answers::Accusation => 2.0,
                    Answers::Before => 3.0,
                },
            ),
            ("who denies is known", yes(!denial.sources.is_empty())),
            ("words denied", words(&self.telling)),
            ("weight denied", thousands(telling_weight)),
            ("denial follows its claim", yes(denial.told.is_some())),
            ("claimant is known", yes(denial.claimant.is_some())),
            ("place of the denial", (denial.sentence - matter.indices_of(denial.report).start) as f32),
            ("length of the denial", own.words.len() as f32),
            ("in the denial's sentence", yes(here.is_own)),
            ("found by rule", yes(is_by_rule(here.by_rule, (report, here.span)))),
            ("of the denial's report", yes(is_of_report)),
            ("sentences apart", if is_of_report { at.abs_diff(denial.sentence).min(30) as f32 } else { 40.0 }),
            ("after the denial", yes(is_of_report && at > denial.sentence)),
            ("denied words shared", words(&content)),
            ("denied weight shared", thousands(content_weight)),
            ("share of what is denied", share(content_weight, telling_weight)),
            ("share of the claim that is denied", share(content_weight, claim_weight)),
            ("heaviest denied word shared", heavy(0)),
            ("second heaviest", heavy(1)),
            ("denied actors shared", content.len() as f32 - words(&content)),
            ("words shared", words(&whole)),
            ("weight shared", thousands(whole_weight)),
            ("share of the denial", share(whole_weight, around_weight)),
            ("share of the claim", share(whole_weight, claim_weight)),
            ("nouns shared", both(WordClass::Noun)),
            ("verbs shared", both(WordClass::Verb)),
            ("numbers shared", voiced.numbers.intersection(&sentences.all[denial.sentence].numbers).count() as f32),
            ("predicate shared", yes(self.predicate.is_some_and(|(t, _)| topics.contains(&t)))),
            (
                "predicate shared as verb",
                yes(self.predicate.is_some_and(|(t, verb)| verb && has(sentence.words, WordClass::Verb, t))),
            ),
            (
                "predicate shared with no",
                yes(self.predicate.is_some_and(|(t, _)| {
                    sentence.words.iter().any(|w| w.negated && matter.topic(&w.lemma) == Some(t))
                })),
            ),
            ("denial begins its report", yes(denial.sentence < matter.indices_of(denial.report).start + 3)),
            ("rank by words", here.rank as f32),
            ("share of the best by words", share(here.weight, here.best)),
            ("denied weight in the sentences beside", thousands(beside(at.checked_sub(1)).max(beside(Some(at + 1))))),
            ("names who denies", yes(denial.accused.iter().any(names))),
            ("accuses who denies", yes(denial::is_object(matter, at, &denial.accused))),
            ("speaker is known", yes(!voiced.speakers.is_empty())),
            ("who denies speaks", yes(!voiced.voices.is_disjoint(&denial.accused))),
            ("claimant speaks", yes(denial.claimant.is_some_and(|c| voiced.speakers.contains(&c)))),
            ("names the claimant", yes(denial.claimant.is_some_and(|c| names(&c)))),
            ("speaker is named before the denial", yes(!voiced.speakers.is_disjoint(&self.before))),
            ("accuses", yes(voiced.accuses)),
            ("charges", yes(voiced.charges)),
            ("tells of what", yes(voiced.tells_of_what)),
            ("sentence before accuses", yes(last_accuses)),
            ("denies", yes(voiced.denies)),
            ("asks", yes(voiced.asks)),
            ("affirms", yes(voiced.affirms)),
            ("negators", voiced.negators as f32),
            ("is attributed", yes(voiced.is_attributed)),
            ("is quoted", yes(voiced.is_quoted)),
            ("place of the claim", (at - first) as f32),
            ("length of the claim", sentence.words.len() as f32),
            ("weight of the claim", thousands(voiced.weight)),
            ("denied there too", yes(voiced.deniers.is_some())),
            (
                "denied there by who denies",
                yes(voiced.deniers.as_ref().is_some_and(|d| !d.is_disjoint(&denial.accused))),
            ),
            ("who denies does it", yes(!voiced.doers.is_disjoint(&denial.accused))),
            ("suspects", yes(voiced.suspects)),
            ("claims", yes(voiced.claims)),
            ("shows", yes(voiced.shows)),
            ("has that", yes(voiced.has_that)),
            ("points back", yes(self.points_back)),
            ("length of what is denied", self.length as f32),
            ("denials of the report", self.count as f32),
            (
                "near weight shared",
                thousands(whole_weight.max(beside(at.checked_sub(1))))
                    / (1.0 + if is_of_report { at.abs_diff(denial.sentence).min(10) as f32 } else { 10.0 }),
            ),
            (
                "days apart",
                day(report).zip(day(denial.report)).map_or(-1.0, |(a, b)| (a - b).get_days().abs().min(9) as f32),
            ),
        ]
    }
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn words(topics: &[Topic]) -> f32 {
    topics.iter().filter(|t| t.is_word()).count() as f32
}

fn share(part: u32, whole: u32) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// Of a rare word's weight.
fn thousands(weight: u32) -> f32 {
    weight as f32 / RARE as f32
}
