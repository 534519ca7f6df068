//! When two names of places, bodies and groups are the same name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use readout_extract::ActorKind;
use readout_extract::coreference::country;

use crate::fold::{fold, words};

/// What the names of one place, body or group have in common: [`words`] without article and legal form, in one of the
/// English spellings, and by the table of known names.
pub(crate) fn key(name: &str, kind: ActorKind) -> String {
    let mut words = words(name);
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    if kind == ActorKind::Organisation {
        if let Some(key) = branch_of_state(name) {
            return key;
        }
        while words.len() > 1 && words.last().is_some_and(|w| LEGAL.contains(&w.as_str())) {
            words.pop();
        }
        // Outlets write both.
        words.iter_mut().filter(|w| *w == "motors").for_each(|w| w.truncate("motor".len()));
    }
    for word in &mut words {
        unify_english(word);
    }
    let key = words.join(" ");
    match kind {
        ActorKind::Place | ActorKind::Organisation => KNOWN.get(key.as_str()).map_or(key, |first| (*first).to_owned()),
        _ => key,
    }
}

/// The key of a body that each state has one of: "india navy" for "the Indian Navy", "India's navy" and "the navy of India".
pub(crate) fn branch_of_state(name: &str) -> Option<String> {
    let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    let of = |land: &str, branch: &str| {
        let land = land.trim_end_matches("'s").trim_end_matches("’s").trim_end();
        let land = country(land)?;
        let mut branch = words(branch);
        branch.iter_mut().for_each(unify_english);
        let is_branch = !branch.is_empty() && branch.iter().all(|w| GENERIC.contains(&w.as_str()));
        is_branch.then(|| format!("{} {}", fold(land), branch.join(" ")))
    };
    let (front, back) = (name.split_once(' '), name.rsplit_once(" of "));
    let two = name.match_indices(' ').nth(1).map(|(i, _)| name.split_at(i));
    front
        .and_then(|(land, branch)| of(land, branch))
        .or_else(|| two.and_then(|(land, branch)| of(land, branch)))
        .or_else(|| back.and_then(|(branch, land)| of(land.trim_start_matches("the "), branch)))
}

/// Whether a body's name is that of its founder or make and a word for its business: "ford motor" of "ford".
pub(crate) fn is_named_by(long: &str, short: &str) -> bool {
    let rest = long.strip_prefix(short).and_then(|rest| rest.strip_prefix(' '));
    rest.is_some_and(|rest| BUSINESS.contains(&rest))
}

const BUSINESS: &[&str] = &[
    "airlines",
    "airways",
    "automobiles",
    "aviation",
    "cars",
    "electronics",
    "energy",
    "entertainment",
    "foods",
    "holdings",
    "industries",
    "motor",
    "oil",
    "pharmaceuticals",
    "steel",
    "studios",
    "systems",
    "technologies",
];

/// Whether a name is made of words that many bodies share ("the foreign ministry"), so that two reports may mean two.
pub(crate) fn is_generic(key: &str) -> bool {
    !KNOWN.contains_key(key) && key.split(' ').all(|w| GENERIC.contains(&w))
}

const LEGAL: &[&str] = &[
    "ag",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "group",
    "inc",
    "incorporated",
    "llc",
    "ltd",
    "limited",
    "nv",
    "plc",
    "sa",
    "se",
];

const GENERIC: &[&str] = &[
    "administration",
    "affairs",
    "agency",
    "air",
    "and",
    "armed",
    "army",
    "assembly",
    "bank",
    "cabinet",
    "central",
    "church",
    "city",
    "coast",
    "commission",
    "committee",
    "company",
    "congress",
    "constitutional",
    "council",
    "court",
    "defense",
    "department",
    "economy",
    "education",
    "emergency",
    "energy",
    "external",
    "finance",
    "for",
    "force",
    "forces",
    "foreign",
    "general",
    "government",
    "group",
    "guard",
    "health",
    "high",
    "house",
    "interior",
    "internal",
    "justice",
    "labor",
    "lower",
    "military",
    "ministry",
    "national",
    "navy",
    "of",
    "office",
    "opposition",
    "parliament",
    "party",
    "police",
    "presidency",
    "presidential",
    "prosecutors",
    "security",
    "senate",
    "service",
    "services",
    "staff",
    "state",
    "supreme",
    "the",
    "times",
    "transport",
    "treasury",
    "union",
    "university",
    "upper",
];

/// British to American, for the few words that stand in names.
fn unify_english(word: &mut String) {
    for (british, american) in
        [("isation", "ization"), ("centre", "center"), ("defence", "defense"), ("labour", "labor")]
    {
        if word.contains(british) {
            *word = word.replace(british, american);
        }
    }
}

/// Every known name, and the first of its line.
static KNOWN: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("known_names.txt").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(" = "))
        .flat_map(|(first, others)| others.split(", ").chain([first]).map(move |name| (name, first)))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_folded_and_names_each_once() {
        let lines: Vec<_> = include_str!("known_names.txt").lines().filter(|l| !l.starts_with('#')).collect();
        let mut count = 0;
        for line in lines {
            let (first, others) = line.split_once(" = ").expect(line);
            for name in others.split(", ").chain([first]) {
                assert_eq!(crate::fold::fold(name), name);
                count += 1;
            }
        }
        assert_eq!(count, KNOWN.len(), "a name stands on two lines");
    }

    #[test]
    fn same_and_other() {
        use ActorKind::{Group, Organisation, Place};
        for (a, b, kind, same) in [
            ("U.S.", "the United States", Place, true),
            ("UK", "Britain", Organisation, true),
            ("Kyiv", "Kiev", Place, true),
            ("Türkiye", "Turkey", Place, true),
            ("World Health Organisation", "WHO", Organisation, true),
            ("Acme Inc.", "Acme", Organisation, true),
            ("Acme Motor Company", "Acme Motors Co.", Organisation, true),
            ("the Indian navy", "India's Navy", Organisation, true),
            ("U.S. Senate", "the United States Senate", Organisation, true),
            ("the government of Canada", "Canadian Government", Organisation, true),
            ("the Indian navy", "the Italian navy", Organisation, false),
            ("American Airlines", "America", Organisation, false),
            ("Niger", "Nigeria", Place, false),
            ("Washington", "United States", Place, false),
            ("Americans", "America", Group, false),
            ("US", "United States", Group, false),
        ] {
            assert_eq!(key(a, kind) == key(b, kind), same, "{a}, {b}");
        }
        assert!(is_named_by("acme motor", "acme") && !is_named_by("acme hill", "acme") && !is_named_by("acme", "acme"));
        assert!(is_generic(&key("the Foreign Ministry", Organisation)));
        assert!(!is_generic(&key("State Department", Organisation)));
        assert!(!is_generic(&key("Russian Foreign Ministry", Organisation)));
    }
}
