//! Who has seen for himself what another could not verify.

use std::collections::BTreeSet;

use readout_report::Span;

use super::matter::{Matter, Topic};
use super::{Draft, DraftSide, polarity};
use crate::{DifferenceKind, WordClass};

/// To have done this to a thing is to know it at first hand.
const SEEN: &[&str] =
    &["review", "see", "obtain", "verify", "authenticate", "view", "hear", "examine", "confirm", "read"];

/// What is not done to a thing that was only claimed.
pub(super) const CHECKED: &[&str] = &["verify", "authenticate", "confirm", "corroborate", "substantiate"];

/// What can be seen, heard and verified.
const THINGS: &[&str] = &[
    "audio",
    "call",
    "copy",
    "document",
    "draft",
    "email",
    "e-mail",
    "file",
    "footage",
    "image",
    "letter",
    "memo",
    "message",
    "note",
    "paper",
    "photo",
    "photograph",
    "picture",
    "post",
    "record",
    "recording",
    "report",
    "tape",
    "text",
    "transcript",
    "video",
];

/// A passage on whether something was seen or verified.
struct Check {
    report: usize,
    sentence: usize,
    /// The verb.
    verb: Span,
    /// Who checked: the actors before the verb.
    by: BTreeSet<usize>,
    things: Vec<Topic>,
}

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let things: BTreeSet<Topic> = THINGS.iter().filter_map(|t| matter.topic(t)).collect();
    let (mut seen, mut unverified) = (Vec::new(), Vec::new());
    for at in 0..matter.sentences.len() {
        checks(matter, at, &things, &mut seen, &mut unverified);
    }
    let mut drafts = Vec::new();
    for not in &unverified {
        let fits = |yes: &&Check| {
            let other = yes.report != not.report || yes.by.is_disjoint(&not.by) && !yes.by.is_empty();
            let same_thing = yes.things.iter().any(|t| not.things.contains(t));
            other && same_thing && share_matter(matter, yes, not)
        };
        let Some(yes) = seen.iter().find(fits) else { continue };
        let side = |check: &Check, word: String| {
            let place = (check.report, matter.sentences[check.sentence].span);
            DraftSide::new(word, check.by.iter().copied(), place)
        };
        let verb = |check: &Check| matter.text(check.report, check.verb).to_owned();
        drafts.push(Draft {
            kind: DifferenceKind::Verification,
            about: (not.report, matter.sentences[not.sentence].span),
            // "Verified" alone would say the opposite of "has not verified".
            sides: vec![side(yes, verb(yes)), side(not, format!("not {}", verb(not)))],
        });
    }
    drafts
}

fn checks(
    matter: &Matter<'_, '_>,
    at: usize,
    things: &BTreeSet<Topic>,
    seen: &mut Vec<Check>,
    unverified: &mut Vec<Check>,
) {
    let sentence = &matter.sentences[at];
    let verbs = sentence.words.iter().filter(|w| w.class == WordClass::Verb);
    for verb in verbs.filter(|w| SEEN.contains(&&*w.lemma) || CHECKED.contains(&&*w.lemma)) {
        let clause = polarity::clause(matter, at, verb.span);
        let after = Span::new(verb.span.end, clause.end.max(verb.span.end));
        let mut spoken_of: Vec<Topic> =
            matter.topics_in(sentence.report, after).into_iter().filter(|t| things.contains(t)).collect();
        let before = matter.text(sentence.report, Span::new(clause.start.min(verb.span.start), verb.span.start));
        let no = polarity::words(before, clause.start).any(|(w, _)| polarity::is_negator(&w) || w == "unable");
        let mentions = &matter.context.findings(sentence.report).mentions;
        let from = mentions.partition_point(|m| m.span.start < sentence.span.start);
        let of_actor = mentions[from..].iter().take_while(|m| m.span.start < verb.span.start);
        let by = of_actor.filter_map(|m| Some(matter.actors.of(sentence.report, m.actor?))).collect();
        if spoken_of.is_empty() && no {
            // "The video has not been verified".
            spoken_of =
                matter.topics_in(sentence.report, Span::new(clause.start.min(verb.span.start), verb.span.start));
            spoken_of.retain(|t| things.contains(t));
        }
        let check = Check { report: sentence.report, sentence: at, verb: verb.span, by, things: spoken_of };
        if no && CHECKED.contains(&&*verb.lemma) {
            unverified.push(check);
        } else if !no && SEEN.contains(&&*verb.lemma) && is_done(before) {
            seen.push(check);
        }
    }
}

/// Whether what stands before a verb makes it something that was done: "had reviewed", "which it obtained"; not "could see".
fn is_done(before: &str) -> bool {
    const NOT_YET: &[&str] = &["to", "will", "would", "can", "could", "may", "might", "should", "must", "if"];
    let last: Vec<String> = polarity::words(before, 0).map(|(w, _)| w).collect();
    !last.iter().rev().take(3).any(|w| NOT_YET.contains(&w.as_str()))
}

/// Whether the sentences around two passages speak of the same.
fn share_matter(matter: &Matter<'_, '_>, a: &Check, b: &Check) -> bool {
    const AROUND: usize = 3;
    let around = |check: &Check| -> BTreeSet<Topic> {
        let from = check.sentence.saturating_sub(AROUND);
        let near = matter.sentences[from..=check.sentence].iter().filter(|s| s.report == check.report);
        near.flat_map(|s| s.topics.iter().copied()).collect()
    };
    let (a, b) = (around(a), around(b));
    let shared: Vec<Topic> = a.intersection(&b).copied().collect();
    shared.iter().filter(|t| !t.is_word()).count() >= 1 && shared.len() >= 4
}
