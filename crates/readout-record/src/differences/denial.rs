//! One says that something is so, and another that it is not.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{CueClass, Statement};
use readout_report::Span;

use super::claims::{self, ClaimRow, Sentences};
use super::denials::{self, Answers, CLAIMS, Denial, FALSE, Form};
use super::matter::{Matter, RARE, Topic};
use super::{Draft, DraftSide, Place, deed, polarity};
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

/// So many words of a claim show that another is the same.
const LEAST_SAME: usize = 4;

/// Passages that say what is denied, at most.
pub(super) const MOST: usize = 4;

/// Denials of one claim, with those who make it.
struct Point {
    kind: DifferenceKind,
    denials: BTreeSet<Place>,
    deniers: BTreeSet<usize>,
    /// What the first of them says that it denies; nothing where it only names the charges.
    telling: Vec<Topic>,
    /// Whether it denies whatever its deniers are accused of.
    general: bool,
    /// The words of those who say it.
    claimed: BTreeSet<Topic>,
    told: Told,
    about: Place,
}

/// Denials, each with those who say what it denies. Those of one claim, and what one actor says to the same charges, are one
/// difference.
fn denied_claims(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let denials = all_denials(matter);
    let judged = Judged::new(matter, &denials);
    let mut left = Vec::new();
    let mut points: Vec<Point> = Vec::new();
    let mut by_denier: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for denial in denials {
        let (told, clause) = judged.told(&denial);
        let mut telling = denials::telling(matter, denial.report, denial.content);
        telling.retain(|t| t.is_word());
        if !matches!(denial.answers, Answers::Content | Answers::Deed) {
            telling.clear();
        }
        if told.is_empty() {
            if denial.answers != Answers::Deed {
                left.push((denial, telling));
            }
            continue;
        }
        let place = (denial.report, clause);
        let about = denial.content.trim(&matter.context.report(denial.report).text);
        let about = if about.is_empty() { denial.cue } else { about };
        let mut of_denier = denial.sources.iter().filter_map(|a| by_denier.get(a)).flatten();
        let kind = kind(&denial);
        let same = of_denier
            .find(|p| points[**p].kind == kind && is_same_point(matter, &points[**p], &denial, &telling))
            .copied();
        // "He denies it" says no more than what was denied before.
        let unnamed = !denial.sources.iter().any(|a| matter.actors.is_named(*a)) && telling.is_empty();
        let again = || {
            points.iter().rposition(|p| {
                unnamed
                    && p.kind == kind
                    && p.telling.is_empty()
                    && p.denials.last().is_some_and(|d| d.0 == denial.report)
            })
        };
        let same = same.or_else(again);
        let meets = |point: &Point| {
            point.kind == kind
                && told.keys().any(|(report, span)| point.told.keys().any(|t| t.0 == *report && t.1.overlaps(*span)))
        };
        // The same claim in nearly the same words, whoever denies it.
        let same_claim = |point: &Point| {
            let claimed = telling.iter().filter(|t| point.claimed.contains(t)).count();
            point.kind == kind && claimed >= LEAST_SAME && claimed * 5 >= telling.len() * 4
        };
        let known = points.iter().position(meets).or(same).or_else(|| points.iter().position(same_claim));
        let index = match known {
            Some(index) => {
                let point = &mut points[index];
                point.denials.insert(place);
                point.deniers.extend(&denial.sources);
                point.claimed.extend(words_of(matter, told.keys()));
                for (place, speakers) in told {
                    point.told.entry(place).or_default().extend(speakers);
                }
                index
            }
            None => {
                points.push(Point {
                    kind,
                    general: denial.answers == Answers::Accusation,
                    claimed: words_of(matter, told.keys()).collect(),
                    denials: BTreeSet::from([place]),
                    deniers: denial.sources.clone(),
                    telling,
                    told,
                    about: (denial.report, about),
                });
                points.len() - 1
            }
        };
        for actor in denial.sources {
            let of = by_denier.entry(actor).or_default();
            if !of.contains(&index) {
                of.push(index);
            }
        }
    }
    // What is denied once more, in words that do not show what, is of the point that its denier denies elsewhere.
    for (denial, telling) in left {
        let mut of_denier = denial.sources.iter().filter_map(|a| by_denier.get(a)).flatten();
        let is_same =
            |p: &&usize| points[**p].kind == kind(&denial) && is_same_point(matter, &points[**p], &denial, &telling);
        if let Some(index) = of_denier.find(is_same) {
            points[*index].denials.insert((denial.report, denial.clause));
        }
    }
    points.into_iter().filter_map(draft).collect()
}

/// The denials of a story, each with the claims that it may answer.
pub(super) fn rows(matter: &Matter<'_, '_>) -> Vec<ClaimRow> {
    let denials = all_denials(matter);
    let judged = Judged::new(matter, &denials);
    denials.iter().flat_map(|denial| judged.rows(denial)).collect()
}

/// The denials of all reports, in their order.
fn all_denials(matter: &Matter<'_, '_>) -> Vec<Denial> {
    (0..matter.context.entries.len()).flat_map(|report| denials::find(matter, report)).collect()
}

/// Finds what a denial answers: rules propose, and what was learned disposes.
struct Judged<'m, 'a, 'e> {
    matter: &'m Matter<'a, 'e>,
    voices: Voices,
    accused: Accused,
    sentences: Sentences,
}

impl<'m, 'a, 'e> Judged<'m, 'a, 'e> {
    fn new(matter: &'m Matter<'a, 'e>, denials: &[Denial]) -> Self {
        let sentences = Sentences::new(matter, denials);
        Self { matter, voices: voices(matter), accused: accused(matter), sentences }
    }

    fn proposed(&self, denial: &Denial) -> (Told, Span, Option<Span>) {
        let (told, clause) = affirmations(self.matter, &self.voices, &self.accused, denial);
        let own = denial.told.or_else(|| within(self.matter, denial).map(|(claim, _)| claim));
        (told, clause, own)
    }

    /// Where others say what is denied; a few at most. And the denial, without what it tells of the claim where that is all there is.
    fn told(&self, denial: &Denial) -> (Told, Span) {
        let (told, rest, own) = self.proposed(denial);
        let told = claims::told(self.matter, &self.sentences, denial, &told, own);
        let has_own = told.keys().any(|(r, s)| *r == denial.report && own.is_some_and(|own| s.overlaps(own)));
        (told, if has_own { rest } else { denial.clause })
    }

    fn rows(&self, denial: &Denial) -> Vec<ClaimRow> {
        let (told, _, own) = self.proposed(denial);
        claims::rows(self.matter, &self.sentences, denial, &told, own)
    }
}

/// The words that tell something at some places.
fn words_of<'p>(matter: &Matter<'_, '_>, places: impl Iterator<Item = &'p Place>) -> impl Iterator<Item = Topic> {
    places.flat_map(|(report, span)| matter.topics_in(*report, *span)).filter(|t| t.is_word())
}

/// Whether a denial in such words is of the point of another by the same actor: both name the charges only, it names who makes
/// them, or what it denies has a rare word in common with what the other denies, or most of its words with those who say so.
fn is_same_point(matter: &Matter<'_, '_>, point: &Point, denial: &Denial, telling: &[Topic]) -> bool {
    if telling.is_empty() {
        let claims = |a| point.told.values().any(|speakers| speakers.contains(&a));
        let general = point.general && denial.answers == Answers::Accusation;
        return denial.claimant.map_or(general, claims);
    }
    let shared = Matter::shared(&point.telling, telling);
    let claimed: Vec<Topic> = telling.iter().filter(|t| point.claimed.contains(t)).copied().collect();
    matter.total(&shared) >= RARE || claimed.len() >= 2 && matter.total(&claimed) * 100 >= matter.total(telling) * 60
}

fn draft(point: Point) -> Option<Draft> {
    let overlaps = |place: &Place| point.denials.iter().any(|d| d.0 == place.0 && d.1.overlaps(place.1));
    let told: Told = point.told.into_iter().filter(|(place, _)| !overlaps(place)).collect();
    if told.is_empty() {
        return None;
    }
    let actors = told.values().flatten().copied().collect();
    let (so, not_so) = match point.kind {
        DifferenceKind::Verification => ("claimed", "not verified"),
        _ => ("so", "not so"),
    };
    let so = DraftSide { value: so.to_owned(), actors, places: outermost(told.into_keys().collect()) };
    let not_so = DraftSide { value: not_so.to_owned(), actors: point.deniers, places: outermost(point.denials) };
    Some(Draft { kind: point.kind, about: point.about, sides: vec![so, not_so] })
}

/// Who says that it is not so denies it; who could not find out whether it is has not verified it.
pub(super) fn kind(denial: &Denial) -> DifferenceKind {
    match denial.form {
        Form::Unverified => DifferenceKind::Verification,
        _ => DifferenceKind::Denial,
    }
}

/// Places without those that stand inside another.
fn outermost(places: BTreeSet<Place>) -> BTreeSet<Place> {
    let inside = |a: &Place| places.iter().any(|b| a != b && a.0 == b.0 && b.1.contains(a.1));
    places.iter().filter(|a| !inside(a)).copied().collect()
}

/// Places that say something, and who says it there; nobody where the outlet does.
pub(super) type Told = BTreeMap<Place, BTreeSet<usize>>;

/// Where others say what is denied, by rules. And the denial, without what it tells of the claim where that is all there is.
fn affirmations(matter: &Matter<'_, '_>, voices: &Voices, accused: &Accused, denial: &Denial) -> (Told, Span) {
    let telling = denials::telling(matter, denial.report, denial.content);
    let words: Vec<Topic> = telling.iter().filter(|t| t.is_word()).copied().collect();
    let within = within(matter, denial);
    let mut told = Told::new();
    if let Some(claim) = denial.told {
        told.insert((denial.report, claim), BTreeSet::new());
        return (told, denial.clause);
    }
    if denial.answers == Answers::Deed {
        return (deed::told(matter, denial), denial.clause);
    }
    if denial.answers == Answers::Content {
        told = in_same_words(matter, denial, &telling);
    }
    for (place, speakers) in deed::told(matter, denial) {
        if told.len() < MOST {
            told.entry(place).or_insert(speakers);
        }
    }
    // Whoever tells of "allegations that he took the letters" tells both sides.
    if let Some((claim, rest)) = within {
        told.insert((denial.report, claim), BTreeSet::new());
        told.extend(contradicting(matter, denial));
        return (told, rest);
    }
    if told.is_empty() && denial.answers == Answers::Before {
        told = just_before(matter, denial);
    }
    if told.is_empty() && denial.answers != Answers::Before {
        told = in_document(matter, denial);
    }
    if told.is_empty() {
        let words = if denial.answers == Answers::Content { words.as_slice() } else { &[] };
        told = accusations(matter, voices, denial, words);
    }
    if told.is_empty() && denial.answers == Answers::Accusation {
        told = accused_of(matter, accused, denial, &words);
    }
    (told, denial.clause)
}

/// The claim that the sentence of a denial tells itself: "denied allegations that he had taken the letters".
fn within(matter: &Matter<'_, '_>, denial: &Denial) -> Option<(Span, Span)> {
    const NEAR: usize = 6;
    if denial.content.start < denial.cue.end {
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
        Some("by" | "from" | "made" | "leveled" | "levelled" | "raised" | "brought") => {
            words.iter().any(|(w, s)| w == "that" && s.start > claim.end)
        }
        _ => false,
    };
    let after = Span::new(claim.end, denial.content.end);
    let long = denials::telling(matter, denial.report, after).iter().filter(|t| t.is_word()).count() >= 2;
    let told = after.trim(&matter.context.report(denial.report).text);
    let denies = Span::new(denial.clause.start, claim.end);
    (starts && long && denial.clause.start < claim.end).then_some((told, denies))
}

/// Sentences that speak of most of what is denied, with the word on which it depends, and say nothing against it.
fn in_same_words(matter: &Matter<'_, '_>, denial: &Denial, denied: &[Topic]) -> Told {
    const MOST_SENTENCES: usize = 50;
    let denied: Vec<Topic> =
        denied.iter().filter(|t| t.actor().is_none_or(|a| !denial.sources.contains(&a))).copied().collect();
    let total = matter.total(&denied);
    let words: Vec<Topic> = denied.iter().filter(|t| t.is_word()).copied().collect();
    if words.is_empty() {
        return Told::new();
    }
    let predicate = predicate(matter, denial);
    let of_knowledge = is_of_knowledge(matter, denial);
    // Who calls it wrong to say that there is none answers those who say so.
    let says_no = |text: &str| polarity::words(text, 0).any(|(w, _)| polarity::is_negator(&w));
    let denies_no = predicate.is_some_and(|word| word.negated && word.span.start >= denial.cue.end);
    let predicate = predicate.and_then(|word| matter.topic(&word.lemma)).filter(|topic| words.contains(topic));
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let near = words.iter().flat_map(|t| matter.sentences_with(*t).iter().take(MOST_SENTENCES));
    for at in near.filter(|i| seen.insert(**i)) {
        let sentence = &matter.sentences[*at];
        let is_own = sentence.report == denial.report && sentence.span.contains(denial.cue);
        if is_own || of_knowledge && !sentence.words.iter().any(|w| KNOWING.contains(&&*w.lemma)) {
            continue;
        }
        let shared = Matter::shared(&denied, &sentence.topics);
        let shared_words = shared.iter().filter(|t| t.is_word()).count();
        let weight = matter.total(&shared);
        let of_them = denial.parties.iter().any(|a| sentence.topics.contains(&Topic::Actor(*a)));
        let tells = accuses(sentence.words);
        let least = if tells && of_them { 40 } else { 50 };
        let says_other = predicate.is_some_and(|p| !sentence.topics.contains(&p));
        let enough = shared_words >= 2 || shared_words == 1 && (words.len() == 1 || tells) && of_them;
        if weight * 100 < total * least
            || says_other && !(tells && of_them && shared_words >= 2)
            || !enough
            || weight < RARE
            || !of_them && shared_words < 3 && shared.len() == shared_words && weight < 2 * RARE
            || !tells && !denies_no && !polarity::affirms(matter.text(sentence.report, sentence.span))
            || denies_no && !says_no(matter.text(sentence.report, sentence.span))
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
            !speakers.is_disjoint(&denial.accused)
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

/// "The assessment contradicts a report that denied this": what contradicts was told in the sentence before.
fn contradicting(matter: &Matter<'_, '_>, denial: &Denial) -> Option<(Place, BTreeSet<usize>)> {
    let words = matter.sentences[denial.sentence].words;
    words.iter().find(|w| w.span.end <= denial.cue.start && &*w.lemma == "contradict" && !w.negated)?;
    let last = denial.sentence.checked_sub(1).filter(|at| matter.indices_of(denial.report).contains(at))?;
    let sentence = &matter.sentences[last];
    Some(((sentence.report, sentence.span), speakers_in(matter, last)))
}

/// Who disputes a memo or a report denies what it says: the statements whose source it is.
fn in_document(matter: &Matter<'_, '_>, denial: &Denial) -> Told {
    const DOCUMENTS: &[&str] = &[
        "account",
        "affidavit",
        "article",
        "book",
        "complaint",
        "dossier",
        "letter",
        "memo",
        "report",
        "story",
        "testimony",
    ];
    const NEAR: usize = 4;
    let entry = &matter.context.entries[denial.report];
    let named = entry.words_in(denial.content).iter().take(NEAR).find(|w| DOCUMENTS.contains(&&*w.lemma));
    let Some(document) = named.filter(|_| !denial.sources.is_empty()) else { return Told::new() };
    let mut found = Vec::new();
    for report in 0..matter.context.entries.len() {
        for (i, statement) in matter.context.findings(report).statements.iter().enumerate() {
            let Some(source) = statement.source.as_ref().filter(|_| !statement.negated) else { continue };
            let words = matter.context.entries[report].words_in(source.span);
            let clause = matter.clause(report, i);
            let own = report == denial.report && clause.overlaps(denial.clause);
            if own
                || !words.iter().any(|w| w.lemma == document.lemma)
                || !speaks_of(matter, report, clause, &denial.accused)
            {
                continue;
            }
            found.push((report != denial.report, (report, clause), matter.sources(report, i)));
        }
    }
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(_, place, sources)| (place, sources)).collect()
}

/// Whoever has done this to something, or with him another, knows of it.
const KNOWING: &[&str] =
    &["approve", "authorize", "aware", "direct", "inform", "know", "knowledge", "learn", "order", "sign", "tell"];

/// Whether somebody denies only that he knew: "denied knowing of the payment".
fn is_of_knowledge(matter: &Matter<'_, '_>, denial: &Denial) -> bool {
    const NEAR: usize = 3;
    let words = matter.context.entries[denial.report].words_in(denial.content);
    words.iter().take(NEAR).any(|w| matches!(&*w.lemma, "know" | "knowledge" | "aware"))
}

/// The word of what is denied on which the others depend: "shared" of "that he shared secrets". Of several the first verb.
pub(super) fn predicate<'m>(matter: &'m Matter<'_, '_>, denial: &Denial) -> Option<&'m Word> {
    let of_class = |class| denials::tops(matter, denial).find(move |word| word.class == class);
    of_class(WordClass::Verb).or_else(|| of_class(WordClass::Noun))
}

/// What somebody else says in the sentence before, or what is told there.
fn just_before(matter: &Matter<'_, '_>, denial: &Denial) -> Told {
    const BACK: usize = 2;
    let first = matter.indices_of(denial.report).start;
    let own = matter.statement_at(denial.report, denial.cue);
    for at in (first..denial.sentence).rev().take(BACK) {
        let sentence = &matter.sentences[at];
        let text = matter.text(sentence.report, sentence.span);
        // What only announces what follows tells nothing.
        if text.ends_with(':') {
            continue;
        }
        // What the same statement, or the same quotation, says before is no claim of others.
        let before = matter.statement_at(sentence.report, sentence.span);
        let goes_on = own.is_some() && before.is_some() && !text.ends_with(['"', '”']);
        if own.is_some() && (own == before || goes_on) || leaves_quotation_open(text) {
            continue;
        }
        if denies(matter, at) || text.contains('?') {
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
                speakers.is_disjoint(&denial.accused) && {
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

/// Whether a quotation that a sentence begins goes on after it.
fn leaves_quotation_open(sentence: &str) -> bool {
    let count = |mark| sentence.matches(mark).count();
    count('"') % 2 == 1 && !sentence.ends_with('"') || count('“') > count('”')
}

/// Whether a sentence asks or supposes.
pub(super) fn asks(matter: &Matter<'_, '_>, sentence: usize) -> bool {
    let sentence = &matter.sentences[sentence];
    let text = matter.text(sentence.report, sentence.span);
    text.contains('?') || polarity::words(text, 0).any(|(w, _)| matches!(w.as_str(), "if" | "whether"))
}

/// Whether a sentence gives what somebody says, if only unnamed people.
pub(super) fn is_attributed(matter: &Matter<'_, '_>, sentence: usize) -> bool {
    let sentence = &matter.sentences[sentence];
    let statements = &matter.context.findings(sentence.report).statements;
    let from = statements.partition_point(|s| s.cue.start < sentence.span.start);
    statements.get(from).is_some_and(|s| s.cue.start < sentence.span.end && !s.negated)
}

/// Who speaks in a sentence.
pub(super) fn speakers_in(matter: &Matter<'_, '_>, sentence: usize) -> BTreeSet<usize> {
    let sentence = &matter.sentences[sentence];
    let statements = &matter.context.findings(sentence.report).statements;
    let from = statements.partition_point(|s| s.cue.start < sentence.span.start);
    let here = statements.iter().enumerate().skip(from).take_while(|(_, s)| s.cue.start < sentence.span.end);
    let mut speakers: BTreeSet<usize> = here.flat_map(|(i, _)| matter.sources(sentence.report, i)).collect();
    speakers.extend(matter.speakers(sentence.report, sentence.span));
    speakers
}

/// The words that name who speaks in a sentence.
pub(super) fn sources_in(matter: &Matter<'_, '_>, sentence: usize) -> impl Iterator<Item = Span> {
    let sentence = &matter.sentences[sentence];
    let statements = &matter.context.findings(sentence.report).statements;
    let from = statements.partition_point(|s| s.cue.start < sentence.span.start);
    let here = statements[from..].iter().take_while(|s| s.cue.start < sentence.span.end);
    here.filter_map(|s| s.source.as_ref()).map(|s| s.span)
}

/// Whether words tell of an accusation or a suspicion.
pub(super) fn accuses(words: &[Word]) -> bool {
    words.iter().any(|w| !w.negated && (ACCUSING.contains(&&*w.lemma) || &*w.lemma == "believe"))
}

/// Whether a word tells of an accusation or a charge.
pub(super) fn tells_of_charge(word: &Word) -> bool {
    !word.negated && (ACCUSING.contains(&&*word.lemma) || CHARGING.contains(&&*word.lemma))
}

/// Whether somebody denies something in a sentence.
pub(super) fn denies(matter: &Matter<'_, '_>, sentence: usize) -> bool {
    let sentence = &matter.sentences[sentence];
    sentence.words.iter().any(|w| {
        matches!(&*w.lemma, "deny" | "denial" | "dispute" | "reject" | "refute" | "rebut" | "contradict" | "debunk")
            || FALSE.contains(&&*w.lemma)
            || matches!(&*w.lemma, "falsely" | "wrong" | "untrue")
            || w.negated && matches!(&*w.lemma, "evidence" | "proof" | "indication" | "sign")
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
        let accuses = is_accusation(s) && !s.negated && matter.sources(report, i).is_disjoint(&denial.accused);
        let at =
            matter.sentence_at(report, s.cue.start).filter(|_| accuses && is_of_claimant(matter, denial, report, i))?;
        let distance = at.abs_diff(denial.sentence);
        if distance > NEAR || matter.clause(report, i).overlaps(denial.clause) {
            return None;
        }
        let end = s.content.iter().map(|c| c.end).max().unwrap_or_default().max(s.cue.end);
        let of_them = speaks_of(matter, report, Span::new(s.cue.end, end), &denial.parties);
        let shared = Matter::shared(words, &matter.sentences[at].topics);
        let same = words.is_empty() || !shared.is_empty();
        let told = distance == 0 || of_them && (at < denial.sentence && distance <= AT_HAND || distance == 1 || same);
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
    if denial.sources.is_empty() {
        return Told::new();
    }
    // Words of accusing or charging beside the name of who denies.
    let of_them = |at: usize| {
        let sentence = &matter.sentences[at];
        let named = denial.parties.iter().any(|a| sentence.topics.contains(&Topic::Actor(*a)));
        let accused = sentence.words.iter().any(tells_of_charge);
        let same = words.is_empty() || !Matter::shared(words, &sentence.topics).is_empty();
        let before = at < denial.sentence || at == denial.sentence + 1;
        before
            && named
            && accused
            && same
            && tells_of_what(matter, at)
            && !denies(matter, at)
            && polarity::words(matter.text(report, sentence.span), 0).all(|(w, _)| !polarity::is_negator(&w))
            && speakers_in(matter, at).is_disjoint(&denial.accused)
    };
    let indices = matter.indices_of(report);
    let near = indices.filter(|at| *at != denial.sentence && at.abs_diff(denial.sentence) <= NEAR && of_them(*at));
    let Some(nearest) = near.min_by_key(|at| (at.abs_diff(denial.sentence), *at)) else { return Told::new() };
    let place = (report, matter.sentences[nearest].span);
    let mut told = told_elsewhere(matter, denial, place);
    told.insert(place, speakers_in(matter, nearest));
    told
}

/// Whether a statement may be of whom a denial names as the one who claims it.
fn is_of_claimant(matter: &Matter<'_, '_>, denial: &Denial, report: usize, statement: usize) -> bool {
    denial.claimant.is_none_or(|claimant| {
        let sources = matter.sources(report, statement);
        sources.is_empty() || sources.contains(&claimant)
    })
}

/// Sentences that accuse or charge, by the actors that they speak of.
type Accused = BTreeMap<usize, Vec<usize>>;

fn accused(matter: &Matter<'_, '_>) -> Accused {
    let mut accused = Accused::new();
    for (at, sentence) in matter.sentences.iter().enumerate() {
        let none = || polarity::words(matter.text(sentence.report, sentence.span), 0).any(|(w, _)| w == "none");
        if sentence.words.iter().any(tells_of_charge) && !denies(matter, at) && !asks(matter, at) && !none() {
            for actor in sentence.topics.iter().filter_map(|t| t.actor()) {
                accused.entry(actor).or_default().push(at);
            }
        }
    }
    accused
}

/// What those who deny are accused of in any report: the sentences that say most of it.
fn accused_of(matter: &Matter<'_, '_>, accused: &Accused, denial: &Denial, words: &[Topic]) -> Told {
    /// Of somebody who is accused so often, there are many accusations.
    const MOST_ACCUSATIONS: usize = 40;
    let mut found = BTreeSet::new();
    for at in denial.accused.iter().filter_map(|a| accused.get(a)).flatten().take(MOST_ACCUSATIONS) {
        let sentence = &matter.sentences[*at];
        let speakers = speakers_in(matter, *at);
        let own = sentence.report == denial.report && sentence.span.contains(denial.cue);
        if own || !speakers.is_disjoint(&denial.accused) || !is_object(matter, *at, &denial.accused) {
            continue;
        }
        let shared = matter.total(&Matter::shared(words, &sentence.topics));
        if !words.is_empty() && denial.answers == Answers::Content && shared < RARE / 2 {
            continue;
        }
        let same_report = sentence.report == denial.report;
        let claims = |a: usize| speakers.contains(&a) || sentence.topics.contains(&Topic::Actor(a));
        let by_other = denial.claimant.is_some_and(|a| !claims(a));
        found.insert((by_other, Reverse(shared), !tells_of_what(matter, *at), !same_report, *at));
    }
    let best = found.into_iter().take(MOST).map(|(.., at)| at);
    best.map(|at| ((matter.sentences[at].report, matter.sentences[at].span), speakers_in(matter, at))).collect()
}

/// Whether one of these actors is named after the word that accuses, or is told to be accused.
pub(super) fn is_object(matter: &Matter<'_, '_>, at: usize, actors: &BTreeSet<usize>) -> bool {
    let sentence = &matter.sentences[at];
    let accuses = |w: &&Word| tells_of_charge(w);
    let mentions = &matter.context.findings(sentence.report).mentions;
    let from = mentions.partition_point(|m| m.span.start < sentence.span.start);
    sentence.words.iter().filter(accuses).any(|word| {
        let here = mentions[from..].iter().take_while(|m| m.span.start < sentence.span.end);
        let of_them = here.filter(|m| m.actor.is_some_and(|a| actors.contains(&matter.actors.of(sentence.report, a))));
        let (mut before, mut after) = (false, false);
        for mention in of_them {
            before |= mention.span.end <= word.span.start;
            after |= mention.span.start >= word.span.end;
        }
        let text = matter.text(sentence.report, Span::new(sentence.span.start, word.span.start));
        let passive = text.trim_end().ends_with(|c: char| c.is_alphabetic())
            && polarity::words(text, 0)
                .last()
                .is_some_and(|(w, _)| matches!(&*w, "was" | "been" | "were" | "being" | "is"));
        after || before && passive
    })
}

/// Whether a sentence tells of what somebody is accused: "accused him of theft", "allegations that".
pub(super) fn tells_of_what(matter: &Matter<'_, '_>, at: usize) -> bool {
    const NEAR: usize = 5;
    let sentence = &matter.sentences[at];
    let accuses = |w: &&Word| tells_of_charge(w);
    sentence.words.iter().filter(accuses).any(|word| {
        let after = matter.text(sentence.report, Span::new(word.span.end, sentence.span.end.max(word.span.end)));
        // "Alleging he took it" needs no "that".
        if word.class == WordClass::Verb && &*word.lemma == "allege" {
            return true;
        }
        let mut next = polarity::words(after, 0).map(|(w, _)| w).take(NEAR);
        next.any(|w| matches!(w.as_str(), "of" | "that" | "with") || w.ends_with("ing"))
    })
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
        if sentence.report != place.0 && same && !denies(matter, *at) && voice.is_disjoint(&denial.accused) {
            let entry = (weight, Reverse(sentence.span), *at);
            let best = best.entry(sentence.report).or_insert(entry);
            *best = entry.max(*best);
        }
    }
    best.into_iter().map(|(report, (_, Reverse(span), at))| ((report, span), speakers_in(matter, at))).collect()
}
