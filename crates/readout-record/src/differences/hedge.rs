//! What one report tells as settled and another with a word that leaves it open.

use std::collections::BTreeMap;

use readout_report::Span;

use super::matter::{Matter, RARE, Topic};
use super::{Draft, DraftSide, polarity};
use crate::{DifferenceKind, WordClass, WordRole};

/// Words that leave open whether what they stand with is so.
const OPEN: &[&str] =
    &["may", "might", "reportedly", "allegedly", "purportedly", "supposedly", "likely", "possibly", "apparently"];

/// Before "to" and a verb.
const OPEN_TO: &[&str] = &[
    "plan",
    "plans",
    "planned",
    "planning",
    "appears",
    "appeared",
    "appear",
    "believed",
    "expected",
    "considering",
    "thought",
    "seems",
    "seemed",
];

/// What is told with one of these is not told as settled.
const SUPPOSING: &[&str] =
    &["accuse", "allege", "allegation", "accusation", "possibility", "suspect", "claim", "possible", "likely"];

/// A verb as a sentence tells it.
struct Telling {
    report: usize,
    sentence: usize,
    verb: Span,
    /// The word that leaves it open; none where it is settled.
    open: Option<Span>,
    /// What else its clause speaks of.
    others: Vec<Topic>,
}

/// A verb that a story has more often tells of many things.
const MOST_TELLINGS: usize = 40;

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut by_verb = BTreeMap::<Topic, Vec<Telling>>::new();
    for at in 0..matter.sentences.len() {
        for (verb, telling) in tellings(matter, at) {
            by_verb.entry(verb).or_default().push(telling);
        }
    }
    let mut drafts = Vec::new();
    for (verb, tellings) in by_verb.iter().filter(|(_, t)| (2..=MOST_TELLINGS).contains(&t.len())) {
        if matter.weight(*verb) < RARE / 2 {
            continue;
        }
        for open in tellings.iter().filter(|t| t.open.is_some()) {
            let settled = tellings.iter().filter(|t| t.open.is_none() && t.report != open.report);
            let best = settled
                .filter_map(|t| Some((sameness(matter, open, t)?, t)))
                .max_by_key(|(w, t)| (*w, std::cmp::Reverse((t.report, t.verb))));
            let Some((_, settled)) = best else { continue };
            // Who tells it both ways has only said more.
            let both = |report: usize, is_open: bool, with: &Telling| {
                tellings
                    .iter()
                    .any(|t| t.report == report && t.open.is_some() == is_open && sameness(matter, with, t).is_some())
            };
            if both(open.report, false, open) || both(settled.report, true, settled) {
                continue;
            }
            let side = |t: &Telling| {
                let place = (t.report, matter.sentences[t.sentence].span);
                let shown = t.open.unwrap_or(t.verb);
                DraftSide::new(matter.text(t.report, shown), matter.speakers(t.report, t.verb), place)
            };
            drafts.push(Draft {
                kind: DifferenceKind::Certainty,
                about: (open.report, open.verb),
                sides: vec![side(settled), side(open)],
            });
        }
    }
    drafts
}

/// The weight of what the clauses of two tellings share, if it is enough for one matter.
fn sameness(matter: &Matter<'_, '_>, a: &Telling, b: &Telling) -> Option<u32> {
    let shared = Matter::shared(&a.others, &b.others);
    let weight = matter.total(&shared);
    let smaller = matter.total(&a.others).min(matter.total(&b.others)).max(1);
    let words = shared.iter().filter(|t| t.is_word()).count();
    (shared.len() >= 3 && words >= 2 && weight >= RARE && weight * 100 >= smaller * 50).then_some(weight)
}

fn tellings(matter: &Matter<'_, '_>, at: usize) -> Vec<(Topic, Telling)> {
    const BEFORE: usize = 4;
    let sentence = &matter.sentences[at];
    let text = matter.text(sentence.report, sentence.span);
    if text.contains('?') {
        return Vec::new();
    }
    let supposed = sentence.words.iter().any(|w| SUPPOSING.contains(&&*w.lemma));
    let words: Vec<(String, Span)> = polarity::words(text, sentence.span.start).collect();
    let mut found = Vec::new();
    for verb in sentence.words.iter().filter(|w| w.class == WordClass::Verb && !matter.is_light(w)) {
        let Some(topic) = matter.topic(&verb.lemma) else { continue };
        let place = words.partition_point(|(_, s)| s.start < verb.span.start);
        let near = &words[place.saturating_sub(BEFORE)..place];
        let is = |list: &'static [&'static str]| {
            near.iter().rev().find(move |(w, _)| list.contains(&w.as_str())).map(|(_, s)| *s)
        };
        let to = near.last().is_some_and(|(w, _)| w == "to");
        let no = near.iter().any(|(w, _)| {
            polarity::is_negator(w)
                || matches!(w.as_str(), "if" | "whether" | "could" | "would" | "should" | "can" | "must")
        });
        if no {
            continue;
        }
        let open = is(OPEN).or_else(|| is(OPEN_TO).filter(|_| to));
        // What somebody wants, or is asked, to do is neither; nor what an accusation or a possibility is of.
        if open.is_none() && (to || supposed || verb.role == WordRole::Other || verb.role == WordRole::Compound) {
            continue;
        }
        let clause = polarity::clause(matter, at, verb.span);
        let mut others = matter.topics_in(sentence.report, clause);
        others.retain(|t| *t != topic);
        found.push((topic, Telling { report: sentence.report, sentence: at, verb: verb.span, open, others }));
    }
    found
}
