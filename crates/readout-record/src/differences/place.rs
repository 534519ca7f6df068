//! The same event of the same actors, and not the same place.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{EventStatus, event};
use readout_report::{Date, Span};

use super::matter::Matter;
use super::{Draft, DraftSide};
use crate::DifferenceKind;

struct Telling {
    report: usize,
    sentence: usize,
    actors: BTreeSet<usize>,
    when: Option<(Date, Date)>,
    place: usize,
    words: Span,
}

/// Of a kind that is told more often in a story there are many events.
const MOST_TELLINGS: usize = 60;

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut same = BTreeMap::<_, Vec<Telling>>::new();
    for report in 0..matter.context.entries.len() {
        for event in &matter.context.findings(report).events {
            let settled = matches!(event.status, EventStatus::Held | EventStatus::Planned | EventStatus::Reported);
            let Some(place) = event.place.as_ref().filter(|_| settled && !event::is_general(event.kind)) else {
                continue;
            };
            let [local] = place.actors[..] else { continue };
            let actor = matter.actors.of(report, local);
            let Some(sentence) = matter.sentence_at(report, event.anchor.start) else { continue };
            let taking_part = event.participants.iter().filter_map(|p| Some(matter.actors.of(report, p.actor?)));
            if matter.actors.is_named(actor) {
                same.entry(event.kind).or_default().push(Telling {
                    report,
                    sentence,
                    actors: taking_part.filter(|a| matter.actors.is_named(*a) && *a != actor).collect(),
                    when: event.time.and_then(|t| matter.range(report, t)),
                    place: actor,
                    words: place.span,
                });
            }
        }
    }
    let mut drafts = Vec::new();
    for tellings in same.values().filter(|t| t.len() <= MOST_TELLINGS) {
        for (n, a) in tellings.iter().enumerate() {
            for b in &tellings[n + 1..] {
                // A report that speaks of both places may mean a city and its country.
                let names = |t: &Telling, other: &Telling| {
                    matter.context.report(t.report).text.contains(matter.text(other.report, other.words))
                };
                let both = |a: &Telling, b: &Telling| a.place == b.place || names(a, b) || names(b, a);
                let together = a.actors.intersection(&b.actors).count() >= 2;
                let one_time = a.when.zip(b.when).is_some_and(|(x, y)| x.0 <= y.1 && y.0 <= x.1);
                if a.report == b.report || !together || !one_time || both(a, b) {
                    continue;
                }
                let side = |t: &Telling| {
                    let place = (t.report, matter.sentences[t.sentence].span);
                    DraftSide::new(matter.text(t.report, t.words), matter.speakers(t.report, t.words), place)
                };
                drafts.push(Draft {
                    kind: DifferenceKind::Place,
                    about: (a.report, matter.sentences[a.sentence].span),
                    sides: vec![side(a), side(b)],
                });
            }
        }
    }
    drafts
}
