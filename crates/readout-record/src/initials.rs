//! Acronyms and the names that they shorten.

use crate::fold::words;

/// The letters of an acronym ("NATO", "U.N.E.S.C.O."), folded; none if the name does not look like one. Two letters
/// stand for too many things.
pub(crate) fn acronym(name: &str) -> Option<String> {
    let letters: Vec<char> = name.chars().filter(|c| *c != '.').collect();
    let is_one = (3..=7).contains(&letters.len()) && letters.iter().all(|c| c.is_uppercase());
    is_one.then(|| letters.iter().flat_map(|c| c.to_lowercase()).collect())
}

/// What could shorten a name of three or more words: its first letters, with and without the small words.
pub(crate) fn initials(name: &str) -> Vec<String> {
    const SMALL: &[&str] = &["of", "the", "and", "for", "in", "on", "to", "de", "la", "du"];
    let all = words(&name.replace('-', " "));
    let letters = |small: bool| -> String {
        all.iter().filter(|w| small || !SMALL.contains(&w.as_str())).filter_map(|w| w.chars().next()).collect()
    };
    let mut found = vec![letters(false), letters(true)];
    found.dedup();
    found.retain(|i| i.chars().count() >= 3);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_initials_only() {
        let fits = |short, long| initials(long).contains(&acronym(short).unwrap());
        assert!(fits("NATO", "North Atlantic Treaty Organization"));
        assert!(fits("F.B.I.", "Federal Bureau of Investigation"));
        assert!(fits("SBU", "Security Bureau of Utopia"));
        assert!(!fits("SBU", "Security Service of Ukraine"));
        assert_eq!(acronym("Nato"), None);
        assert_eq!(acronym("UN"), None);
        assert!(initials("White House").is_empty());
    }
}
