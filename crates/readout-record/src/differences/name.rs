//! What one and the same person, body or thing is called.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{ActorKind, MentionForm};
use readout_report::Span;

use super::matter::Matter;
use super::spelling::{self, are_written_both_ways, first_sound, letters_apart};
use super::{Draft, DraftSide, Place, office};
use crate::DifferenceKind;
use crate::cluster::Clusters;
use crate::fold::words;

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts = spellings(matter);
    drafts.extend(bodies(matter));
    let mut known = BTreeMap::<usize, Vec<Span>>::new();
    for (report, span) in drafts.iter().flat_map(|d| &d.sides).flat_map(|s| &s.places) {
        known.entry(*report).or_default().push(*span);
    }
    let is_known = |side: &DraftSide| {
        let meets = |p: &Place| known.get(&p.0).is_some_and(|spans| spans.iter().any(|k| k.overlaps(p.1)));
        side.places.iter().any(meets)
    };
    drafts.extend(spelling::find(matter).into_iter().filter(|d| !d.sides.iter().any(is_known)));
    drafts.extend(office::find(matter));
    drafts
}

/// Bodies whose full names differ in one word that is formed like the other's, or is another word for a body.
fn bodies(matter: &Matter<'_, '_>) -> Vec<Draft> {
    const LEAST_WORDS: usize = 3;
    const LEAST_SHARED: usize = 2;
    const MOST_OF_A_WORD: usize = 30;
    let mut names = BTreeMap::<Vec<String>, BTreeSet<Place>>::new();
    for report in 0..matter.context.entries.len() {
        let found = &matter.context.findings(report).mentions;
        let bodies = found.iter().filter(|m| m.form == MentionForm::Name && m.kind == ActorKind::Organisation);
        for mention in bodies {
            let mut parts = words(matter.text(report, mention.span).trim_end_matches("'s").trim_end_matches("’s"));
            if parts.first().is_some_and(|w| w == "the") {
                parts.remove(0);
            }
            if parts.len() >= LEAST_WORDS {
                names.entry(parts).or_default().insert((report, mention.span));
            }
        }
    }
    let mut by_word = BTreeMap::<&str, Vec<&Vec<String>>>::new();
    for name in names.keys() {
        for word in name.iter().filter(|w| w.len() > 3).collect::<BTreeSet<_>>() {
            by_word.entry(word).or_default().push(name);
        }
    }
    let mut pairs = BTreeSet::new();
    for group in by_word.values().filter(|g| g.len() <= MOST_OF_A_WORD) {
        for (n, a) in group.iter().enumerate() {
            pairs.extend(group[n + 1..].iter().filter(|b| b.len() == a.len()).map(|b| (*a, *b)));
        }
    }
    let differ = |a: &[String], b: &[String]| {
        let mut other = a.iter().zip(b).filter(|(x, y)| x != y);
        let (Some((x, y)), None) = (other.next(), other.next()) else { return false };
        let shared = a.iter().zip(b).filter(|(x, y)| x == y && x.len() > 3).count();
        let letters = [x, y].map(|w| w.chars().collect::<Vec<_>>());
        let formed = x.chars().zip(y.chars()).take_while(|(x, y)| x == y).count() >= 5
            && !are_written_both_ways(&letters[0], &letters[1]);
        let body = |w: &str| BODIES.contains(&w);
        let bodies = body(x) && body(y);
        // "Bureau of Alcohol, Tobacco", "Department of Alcohol, Tobacco".
        let first = a.first() != b.first() && a.get(1).is_some_and(|w| w == "of");
        shared >= LEAST_SHARED && (formed || bodies && first) || shared > LEAST_SHARED && bodies
    };
    let mut drafts = Vec::new();
    for (a, b) in pairs {
        let reports = |name: &Vec<String>| names[name].iter().map(|p| p.0).collect::<BTreeSet<_>>();
        if differ(a, b) && reports(a).is_disjoint(&reports(b)) {
            drafts.extend(sides(matter, names[a].clone(), names[b].clone()));
        }
    }
    drafts
}

/// Words for a body in its name.
const BODIES: &[&str] = &[
    "agency",
    "army",
    "association",
    "bureau",
    "centre",
    "center",
    "coalition",
    "college",
    "commission",
    "committee",
    "council",
    "court",
    "department",
    "federation",
    "force",
    "forum",
    "foundation",
    "front",
    "fund",
    "group",
    "institute",
    "institution",
    "league",
    "ministry",
    "movement",
    "network",
    "office",
    "organisation",
    "organization",
    "party",
    "school",
    "service",
    "society",
    "union",
    "university",
];

fn sides(matter: &Matter<'_, '_>, a: BTreeSet<Place>, b: BTreeSet<Place>) -> Option<Draft> {
    of_sides(matter, vec![a, b])
}

/// A difference of names; what stands at the first place of a side is its value.
pub(super) fn of_sides(matter: &Matter<'_, '_>, sides: Vec<BTreeSet<Place>>) -> Option<Draft> {
    let about = *sides.iter().filter_map(BTreeSet::first).min()?;
    let side = |places: BTreeSet<Place>| {
        let (report, span) = *places.first()?;
        Some(DraftSide { value: matter.text(report, span).to_owned(), actors: BTreeSet::new(), places })
    };
    Some(Draft { kind: DifferenceKind::Name, about, sides: sides.into_iter().map(side).collect::<Option<_>>()? })
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
        let mut alike = Clusters::new(all.len());
        for (n, (a, of_a)) in all.iter().enumerate() {
            for (m, (b, of_b)) in all.iter().enumerate().skip(n + 1) {
                // Who uses both does not tell them apart, but another may.
                let only = |x: &BTreeMap<usize, Span>, y: &BTreeMap<usize, Span>| x.keys().any(|r| !y.contains_key(r));
                if (only(of_a, of_b) || only(of_b, of_a)) && differ_in_spelling(a, b) {
                    alike.join(n, m);
                }
            }
        }
        let mut groups = BTreeMap::<usize, Vec<BTreeSet<Place>>>::new();
        for (n, (_, places)) in all.iter().enumerate() {
            groups.entry(alike.find(n)).or_default().push(places.iter().map(|(r, s)| (*r, *s)).collect());
        }
        drafts.extend(groups.into_values().filter(|g| g.len() > 1).filter_map(|group| of_sides(matter, group)));
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
                // "Oukabir Driss", "Driss Oukabir".
                let turned =
                    name_of_a.len() == 2 && name_of_a != name_of_b && name_of_a.iter().eq(name_of_b.iter().rev());
                if spelt || turned || same_first && (double(of_a, name_of_b) != double(of_b, name_of_a)) {
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

/// A difference between two names, each with a place of a report.
pub(super) fn draft<'p>(
    matter: &Matter<'_, '_>,
    a: impl Iterator<Item = (&'p usize, &'p Span)>,
    b: impl Iterator<Item = (&'p usize, &'p Span)>,
) -> Option<Draft> {
    sides(matter, a.map(|(r, s)| (*r, *s)).collect(), b.map(|(r, s)| (*r, *s)).collect())
}

/// Whether names of the same number of words are the same but for the spelling of one or more of them.
fn differ_in_spelling(a: &[String], b: &[String]) -> bool {
    const MOST_LETTERS: usize = 2;
    let short = |w: &str| w.chars().count() <= 2;
    let close = |x: &String, y: &String| {
        x == y || (!short(x) && !short(y) && first_sound(x) == first_sound(y) && letters_apart(x, y) <= MOST_LETTERS)
    };
    a.len() == b.len() && a != b && a.iter().zip(b).all(|(x, y)| close(x, y))
}
