//! One says that something is so, and another that it is not.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{CueClass, Statement};
use readout_report::Span;

use super::matter::{Matter, RARE, Topic};
use super::{Draft, DraftSide, Place, polarity};
use crate::{DifferenceKind, Word, WordClass};

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts = denied_claims(matter);
    drafts.extend(polarity::find(matter));
    drafts
}

/// What is denied may be named by these words only: "the allegations", "any wrongdoing".
const ALLEGATIONS: &[&str] = &[
    "accusation",
    "account",
    "allegation",
    "assertion",
    "characterization",
    "charge",
    "claim",
    "conclusion",
    "finding",
    "idea",
    "insinuation",
    "involvement",
    "misconduct",
    "notion",
    "question",
    "report",
    "rumor",
    "rumour",
    "story",
    "suggestion",
    "theory",
    "wrongdoing",
    "allege",
    "any",
    "vehemently",
    "repeatedly",
];

/// To reject these is to deny that they are true.
const CLAIMS: &[&str] = &[
    "accusation",
    "allegation",
    "assertion",
    "characterization",
    "claim",
    "conclusion",
    "insinuation",
    "notion",
    "report",
    "rumor",
    "rumour",
    "suggestion",
    "theory",
    "charge",
    "finding",
];

/// Lemmas of cues that accuse of a deed; the others of their class only find fault.
const ACCUSING: &[&str] = &["accuse", "accusation", "allege", "allegation", "blame"];

/// Who calls something so denies it.
const FALSE: &[&str] =
    &["false", "untrue", "baseless", "unfounded", "groundless", "lie", "hoax", "fabrication", "smear", "bogus", "fake"];

/// What is denied begins so, if it is a claim.
const OPENERS: &[&str] = &[
    "that", "any", "the", "it", "this", "those", "these", "all", "his", "her", "their", "its", "he", "she", "they",
    "ever",
];

/// A denied claim stands within so many sentences of the denial, where the words do not show that it is the same.
const NEAR: usize = 6;

/// A denial.
struct Denial {
    report: usize,
    sentence: usize,
    /// Who denies what, in its words.
    clause: Span,
    cue: Span,
    /// What is denied.
    content: Span,
    sources: BTreeSet<usize>,
    force: Force,
}

/// Denials, each with those who say what it denies.
fn denied_claims(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts: BTreeMap<Place, Draft> = BTreeMap::new();
    for denial in (0..matter.context.entries.len()).flat_map(|report| denials(matter, report)) {
        let affirmed = affirmations(matter, &denial);
        let Some((&first, _)) = affirmed.first_key_value() else { continue };
        let place = (denial.report, denial.clause);
        // Several denials of one claim are one difference.
        if let Some(draft) = drafts.get_mut(&first) {
            draft.sides[1].places.insert(place);
            draft.sides[1].actors.extend(denial.sources);
            continue;
        }
        let claim = DraftSide {
            value: "so".to_owned(),
            actors: affirmed.values().flatten().copied().collect(),
            places: affirmed.into_keys().collect(),
        };
        let sides = vec![claim, DraftSide::new("not so", denial.sources, place)];
        drafts.insert(first, Draft { kind: DifferenceKind::Denial, about: (denial.report, denial.content), sides });
    }
    drafts.into_values().collect()
}

/// The denials of a report: statements, and verbs of denying that no statement has ("his client denies the claim").
fn denials(matter: &Matter<'_, '_>, report: usize) -> Vec<Denial> {
    let statements = &matter.context.findings(report).statements;
    let mut found = Vec::new();
    let mut cues = BTreeSet::new();
    for (index, statement) in statements.iter().enumerate() {
        cues.insert(statement.cue.start);
        let Some(force) = force(matter, report, statement) else { continue };
        let sources = matter.sources(report, index);
        let Some(sentence) = matter.sentence_at(report, statement.cue.start) else { continue };
        if !sources.is_empty() || force == Force::Denies {
            let clause = matter.clause(report, index);
            found.push(Denial {
                report,
                sentence,
                clause,
                cue: statement.cue,
                content: content(statement),
                sources,
                force,
            });
        }
    }
    for at in matter.indices_of(report) {
        let sentence = &matter.sentences[at];
        let denies = |w: &&Word| w.class == WordClass::Verb && &*w.lemma == "deny";
        let mut verbs = sentence.words.iter().filter(denies);
        let Some(verb) = verbs.find(|w| cues.range(w.span.start..w.span.end).next().is_none()) else { continue };
        let no = polarity::words(matter.text(report, sentence.span), 0).any(|(w, _)| polarity::is_negator(&w));
        let content = Span::new(verb.span.end, sentence.span.end.max(verb.span.end));
        let is_known = found.iter().any(|d| d.sentence == at && d.force == Force::Denies);
        let text = matter.text(report, content).trim_start_matches(|c: char| !c.is_alphanumeric());
        let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        // "To deny entry" is another thing.
        let of_claim = OPENERS.contains(&first) || first.ends_with("ing") || ALLEGATIONS.contains(&first);
        if !no && !is_known && of_claim {
            let subject = matter.subject(report, sentence.span, verb.span);
            let sources = subject.into_iter().collect();
            let (clause, cue) = (sentence.span, verb.span);
            found.push(Denial { report, sentence: at, clause, cue, content, sources, force: Force::Denies });
        }
    }
    found
}

/// How a statement denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Force {
    /// "Denied the claim".
    Denies,
    /// "Said the claim was false".
    CallsFalse,
    /// "Said he had never done it".
    Contradicts,
}

fn force(matter: &Matter<'_, '_>, report: usize, statement: &Statement) -> Option<Force> {
    if statement.negated || statement.source.is_none() {
        return None;
    }
    let content = content(statement);
    let words = matter.context.entries[report].words_in(content);
    match statement.class {
        // "To deny them control" is to keep it from them.
        CueClass::Deny => {
            let text = matter.text(report, content).trim_start();
            let clause = text.starts_with("that ") || words.iter().any(|w| w.class == WordClass::Verb);
            let starts_with_name = text.starts_with(char::is_uppercase);
            (clause || !starts_with_name || statement.cue_lemma != "deny").then_some(Force::Denies)
        }
        CueClass::Reject => {
            let has_claim = words.iter().take(3).any(|w| CLAIMS.contains(&&*w.lemma));
            let rejects = matches!(&*statement.cue_lemma, "reject" | "dismiss" | "brush");
            (rejects && has_claim).then_some(Force::Denies)
        }
        CueClass::Say | CueClass::Tell | CueClass::Announce => {
            let text = matter.text(report, content);
            let mut said = polarity::words(text, 0).map(|(w, _)| w);
            let falsity = words.iter().any(|w| FALSE.contains(&&*w.lemma));
            let own = said.any(|w| matches!(&*w, "i" | "he" | "she" | "we" | "they" | "my" | "his" | "her" | "our"));
            let no = || polarity::words(text, 0).any(|(w, _)| polarity::is_negator(&w));
            let force = if falsity { Force::CallsFalse } else { Force::Contradicts };
            (!text.contains('?') && (falsity || own && no())).then_some(force)
        }
        _ => None,
    }
}

/// Places that say something, and who says it there; nobody where the outlet does.
type Told = BTreeMap<Place, BTreeSet<usize>>;

/// Where others say what is denied; a few at most.
fn affirmations(matter: &Matter<'_, '_>, denial: &Denial) -> Told {
    let general: BTreeSet<Topic> = ALLEGATIONS.iter().filter_map(|w| matter.topic(w)).collect();
    let denied = matter.topics_in(denial.report, denial.content);
    let denied: Vec<Topic> = denied.into_iter().filter(|t| !general.contains(t)).collect();
    // Of "the claims of the team" nothing tells what was claimed.
    let mut first = matter.context.entries[denial.report].words_in(denial.content).iter().take(2);
    let only_named = first.any(|w| ALLEGATIONS.contains(&&*w.lemma))
        && !matter.text(denial.report, denial.content).contains(" that ");
    if !only_named && denial.force == Force::Denies {
        let same_words = in_same_words(matter, denial, &denied);
        if !same_words.is_empty() {
            return same_words;
        }
    }
    let words = if only_named { Vec::new() } else { denied.into_iter().filter(|t| t.is_word()).collect() };
    accusations(matter, denial, &words)
}

/// What a statement says, from its cue on: the words between may be of it.
fn content(statement: &Statement) -> Span {
    let end = statement.content.iter().map(|c| c.end).max().unwrap_or_default();
    if statement.content.iter().all(|c| c.start >= statement.cue.end) {
        Span::new(statement.cue.end, end.max(statement.cue.end))
    } else {
        statement.content.iter().copied().reduce(Span::cover).unwrap_or(statement.cue)
    }
}

/// Sentences that speak of most of what is denied, its verb above all, and say nothing against it.
fn in_same_words(matter: &Matter<'_, '_>, denial: &Denial, denied: &[Topic]) -> Told {
    const MOST: usize = 3;
    const MOST_SENTENCES: usize = 50;
    let total = matter.total(denied);
    let words: Vec<Topic> = denied.iter().filter(|t| t.is_word()).copied().collect();
    let content = matter.context.entries[denial.report].words_in(denial.content).iter();
    let verb = content.filter(|w| w.class == WordClass::Verb).find_map(|w| matter.topic(&w.lemma));
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let near = words.iter().flat_map(|t| matter.sentences_with(*t).iter().take(MOST_SENTENCES));
    for at in near.filter(|i| seen.insert(**i)) {
        let sentence = &matter.sentences[*at];
        let shared = Matter::shared(denied, &sentence.topics);
        let shared_words = shared.iter().filter(|t| t.is_word()).count();
        let weight = matter.total(&shared);
        let is_own = sentence.report == denial.report && sentence.span.contains(denial.cue);
        let lacks_verb = verb.is_some_and(|v| !shared.contains(&v));
        if is_own || lacks_verb || weight * 100 < total * 55 || shared_words * 2 < words.len() || shared.len() < 2 {
            continue;
        }
        let of_them = denial.sources.iter().any(|a| sentence.topics.contains(&Topic::Actor(*a)));
        let of_same = shared.iter().any(|t| !t.is_word());
        if !of_them && !of_same
            || verb.is_none() && !accuses(sentence.words)
            || !polarity::affirms(matter.text(sentence.report, sentence.span))
            || denies(matter, *at)
        {
            continue;
        }
        let speakers = speakers_in(matter, *at);
        if speakers.is_disjoint(&denial.sources) {
            found.push((std::cmp::Reverse(weight), (sentence.report, sentence.span), speakers));
        }
    }
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(_, place, speakers)| (place, speakers)).collect()
}

/// Who speaks in a sentence.
fn speakers_in(matter: &Matter<'_, '_>, sentence: usize) -> BTreeSet<usize> {
    let sentence = &matter.sentences[sentence];
    let statements = &matter.context.findings(sentence.report).statements;
    let from = statements.partition_point(|s| s.cue.start < sentence.span.start);
    let here = statements.iter().enumerate().skip(from).take_while(|(_, s)| s.cue.start < sentence.span.end);
    let mut speakers: BTreeSet<usize> = here.flat_map(|(i, _)| matter.sources(sentence.report, i)).collect();
    speakers.extend(matter.speakers(sentence.report, sentence.span));
    speakers
}

/// Whether words tell of an accusation or a suspicion.
fn accuses(words: &[Word]) -> bool {
    words.iter().any(|w| ACCUSING.contains(&&*w.lemma) || matches!(&*w.lemma, "claim" | "suspect" | "believe"))
}

/// Whether somebody denies something in a sentence.
fn denies(matter: &Matter<'_, '_>, sentence: usize) -> bool {
    let sentence = &matter.sentences[sentence];
    sentence.words.iter().any(|w| matches!(&*w.lemma, "deny" | "denial" | "dispute" | "reject" | "refute" | "false"))
}

/// The nearest accusation of those who deny, in the same report; in the same sentence, of whomever.
fn accusations(matter: &Matter<'_, '_>, denial: &Denial, words: &[Topic]) -> Told {
    let report = denial.report;
    let statements = &matter.context.findings(report).statements;
    let near = statements.iter().enumerate().filter_map(|(i, s)| {
        let accuses = matches!(s.class, CueClass::Accuse | CueClass::Say)
            && ACCUSING.contains(&&*s.cue_lemma)
            && !s.negated
            && matter.sources(report, i).is_disjoint(&denial.sources);
        let at = matter.sentence_at(report, s.cue.start).filter(|_| accuses)?;
        let distance = at.abs_diff(denial.sentence);
        if distance > NEAR || matter.clause(report, i).overlaps(denial.clause) {
            return None;
        }
        let of_them = accused(matter, report, s).iter().any(|a| denial.sources.contains(a));
        let shared = Matter::shared(words, &matter.sentences[at].topics);
        let same = words.is_empty() || !shared.is_empty();
        let told = match denial.force {
            Force::Denies => distance == 0 || of_them && (distance == 1 || same),
            Force::CallsFalse => of_them && (distance <= 2 || same),
            Force::Contradicts => of_them && matter.total(&shared) >= 2 * RARE,
        };
        told.then_some((distance, i))
    });
    let nearest = near.min().map(|(_, i)| ((report, matter.clause(report, i)), matter.sources(report, i)));
    nearest.into_iter().collect()
}

/// Of whom an accusation speaks.
fn accused(matter: &Matter<'_, '_>, report: usize, statement: &Statement) -> BTreeSet<usize> {
    let end = statement.content.iter().map(|c| c.end).max().unwrap_or_default().max(statement.cue.end);
    let topics = matter.topics_in(report, Span::new(statement.cue.end, end));
    topics.into_iter().filter_map(Topic::actor).collect()
}
