//! Events and statements in the terms of PLOVER, by the lexicon in `plover.txt`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use readout_language::{Deprel, Upos};

use super::{Candidate, Reader};
use crate::{Event, EventStatus, ParticipantRole, Statement};

static TEXT: &str = include_str!("plover.txt");
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(TEXT));

#[derive(Debug, Default)]
struct Lexicon {
    kinds: HashMap<&'static str, &'static str>,
    classes: HashMap<&'static str, &'static str>,
    cues: HashMap<&'static str, &'static str>,
    forces: HashSet<&'static str>,
    demands: HashSet<&'static str>,
    tries: HashSet<&'static str>,
    good: HashSet<&'static str>,
    bad: HashSet<&'static str>,
}

impl Lexicon {
    fn parse(text: &'static str) -> Self {
        let mut lexicon = Self::default();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let Some((name, words)) = line.split_once(": ") else { continue };
            let words = words.split(", ");
            let (kind, part) = name.split_once(' ').unwrap_or(("", name));
            match (kind, part) {
                (_, "kind") => lexicon.kinds.extend(words.map(|w| (w, kind))),
                (_, "class") => lexicon.classes.extend(words.map(|w| (w, kind))),
                (_, "cue") => lexicon.cues.extend(words.map(|w| (w, kind))),
                ("FIGHT", "by") => lexicon.forces.extend(words),
                ("DEMAND", "governor") => lexicon.demands.extend(words),
                ("TRY", "governor") => lexicon.tries.extend(words),
                (_, "good") => lexicon.good.extend(words),
                (_, "bad") => lexicon.bad.extend(words),
                _ => {}
            }
        }
        lexicon
    }
}

/// The PLOVER type of a statement that does something by being made: a demand, a threat. None for plain words.
pub(super) fn of_statement(statement: &Statement) -> Option<&'static str> {
    let cue = LEXICON.cues.get(statement.cue_lemma.as_str());
    cue.or_else(|| LEXICON.classes.get(statement.class.as_str())).copied()
}

/// The type of this name.
pub(super) fn named(name: &str) -> Option<&'static str> {
    let told = ["AGREE", "CONCEDE", "DEMAND", "FIGHT", "REJECT", "SANCTION", "THREATEN"];
    told.into_iter().chain(LEXICON.kinds.values().copied()).find(|known| *known == name)
}

impl Reader<'_> {
    /// The PLOVER type of an event as it is told: of one to come that of its announcement.
    pub(super) fn plover(&self, candidate: &Candidate, event: &Event) -> Option<&'static str> {
        use EventStatus::{Cancelled, Conditional, Denied, Held, Planned, Possible, Reported};
        let kind = LEXICON.kinds.get(event.kind).copied()?;
        let kind = if kind == "ASSAULT" && self.is_by_forces(event) { "FIGHT" } else { kind };
        let (good, bad) = (LEXICON.good.contains(kind), LEXICON.bad.contains(kind));
        let governor = self.governor(candidate);
        let ends = || {
            candidate.carrier.is_some_and(|v| {
                super::is_end(self.trees.lemma(v)) || matches!(self.trees.lemma(v), "lift" | "ease" | "waive")
            })
        };
        let over = |words: &HashSet<&'static str>| governor.is_some_and(|g| words.contains(g));
        Some(match event.status {
            Planned | Possible | Conditional if over(&LEXICON.demands) => "DEMAND",
            Planned | Possible | Conditional if bad && !over(&LEXICON.tries) && !self.is_purpose(candidate) => {
                "THREATEN"
            }
            Planned | Possible | Conditional if good => "AGREE",
            Cancelled if good => "SANCTION",
            Cancelled if bad => "CONCEDE",
            Denied if good => "REJECT",
            Held | Reported if good && ends() => "SANCTION",
            Held | Reported if bad && ends() => "CONCEDE",
            _ => kind,
        })
    }

    /// Whether an agent's words name armed forces.
    fn is_by_forces(&self, event: &Event) -> bool {
        let trees = &self.trees;
        let agents = event.participants.iter().filter(|p| p.role == ParticipantRole::Agent);
        agents.flat_map(|p| trees.analysis.tokens_in(p.span).iter()).any(|t| {
            LEXICON.forces.contains(trees.lemma(t)) || LEXICON.forces.contains(trees.lemma(t).to_lowercase().as_str())
        })
    }

    /// The lemma of the modal, verb or noun that the event stands under.
    fn governor(&self, candidate: &Candidate) -> Option<&str> {
        let trees = &self.trees;
        let top = candidate.carrier.unwrap_or(candidate.anchor);
        let modal =
            trees.children(top).iter().find(|c| trees.deprel(**c) == Deprel::Aux && trees.upos(**c) == Upos::Aux);
        if let Some(modal) = modal.filter(|m| LEXICON.demands.contains(trees.lemma(**m))) {
            return Some(trees.lemma(*modal));
        }
        let governs = matches!(
            trees.deprel(top),
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl | Deprel::Obj | Deprel::NsubjPass | Deprel::Obl | Deprel::Nmod
        );
        trees.head(top).filter(|_| governs).map(|h| trees.lemma(h))
    }

    /// "shunned work to protest"
    fn is_purpose(&self, candidate: &Candidate) -> bool {
        let top = candidate.carrier.unwrap_or(candidate.anchor);
        self.trees.deprel(top) == Deprel::Advcl && self.trees.has_child(top, Deprel::Mark, &["to"])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::group;

    #[test]
    fn every_line_is_read() {
        for line in TEXT.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (name, words) = line.split_once(": ").expect(line);
            let part = name.rsplit(' ').next().expect(line);
            assert!(matches!(part, "kind" | "class" | "cue" | "by" | "governor" | "good" | "bad"), "{line}");
            assert!(words.split(", ").all(|w| !w.is_empty() && w == w.trim()), "{line}");
        }
        assert!(LEXICON.good.is_disjoint(&LEXICON.bad));
    }

    #[test]
    fn kinds_are_those_of_the_event_lexicon() {
        let lines = TEXT.lines().filter(|l| !l.starts_with('#'));
        let kinds = lines.filter_map(|l| l.split_once(" kind: ")).flat_map(|(_, kinds)| kinds.split(", "));
        for kind in kinds {
            assert!(group(kind).is_some(), "{kind}");
        }
    }
}
