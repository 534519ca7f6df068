//! What one and the same person, body or thing is called.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{ActorKind, MentionForm, RoleKind};
use readout_report::Span;

use super::matter::Matter;
use super::{Draft, DraftSide, Place};
use crate::DifferenceKind;
use crate::fold::words;

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts = spellings(matter);
    drafts.extend(offices(matter));
    drafts
}

/// The full names under which each report speaks of each person, each with its first place.
type Names = BTreeMap<usize, BTreeMap<Vec<String>, BTreeMap<usize, Span>>>;

/// Persons whose names the reports spell differently.
fn spellings(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut names = Names::new();
    for report in 0..matter.context.entries.len() {
        let findings = matter.context.findings(report);
        for mention in findings.mentions.iter().filter(|m| m.kind == ActorKind::Person && m.form == MentionForm::Name) {
            let Some(actor) = mention.actor else { continue };
            let parts = words(matter.text(report, mention.span).trim_end_matches("'s").trim_end_matches("’s"));
            if (2..=4).contains(&parts.len()) {
                let places = names.entry(matter.actors.of(report, actor)).or_default().entry(parts).or_default();
                places.entry(report).or_insert(mention.span);
            }
        }
    }
    let mut drafts = across_actors(matter, &names);
    for spellings in names.values() {
        let all: Vec<_> = spellings.iter().collect();
        for (n, (a, of_a)) in all.iter().enumerate() {
            for (b, of_b) in &all[n + 1..] {
                // Who uses both does not tell them apart.
                if of_a.keys().any(|r| of_b.contains_key(r)) || !differ_in_spelling(a, b) {
                    continue;
                }
                drafts.extend(draft(matter, of_a.iter(), of_b.iter()));
            }
        }
    }
    drafts
}

/// Persons whom the record keeps apart, since their names differ too much to join them by their names alone; here their offices
/// or the parts of a double surname show that they are one.
fn across_actors(matter: &Matter<'_, '_>, names: &Names) -> Vec<Draft> {
    const MOST_OF_A_NAME: usize = 20;
    let mut by_part = BTreeMap::<&str, Vec<(usize, &Vec<String>, &BTreeMap<usize, Span>)>>::new();
    for (actor, spellings) in names {
        for (parts, places) in spellings {
            for part in [parts.first(), parts.last()].into_iter().flatten() {
                by_part.entry(part).or_default().push((*actor, parts, places));
            }
        }
    }
    let mut drafts = Vec::new();
    for group in by_part.values().filter(|g| g.len() <= MOST_OF_A_NAME) {
        for (n, (a, name_of_a, of_a)) in group.iter().enumerate() {
            for (b, name_of_b, of_b) in &group[n + 1..] {
                let in_one = names[a].values().any(|x| names[b].values().any(|y| x.keys().any(|r| y.contains_key(r))));
                if a == b || in_one {
                    continue;
                }
                let spelt = differ_in_spelling(name_of_a, name_of_b) && same_office(matter, *a, *b);
                let text = |places: &BTreeMap<usize, Span>| places.iter().next().map(|(r, s)| matter.text(*r, *s));
                let double = |x: &BTreeMap<usize, Span>, y: &[String]| {
                    let surname = text(x)
                        .and_then(|t| t.rsplit(' ').next())
                        .filter(|t| t.split('-').all(|part| part.len() > 2) && t.contains('-'));
                    surname.is_some_and(|s| words(s).iter().any(|part| Some(part) == y.last()))
                };
                let same_first = name_of_a.first() == name_of_b.first();
                if spelt || same_first && (double(of_a, name_of_b) != double(of_b, name_of_a)) {
                    drafts.extend(draft(matter, of_a.iter(), of_b.iter()));
                }
            }
        }
    }
    drafts
}

/// Whether the offices of two actors share two words: "Iraq Prime Minister", "Iraqi Prime Minister".
fn same_office(matter: &Matter<'_, '_>, a: usize, b: usize) -> bool {
    let offices = |actor: usize| -> BTreeSet<String> {
        matter.actors.all[actor].roles.iter().flat_map(|r| words(&r.text)).filter(|w| w.len() > 3).collect()
    };
    offices(a).intersection(&offices(b)).count() >= 2
}

fn draft<'p>(
    matter: &Matter<'_, '_>,
    a: impl Iterator<Item = (&'p usize, &'p Span)>,
    b: impl Iterator<Item = (&'p usize, &'p Span)>,
) -> Option<Draft> {
    let a: BTreeSet<Place> = a.map(|(r, s)| (*r, *s)).collect();
    let b: BTreeSet<Place> = b.map(|(r, s)| (*r, *s)).collect();
    let side = |places: BTreeSet<Place>| {
        let (report, span) = *places.first()?;
        Some(DraftSide { value: matter.text(report, span).to_owned(), actors: BTreeSet::new(), places })
    };
    let about = *a.first()?.min(b.first()?);
    Some(Draft { kind: DifferenceKind::Name, about, sides: vec![side(a)?, side(b)?] })
}

/// Whether names of the same number of words are the same but for the spelling of one or more of them.
fn differ_in_spelling(a: &[String], b: &[String]) -> bool {
    const MOST_LETTERS: usize = 2;
    let short = |w: &str| w.chars().count() <= 2;
    let close = |x: &String, y: &String| {
        x == y
            || (!short(x) && !short(y) && x.chars().next() == y.chars().next() && letters_apart(x, y) <= MOST_LETTERS)
    };
    a.len() == b.len() && a != b && a.iter().zip(b).all(|(x, y)| close(x, y))
}

/// How many letters must be put in, taken out or changed.
fn letters_apart(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// Persons of whom two reports say that they have the same office, in bodies whose names differ.
fn offices(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut offices = BTreeMap::<(usize, String), BTreeMap<Vec<String>, BTreeMap<usize, Span>>>::new();
    for report in 0..matter.context.entries.len() {
        for (index, actor) in matter.context.findings(report).actors.iter().enumerate() {
            let of = matter.actors.of(report, index);
            if actor.kind != ActorKind::Person || !matter.actors.is_named(of) {
                continue;
            }
            for role in actor.roles.iter().filter(|r| r.kind != RoleKind::Kinship) {
                let Some((office, body)) = matter.text(report, role.span).split_once(" of ") else { continue };
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
                places.entry(report).or_insert(role.span);
            }
        }
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
