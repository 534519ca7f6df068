//! Where others say that somebody did what he denies.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::denial::{MOST, Told, asks, denies, speakers_in};
use super::denials::{self, Answers, Denial};
use super::matter::{Matter, RARE, Topic};
use super::polarity;
use crate::{Word, WordClass, WordRole};

/// The sentences in which others tell the deed that is denied: the same verb or noun with the same doer, and the same done to or
/// otherwise spoken of. Words so common in the story that they show nothing by themselves do so here, by who does what to whom.
pub(super) fn told(matter: &Matter<'_, '_>, denial: &Denial) -> Told {
    /// So many sentences are looked at.
    const MOST_SENTENCES: usize = 120;
    let tells = matches!(denial.answers, Answers::Content | Answers::Deed);
    let Some(deed) = verb(matter, denial).filter(|_| tells) else { return Told::new() };
    let Some(topic) = matter.topic(&deed.lemma) else { return Told::new() };
    let rest = denials::telling(matter, denial.report, denial.content);
    let rest: Vec<Topic> =
        rest.into_iter().filter(|t| *t != topic && t.actor().is_none_or(|a| !denial.sources.contains(&a))).collect();
    let mut found = Vec::new();
    for at in matter.sentences_with(topic).iter().take(MOST_SENTENCES) {
        let sentence = &matter.sentences[*at];
        if *at == denial.sentence || denies(matter, *at) || asks(matter, *at) {
            continue;
        }
        let does = sentence.words.iter().any(|word| {
            matter.topic(&word.lemma) == Some(topic) && !word.negated && is_done_by(matter, *at, word, &denial.accused)
        });
        let speakers = speakers_in(matter, *at);
        if !does || !speakers.is_disjoint(&denial.accused) {
            continue;
        }
        let mut shared = Matter::shared(&rest, &sentence.topics);
        for speaker in speakers.iter().map(|a| Topic::Actor(*a)).filter(|t| rest.contains(t)) {
            if !shared.contains(&speaker) {
                shared.push(speaker);
            }
        }
        if shared.is_empty() && !rest.is_empty() {
            continue;
        }
        let weight = matter.total(&shared);
        // Of what nobody denies in so many words, the outlets tell much that is of other times.
        if denial.answers == Answers::Deed && (speakers.is_empty() || weight < RARE) {
            continue;
        }
        found.push((Reverse(weight), sentence.report != denial.report, (sentence.report, sentence.span), speakers));
    }
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(.., place, speakers)| (place, speakers)).collect()
}

/// Whether a sentence tells the deed that is denied of somebody else, and not of those who deny it.
pub(super) fn is_of_another(matter: &Matter<'_, '_>, denial: &Denial, at: usize) -> bool {
    let Some(deed) = verb(matter, denial).filter(|_| !denial.accused.is_empty()) else { return false };
    let Some(topic) = matter.topic(&deed.lemma) else { return false };
    let sentence = &matter.sentences[at];
    let tells = |word: &&Word| word.class == WordClass::Verb && matter.topic(&word.lemma) == Some(topic);
    let doers: Vec<usize> = sentence.words.iter().filter(tells).filter_map(|word| doer(matter, at, word)).collect();
    let own = doer(matter, denial.sentence, deed).is_none_or(|doer| denial.accused.contains(&doer));
    own && !doers.is_empty()
        && doers.iter().all(|doer| matter.actors.is_named(*doer) && !denial.parties.contains(doer))
        && !denial.accused.iter().any(|actor| sentence.topics.contains(&Topic::Actor(*actor)))
}

/// The verb of what is denied on which the rest depends.
fn verb<'m>(matter: &'m Matter<'_, '_>, denial: &Denial) -> Option<&'m Word> {
    let first = denials::tops(matter, denial).next()?;
    (first.class == WordClass::Verb && (!first.negated || denial.answers == Answers::Deed)).then_some(first)
}

/// Whether one of these actors does what a word tells: by its subject, or as the one named last before it in the clause.
fn is_done_by(matter: &Matter<'_, '_>, at: usize, word: &Word, actors: &BTreeSet<usize>) -> bool {
    let sentence = &matter.sentences[at];
    let clause = polarity::clause(matter, at, word.span);
    let text = matter.text(sentence.report, clause);
    if polarity::words(text, 0).any(|(w, _)| polarity::is_negator(&w)) {
        return false;
    }
    if word.class != WordClass::Verb {
        return false;
    }
    doer(matter, at, word).is_some_and(|doer| actors.contains(&doer))
}

/// Who does what a verb tells: its subject, what its relative clause is said of, or the actor named last before it.
pub(super) fn doer(matter: &Matter<'_, '_>, at: usize, verb: &Word) -> Option<usize> {
    let sentence = &matter.sentences[at];
    let entry = &matter.context.entries[sentence.report];
    let index = entry.words.partition_point(|w| w.span < verb.span) as u32;
    let below = |role: WordRole| sentence.words.iter().find(move |w| w.head == Some(index) && w.role == role);
    // "Sorov was struck": who did it is not the one named before.
    if below(WordRole::PassiveSubject).is_some() {
        return None;
    }
    let subject = below(WordRole::Subject);
    let relative = || {
        let head = entry.words.get(verb.head? as usize)?;
        (verb.role == WordRole::Clause && head.class != WordClass::Verb && head.span < verb.span).then_some(head)
    };
    match subject.or_else(relative) {
        Some(word) => actor_at(matter, sentence.report, word),
        None => matter.subject(sentence.report, sentence.span, verb.span),
    }
}

/// The actor whom a word names or is part of a name of.
fn actor_at(matter: &Matter<'_, '_>, report: usize, word: &Word) -> Option<usize> {
    /// Mentions nest no deeper.
    const LOOK_BACK: usize = 6;
    let mentions = &matter.context.findings(report).mentions;
    let next = mentions.partition_point(|m| m.span.start <= word.span.start);
    let around = mentions[..next].iter().rev().take(LOOK_BACK).filter(|m| m.span.contains(word.span));
    let shortest = around.filter(|m| m.actor.is_some()).min_by_key(|m| m.span.len())?;
    shortest.actor.map(|a| matter.actors.of(report, a))
}
