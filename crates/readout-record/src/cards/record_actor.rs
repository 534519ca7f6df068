//! An actor of the whole record.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use readout_extract::ActorKind;
use readout_report::{Date, ReportId};
use serde::{Deserialize, Serialize};

use super::Card;
use crate::Support;
use crate::context::Ids;
use crate::fold::fold;
use crate::known_names::key;
use crate::person::PersonName;

/// An actor over all stories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordActor {
    /// Stable: from the kind and, whatever its spelling, the name; where two have these in common, for all but the earliest also
    /// from its first report.
    pub id: String,
    /// For a person the most used name that has a first name, else the most used.
    pub name: String,
    /// What most of its cards take it for.
    pub kind: ActorKind,
    /// Other names, most used first.
    pub aliases: Vec<String>,
    /// Offices in the order of the days on which they are first given.
    pub offices: Vec<Office>,
    /// First and last day of the reports that speak of it.
    pub days: Option<(Date, Date)>,
    /// Who speaks of it. Independent sources are those of its stories together, but no more than outlets.
    pub support: Support,
    /// Its cards: indices into those that were joined.
    pub cards: Vec<usize>,
    /// The reports that speak of it.
    pub reports: BTreeSet<ReportId>,
    /// The names that its stories show, folded.
    pub shown: BTreeSet<String>,
    /// Whether its stories take it for a person; none where they do not agree.
    pub person: Option<bool>,
}

/// An office over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// As written where first given.
    pub words: String,
    /// The first and the last day of the reports that give it; none where they have no date.
    pub days: Option<(Date, Date)>,
    /// How many stories give it.
    pub stories: usize,
}

/// An actor and how it came by its id.
#[derive(Debug)]
pub(crate) struct Identified {
    pub(crate) actor: RecordActor,
    /// The id that its name alone would give it; its own where it has no name.
    pub(crate) plain: String,
    /// Ids that it would have but for others that have them by chance.
    pub(crate) taken: Vec<String>,
    /// What its id is made from.
    identity: String,
}

impl RecordActor {
    /// The actors of sets of cards, those of most reports first.
    pub fn all(cards: &[Card], sets: &[Vec<usize>]) -> Vec<Self> {
        let identified = Self::identified(cards, sets, Vec::new());
        let mut actors: Vec<Self> = identified.into_iter().map(|identified| identified.actor).collect();
        actors.sort_by(|a, b| {
            (Reverse(a.support.reports), &a.name, &a.id).cmp(&(Reverse(b.support.reports), &b.name, &b.id))
        });
        actors
    }

    /// The actors of sets of cards, the earliest first, and how they came by their ids. Those of the `former`, which were made of
    /// cards of the same indices, are not made again where their sets are the same.
    pub(crate) fn identified(cards: &[Card], sets: &[Vec<usize>], former: Vec<Identified>) -> Vec<Identified> {
        let key = |actor: &Self| {
            let mut set = actor.cards.clone();
            set.sort_unstable();
            set
        };
        let former = former.into_iter().map(|former| (key(&former.actor), (former.actor, former.identity)));
        let mut former: HashMap<Vec<usize>, (Self, String)> = former.collect();
        let sets: Vec<_> = sets.iter().filter(|set| !set.is_empty()).map(|set| (set, former.remove(set))).collect();
        let make = |(set, former): (&Vec<usize>, Option<_>)| former.unwrap_or_else(|| Self::new(cards, set));
        let mut actors: Vec<(Self, String)> = sets.into_iter().map(make).collect();
        // The earliest has the plain id.
        let first = |a: &Self| a.cards.first().map(|i| &cards[*i]);
        actors.sort_by(|(a, _), (b, _)| (a.days.is_none(), first(a)).cmp(&(b.days.is_none(), first(b))));
        let mut ids = Ids::default();
        let mut known = BTreeSet::new();
        let identified = actors.into_iter().map(|(mut actor, identity)| {
            let class = if actor.kind == ActorKind::Person { "person" } else { "body" };
            let first = actor.cards.first().map(|i| &cards[*i]);
            let named = first.is_some_and(|card| card.named);
            let plain = named.then(|| Ids::first("a", &[class, &identity]));
            let is_earliest = named && known.insert((class, identity.clone()));
            let mut taken = Vec::new();
            actor.id = if is_earliest {
                ids.id_after("a", &[class, &identity], &mut taken)
            } else {
                let report = actor.reports.first().map_or("", |r| r.0.as_str());
                let local = first.map_or("", |c| c.actor.as_str());
                ids.id_after("a", &[class, &identity, report, local], &mut taken)
            };
            Identified { plain: plain.unwrap_or_else(|| actor.id.clone()), taken, actor, identity }
        });
        identified.collect()
    }

    /// Whether all of these words stand in one of its names, without regard to case and accents.
    pub fn is_called(&self, asked: &str) -> bool {
        crate::filter::is_called(std::iter::once(&self.name).chain(&self.aliases), asked)
    }

    /// The actor without its id, and what the id is made from.
    fn new(cards: &[Card], set: &[usize]) -> (Self, String) {
        let mut set = set.to_vec();
        set.sort_by(|a, b| (cards[*a].days.is_none(), &cards[*a]).cmp(&(cards[*b].days.is_none(), &cards[*b])));
        let of = || set.iter().map(|i| &cards[*i]);
        let mut kinds = BTreeMap::<ActorKind, usize>::new();
        for card in of() {
            *kinds.entry(card.kind).or_default() += card.reports.len();
        }
        let kind =
            kinds.iter().max_by_key(|(kind, n)| (**n, Reverse(**kind))).map_or(ActorKind::Other, |(kind, _)| *kind);
        let names = names(of());
        let shown: BTreeSet<String> = of().map(|card| fold(card.name())).collect();
        let is_full = |name: &&(String, u32)| {
            let full = PersonName::parse(&name.0).is_some_and(|n| n.is_full());
            (kind != ActorKind::Person || full) && shown.contains(&fold(&name.0))
        };
        let name = names.iter().find(is_full).or_else(|| names.iter().find(|n| shown.contains(&fold(&n.0))));
        let name = name.map_or_else(String::new, |(name, _)| name.clone());
        let first = set.first().map_or("", |i| cards[*i].name());
        let identity = match kind {
            ActorKind::Person => PersonName::parse(&name).map(|name| name.identity()),
            _ => Some(key(first, kind)),
        };
        let reports: BTreeSet<ReportId> = of().flat_map(|card| card.reports.iter().cloned()).collect();
        let days = days(of().map(|card| card.days));
        let people = of().filter(|card| card.is_person()).count();
        let support = support(of(), reports.len());
        let actor = Self {
            id: String::new(),
            aliases: names.into_iter().map(|(name, _)| name).filter(|n| *n != name).collect(),
            offices: offices(of()),
            name,
            kind,
            days,
            support,
            person: (people == 0 || people == set.len()).then_some(people > 0),
            reports,
            shown,
            cards: set,
        };
        (actor, identity.unwrap_or_default())
    }
}

fn days(all: impl Iterator<Item = Option<(Date, Date)>>) -> Option<(Date, Date)> {
    all.flatten().reduce(|(first, last), (a, b)| (first.min(a), last.max(b)))
}

/// Each name and how often it is used, the most used first; of spellings that differ only in case or marks, the most used.
fn names<'c>(cards: impl Iterator<Item = &'c Card>) -> Vec<(String, u32)> {
    let mut uses = BTreeMap::<&str, u32>::new();
    for (name, n) in cards.flat_map(|card| &card.names) {
        *uses.entry(name).or_default() += n;
    }
    let mut names: Vec<_> = uses.into_iter().map(|(name, uses)| (name.to_owned(), uses)).collect();
    names.sort_by(|a, b| (Reverse(a.1), Reverse(a.0.len()), &a.0).cmp(&(Reverse(b.1), Reverse(b.0.len()), &b.0)));
    let mut seen = BTreeSet::new();
    names.retain(|(name, _)| seen.insert(fold(name)));
    names
}

fn offices<'c>(cards: impl Iterator<Item = &'c Card>) -> Vec<Office> {
    let mut found = BTreeMap::<String, Office>::new();
    for card in cards {
        let mut of_card = BTreeSet::new();
        for (words, days_of_office) in &card.offices {
            let folded = fold(words);
            let office =
                found.entry(folded.clone()).or_insert_with(|| Office { words: words.clone(), days: None, stories: 0 });
            office.days = days([office.days, *days_of_office].into_iter());
            office.stories += usize::from(of_card.insert(folded));
        }
    }
    let mut offices: Vec<Office> = found.into_values().collect();
    offices.sort_by(|a, b| (a.days.is_none(), a.days, &a.words).cmp(&(b.days.is_none(), b.days, &b.words)));
    offices
}

fn support<'c>(cards: impl Iterator<Item = &'c Card>, reports: usize) -> Support {
    let (mut outlets, mut with_outlet, mut independent) = (BTreeSet::new(), 0, 0);
    for card in cards {
        outlets.extend(card.outlets.iter().map(|outlet| fold(outlet)));
        with_outlet += usize::from(!card.outlets.is_empty());
        independent += card.independent;
    }
    let outlets = if with_outlet == 0 { reports } else { outlets.len() };
    Support { reports, outlets, independent: independent.min(outlets) }
}
