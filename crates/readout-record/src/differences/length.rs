//! How old somebody is, and how long the same thing took.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{ActorKind, Amount, Bound, TimeKind};
use readout_report::{Date, Span};

use super::matter::{Matter, RARE, Topic};
use super::{Draft, DraftSide, Place, figure};
use crate::{DifferenceKind, WordClass};

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts = ages(matter);
    drafts.extend(lengths(matter));
    drafts
}

/// Persons whose age two reports do not give alike.
fn ages(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut ages = BTreeMap::<usize, BTreeMap<u32, BTreeSet<Place>>>::new();
    for report in 0..matter.context.entries.len() {
        for (actor, age, span) in ages_in(matter, report) {
            let place = matter.sentence_at(report, span.start).map_or(span, |at| matter.sentences[at].span);
            ages.entry(actor).or_default().entry(age).or_default().insert((report, place));
        }
    }
    let mut drafts = Vec::new();
    for of_actor in ages.values() {
        let all: Vec<_> = of_actor.iter().collect();
        for pair in all.windows(2) {
            let [(a, of_a), (b, of_b)] = pair else { continue };
            let reports = |places: &BTreeSet<Place>| places.iter().map(|p| p.0).collect::<BTreeSet<_>>();
            if !reports(of_a).is_disjoint(&reports(of_b)) || !are_of_one_season(matter, of_a, of_b) {
                continue;
            }
            let side = |age: u32, places: &BTreeSet<Place>| DraftSide {
                value: age.to_string(),
                actors: BTreeSet::new(),
                places: places.clone(),
            };
            let about = of_a.first().min(of_b.first()).copied();
            drafts.extend(about.map(|about| Draft {
                kind: DifferenceKind::Figure,
                about,
                sides: vec![side(**a, of_a), side(**b, of_b)],
            }));
        }
    }
    drafts
}

/// Whether nobody grew older between two reports, but for a birthday.
fn are_of_one_season(matter: &Matter<'_, '_>, a: &BTreeSet<Place>, b: &BTreeSet<Place>) -> bool {
    const DAYS: i32 = 60;
    let days = |places: &BTreeSet<Place>| -> Vec<_> {
        places.iter().filter_map(|p| matter.context.report(p.0).published).collect()
    };
    let (a, b) = (days(a), days(b));
    let near = |x: &Date| b.iter().any(|y| (*x - *y).get_days().abs() <= DAYS);
    a.is_empty() || b.is_empty() || a.iter().any(near)
}

/// The persons of a report with their ages: "the 23-year-old", "he was 22 years old", "Sorov, 41,".
fn ages_in(matter: &Matter<'_, '_>, report: usize) -> Vec<(usize, u32, Span)> {
    const OLDEST: u32 = 115;
    const NEAR_IN_BYTES: u32 = 40;
    let text = &matter.context.report(report).text;
    let mentions = &matter.context.findings(report).mentions;
    let person = |m: &readout_extract::Mention| {
        m.actor.filter(|_| m.kind == ActorKind::Person).map(|a| matter.actors.of(report, a))
    };
    let mut found = Vec::new();
    for (phrase, follows) in [("-year-old", true), (" years old", false)] {
        for (at, _) in text.match_indices(phrase) {
            let digits = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
            let Some(age) = text[at - digits..at].parse::<u32>().ok().filter(|a| (1..=OLDEST).contains(a)) else {
                continue;
            };
            let span = Span::of(at - digits, at + phrase.len());
            let next = mentions.partition_point(|m| m.span.end <= span.start);
            let before = mentions[..next].last().filter(|m| span.start - m.span.end <= NEAR_IN_BYTES);
            // "The prince's 82-year-old father" is not the prince.
            let own = |m: &&readout_extract::Mention| {
                let before = Span::new(m.span.start, span.start).of_text(text);
                !before.contains("'s ") && !before.contains("’s ")
            };
            let around = mentions[next..].iter().take(4).filter(|m| m.span.contains(span)).find(own);
            let apposed = before.filter(|m| {
                let between = Span::new(m.span.end, span.start).of_text(text);
                between
                    .trim_matches(|c: char| !c.is_alphabetic())
                    .split_whitespace()
                    .all(|w| matches!(w, "the" | "a" | "an"))
                    && between.contains([',', '—', '–', '-'])
            });
            let actor = if follows {
                around.and_then(person).or_else(|| apposed.and_then(person))
            } else {
                before.and_then(person)
            };
            found.extend(actor.map(|actor| (actor, age, span)));
        }
    }
    for mention in mentions {
        let after = &text[mention.span.end as usize..];
        let Some(rest) = after.strip_prefix(", ") else { continue };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let ends = rest[digits..].starts_with([',', '.']) && !rest[digits..].starts_with(",0");
        if (1..=2).contains(&digits) && ends {
            let start = mention.span.end as usize + 2;
            let age = rest[..digits].parse::<u32>().ok().filter(|a| *a >= 4);
            if let Some((age, actor)) = age.zip(person(mention)) {
                found.push((actor, age, Span::of(start, start + digits)));
            }
        }
    }
    found
}

/// A length of time, with what the words around it and its sentence speak of.
struct Length {
    report: usize,
    sentence: usize,
    span: Span,
    count: f64,
    /// The counts that agree with it.
    range: (f64, f64),
    near: BTreeSet<Topic>,
    /// What took so long: "nine hours of testimony".
    of: Option<Topic>,
    actors: BTreeSet<usize>,
}

/// How long the same thing took.
fn lengths(matter: &Matter<'_, '_>) -> Vec<Draft> {
    const MOST_OF_A_UNIT: usize = 60;
    let mut by_unit = BTreeMap::<String, Vec<Length>>::new();
    for report in 0..matter.context.entries.len() {
        for time in matter.context.findings(report).times.iter().filter(|t| t.kind == TimeKind::Duration) {
            if let Some((unit, length)) = length(matter, report, time) {
                by_unit.entry(unit).or_default().push(length);
            }
        }
    }
    let mut drafts = Vec::new();
    for lengths in by_unit.values().filter(|l| l.len() <= MOST_OF_A_UNIT) {
        for (n, a) in lengths.iter().enumerate() {
            for b in &lengths[n + 1..] {
                if a.report == b.report || figure::agree(a.range, b.range) || !is_same_thing(matter, a, b) {
                    continue;
                }
                // What a report gives too, it does not contradict.
                let gives = |report: usize, of: &Length| {
                    lengths.iter().any(|l| l.report == report && figure::agree(l.range, of.range))
                };
                if gives(a.report, b) || gives(b.report, a) {
                    continue;
                }
                let side = |l: &Length| {
                    let place = (l.report, matter.sentences[l.sentence].span);
                    DraftSide::new(matter.text(l.report, l.span), matter.speakers(l.report, l.span), place)
                };
                drafts.push(Draft {
                    kind: DifferenceKind::Figure,
                    about: (a.report, a.span),
                    sides: vec![side(a), side(b)],
                });
            }
        }
    }
    drafts
}

fn length(matter: &Matter<'_, '_>, report: usize, time: &readout_extract::Time) -> Option<(String, Length)> {
    /// So many words before and after it show what took so long.
    const NEAR: usize = 4;
    const ROUGH: &[&str] = &["about", "almost", "around", "century", "half", "nearly", "roughly", "some"];
    let digits = time.value.find(|c: char| c.is_ascii_digit())?;
    let unit = time.value.find(|c: char| c.is_ascii_uppercase() && !matches!(c, 'P' | 'T'))?;
    let count: f64 = time.value.get(digits..unit)?.parse().ok()?;
    let text = matter.text(report, time.span).to_lowercase();
    let after = matter.context.report(report).text.get(time.span.end as usize..)?;
    let ago = ["ago", "old", "later", "earlier", "before", "after"].iter().any(|w| after.trim_start().starts_with(w));
    if text.contains("old")
        || text.contains("more")
        || text.contains("over")
        || text.contains("past")
        || ago
        || count <= 1.0
    {
        return None;
    }
    let sentence = matter.sentence_at(report, time.span.start)?;
    let words = matter.sentences[sentence].words;
    let topic = |w: &crate::Word| matter.topic(&w.lemma).filter(|_| !matter.is_light(w));
    let before = words.iter().rev().filter(|w| w.span.end <= time.span.start).filter_map(topic).take(NEAR);
    let next = words.iter().filter(|w| w.span.start >= time.span.end && w.class != WordClass::Number);
    let near = before.chain(next.filter_map(topic).take(NEAR)).collect();
    let actors = matter.sentences[sentence].topics.iter().filter_map(|t| t.actor()).collect();
    let of = named_after(matter, report, time.span, words);
    let rough = ROUGH.iter().any(|w| text.contains(w));
    let range = figure::range(Amount::One(count), if rough { Bound::About } else { Bound::Equal });
    let unit = format!("{}{}", &time.value[..digits], &time.value[unit..]);
    Some((unit, Length { report, sentence, span: time.span, count, range, near, of, actors }))
}

/// The noun after a length of time: "nine hours of testimony", "a nine-hour hearing".
fn named_after(matter: &Matter<'_, '_>, report: usize, time: Span, words: &[crate::Word]) -> Option<Topic> {
    const FARTHEST_IN_BYTES: u32 = 40;
    let mut after = words.iter().filter(|w| w.span.start >= time.end && !matches!(&*w.lemma, "worth"));
    let noun = after.find(|w| w.class != WordClass::Adjective && w.class != WordClass::Adverb)?;
    let between = Span::new(time.end, noun.span.start).of_text(&matter.context.report(report).text);
    let of = between.trim_start().starts_with("of ") || between.contains("worth of ") || between.trim().is_empty();
    let near = noun.span.start - time.end <= FARTHEST_IN_BYTES;
    matter.topic(&noun.lemma).filter(|_| of && near && noun.class == WordClass::Noun && !matter.is_light(noun))
}

/// The same noun says what took so long, in reports of one day; a time twice as long is of something else.
fn is_same_thing(matter: &Matter<'_, '_>, a: &Length, b: &Length) -> bool {
    const MOST_TIMES: f64 = 2.0;
    let times = a.count.max(b.count) / a.count.min(b.count);
    let named = a.of.is_some_and(|of| matter.weight(of) >= RARE / 2);
    let near: Vec<Topic> = a.near.intersection(&b.near).copied().collect();
    let [of_a, of_b] = [a, b].map(|l| &matter.sentences[l.sentence].topics);
    let shared = matter.total(&Matter::shared(of_a, of_b)) * 2;
    let alike = near.len() >= 2 && shared >= matter.total(of_a).min(matter.total(of_b));
    let same = (near.len() >= 3 || alike) && a.actors.intersection(&b.actors).count() >= 1;
    let told = named && a.of == b.of || same;
    told && times < MOST_TIMES && matter.are_of_one_day(a.report, b.report)
}
