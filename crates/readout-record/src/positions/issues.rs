//! The issues of a story.

use std::collections::{BTreeMap, BTreeSet};

use readout_report::Span;

use super::Place;
use crate::actors::Actors;
use crate::context::Context;
use crate::entry::{Word, WordClass};
use crate::fold::squeeze;
use crate::frequencies;
use crate::statements::Statements;

/// No story has more.
const MOST: usize = 12;
/// An issue that fewer statements speak of is none.
const LEAST_STATEMENTS: usize = 2;
/// No issue has more words.
const LONGEST: usize = 4;
/// A single word that tells less than this (see [`frequencies::weight`]) names no issue: "people", "year", "country".
const LEAST_WEIGHT: u8 = 22;

/// A matter that several statements speak of.
pub(super) struct Issue {
    /// The lemmas of its words.
    pub(super) key: String,
    /// As most often written.
    pub(super) name: String,
    /// Where it is spoken of, in the order of the reports and their text.
    pub(super) places: Vec<Place>,
}

/// The issues, the one of most weight first.
pub(super) fn issues(context: &Context<'_>, actors: &Actors, statements: &Statements) -> Vec<Issue> {
    let mut phrases = BTreeMap::<String, Vec<Place>>::new();
    for (report, entry) in context.entries.iter().enumerate() {
        for (index, statement) in entry.findings.statements.iter().enumerate() {
            for piece in &statement.content {
                for (key, words) in phrases_of(&entry.report.text, entry.words_in(*piece)) {
                    phrases.entry(key).or_default().push(Place { report, statement: index, words });
                }
            }
        }
    }
    let mut candidates: Vec<Candidate> =
        phrases.into_iter().filter_map(|(key, places)| Candidate::new(key, places, actors, statements)).collect();
    // The phrase that says more takes the places of the words that it is made of: "guarantees" in "security guarantees".
    candidates.sort_by(|a, b| {
        let words = |c: &Candidate| c.key.split(' ').count();
        words(b).cmp(&words(a)).then_with(|| a.key.cmp(&b.key))
    });
    let mut kept: Vec<Candidate> = Vec::new();
    for mut candidate in candidates {
        candidate.places.retain(|place| {
            let inside = |k: &Candidate| {
                k.places.iter().any(|p| {
                    p.report == place.report && p.statement == place.statement && p.words.contains(place.words)
                })
            };
            !kept.iter().filter(|k| k.key.split(' ').any(|w| candidate.key.ends_with(w))).any(inside)
        });
        if let Some(candidate) = Candidate::new(candidate.key, candidate.places, actors, statements) {
            kept.push(candidate);
        }
    }
    kept.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
    kept.truncate(MOST);
    kept.into_iter()
        .map(|candidate| {
            let mut uses = BTreeMap::<String, usize>::new();
            for place in &candidate.places {
                let words = squeeze(context.text(place.report, place.words));
                *uses.entry(words).or_default() += 1;
            }
            let name = uses.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
            Issue { name: name.map(|(name, _)| name).unwrap_or_default(), key: candidate.key, places: candidate.places }
        })
        .collect()
}

/// A phrase that may be an issue.
struct Candidate {
    key: String,
    places: Vec<Place>,
    score: f64,
}

impl Candidate {
    /// None for a phrase that too few speak of, or that is too common.
    fn new(key: String, places: Vec<Place>, actors: &Actors, statements: &Statements) -> Option<Self> {
        let said: BTreeSet<usize> = places.iter().map(|p| statements.of(p.report, p.statement)).collect();
        let sources = said.iter().filter_map(|s| statements.all[*s].source.as_ref());
        let who: BTreeSet<usize> =
            sources.flat_map(|s| s.actors.iter().copied()).filter(|a| actors.is_named(*a)).collect();
        let rarity = key.split(' ').filter(|w| *w != "of").map(frequencies::weight).max().unwrap_or(0);
        let words = key.split(' ').count();
        let enough =
            said.len() >= LEAST_STATEMENTS && !who.is_empty() && (who.len() > 1 || said.len() > 2 || words > 1);
        let score =
            (said.len() as f64) * (1.0 + who.len() as f64).ln() * f64::from(rarity) * if words > 1 { 1.5 } else { 1.0 };
        (enough && (words > 1 || rarity >= LEAST_WEIGHT)).then_some(Self { key, places, score })
    }
}

/// The noun phrases of a stretch of words, each by its lemmas: every run of adjectives, nouns and names that ends in a noun, its
/// ends, and two of them with "of" between.
fn phrases_of(text: &str, words: &[Word]) -> Vec<(String, Span)> {
    let mut phrases = Vec::new();
    let between = |a: &Word, b: &Word| text.get(a.span.end as usize..b.span.start as usize).unwrap_or("?");
    let joined = |a: &Word, b: &Word| matches!(between(a, b), " " | "-" | "‑" | "\u{a0}");
    let in_phrase = |w: &Word| matches!(w.class, WordClass::Noun | WordClass::Adjective | WordClass::Name);
    let key = |words: &[Word]| words.iter().map(|w| &*w.lemma).collect::<Vec<_>>().join(" ");
    for end in 0..words.len() {
        // Only where the run of nouns ends: "ceasefire" in "ceasefire talks" is another matter.
        let ends = words.get(end + 1).is_none_or(|next| !(joined(&words[end], next) && next.class == WordClass::Noun));
        if words[end].class != WordClass::Noun || !ends {
            continue;
        }
        let mut start = end;
        loop {
            let run = &words[start..=end];
            // "point draft" in "nine-point draft" is cut from a word.
            let cut = start > 0
                && words[start - 1].class == WordClass::Number
                && matches!(between(&words[start - 1], &words[start]), "-" | "‑");
            if is_issue(run) && !cut {
                phrases.push((key(run), Span::new(words[start].span.start, words[end].span.end)));
            }
            let before = start.checked_sub(1);
            match before.filter(|b| in_phrase(&words[*b]) && joined(&words[*b], &words[start]) && end - b < LONGEST) {
                Some(before) => start = before,
                None => break,
            }
        }
        // "size of the army"
        if let Some(before) = start.checked_sub(1) {
            let head = &words[before];
            if head.class == WordClass::Noun
                && matches!(between(head, &words[start]), " of " | " of the " | " of its " | " of their ")
            {
                let lemmas = format!("{} of {}", head.lemma, key(&words[start..=end]));
                if lemmas.split(' ').count() <= LONGEST + 1 {
                    phrases.push((lemmas, Span::new(head.span.start, words[end].span.end)));
                }
            }
        }
    }
    phrases
}

/// Whether a phrase names a matter: not people, times, or the words that statements themselves are made of.
fn is_issue(run: &[Word]) -> bool {
    let head = &run[run.len() - 1].lemma;
    let plain = |w: &Word| w.lemma.chars().all(|c| c.is_alphabetic() || c == '-' || c == '’' || c == '\'');
    head.chars().count() > 2
        && run.iter().all(plain)
        && !NO_ISSUES.contains(&&**head)
        && !matches!(
            &*run[0].lemma,
            "other"
                | "such"
                | "same"
                | "last"
                | "next"
                | "first"
                | "many"
                | "several"
                | "own"
                | "new"
                | "more"
                | "few"
                | "most"
        )
}

/// Heads of phrases that name people, times, places, parts, or talk itself.
const NO_ISSUES: &[&str] = &[
    "ability",
    "act",
    "action",
    "adviser",
    "aide",
    "ally",
    "ambassador",
    "analyst",
    "answer",
    "approach",
    "area",
    "article",
    "aspect",
    "attempt",
    "attention",
    "back",
    "basis",
    "bit",
    "body",
    "business",
    "call",
    "capital",
    "case",
    "cause",
    "chance",
    "change",
    "chief",
    "child",
    "choice",
    "citizen",
    "city",
    "claim",
    "colleague",
    "comment",
    "community",
    "company",
    "concern",
    "condition",
    "conversation",
    "country",
    "couple",
    "course",
    "critic",
    "day",
    "deal",
    "decade",
    "decision",
    "degree",
    "detail",
    "difference",
    "diplomat",
    "director",
    "discussion",
    "document",
    "effect",
    "effort",
    "end",
    "envoy",
    "event",
    "evidence",
    "example",
    "expert",
    "fact",
    "family",
    "feeling",
    "figure",
    "foe",
    "force",
    "form",
    "friend",
    "future",
    "goal",
    "government",
    "group",
    "guy",
    "half",
    "hand",
    "head",
    "history",
    "hope",
    "hour",
    "house",
    "idea",
    "individual",
    "information",
    "interest",
    "interview",
    "issue",
    "job",
    "kind",
    "lack",
    "leader",
    "leadership",
    "level",
    "life",
    "line",
    "list",
    "lot",
    "man",
    "manner",
    "matter",
    "meeting",
    "member",
    "mention",
    "message",
    "middle",
    "minister",
    "minute",
    "moment",
    "month",
    "morning",
    "move",
    "name",
    "nation",
    "need",
    "news",
    "night",
    "nothing",
    "number",
    "offer",
    "office",
    "officer",
    "official",
    "opinion",
    "opponent",
    "opportunity",
    "order",
    "other",
    "paper",
    "part",
    "partner",
    "party",
    "people",
    "percent",
    "period",
    "person",
    "place",
    "plan",
    "player",
    "point",
    "policy",
    "politician",
    "position",
    "post",
    "power",
    "premise",
    "president",
    "problem",
    "process",
    "program",
    "progress",
    "proposal",
    "provision",
    "public",
    "purpose",
    "question",
    "reason",
    "region",
    "relationship",
    "reporter",
    "representative",
    "response",
    "rest",
    "result",
    "role",
    "room",
    "rule",
    "secretary",
    "sense",
    "series",
    "set",
    "share",
    "side",
    "sign",
    "situation",
    "solution",
    "something",
    "son",
    "son-in-law",
    "sort",
    "source",
    "speech",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "staff",
    "stage",
    "statement",
    "step",
    "story",
    "subject",
    "success",
    "summer",
    "support",
    "supporter",
    "system",
    "talk",
    "team",
    "term",
    "text",
    "thing",
    "thought",
    "time",
    "today",
    "topic",
    "town",
    "type",
    "use",
    "value",
    "version",
    "view",
    "visit",
    "voter",
    "war",
    "way",
    "week",
    "winter",
    "woman",
    "word",
    "work",
    "world",
    "worry",
    "year",
];
