//! Making cards of a story's actors.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::ActorKind;
use readout_extract::coreference::country;
use readout_report::{Date, Evidence, Report, ReportId, hash_text};

use super::Card;
use crate::fold::{fold, squeeze};
use crate::known_names::{is_generic, key};
use crate::person::PersonName;
use crate::{Actor, Story};

/// How many names a card keeps.
const NAMES: usize = 5;
/// How many offices it keeps, and how long their words may be.
const OFFICES: usize = 4;
const OFFICE_IN_BYTES: usize = 48;
/// How many actors of the story may be company, and how many of them a card keeps.
const MOST_SPOKEN_OF: usize = 40;
const COMPANY: usize = 12;

impl Card {
    /// The card of a story's actor; none if the story has no such actor.
    pub fn of(story: &Story, actor: usize) -> Option<Self> {
        let story = Context::new(story);
        Some(story.card(actor, story.story.actors.get(actor)?))
    }

    /// The cards of all actors of a story, in their order.
    pub fn all(story: &Story) -> Vec<Self> {
        let context = Context::new(story);
        story.actors.iter().enumerate().map(|(i, actor)| context.card(i, actor)).collect()
    }
}

struct Context<'s> {
    story: &'s Story,
    reports: BTreeMap<&'s ReportId, &'s Report>,
    /// Index of an actor that may be company, the hash of its name, and the reports that speak of it.
    company: Vec<(usize, u32, BTreeSet<&'s ReportId>)>,
}

impl<'s> Context<'s> {
    fn new(story: &'s Story) -> Self {
        let reports = story.reports.iter().map(|r| (&r.report.id, &r.report)).collect();
        let mut company: Vec<(usize, u32, BTreeSet<&ReportId>)> = Vec::new();
        for (i, actor) in story.actors.iter().enumerate() {
            if company.len() == MOST_SPOKEN_OF {
                break;
            }
            if let Some(hash) = known_by(actor) {
                company.push((i, hash, actor.evidence.iter().map(|e| &e.report).collect()));
            }
        }
        Self { story, reports, company }
    }

    fn card(&self, index: usize, actor: &Actor) -> Card {
        let speaking: BTreeSet<&ReportId> = actor.evidence.iter().map(|e| &e.report).collect();
        let with = self.company.iter().filter(|(i, _, reports)| *i != index && !reports.is_disjoint(&speaking));
        let mut company: Vec<u32> = with.map(|(_, hash, _)| *hash).take(COMPANY).collect();
        company.sort_unstable();
        company.dedup();
        let outlets = speaking.iter().filter_map(|id| self.reports.get(*id)?.outlet.clone());
        let offices = self.offices(actor);
        let countries: BTreeSet<&str> = offices.iter().flat_map(|(words, _)| countries_in(words)).collect();
        Card {
            days: self.days(&actor.evidence),
            story: self.story.id.clone(),
            actor: actor.id.clone(),
            kind: actor.kind,
            named: actor.named,
            names: self.names(actor),
            countries: countries.into_iter().map(str::to_owned).collect(),
            offices,
            company,
            outlets: outlets.collect::<BTreeSet<_>>().into_iter().collect(),
            reports: speaking.into_iter().cloned().collect(),
            independent: actor.support.independent,
        }
    }

    fn days(&self, evidence: &[Evidence]) -> Option<(Date, Date)> {
        let days = || evidence.iter().filter_map(|e| self.reports.get(&e.report)?.published);
        Some((days().min()?, days().max()?))
    }

    fn names(&self, actor: &Actor) -> Vec<(String, u32)> {
        let mut uses = BTreeMap::<String, u32>::new();
        for evidence in &actor.evidence {
            let words = self.reports.get(&evidence.report).and_then(|r| r.text.get(evidence.span.range()));
            *uses.entry(words.map(squeeze).unwrap_or_default()).or_default() += 1;
        }
        let uses_of = |name: &String| uses.get(name).copied().unwrap_or_default();
        let mut others: Vec<_> =
            actor.aliases.iter().filter(|n| is_proper(n)).map(|n| (n.clone(), uses_of(n))).collect();
        others.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut names = vec![(actor.name.clone(), uses_of(&actor.name))];
        names.extend(others.into_iter().filter(|(_, uses)| *uses > 0).take(NAMES - 1));
        names
    }

    fn offices(&self, actor: &Actor) -> Vec<(String, Option<(Date, Date)>)> {
        // "His adviser" says nothing without the one whose adviser he is.
        const OWNERS: [&str; 7] = ["his", "her", "its", "their", "my", "our", "your"];
        let says = |words: &str| {
            words.len() <= OFFICE_IN_BYTES
                && words.split(' ').next().is_some_and(|w| !OWNERS.contains(&&*w.to_lowercase()))
        };
        let offices = actor.roles.iter().filter(|role| says(&role.text));
        offices.take(OFFICES).map(|role| (role.text.clone(), self.days(&role.evidence))).collect()
    }
}

/// Whether the words are a proper name, not a description ("the Italian company").
fn is_proper(name: &str) -> bool {
    const SMALL: &[&str] = &[
        "of", "the", "and", "for", "in", "on", "to", "at", "de", "la", "le", "du", "del", "da", "do", "dos", "der",
        "den", "van", "von", "bin", "ibn", "al", "el", "y", "ter", "abu", "'s", "’s",
    ];
    let mut words = name.split(' ').filter(|w| !SMALL.contains(w)).peekable();
    words.peek().is_some() && words.all(|w| !w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase))
}

/// The hash of the name of a person who is fully named, or of a body that is not one of many of its name.
fn known_by(actor: &Actor) -> Option<u32> {
    if !actor.named {
        return None;
    }
    let name = match actor.kind {
        ActorKind::Person => {
            format!("person {}", PersonName::parse(&actor.name).filter(PersonName::is_full)?.identity())
        }
        ActorKind::Organisation => {
            let key = key(&actor.name, actor.kind);
            if is_generic(&key) {
                return None;
            }
            format!("body {key}")
        }
        ActorKind::Place | ActorKind::Group | ActorKind::Other => return None,
    };
    u32::from_str_radix(&hash_text(&name)[..8], 16).ok()
}

/// The countries that words speak of.
fn countries_in(words: &str) -> BTreeSet<&'static str> {
    let words: Vec<&str> = words.split(' ').map(|w| w.trim_end_matches("'s").trim_end_matches("’s")).collect();
    let of = |words: &[&str]| {
        let words = words.join(" ");
        country(words.trim_matches(',')).filter(|_| !fold(&words).is_empty())
    };
    let pairs = words.windows(2).filter_map(of);
    words.windows(1).filter_map(of).chain(pairs).collect()
}
