//! One person of whom reports say that he has another office, or the same in another body.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{ActorKind, RoleKind};
use readout_report::Span;

use super::Draft;
use super::matter::Matter;
use super::name::draft;
use crate::fold::words;

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts = bodies(matter);
    drafts.extend(titles(matter));
    drafts
}

/// Words of a role that tell nothing of the office itself.
const AROUND: &[&str] =
    &["a", "an", "the", "his", "her", "then", "former", "ex", "current", "new", "us", "s", "mr", "ms"];

/// Who is one of these is not the other, in one body.
const HEADS: &[&str] = &["chairman", "manager", "secretary", "treasurer"];

/// Before "general", these make it no rank.
const CIVIL: &[&str] =
    &["attorney", "comptroller", "consul", "director", "governor", "inspector", "secretary", "solicitor", "surgeon"];

/// Before an office: who stands in for its holder, or is next to him.
const DEPUTIES: &[&str] = &["deputy", "vice", "assistant"];

/// Ranks, by the words or abbreviations that name them.
const RANKS: &[(&str, &str)] = &[
    ("private", "private"),
    ("pvt", "private"),
    ("corporal", "corporal"),
    ("cpl", "corporal"),
    ("sergeant", "sergeant"),
    ("sgt", "sergeant"),
    ("lieutenant", "lieutenant"),
    ("lt", "lieutenant"),
    ("captain", "captain"),
    ("capt", "captain"),
    ("major", "major"),
    ("maj", "major"),
    ("colonel", "colonel"),
    ("col", "colonel"),
    ("brigadier", "brigadier"),
    ("brig", "brigadier"),
    ("general", "general"),
    ("gen", "general"),
    ("rear", "rear"),
    ("vice", "vice"),
    ("admiral", "admiral"),
    ("adm", "admiral"),
];

/// What a role tells of an office.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Title {
    /// The rank in the words of [`RANKS`], the highest word last: "rear admiral".
    rank: Vec<&'static str>,
    deputy: bool,
    /// Whether he was it, and may be another now.
    was: bool,
    /// The word for the office, and the words for where.
    head: String,
    of: BTreeSet<String>,
}

impl Title {
    fn new(role: &str) -> Option<Self> {
        let mut words = words(&role.replace("’s", "").replace("'s", ""));
        let was = words.iter().any(|w| matches!(w.as_str(), "then" | "former" | "ex"));
        words.retain(|w| !AROUND.contains(&w.as_str()));
        let rank = |w: &String| RANKS.iter().find(|(word, _)| word == w).map(|(_, rank)| *rank);
        let is_civil = words.iter().any(|w| CIVIL.contains(&w.as_str()));
        let ranks: Vec<&str> = words.iter().rev().map_while(rank).filter(|_| !is_civil).collect();
        if !ranks.is_empty() {
            // Who was a captain may be a general now.
            if was {
                return None;
            }
            let rank = ranks.into_iter().rev().collect();
            return Some(Self { rank, deputy: false, was, head: String::new(), of: BTreeSet::new() });
        }
        if words.iter().any(|w| w == "acting" || w == "interim") {
            return None;
        }
        let deputy = words.iter().any(|w| DEPUTIES.contains(&w.as_str()));
        words.retain(|w| !DEPUTIES.contains(&w.as_str()));
        // "Minister of defence" is "defence minister".
        let head = match words.iter().position(|w| matches!(w.as_str(), "of" | "for" | "at")) {
            Some(at) if at > 0 => words.remove(at - 1),
            _ => words.pop()?,
        };
        let of = words.into_iter().filter(|w| !matches!(w.as_str(), "of" | "for" | "at" | "in" | "to")).collect();
        Some(Self { rank: Vec::new(), deputy, was, head, of })
    }

    /// Whether nobody has both.
    fn contradicts(&self, other: &Self) -> bool {
        if !self.rank.is_empty() || !other.rank.is_empty() {
            // "General" is short for any of them.
            let short = |a: &[&str], b: &[&str]| b.ends_with(a) || b.starts_with(a);
            return !self.rank.is_empty()
                && !other.rank.is_empty()
                && !short(&self.rank, &other.rank)
                && !short(&other.rank, &self.rank);
        }
        let within = self.of.is_subset(&other.of) || other.of.is_subset(&self.of);
        let named = !self.of.is_empty() && !other.of.is_empty();
        if !within || !named {
            return false;
        }
        match self.head == other.head {
            true => self.deputy != other.deputy && self.head != "president" && !self.was && !other.was,
            false => {
                let is_head = |title: &Self| HEADS.contains(&title.head.as_str());
                is_head(self) && is_head(other) && self.deputy == other.deputy && self.of == other.of
            }
        }
    }
}

/// The roles that reports give named persons, but for kinship: the report, the person, and the words.
fn roles(matter: &Matter<'_, '_>) -> impl Iterator<Item = (usize, usize, Span)> {
    let actors = |report: usize| matter.context.findings(report).actors.iter().enumerate().map(move |a| (report, a));
    let all = (0..matter.context.entries.len()).flat_map(actors).filter(|(_, (_, a))| a.kind == ActorKind::Person);
    let named = all.map(|(report, (index, actor))| (report, matter.actors.of(report, index), actor));
    named.filter(|(_, of, _)| matter.actors.is_named(*of)).flat_map(|(report, of, actor)| {
        let roles = actor.roles.iter().filter(|r| r.kind != RoleKind::Kinship);
        roles.map(move |role| (report, of, role.span))
    })
}

/// Persons whom reports call by titles that nobody has at once: "campaign chairman" and "campaign manager", "Sergeant" and
/// "Captain".
fn titles(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut told = BTreeMap::<usize, BTreeMap<Title, BTreeMap<usize, Span>>>::new();
    for (report, of, span) in roles(matter) {
        // Who stands in for the head may be his deputy.
        let before = &matter.context.report(report).text[..span.start as usize];
        let before = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        if matches!(before.as_str(), "acting" | "interim") {
            continue;
        }
        if let Some(title) = Title::new(matter.text(report, span)) {
            let places = told.entry(of).or_default().entry(title).or_default();
            places.entry(report).or_insert(span);
        }
    }
    let mut drafts = Vec::new();
    for titles in told.values() {
        let all: Vec<_> = titles.iter().collect();
        for (n, (a, of_a)) in all.iter().enumerate() {
            for (b, of_b) in &all[n + 1..] {
                // A report that has both tells when he was what.
                let in_one = of_a.keys().any(|r| of_b.contains_key(r));
                let one_day = of_a.keys().any(|x| of_b.keys().any(|y| matter.are_of_one_day(*x, *y)));
                if a.contradicts(b) && !in_one && one_day {
                    drafts.extend(draft(matter, of_a.iter(), of_b.iter()));
                }
            }
        }
    }
    drafts
}

/// Persons of whom two reports say that they have the same office, in bodies whose names differ.
fn bodies(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut offices = BTreeMap::<(usize, String), BTreeMap<Vec<String>, BTreeMap<usize, Span>>>::new();
    for (report, of, span) in roles(matter) {
        let Some((office, body)) = matter.text(report, span).split_once(" of ") else { continue };
        // "A member of" is said of many.
        if matches!(words(office).first().map(String::as_str), Some("a" | "an")) {
            continue;
        }
        let office = words(office).last().cloned().unwrap_or_default();
        let mut body = words(body);
        if body.first().is_some_and(|w| w == "the") {
            body.remove(0);
        }
        let places = offices.entry((of, office)).or_default().entry(body).or_default();
        places.entry(report).or_insert(span);
    }
    let mut drafts = Vec::new();
    for bodies in offices.values() {
        let all: Vec<_> = bodies.iter().collect();
        for (n, (a, of_a)) in all.iter().enumerate() {
            for (b, of_b) in &all[n + 1..] {
                let shared = a.iter().filter(|w| b.contains(w)).count();
                let own = |x: &[String], y: &[String]| x.iter().any(|w| !y.contains(w));
                let differ = shared >= 2 && own(a, b) && own(b, a);
                if differ && !of_a.keys().any(|r| of_b.contains_key(r)) {
                    drafts.extend(draft(matter, of_a.iter(), of_b.iter()));
                }
            }
        }
    }
    drafts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn contradict(a: &str, b: &str) -> bool {
        let [a, b] = [a, b].map(Title::new);
        a.zip(b).is_some_and(|(a, b)| a.contradicts(&b) && b.contradicts(&a))
    }

    #[test]
    fn titles() {
        for (a, b) in [
            ("Army Sergeant", "Army Captain"),
            ("Rear Adm.", "Vice Admiral"),
            ("Health Minister", "Deputy Health Minister"),
            ("Attorney General of Velmora", "Deputy Attorney General of Velmora"),
            ("the campaign's manager", "campaign chairman"),
        ] {
            assert!(contradict(a, b), "{a}, {b}");
        }
        for (a, b) in [
            ("Gen.", "Lt. Gen."),
            ("Attorney General", "Captain"),
            ("former deputy FBI director", "FBI director"),
            ("acting FBI director", "deputy FBI director"),
            ("EU Council Chairman", "UN Council Secretary"),
            ("then-Capt.", "Gen."),
        ] {
            assert!(!contradict(a, b), "{a}, {b}");
        }
    }

    proptest! {
        #[test]
        fn any_words_may_be_a_title(a in "\\PC{0,30}", b in "\\PC{0,30}") {
            contradict(&a, &b);
        }
    }
}
