//! What of a report decides its story.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use readout_extract::{ActorKind, Amount, MentionForm};
use readout_report::{Date, Report};
use serde::{Deserialize, Serialize};

use crate::fold::words;
use crate::person::PersonName;
use crate::runs::{Text, hash};
use crate::{Entry, WordClass, frequencies, known_names};

/// What of a report decides its story: the words that tell most, names, places, figures, days. Under 4 KB.
///
/// It is a function of the report alone: what a word weighs comes from a fixed table, not from the other reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traits {
    /// When it was published, in days from 1 January 1970.
    pub(crate) day: Option<i32>,
    /// Lemmas.
    pub(crate) words: Vector,
    /// People, bodies and groups.
    pub(crate) names: Vector,
    /// Places.
    pub(crate) places: Vector,
    /// Lemmas of the headline, or of the first sentence where there is none.
    pub(crate) title: Vector,
    /// Values with their units.
    pub(crate) figures: Vector,
    /// Days that it speaks of.
    pub(crate) days: Vector,
    /// Days of the week that it speaks of: all that a report without a date may tell of its day.
    pub(crate) weekdays: Vector,
    /// The lemmas that weigh most, which reports on one matter share: where to look for them.
    pub(crate) keys: Vec<u32>,
    /// The least hashes of its runs of words: reports with the same text have the same.
    pub(crate) sketch: Vec<u32>,
}

/// So many lemmas of a report count.
const WORDS: usize = 150;
/// So many names, places, figures or days.
const OTHERS: usize = 48;
/// So many lemmas are looked up.
const KEYS: usize = 25;
/// Words of a run, for the sketch.
const RUN: usize = 5;
/// Hashes in a sketch.
const SKETCH: usize = 32;

impl Traits {
    /// Of a report.
    pub fn of(entry: &Entry) -> Self {
        let report = &entry.report;
        let lead_end = entry.lead.last().map_or(0, |s| s.end);
        let lemmas = Lemmas::of(entry);
        let mut counts = BTreeMap::<&str, f64>::new();
        for (word, lemma) in entry.words.iter().zip(&lemmas.all) {
            let class = match word.class {
                WordClass::Name => 1.3,
                WordClass::Noun | WordClass::Adjective => 1.0,
                WordClass::Verb => 0.8,
                WordClass::Number => 0.5,
                WordClass::Adverb => continue,
            };
            if !lemma.is_empty() {
                let early = if word.span.end <= lead_end { 2.0 } else { 1.0 };
                *counts.entry(lemma).or_default() += class * early / (1.0 + f64::from(word.span.start) / 3000.0);
            }
        }
        let title = lemmas.title(entry);
        title.iter().for_each(|lemma| *counts.entry(lemma).or_default() += 3.0);
        let weighted = counts.iter().map(|(lemma, count)| (hash(lemma), count.sqrt() * weight(lemma)));
        let words = heaviest(weighted, WORDS);
        let (names, places) = actors(entry, lead_end);
        Self {
            day: published(report).map(day_number),
            keys: words.iter().take(KEYS).map(|(key, _)| *key).collect(),
            words: Vector::new(words),
            names: Vector::new(heaviest(names.into_iter(), OTHERS)),
            places: Vector::new(heaviest(places.into_iter(), OTHERS)),
            title: Vector::new(heaviest(title.iter().map(|lemma| (hash(lemma), weight(lemma))), OTHERS)),
            figures: Vector::new(heaviest(figures(entry), OTHERS)),
            days: Vector::new(heaviest(days(entry), OTHERS)),
            weekdays: Vector::new(heaviest(weekdays(entry), OTHERS)),
            sketch: sketch(&report.text),
        }
    }
}

/// The lemmas of a report's words, folded, for the table of frequencies; some are empty.
pub fn terms(entry: &Entry) -> impl Iterator<Item = String> {
    entry.words.iter().map(|word| words(&word.lemma).concat())
}

/// Weights by key, of length one, in 255ths; in the order of the keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Vector(Vec<(u32, u8)>);

impl Vector {
    fn new(weighted: Vec<(u32, f64)>) -> Self {
        let length = weighted.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
        let byte = |w: f64| (w / length * 255.0).round() as u8;
        let mut all: Vec<_> = weighted.into_iter().map(|(k, w)| (k, byte(w))).filter(|(_, w)| *w > 0).collect();
        all.sort_unstable();
        Self(all)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The cosine of the angle between the two, in thousandths.
    pub(crate) fn cosine(&self, other: &Self) -> i32 {
        let (mut a, mut b) = (self.0.as_slice(), other.0.as_slice());
        let mut sum = 0;
        while let ([(key_a, x), rest_a @ ..], [(key_b, y), rest_b @ ..]) = (a, b) {
            if key_a == key_b {
                sum += i32::from(*x) * i32::from(*y);
            }
            if key_a <= key_b {
                a = rest_a;
            }
            if key_b <= key_a {
                b = rest_b;
            }
        }
        sum * 1000 / (255 * 255)
    }
}

/// The heaviest `n`, the heaviest first; the same key twice counts together.
fn heaviest(weighted: impl Iterator<Item = (u32, f64)>, n: usize) -> Vec<(u32, f64)> {
    let mut together = BTreeMap::<u32, f64>::new();
    weighted.for_each(|(key, weight)| *together.entry(key).or_default() += weight);
    let mut all: Vec<_> = together.into_iter().collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all.truncate(n);
    all
}

fn weight(lemma: &str) -> f64 {
    f64::from(frequencies::weight(lemma))
}

/// The folded lemmas of a report.
struct Lemmas {
    /// One for each of the report's words.
    all: Vec<String>,
    /// By the word as it stands in the text, folded.
    by_word: HashMap<String, String>,
}

impl Lemmas {
    fn of(entry: &Entry) -> Self {
        let all: Vec<String> = terms(entry).collect();
        let mut by_word = HashMap::new();
        for (word, lemma) in entry.words.iter().zip(&all) {
            let folded = words(word.span.of_text(&entry.report.text)).concat();
            by_word.entry(folded).or_insert_with(|| lemma.clone());
        }
        Self { all, by_word }
    }

    /// Of the headline, which is no part of the text: its lemmas are those of the same words there. Words that neither
    /// the text nor the table has are left out; so are all that mean nothing by themselves.
    fn title(&self, entry: &Entry) -> BTreeSet<String> {
        let lemma = |word: String| match self.by_word.get(&word) {
            Some(lemma) => Some(lemma.clone()),
            None => Some(word).filter(|w| frequencies::is_known(w)),
        };
        let found: BTreeSet<_> = match &entry.report.title {
            Some(title) => words(title).into_iter().filter_map(lemma).collect(),
            None => {
                let first = entry.lead.first().map(|s| entry.words_in(*s)).unwrap_or_default();
                first.iter().map(|w| words(&w.lemma).concat()).collect()
            }
        };
        found.into_iter().filter(|lemma| lemma.len() > 1).collect()
    }
}

/// Named people, bodies and groups, and named places, with their weights. People by their last names.
fn actors(entry: &Entry, lead_end: u32) -> (BTreeMap<u32, f64>, BTreeMap<u32, f64>) {
    let actors = &entry.findings.actors;
    let mut counts = vec![(false, 0.0); actors.len()];
    for mention in &entry.findings.mentions {
        if let Some((is_named, count)) = mention.actor.and_then(|a| counts.get_mut(a)) {
            *is_named |= matches!(mention.form, MentionForm::Name | MentionForm::Metonym);
            *count += if mention.span.end <= lead_end { 3.0 } else { 1.0 };
        }
    }
    let (mut names, mut places) = (BTreeMap::new(), BTreeMap::new());
    for (actor, (_, count)) in actors.iter().zip(counts).filter(|(_, (is_named, _))| *is_named) {
        let (key, telling) = match actor.kind {
            ActorKind::Person => {
                let Some(name) = PersonName::parse(&actor.name) else { continue };
                (name.bucket(), words(&actor.name).pop().unwrap_or_default())
            }
            kind => (known_names::key(&actor.name, kind), known_names::key(&actor.name, kind)),
        };
        let words = telling.split(' ').filter(|w| !w.is_empty());
        let Some(rarest) = words.map(frequencies::weight).max() else { continue };
        let of = if actor.kind == ActorKind::Place { &mut places } else { &mut names };
        *of.entry(hash(&key)).or_default() += f64::sqrt(count) * f64::from(rarest);
    }
    (names, places)
}

/// Exact values; small and even smaller numbers are shared by chance.
fn figures(entry: &Entry) -> impl Iterator<Item = (u32, f64)> {
    let mut seen = BTreeSet::new();
    let figures = entry.findings.figures.iter().filter(|f| !f.definite);
    figures.filter_map(move |figure| {
        let Amount::One(value) = figure.amount else { return None };
        let key = hash(&format!("{value} {}", figure.unit.as_deref().unwrap_or_default()));
        let weight = match value {
            ..10.0 => 0.2,
            10.0..100.0 => 0.7,
            _ => 1.0,
        };
        seen.insert(key).then_some((key, weight))
    })
}

/// Single days.
fn days(entry: &Entry) -> impl Iterator<Item = (u32, f64)> {
    let mut counts = BTreeMap::<Date, f64>::new();
    let ranges = entry.findings.times.iter().filter_map(|t| t.range);
    for (day, _) in ranges.filter(|(first, last)| first == last) {
        *counts.entry(day).or_default() += 1.0;
    }
    counts.into_iter().map(|(day, count)| (day_number(day).cast_unsigned(), count.sqrt()))
}

/// Days of the week: those of the days about its publication, or, without a date, those that it names.
fn weekdays(entry: &Entry) -> impl Iterator<Item = (u32, f64)> {
    let published = published(&entry.report);
    let of = |day: Date| day.weekday().to_monday_one_offset().cast_unsigned().into();
    let mut weights = [0.0; 8];
    for time in &entry.findings.times {
        let number = match time.range {
            Some((first, last)) if first == last => {
                let near = published.is_some_and(|p| (day_number(p) - day_number(first)).abs() <= 8);
                near.then(|| of(first))
            }
            Some(_) => None,
            None => time.value.strip_prefix("XXXX-WXX-").and_then(|n| n.get(..1)?.parse().ok()),
        };
        if let Some(weight) = number.and_then(|n: usize| weights.get_mut(n)) {
            *weight += 1.0 / (1.0 + f64::from(time.span.start) / 1500.0);
        }
    }
    if let Some(day) = published.filter(|_| weights.iter().all(|w| *w == 0.0)) {
        weights[of(day)] = 1.0;
    }
    (0..).zip(weights).filter(|(_, weight)| *weight > 0.0)
}

/// Days from 1 January 1970.
fn day_number(day: Date) -> i32 {
    (day - Date::constant(1970, 1, 1)).get_days()
}

/// The day of publication: as given, or as the address has it (`/2025/11/26/`, `/2025/nov/26/`).
fn published(report: &Report) -> Option<Date> {
    report.published.or_else(|| {
        let parts: Vec<&str> = report.url.as_deref()?.split('/').collect();
        parts.windows(3).find_map(|of| {
            let year = Some(of[0]).filter(|y| y.len() == 4)?.parse().ok().filter(|y| (1990..2100).contains(y))?;
            let day = Some(of[2]).filter(|d| d.len() <= 2)?.parse().ok()?;
            Date::new(year, month(of[1])?, day).ok()
        })
    })
}

fn month(text: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let by_name = || (1..).zip(MONTHS).find(|(_, name)| text.eq_ignore_ascii_case(name)).map(|(n, _)| n);
    text.parse().ok().filter(|_| text.len() <= 2).or_else(by_name)
}

/// The least hashes of all runs of words.
fn sketch(text: &str) -> Vec<u32> {
    let mut runs: Vec<u32> = Text::new(text).runs(RUN).map(|run| run as u32).collect();
    runs.sort_unstable();
    runs.dedup();
    runs.truncate(SKETCH);
    runs
}
