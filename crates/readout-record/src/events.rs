//! Events over reports: the same kind, days, status and people.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{EventStatus, ParticipantRole, event};
use readout_report::Date;

use crate::actors::Actors;
use crate::cluster::Clusters;
use crate::context::{Context, Ids};
use crate::fold::fold;
use crate::statements::Statements;
use crate::times::Times;
use crate::{Event, Item};

/// Events within a longer stretch ("this year") are not the same because the stretch is.
pub(crate) const LONGEST_IN_DAYS: i32 = 7;

/// The events of a story.
///
/// Two tellings are one event only if the kind, the days (known, a week at most) and the status are the same, the places do
/// not differ, and the named participants overlap: in two of them, or in all where a telling names fewer, none of
/// them agent here and patient there.
pub(crate) fn events(context: &Context<'_>, actors: &Actors, times: &Times, statements: &Statements) -> Vec<Event> {
    let locals = locals(context, actors, times);
    let clusters = join(&locals);
    let mut sets: Vec<&[usize]> = clusters.sets().collect();
    sets.sort_by_key(|set| {
        let first = &locals[set[0]];
        (first.when.is_none(), first.when, set[0])
    });
    let mut ids = Ids::default();
    sets.into_iter()
        .map(|set| {
            let tellings: Vec<&Local<'_>> = set.iter().map(|i| &locals[*i]).collect();
            merge(context, actors, times, statements, &tellings, &mut ids)
        })
        .collect()
}

/// How many days a range covers.
pub(crate) fn days((first, last): (Date, Date)) -> i32 {
    (last - first).get_days() + 1
}

struct Local<'e> {
    report: usize,
    event: &'e readout_extract::Event,
    when: Option<(Date, Date)>,
    /// Those with a name.
    participants: BTreeMap<usize, BTreeSet<ParticipantRole>>,
    /// Places with a name.
    places: BTreeSet<usize>,
}

fn locals<'e>(context: &Context<'e>, actors: &Actors, times: &Times) -> Vec<Local<'e>> {
    let mut locals = Vec::new();
    for report in 0..context.entries.len() {
        let mut events: Vec<_> = context.findings(report).events.iter().collect();
        events.sort_by_key(|e| (e.anchor, e.span));
        for event in events {
            let mut participants = BTreeMap::<_, BTreeSet<_>>::new();
            for participant in &event.participants {
                let actor = participant.actor.map(|a| actors.of(report, a));
                if let Some(actor) = actor.filter(|a| actors.is_named(*a)) {
                    participants.entry(actor).or_default().insert(participant.role);
                }
            }
            let places = event.place.iter().flat_map(|p| &p.actors).map(|a| actors.of(report, *a));
            locals.push(Local {
                report,
                event,
                when: event.time.and_then(|t| when(context, times, report, t)),
                participants,
                places: places.filter(|a| actors.is_named(*a)).collect(),
            });
        }
    }
    locals
}

/// The days of a time; of "Monday and Tuesday", both.
fn when(context: &Context<'_>, times: &Times, report: usize, time: usize) -> Option<(Date, Date)> {
    let all = &context.findings(report).times;
    let range = |time: usize| times.all[times.of(report, time)].range;
    let (first, mut last) = range(time)?;
    for (this, next) in (time..all.len()).zip(time + 1..all.len()) {
        let between = context.report(report).text.get(all[this].span.end as usize..all[next].span.start as usize);
        match range(next).filter(|_| between == Some(" and ")) {
            Some((from, to)) if from == to && days((last, from)) == 2 => last = to,
            _ => break,
        }
    }
    Some((first, last))
}

fn join(locals: &[Local<'_>]) -> Clusters {
    let mut clusters = Clusters::new(locals.len());
    let mut same = BTreeMap::<_, Vec<usize>>::new();
    for (i, local) in locals.iter().enumerate() {
        // What is to come between the same people is the same, also where no report gives a day.
        // Of a general kind are all sorts of things that somebody did.
        if event::is_general(local.event.kind) {
            continue;
        }
        let ahead = matches!(local.event.status, EventStatus::Planned) && local.participants.len() >= 2;
        if local.when.map_or(ahead, |when| days(when) <= LONGEST_IN_DAYS) {
            same.entry((local.event.kind, local.when, local.event.status)).or_default().push(i);
        }
    }
    for group in same.values() {
        for (n, i) in group.iter().enumerate() {
            let fits = |a: usize, b: usize| same_people(&locals[a], &locals[b]);
            let _ = group[..n].iter().any(|earlier| clusters.join_if(*earlier, *i, fits));
        }
    }
    clusters
}

fn same_people(a: &Local<'_>, b: &Local<'_>) -> bool {
    let elsewhere = !a.places.is_empty() && !b.places.is_empty() && a.places.is_disjoint(&b.places);
    let shared: Vec<_> = a.participants.keys().filter(|p| b.participants.contains_key(p)).collect();
    let enough = 2.min(a.participants.len()).min(b.participants.len());
    let turned = |who: &&usize| {
        let (a, b) = (&a.participants[*who], &b.participants[*who]);
        let is = |roles: &BTreeSet<_>, role| roles.len() == 1 && roles.contains(&role);
        use ParticipantRole::{Agent, Patient};
        (is(a, Agent) && is(b, Patient)) || (is(a, Patient) && is(b, Agent))
    };
    enough > 0 && !elsewhere && shared.len() >= enough && !shared.iter().any(turned)
}

/// One event from its tellings, the first of which leads; what it leaves out, the next one gives.
fn merge(
    context: &Context<'_>,
    actors: &Actors,
    times: &Times,
    statements: &Statements,
    tellings: &[&Local<'_>],
    ids: &mut Ids,
) -> Event {
    let first = tellings[0];
    let mut seen = BTreeSet::new();
    let mut participants = Vec::new();
    for local in tellings {
        for participant in &local.event.participants {
            let actor = participant.actor.map(|a| actors.of(local.report, a));
            let words = actor.is_none().then(|| fold(context.text(local.report, participant.span)));
            if seen.insert((actor, words)) {
                let evidence = context.evidence(local.report, participant.span);
                participants.push(Item { actor, role: participant.role, evidence });
            }
        }
    }
    let time = tellings.iter().find_map(|l| Some(times.of(l.report, l.event.time?)));
    Event {
        id: ids.at("e", context.report(first.report), first.event.anchor),
        kind: first.event.kind,
        anchor: context.evidence(first.report, first.event.anchor),
        participants,
        place: tellings.iter().find_map(|l| Some(actors.source(context, l.report, l.event.place.as_ref()?))),
        time,
        when: tellings.iter().find_map(|l| l.when),
        status: first.event.status,
        asserted_by: tellings.iter().find_map(|l| Some(statements.of(l.report, l.event.asserted_by?))),
        evidence: context.all_evidence(tellings.iter().map(|l| (l.report, l.event.span))),
        support: context.support(tellings.iter().map(|l| (l.report, l.event.anchor))),
    }
}
