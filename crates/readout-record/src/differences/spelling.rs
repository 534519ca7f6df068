//! One name that is spelt in two ways, whatever it names: "Holloman Air Force Base", "Hollomon Air Force Base"; "Kobane",
//! "Kobani"; "Qassim Suleimani", "Qasem Soleimani".

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::ActorKind;
use readout_report::Span;

use super::matter::Matter;
use super::name::of_sides;
use super::{Draft, Place};
use crate::cluster::Clusters;
use crate::fold::words;
use crate::person::{consonants, sound, spelling};
use crate::{WordClass, frequencies};

/// A word of names, folded: the names in which it stands, or the word itself where it stands in none; and the other words of those
/// names, or the words of names right before and after it.
#[derive(Default)]
struct Spelling {
    places: BTreeSet<Place>,
    reports: BTreeSet<usize>,
    beside: BTreeSet<BTreeSet<String>>,
    /// What the names name.
    kinds: BTreeSet<ActorKind>,
    actors: BTreeSet<usize>,
    /// Those of them that are people.
    people: BTreeSet<usize>,
}

/// The weight of words that fewer than one report in forty has.
const RARE: u8 = 29;

/// Words of so many names that two with one of them need not be one.
const IN_MANY_NAMES: &[&str] = &[
    "abu",
    "al",
    "bin",
    "city",
    "de",
    "dr",
    "el",
    "gen",
    "general",
    "ibn",
    "la",
    "mr",
    "mrs",
    "ms",
    "new",
    "of",
    "president",
    "san",
    "the",
    "umm",
];

/// Words of names that sound alike or differ in a letter or two. The words beside them must be the same, or what they name, or the
/// words be so rare that no story has two such names.
pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let spellings = spellings(matter);
    let forms: Vec<&String> = spellings.keys().collect();
    let mut names = Clusters::new(forms.len());
    let at = |form: &String| forms.binary_search(&form);
    for (a, b) in candidates(&spellings) {
        let (rare, common) = match spellings[a].places.len() <= spellings[b].places.len() {
            true => (a, b),
            false => (b, a),
        };
        if is_one_name(&spellings[rare], &spellings[common], rare, common)
            && let (Ok(x), Ok(y)) = (at(a), at(b))
        {
            let fits = |x: usize, y: usize| !are_other_words(forms[x], forms[y]);
            names.join_if(x, y, fits);
        }
    }
    let mut of_name = BTreeMap::<usize, Vec<&Spelling>>::new();
    for (n, form) in forms.iter().enumerate() {
        of_name.entry(names.find(n)).or_default().push(&spellings[*form]);
    }
    of_name.into_values().filter(|all| all.len() > 1).filter_map(|all| draft(matter, &all)).collect()
}

/// The spelling that stands in most places, and all others.
fn draft(matter: &Matter<'_, '_>, all: &[&Spelling]) -> Option<Draft> {
    let most = (0..all.len()).max_by_key(|n| (all[*n].places.len(), std::cmp::Reverse(*n)))?;
    let others: BTreeSet<Place> =
        all.iter().enumerate().filter(|(n, _)| *n != most).flat_map(|(_, s)| s.places.iter().copied()).collect();
    // One name may have both: "Dzokhar Tsarnaev of the Tsarnaevs".
    let apart = |place: &&Place| !others.iter().any(|p| p.0 == place.0 && p.1.overlaps(place.1));
    let usual: BTreeSet<Place> = all[most].places.iter().filter(apart).copied().collect();
    of_sides(matter, vec![others, first_places(&usual)])
}

fn spellings(matter: &Matter<'_, '_>) -> BTreeMap<String, Spelling> {
    const LEAST_LETTERS: usize = 4;
    let mut spellings = BTreeMap::<String, Spelling>::new();
    for (report, entry) in matter.context.entries.iter().enumerate() {
        let text = &entry.report.text;
        let mentions = &entry.findings.mentions;
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
            beside.retain(|word| *word != form && !IN_MANY_NAMES.contains(&word.as_str()));
            let spelling = spellings.entry(form).or_default();
            spelling.places.insert((report, whole));
            spelling.reports.insert(report);
            if !beside.is_empty() {
                spelling.beside.insert(beside);
            }
            let from = mentions.partition_point(|m| m.span.start < whole.start);
            let mut there = mentions[from..].iter().take_while(|m| m.span.start == whole.start);
            if let Some(mention) = there.find(|m| m.span == whole) {
                spelling.kinds.insert(mention.kind);
                let actor = mention.actor.map(|a| matter.actors.of(report, a));
                spelling.actors.extend(actor);
                spelling.people.extend(actor.filter(|_| mention.kind == ActorKind::Person));
            }
        }
    }
    spellings
}

/// Pairs that may be one name: they are one change apart, have the same consonants to the ear, or the same name beside them.
fn candidates(spellings: &BTreeMap<String, Spelling>) -> BTreeSet<(&String, &String)> {
    const MOST_WITH_KEY: usize = 8;
    let mut by_key = BTreeMap::<String, Vec<&String>>::new();
    for form in spellings.keys() {
        let letters: Vec<char> = form.chars().collect();
        // Two words that are one change apart share one of these: each without one letter.
        let mut keys: BTreeSet<String> = (0..letters.len())
            .map(|skip| letters.iter().enumerate().filter(|(i, _)| *i != skip).map(|(_, c)| c).collect())
            .collect();
        keys.insert(form.clone());
        keys.insert(format!(" {}", consonants(form).replace('g', "k")));
        keys.extend(spellings[form].beside.iter().flatten().map(|word| format!("  {word}")));
        for key in keys {
            by_key.entry(key).or_default().push(form);
        }
    }
    let mut pairs = BTreeSet::new();
    for forms in by_key.values().filter(|f| (2..=MOST_WITH_KEY).contains(&f.len())) {
        for (n, a) in forms.iter().enumerate() {
            pairs.extend(forms[n + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs
}

/// The first places of each report: that a name is spelt so needs no more.
fn first_places(places: &BTreeSet<Place>) -> BTreeSet<Place> {
    const MOST_OF_A_REPORT: usize = 3;
    let mut seen = BTreeMap::<usize, usize>::new();
    let mut few = |place: &&Place| {
        let count = seen.entry(place.0).or_default();
        *count += 1;
        *count <= MOST_OF_A_REPORT
    };
    places.iter().filter(|p| few(p)).copied().collect()
}

/// Whether two spellings are of one name.
fn is_one_name(rare: &Spelling, common: &Spelling, a: &str, b: &str) -> bool {
    /// Names that are one to the ear may be in one report of twelve.
    const RARE_TO_THE_EAR: u8 = 20;
    const LEAST_LETTERS: usize = 5;
    const LONG: usize = 6;
    const MOST_PEOPLE: usize = 3;
    /// Whoever stands beside a word so often stands beside many names.
    const MOST_BESIDE: usize = 40;
    let letters = [a, b].map(|w| w.chars().collect::<Vec<_>>());
    let shorter = letters[0].len().min(letters[1].len());
    // A first name of several people is spelt as each of them spells it.
    if rare.people.union(&common.people).count() > MOST_PEOPLE {
        return false;
    }
    if are_other_words(a, b) {
        return false;
    }
    let slip = is_slip(&letters[0], &letters[1]);
    let alike = sound_alike(a, b);
    let first = first_sound(a) == first_sound(b);
    if !first || !slip && !alike && !is_near(a, b) {
        return false;
    }
    let rarely = frequencies::weight(a).min(frequencies::weight(b)) >= RARE;
    let unknown = !frequencies::is_known(a);
    let within = |x: &BTreeSet<String>, y: &BTreeSet<String>| x.is_subset(y) || y.is_subset(x);
    let beside = |of: &dyn Fn(&BTreeSet<String>, &BTreeSet<String>) -> bool| {
        let mut some = rare.beside.iter().take(MOST_BESIDE);
        some.any(|x| common.beside.iter().take(MOST_BESIDE).any(|y| of(x, y)))
    };
    let same = beside(&within) || beside(&|x, y| x.iter().any(|x| y.iter().any(|y| x != y && sound_alike(x, y))));
    let one_actor = !rare.actors.is_disjoint(&common.actors);
    // Who writes both may mean two; another report shows that they are one.
    let only_there = common.reports.iter().any(|r| !rare.reports.contains(r));
    let often = common.places.len() >= 2 * rare.places.len();
    if same || one_actor {
        let near = alike || beside(&|x, y| !x.is_disjoint(y)) && is_near(a, b);
        let either = only_there && (slip || near) || slip && rare.places.len() < common.places.len();
        // "Ministry" and "Minister" are two words.
        let is_word = (!slip || shorter < LEAST_LETTERS) && !rarely && !one_actor;
        return !is_word && (either || near && rarely);
    }
    let other = !rare.beside.is_empty() && !common.beside.is_empty();
    if other || shorter < LEAST_LETTERS {
        return false;
    }
    let misspelt = slip && shorter >= LONG && unknown && often;
    let one_to_the_ear = spelling(&bare(a)) == spelling(&bare(b));
    let kinds = [&rare.kinds, &common.kinds];
    let one_kind = !kinds[0].is_disjoint(kinds[1]) || one_to_the_ear && kinds.iter().any(|k| k.is_empty());
    let each_its_own = rare.reports.is_disjoint(&common.reports);
    let known = frequencies::weight(a).min(frequencies::weight(b)) >= RARE_TO_THE_EAR;
    misspelt && (only_there || !frequencies::is_known(b))
        || only_there && one_kind && (alike && rarely || one_to_the_ear && known)
        || each_its_own && one_kind && slip && shorter > LONG && unknown && !frequencies::is_known(b)
}

/// Whether words are not spellings of one name, however near they are.
fn are_other_words(a: &str, b: &str) -> bool {
    let letters = [a, b].map(|w| w.chars().collect::<Vec<_>>());
    // A part of many names: "Abdul Ghani" is not "Abdullah".
    a.starts_with("abdul") && b.starts_with("abdul")
        || are_formed_from_each_other(&letters[0], &letters[1])
        || are_written_both_ways(&letters[0], &letters[1])
        || is_part(a, b)
        || is_part(b, a)
}

/// What a word begins with, to the ear.
pub(super) fn first_sound(word: &str) -> Option<char> {
    sound(word).chars().next()
}

/// A word without the hyphens in it.
fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphabetic()).collect()
}

/// Whether a word is joined to others in the other: "Chung", "Chung-tai".
fn is_part(part: &str, whole: &str) -> bool {
    whole.split('-').count() > 1 && whole.split('-').any(|p| p == part)
}

/// Whether words are one name to the ear: the same consonants and nearly the same letters.
fn sound_alike(a: &str, b: &str) -> bool {
    let (a, b) = (bare(a), bare(b));
    let hard = |word: &str| consonants(word).replace('g', "k");
    let (x, y) = (hard(&a), hard(&b));
    // A first q is k or g.
    let heard = |word: &str| first_sound(word).into_iter().chain(spelling(word).chars().skip(1)).collect::<String>();
    let (heard, other) = (heard(&a), heard(&b));
    let longer = heard.chars().count().max(other.chars().count());
    // Two consonants are soon the same by chance: then a vowel may differ, and no more.
    let far = if x.chars().count() > 2 { letters_apart(&heard, &other) * 3 } else { letters_apart(&heard, &other) * 4 };
    heard == other || x == y && x.chars().count() >= 2 && far <= longer
}

/// Whether long words differ in no more than every fourth letter.
fn is_near(a: &str, b: &str) -> bool {
    const LONG: usize = 7;
    let (a, b) = (bare(a), bare(b));
    let shorter = a.chars().count().min(b.chars().count());
    shorter >= LONG && letters_apart(&spelling(&a), &spelling(&b)) * 4 <= shorter
}

/// Whether two words differ by the spelling of one: a letter more, less or other, or two exchanged, inside the word.
fn is_slip(a: &[char], b: &[char]) -> bool {
    let ends = a.len().max(b.len()) - 1;
    let first = a.iter().zip(b).position(|(x, y)| x != y).unwrap_or(a.len().min(b.len()));
    let last = a.iter().rev().zip(b.iter().rev()).position(|(x, y)| x != y).unwrap_or_default();
    let changed = |word: &[char]| word.len().saturating_sub(first + last);
    let swapped = a.len() == b.len() && changed(a) == 2 && a[first] == b[first + 1] && a[first + 1] == b[first];
    let one = changed(a) <= 1 && changed(b) <= 1;
    first > 0 && first < ends && last > 0 && (one || swapped)
}

/// Whether one word is formed from the other, as people from their land: "Iraq" and "Iraqi", "Koreas" and "Koreans", "Syria" and
/// "Syrian", "Houthi" and "Houthis".
fn are_formed_from_each_other(a: &[char], b: &[char]) -> bool {
    const ENDINGS: &[&str] = &[
        "", "s", "es", "i", "is", "n", "ns", "an", "ans", "ian", "ians", "ese", "ish", "ic", "a", "ia", "ite", "ites",
    ];
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let rest = |word: &[char]| word[front..].iter().collect::<String>();
    let ends = |rest: &str| ENDINGS.contains(&rest);
    // "Soofi" and "Soofie" are no two words.
    let (x, y) = (rest(a), rest(b));
    ends(&x)
        && ends(&y)
        && (x.is_empty() || y.is_empty() || x.ends_with('s') != y.ends_with('s') || x.len().max(y.len()) > 1)
}

/// Whether both are one word that some write otherwise: "organisation", "defence", "labour".
pub(super) fn are_written_both_ways(a: &[char], b: &[char]) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if long.len() == short.len() + 1 {
        let at = long.iter().zip(short).take_while(|(x, y)| x == y).count();
        // "Mansour" and "Mansor" are names.
        let is_word = || frequencies::weight(&short.iter().collect::<String>()) < RARE;
        return at > 0 && long[at - 1..].starts_with(&['o', 'u', 'r']) && long[at + 1..] == short[at..] && is_word();
    }
    let mut changes = a.iter().zip(b).enumerate().filter(|(_, (x, y))| x != y);
    let (Some((at, change)), None, true) = (changes.next(), changes.next(), a.len() == b.len()) else { return false };
    match change {
        ('s', 'z') | ('z', 's') => at > 0 && matches!(a[at - 1], 'i' | 'y'),
        ('s', 'c') | ('c', 's') => at + 2 == a.len() && a[at + 1] == 'e',
        _ => false,
    }
}

/// How many letters must be put in, taken out or changed.
pub(super) fn letters_apart(a: &str, b: &str) -> usize {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_name_to_the_ear() {
        for (a, b) in [("kobane", "kobani"), ("dehqan", "dehghan"), ("soofi", "soofie"), ("chan-ocha", "chan-o-cha")] {
            assert!(sound_alike(a, b) && !are_other_words(a, b), "{a} {b}");
        }
        for (a, b) in [("hassan", "hussein"), ("tennessee", "tunis"), ("ivanov", "pavlov")] {
            assert!(!sound_alike(a, b), "{a} {b}");
        }
        for (a, b) in
            [("iraq", "iraqi"), ("houthi", "houthis"), ("labour", "labor"), ("chung", "chung-tai"), ("syria", "syrian")]
        {
            assert!(are_other_words(a, b), "{a} {b}");
        }
        assert!(!are_other_words("mansour", "mansor"), "names");
    }

    proptest! {
        #[test]
        fn any_two_words_can_be_compared(a in "[\\PC]{1,12}", b in "[\\PC]{1,12}") {
            let (a, b) = (a.to_lowercase(), b.to_lowercase());
            let letters = [&a, &b].map(|w| w.chars().collect::<Vec<_>>());
            if a != b && letters.iter().all(|w| !w.is_empty()) {
                prop_assert_eq!(sound_alike(&a, &b), sound_alike(&b, &a));
                prop_assert_eq!(are_other_words(&a, &b), are_other_words(&b, &a));
                prop_assert_eq!(is_slip(&letters[0], &letters[1]), is_slip(&letters[1], &letters[0]));
                prop_assert_eq!(is_near(&a, &b), is_near(&b, &a));
            }
        }
    }
}
