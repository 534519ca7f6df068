//! Which words tell of an event: the open lexicon in `lexicon.txt`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static TEXT: &str = include_str!("lexicon.txt");
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(TEXT));

/// A reading of a word as an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// For the verb, not the noun.
    pub(super) verb: bool,
    /// `consult`
    pub(super) group: &'static str,
    /// `meet`
    pub(super) kind: &'static str,
    /// The words of which one must be its object, parted by `|`; empty for no such condition.
    pub(super) objects: &'static str,
    /// It must have a place or time of its own.
    pub(super) located: bool,
    /// Often no event: it needs more evidence than others.
    pub(super) weak: bool,
}

/// The lexicon, by lemma.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    entries: HashMap<&'static str, Vec<Entry>>,
    /// Second words of phrases: most words need no second look.
    second: HashSet<&'static str>,
    /// Verbs of states and of saying, which tell of no event.
    states: HashSet<&'static str>,
    /// Nouns that end like the names of deeds and are none.
    things: HashSet<&'static str>,
    /// Kinds with their groups, in the order of the file.
    groups: Vec<(&'static str, &'static str)>,
}

/// What a verb tells that the lexicon does not have: somebody did something.
pub(super) const ACT: Entry =
    Entry { verb: true, group: GENERAL, kind: "act", objects: "", located: false, weak: false };

/// The same for a noun.
pub(super) const DEED: Entry = Entry { verb: false, weak: true, ..ACT };

/// The group of the kinds that say little by themselves.
pub(super) const GENERAL: &str = "general";

impl Lexicon {
    /// The one that is built in.
    pub(super) fn get() -> &'static Self {
        &LEXICON
    }

    /// The readings of a lemma (or phrase of two), the most specific first.
    pub(super) fn entries(&self, lemma: &str) -> &[Entry] {
        self.entries.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Whether a verb is known to tell of a state or of saying.
    pub(super) fn is_state(&self, lemma: &str) -> bool {
        self.states.contains(lemma)
    }

    /// Whether a noun is formed from a verb, as the names of deeds are, or is the same word as one of the lexicon, and not known
    /// to name a thing: "elimination", "push".
    pub(super) fn is_deed(&self, lemma: &str) -> bool {
        let formed = ["ation", "ition", "ction", "ution", "ption", "sion", "ment", "ance", "al", "ing"];
        let long = |ending: &str| lemma.len() >= ending.len() + 4;
        let verb = || self.entries(lemma).iter().any(|e| e.verb);
        (formed.iter().any(|ending| lemma.ends_with(ending) && long(ending)) || verb()) && !self.things.contains(lemma)
    }

    /// Whether a phrase of the lexicon ends in this word.
    pub(super) fn is_second(&self, lemma: &str) -> bool {
        self.second.contains(lemma)
    }

    /// The kind of this name.
    pub(super) fn kind(&self, name: &str) -> Option<&'static str> {
        let known = self.groups.iter().map(|(kind, _)| *kind);
        known.chain([ACT.kind]).find(|kind| *kind == name)
    }

    /// The group of a kind.
    pub(super) fn group(&self, kind: &str) -> Option<&'static str> {
        self.groups.iter().find(|(k, _)| *k == kind).map(|(_, group)| *group)
    }

    fn parse(text: &'static str) -> Self {
        let mut lexicon = Self::default();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let Some((name, words)) = line.split_once(": ") else { continue };
            let none = match name {
                "state verb" => Some(&mut lexicon.states),
                "thing noun" => Some(&mut lexicon.things),
                _ => None,
            };
            if let Some(none) = none {
                none.extend(words.split(", "));
                continue;
            }
            let Some((group, rest)) = name.split_once('/') else { continue };
            let Some((kind, part)) = rest.split_once(' ') else { continue };
            if lexicon.group(kind).is_none() {
                lexicon.groups.push((kind, group));
            }
            for word in words.split(", ") {
                let (word, objects) = word.split_once('+').unwrap_or((word, ""));
                let lemma = word.trim_end_matches(['@', '*']);
                let entry = Entry {
                    verb: part == "verb",
                    group,
                    kind,
                    objects,
                    located: word.ends_with('@'),
                    weak: word.ends_with('*'),
                };
                lexicon.entries.entry(lemma).or_default().push(entry);
                if let Some((_, second)) = lemma.split_once(' ') {
                    lexicon.second.insert(second);
                }
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for entries in lexicon.entries.values_mut() {
            entries.sort_by_key(|e| (e.objects.is_empty(), !e.located));
        }
        lexicon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = TEXT.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
        for line in lines {
            let (name, words) = line.split_once(": ").expect(line);
            let (kind, part) = name.split_once(' ').expect(line);
            assert!(
                matches!(kind, "state" | "thing") || kind.split('/').count() == 2 && matches!(part, "verb" | "noun"),
                "{line}"
            );
            assert!(words.split(", ").all(|w| !w.is_empty() && w == w.trim()), "{line}");
        }
        assert!(Lexicon::get().entries.len() > 700);
        assert_eq!(Lexicon::get().group(ACT.kind), Some(GENERAL));
    }

    #[test]
    fn a_kind_belongs_to_one_group() {
        let mut groups = std::collections::BTreeMap::new();
        for line in TEXT.lines().filter(|l| !l.starts_with('#')) {
            let Some((group, kind)) = line.split_once(' ').and_then(|(name, _)| name.split_once('/')) else { continue };
            assert_eq!(*groups.entry(kind).or_insert(group), group, "{kind}");
        }
    }

    #[test]
    fn conditions_are_tried_first() {
        let cut = Lexicon::get().entries("raise");
        assert!(!cut[0].objects.is_empty());
        assert!(Lexicon::get().is_second("down"));
    }
}
