//! What tells two bearers of a name apart, and what shows that they are one.

use std::collections::BTreeSet;

use readout_report::Date;

use super::Card;
use crate::fold::words;

/// Two cards this far apart in days say nothing of each other by a short name.
const NEAR_IN_DAYS: i32 = 366;

/// Walks of life; few people are spoken of in two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Walk {
    State,
    Force,
    Law,
    Business,
    Learning,
    Press,
    Sport,
    Arts,
    Faith,
    Crime,
}

impl Walk {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "president" | "minister" | "premier" | "secretary" | "senator" | "congressman" | "congresswoman"
            | "governor" | "mayor" | "lawmaker" | "mp" | "ambassador" | "envoy" | "diplomat" | "chancellor"
            | "representative" | "candidate" | "nominee" | "councilman" | "councilwoman" | "councillor" => Self::State,
            "colonel" | "admiral" | "commander" | "soldier" | "sergeant" | "sheriff" | "lieutenant" | "brigadier" => {
                Self::Force
            }
            "judge" | "prosecutor" | "lawyer" | "attorney" | "justice" => Self::Law,
            "ceo" | "investor" | "banker" | "businessman" | "businesswoman" | "entrepreneur" => Self::Business,
            "professor" | "scientist" | "researcher" | "economist" | "historian" | "physician" | "surgeon" => {
                Self::Learning
            }
            "journalist" | "reporter" | "correspondent" | "columnist" | "anchor" => Self::Press,
            "footballer" | "quarterback" | "striker" | "goalkeeper" | "midfielder" | "defender" | "linebacker"
            | "golfer" | "cricketer" | "boxer" | "pitcher" | "athlete" | "swimmer" | "coach" | "wrestler" => {
                Self::Sport
            }
            "actor" | "actress" | "singer" | "rapper" | "musician" | "comedian" | "filmmaker" | "novelist"
            | "songwriter" | "guitarist" | "drummer" => Self::Arts,
            "pope" | "bishop" | "archbishop" | "imam" | "priest" | "pastor" | "rabbi" => Self::Faith,
            "suspect" | "gunman" | "killer" | "defendant" | "convict" | "shooter" | "inmate" => Self::Crime,
            _ => return None,
        })
    }

    /// Whether people seldom come to it from another.
    fn is_apart(self) -> bool {
        matches!(self, Self::Sport | Self::Arts | Self::Faith | Self::Crime)
    }
}

/// What cards say of their actor.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    offices: BTreeSet<String>,
    walks: BTreeSet<Walk>,
    countries: BTreeSet<String>,
    company: BTreeSet<u32>,
    days: Option<(Date, Date)>,
}

impl Profile {
    pub(super) fn of(card: &Card) -> Self {
        let mut profile = Self { days: card.days, ..Self::default() };
        for (office, _) in &card.offices {
            let mut words = words(office);
            words.retain(|w| !matches!(w.as_str(), "the" | "a" | "an" | "former" | "then" | "ex"));
            profile.walks.extend(words.iter().filter_map(|w| Walk::of(w)));
            profile.offices.insert(words.join(" "));
        }
        profile.countries.extend(card.countries.iter().cloned());
        profile.company.extend(&card.company);
        profile
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.offices.extend(other.offices.iter().cloned());
        self.walks.extend(&other.walks);
        self.countries.extend(other.countries.iter().cloned());
        self.company.extend(&other.company);
        self.days = match (self.days, other.days) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (days, None) | (None, days) => days,
        };
    }

    /// Whether it says anything by which bearers of a name could be told apart.
    pub(super) fn tells(&self) -> bool {
        !self.walks.is_empty() || !self.countries.is_empty()
    }

    /// How many companions both have, at most three.
    pub(super) fn companions(&self, other: &Self) -> i32 {
        let (few, many) = if self.company.len() < other.company.len() { (self, other) } else { (other, self) };
        few.company.iter().filter(|c| many.company.contains(c)).take(3).count() as i32
    }

    /// How much speaks for one actor, apart from the name.
    pub(super) fn likeness(&self, other: &Self) -> i32 {
        let office = !self.offices.is_disjoint(&other.offices);
        let country = !self.countries.is_disjoint(&other.countries);
        let walk = !self.walks.is_disjoint(&other.walks);
        self.companions(other) + 2 * i32::from(office) + i32::from(country) + i32::from(walk)
    }

    /// How much speaks for two: offices of other countries, or of walks of life that seldom meet.
    fn unlikeness(&self, other: &Self) -> i32 {
        let differ = |none: bool, disjoint: bool| i32::from(!none && disjoint);
        let countries = differ(
            self.countries.is_empty() || other.countries.is_empty(),
            self.countries.is_disjoint(&other.countries),
        );
        let apart = self.walks.union(&other.walks).any(|walk| walk.is_apart());
        let walks =
            differ(self.walks.is_empty() || other.walks.is_empty() || !apart, self.walks.is_disjoint(&other.walks));
        2 * (countries + walks)
    }

    /// Whether it is rather two bearers of the name.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        self.unlikeness(other) > self.likeness(other)
    }

    /// Whether their days are so near that a short name of the one could mean the other; yes where a day is not known.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        let (Some(a), Some(b)) = (self.days, other.days) else { return true };
        let (first, second) = if a.0 <= b.0 { (a, b) } else { (b, a) };
        (second.0 - first.1).get_days() <= NEAR_IN_DAYS
    }
}

/// Sets that grow one item at a time, in the given order: each item joins the set that is most like it, if it is like it at
/// least by `least` and nothing contradicts, and is a set of its own otherwise.
pub(super) fn gather<'p>(items: impl Iterator<Item = (usize, &'p Profile)>, least: i32) -> Vec<(Vec<usize>, Profile)> {
    let mut sets: Vec<(Vec<usize>, Profile)> = Vec::new();
    for (item, profile) in items {
        let fitting = sets.iter().enumerate().filter(|(_, (_, of_set))| !of_set.contradicts(profile));
        let likeness = fitting.map(|(i, (_, of_set))| (of_set.likeness(profile), i));
        // Of equals the first.
        match likeness.max_by_key(|(likeness, i)| (*likeness, std::cmp::Reverse(*i))) {
            Some((likeness, i)) if likeness >= least => {
                sets[i].0.push(item);
                sets[i].1.add(profile);
            }
            _ => sets.push((vec![item], profile.clone())),
        }
    }
    sets
}
