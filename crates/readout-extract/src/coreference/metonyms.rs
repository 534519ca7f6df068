//! Capitals that stand for governments, by their use: "Moscow said" is Russia, "flew to Moscow" is the city.
//!
//! Only with the country's own name in the report, and only seats that are cities: the Kremlin and the White House are bodies
//! that speak for themselves.

use std::collections::HashMap;

use readout_language::{Deprel, Upos};

use super::lexicon::{self, CountryWord};
use super::names::NameUse;
use super::reading::Reading;
use crate::ActorKind;
use crate::attribution::is_cue;

/// Seats that are houses.
const HOUSES: &[&str] = &["Kremlin", "White House", "Downing Street", "Whitehall", "Westminster"];

/// What governments do, besides saying and wanting.
const DEEDS: &[&str] = &[
    "abandon",
    "act",
    "adopt",
    "agree",
    "annex",
    "approve",
    "arm",
    "ban",
    "block",
    "break",
    "cancel",
    "consult",
    "control",
    "cooperate",
    "cut",
    "deploy",
    "expel",
    "fund",
    "give",
    "help",
    "impose",
    "invade",
    "launch",
    "lift",
    "make",
    "negotiate",
    "pay",
    "prepare",
    "pull",
    "pursue",
    "react",
    "recall",
    "respond",
    "retaliate",
    "sanction",
    "send",
    "sign",
    "spend",
    "strike",
    "supply",
    "suspend",
    "take",
    "talk",
    "train",
    "try",
    "use",
    "withdraw",
    "work",
];

/// What governments have.
const BELONGINGS: &[&str] = &[
    "agenda",
    "aid",
    "aim",
    "ally",
    "ambassador",
    "ambition",
    "approach",
    "army",
    "attempt",
    "control",
    "demand",
    "diplomat",
    "effort",
    "envoy",
    "force",
    "goal",
    "government",
    "influence",
    "interest",
    "intervention",
    "invasion",
    "leadership",
    "military",
    "move",
    "negotiator",
    "offensive",
    "offer",
    "official",
    "policy",
    "position",
    "pressure",
    "proposal",
    "representative",
    "response",
    "role",
    "rule",
    "sanction",
    "side",
    "stance",
    "strategy",
    "support",
    "troop",
    "war",
];

/// Leads the capitals that stand for a government to the actor of its country; tells which names those are.
pub(super) fn settle(reading: &Reading<'_>, names: &[NameUse], actor_of: &mut [Option<usize>]) -> Vec<bool> {
    let mut countries: HashMap<u16, usize> = HashMap::new();
    for (name, actor) in names.iter().zip(actor_of.iter()) {
        if let (Some((country, CountryWord::Name)), Some(actor)) = (lexicon::country(&name.text), actor) {
            countries.entry(country).or_insert(*actor);
        }
    }
    let government = |name: &NameUse| {
        let (country, word) = lexicon::country(&name.text)?;
        let city = word == CountryWord::Seat && name.kind == ActorKind::Place && !HOUSES.contains(&&*name.text);
        let actor = countries.get(&country).filter(|_| city)?;
        acts(reading, reading.analysis.head_of(name.tokens)).then_some(*actor)
    };
    let mut metonyms = Vec::with_capacity(names.len());
    for (name, actor_of) in names.iter().zip(actor_of) {
        let actor = government(name).filter(|actor| actor_of.is_some_and(|own| own != *actor));
        metonyms.push(actor.is_some());
        *actor_of = actor.or(*actor_of);
    }
    metonyms
}

/// Whether the place at `at` says, wants, does or undergoes what only governments do.
fn acts(reading: &Reading<'_>, at: u32) -> bool {
    let Some(token) = reading.token(at) else { return false };
    let Some(head) = token.head.and_then(|h| Some((h, reading.token(h)?))) else { return false };
    let (above, word) = (head.0, head.1);
    let case = || {
        reading
            .analysis
            .children(at)
            .find(|t| reading.deprel(*t) == Deprel::Case)
            .map(|t| reading.word(t).to_lowercase())
    };
    match token.deprel {
        Deprel::Nsubj if reading.is_source(at) => true,
        Deprel::Nsubj => word.upos == Upos::Verb && (is_cue(&word.lemma) || DEEDS.contains(&&*word.lemma)),
        Deprel::NmodPoss => is_cue(&word.lemma) || BELONGINGS.contains(&&*word.lemma),
        Deprel::Obj | Deprel::Iobj => word.upos == Upos::Verb && is_cue(&word.lemma),
        // "Talks with Kyiv", "relations between Kyiv and its allies".
        Deprel::Obl | Deprel::Nmod => matches!(case().as_deref(), Some("with" | "between" | "against")),
        // "Kyiv and its allies": as the first of them.
        Deprel::Conj => above < at && acts(reading, above),
        _ => reading.is_source(at),
    }
}
