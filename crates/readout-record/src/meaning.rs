//! What a passage says, so far as two of them can be compared: its actors, its numbers and days, whether it denies, and its words,
//! each by what it means and how rare it is in the story.
//!
//! Words that are formed from each other or that reports use for each other (`synonyms.txt`) are one. All weights are whole numbers,
//! so that no sum depends on its order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use readout_extract::{Amount, MentionForm, TimeKind, coreference};
use readout_report::{Date, Span};
use rustc_hash::FxHashMap;

use crate::WordClass;
use crate::actors::Actors;
use crate::context::Context;
use crate::fold::each_word;

/// A word's meaning within a story.
pub(crate) type Unit = u32;

/// What one passage says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// Its words, without those of names, numbers and times; in order.
    pub(crate) words: BTreeSet<Unit>,
    /// The actors with a name that it speaks of.
    pub(crate) actors: BTreeSet<usize>,
    /// The numbers that it gives, by their bits.
    pub(crate) numbers: BTreeSet<u64>,
    /// The countries that it names, also by their people or the seats of their governments.
    pub(crate) countries: BTreeSet<u16>,
    /// The lengths of time that it gives, as TIMEX3 values.
    pub(crate) lengths: BTreeSet<String>,
    /// The days that it names.
    pub(crate) days: BTreeSet<(Date, Date)>,
    /// Whether it says that something is not so.
    pub(crate) denies: bool,
    /// The weight of all that it says.
    pub(crate) weight: u32,
}

impl Meaning {
    /// How many numbers, countries, lengths of time and days it gives.
    fn things(&self) -> usize {
        self.numbers.len() + self.countries.len() + self.lengths.len() + self.days.len()
    }

    /// How many of those both give; a day lies in its month.
    fn things_shared_with(&self, other: &Self) -> usize {
        let within = |a: &(Date, Date), b: &(Date, Date)| a.0 <= b.0 && b.1 <= a.1;
        let known = |day: &&(Date, Date)| other.days.iter().any(|d| within(day, d) || within(d, day));
        self.numbers.intersection(&other.numbers).count()
            + self.countries.intersection(&other.countries).count()
            + self.lengths.intersection(&other.lengths).count()
            + self.days.iter().filter(known).count()
    }

    /// How many words, actors and other things both have.
    pub(crate) fn count_shared_with(&self, other: &Self) -> usize {
        self.words.intersection(&other.words).count()
            + self.actors.intersection(&other.actors).count()
            + self.things_shared_with(other)
    }

    /// Whether both name actors or countries, and none in common.
    pub(crate) fn names_others(&self, other: &Self) -> bool {
        let named = |meaning: &Self| meaning.actors.len() + meaning.countries.len() > 0;
        let apart = self.actors.is_disjoint(&other.actors) && self.countries.is_disjoint(&other.countries);
        named(self) && named(other) && apart
    }
}

/// How much two passages have in common, by weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overlap {
    /// What both say.
    pub(crate) shared: u32,
    /// How many things both say.
    pub(crate) count: usize,
    /// How many words, of any but names, both say.
    pub(crate) words: usize,
    /// What the one that says less says.
    pub(crate) less: u32,
    /// What the one that says more says.
    pub(crate) more: u32,
}

impl Overlap {
    /// What both say, in per cent of what one of them says on average.
    pub(crate) fn alike(self) -> u32 {
        200 * self.shared / (self.less + self.more).max(1)
    }

    /// What both say, in per cent of what the one that says less says.
    pub(crate) fn held(self) -> u32 {
        100 * self.shared / self.less.max(1)
    }
}

/// The words of a story: what they mean and how rare they are.
pub(crate) struct Meanings<'c, 'e> {
    context: &'c Context<'e>,
    actors: &'c Actors,
    units: FxHashMap<&'e str, Unit>,
    families: FxHashMap<String, Unit>,
    /// In how many sentences each stands.
    sentences_with: Vec<u32>,
    /// In how many reports each actor stands.
    reports_with: BTreeMap<usize, u32>,
    sentences: u32,
    reports: u32,
    /// Pairs of words that cannot both be said of the same thing.
    opposites: BTreeSet<(Unit, Unit)>,
}

impl<'c, 'e> Meanings<'c, 'e> {
    pub(crate) fn new(context: &'c Context<'e>, actors: &'c Actors) -> Self {
        let mut meanings = Self {
            context,
            actors,
            units: FxHashMap::default(),
            families: FxHashMap::default(),
            sentences_with: Vec::new(),
            reports_with: BTreeMap::new(),
            sentences: 0,
            reports: context.entries.len() as u32,
            opposites: BTreeSet::new(),
        };
        for (report, entry) in context.entries.iter().enumerate() {
            for sentence in &entry.sentences {
                let units: BTreeSet<Unit> =
                    entry.words_in(*sentence).iter().map(|word| meanings.learn(&word.lemma)).collect();
                for unit in units {
                    meanings.sentences_with[unit as usize] += 1;
                }
                meanings.sentences += 1;
            }
            let named = (0..entry.findings.actors.len()).map(|a| actors.of(report, a)).filter(|a| actors.is_named(*a));
            for actor in named.collect::<BTreeSet<_>>() {
                *meanings.reports_with.entry(actor).or_default() += 1;
            }
        }
        for (a, b) in &LEXICON.opposites {
            let unit = |word: &str| meanings.families.get(&family(word)).copied();
            if let (Some(a), Some(b)) = (unit(a), unit(b)) {
                meanings.opposites.extend([(a, b), (b, a)]);
            }
        }
        meanings
    }

    fn learn(&mut self, lemma: &'e str) -> Unit {
        if let Some(unit) = self.units.get(lemma) {
            return *unit;
        }
        let next = self.sentences_with.len() as Unit;
        let unit = *self.families.entry(family(lemma)).or_insert(next);
        if unit == next {
            self.sentences_with.push(0);
        }
        self.units.insert(lemma, unit);
        unit
    }

    /// What a word of the story means; every word of an entry that stands in none of its sentences means the same.
    pub(crate) fn unit(&self, lemma: &str) -> Option<Unit> {
        self.units.get(lemma).copied()
    }

    /// How much a word tells: the rarer, the more.
    pub(crate) fn weight(&self, unit: Unit) -> u32 {
        1 + (self.sentences / self.sentences_with[unit as usize].max(1)).max(1).ilog2()
    }

    /// How much it tells that a passage speaks of an actor.
    pub(crate) fn weight_of_actor(&self, actor: usize) -> u32 {
        let with = self.reports_with.get(&actor).copied().unwrap_or(1);
        2 + (2 * self.reports / with.max(1)).max(1).ilog2()
    }

    /// In how many sentences of the story the word stands.
    pub(crate) fn sentences_with(&self, unit: Unit) -> u32 {
        self.sentences_with[unit as usize]
    }

    /// What stands around a place in its passage, without its weight and whether it is denied.
    pub(crate) fn around(&self, report: usize, whole: Span, place: Span) -> Meaning {
        let mut meaning = Meaning::default();
        self.read(report, Span::new(whole.start.min(place.start), place.start), &mut meaning);
        self.read(report, Span::new(place.end, whole.end.max(place.end)), &mut meaning);
        meaning
    }

    /// What the pieces of a passage say together.
    pub(crate) fn of(&self, report: usize, pieces: &[Span]) -> Meaning {
        let mut meaning = Meaning::default();
        for piece in pieces {
            self.read(report, *piece, &mut meaning);
            each_word(self.context.text(report, *piece), |word| meaning.denies ^= is_denial(word));
        }
        meaning.weight = meaning.words.iter().map(|u| self.weight(*u)).sum::<u32>()
            + meaning.actors.iter().map(|a| self.weight_of_actor(*a)).sum::<u32>()
            + NUMBER * meaning.things() as u32;
        meaning
    }

    fn read(&self, report: usize, piece: Span, meaning: &mut Meaning) {
        let entry = &self.context.entries[report];
        let findings = &entry.findings;
        let mut covered: Vec<Span> = Vec::new();
        let from = findings.mentions.partition_point(|m| m.span.start < piece.start);
        for mention in findings.mentions[from..].iter().take_while(|m| m.span.start < piece.end) {
            if mention.span.end > piece.end {
                continue;
            }
            let by_name = matches!(mention.form, MentionForm::Name | MentionForm::Metonym);
            let actor = mention.actor.map(|a| self.actors.of(report, a)).filter(|a| self.actors.is_named(*a));
            let text = self.context.text(report, mention.span);
            if let Some(country) = by_name.then(|| coreference::country_number(text)).flatten() {
                meaning.countries.insert(country);
                covered.push(mention.span);
            } else if let Some(actor) = actor {
                meaning.actors.insert(actor);
                covered.extend(by_name.then_some(mention.span));
            }
        }
        // "For three years" is one time, though the passage begins with "three".
        let from = findings.times.partition_point(|t| t.span.end <= piece.start);
        for time in findings.times[from..].iter().take_while(|t| t.span.start < piece.end) {
            match (time.kind, time.range) {
                (TimeKind::Date, Some(range)) => drop(meaning.days.insert(range)),
                (TimeKind::Duration | TimeKind::Set, _) => drop(meaning.lengths.insert(time.value.clone())),
                _ => continue,
            }
            covered.push(time.span);
        }
        let from = findings.figures.partition_point(|f| f.span.start < piece.start);
        for figure in findings.figures[from..].iter().take_while(|f| f.span.start < piece.end) {
            match figure.amount {
                Amount::One(n) => meaning.numbers.extend([n.to_bits()]),
                Amount::Between(low, high) => meaning.numbers.extend([low.to_bits(), high.to_bits()]),
            }
        }
        for word in entry.words_in(piece) {
            if covered.iter().any(|span| span.contains(word.span)) {
                continue;
            }
            if word.class == WordClass::Number {
                // What is no figure ("Title 42") is a number all the same.
                if let Ok(number) = word.lemma.replace(',', "").parse::<f64>() {
                    meaning.numbers.insert(number.to_bits());
                }
                continue;
            }
            meaning.words.extend(self.unit(&word.lemma));
        }
    }

    /// What two passages have in common.
    pub(crate) fn overlap(&self, a: &Meaning, b: &Meaning) -> Overlap {
        let (mut shared, mut words, mut actors) = (0, 0, 0);
        for unit in a.words.intersection(&b.words) {
            shared += self.weight(*unit);
            words += 1;
        }
        for actor in a.actors.intersection(&b.actors) {
            shared += self.weight_of_actor(*actor);
            actors += 1;
        }
        let things = a.things_shared_with(b);
        Overlap {
            shared: shared + NUMBER * things as u32,
            count: words + actors + things,
            words,
            less: a.weight.min(b.weight),
            more: a.weight.max(b.weight),
        }
    }

    /// Whether two passages cannot say the same: one denies, other numbers, other days, opposite words.
    pub(crate) fn contradict(&self, a: &Meaning, b: &Meaning) -> bool {
        let apart = |few: usize, many: usize, shared: usize| shared < few.min(many);
        let numbers = apart(a.numbers.len(), b.numbers.len(), a.numbers.intersection(&b.numbers).count());
        let meets = |x: &(Date, Date)| b.days.iter().any(|y| x.0 <= y.1 && y.0 <= x.1);
        let days = !a.days.is_empty() && !b.days.is_empty() && !a.days.iter().any(meets);
        let lengths = !a.lengths.is_empty() && !b.lengths.is_empty() && a.lengths.is_disjoint(&b.lengths);
        let opposite = |from: &Meaning, to: &Meaning| {
            let lone = |u: &&Unit| !to.words.contains(*u);
            from.words.iter().filter(lone).any(|u| {
                let opposites = self.opposites.range((*u, 0)..=(*u, Unit::MAX));
                opposites.into_iter().any(|(_, other)| to.words.contains(other) && !from.words.contains(other))
            })
        };
        a.denies != b.denies || numbers || days || lengths || opposite(a, b)
    }
}

/// A number or day that both give tells much.
const NUMBER: u32 = 4;

/// Folded words that turn what is said into its contrary.
fn is_denial(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "no"
            | "never"
            | "nor"
            | "neither"
            | "none"
            | "nobody"
            | "nothing"
            | "without"
            | "cannot"
            | "cant"
            | "dont"
            | "doesnt"
            | "didnt"
            | "wont"
            | "wouldnt"
            | "couldnt"
            | "shouldnt"
            | "isnt"
            | "arent"
            | "wasnt"
            | "werent"
            | "hasnt"
            | "havent"
            | "hadnt"
            | "aint"
            | "mustnt"
            | "unable"
            | "refuse"
            | "refuses"
            | "refused"
            | "refusing"
            | "deny"
            | "denies"
            | "denied"
            | "denying"
    )
}

/// What words that are formed from each other share, of the first word of their line in the lexicon of synonyms.
pub(crate) fn family(lemma: &str) -> String {
    let stem = stem(lemma);
    LEXICON.heads.get(&stem).cloned().unwrap_or(stem)
}

/// The lemma without the ending by which a noun is formed from a verb, an adverb from an adjective.
fn stem(lemma: &str) -> String {
    const ENDINGS: &[&str] = &["ment", "ing", "ion", "al", "ly"];
    /// Shorter stems are often other words.
    const LEAST: usize = 4;
    let mut stem = lemma;
    if let Some(short) = ENDINGS.iter().find_map(|e| lemma.strip_suffix(e)).filter(|s| s.chars().count() >= LEAST) {
        stem = short;
    }
    if let Some(short) = stem.strip_suffix('e').filter(|s| s.chars().count() >= LEAST) {
        stem = short;
    }
    let mut stem = stem.to_owned();
    let mut last = stem.chars().rev();
    match (last.next(), last.next()) {
        (Some('k'), Some('c')) => drop(stem.pop()),
        (Some(a), Some(b)) if a == b => drop(stem.pop()),
        (Some('y'), _) => {
            stem.pop();
            stem.push('i');
        }
        _ => {}
    }
    stem
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("synonyms.txt")));

/// The lexicon of synonyms.
#[derive(Debug, Default)]
struct Lexicon {
    /// From the stem of a word to that of the first of its line.
    heads: FxHashMap<String, String>,
    opposites: Vec<(&'static str, &'static str)>,
}

impl Lexicon {
    fn parse(text: &'static str) -> Self {
        let mut lexicon = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(pair) = line.strip_prefix("! ") {
                lexicon.opposites.extend(pair.split_once(", "));
                continue;
            }
            let mut words = line.split(", ").map(stem);
            let Some(head) = words.next() else { continue };
            for word in words {
                lexicon.heads.entry(word).or_insert_with(|| head.clone());
            }
        }
        lexicon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_formed_from_each_other_are_one() {
        for (a, b) in [
            ("announce", "announcement"),
            ("inspect", "inspection"),
            ("smuggle", "smuggling"),
            ("stab", "stabbing"),
            ("withdraw", "withdrawal"),
            ("trafficking", "smuggle"),
            ("truce", "ceasefire"),
            ("investigation", "probe"),
        ] {
            assert_eq!(family(a), family(b), "{a}, {b}");
        }
        for (a, b) in [("nation", "nature"), ("national", "natural"), ("war", "warn"), ("sea", "seal")] {
            assert_ne!(family(a), family(b), "{a}, {b}");
        }
    }

    #[test]
    fn no_word_stands_in_two_lines_of_synonyms() {
        let mut lines = BTreeMap::new();
        for (number, line) in include_str!("synonyms.txt").lines().enumerate() {
            if line.starts_with(['#', '!']) {
                continue;
            }
            for word in line.split(", ") {
                let before = lines.insert(stem(word), number).filter(|before| *before != number);
                assert_eq!(before, None, "{word}");
            }
        }
    }
}
