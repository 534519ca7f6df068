//! The same thing counted or measured, and not the same number.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{Amount, Bound, TimeKind};
use readout_report::{Date, Span};

use super::matter::{Matter, RARE, Topic};
use super::{Draft, DraftSide, polarity};
use crate::{DifferenceKind, WordClass};

/// A figure with what it measures.
struct Item<'m> {
    report: usize,
    span: Span,
    sentence: usize,
    /// Which amounts are in agreement with it.
    range: (f64, f64),
    /// Whether it counts things of a kind that it names.
    counts: bool,
    /// Whether it counts those beside others: "three other Americans".
    besides: bool,
    /// The other words of what it counts, and the actors in them.
    of: Vec<Topic>,
    /// The verb that it stands nearest to.
    verb: Option<&'m str>,
    /// The other figures of the sentence that count something.
    beside: Vec<(&'m str, (f64, f64))>,
    /// What the rest of the sentence speaks of.
    around: Vec<Topic>,
    /// The days and years in the sentence.
    days: Vec<(Date, Date)>,
}

/// Words for people that tell nothing of them.
const PEOPLE: &[&str] = &["people", "person", "other", "man", "victim", "civilian", "individual"];

/// What is done to people is counted once for a whole story.
const CASUALTIES: &[&str] = &["injure", "wound", "hurt", "kill", "die", "arrest", "detain", "rescue", "hospitalize"];

/// A matter that has more different numbers than this is many matters.
const MOST_IN_BUCKET: usize = 120;

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut buckets = BTreeMap::<_, Vec<Item<'_>>>::new();
    for report in 0..matter.context.entries.len() {
        for figure in &matter.context.findings(report).figures {
            let Some(sentence) = matter.sentence_at(report, figure.span.start) else { continue };
            let Some((key, item)) = item(matter, report, sentence, figure) else { continue };
            buckets.entry(key).or_default().push(item);
        }
    }
    let mut drafts = Vec::new();
    for items in buckets.values().filter(|items| items.len() <= MOST_IN_BUCKET) {
        in_bucket(matter, items, &mut drafts);
    }
    drafts.extend(beside_the_same(matter));
    drafts
}

fn in_bucket(matter: &Matter<'_, '_>, items: &[Item<'_>], drafts: &mut Vec<Draft>) {
    // What a report gives somewhere, it does not contradict.
    let gives = |report: usize, of: &Item<'_>| items.iter().any(|i| i.report == report && agree(i.range, of.range));
    let mut seen = BTreeSet::new();
    for (n, a) in items.iter().enumerate() {
        for b in &items[n + 1..] {
            if a.report == b.report || agree(a.range, b.range) || gives(a.report, b) || gives(b.report, a) {
                continue;
            }
            if !is_same_matter(matter, a, b) {
                continue;
            }
            let texts = [a, b].map(|i| matter.text(i.report, i.span).to_lowercase());
            if !seen.insert(texts.clone()) {
                continue;
            }
            let side = |item: &Item<'_>| {
                let place = (item.report, matter.sentences[item.sentence].span);
                DraftSide::new(matter.text(item.report, item.span), matter.speakers(item.report, item.span), place)
            };
            drafts.push(Draft {
                kind: DifferenceKind::Figure,
                about: (a.report, a.span),
                sides: vec![side(a), side(b)],
            });
        }
    }
}

/// Two sentences of different reports that give the same large or exact figure of the same thing ("1,464.94 points", "over 1,400
/// points") speak of one matter: then the figures right after it, in the same unit, must be the same too.
fn beside_the_same(matter: &Matter<'_, '_>) -> Vec<Draft> {
    /// Smaller numbers are the same by chance.
    const LEAST: f64 = 200.0;
    let mut twins = BTreeMap::<&str, Vec<(usize, &readout_extract::Figure, &readout_extract::Figure)>>::new();
    for report in 0..matter.context.entries.len() {
        for pair in matter.context.findings(report).figures.windows(2) {
            let [first, next] = pair else { continue };
            let between = next.span.start.checked_sub(first.span.end);
            let of = matter.context.entries[report].words_in(first.span);
            let unit = first.unit.as_deref().filter(|u| of.iter().any(|w| &*w.lemma == *u));
            let (Some(unit), Some(..12), Some(_)) = (unit, between, &next.unit) else { continue };
            if matches!(first.amount, Amount::One(n) if n >= LEAST) && first.unit != next.unit {
                twins.entry(unit).or_default().push((report, first, next));
            }
        }
    }
    let mut drafts = Vec::new();
    for group in twins.values().filter(|g| g.len() <= MOST_IN_BUCKET) {
        for (n, (report, first, next)) in group.iter().enumerate() {
            for (other, other_first, other_next) in &group[n + 1..] {
                let of = |figure: &readout_extract::Figure| range(figure.amount, figure.bound);
                let same = agree(of(first), of(other_first)) && next.unit == other_next.unit;
                if report == other || !same || agree(of(next), of(other_next)) {
                    continue;
                }
                let side = |report: usize, figure: &readout_extract::Figure| {
                    let at = matter.sentence_at(report, figure.span.start);
                    let place = at.map_or(figure.span, |at| matter.sentences[at].span);
                    DraftSide::new(
                        matter.text(report, figure.span),
                        matter.speakers(report, figure.span),
                        (report, place),
                    )
                };
                drafts.push(Draft {
                    kind: DifferenceKind::Figure,
                    about: (*report, first.span),
                    sides: vec![side(*report, next), side(*other, other_next)],
                });
            }
        }
    }
    drafts
}

/// What two figures must share at least: the unit, the last word of what is counted, and the time in which it is so much.
type Key<'m> = (Option<&'m str>, &'m str, &'static str);

fn item<'m>(
    matter: &Matter<'_, 'm>,
    report: usize,
    sentence: usize,
    figure: &'m readout_extract::Figure,
) -> Option<(Key<'m>, Item<'m>)> {
    let entry = &matter.context.entries[report];
    let whole = &matter.sentences[sentence];
    let of = figure.of.unwrap_or(figure.span);
    let counted = entry.words_in(of);
    let noun = counted_noun(matter.text(report, of), of, counted);
    // "Eleven others" and "eleven people" are of one kind.
    let people = noun.is_some_and(|n| PEOPLE.contains(&&*n.lemma));
    let head = match (&figure.unit, noun) {
        (None, Some(_)) if people => "people",
        (Some(_), noun) => noun.map_or("", |n| &*n.lemma),
        (None, Some(noun)) => &*noun.lemma,
        (None, None) => return None,
    };
    let inside = |span: Span| figure.span.overlaps(span) || figure.of.is_some_and(|of| of.overlaps(span));
    let topic = |lemma: &str| matter.topic(lemma);
    let mut of_topics: Vec<Topic> = counted
        .iter()
        .filter(|w| &*w.lemma != head && w.class != WordClass::Number && !figure.span.contains(w.span))
        .filter_map(|w| topic(&w.lemma))
        .collect();
    of_topics.sort_unstable();
    of_topics.dedup();
    let head_topic = topic(head);
    let around = whole.topics.iter().filter(|t| Some(**t) != head_topic).copied().collect();
    let distance = |span: Span| match span.start >= figure.span.end {
        true => span.start - figure.span.end,
        false => figure.span.start.saturating_sub(span.end),
    };
    let verbs = whole.words.iter().filter(|w| w.class == WordClass::Verb && !inside(w.span));
    let verb = verbs.min_by_key(|w| (distance(w.span), w.span)).map(|w| &*w.lemma);
    let times = &entry.findings.times;
    let from = times.partition_point(|t| t.span.start < whole.span.start);
    let in_sentence = times.iter().skip(from).take_while(|t| t.span.start < whole.span.end);
    let days = in_sentence.filter(|t| t.kind == TimeKind::Date).filter_map(|t| t.range).collect();
    let figures = &entry.findings.figures;
    let others = figures[figures.partition_point(|f| f.span.start < whole.span.start)..].iter();
    let others =
        others.take_while(|f| f.span.start < whole.span.end).filter(|f| f.span != figure.span && f.unit != figure.unit);
    let beside = others.map(|f| (f.unit.as_deref().unwrap_or_default(), range(f.amount, f.bound)));
    let end = figure.of.map_or(figure.span.end, |of| of.end.max(figure.span.end));
    let rest = |from: u32| matter.text(report, Span::new(from, whole.span.end.max(from)));
    let key = (figure.unit.as_deref(), head, rate(rest(figure.span.end), rest(end)));
    Some((
        key,
        Item {
            report,
            span: figure.span,
            sentence,
            range: range(figure.amount, figure.bound),
            counts: !head.is_empty(),
            besides: polarity::words(matter.text(report, of.cover(figure.span)), 0).any(|(w, _)| is_besides(&w)),
            of: of_topics,
            verb,
            around,
            beside: beside.collect(),
            days,
        },
    ))
}

/// Whether a word of a figure says that it counts those beside others.
fn is_besides(word: &str) -> bool {
    matches!(word, "other" | "others" | "additional" | "another" | "further")
}

/// Whether a figure is so much a day, a month, a year.
fn rate(after_number: &str, after_all: &str) -> &'static str {
    const TIMES: &[&str] = &["hour", "day", "week", "month", "quarter", "year"];
    let per = |text: &str| {
        let mut words = text.split_whitespace();
        let each = matches!(words.next(), Some("a" | "an" | "per" | "each" | "every"));
        let unit = words.next()?.trim_end_matches(|c: char| !c.is_alphanumeric());
        TIMES.iter().find(|t| each && **t == unit).copied()
    };
    per(after_number).or_else(|| per(after_all)).unwrap_or("")
}

/// The noun that is counted: the last one before a preposition or mark.
fn counted_noun<'w>(text: &str, of: Span, words: &'w [crate::Word]) -> Option<&'w crate::Word> {
    let mut last: Option<&crate::Word> = None;
    for word in words {
        if let Some(before) = last {
            let between = text.get((before.span.end - of.start) as usize..(word.span.start - of.start) as usize);
            if between.is_none_or(|b| !b.trim().is_empty() && b.trim() != "-") {
                break;
            }
        }
        if matches!(word.class, WordClass::Noun | WordClass::Name) || last.is_some() {
            last = Some(word);
        }
    }
    last.filter(|w| matches!(w.class, WordClass::Noun | WordClass::Name))
}

/// The amounts that agree with a figure, by its bound and by how exactly it is written.
fn range(amount: Amount, bound: Bound) -> (f64, f64) {
    let (low, high) = match amount {
        Amount::One(n) => {
            let slack = rounding(n);
            (n - slack, n + slack)
        }
        Amount::Between(low, high) => (low.min(high), low.max(high)),
    };
    // Whoever says "more than 19" does not mean 60.
    match bound {
        Bound::Equal => (low, high),
        Bound::About => (low * 0.9, high * 1.1),
        Bound::More | Bound::AtLeast => (low, high * 1.5),
        Bound::Less | Bound::AtMost => (low / 1.5, high),
    }
}

/// A number is as exact as its last digit that is not zero: 1.5 million may be 1.46 million, 12 is 12.
fn rounding(n: f64) -> f64 {
    let n = n.abs();
    if n < 20.0 && n.fract() == 0.0 {
        return 0.0;
    }
    let mut unit = 1e-4;
    for _ in 0..18 {
        let next = unit * 10.0;
        let steps = n / next;
        if (steps - steps.round()).abs() > 1e-6 || next > n {
            break;
        }
        unit = next;
    }
    if n.fract() == 0.0 && unit <= 1.0 { 0.0 } else { (unit * 0.49).min(n * 0.1) }
}

fn agree(a: (f64, f64), b: (f64, f64)) -> bool {
    let slack = 1e-9 * a.1.abs().max(b.1.abs());
    a.0 <= b.1 + slack && b.0 <= a.1 + slack
}

/// Whether the figures beside two others are of other sums: some of one unit differ, or none agrees with any that has no unit.
fn is_beside_others(a: &Item<'_>, b: &Item<'_>) -> bool {
    let pairs = || a.beside.iter().flat_map(|x| b.beside.iter().map(move |y| (x, y)));
    let comparable = |x: &str, y: &str| x == y || x.is_empty() || y.is_empty();
    let mut open = pairs().filter(|(x, y)| comparable(x.0, y.0)).peekable();
    let none_agrees = open.peek().is_some() && open.all(|(x, y)| !agree(x.1, y.1));
    none_agrees || pairs().any(|(x, y)| x.0 == y.0 && !x.0.is_empty() && !agree(x.1, y.1))
}

fn is_same_matter(matter: &Matter<'_, '_>, a: &Item<'_>, b: &Item<'_>) -> bool {
    let apart = |a: &[Topic], b: &[Topic]| {
        let inside = |x: &[Topic], y: &[Topic]| x.iter().all(|t| y.contains(t));
        !inside(a, b) && !inside(b, a)
    };
    if apart(&a.of, &b.of) || a.besides != b.besides {
        return false;
    }
    let overlap = |x: &(Date, Date), y: &(Date, Date)| x.0 <= y.1 && y.0 <= x.1;
    let dated_apart =
        !a.days.is_empty() && !b.days.is_empty() && !a.days.iter().any(|x| b.days.iter().any(|y| overlap(x, y)));
    if dated_apart {
        return false;
    }
    // Shares of other sums are other shares: "2,352 points, 9.99%" and "1,400 points, 5.8%" are of two days.
    if !a.counts && is_beside_others(a, b) {
        return false;
    }
    let shared = Matter::shared(&a.around, &b.around);
    let same_verb = a.verb.is_some() && a.verb == b.verb;
    let weight = matter.total(&shared);
    let smaller = matter.total(&a.around).min(matter.total(&b.around)).max(1);
    let rare = shared.iter().filter(|t| matter.weight(**t) >= RARE).count();
    let casualties = a.counts && same_verb && a.verb.is_some_and(|v| CASUALTIES.contains(&v));
    if casualties && rare >= 1 && weight * 100 >= smaller * 20 {
        return true;
    }
    // Money and shares are of anything; people, ships, points are already of one kind.
    let least = if a.counts { 20 } else { 30 };
    rare >= 2 && (same_verb && weight * 100 >= smaller * least || weight * 100 >= smaller * 50)
}
