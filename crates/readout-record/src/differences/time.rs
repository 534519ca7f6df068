//! The same words or deed of the same actors, and not the same day.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{EventStatus, TimeKind, event};
use readout_report::{Date, Span};

use super::matter::{Matter, Topic};
use super::{Draft, DraftSide};
use crate::DifferenceKind;
use crate::events::days;

struct Telling {
    report: usize,
    sentence: usize,
    time: Span,
    day: (Date, Date),
    actors: BTreeSet<usize>,
    topics: Vec<Topic>,
}

const MOST_TELLINGS: usize = 60;

/// Two days further apart are two occasions.
const FAR_IN_DAYS: i32 = 3;

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut drafts = of_statements(matter);
    drafts.extend(of_events(matter));
    drafts
}

/// A day that the words name: a weekday or a date. "Today" and "last week" depend on when a report was written, which is known
/// less well.
fn named_day(matter: &Matter<'_, '_>, report: usize, time: usize) -> Option<(Date, Date)> {
    const WEEKDAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let found = &matter.context.findings(report).times[time];
    let day = matter.range(report, time).filter(|r| days(*r) == 1)?;
    let words = matter.text(report, found.span).to_lowercase();
    let named = WEEKDAYS.iter().any(|d| words.contains(d)) || words.contains(|c: char| c.is_ascii_digit());
    (named && matches!(found.kind, TimeKind::Date | TimeKind::Time)).then_some(day)
}

/// The same source saying nearly the same at different days.
fn of_statements(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut same = BTreeMap::<usize, Vec<Telling>>::new();
    for report in 0..matter.context.entries.len() {
        for (index, statement) in matter.context.findings(report).statements.iter().enumerate() {
            let Some(time) = statement.time else { continue };
            let Some(day) = named_day(matter, report, time) else { continue };
            let Some(sentence) = matter.sentence_at(report, statement.cue.start) else { continue };
            let sources = matter.sources(report, index);
            let topics: BTreeSet<_> = statement.content.iter().flat_map(|c| matter.topics_in(report, *c)).collect();
            for source in sources {
                same.entry(source).or_default().push(Telling {
                    report,
                    sentence,
                    time: matter.context.findings(report).times[time].span,
                    day,
                    actors: BTreeSet::new(),
                    topics: topics.iter().copied().collect(),
                });
            }
        }
    }
    let is_same = |a: &Telling, b: &Telling| {
        let shared = Matter::shared(&a.topics, &b.topics);
        let smaller = matter.total(&a.topics).min(matter.total(&b.topics)).max(1);
        shared.len() >= 5 && matter.total(&shared) * 100 >= smaller * 75
    };
    pairs(matter, same.into_values(), is_same)
}

/// An event of one kind between the same named actors.
fn of_events(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut same = BTreeMap::<_, Vec<Telling>>::new();
    for report in 0..matter.context.entries.len() {
        for event in &matter.context.findings(report).events {
            let settled = matches!(event.status, EventStatus::Held | EventStatus::Planned | EventStatus::Reported);
            let Some(time) = event.time.filter(|_| settled) else { continue };
            let Some(day) = named_day(matter, report, time) else { continue };
            let Some(sentence) = matter.sentence_at(report, event.anchor.start) else { continue };
            let taking_part = event.participants.iter().filter_map(|p| Some(matter.actors.of(report, p.actor?)));
            let actors: BTreeSet<usize> = taking_part.filter(|a| matter.actors.is_named(*a)).collect();
            let anchor = matter.context.entries[report].words_in(event.anchor).first().map_or("", |w| &*w.lemma);
            let lemma = if event::is_general(event.kind) { anchor } else { "" };
            same.entry((event.kind, lemma)).or_default().push(Telling {
                report,
                sentence,
                time: matter.context.findings(report).times[time].span,
                day,
                actors,
                topics: matter.sentences[sentence].topics.clone(),
            });
        }
    }
    let is_same = |a: &Telling, b: &Telling| {
        let both = a.actors.intersection(&b.actors).count();
        let shared = Matter::shared(&a.topics, &b.topics);
        let smaller = matter.total(&a.topics).min(matter.total(&b.topics)).max(1);
        let weight = matter.total(&shared) * 100;
        both >= 1 && shared.len() >= 4 && weight >= smaller * if both >= 2 { 40 } else { 60 }
    };
    pairs(matter, same.into_values(), is_same)
}

fn pairs(
    matter: &Matter<'_, '_>,
    groups: impl Iterator<Item = Vec<Telling>>,
    is_same: impl Fn(&Telling, &Telling) -> bool,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for tellings in groups.filter(|t| t.len() <= MOST_TELLINGS) {
        // A report that has the other's day too does not contradict it.
        let gives = |report: usize, day: (Date, Date)| tellings.iter().any(|t| t.report == report && t.day == day);
        for (n, a) in tellings.iter().enumerate() {
            for b in &tellings[n + 1..] {
                let apart = (a.day.0 - b.day.0).get_days().abs();
                let differ = a.report != b.report && (1..=FAR_IN_DAYS).contains(&apart);
                let words = [a, b].map(|t| matter.text(t.report, t.time).to_lowercase());
                // The same weekday: the reports are then of different weeks, or one was dated wrong.
                if !differ || words[0] == words[1] || gives(a.report, b.day) || gives(b.report, a.day) || !is_same(a, b)
                {
                    continue;
                }
                let side = |t: &Telling| {
                    let place = (t.report, matter.sentences[t.sentence].span);
                    DraftSide::new(t.day.0.to_string(), matter.speakers(t.report, t.time), place)
                };
                drafts.push(Draft {
                    kind: DifferenceKind::Time,
                    about: (a.report, matter.sentences[a.sentence].span),
                    sides: vec![side(a), side(b)],
                });
            }
        }
    }
    drafts
}
