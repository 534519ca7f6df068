//! When two names of places, bodies and groups are the same name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use readout_extract::ActorKind;

use crate::fold::words;

/// What the names of one place, body or group have in common: [`words`] without article and legal form, in one of the
/// English spellings, and by the table of known names.
pub(crate) fn key(name: &str, kind: ActorKind) -> String {
    let mut words = words(name);
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    if kind == ActorKind::Organisation && words.len() > 1 && words.last().is_some_and(|w| LEGAL.contains(&w.as_str())) {
        words.pop();
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

/// Whether a name is made of words that many bodies share ("the foreign ministry"), so that two reports may mean two.
pub(crate) fn is_generic(key: &str) -> bool {
    !KNOWN.contains_key(key) && key.split(' ').all(|w| GENERIC.contains(&w))
}

const LEGAL: &[&str] =
    &["ag", "co", "corp", "corporation", "gmbh", "inc", "llc", "ltd", "limited", "nv", "plc", "sa", "se"];

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
            ("Niger", "Nigeria", Place, false),
            ("Washington", "United States", Place, false),
            ("Americans", "America", Group, false),
            ("US", "United States", Group, false),
        ] {
            assert_eq!(key(a, kind) == key(b, kind), same, "{a}, {b}");
        }
        assert!(is_generic(&key("the Foreign Ministry", Organisation)));
        assert!(!is_generic(&key("State Department", Organisation)));
        assert!(!is_generic(&key("Russian Foreign Ministry", Organisation)));
    }
}
