//! The same thing said with "not" and without.

use std::collections::BTreeSet;

use readout_extract::EventStatus;
use readout_report::Span;

use super::matter::{Matter, RARE, Topic};
use super::{Draft, DraftSide, Place};
use crate::{DifferenceKind, WordClass};

/// Words that turn what follows into its contrary.
const NEGATORS: &[&str] =
    &["not", "never", "no", "nobody", "none", "nothing", "neither", "nor", "without", "cannot", "didnt", "isnt"];

/// Words that leave open whether it is so.
const OPEN: &[&str] = &[
    "if",
    "whether",
    "may",
    "might",
    "could",
    "would",
    "should",
    "unless",
    "can",
    "must",
    "allegedly",
    "reportedly",
    "possibly",
    "perhaps",
    "until",
    "hardly",
    "false",
    "falsely",
    "wrongly",
    "want",
    "wants",
    "hope",
    "hopes",
];

/// "No" after these says that there is none; after others ("urged no jail") that somebody wants none.
const BEFORE_NO: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "s",
    "there's",
    "there’s",
    "has",
    "have",
    "had",
    "find",
    "found",
    "finds",
    "see",
    "saw",
    "sees",
    "did",
    "do",
    "does",
    "that",
];

/// These begin what completes a noun.
const COMPLETING: &[&str] = &["of", "to", "on", "for", "from", "with", "between", "about", "that", "in", "against"];

/// Between these words there are clauses of their own.
const PARTERS: &[&str] = &["but", "although", "though", "because", "while", "whereas", "which", "who", "since"];

/// Whether a text says that something is so: nothing in it says no, or leaves it open.
pub(super) fn affirms(text: &str) -> bool {
    !text.contains('?') && words(text, 0).all(|(word, _)| !is_negator(&word) && !OPEN.contains(&word.as_str()))
}

pub(super) fn is_negator(word: &str) -> bool {
    NEGATORS.contains(&word) || word.ends_with("n't") || word.ends_with("n’t")
}

/// The words of a text in lower case, and where they stand if it starts at a byte.
pub(super) fn words(text: &str, start: u32) -> impl Iterator<Item = (String, Span)> {
    let pieces = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
    pieces.filter(|w| !w.is_empty()).map(move |word| {
        let at = start as usize + (word.as_ptr() as usize - text.as_ptr() as usize);
        // A quotation mark may be an apostrophe.
        (word.trim_start_matches(['\'', '’']).to_lowercase(), Span::of(at, at + word.len()))
    })
}

/// A clause that says no, and to what.
struct Negation {
    report: usize,
    clause: Span,
    /// The first word after "not" that tells something.
    core: Topic,
    /// Nothing but the thing is said not to be: "no question of any concessions".
    bare: bool,
    /// The actor named last before the core.
    subject: Option<usize>,
    topics: Vec<Topic>,
    speakers: BTreeSet<usize>,
}

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for at in 0..matter.sentences.len() {
        for negation in negations(matter, at) {
            if let Some(affirmed) = affirmed(matter, at, &negation) {
                let (report, clause) = affirmed;
                drafts.push(Draft {
                    kind: DifferenceKind::Denial,
                    about: (negation.report, negation.clause),
                    sides: vec![
                        DraftSide::new("so", matter.speakers(report, clause), affirmed),
                        DraftSide::new("not so", negation.speakers, (negation.report, negation.clause)),
                    ],
                });
            }
        }
    }
    drafts
}

fn negations(matter: &Matter<'_, '_>, at: usize) -> Vec<Negation> {
    /// "Not" is followed soon by what it is said of.
    const NEAR_IN_BYTES: u32 = 40;
    let sentence = &matter.sentences[at];
    let text = matter.text(sentence.report, sentence.span);
    let mut found = Vec::new();
    // What is done without something may have it all the same.
    let negators = words(text, sentence.span.start).filter(|(w, _)| is_negator(w) && w != "without");
    for (word, place) in negators {
        let clause = clause(matter, at, place);
        let mut after = sentence.words.iter().filter(|w| w.span.start >= place.end && w.span.start < clause.end);
        let what = after.find(|w| w.class != WordClass::Adverb && &*w.lemma != "question" && !matter.is_light(w));
        let Some(what) = what.filter(|w| w.span.start < place.end + NEAR_IN_BYTES) else { continue };
        // "Is not a method" says what it is, and there are many things that it is not.
        let between = matter.text(sentence.report, Span::new(place.end, what.span.start));
        let said_of =
            words(matter.text(sentence.report, Span::new(clause.start, place.start.max(clause.start))), 0).last();
        let of_thing = what.class == WordClass::Noun
            && said_of.is_none_or(|(w, _)| BEFORE_NO.contains(&w.as_str()))
            && (word == "no" || between.split_whitespace().any(|w| w == "any"));
        let of_deed = what.class == WordClass::Verb && (matches!(&*word, "not" | "never") || word.ends_with('t'));
        // What need not, cannot or might not be is not said not to be.
        let open = words(matter.text(sentence.report, clause), clause.start).any(|(w, _)| OPEN.contains(&w.as_str()));
        let (true, Some(core)) = (of_thing || of_deed, matter.topic(&what.lemma)) else { continue };
        if words(matter.text(sentence.report, clause), 0).any(|(w, _)| w == "some")
            || open && !of_thing
            || clause_is_condition(matter, sentence.report, clause)
        {
            continue;
        }
        // "No return to a hard border" may be said by those who returned.
        let rest = matter.text(sentence.report, Span::new(what.span.end, clause.end.max(what.span.end)));
        let goes_on = words(rest, 0).next().is_some_and(|(w, _)| COMPLETING.contains(&w.as_str()));
        found.push(Negation {
            report: sentence.report,
            clause,
            core,
            bare: word == "no" && of_thing && !goes_on && (!open || between.contains("question")),
            subject: matter.subject(sentence.report, clause, what.span),
            topics: matter.topics_in(sentence.report, clause),
            speakers: matter.speakers(sentence.report, place),
        });
    }
    found
}

/// Whether a clause only says when or on which condition.
fn clause_is_condition(matter: &Matter<'_, '_>, report: usize, clause: Span) -> bool {
    words(matter.text(report, clause), clause.start).any(|(w, _)| matches!(&*w, "if" | "unless" | "whether"))
        || matter.text(report, clause).contains('?')
}

/// The clause around a place: to the next mark or word that parts clauses.
pub(super) fn clause(matter: &Matter<'_, '_>, at: usize, place: Span) -> Span {
    let sentence = &matter.sentences[at];
    let text = matter.text(sentence.report, sentence.span);
    let is_mark = |c: char| matches!(c, ';' | ':' | '—' | '–' | '“' | '”' | '"' | '(' | ')');
    let marks = text.match_indices(is_mark).map(|(i, m)| {
        let start = sentence.span.start as usize + i;
        Span::of(start, start + m.len())
    });
    let parters = words(text, sentence.span.start).filter(|(w, _)| PARTERS.contains(&w.as_str())).map(|(_, s)| s);
    let (mut start, mut end) = (sentence.span.start, sentence.span.end);
    for part in marks.chain(parters) {
        if part.end <= place.start {
            start = start.max(part.end);
        } else if part.start >= place.end {
            end = end.min(part.start);
        }
    }
    Span::new(start, end).trim(&matter.context.report(sentence.report).text)
}

/// Where somebody else says that it is so: the clause that shares most with the negated one.
fn affirmed(matter: &Matter<'_, '_>, at: usize, negation: &Negation) -> Option<Place> {
    const MOST_SENTENCES: usize = 60;
    /// Words that both clauses must have.
    const LEAST_SHARED: usize = 3;
    if matter.weight(negation.core) < RARE {
        return None;
    }
    let mut best = None;
    for other in matter.sentences_with(negation.core).iter().take(MOST_SENTENCES).filter(|o| **o != at) {
        let sentence = &matter.sentences[*other];
        let shared_words = Matter::shared(&negation.topics, &sentence.topics).iter().filter(|t| t.is_word()).count();
        if shared_words < LEAST_SHARED && !negation.bare {
            continue;
        }
        let word = sentence.words.iter().find(|w| matter.topic(&w.lemma) == Some(negation.core));
        let Some(word) = word else { continue };
        let clause = clause(matter, *other, word.span);
        if !affirms(matter.text(sentence.report, clause)) {
            continue;
        }
        let speakers = matter.speakers(sentence.report, word.span);
        let same_voice = match (speakers.is_empty(), negation.speakers.is_empty()) {
            (true, true) => sentence.report == negation.report,
            (false, false) => !speakers.is_disjoint(&negation.speakers),
            _ => false,
        };
        if same_voice {
            continue;
        }
        let topics = matter.topics_in(sentence.report, clause);
        let shared = Matter::shared(&negation.topics, &topics);
        let weight = matter.total(&shared);
        let smaller = matter.total(&negation.topics).min(matter.total(&topics)).max(1);
        let larger = matter.total(&negation.topics).max(matter.total(&topics));
        let subject = matter.subject(sentence.report, clause, word.span);
        // Of what nobody is quoted for, or others do, one may be so and the other not.
        let same_subject = subject.is_some() && subject == negation.subject;
        let same_words = same_subject
            && !speakers.is_empty()
            && !negation.speakers.is_empty()
            && shared.iter().filter(|t| t.is_word()).count() >= LEAST_SHARED
            && weight * 100 >= smaller * 60
            && weight * 100 >= larger * 35;
        let own_deed = negation.bare && is_deed_of(matter, sentence.report, word.span, negation);
        if same_words || own_deed {
            best = best.max(Some((weight, std::cmp::Reverse((sentence.report, clause)))));
        }
    }
    best.map(|(_, std::cmp::Reverse(place))| place)
}

/// Whether a word tells of a deed of those who deny it, or of the country or body that they speak for.
fn is_deed_of(matter: &Matter<'_, '_>, report: usize, word: Span, negation: &Negation) -> bool {
    let events = &matter.context.findings(report).events;
    let told = events.iter().filter(|e| e.anchor.overlaps(word));
    let mut settled =
        told.filter(|e| matches!(e.status, EventStatus::Held | EventStatus::Reported | EventStatus::Planned));
    settled.any(|event| {
        let agents = event.participants.iter().filter(|p| p.role == readout_extract::ParticipantRole::Agent);
        let mut agents = agents.filter_map(|p| Some(matter.actors.of(report, p.actor?)));
        agents.any(|agent| negation.speakers.iter().any(|s| *s == agent || matter.speaks_for(*s, agent)))
    })
}
