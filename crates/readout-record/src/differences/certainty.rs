//! The same deed of the same actor: settled for one, open for another.

use std::collections::BTreeMap;

use readout_extract::{EventStatus, ParticipantRole, event};
use readout_report::Span;

use super::matter::{Matter, Topic};
use super::{Draft, DraftSide};
use crate::DifferenceKind;
use crate::events::{LONGEST_IN_DAYS, days};

/// How sure a telling is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// It was so, or will be.
    Settled,
    /// It may be.
    Open,
    /// It was not, or will not be.
    Not,
}

struct Telling {
    report: usize,
    sentence: usize,
    mood: Mood,
    ahead: bool,
    /// The words that show the mood, or the event's.
    shown: Span,
    /// What else the clause speaks of: the other participants, the place, the words of the sentence.
    others: Vec<Topic>,
    when: Option<(readout_report::Date, readout_report::Date)>,
}

/// Somebody does more of one kind than this in a story: then its tellings are of many deeds.
const MOST_TELLINGS: usize = 40;

pub(super) fn find(matter: &Matter<'_, '_>) -> Vec<Draft> {
    let mut same = BTreeMap::<(usize, &str, &str), Vec<Telling>>::new();
    for report in 0..matter.context.entries.len() {
        let entry = &matter.context.entries[report];
        for event in &entry.findings.events {
            let Some(sentence) = matter.sentence_at(report, event.anchor.start) else { continue };
            let whole = &matter.sentences[sentence];
            let anchor = entry.words_in(event.anchor).first().map_or("", |w| &*w.lemma);
            let lemma = if event::is_general(event.kind) || event.kind != "attend" { anchor } else { "" };
            let Some((mood, shown)) = mood(matter, report, whole.span, event) else { continue };
            let agents = event.participants.iter().filter(|p| p.role == ParticipantRole::Agent);
            for agent in agents.filter_map(|p| Some(matter.actors.of(report, p.actor?))) {
                if !matter.actors.is_named(agent) {
                    continue;
                }
                let own = matter.topic(anchor);
                let others = whole.topics.iter().filter(|t| **t != Topic::Actor(agent) && Some(**t) != own);
                let when = event.time.and_then(|t| matter.range(report, t)).filter(|r| days(*r) <= LONGEST_IN_DAYS);
                same.entry((agent, event.kind, lemma)).or_default().push(Telling {
                    report,
                    sentence,
                    mood,
                    ahead: event.status != EventStatus::Held,
                    shown,
                    others: others.copied().collect(),
                    when,
                });
            }
        }
    }
    let mut drafts = Vec::new();
    for ((_, kind, _), tellings) in same.iter().filter(|(_, t)| t.len() <= MOST_TELLINGS) {
        for (n, a) in tellings.iter().enumerate() {
            for b in &tellings[n + 1..] {
                if a.report == b.report || a.mood == b.mood || !is_same_deed(matter, kind, a, b) {
                    continue;
                }
                // A report that is itself of two minds does not differ from another.
                let also = |report: usize, mood: Mood| tellings.iter().any(|t| t.report == report && t.mood == mood);
                if also(a.report, b.mood) || also(b.report, a.mood) {
                    continue;
                }
                let not = a.mood == Mood::Not || b.mood == Mood::Not;
                let kind = match (*kind, not) {
                    ("attend", true) => DifferenceKind::Attendance,
                    (_, true) => DifferenceKind::Denial,
                    _ => DifferenceKind::Certainty,
                };
                let side = |t: &Telling| {
                    let place = (t.report, matter.sentences[t.sentence].span);
                    DraftSide::new(matter.text(t.report, t.shown), matter.speakers(t.report, t.shown), place)
                };
                drafts.push(Draft { kind, about: (a.report, a.shown), sides: vec![side(a), side(b)] });
            }
        }
    }
    drafts
}

/// How sure an event is told, and by which words. Only words that say so show it: wishes, questions and conditions are no news of
/// whether it will be.
fn mood(
    matter: &Matter<'_, '_>,
    report: usize,
    sentence: Span,
    event: &readout_extract::Event,
) -> Option<(Mood, Span)> {
    const OPEN: &[&str] =
        &["may", "might", "could", "possibly", "perhaps", "reportedly", "considering", "weighing", "mulling"];
    const SURE: &[&str] = &["will", "would", "is", "are", "was", "were", "set", "to", "has", "have", "had"];
    let before = Span::new(sentence.start.min(event.anchor.start), event.anchor.start);
    let text = matter.context.report(report).text.get(before.range())?;
    let words: Vec<(String, Span)> = super::polarity::words(text, before.start).collect();
    let near = |list: &[&str]| words.iter().rev().take(5).find(|(w, _)| list.contains(&w.as_str())).map(|(_, s)| *s);
    // Whether it is so, is asked.
    near(&["whether", "if", "how"]).is_none().then_some(())?;
    match event.status {
        EventStatus::Possible => near(OPEN).map(|shown| (Mood::Open, shown)),
        EventStatus::Planned => near(SURE).or(near(&["expected"])).map(|shown| (Mood::Settled, shown)),
        EventStatus::Held | EventStatus::Reported if near(OPEN).is_none() => Some((Mood::Settled, event.anchor)),
        // What somebody did not deny is not said not to be.
        EventStatus::Denied if near(&["deny", "denied", "dispute", "disputed"]).is_some() => None,
        EventStatus::Denied => {
            let no = words.iter().rev().take(5).find(|(w, _)| super::polarity::is_negator(w)).map(|(_, s)| *s);
            no.map(|shown| (Mood::Not, shown))
        }
        _ => None,
    }
}

/// Whether two tellings of an actor's deed are of one: at other days they are not, and the rest of the sentences must meet.
fn is_same_deed(matter: &Matter<'_, '_>, kind: &str, a: &Telling, b: &Telling) -> bool {
    let other_day = a.when.zip(b.when).is_some_and(|(x, y)| x.0 > y.1 || y.0 > x.1);
    if other_day || a.ahead != b.ahead {
        return false;
    }
    let shared = Matter::shared(&a.others, &b.others);
    let weight = matter.total(&shared);
    let smaller = matter.total(&a.others).min(matter.total(&b.others)).max(1);
    match kind {
        "attend" => !shared.is_empty(),
        _ => shared.len() >= 3 && weight * 100 >= smaller * 45,
    }
}
