//! One says that something is so, and another that it is not.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{CueClass, Statement};
use readout_report::Span;

use super::denials::{self, Answers, CLAIMS, Denial, FALSE, Force};
use super::matter::{Matter, RARE, Topic};
use super::{Draft, DraftSide, Place, polarity};
use crate::{DifferenceKind, Word, WordClass};

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts = denied_claims(matter);
    drafts.extend(polarity::find(matter));
    drafts
}

/// Lemmas of words that accuse of a deed; others of their class only find fault.
const ACCUSING: &[&str] = &["accuse", "accusation", "allege", "allegation", "blame"];

/// Who is told to have done this is accused as well.
const CHARGING: &[&str] =
    &["charge", "indict", "indictment", "sue", "lawsuit", "suspect", "complaint", "arrest", "impeach"];

/// A denied claim stands within so many sentences of the denial, where the words do not show that it is the same.
const NEAR: usize = 6;

/// Passages that say what is denied, at most.
const MOST: usize = 4;

/// Denials, each with those who say what it denies.
fn denied_claims(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let voices = voices(matter);
    let mut drafts: BTreeMap<Place, Draft> = BTreeMap::new();
    let mut first_of: BTreeMap<Place, Place> = BTreeMap::new();
    for denial in (0..matter.context.entries.len()).flat_map(|report| denials::find(matter, report)) {
        let (affirmed, clause) = affirmations(matter, &voices, &denial);
        let Some((&first, _)) = affirmed.first_key_value() else { continue };
        let place = (denial.report, clause);
        // Several denials of one claim are one difference.
        let known = affirmed.keys().find_map(|p| first_of.get(p)).copied();
        if let Some(draft) = known.and_then(|first| drafts.get_mut(&first)) {
            if !draft.sides[0].places.contains(&place) {
                draft.sides[1].places.insert(place);
                draft.sides[1].actors.extend(denial.sources);
            }
            continue;
        }
        for place in affirmed.keys() {
            first_of.insert(*place, first);
        }
        let actors = affirmed.values().flatten().copied().collect();
        let claim = DraftSide { value: "so".to_owned(), actors, places: outermost(affirmed.into_keys().collect()) };
        let about = if denial.content.is_empty() { denial.cue } else { denial.content };
        let sides = vec![claim, DraftSide::new("not so", denial.sources, place)];
        drafts.insert(first, Draft { kind: DifferenceKind::Denial, about: (denial.report, about), sides });
    }
    drafts.into_values().collect()
}

/// Places without those that stand inside another.
fn outermost(places: BTreeSet<Place>) -> BTreeSet<Place> {
    let inside = |a: &Place| places.iter().any(|b| a != b && a.0 == b.0 && b.1.contains(a.1));
    places.iter().filter(|a| !inside(a)).copied().collect()
}

/// Places that say something, and who says it there; nobody where the outlet does.
type Told = BTreeMap<Place, BTreeSet<usize>>;

/// Where others say what is denied; a few at most. And the denial, without what it tells of the claim where that is all there is.
fn affirmations(matter: &Matter<'_, '_>, voices: &Voices, denial: &Denial) -> (Told, Span) {
    let telling = denials::telling(matter, denial.report, denial.content);
    let words: Vec<Topic> = telling.iter().filter(|t| t.is_word()).copied().collect();
    let within = within(matter, denial);
    let mut told = Told::new();
    if denial.answers == Answers::Content {
        told = in_same_words(matter, denial, &telling);
    }
    // Whoever tells of "allegations that he took the letters" tells both sides.
    if let Some((claim, rest)) = within {
        told.insert((denial.report, claim), BTreeSet::new());
        return (told, rest);
    }
    if told.is_empty() && denial.answers == Answers::Before {
        told = just_before(matter, denial);
    }
    if told.is_empty() && (denial.answers != Answers::Before || denial.force == Force::Denies) {
        let words = if denial.answers == Answers::Content { words.as_slice() } else { &[] };
        told = accusations(matter, voices, denial, words);
    }
    (told, denial.clause)
}

/// The claim that the sentence of a denial tells itself: "denied allegations that he had taken the letters".
fn within(matter: &Matter<'_, '_>, denial: &Denial) -> Option<(Span, Span)> {
    const NEAR: usize = 4;
    if denial.force != Force::Denies || denial.content.start < denial.cue.end {
        return None;
    }
    let text = matter.text(denial.report, denial.content);
    let words: Vec<(String, Span)> = polarity::words(text, denial.content.start).collect();
    let is = |w: &str, of: &[&str]| of.iter().any(|a| w == *a || w.strip_suffix('s') == Some(a));
    let (noun, claim) = words.iter().take(NEAR).find(|(w, _)| is(w, CLAIMS)).map(|(w, s)| (w.as_str(), *s))?;
    // "The idea of doing it" is a plan.
    let plan = is(noun, &["idea", "notion", "suggestion", "charge", "report", "criticism"]);
    let next = words.iter().find(|(_, s)| s.start >= claim.end).map(|(w, _)| w.as_str());
    let starts = match next {
        Some("that") => true,
        Some("of") => !plan,
        Some("by" | "from" | "made") => words.iter().any(|(w, s)| w == "that" && s.start > claim.end),
        _ => false,
    };
    let after = Span::new(claim.end, denial.content.end);
    let long = denials::telling(matter, denial.report, after).iter().filter(|t| t.is_word()).count() >= 2;
    let told = after.trim(&matter.context.report(denial.report).text);
    let denies = Span::new(denial.clause.start, claim.end);
    (starts && long && denial.clause.start < claim.end).then_some((told, denies))
}

/// Sentences that speak of most of what is denied and say nothing against it.
fn in_same_words(matter: &Matter<'_, '_>, denial: &Denial, denied: &[Topic]) -> Told {
    const MOST_SENTENCES: usize = 50;
    let denied: Vec<Topic> =
        denied.iter().filter(|t| t.actor().is_none_or(|a| !denial.sources.contains(&a))).copied().collect();
    let total = matter.total(&denied);
    let words: Vec<Topic> = denied.iter().filter(|t| t.is_word()).copied().collect();
    if words.is_empty() {
        return Told::new();
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let near = words.iter().flat_map(|t| matter.sentences_with(*t).iter().take(MOST_SENTENCES));
    for at in near.filter(|i| seen.insert(**i)) {
        let sentence = &matter.sentences[*at];
        let is_own = sentence.report == denial.report && sentence.span.contains(denial.cue);
        if is_own {
            continue;
        }
        let shared = Matter::shared(&denied, &sentence.topics);
        let shared_words = shared.iter().filter(|t| t.is_word()).count();
        let weight = matter.total(&shared);
        let of_them = denial.parties.iter().any(|a| sentence.topics.contains(&Topic::Actor(*a)));
        let tells = accuses(sentence.words);
        let least = match (denial.force, tells && of_them) {
            (Force::Denies, true) => 40,
            (Force::Denies, false) => 50,
            // Many say no to something that others say.
            (Force::Contradicts, _) => continue,
        };
        let enough = shared_words >= 2 || shared_words == 1 && (words.len() == 1 || tells) && of_them;
        if weight * 100 < total * least
            || !enough
            || weight < RARE
            || !of_them && shared_words < 3 && shared.len() == shared_words && weight < 2 * RARE
            || !tells && !polarity::affirms(matter.text(sentence.report, sentence.span))
            || tells && asks(matter, *at)
            || denies(matter, *at)
        {
            continue;
        }
        let speakers = speakers_in(matter, *at);
        if denial.claimant.is_some_and(|a| !speakers.contains(&a)) {
            continue;
        }
        let same_voice = if denial.sources.is_empty() {
            speakers.is_empty() && sentence.report == denial.report
        } else {
            !speakers.is_disjoint(&denial.sources)
        };
        if !same_voice {
            found.push((Reverse(weight), (sentence.report, sentence.span), speakers));
        }
    }
    found.sort_unstable();
    let best = found.first().map_or(0, |(w, ..)| w.0);
    let near_best = found.into_iter().filter(|(w, ..)| w.0 * 100 >= best * 60);
    near_best.take(MOST).map(|(_, place, speakers)| (place, speakers)).collect()
}

/// What somebody else says in the sentence before, or what is told there.
fn just_before(matter: &Matter<'_, '_>, denial: &Denial) -> Told {
    const BACK: usize = 2;
    let first = matter.indices_of(denial.report).start;
    for at in (first..denial.sentence).rev().take(BACK) {
        let sentence = &matter.sentences[at];
        if denies(matter, at) || matter.text(sentence.report, sentence.span).contains('?') {
            return Told::new();
        }
        let speakers = speakers_in(matter, at);
        let named = matter.text(denial.report, denial.content).to_lowercase();
        let of_accusation = ["allegation", "accusation", "charge"].iter().any(|w| named.contains(w));
        if of_accusation && !denial.is_of_last && !accuses(sentence.words) {
            continue;
        }
        let told = match denial.sources.is_empty() {
            true => !speakers.is_empty(),
            false => {
                speakers.is_disjoint(&denial.sources) && {
                    let near = at + 1 == denial.sentence;
                    !speakers.is_empty() || accuses(sentence.words) || near && is_attributed(matter, at)
                }
            }
        };
        // "The finding contradicts" is said of what was told last.
        if told || denial.is_of_last && at + 1 == denial.sentence {
            return Told::from([((sentence.report, sentence.span), speakers)]);
        }
    }
    Told::new()
}

/// Whether a sentence asks or supposes.
fn asks(matter: &Matter<'_, '_>, sentence: usize) -> bool {
    let sentence = &matter.sentences[sentence];
    let text = matter.text(sentence.report, sentence.span);
    text.contains('?') || polarity::words(text, 0).any(|(w, _)| matches!(w.as_str(), "if" | "whether"))
}

/// Whether a sentence gives what somebody says, if only unnamed people.
fn is_attributed(matter: &Matter<'_, '_>, sentence: usize) -> bool {
    let sentence = &matter.sentences[sentence];
    let statements = &matter.context.findings(sentence.report).statements;
    let from = statements.partition_point(|s| s.cue.start < sentence.span.start);
    statements.get(from).is_some_and(|s| s.cue.start < sentence.span.end && !s.negated)
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
    words.iter().any(|w| ACCUSING.contains(&&*w.lemma) || &*w.lemma == "believe")
}

/// Whether somebody denies something in a sentence.
fn denies(matter: &Matter<'_, '_>, sentence: usize) -> bool {
    let sentence = &matter.sentences[sentence];
    sentence.words.iter().any(|w| {
        matches!(&*w.lemma, "deny" | "denial" | "dispute" | "reject" | "refute" | "rebut" | "contradict" | "debunk")
            || FALSE.contains(&&*w.lemma)
            || matches!(&*w.lemma, "falsely" | "wrong" | "untrue")
    })
}

/// Who says what, by actor: the statements of all reports.
type Voices = BTreeMap<usize, Vec<(usize, usize)>>;

fn voices(matter: &Matter<'_, '_>) -> Voices {
    let mut voices = Voices::new();
    for report in 0..matter.context.entries.len() {
        for (i, statement) in matter.context.findings(report).statements.iter().enumerate() {
            if !statement.negated {
                for actor in matter.sources(report, i) {
                    voices.entry(actor).or_default().push((report, i));
                }
            }
        }
    }
    voices
}

/// Whether a statement is an accusation.
fn is_accusation(statement: &Statement) -> bool {
    statement.class == CueClass::Accuse && !matches!(&*statement.cue_lemma, "criticism" | "criticize" | "criticise")
        || ACCUSING.contains(&&*statement.cue_lemma)
}

/// What is said from the cue on speaks of one of these, by name or otherwise.
fn speaks_of(matter: &Matter<'_, '_>, report: usize, place: Span, actors: &BTreeSet<usize>) -> bool {
    let entry = &matter.context.entries[report];
    let topics = matter.topics_in(report, place);
    topics.iter().filter_map(|t| t.actor()).any(|a| actors.contains(&a))
        // "Velmar's engine" is of Velmar, though the engine is another thing.
        || entry.words_in(place).iter().filter(|w| w.class == WordClass::Name).any(|w| {
            actors.iter().any(|a| {
                let name = &matter.actors.all[*a].name;
                matter.actors.is_named(*a) && name.split_whitespace().last().is_some_and(|n| n.to_lowercase() == *w.lemma)
            })
        })
}

/// The nearest accusation of those who deny, in the same report; in the same sentence, of whomever.
fn accusations(matter: &Matter<'_, '_>, voices: &Voices, denial: &Denial, words: &[Topic]) -> Told {
    /// An accusation so few sentences away is what is denied.
    const AT_HAND: usize = 4;
    let report = denial.report;
    let statements = &matter.context.findings(report).statements;
    let near = statements.iter().enumerate().filter_map(|(i, s)| {
        let accuses = is_accusation(s) && !s.negated && matter.sources(report, i).is_disjoint(&denial.sources);
        let at = matter.sentence_at(report, s.cue.start).filter(|_| accuses)?;
        let distance = at.abs_diff(denial.sentence);
        if distance > NEAR || matter.clause(report, i).overlaps(denial.clause) {
            return None;
        }
        let end = s.content.iter().map(|c| c.end).max().unwrap_or_default().max(s.cue.end);
        let of_them = speaks_of(matter, report, Span::new(s.cue.end, end), &denial.parties);
        let shared = Matter::shared(words, &matter.sentences[at].topics);
        let same = words.is_empty() || !shared.is_empty();
        let told = match denial.force {
            Force::Denies => {
                distance == 0 || of_them && (at < denial.sentence && distance <= AT_HAND || distance == 1 || same)
            }
            Force::Contradicts => of_them && distance <= 2 && matter.total(&shared) >= 2 * RARE,
        };
        // "They charged him" does not tell with what.
        let clause = matter.clause(report, i);
        let tells = denials::telling(matter, report, clause).iter().filter(|t| t.is_word()).count() >= 2;
        (told && tells).then_some((distance, (report, clause), matter.sources(report, i)))
    });
    if let Some((_, place, sources)) = near.min() {
        let mut told = told_elsewhere(matter, denial, place);
        told.extend(said_too(matter, voices, denial, place, &sources));
        told.insert(place, sources);
        return told;
    }
    if denial.force == Force::Contradicts || denial.sources.is_empty() {
        return Told::new();
    }
    // Words of accusing or charging beside the name of who denies.
    let of_them = |at: usize| {
        let sentence = &matter.sentences[at];
        let named = denial.parties.iter().any(|a| sentence.topics.contains(&Topic::Actor(*a)));
        let accused = sentence.words.iter().any(|w| ACCUSING.contains(&&*w.lemma) || CHARGING.contains(&&*w.lemma));
        let same = words.is_empty() || !Matter::shared(words, &sentence.topics).is_empty();
        let before = at < denial.sentence || at == denial.sentence + 1;
        before
            && named
            && accused
            && same
            && !denies(matter, at)
            && speakers_in(matter, at).is_disjoint(&denial.sources)
    };
    let indices = matter.indices_of(report);
    let near = indices.filter(|at| *at != denial.sentence && at.abs_diff(denial.sentence) <= NEAR && of_them(*at));
    let Some(nearest) = near.min_by_key(|at| (at.abs_diff(denial.sentence), *at)) else { return Told::new() };
    let place = (report, matter.sentences[nearest].span);
    let mut told = told_elsewhere(matter, denial, place);
    told.insert(place, speakers_in(matter, nearest));
    told
}

/// What the accusers say of the accused elsewhere, of the same matter.
fn said_too(
    matter: &Matter<'_, '_>,
    voices: &Voices,
    denial: &Denial,
    place: Place,
    accusers: &BTreeSet<usize>,
) -> Told {
    let topics = matter.topics_in(place.0, place.1);
    let mut found = BTreeSet::new();
    for (report, i) in accusers.iter().filter_map(|a| voices.get(a)).flatten() {
        let statement = &matter.context.findings(*report).statements[*i];
        let Some(at) = matter.sentence_at(*report, statement.cue.start) else { continue };
        let clause = (*report, matter.clause(*report, *i));
        let shared: Vec<Topic> =
            Matter::shared(&topics, &matter.sentences[at].topics).into_iter().filter(|t| t.is_word()).collect();
        let weight = matter.total(&shared);
        if weight < RARE
            || clause.0 == denial.report && clause.1.overlaps(denial.clause)
            || clause.0 == place.0 && clause.1.overlaps(place.1)
            || !speaks_of(matter, clause.0, clause.1, &denial.parties)
            || denies(matter, at)
        {
            continue;
        }
        found.insert((Reverse(weight), clause));
    }
    found.into_iter().take(MOST).map(|(_, clause)| (clause, accusers.clone())).collect()
}

/// The same accusation in the other reports: a sentence of each at the most.
fn told_elsewhere(matter: &Matter<'_, '_>, denial: &Denial, place: Place) -> Told {
    const LEAST_SHARED: usize = 3;
    let topics = matter.topics_in(place.0, place.1);
    let mut best = BTreeMap::<usize, (u32, Reverse<Span>, usize)>::new();
    let mut seen = BTreeSet::new();
    let rare = topics.iter().filter(|t| t.is_word() && matter.weight(**t) >= RARE);
    for at in rare.flat_map(|t| matter.sentences_with(*t)).filter(|at| seen.insert(**at)) {
        let sentence = &matter.sentences[*at];
        let shared = Matter::shared(&topics, &sentence.topics);
        let weight = matter.total(&shared);
        let same = shared.len() >= LEAST_SHARED && weight * 100 >= matter.total(&topics) * 45;
        let voice = speakers_in(matter, *at);
        if sentence.report != place.0 && same && !denies(matter, *at) && voice.is_disjoint(&denial.sources) {
            let entry = (weight, Reverse(sentence.span), *at);
            let best = best.entry(sentence.report).or_insert(entry);
            *best = entry.max(*best);
        }
    }
    best.into_iter().map(|(report, (_, Reverse(span), at))| ((report, span), speakers_in(matter, at))).collect()
}
