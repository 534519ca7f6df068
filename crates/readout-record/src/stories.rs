//! Stories: reports grouped by the matter they follow, over time.
//!
//! Whether two reports may follow one matter is a *link* between them, and a link is a function of the two alone. The groups are
//! a function of the set of reports and their links. So nothing depends on the order in which reports arrive, and a record of
//! the reports until a past day has the links and groups that it had on that day.
//!
//! How a store uses this:
//! 1. [`Traits::of`] each new report; keep the traits with the report.
//! 2. [`StoryIndex::add`] gives the new report's links to all reports that the index has; keep them. When a record is opened
//!    again, [`StoryIndex::restore`] fills the index from kept traits, and no link is computed anew. A report that goes, or
//!    gets another text, is [removed](StoryIndex::remove) first, and its links are deleted.
//! 3. [`groups`] of all reports (those until a day) and their links gives the stories; [`touched`] tells which of them are
//!    not as they were before.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use readout_report::ReportId;
use serde::{Deserialize, Serialize};

use crate::traits::Traits;

/// How near two reports are, in thousandths; weaker ones are not kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    /// The lesser id of the two.
    pub first: ReportId,
    /// The greater one.
    pub second: ReportId,
    /// At least [`Link::LEAST`].
    pub weight: i32,
}

impl Link {
    /// What is weaker is no link.
    pub const LEAST: i32 = 100;

    pub(crate) fn new(a: &ReportId, b: &ReportId, weight: i32) -> Self {
        let (first, second) = if a <= b { (a, b) } else { (b, a) };
        Self { first: first.clone(), second: second.clone(), weight }
    }
}

/// Reports of one story are as near as this, in the mean.
const NEAR: i32 = 340;

/// What two reports without a link count.
const APART: i32 = -400;

/// Reports so many days apart have no link.
const WINDOW_IN_DAYS: i32 = 14;

/// So many of the words that weigh most must two reports share to be looked at.
const SHARED_KEYS: u32 = 2;

/// Of the least hashes of two texts, so many in a hundred make them copies.
const COPY_PERCENT: usize = 50;

/// How near two reports are, in thousandths: that of [`Link::weight`].
pub(crate) fn nearness(a: &Traits, b: &Traits) -> i32 {
    if is_copy(&a.sketch, &b.sketch) {
        return 1000;
    }
    let shared = [
        (100, a.words.cosine(&b.words)),
        (30, a.names.cosine(&b.names)),
        (10, a.places.cosine(&b.places)),
        (30, a.title.cosine(&b.title)),
        (15, a.figures.cosine(&b.figures)),
        (20, a.days.cosine(&b.days)),
    ];
    let shared = shared.iter().map(|(percent, cosine)| percent * cosine).sum::<i32>() / 100;
    let time = match (a.day, b.day) {
        // The first two days cost less: outlets report on a matter when they come to it.
        (Some(x), Some(y)) => match (x - y).abs() {
            days @ ..=2 => -40 * days,
            days => -80 - 80 * (days.min(WINDOW_IN_DAYS) - 2),
        },
        _ if a.weekdays.is_empty() || b.weekdays.is_empty() => -60,
        _ => -60 + (a.weekdays.cosine(&b.weekdays) - 500) / 4,
    };
    shared + time
}

/// Whether the sketches are of texts most of whose runs of words are the same.
fn is_copy(a: &[u32], b: &[u32]) -> bool {
    let least: BTreeSet<u32> = a.iter().chain(b).copied().collect();
    let both =
        least.iter().take(a.len().max(b.len())).filter(|h| a.binary_search(h).is_ok() && b.binary_search(h).is_ok());
    let size = least.len().min(a.len().max(b.len()));
    size >= 8 && both.count() * 100 >= size * COPY_PERCENT
}

/// The traits of all reports, and where to find those that a new report may have links to.
#[derive(Debug, Default)]
pub struct StoryIndex {
    traits: BTreeMap<ReportId, u32>,
    /// By number; a removed one is none.
    reports: Vec<Option<(ReportId, Traits)>>,
    /// Which reports have a word among those that weigh most, by day.
    by_key: HashMap<u32, BTreeMap<Option<i32>, Vec<u32>>>,
}

impl StoryIndex {
    /// Without reports.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a report, and gives its links to those that are there, in the order of the other's id. A report that is
    /// there already is taken anew.
    pub fn add(&mut self, id: ReportId, traits: Traits) -> Vec<Link> {
        self.remove(&id);
        let links = self.links(&id, &traits);
        self.restore(id, traits);
        links
    }

    /// Adds a report whose links are known.
    pub fn restore(&mut self, id: ReportId, traits: Traits) {
        self.remove(&id);
        let number = u32::try_from(self.reports.len()).expect("a record has less than four billion reports");
        for key in &traits.keys {
            self.by_key.entry(*key).or_default().entry(traits.day).or_default().push(number);
        }
        self.traits.insert(id.clone(), number);
        self.reports.push(Some((id, traits)));
    }

    /// Between which days (in days from 1 January 1970, both included) lie the reports that some reports can have links to; those
    /// without a day can have links to all.
    pub(crate) fn reach<'t>(reports: impl Iterator<Item = &'t Traits>) -> Vec<(i32, i32)> {
        let days: BTreeSet<Option<i32>> = reports.map(|traits| traits.day).collect();
        if days.contains(&None) {
            return vec![(i32::MIN, i32::MAX)];
        }
        let mut reach: Vec<(i32, i32)> = Vec::new();
        for day in days.into_iter().flatten() {
            match reach.last_mut() {
                Some((_, last)) if day - WINDOW_IN_DAYS <= *last => *last = day + WINDOW_IN_DAYS,
                _ => reach.push((day - WINDOW_IN_DAYS, day + WINDOW_IN_DAYS)),
            }
        }
        reach
    }

    /// Takes a report out; whether it was there.
    pub fn remove(&mut self, id: &ReportId) -> bool {
        let Some(number) = self.traits.remove(id) else { return false };
        let (_, traits) = self.reports[number as usize].take().expect("what has a number is there");
        for key in &traits.keys {
            if let Some(numbers) = self.by_key.get_mut(key).and_then(|days| days.get_mut(&traits.day)) {
                numbers.retain(|n| *n != number);
            }
        }
        true
    }

    /// How many reports it has.
    pub fn len(&self) -> usize {
        self.traits.len()
    }

    /// Whether it has no report.
    pub fn is_empty(&self) -> bool {
        self.traits.is_empty()
    }

    /// The links between a report, which need not be there, and the others.
    fn links(&self, id: &ReportId, traits: &Traits) -> Vec<Link> {
        let mut shared = HashMap::<u32, u32>::new();
        for days in traits.keys.iter().filter_map(|key| self.by_key.get(key)) {
            let mut count = |numbers: &Vec<u32>| numbers.iter().for_each(|n| *shared.entry(*n).or_default() += 1);
            match traits.day {
                Some(day) => {
                    days.get(&None).into_iter().for_each(&mut count);
                    let near = Some(day - WINDOW_IN_DAYS)..=Some(day + WINDOW_IN_DAYS);
                    days.range(near).for_each(|(_, numbers)| count(numbers));
                }
                None => days.values().for_each(count),
            }
        }
        let mut near: Vec<u32> =
            shared.into_iter().filter(|(_, n)| *n >= SHARED_KEYS).map(|(number, _)| number).collect();
        near.sort_unstable();
        let others = near.iter().filter_map(|number| self.reports[*number as usize].as_ref());
        let mut links: Vec<Link> = others
            .map(|(other, of)| Link::new(id, other, nearness(traits, of)))
            .filter(|link| link.weight >= Link::LEAST)
            .collect();
        links.sort();
        links
    }
}

/// The stories: reports that are near each other in the mean, from their links. Each is in the order of the ids, and so are
/// the stories by their first ones.
///
/// Joins the two nearest groups, again and again, until no two are near enough; of equally near ones those with the least
/// ids. Links to reports that are not among `reports` do not count, nor does an id count twice.
pub fn groups<'r>(
    reports: impl IntoIterator<Item = &'r ReportId>,
    links: impl IntoIterator<Item = &'r Link>,
) -> Vec<Vec<ReportId>> {
    let reports: Vec<&ReportId> = reports.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    let mut groups = Groups::new(reports.len());
    let number = |id: &ReportId| reports.binary_search(&id).ok();
    for link in links {
        if let (Some(a), Some(b)) = (number(&link.first), number(&link.second)) {
            groups.link(a, b, link.weight);
        }
    }
    groups.join();
    let groups = groups.members.into_iter().filter(|members| !members.is_empty());
    groups
        .map(|mut members| {
            members.sort_unstable();
            members.into_iter().map(|n| reports[n].clone()).collect()
        })
        .collect()
}

/// Which of the stories `after` are not as they were `before`, as indices: those that a new report founded, joined or
/// split. Both as [`groups`] gives them.
pub fn touched(before: &[Vec<ReportId>], after: &[Vec<ReportId>]) -> Vec<usize> {
    let before: BTreeSet<&Vec<ReportId>> = before.iter().collect();
    (0..after.len()).filter(|i| !before.contains(&after[*i])).collect()
}

/// Groups of the items `0..n` that are being joined; each is named by its least item.
struct Groups {
    members: Vec<Vec<usize>>,
    /// Sum and number of the links between two groups, in the rows of both.
    links: Vec<BTreeMap<usize, (i64, i64)>>,
}

impl Groups {
    fn new(n: usize) -> Self {
        Self { members: (0..n).map(|i| vec![i]).collect(), links: vec![BTreeMap::new(); n] }
    }

    fn link(&mut self, a: usize, b: usize, weight: i32) {
        if a != b {
            self.links[a].insert(b, (weight.into(), 1));
            self.links[b].insert(a, (weight.into(), 1));
        }
    }

    /// How near two groups are in the mean, in millionths.
    fn nearness(&self, a: usize, b: usize) -> i64 {
        let pairs = (self.members[a].len() * self.members[b].len()) as i64;
        let (sum, n) = self.links[a].get(&b).copied().unwrap_or_default();
        (sum + i64::from(APART) * (pairs - n)) * 1000 / pairs
    }

    fn join(&mut self) {
        let mut queue = BinaryHeap::new();
        for a in 0..self.links.len() {
            for b in self.links[a].keys().filter(|b| a < **b) {
                self.offer(&mut queue, a, *b);
            }
        }
        while let Some((_, Reverse((a, b)), sizes)) = queue.pop() {
            // One that grew in the meantime was offered again.
            if sizes != (self.members[a].len(), self.members[b].len()) {
                continue;
            }
            let moved = std::mem::take(&mut self.members[b]);
            self.members[a].extend(moved);
            for (other, (sum, n)) in std::mem::take(&mut self.links[b]) {
                self.links[other].remove(&b);
                if other != a {
                    let together = self.links[a].entry(other).or_default();
                    *together = (together.0 + sum, together.1 + n);
                    let together = *together;
                    self.links[other].insert(a, together);
                }
            }
            for other in self.links[a].keys() {
                self.offer(&mut queue, a.min(*other), a.max(*other));
            }
        }
    }

    /// Puts a pair where it belongs, if it is near enough to join.
    fn offer(&self, queue: &mut BinaryHeap<Offer>, a: usize, b: usize) {
        let nearness = self.nearness(a, b);
        if nearness >= i64::from(NEAR) * 1000 {
            queue.push((nearness, Reverse((a, b)), (self.members[a].len(), self.members[b].len())));
        }
    }
}

/// How near, which groups, and how large they were.
type Offer = (i64, Reverse<(usize, usize)>, (usize, usize));

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> ReportId {
        ReportId(name.to_owned())
    }

    /// The groups of some reports, as words, from links that are written "a b 900".
    fn grouped(reports: &str, links: &[&str]) -> Vec<String> {
        let reports: Vec<ReportId> = reports.split(' ').map(id).collect();
        let link = |link: &&str| {
            let [a, b, weight] = link.split(' ').collect::<Vec<_>>()[..] else {
                panic!("two ids and a weight: {link}")
            };
            Link::new(&id(a), &id(b), weight.parse().unwrap())
        };
        let groups = groups(&reports, &links.iter().map(link).collect::<Vec<_>>());
        groups.iter().map(|g| g.iter().map(|r| r.0.as_str()).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn the_nearest_join_first() {
        // c is near b, but d is nearer, and c and d together are not near enough to a and b.
        let links = ["a b 900", "b c 500", "c d 800"];
        assert_eq!(grouped("d c b a", &links), ["a b", "c d"]);
        assert_eq!(grouped("a b c", &links), ["a b", "c"]);
        assert_eq!(grouped("b c d a", &["a b 900", "a c 900", "b c 900", "d a 100"]), ["a b c", "d"]);
    }

    #[test]
    fn of_equally_near_ones_the_least_ids_join() {
        assert_eq!(grouped("a b c", &["b c 500", "a b 500"]), ["a b", "c"]);
        assert_eq!(grouped("a b", &["a b 339"]), ["a", "b"]);
        assert_eq!(grouped("a b", &["a x 900", "x b 900", "a a 900"]), ["a", "b"]);
    }

    #[test]
    fn a_group_that_changed_is_touched() {
        let before = vec![vec![id("a"), id("b")], vec![id("c")]];
        let after = vec![vec![id("a"), id("b")], vec![id("c"), id("d")], vec![id("e")]];
        assert_eq!(touched(&before, &after), [1, 2]);
        assert!(touched(&after, &after).is_empty());
    }

    #[test]
    fn copies_are_known_by_their_sketches() {
        let sketch: Vec<u32> = (0..32).map(|n| n * 100).collect();
        let other: Vec<u32> = (0..32).map(|n| n * 100 + n % 2).collect();
        assert!(is_copy(&sketch, &sketch));
        assert!(!is_copy(&sketch, &other));
        assert!(!is_copy(&sketch[..3], &sketch[..3]), "a few words in common make no copy");
    }
}
