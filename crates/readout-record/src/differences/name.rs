//! What one and the same person, body or thing is called.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{ActorKind, MentionForm, RoleKind};
use readout_report::Span;

use super::matter::Matter;
use super::{Draft, DraftSide, Place};
use crate::cluster::Clusters;
use crate::fold::words;
use crate::{DifferenceKind, WordClass, frequencies};

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts = spellings(matter);
    drafts.extend(offices(matter));
    drafts.extend(bodies(matter));
    let known: Vec<BTreeSet<Place>> = drafts.iter().flat_map(|d| d.sides.iter().map(|s| s.places.clone())).collect();
    let is_known = |side: &DraftSide| {
        let meets = |p: &Place| known.iter().flatten().any(|k| k.0 == p.0 && k.1.overlaps(p.1));
        side.places.iter().any(meets)
    };
    let words = letters(matter).into_iter().filter(|d| !d.sides.iter().any(is_known));
    drafts.extend(words.collect::<Vec<_>>());
    drafts
}

/// A word of names, folded: the names in which it stands, or the word itself where it stands in none; and the other words of those
/// names, or the words of names right before and after it.
#[derive(Default)]
struct Spelling {
    places: BTreeSet<Place>,
    reports: BTreeSet<usize>,
    beside: BTreeSet<BTreeSet<String>>,
}

/// Words of names that differ in a letter or two, whatever they name: "Holloman Air Force Base", "Hollomon Air Force Base". The
/// words beside them must be the same, or the rarer one be known to nobody.
fn letters(matter: &Matter<'_, '_>) -> Vec<Draft> {
    const LEAST_LETTERS: usize = 6;
    const MOST_WITH_KEY: usize = 8;
    let mut spellings = BTreeMap::<String, Spelling>::new();
    for (report, entry) in matter.context.entries.iter().enumerate() {
        let text = &entry.report.text;
        let name = |i: usize| entry.words.get(i).filter(|w| w.class == WordClass::Name);
        let folded = |span: Span| words(span.of_text(text).trim_end_matches("'s").trim_end_matches("’s")).join("-");
        for (i, word) in entry.words.iter().enumerate().filter(|(_, w)| w.class == WordClass::Name) {
            let near = |other: &&crate::Word| {
                let gap = Span::new(word.span.end.min(other.span.end), word.span.start.max(other.span.start));
                gap.of_text(text) == " "
            };
            let form = folded(word.span);
            let capitals = word.span.of_text(text).chars().filter(|c| c.is_uppercase()).count();
            if form.chars().count() < LEAST_LETTERS
                || capitals == 0
                || capitals > 3
                || !form.chars().all(|c| c.is_alphabetic() || c == '-')
            {
                continue;
            }
            let whole = matter.mention_around(report, word.span);
            let mut beside: BTreeSet<String> = match whole == word.span {
                true => [i.checked_sub(1).and_then(name), name(i + 1)]
                    .into_iter()
                    .flatten()
                    .filter(near)
                    .map(|w| folded(w.span))
                    .collect(),
                false => entry.words_in(whole).iter().map(|w| folded(w.span)).collect(),
            };
            beside.remove(&form);
            let spelling = spellings.entry(form).or_default();
            spelling.places.insert((report, whole));
            spelling.reports.insert(report);
            if !beside.is_empty() {
                spelling.beside.insert(beside);
            }
        }
    }
    // Two words that are one change apart share one of these: each without one letter.
    let mut by_rest = BTreeMap::<String, Vec<&String>>::new();
    for form in spellings.keys() {
        let letters: Vec<char> = form.chars().collect();
        let mut rests: BTreeSet<String> = (1..letters.len())
            .map(|skip| letters.iter().enumerate().filter(|(i, _)| *i != skip).map(|(_, c)| c).collect())
            .collect();
        rests.insert(form.clone());
        for rest in rests {
            by_rest.entry(rest).or_default().push(form);
        }
    }
    let mut pairs = BTreeSet::new();
    for forms in by_rest.values().filter(|f| (2..=MOST_WITH_KEY).contains(&f.len())) {
        for (n, a) in forms.iter().enumerate() {
            pairs.extend(forms[n + 1..].iter().map(|b| (*a, *b)));
        }
    }
    let mut drafts: Vec<(String, BTreeSet<Place>, BTreeSet<Place>)> = Vec::new();
    for (a, b) in pairs {
        let (rare, common) = match spellings[a].places.len() <= spellings[b].places.len() {
            true => (a, b),
            false => (b, a),
        };
        let (x, y) = (&spellings[rare], &spellings[common]);
        if !is_slip(rare, common) || !is_one_name(x, y, rare, common) {
            continue;
        }
        let slips = x.places.iter().copied();
        match drafts.iter_mut().find(|(known, ..)| known == common) {
            Some((_, known, _)) => known.extend(slips),
            None => drafts.push((common.clone(), slips.collect(), first_places(&y.places))),
        }
    }
    drafts.into_iter().filter_map(|(_, x, y)| sides(matter, x, y)).collect()
}

/// The first places of each report: that a name is spelt as it should be needs no more.
fn first_places(places: &BTreeSet<Place>) -> BTreeSet<Place> {
    const MOST_OF_A_REPORT: usize = 2;
    let mut seen = BTreeMap::<usize, usize>::new();
    let mut few = |place: &&Place| {
        let count = seen.entry(place.0).or_default();
        *count += 1;
        *count <= MOST_OF_A_REPORT
    };
    places.iter().filter(|p| few(p)).copied().collect()
}

/// Whether two words differ by the spelling of one, and not as words formed from each other do: at their ends.
fn is_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let ends = a.len().max(b.len()) - 1;
    let first = a.iter().zip(&b).position(|(x, y)| x != y).unwrap_or(a.len().min(b.len()));
    let last = a.iter().rev().zip(b.iter().rev()).position(|(x, y)| x != y).unwrap_or_default();
    let changed = |word: &[char]| word.len().saturating_sub(first + last);
    let swapped = a.len() == b.len() && changed(&a) == 2 && a[first] == b[first + 1] && a[first + 1] == b[first];
    let one = changed(&a) <= 1 && changed(&b) <= 1;
    // "Koreas" and "Koreans".
    let people = |long: &[char], short: &[char]| {
        long.len() == short.len() + 1 && long.ends_with(&['n', 's']) && first + 1 == short.len() && last == 1
    };
    !are_written_both_ways(&a, &b)
        && !people(&a, &b)
        && !people(&b, &a)
        && first > 0
        && first < ends
        && last > 0
        && (one || swapped)
}

/// Whether both are one word that some write otherwise: "organisation", "defence".
fn are_written_both_ways(a: &[char], b: &[char]) -> bool {
    let mut changes = a.iter().zip(b).enumerate().filter(|(_, (x, y))| x != y);
    let (Some((at, change)), None, true) = (changes.next(), changes.next(), a.len() == b.len()) else { return false };
    match change {
        ('s', 'z') | ('z', 's') => at > 0 && matches!(a[at - 1], 'i' | 'y'),
        ('s', 'c') | ('c', 's') => at + 2 == a.len() && a[at + 1] == 'e',
        _ => false,
    }
}

/// Whether two spellings are of one name: beside them stands the same name, never another, or nobody knows the rarer one.
fn is_one_name(rare: &Spelling, common: &Spelling, a: &str, b: &str) -> bool {
    // A report that uses both as often means two.
    let only_there = common.reports.iter().any(|r| !rare.reports.contains(r));
    if !only_there {
        return false;
    }
    let within = |x: &BTreeSet<String>, y: &BTreeSet<String>| x.is_subset(y) || y.is_subset(x);
    let same = rare.beside.iter().any(|x| common.beside.iter().any(|y| within(x, y)));
    let other = !same && !rare.beside.is_empty() && !common.beside.is_empty();
    let unknown = !frequencies::is_known(a) && common.places.len() >= 2 * rare.places.len();
    let both_known = frequencies::is_known(a) && frequencies::is_known(b);
    same || !other && unknown && !both_known
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

/// What stands at the first place of a side is its value.
fn of_sides(matter: &Matter<'_, '_>, sides: Vec<BTreeSet<Place>>) -> Option<Draft> {
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
                // Who uses both does not tell them apart, but others may.
                let only = |x: &BTreeMap<usize, Span>, y: &BTreeMap<usize, Span>| x.keys().any(|r| !y.contains_key(r));
                if only(of_a, of_b) && only(of_b, of_a) && differ_in_spelling(a, b) {
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
    sides(matter, a.map(|(r, s)| (*r, *s)).collect(), b.map(|(r, s)| (*r, *s)).collect())
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
