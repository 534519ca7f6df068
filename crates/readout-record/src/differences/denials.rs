//! Where a report tells that something is denied: who denies it, in which words, and what.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use readout_report::Span;

use super::matter::{Matter, Topic};
use super::verification::CHECKED;
use super::{deed, polarity};
use crate::{Word, WordClass, WordRole};

/// What is denied may be named by these words only: "the allegations", "any wrongdoing".
pub(super) const ALLEGATIONS: &[&str] = &[
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
    "statement",
    "true",
    "wrong",
    "innocence",
    "case",
    "accuracy",
    "truth",
    "validity",
    "veracity",
    "charges",
];

/// To reject these is to deny that they are true.
pub(super) const CLAIMS: &[&str] = &[
    "accusation",
    "allegation",
    "assertion",
    "characterization",
    "claim",
    "conclusion",
    "insinuation",
    "narrative",
    "notion",
    "report",
    "rumor",
    "rumour",
    "story",
    "suggestion",
    "theory",
    "charge",
    "finding",
    "criticism",
    "projection",
    "contention",
];

/// Verbs whose subject says that their object is not so.
const DENYING: &[&str] = &["deny", "dispute", "refute", "rebut", "debunk", "disprove", "discredit", "contradict"];

/// These deny only if their object is a claim.
const REJECTING: &[&str] =
    &["reject", "dismiss", "challenge", "counter", "slam", "brush", "contest", "question", "deride"];

/// What is denied to somebody, or refused, is not said to be untrue.
const REFUSED: &[&str] = &[
    "access",
    "appeal",
    "application",
    "asylum",
    "bail",
    "benefit",
    "bid",
    "bond",
    "care",
    "coverage",
    "entry",
    "funding",
    "motion",
    "opportunity",
    "permission",
    "permit",
    "petition",
    "request",
    "review",
    "right",
    "service",
    "status",
    "treatment",
    "visa",
    "vote",
    "stay",
    "relief",
    "license",
    "credit",
    "victory",
    "majority",
    "weapon",
    "justice",
    "chance",
    "seat",
    "aid",
    "protection",
    "election",
    "hearing",
    "plea",
    "offer",
];

/// What is called so, or modified by this, is not so.
pub(super) const FALSE: &[&str] = &[
    "false",
    "untrue",
    "baseless",
    "unfounded",
    "groundless",
    "lie",
    "hoax",
    "fabrication",
    "smear",
    "bogus",
    "fake",
    "inaccurate",
    "incorrect",
    "unsubstantiated",
    "nonsense",
    "myth",
    "erroneous",
    "falsehood",
    "ridiculous",
    "absurd",
    "preposterous",
    "defamatory",
    "fiction",
    "misleading",
    "slander",
];

/// Whoever says one of these says that what was told is not so.
const NOT_SO: &[&str] = &[
    "not true",
    "n't true",
    "n’t true",
    "never happened",
    "did not happen",
    "didn't happen",
    "didn’t happen",
    "not the case",
    "n't the case",
    "n’t the case",
    "is false",
    "was false",
    "are false",
    "were false",
    "prove otherwise",
    "proves otherwise",
    "proved otherwise",
    "says otherwise",
    "say otherwise",
    "suggests otherwise",
    "suggest otherwise",
    "shows otherwise",
    "show otherwise",
    "no truth to",
    "projection is wrong",
    "claim is wrong",
    "simply wrong",
    "flatly wrong",
    "dead wrong",
    "was wrong",
    "facts straight",
    "opposite is true",
    "got it wrong",
    "not accurate",
    "n't accurate",
    "n’t accurate",
    "not correct",
    "is incorrect",
    "was incorrect",
    "not a truthful",
    "did not occur",
    "didn't occur",
    "didn’t occur",
    "n't happen",
    "n’t happen",
    "not happen",
    "just wrong",
    "completely wrong",
    "totally wrong",
];

/// ... in answer to it, by whatever words it is named.
const NO_TRUTH: &[&str] = &[
    "absolutely not",
    "further from the truth",
    "no basis in fact",
    "no truth",
    "no merit",
    "without merit",
    "without foundation",
];

/// Words that leave what follows, or what was told before them, without a ground.
const NO_EVIDENCE: &[&str] = &[
    "no evidence",
    "no proof",
    "no credible evidence",
    "no basis for",
    "no indication",
    "little evidence",
    "without evidence",
    "without any evidence",
    "without proof",
    "without providing evidence",
    "without offering evidence",
    "without citing evidence",
    "no hard evidence",
    "n't any evidence",
    "not any evidence",
    "not supported by",
    "lack of evidence",
];

/// Words by which somebody who is charged with a deed says that he did not do it.
const INNOCENT: &[&str] = &[
    "pleaded not guilty",
    "pleads not guilty",
    "plead not guilty",
    "pleading not guilty",
    "pled not guilty",
    "entered a not guilty plea",
    "maintained his innocence",
    "maintained her innocence",
    "maintained their innocence",
    "maintains his innocence",
    "maintains her innocence",
    "is innocent",
    "are innocent",
    "was innocent",
    "did nothing wrong",
    "done nothing wrong",
    "did anything wrong",
    "done anything wrong",
    "nothing improper",
    "nothing illegal",
    "n't do anything wrong",
    "no wrongdoing",
    "none of the alleged",
    "none of the allegations",
    "none of the accusations",
    "none of it is true",
    "none of this is true",
];

/// To say that something is so is called wrong: what follows is not so.
const WRONG_TO_SAY: &[&str] = &["wrong to say", "wrong to suggest", "not true that", "n't true that", "n’t true that"];

/// Phrases of one kind, ready to be looked for.
struct Phrases {
    finders: Vec<Finder<'static>>,
    form: Form,
    /// How they show what is denied.
    answers: Answers,
    /// Whether they must point back to it.
    must_point_back: bool,
}

static PHRASES: LazyLock<[Phrases; 5]> = LazyLock::new(|| {
    let kinds = [
        (WRONG_TO_SAY, Form::WrongToSay, Answers::Content, false),
        (NOT_SO, Form::NotSo, Answers::Before, true),
        (NO_TRUTH, Form::NoTruth, Answers::Before, false),
        (NO_EVIDENCE, Form::NoEvidence, Answers::Content, false),
        (INNOCENT, Form::Innocent, Answers::Accusation, false),
    ];
    kinds.map(|(phrases, form, answers, must_point_back)| Phrases {
        finders: phrases.iter().map(Finder::new).collect(),
        form,
        answers,
        must_point_back,
    })
});

/// "Denied that Wednesday" says when.
const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A clause that begins so tells when or why it is denied.
const AFTERWARDS: &[&str] =
    &["as", "when", "while", "after", "before", "because", "since", "in", "on", "at", "and", "to"];

/// Before one of these within a few words, there is no denial: "did not dispute", "declined to deny".
const UNDENIED: &[&str] = &[
    "decline", "refuse", "nor", "neither", "if", "whether", "can", "could", "would", "cannot", "seem", "appear", "let",
    "letting", "will", "asked", "should", "must",
];

/// What is not so was told before, or is named by one of these and a word for claims.
const POINTING: &[&str] =
    &["that", "this", "it", "which", "that's", "that’s", "it's", "it’s", "these", "those", "they", "he", "she"];

/// A denial.
#[derive(Debug)]
pub(super) struct Denial {
    pub(super) report: usize,
    pub(super) sentence: usize,
    /// Who denies what, in its words.
    pub(super) clause: Span,
    pub(super) cue: Span,
    /// What is denied.
    pub(super) content: Span,
    /// Who denies; none where the outlet does, or where nobody is named.
    pub(super) sources: BTreeSet<usize>,
    /// Those, and those for whom they speak: the client of a lawyer, the president of a White House.
    pub(super) accused: BTreeSet<usize>,
    /// Those, and whoever else is named before the denial.
    pub(super) parties: BTreeSet<usize>,
    /// What it answers.
    pub(super) answers: Answers,
    /// By what kind of words it is told.
    pub(super) form: Form,
    /// What is denied, where the sentence tells it before its denial: "an allegation that he has denied".
    pub(super) told: Option<Span>,
    /// The sentence before tells what is contradicted, whoever says it there.
    pub(super) is_of_last: bool,
    /// Who says it, where the denial tells: "Sorov offered no evidence".
    pub(super) claimant: Option<usize>,
}

/// The kinds of words that deny, the plainest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// "Denies".
    Deny,
    /// "Disputes", "refutes", "contradicts".
    Dispute,
    /// "Rejects", "dismisses" a claim.
    Reject,
    /// "His denial".
    Noun,
    /// "Called it false".
    False,
    /// "Wrong to say".
    WrongToSay,
    /// "That is not so".
    NotSo,
    /// "Absolutely not".
    NoTruth,
    /// "There is no evidence".
    NoEvidence,
    /// "Did nothing wrong".
    Innocent,
    /// "I never did it".
    OwnWord,
    /// "Could not be verified": nobody says that it is not so, but somebody who looked does not know that it is.
    Unverified,
}

impl Form {
    /// By which the judge of claims knows it: who changes this trains it anew.
    pub(super) fn number(self) -> f32 {
        match self {
            Self::Deny => 0.0,
            Self::Dispute => 1.0,
            Self::Reject => 2.0,
            Self::Noun => 3.0,
            Self::False => 4.0,
            Self::WrongToSay => 5.0,
            Self::NotSo => 6.0,
            Self::NoTruth => 7.0,
            Self::NoEvidence => 8.0,
            Self::Innocent => 9.0,
            Self::OwnWord => 10.0,
            Self::Unverified => 11.0,
        }
    }
}

/// How the words of a denial show what it denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answers {
    /// They say it: "denied that he had taken the letters".
    Content,
    /// It is what those who deny are accused of: "denied the allegations".
    Accusation,
    /// It was told before: "that is not true".
    Before,
    /// They say of a deed that those who deny did not do it: "I never struck her".
    Deed,
}

/// The denials of a report.
pub(super) fn find(matter: &Matter<'_, '_>, report: usize) -> Vec<Denial> {
    let mut found = Vec::new();
    for at in matter.indices_of(report) {
        let before = found.len();
        by_verb(matter, at, &mut found);
        if found.len() == before {
            by_falsity(matter, at, &mut found);
        }
        if found.len() == before {
            by_phrase(matter, at, &mut found);
        }
        if found.len() == before {
            by_own_word(matter, at, &mut found);
        }
        if found.len() == before {
            by_check(matter, at, &mut found);
        }
    }
    for denial in &mut found {
        denial.accused.clone_from(&denial.sources);
        denial.accused.extend(denial.sources.iter().flat_map(|source| matter.principals(*source)));
        if denial.answers == Answers::Accusation && denial.claimant.is_none() {
            denial.claimant = claimant(matter, denial);
        }
        denial.parties.clone_from(&denial.accused);
        let start = matter.sentences[denial.sentence].span.start.min(denial.cue.start);
        if !denial.sources.is_empty() {
            let named = matter.topics_in(report, Span::new(start, denial.cue.start));
            denial.parties.extend(named.into_iter().filter_map(Topic::actor));
        }
    }
    found
}

/// Whose claims are denied, where one is named: "denied Lenko's allegations", "the charges by Lenko".
fn claimant(matter: &Matter<'_, '_>, denial: &Denial) -> Option<usize> {
    let report = denial.report;
    let mentions = &matter.context.findings(report).mentions;
    let from = mentions.partition_point(|m| m.span.start < denial.content.start);
    let inside = mentions[from..].iter().take_while(|m| m.span.start < denial.content.end);
    let mut named = inside.filter_map(|mention| {
        let before = matter.text(report, Span::new(denial.content.start, mention.span.start));
        let after = matter.text(report, Span::new(mention.span.end, denial.content.end.max(mention.span.end)));
        let by = polarity::words(before, 0).last().is_some_and(|(w, _)| matches!(w.as_str(), "by" | "from"));
        let owns = after.starts_with("'s") || after.starts_with('’');
        let actor = matter.actors.of(report, mention.actor?);
        (by || owns).then_some(actor).filter(|a| !denial.accused.contains(a))
    });
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

/// Verbs of denying.
fn by_verb(matter: &Matter<'_, '_>, at: usize, found: &mut Vec<Denial>) {
    let sentence = &matter.sentences[at];
    let report = sentence.report;
    let entry = &matter.context.entries[report];
    if matter.text(report, sentence.span).contains('?') {
        return;
    }
    for (index, verb) in indexed(matter, at) {
        let is_noun = verb.class == WordClass::Noun && &*verb.lemma == "denial";
        if verb.class != WordClass::Verb && !is_noun {
            continue;
        }
        if is_noun {
            by_noun(matter, at, verb, found);
            continue;
        }
        let rejects = REJECTING.contains(&&*verb.lemma);
        if !rejects && !DENYING.contains(&&*verb.lemma) || verb.negated || is_undone(matter, at, verb.span) {
            continue;
        }
        let below = || indexed(matter, at).filter(move |(_, w)| w.head == Some(index));
        let is_claim = |w: &Word| CLAIMS.contains(&&*w.lemma) || ALLEGATIONS.contains(&&*w.lemma);
        let object = below().find(|(_, w)| w.role == WordRole::Object).map(|(_, w)| w);
        let passive = below().find(|(_, w)| w.role == WordRole::PassiveSubject).map(|(_, w)| w);
        // "Their land claims were rejected" tells of no denial, nor by whom.
        let by = matter.text(report, Span::new(verb.span.end, sentence.span.end.max(verb.span.end)));
        if passive.is_some_and(|w| !is_claim(w) || rejects && !by.trim_start().starts_with("by ")) {
            continue;
        }
        let clause = below().any(|(_, w)| w.role == WordRole::Clause && w.span.start > verb.span.end);
        let begins = past_when(matter, at, verb.span);
        let after = matter.text(report, Span::new(begins, sentence.span.end.max(begins)));
        let first = polarity::words(after, 0).next().map(|(w, _)| w).unwrap_or_default();
        let object_is_claim = object.or(passive).is_some_and(is_claim);
        let told = told_before(matter, at, verb.span).filter(|_| object.is_none_or(|w| w.span.end < verb.span.start));
        let by_agent = first == "by" && !rejects;
        let of_claim = told.is_some_and(|told| {
            let between = matter.text(report, Span::new(told.end, verb.span.start.max(told.end)));
            polarity::words(between, 0).any(|(w, _)| is_claim_word(&w))
        });
        let denies = match &*verb.lemma {
            // "Denies them the experience" refuses it.
            "deny" if matches!(&*first, "him" | "her" | "us" | "me" | "you") => false,
            // ... but "has denied them all" and "denied them" do not.
            "deny" if first == "them" => {
                let second = polarity::words(after, 0).nth(1).map(|(w, _)| w);
                second.is_none_or(|w| matches!(&*w, "all" | "both" | "repeatedly"))
            }
            // What it contradicts was told last only where it is pointed to.
            "contradict" => !by_agent && matches!(&*first, "that" | "this" | "those" | "these" | "it"),
            // To dismiss something as illegal is not to say that it is untrue.
            _ if rejects && told.is_some() => object_is_claim || of_claim,
            _ if told.is_some() || by_agent => true,
            "deny" if REFUSED.contains(&&*first) || AFTERWARDS.contains(&&*first) => false,
            // "Denied the party, once strong, a majority".
            "deny" if below().any(|(_, w)| w.span > verb.span && REFUSED.contains(&&*w.lemma)) => false,
            "deny" => {
                object_is_claim
                    || matches!(&*first, "that" | "any" | "it" | "ever" | "this" | "wrongdoing" | "involvement")
                    || first.ends_with("ing")
                    || clause && object.is_none()
                    || !is_refused(matter, at, verb.span)
                        && object.is_some_and(|w| {
                            w.class == WordClass::Noun && !REFUSED.contains(&&*w.lemma) && w.span.start > verb.span.end
                        })
                        && !clause
                        && below().filter(|(_, w)| w.role == WordRole::Object).count() == 1
            }
            "dispute" | "refute" | "rebut" | "debunk" | "disprove" => {
                object_is_claim || matches!(&*first, "that" | "this" | "it" | "those" | "these") || object.is_some()
            }
            _ => object_is_claim && object.or(passive).is_none_or(|w| &*w.lemma != "question"),
        };
        // "The denied claims" are not told to be denied by anybody.
        let attributive = verb.head.is_some_and(|h| {
            entry.words.get(h as usize).is_some_and(|h| h.class == WordClass::Noun && h.span.start > verb.span.end)
        }) && verb.role == WordRole::Other;
        if !denies || attributive {
            continue;
        }
        let statement = statement_with_cue(matter, report, verb.span);
        // "Denied the allegation and vowed to fight on".
        let next =
            below().find(|(_, w)| w.role == WordRole::Conjunct && w.class == WordClass::Verb && w.span > verb.span);
        let ends = next
            .map(|(_, w)| w.span.start)
            .filter(|ends| is_short(matter, report, Span::new(begins.min(*ends), *ends)));
        let end = clause_end(matter, at, verb.span).min(ends.unwrap_or(u32::MAX));
        let content = Span::new(begins, end.max(begins));
        let named: BTreeSet<usize> = statement.map(|s| matter.sources(report, s)).unwrap_or_default();
        let sources = if named.is_empty() { subject_of(matter, at, index, verb.span) } else { named };
        let pointing = matches!(&*first, "that" | "this" | "those" | "these" | "it") && {
            let mut next = polarity::words(after, 0).skip(1).map(|(w, _)| w);
            let (second, third) = (next.next().unwrap_or_default(), next.next().unwrap_or_default());
            // "Denied that this happened".
            let this = matches!(&*second, "this" | "it" | "these" | "those");
            first == "it"
                || second.is_empty()
                || is_claim_word(&second)
                || DAYS.contains(&second.as_str())
                || this && matches!(&*third, "happened" | "occurred" | "is" | "was")
        };
        let answers = if pointing { Answers::Before } else { what_answers(matter, report, content, object_is_claim) };
        let answers = if told.is_some() || by_agent || first == "them" { Answers::Accusation } else { answers };
        let sources = match by_agent {
            true => {
                let agents = matter.topics_in(report, Span::new(verb.span.end, end.max(verb.span.end)));
                agents.into_iter().filter_map(Topic::actor).collect()
            }
            false => sources,
        };
        // "Karsund claims that it was shelled; Brannoc denied this".
        let told = told.or_else(|| told_in_front(matter, at, verb.span).filter(|_| pointing));
        let clause = told.map_or(sentence.span, |t| past_marks(matter, report, Span::new(t.end, sentence.span.end)));
        // "The finding contradicts": what contradicts was told before.
        let contradicts = &*verb.lemma == "contradict";
        let form = match &*verb.lemma {
            "deny" => Form::Deny,
            _ if rejects => Form::Reject,
            _ => Form::Dispute,
        };
        let (sources, answers) = if contradicts { (BTreeSet::new(), Answers::Before) } else { (sources, answers) };
        found.push(Denial {
            form,
            report,
            sentence: at,
            clause,
            cue: verb.span,
            content,
            sources,
            parties: BTreeSet::new(),
            accused: BTreeSet::new(),
            answers,
            told,
            claimant: None,
            is_of_last: contradicts,
        });
        if contradicts {
            return;
        }
    }
}

/// Claims that are called false.
fn by_falsity(matter: &Matter<'_, '_>, at: usize, found: &mut Vec<Denial>) {
    let sentence = &matter.sentences[at];
    let report = sentence.report;
    let entry = &matter.context.entries[report];
    let text = matter.text(report, sentence.span);
    if text.contains('?') {
        return;
    }
    for (index, word) in indexed(matter, at) {
        let falsely = matches!(&*word.lemma, "falsely" | "wrongly" | "erroneously" | "incorrectly");
        let names = matches!(word.class, WordClass::Adjective | WordClass::Noun);
        if !(falsely || names && FALSE.contains(&&*word.lemma)) || word.negated || is_undone(matter, at, word.span) {
            continue;
        }
        let head = word.head.and_then(|h| entry.words.get(h as usize)).filter(|h| sentence.span.contains(h.span));
        let claim = if falsely {
            const CLAIMING: &[&str] =
                &["claim", "say", "state", "assert", "suggest", "accuse", "allege", "tweet", "insist", "tell"];
            head.filter(|h| CLAIMING.contains(&&*h.lemma))
        } else {
            head.filter(|h| word.class == WordClass::Adjective && CLAIMS.contains(&&*h.lemma))
        };
        let subject = indexed(matter, at).find(|(_, w)| w.head == Some(index) && w.role == WordRole::Subject);
        let called = head.is_some_and(|h| {
            matches!(
                &*h.lemma,
                "call"
                    | "dismiss"
                    | "describe"
                    | "denounce"
                    | "blast"
                    | "label"
                    | "brand"
                    | "deride"
                    | "decry"
                    | "slam"
            )
        });
        // A "bogus solution" and a "head fake" say nothing of what was told.
        let predicate = !falsely
            && head.is_none_or(|h| h.span.end <= word.span.start)
            && !(word.class == WordClass::Noun && &*word.lemma == "fake");
        // "It was nonsense to suggest that".
        let after = Span::new(word.span.end, sentence.span.end.max(word.span.end));
        let next: Vec<(String, Span)> = polarity::words(matter.text(report, after), after.start).take(2).collect();
        let to_say = match next.as_slice() {
            [(to, _), (say, span)] if to == "to" && matches!(say.as_str(), "claim" | "say" | "suggest") => Some(*span),
            _ => None,
        };
        let content = match (claim, subject) {
            _ if to_say.is_some() => Span::new(to_say.map_or(word.span.end, |s| s.end), sentence.span.end),
            (Some(claim), _) => Span::new(claim.span.end.max(word.span.end), sentence.span.end),
            (None, Some((_, subject))) if CLAIMS.contains(&&*subject.lemma) => sentence.span,
            (None, _) if called => sentence.span,
            (None, None) if predicate && is_said_of_pronoun(matter, at, word.span) => {
                Span::new(word.span.end, word.span.end)
            }
            _ => continue,
        };
        // Whoever makes a false claim is not the one who calls it false.
        let own_claim = matter.statement_at(report, word.span).is_some_and(|s| {
            let told = &matter.context.findings(report).statements[s];
            CLAIMS.contains(&&*told.cue_lemma) || told.cue.overlaps(word.span)
        });
        let sources = if own_claim { BTreeSet::new() } else { matter.speakers(report, word.span) };
        let sources = match (called && sources.is_empty(), head) {
            (true, Some(head)) => matter.subject(report, sentence.span, head.span).into_iter().collect(),
            _ => sources,
        };
        let answers = if content.is_empty() { Answers::Before } else { what_answers(matter, report, content, true) };
        // What the outlet itself calls false, nobody need have said lately.
        if sources.is_empty() && !content.is_empty() {
            continue;
        }
        found.push(Denial {
            form: Form::False,
            report,
            sentence: at,
            clause: sentence.span,
            cue: word.span,
            content,
            sources,
            parties: BTreeSet::new(),
            accused: BTreeSet::new(),
            answers,
            told: None,
            claimant: None,
            is_of_last: false,
        });
        return;
    }
}

/// What somebody says that he did not do: "Dahl said that he had never struck her".
fn by_own_word(matter: &Matter<'_, '_>, at: usize, found: &mut Vec<Denial>) {
    /// Who will not or would not do a thing has not said that he did not.
    const SETTLED: &[&str] = &["did", "do", "does", "had", "has", "have", "i've", "i’ve", "was", "were"];
    let sentence = &matter.sentences[at];
    let report = sentence.report;
    if matter.text(report, sentence.span).contains('?') {
        return;
    }
    for (_, verb) in indexed(matter, at).filter(|(_, w)| w.class == WordClass::Verb && w.negated) {
        let sources = matter.speakers(report, verb.span);
        let told_of = deed::doer(matter, at, verb).is_some_and(|doer| sources.contains(&doer));
        let clause = polarity::clause(matter, at, verb.span);
        let before = matter.text(report, Span::new(clause.start.min(verb.span.start), verb.span.start));
        let words: Vec<String> = polarity::words(before, 0).map(|(w, _)| w).collect();
        // "Had not", "hasn't", "never" right before the verb.
        let settled = words.iter().rev().take(2).any(|w| {
            let stem = w.strip_suffix("n't").or_else(|| w.strip_suffix("n’t")).unwrap_or(w);
            w == "never" || SETTLED.contains(&stem)
        });
        let open = words.iter().any(|w| matches!(w.as_str(), "if" | "whether" | "unless" | "will" | "would"));
        if !told_of || !settled || open || matter.is_light(verb) {
            continue;
        }
        let content = Span::new(verb.span.start, clause_end(matter, at, verb.span).min(clause.end).max(verb.span.end));
        found.push(Denial {
            form: Form::OwnWord,
            report,
            sentence: at,
            clause: sentence.span,
            cue: verb.span,
            content,
            sources,
            accused: BTreeSet::new(),
            parties: BTreeSet::new(),
            answers: Answers::Deed,
            told: None,
            claimant: None,
            is_of_last: false,
        });
        return;
    }
}

/// What somebody could not, or would not, verify: "could not be independently confirmed", "unconfirmed reports that".
fn by_check(matter: &Matter<'_, '_>, at: usize, found: &mut Vec<Denial>) {
    /// So many words before a verb show that it is not done.
    const NEAR: usize = 6;
    const UNDONE: &[&str] =
        &["unable", "cannot", "declined", "declining", "refused", "refusing", "neither", "impossible", "yet"];
    const UNCHECKED: &[&str] = &["unverified", "unconfirmed", "uncorroborated", "unproven"];
    const NOUNS: &[&str] = &["confirmation", "verification", "corroboration"];
    let sentence = &matter.sentences[at];
    let report = sentence.report;
    if asks_or_supposes(matter.text(report, sentence.span)) {
        return;
    }
    for (index, word) in indexed(matter, at) {
        let lemma = &*word.lemma;
        let is_unchecked = word.class == WordClass::Adjective && UNCHECKED.contains(&lemma);
        let is_noun = word.class == WordClass::Noun && NOUNS.contains(&lemma) && word.negated;
        let is_checked = word.class == WordClass::Verb && CHECKED.contains(&lemma);
        let start = sentence.span.start.min(word.span.start);
        let is_undone = || {
            // What stands before a mark is of another clause.
            let before = matter.text(report, Span::new(start, word.span.start));
            let clause = before.rsplit([',', ';', ':', '—', '–', '“', '"']).next().unwrap_or(before);
            let words: Vec<String> = polarity::words(clause, 0).map(|(w, _)| w).collect();
            let near = &words[words.len().saturating_sub(NEAR)..];
            word.negated
                || near.iter().any(|w| UNDONE.contains(&w.as_str()))
                || near.windows(2).any(|w| w[0] == "not" && w[1] == "able")
        };
        if !(is_unchecked || is_noun || is_checked && is_undone()) {
            continue;
        }
        let is_passive = indexed(matter, at).any(|(_, w)| w.head == Some(index) && w.role == WordRole::PassiveSubject);
        let end = clause_end(matter, at, word.span).max(word.span.end);
        let after = Span::new(word.span.end, end);
        // "The claims are unconfirmed" tells what is before it.
        let is_predicate = is_unchecked && matter.context.entries[report].words_in(after).is_empty();
        let content = if is_passive || is_predicate { Span::new(start, word.span.start) } else { after };
        let named = matter.speakers(report, word.span);
        let subject = || subject_of(matter, at, index, word.span);
        let sources = match is_passive {
            // "Could not be verified by Reuters".
            true if named.is_empty() => {
                let by = polarity::words(matter.text(report, after), after.start).next().filter(|(w, _)| w == "by");
                let agents = by.map(|(_, by)| matter.topics_in(report, Span::new(by.end, after.end)));
                agents.into_iter().flatten().filter_map(Topic::actor).collect()
            }
            false if named.is_empty() => subject(),
            _ => named,
        };
        let answers = match what_answers(matter, report, content, true) {
            Answers::Content => Answers::Content,
            _ => Answers::Before,
        };
        found.push(Denial {
            form: Form::Unverified,
            report,
            sentence: at,
            clause: sentence.span,
            cue: word.span,
            content,
            sources,
            parties: BTreeSet::new(),
            accused: BTreeSet::new(),
            answers,
            told: None,
            claimant: None,
            is_of_last: false,
        });
        return;
    }
}

fn asks_or_supposes(text: &str) -> bool {
    text.contains('?') || polarity::words(text, 0).any(|(w, _)| w == "if")
}

/// Phrases that say no to what was told.
fn by_phrase(matter: &Matter<'_, '_>, at: usize, found: &mut Vec<Denial>) {
    let sentence = &matter.sentences[at];
    let report = sentence.report;
    let text = matter.text(report, sentence.span).to_ascii_lowercase();
    if text.contains('?') {
        return;
    }
    for Phrases { finders, form, answers, must_point_back } in PHRASES.iter() {
        let (form, answers) = (*form, *answers);
        let hit = finders.iter().filter_map(|p| Some((p.find(text.as_bytes())?, p.needle().len()))).min();
        let Some((start, len)) = hit else { continue };
        let start = sentence.span.start as usize + start;
        let cue = Span::of(start, start + len);
        if is_undone(matter, at, cue) || *must_point_back && !points_back(matter, at, cue) {
            continue;
        }
        let end = sentence.span.end.max(cue.end);
        let after = Span::new(cue.end, end);
        let named = matter.speakers(report, cue);
        let (content, answers, sources) = match answers {
            Answers::Content => {
                // "It is not true that" is followed by what is not so.
                let said = [" say", " suggest", " that"].iter().any(|w| matter.text(report, cue).ends_with(w));
                let whole = !said
                    && !matches!(
                        polarity::words(matter.text(report, after), 0).next().map(|(w, _)| w).as_deref(),
                        Some("that" | "of" | "to" | "for" | "he" | "she" | "they" | "it" | "the" | "any")
                    );
                (if whole { sentence.span } else { after }, Answers::Content, named)
            }
            Answers::Accusation => {
                let subject = || matter.subject(report, sentence.span, cue).into_iter().collect();
                (after, Answers::Accusation, if named.is_empty() { subject() } else { named })
            }
            // "The allegations aren't true" answers those, and not what was told last.
            Answers::Before if *must_point_back && names_accusations(matter, at, cue) => {
                (cue, Answers::Accusation, named)
            }
            Answers::Before | Answers::Deed => (after, Answers::Before, named),
        };
        let clause = sentence.span;
        // "Sorov offered no evidence", "without evidence".
        let without = matter.text(report, Span::new(sentence.span.start, cue.start)).trim_end();
        let lacks = ["offered", "provided", "presented", "cited", "gave", "has", "had", "offering", "citing", "with"];
        let lacks = lacks.iter().any(|w| without.ends_with(w))
            || text[(cue.start - sentence.span.start) as usize..].starts_with("without");
        let claimant =
            if answers == Answers::Content && lacks { matter.subject(report, sentence.span, cue) } else { None };
        let told = (answers != Answers::Content).then(|| told_in_front(matter, at, cue)).flatten();
        let clause = told.map_or(clause, |t| past_marks(matter, report, Span::new(t.end, sentence.span.end)));
        found.push(Denial {
            form,
            report,
            sentence: at,
            clause,
            cue,
            content,
            sources,
            parties: BTreeSet::new(),
            accused: BTreeSet::new(),
            answers,
            told,
            claimant,
            is_of_last: false,
        });
        return;
    }
}

/// Whether accusations are the subject of a phrase.
fn names_accusations(matter: &Matter<'_, '_>, at: usize, phrase: Span) -> bool {
    const NEAR: usize = 4;
    let sentence = &matter.sentences[at];
    let before = matter.text(sentence.report, Span::new(sentence.span.start, phrase.start.max(sentence.span.start)));
    let words: Vec<String> = polarity::words(before, 0).map(|(w, _)| w).collect();
    words.iter().rev().take(NEAR).any(|w| matches!(w.as_str(), "accusations" | "allegations" | "charges"))
}

/// An accusation or question that stands before its answer in one sentence: "they accuse him of theft, which is not true".
fn told_in_front(matter: &Matter<'_, '_>, at: usize, cue: Span) -> Option<Span> {
    const LEAST_BYTES: usize = 30;
    const TELLING: &[&str] = &["accuse", "allege", "claim", "ask", "suggest", "charge", "blame"];
    let sentence = &matter.sentences[at];
    let start = sentence.span.start;
    let before = matter.text(sentence.report, Span::new(start, cue.start.max(start)));
    let comma = before.rfind(", ").max(before.rfind("; "))?;
    let span = Span::new(start, start + comma as u32);
    let tells = sentence.words.iter().any(|w| w.span.end <= span.end && TELLING.contains(&&*w.lemma));
    (comma >= LEAST_BYTES && tells).then_some(span)
}

/// Who does what a verb tells: its subject by name, or the actor named last before it.
fn subject_of(matter: &Matter<'_, '_>, at: usize, index: u32, verb: Span) -> BTreeSet<usize> {
    let sentence = &matter.sentences[at];
    let subject = indexed(matter, at).find(|(_, w)| w.head == Some(index) && w.role == WordRole::Subject);
    let by_name =
        subject.filter(|(_, w)| w.class == WordClass::Name).and_then(|(_, w)| matter.named(sentence.report, &w.lemma));
    let last = || matter.subject(sentence.report, sentence.span, verb);
    by_name.or_else(last).into_iter().collect()
}

/// Whether something that can be refused is named right after a verb: "denied the party, the strongest, a majority".
fn is_refused(matter: &Matter<'_, '_>, at: usize, verb: Span) -> bool {
    const NEAR: usize = 6;
    let after = matter.sentences[at].words.iter().filter(|w| w.span.start >= verb.end);
    after.take(NEAR).any(|w| REFUSED.contains(&&*w.lemma))
}

/// "Prompting a denial from Dahl", "despite his denials".
fn by_noun(matter: &Matter<'_, '_>, at: usize, noun: &Word, found: &mut Vec<Denial>) {
    let sentence = &matter.sentences[at];
    let report = sentence.report;
    let text = matter.text(report, Span::new(sentence.span.start, noun.span.start.max(sentence.span.start)));
    // Who calls a denial nonsense does not deny.
    const OF_DENIALS: &[&str] =
        &["brush", "call", "contradict", "dismiss", "doubt", "mock", "question", "reject", "undercut"];
    let entry = &matter.context.entries[report];
    let head = noun.head.and_then(|head| entry.words.get(head as usize));
    let is_called = head.is_some_and(|head| OF_DENIALS.contains(&&*head.lemma))
        || sentence.words.iter().any(|w| w.span.end <= noun.span.start && OF_DENIALS.contains(&&*w.lemma));
    if is_called || is_undone(matter, at, noun.span) || text.trim_end().ends_with(" in") {
        return;
    }
    let content = Span::new(noun.span.end, clause_end(matter, at, noun.span).max(noun.span.end));
    let after = matter.topics_in(report, content).into_iter().filter_map(Topic::actor);
    let from = matter.text(report, content).trim_start().starts_with("from");
    let sources: BTreeSet<usize> = match from {
        true => after.collect(),
        false => matter.subject(report, sentence.span, noun.span).into_iter().collect(),
    };
    found.push(Denial {
        form: Form::Noun,
        report,
        sentence: at,
        clause: sentence.span,
        cue: noun.span,
        content,
        sources,
        parties: BTreeSet::new(),
        accused: BTreeSet::new(),
        answers: Answers::Accusation,
        told: None,
        claimant: None,
        is_of_last: false,
    });
}

/// Where what is denied begins: after the time or occasion in "denied on Thursday that", "denied under oath a claim".
fn past_when(matter: &Matter<'_, '_>, at: usize, verb: Span) -> u32 {
    const FARTHEST: usize = 5;
    let sentence = &matter.sentences[at];
    let after = matter.text(sentence.report, Span::new(verb.end, sentence.span.end.max(verb.end)));
    let words: Vec<(String, Span)> = polarity::words(after, verb.end).take(FARTHEST + 8).collect();
    if !words.first().is_some_and(|(w, _)| matches!(w.as_str(), "on" | "in" | "at" | "under" | "during")) {
        return verb.end;
    }
    let plain = |until: u32| !matter.text(sentence.report, Span::new(verb.end, until)).contains([',', ';', ':']);
    // "Denied on Thursday a professor's accusation": what follows the day is denied.
    let times = &matter.context.findings(sentence.report).times;
    let day = times.iter().find(|t| words[1..].first().is_some_and(|(_, s)| t.span.contains(*s)));
    let that = words.iter().take(FARTHEST).find(|(w, _)| w == "that").map(|(_, s)| s.start);
    let claimed = words.iter().any(|(w, _)| is_claim_word(w));
    let begins = day.filter(|_| claimed || that.is_some()).map(|t| t.span.end).or(that);
    begins.filter(|begins| plain(*begins)).unwrap_or(verb.end)
}

/// What a sentence tells before it says that it is denied: "accusations of bribery, which he denies", "an allegation that he has
/// denied".
fn told_before(matter: &Matter<'_, '_>, at: usize, verb: Span) -> Option<Span> {
    const NEAR: usize = 9;
    let sentence = &matter.sentences[at];
    let start = sentence.span.start;
    let before = matter.text(sentence.report, Span::new(start, verb.start.max(start)));
    let words: Vec<(String, Span)> = polarity::words(before, start).collect();
    let near = &words[words.len().saturating_sub(NEAR)..];
    let parts = |w: &str| matches!(w, "which" | "something");
    let found = near.iter().rposition(|(w, _)| parts(w) || is_claim_word(w))?;
    let word = near[found].1;
    // "Kashmir, the status of which is disputed" tells no claim.
    if near[found].0 == "which" && found > 0 && near[found - 1].0 == "of" {
        return None;
    }
    // "An allegation" stands in apposition to what was told.
    let comma = before[..(word.start - start) as usize].rfind(',')?;
    let between = word.start - start - comma as u32;
    let end = if between < 20 { start + comma as u32 } else { word.start };
    let told = Span::new(start, end);
    // "Before the announcement, there were claims" tells nothing before the claims.
    let tells = sentence.words.iter().any(|w| told.contains(w.span) && w.class == WordClass::Verb);
    (end > start + 20 && tells).then(|| told.trim(&matter.context.report(sentence.report).text))
}

/// Whether a word names a claim, or several.
fn is_claim_word(word: &str) -> bool {
    CLAIMS.iter().any(|claim| word == *claim || word.strip_suffix('s') == Some(claim))
}

/// Whether words tell what is denied, or only that there is an accusation.
fn what_answers(matter: &Matter<'_, '_>, report: usize, content: Span, claim: bool) -> Answers {
    let telling = telling(matter, report, content);
    let words = telling.iter().filter(|t| t.is_word()).count();
    if words >= 2 || words == 1 && !claim { Answers::Content } else { Answers::Accusation }
}

/// What is denied, without the words that only name a claim.
pub(super) fn telling(matter: &Matter<'_, '_>, report: usize, content: Span) -> Vec<Topic> {
    let general: BTreeSet<Topic> =
        ALLEGATIONS.iter().chain(FALSE).chain(DENYING).filter_map(|w| matter.topic(w)).collect();
    let topics = matter.topics_in(report, content);
    topics.into_iter().filter(|t| !general.contains(t)).collect()
}

/// The words of what is denied on which the others depend.
pub(super) fn tops<'m>(matter: &'m Matter<'_, '_>, denial: &Denial) -> impl Iterator<Item = &'m Word> {
    const FARTHEST: usize = 4;
    let entry = &matter.context.entries[denial.report];
    let content = denial.content;
    let above = |word: &Word| word.head.and_then(|head| entry.words.get(head as usize));
    // "There is no effort": what "is" depends on is outside.
    let is_top = move |word: &&Word| {
        let mut head = above(word);
        for _ in 0..FARTHEST {
            match head.filter(|head| content.contains(head.span)) {
                None => return !matter.is_light(word),
                Some(light) if matter.is_light(light) => head = above(light),
                Some(_) => return false,
            }
        }
        false
    };
    entry.words_in(content).iter().filter(is_top)
}

/// The words of a sentence with their places among the report's.
fn indexed<'m>(matter: &'m Matter<'_, '_>, at: usize) -> impl Iterator<Item = (u32, &'m Word)> {
    let sentence = &matter.sentences[at];
    let words = &matter.context.entries[sentence.report].words;
    let first = words.partition_point(|w| w.span.start < sentence.span.start);
    sentence.words.iter().enumerate().map(move |(i, w)| ((first + i) as u32, w))
}

fn statement_with_cue(matter: &Matter<'_, '_>, report: usize, cue: Span) -> Option<usize> {
    matter.context.findings(report).statements.iter().position(|s| s.cue.overlaps(cue))
}

/// Whether words before say that it is not denied, or ask or suppose it.
fn is_undone(matter: &Matter<'_, '_>, at: usize, cue: Span) -> bool {
    const NEAR: usize = 4;
    let sentence = &matter.sentences[at];
    let before = matter.text(sentence.report, Span::new(sentence.span.start, cue.start.max(sentence.span.start)));
    // What stands before a quotation mark or a dash is of another clause.
    let before = before.rsplit(['—', '–', '“', '"', ';', ':']).next().unwrap_or(before);
    let words: Vec<String> = polarity::words(before, 0).map(|(w, _)| w).collect();
    // "Asked whether he did it, he denied it".
    let clause = before.rsplit(',').next().unwrap_or(before);
    if polarity::words(clause, 0).any(|(w, _)| matches!(w.as_str(), "if" | "whether")) {
        return true;
    }
    // What somebody is to deny, or wants to, is not denied yet.
    let mut last = words.iter().rev();
    let ahead = last.next().is_some_and(|w| w == "to") && !last.next().is_some_and(|w| w.starts_with("continue"));
    ahead
        || words.iter().rev().take(NEAR).any(|w| {
            polarity::is_negator(w) && w != "no"
                || UNDENIED.iter().any(|u| w == u || w.strip_prefix(u).is_some_and(|e| matches!(e, "d" | "s" | "ed")))
        })
}

/// Whether a word is said of "that", "it" or "this": "that's false", "it was simply untrue".
fn is_said_of_pronoun(matter: &Matter<'_, '_>, at: usize, word: Span) -> bool {
    const NEAR: usize = 4;
    let sentence = &matter.sentences[at];
    let before = matter.text(sentence.report, Span::new(sentence.span.start, word.start.max(sentence.span.start)));
    let words: Vec<String> = polarity::words(before, 0).map(|(w, _)| w).collect();
    let near = &words[words.len().saturating_sub(NEAR)..];
    let is = |w: &String| matches!(w.as_str(), "is" | "was" | "are" | "were");
    near.iter().any(|w| matches!(w.as_str(), "that's" | "that’s" | "it's" | "it’s"))
        || near.windows(2).any(|w| matches!(w[0].as_str(), "that" | "this" | "it" | "these" | "those") && is(&w[1]))
}

/// Whether something said before, or a claim, is the subject of a phrase.
fn points_back(matter: &Matter<'_, '_>, at: usize, phrase: Span) -> bool {
    const NEAR: usize = 5;
    let sentence = &matter.sentences[at];
    let before = matter.text(sentence.report, Span::new(sentence.span.start, phrase.start.max(sentence.span.start)));
    let words: Vec<String> = polarity::words(before, 0).map(|(w, _)| w).collect();
    let supposes = words.iter().any(|w| matches!(w.as_str(), "if" | "whether" | "what" | "i" | "idea"))
        // "Something was wrong" is no word on what was said.
        || words.last().is_some_and(|w| matches!(w.as_str(), "something" | "anything" | "nothing" | "everything"))
        // What is to be kept from happening, or has not happened again, is not said not to have happened.
        || words.iter().any(|w| matches!(w.as_str(), "sure" | "ensure" | "ensuring" | "ensures"))
        || polarity::words(matter.text(sentence.report, Span::new(phrase.end, sentence.span.end.max(phrase.end))), 0)
            .next()
            .is_some_and(|(w, _)| matches!(w.as_str(), "again" | "until" | "without" | "unless" | "overnight" | "before" | "with" | "for"))
        // What almost did not happen did, and what still has not was to come.
        || words.iter().rev().take(NEAR).any(|w| matches!(w.as_str(), "almost" | "still" | "yet"));
    // "Talk of secret annexes is wrong" tells itself what is, and "that advice was wrong" is of advice.
    let is_talk = words.iter().any(|w| matches!(w.as_str(), "talk" | "rumours" | "rumors" | "speculation"));
    let first = words.first().map_or("", String::as_str);
    let is_determined = words.len() <= 3 && matches!(first, "that" | "this" | "these" | "those");
    let is_said = !matter.speakers(sentence.report, phrase).is_empty();
    let called_wrong = matter.text(sentence.report, phrase).ends_with("wrong") && is_said && !is_talk && !is_determined;
    !supposes
        && !words.iter().rev().take(NEAR).any(|w| w == "like")
        && (called_wrong
            || points(&words)
            || words.iter().rev().take(NEAR).any(|w| {
                CLAIMS.iter().any(|c| w == c || w.strip_suffix('s') == Some(c))
                    || matches!(w.as_str(), "facts" | "fact" | "record" | "records" | "evidence")
            }))
}

/// The rest of a sentence without the marks at its start: "which he denies" of ", which he denies".
fn past_marks(matter: &Matter<'_, '_>, report: usize, rest: Span) -> Span {
    let text = matter.text(report, rest);
    let bare = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '—' | '–'));
    Span::new(rest.start + (text.len() - bare.len()) as u32, rest.end)
}

/// Whether one of the last words points back by itself: "that", "it"; not "that advice".
fn points(words: &[String]) -> bool {
    const NEAR: usize = 5;
    const AFTER: &[&str] = &[
        "are", "did", "had", "has", "have", "in", "is", "isn't", "isn’t", "just", "never", "of", "simply", "was",
        "wasn't", "wasn’t", "were",
    ];
    let from = words.len().saturating_sub(NEAR);
    words.iter().enumerate().skip(from).any(|(n, word)| {
        let next = words.get(n + 1).map(String::as_str);
        let is_determiner = matches!(word.as_str(), "that" | "this" | "these" | "those");
        let alone = next.is_none_or(|w| AFTER.contains(&w) || is_claim_word(w) || w.ends_with("ly"));
        POINTING.contains(&word.as_str()) && (!is_determiner || alone)
    })
}

/// Whether a text only names what is denied, and does not tell it.
fn is_short(matter: &Matter<'_, '_>, report: usize, text: Span) -> bool {
    const MOST_WORDS: usize = 7;
    let words: Vec<String> = polarity::words(matter.text(report, text), 0).map(|(w, _)| w).collect();
    words.len() <= MOST_WORDS && !words.iter().any(|w| w == "that")
}

/// Where the clause of a word ends: at a mark or word that parts clauses.
fn clause_end(matter: &Matter<'_, '_>, at: usize, word: Span) -> u32 {
    let sentence = &matter.sentences[at];
    let after = matter.text(sentence.report, Span::new(word.end, sentence.span.end.max(word.end)));
    const PARTERS: &[&str] = &[", but ", ", and ", ", saying ", ", calling ", ", telling ", "; ", " but ", ", while "];
    let cut = PARTERS.iter().filter_map(|p| after.find(p)).min();
    cut.map_or(sentence.span.end, |cut| word.end + cut as u32)
}
