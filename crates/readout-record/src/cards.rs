//! Actors over the whole record.
//!
//! A story joins what its reports say of an actor; here the actors of all stories are joined. Each story's actor is put on a
//! [`Card`], small enough to keep for every actor of every story, and [`join`] says which cards are one actor's. It looks at
//! names first, then at what could tell two bearers of a name apart: offices, countries, company and time. What is doubtful
//! stays apart, and anybody can decide by hand: see [`Decision`].
//!
//! Which cards can be one actor's shows in their blocks, so that a change is looked for only where it can reach; see `block`.

mod block;
mod decision;
mod join;
mod of_story;
mod others;
mod people;
mod profile;
mod record_actor;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use readout_extract::ActorKind;
use readout_report::{Date, ReportId};
use serde::{Deserialize, Serialize};

pub(crate) use block::Block;
pub use decision::{Decision, Named};
pub use join::join;
pub(crate) use record_actor::Identified;
pub use record_actor::{Office, RecordActor};

use crate::Story;
use crate::identify::identify;
use crate::initials::initials;
use crate::known_names::{is_generic, key};
use crate::person::PersonName;

/// What a record needs to know of a story's actor to find it in other stories.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Card {
    /// First and last day of the reports that speak of it; none where they have no date.
    pub days: Option<(Date, Date)>,
    /// The story's id.
    pub story: String,
    /// The actor's id in the story.
    pub actor: String,
    /// What it is.
    pub kind: ActorKind,
    /// Whether the reports give it a name, and do not only describe it. What is never named is joined with nothing.
    pub named: bool,
    /// The name that the story shows, then other proper names, most used first; each with the number of its uses.
    pub names: Vec<(String, u32)>,
    /// Offices and relations, with the first and last day of the reports that give them.
    pub offices: Vec<(String, Option<(Date, Date)>)>,
    /// Countries that its offices are of.
    pub countries: Vec<String>,
    /// Hashes of the names of those it stands with: the people and bodies most spoken of in the reports that speak of it.
    pub company: Vec<u32>,
    /// The reports that speak of it.
    pub reports: Vec<ReportId>,
    /// Their outlets, each once.
    pub outlets: Vec<String>,
    /// Independent sources among them, as the story counts them.
    pub independent: usize,
}

impl Card {
    /// The name that the story shows.
    pub fn name(&self) -> &str {
        self.names.first().map_or("", |(name, _)| name)
    }

    /// Where it is to be looked for: see [`Block`]. None for an actor that is joined with nothing.
    pub(crate) fn blocks(&self) -> BTreeSet<Block> {
        if !self.named {
            return BTreeSet::new();
        }
        if self.is_person() {
            return self.person().map(|name| Block::of(&format!("person {}", name.skeleton()))).into_iter().collect();
        }
        let body = |key: &str| Block::of(&format!("body {key}"));
        let Some(own) = self.key() else {
            return BTreeSet::from([Block::of(&format!("shared {}", key(self.name(), self.kind)))]);
        };
        let parts = self.names.iter().map(|(name, _)| key(name, self.kind)).filter(|part| others::is_part(part, &own));
        let short = initials(self.name()).into_iter().chain(parts).map(|short| body(&short).of_longer());
        short.chain([body(&own)]).collect()
    }

    fn is_person(&self) -> bool {
        self.kind == ActorKind::Person
    }

    /// The name of a person taken apart.
    fn person(&self) -> Option<PersonName> {
        PersonName::parse(self.name())
    }

    /// The key of the name of a place, body or group, if it is not one that many share.
    fn key(&self) -> Option<String> {
        Some(key(self.name(), self.kind)).filter(|key| !key.is_empty() && !is_generic(key))
    }
}

/// Joins the actors of the stories as the rules and the decisions have it, gives each the id of the actor of the record that it
/// is, and tells these; those of most reports first.
pub fn identify_all(stories: &mut [Story], decisions: &[Decision]) -> Vec<RecordActor> {
    let of_story: Vec<Vec<Card>> = stories.iter().map(Card::all).collect();
    let cards: Vec<Card> = of_story.concat();
    let actors = RecordActor::all(&cards, &join(&cards, decisions));
    let mut ids = vec![String::new(); cards.len()];
    for actor in &actors {
        actor.cards.iter().for_each(|card| ids[*card].clone_from(&actor.id));
    }
    for (story, cards) in stories.iter_mut().zip(of_story) {
        let rest = ids.split_off(cards.len());
        identify(story, std::mem::replace(&mut ids, rest));
    }
    actors
}
