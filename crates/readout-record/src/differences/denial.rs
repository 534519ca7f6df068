//! One says that something is so, and another that it is not.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{CueClass, Statement};
use readout_report::Span;

use super::matter::{Matter, Topic};
use super::{Draft, DraftSide, Place, polarity};
use crate::{DifferenceKind, Word, WordClass};

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts = denied_claims(matter);
    drafts.extend(polarity::find(matter));
    drafts
}

/// What is denied may be named by these words only: "the allegations", "any wrongdoing".
const ALLEGATIONS: &[&str] = &[
    "accusation", "account", "allegation", "assertion", "characterization", "charge", "claim", "conclusion", "finding",
    "idea", "insinuation", "involvement", "misconduct", "notion", "question", "report", "rumor", "rumour", "story",
    "suggestion", "theory", "wrongdoing", "allege", "any", "vehemently", "repeatedly",
];

/// To reject these is to deny that they are true.
const CLAIMS: &[&str] = &[
    "accusation", "allegation", "assertion", "characterization", "claim", "conclusion", "insinuation", "notion", "report",
    "rumor", "rumour", "suggestion", "theory", "charge", "finding",
];

/// Lemmas of cues that accuse of a deed; the others of their class only find fault.
const ACCUSING: &[&str] = &["accuse", "accusation", "allege", "allegation", "blame", "charge"];

/// A denied claim stands within so many sentences of the denial, where the words do not show that it is the same.
const NEAR: usize = 6;

/// Denials, each with those who say what it denies.
fn denied_claims(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts: BTreeMap<Place, Draft> = BTreeMap::new();
    for report in 0..matter.context.entries.len() {
        for (index, denial) in matter.context.findings(report).statements.iter().enumerate() {
            if !is_denial(matter, report, denial) {
                continue;
            }
            let sources = matter.sources(report, index);
            let affirmed = affirmations(matter, report, index, &sources);
            let Some((&first, _)) = affirmed.first_key_value() else { continue };
            let place = (report, matter.clause(report, index));
            // Several denials of one claim are one difference.
            if let Some(draft) = drafts.get_mut(&first) {
                draft.sides[1].places.insert(place);
                draft.sides[1].actors.extend(sources);
                continue;
            }
            let claim = DraftSide {
                value: "so".to_owned(),
                actors: affirmed.values().flatten().copied().collect(),
                places: affirmed.into_keys().collect(),
            };
            let about = denial.content.first().copied().unwrap_or(denial.cue);
            drafts.insert(
                first,
                Draft {
                    kind: DifferenceKind::Denial,
                    about: (report, about),
                    sides: vec![claim, DraftSide::new("not so", sources, place)],
                },
            );
        }
    }
    drafts.into_values().collect()
}

fn is_denial(matter: &Matter<'_, '_>, report: usize, statement: &Statement) -> bool {
    if statement.negated || statement.source.is_none() {
        return false;
    }
    let has_claim = || {
        let words = matter.context.entries[report].words_in(statement.content[0]);
        words.iter().take(3).any(|w| CLAIMS.contains(&&*w.lemma))
    };
    match statement.class {
        CueClass::Deny => true,
        CueClass::Reject => matches!(&*statement.cue_lemma, "reject" | "dismiss" | "brush") && has_claim(),
        _ => false,
    }
}

/// Places that say something, and who says it there; nobody where the outlet does.
type Told = BTreeMap<Place, BTreeSet<usize>>;

/// Where others say what a statement denies; a few at most.
fn affirmations(matter: &Matter<'_, '_>, report: usize, denial: usize, sources: &BTreeSet<usize>) -> Told {
    let told = &matter.context.findings(report).statements[denial];
    let general: BTreeSet<Topic> = ALLEGATIONS.iter().filter_map(|w| matter.topic(w)).collect();
    let content = content(told);
    let denied: Vec<Topic> = matter.topics_in(report, content).into_iter().filter(|t| !general.contains(t)).collect();
    // Of "the claims of the team" nothing tells what was claimed.
    let text = matter.text(report, content);
    let mut first = matter.context.entries[report].words_in(content).iter().take(2);
    let only_named = first.any(|w| ALLEGATIONS.contains(&&*w.lemma)) && !text.contains(" that ");
    let same_words = match only_named {
        true => Told::new(),
        false => in_same_words(matter, report, told, &denied, sources),
    };
    if same_words.is_empty() { accusations(matter, report, denial, sources) } else { same_words }
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
fn in_same_words(
    matter: &Matter<'_, '_>,
    report: usize,
    denial: &Statement,
    denied: &[Topic],
    sources: &BTreeSet<usize>,
) -> Told {
    const MOST: usize = 3;
    const MOST_SENTENCES: usize = 50;
    let total = matter.total(denied);
    let words: Vec<Topic> = denied.iter().filter(|t| t.is_word()).copied().collect();
    let content = matter.context.entries[report].words_in(content(denial)).iter();
    let verb = content.filter(|w| w.class == WordClass::Verb).find_map(|w| matter.topic(&w.lemma));
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let near = words.iter().flat_map(|t| matter.sentences_with(*t).iter().take(MOST_SENTENCES));
    for at in near.filter(|i| seen.insert(**i)) {
        let sentence = &matter.sentences[*at];
        let shared = Matter::shared(denied, &sentence.topics);
        let shared_words = shared.iter().filter(|t| t.is_word()).count();
        let weight = matter.total(&shared);
        let is_own = sentence.report == report && sentence.span.contains(denial.cue);
        let lacks_verb = verb.is_some_and(|v| !shared.contains(&v));
        if is_own || lacks_verb || weight * 100 < total * 55 || shared_words * 2 < words.len() || shared.len() < 2 {
            continue;
        }
        if verb.is_none() && !accuses(sentence.words) || !polarity::affirms(matter.text(sentence.report, sentence.span)) || denies(matter, *at) {
            continue;
        }
        let speakers = speakers_in(matter, *at);
        if speakers.is_disjoint(sources) {
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
fn accusations(matter: &Matter<'_, '_>, report: usize, denial: usize, sources: &BTreeSet<usize>) -> Told {
    let statements = &matter.context.findings(report).statements;
    let Some(at) = matter.sentence_at(report, statements[denial].cue.start) else { return Told::new() };
    let near = statements.iter().enumerate().filter_map(|(i, s)| {
        let accuses = matches!(s.class, CueClass::Accuse | CueClass::Say)
            && ACCUSING.contains(&&*s.cue_lemma)
            && !s.negated
            && matter.sources(report, i).is_disjoint(sources);
        let distance = matter.sentence_at(report, s.cue.start).filter(|_| accuses)?.abs_diff(at);
        let of_them = || accused(matter, report, s).iter().any(|a| sources.contains(a));
        (distance == 0 || distance <= NEAR && of_them()).then_some((distance, i))
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
