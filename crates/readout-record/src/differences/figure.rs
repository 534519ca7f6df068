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
    /// Whether it counts those too who did it: "four people were killed, including the gunman".
    includes: bool,
    /// The other words of what it counts, and the actors in them.
    of: Vec<Topic>,
    /// The verb that governs it, or that it stands nearest to.
    verb: Option<&'m str>,
    /// What the clause of that verb speaks of beside it.
    clause: Vec<Topic>,
    /// Whether it is so much of a hundred.
    is_share: bool,
    /// Whether it is no share, or the only one in its sentence.
    alone: bool,
    /// What befell those whom it counts, by its place in [`CASUALTIES`].
    casualty: Option<usize>,
    /// Whether it is the first figure of its report on that, near the beginning.
    leads: bool,
    /// The other figures of the sentence that count something.
    beside: Vec<(&'m str, (f64, f64))>,
    /// What the rest of the sentence speaks of.
    around: Vec<Topic>,
    /// The days and years in the sentence.
    days: Vec<(Date, Date)>,
}

/// Words for people that tell nothing of them.
const PEOPLE: &[&str] = &["people", "person", "other", "victim"];

/// What is done to people is counted once for a whole story. Words of one line are one.
const CASUALTIES: &[&[&str]] = &[
    &["kill", "die", "perish", "slay", "murder"],
    &["injure", "wound", "hurt"],
    &["arrest", "detain"],
    &["rescue"],
    &["hospitalize", "hospitalise"],
];

/// A toll that is so many times another is of something else.
const MOST_TIMES: f64 = 2.0;

/// So many tolls of one kind are told of one event at most.
const MOST_TOLLS: usize = 4;

/// A report tells within so many sentences what befell how many.
const LEAD: usize = 8;

/// A matter that has more different numbers than this is many matters.
const MOST_IN_BUCKET: usize = 120;

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut buckets = BTreeMap::<_, Vec<Item<'_>>>::new();
    for report in 0..matter.context.entries.len() {
        let mut told = BTreeSet::new();
        for figure in &matter.context.findings(report).figures {
            let Some(sentence) = matter.sentence_at(report, figure.span.start) else { continue };
            let Some((key, mut item)) = item(matter, report, sentence, figure) else { continue };
            let first = item.casualty.is_some_and(|casualty| told.insert(casualty));
            item.leads = first && sentence < matter.indices_of(report).start + LEAD;
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
    // What a report gives somewhere, it does not contradict. Sums of money may be of anything.
    let of_one = |i: &Item<'_>, of: &Item<'_>| {
        of.counts || of.is_share || i.verb == of.verb || !Matter::shared(&i.clause, &of.clause).is_empty()
    };
    let gives = |report: usize, of: &Item<'_>| {
        items.iter().any(|i| i.report == report && agree(i.range, of.range) && of_one(i, of))
    };
    let many = |item: &Item<'_>| item.casualty.is_some_and(|casualty| tolls(items, casualty) > MOST_TOLLS);
    let mut seen = BTreeSet::new();
    for (n, a) in items.iter().enumerate().filter(|(_, a)| !many(a)) {
        for b in &items[n + 1..] {
            if a.report == b.report || agree(a.range, b.range) || gives(a.report, b) || gives(b.report, a) {
                continue;
            }
            if is_far(a.range, b.range) || !is_same_matter(matter, a, b) {
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

/// How many tolls of a kind there are that do not agree with one before.
fn tolls(items: &[Item<'_>], casualty: usize) -> usize {
    let mut apart: Vec<(f64, f64)> = Vec::new();
    for item in items.iter().filter(|i| i.casualty == Some(casualty)) {
        if !apart.iter().any(|range| agree(*range, item.range)) {
            apart.push(item.range);
        }
    }
    apart.len()
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
    // "3 per cent" names its unit, and nothing that it counts.
    let names = figure.of.is_some() || figure.unit.is_none();
    let noun = counted_noun(matter.text(report, of), of, counted).filter(|_| names);
    // "Eleven others" and "eleven people" are of one kind.
    let people = noun.is_some_and(|n| PEOPLE.contains(&&*n.lemma));
    // What is counted is no unit of measure.
    let is_counted = |u: &str| figure.of.is_some() && (counted.iter().any(|w| *w.lemma == *u) || PEOPLE.contains(&u));
    let unit = figure.unit.as_deref().filter(|u| !is_counted(u));
    let head = match (unit, noun) {
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
    let governor = governor(entry, figure, noun);
    // "Four people killed" has the word that tells it below.
    let below = noun.and_then(|noun| participle(entry, whole.words, noun));
    let verb = below
        .or_else(|| Some(&*entry.words[governor? as usize].lemma))
        .or_else(|| verbs.min_by_key(|w| (distance(w.span), w.span)).map(|w| &*w.lemma));
    let casualty =
        verb.filter(|_| !head.is_empty()).and_then(|v| CASUALTIES.iter().position(|words| words.contains(&v)));
    let clause = governor.map(|at| of_clause(matter, report, at, inside)).unwrap_or_default();
    let times = &entry.findings.times;
    let from = times.partition_point(|t| t.span.start < whole.span.start);
    let in_sentence = times.iter().skip(from).take_while(|t| t.span.start < whole.span.end);
    let days = in_sentence.filter(|t| t.kind == TimeKind::Date).filter_map(|t| t.range).collect();
    let figures = &entry.findings.figures;
    let others = figures[figures.partition_point(|f| f.span.start < whole.span.start)..].iter();
    let others = others.take_while(|f| f.span.start < whole.span.end).filter(|f| f.span != figure.span);
    let is_share = unit == Some("percent");
    let alone = !is_share || others.clone().all(|f| f.unit != figure.unit);
    let others = others.filter(|f| f.unit != figure.unit);
    let beside = others.map(|f| (f.unit.as_deref().unwrap_or_default(), range(f.amount, f.bound)));
    let end = figure.of.map_or(figure.span.end, |of| of.end.max(figure.span.end));
    let rest = |from: u32| matter.text(report, Span::new(from, whole.span.end.max(from)));
    let key = (unit, head, rate(rest(figure.span.end), rest(end)));
    Some((
        key,
        Item {
            report,
            span: figure.span,
            sentence,
            range: range(figure.amount, figure.bound),
            counts: !head.is_empty(),
            besides: polarity::words(matter.text(report, of.cover(figure.span)), 0).any(|(w, _)| is_besides(&w)),
            includes: includes_culprit(rest(figure.span.end)),
            of: of_topics,
            verb,
            clause,
            is_share,
            alone,
            casualty,
            leads: false,
            around,
            beside: beside.collect(),
            days,
        },
    ))
}

/// The word below a noun that tells what befell those whom it names: "four people killed".
fn participle<'m>(entry: &crate::Entry, words: &'m [crate::Word], noun: &crate::Word) -> Option<&'m str> {
    let at = entry.words.partition_point(|w| w.span < noun.span) as u32;
    let mut below = words.iter().filter(|w| w.head == Some(at) && w.span.start > noun.span.start);
    let told = below.find(|w| CASUALTIES.iter().any(|words| words.contains(&&*w.lemma)))?;
    Some(&told.lemma)
}

/// The verb above a figure in the tree of its sentence, by its place among the words of the report.
fn governor(entry: &crate::Entry, figure: &readout_extract::Figure, noun: Option<&crate::Word>) -> Option<u32> {
    const FARTHEST: usize = 6;
    let number = || entry.words_in(figure.span).last();
    let mut at = noun.or_else(number)?.head?;
    for _ in 0..FARTHEST {
        let word = entry.words.get(at as usize)?;
        if word.class == WordClass::Verb {
            return Some(at);
        }
        at = word.head?;
    }
    None
}

/// What the words speak of that depend on a verb and on no verb below it.
fn of_clause(matter: &Matter<'_, '_>, report: usize, verb: u32, skip: impl Fn(Span) -> bool) -> Vec<Topic> {
    const FARTHEST: usize = 6;
    let entry = &matter.context.entries[report];
    let Some(sentence) = matter.sentence_at(report, entry.words[verb as usize].span.start) else { return Vec::new() };
    let mut topics = BTreeSet::new();
    for word in matter.sentences[sentence].words.iter().filter(|w| !skip(w.span)) {
        let mut above = word.head;
        for _ in 0..FARTHEST {
            let Some(at) = above else { break };
            if at == verb {
                topics.extend(matter.topics_in(report, word.span));
                break;
            }
            above = entry.words.get(at as usize).filter(|w| w.class != WordClass::Verb).and_then(|w| w.head);
        }
    }
    topics.into_iter().collect()
}

/// Whether a word of a figure says that it counts those beside others.
fn is_besides(word: &str) -> bool {
    matches!(word, "other" | "others" | "additional" | "another" | "further")
}

/// Whether the words after a number say that it counts whoever did it: "four were killed, including the gunman".
fn includes_culprit(after: &str) -> bool {
    const FAR: usize = 8;
    const NEAR: usize = 4;
    const CULPRITS: &[&str] = &[
        "assailant",
        "attacker",
        "attackers",
        "bomber",
        "driver",
        "gunman",
        "gunmen",
        "himself",
        "shooter",
        "suspect",
    ];
    let words: Vec<String> = polarity::words(after, 0).map(|(w, _)| w).take(FAR + NEAR).collect();
    let at = words.iter().take(FAR).position(|w| w == "including");
    at.is_some_and(|at| words[at..].iter().take(NEAR).any(|w| CULPRITS.contains(&w.as_str())))
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
pub(super) fn range(amount: Amount, bound: Bound) -> (f64, f64) {
    let (low, high, slack) = match amount {
        Amount::One(n) => (n, n, rounding(n)),
        Amount::Between(low, high) => (low.min(high), low.max(high), 0.0),
    };
    // Whoever says "more than 19" does not mean 60, and "two trillion or more" is not 1.8.
    match bound {
        Bound::Equal => (low - slack, high + slack),
        Bound::About => (low - slack.max(low.abs() * 0.1), high + slack.max(high.abs() * 0.1)),
        Bound::More | Bound::AtLeast => (low, (high + slack) * 1.5),
        Bound::Less | Bound::AtMost => ((low - slack) / 1.5, high),
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

/// Whether an amount is so many times another that the two are of different things, or either so vague that it says little.
fn is_far(a: (f64, f64), b: (f64, f64)) -> bool {
    const MOST: f64 = 3.0;
    // What is none, or less, is not so many times another.
    if a.0 <= 0.0 || b.0 <= 0.0 {
        return false;
    }
    let vague = |x: (f64, f64)| x.1 > MOST * x.0;
    a.0.max(b.0) > MOST * a.1.min(b.1) || vague(a) || vague(b)
}

/// Whether amounts agree: within their bounds, or so near that nobody would call it another.
pub(super) fn agree(a: (f64, f64), b: (f64, f64)) -> bool {
    const NEAR: f64 = 0.007;
    let slack = 1e-9 * a.1.abs().max(b.1.abs());
    let middle = |x: (f64, f64)| f64::midpoint(x.0, x.1);
    if (middle(a) - middle(b)).abs() <= NEAR * middle(a).abs() {
        return true;
    }
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

/// Whether two counts are of reports of one day, or of the day after one that knows less: what is more by then has become more.
fn may_differ(matter: &Matter<'_, '_>, a: &Item<'_>, b: &Item<'_>) -> bool {
    let day = |item: &Item<'_>| matter.context.report(item.report).published;
    let grows = match (day(a), day(b)) {
        (Some(x), Some(y)) if x < y => a.range.1 < b.range.1,
        (Some(x), Some(y)) if y < x => b.range.1 < a.range.1,
        _ => false,
    };
    matter.are_of_one_day(a.report, b.report) && !grows
}

fn is_same_matter(matter: &Matter<'_, '_>, a: &Item<'_>, b: &Item<'_>) -> bool {
    let apart = |a: &[Topic], b: &[Topic]| {
        let inside = |x: &[Topic], y: &[Topic]| x.iter().all(|t| y.contains(t));
        !inside(a, b) && !inside(b, a)
    };
    if apart(&a.of, &b.of) || a.besides != b.besides || a.includes != b.includes {
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
    // The dead and hurt of one day are counted once; where many numbers are told, they are of many attacks.
    if a.casualty.is_some() || b.casualty.is_some() {
        let ratio = a.range.0.max(b.range.0) / a.range.1.min(b.range.1).max(1.0);
        let close = a.leads && b.leads || rare >= 1 && weight * 100 >= smaller * 20;
        return a.casualty == b.casualty && a.counts && close && ratio <= MOST_TIMES && may_differ(matter, a, b);
    }
    // "Add so much to the debt over a decade" is one matter in whatever sentences.
    let near = Matter::shared(&a.clause, &b.clause);
    let near_weight = matter.total(&near) * 100;
    let of_clauses = [&a.clause, &b.clause].map(|c| matter.total(c).max(1));
    if same_verb
        && a.alone
        && b.alone
        && near.len() >= 2
        && near_weight >= of_clauses[0].min(of_clauses[1]) * 60
        && near_weight >= of_clauses[0].max(of_clauses[1]) * 40
    {
        return true;
    }
    // Money and shares are of anything; people, ships, points are already of one kind, but may be more the next day.
    if a.counts && !may_differ(matter, a, b) {
        return false;
    }
    let larger = matter.total(&a.around).max(matter.total(&b.around));
    let least = if a.counts { 20 } else { 30 };
    let alike = weight * 100 >= smaller * 50 && (a.counts || weight * 100 >= larger * 35);
    rare >= 2 && (same_verb && weight * 100 >= smaller * least || alike)
}
