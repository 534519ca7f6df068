//! Events over reports: the same kind, people, days and places, whatever the words.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{EventStatus, ParticipantRole, event};
use readout_report::Date;
use rustc_hash::FxHashMap;

use crate::actors::Actors;
use crate::context::{Context, Ids};
use crate::fold::fold;
use crate::meaning::{Meaning, Meanings, Unit};
use crate::statements::Statements;
use crate::times::Times;
use crate::{Event, Item, Telling, WordClass};

/// Events within a longer stretch ("this year") are not the same because the stretch is.
pub(crate) const LONGEST_IN_DAYS: i32 = 7;

/// The events of a story.
///
/// Tellings are one event only if nothing speaks against it (see [`Group::admits`]) and enough speaks for it (see [`agreement`]).
pub(crate) fn events(
    context: &Context<'_>,
    actors: &Actors,
    times: &Times,
    statements: &Statements,
    meanings: &Meanings<'_, '_>,
) -> Vec<Event> {
    let locals = locals(context, actors, times, meanings);
    let mut sets = join(&locals, meanings);
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

/// One report's telling of an event.
struct Local<'e> {
    report: usize,
    event: &'e readout_extract::Event,
    /// Whether it is of a general kind.
    general: bool,
    /// The number of its sentence in the report.
    sentence: usize,
    /// Whether it stands where the report says what it is about.
    leads: bool,
    published: Option<Date>,
    /// The word that names it.
    word: Option<Unit>,
    when: Option<(Date, Date)>,
    /// Those with a name.
    participants: BTreeMap<usize, Roles>,
    /// What the others are called: nouns.
    described: BTreeSet<(Unit, ParticipantRole)>,
    /// Places with a name.
    places: BTreeSet<usize>,
    /// What else its sentence says.
    around: Meaning,
}

impl Local<'_> {
    /// What tellings of one event share: the kind; of a general kind are all sorts of things that somebody did, so there the word.
    fn sort(&self) -> Option<Sort> {
        match self.general {
            true => Some((self.event.kind, Some(self.word?))),
            false => Some((self.event.kind, None)),
        }
    }

    /// The day, or the few days.
    fn days(&self) -> Option<(Date, Date)> {
        self.when.filter(|when| days(*when) <= LONGEST_IN_DAYS)
    }
}

fn locals<'e>(context: &Context<'e>, actors: &Actors, times: &Times, meanings: &Meanings<'_, '_>) -> Vec<Local<'e>> {
    let mut locals = Vec::new();
    for report in 0..context.entries.len() {
        let entry = &context.entries[report];
        let mut events: Vec<_> = entry.findings.events.iter().collect();
        events.sort_by_key(|e| (e.anchor, e.span));
        for event in events {
            let mut participants = BTreeMap::<usize, Roles>::new();
            let mut described = BTreeSet::new();
            for participant in &event.participants {
                let actor = participant.actor.map(|a| actors.of(report, a));
                match actor.filter(|a| actors.is_named(*a)) {
                    Some(actor) => participants.entry(actor).or_default().add(Roles::of(participant.role)),
                    None => {
                        let nouns = entry.words_in(participant.span).iter().filter(|w| w.class == WordClass::Noun);
                        let units = nouns.filter_map(|w| meanings.unit(&w.lemma));
                        described.extend(units.map(|unit| (unit, participant.role)));
                    }
                }
            }
            let places = event.place.iter().flat_map(|p| &p.actors).map(|a| actors.of(report, *a));
            let sentence = entry.sentences.partition_point(|s| s.end <= event.anchor.start);
            let whole = entry.sentences.get(sentence).copied().unwrap_or(event.span);
            locals.push(Local {
                report,
                event,
                general: event::is_general(event.kind),
                sentence,
                leads: entry.lead.iter().any(|lead| lead.contains(event.anchor)),
                published: entry.report.published,
                word: entry.words_in(event.anchor).iter().find_map(|w| meanings.unit(&w.lemma)),
                when: event.time.and_then(|t| when(context, times, report, t)),
                participants,
                described,
                places: places.filter(|a| actors.is_named(*a)).collect(),
                around: meanings.around(report, whole, event.anchor),
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

/// The tellings of one event, as far as they are found.
#[derive(Default)]
struct Group {
    members: Vec<usize>,
    participants: BTreeMap<usize, Roles>,
    places: BTreeSet<usize>,
    days: Option<(Date, Date)>,
}

impl Group {
    fn of(index: usize, local: &Local<'_>) -> Self {
        let mut group = Self::default();
        group.add(index, local);
        group
    }

    fn add(&mut self, index: usize, local: &Local<'_>) {
        self.members.push(index);
        for (actor, roles) in &local.participants {
            self.participants.entry(*actor).or_default().add(*roles);
        }
        self.places.extend(&local.places);
        self.days = match (self.days, local.days()) {
            (Some((a, b)), Some((c, d))) => Some((a.max(c), b.min(d))),
            (a, b) => a.or(b),
        };
    }

    /// Whether nothing speaks against it that tellings are of this event: other days, other places, other people, the same people with
    /// their parts turned round, a status that does not go with the others, or that one sentence tells both.
    fn admits(&self, locals: &[Local<'_>], other: &Self) -> bool {
        if matches!((self.days, other.days), (Some(a), Some(b)) if a.1 < b.0 || b.1 < a.0) {
            return false;
        }
        if !self.places.is_empty() && !other.places.is_empty() && self.places.is_disjoint(&other.places) {
            return false;
        }
        let mut shared = 0;
        for (who, theirs) in &other.participants {
            let Some(ours) = self.participants.get(who) else { continue };
            if ours.are_turned(*theirs) {
                return false;
            }
            shared += 1;
        }
        if shared < 2.min(self.participants.len()).min(other.participants.len()) {
            return false;
        }
        let dated = self.days.is_some() && other.days.is_some();
        let fits =
            |a: &Local<'_>, b: &Local<'_>| (a.report, a.sentence) != (b.report, b.sentence) && status_goes(a, b, dated);
        self.last(locals).all(|a| other.last(locals).all(|b| fits(a, b)))
    }

    /// The tellings with which others are compared, the last one first.
    fn last<'l, 'e>(&self, locals: &'l [Local<'e>]) -> impl Iterator<Item = &'l Local<'e>> {
        self.members.iter().rev().take(COMPARED).map(|m| &locals[*m])
    }
}

/// The parts that one actor has in an event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Roles(u8);

impl Roles {
    fn of(role: ParticipantRole) -> Self {
        Self(1 << role as u8)
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether the one who only acts in the one is only acted upon in the other.
    fn are_turned(self, other: Self) -> bool {
        let (agent, patient) = (Self::of(ParticipantRole::Agent), Self::of(ParticipantRole::Patient));
        (self, other) == (agent, patient) || (self, other) == (patient, agent)
    }
}

/// With so many tellings of an event, or events that share something, a new telling is compared: with all of them, time would grow
/// with the square of a story.
const COMPARED: usize = 12;

/// What happened may have been planned; what was called off or is denied is only itself.
fn status_goes(a: &Local<'_>, b: &Local<'_>, dated: bool) -> bool {
    use EventStatus::{Cancelled, Conditional, Denied, Held, Planned, Possible, Reported};
    match (a.event.status, b.event.status) {
        (a, b) if a == b => true,
        (Held | Reported, Held | Reported) => true,
        (Planned | Possible | Conditional, Planned | Possible | Conditional) => true,
        (Denied, _) | (_, Denied) | (Cancelled, Held | Reported) | (Held | Reported, Cancelled) => false,
        (Cancelled | Planned, Cancelled | Planned) | (Held | Reported | Planned, Held | Reported | Planned) => {
            dated && a.participants.keys().any(|p| b.participants.contains_key(p))
        }
        _ => false,
    }
}

/// How much speaks for it that two tellings are of one event: people, days, places, words and what stands around them.
fn agreement(a: &Local<'_>, b: &Local<'_>) -> i32 {
    let people = a.participants.keys().filter(|p| b.participants.contains_key(p)).count();
    let described = a.described.intersection(&b.described).count();
    let days = match (a.days(), b.days()) {
        (Some(a), Some(b)) if a == b => 2,
        (Some(_), Some(_)) => 1,
        _ => 0,
    };
    let places = i32::from(!a.places.is_disjoint(&b.places));
    let word = i32::from(a.word.is_some() && a.word == b.word);
    let leads = i32::from(a.leads && b.leads);
    // Those who take part stand in the sentence too.
    let around = match a.around.count_shared_with(&b.around).saturating_sub(people + described) {
        0 => 0,
        1 | 2 => 1,
        _ => 2,
    };
    let far = match (a.published, b.published) {
        (Some(a), Some(b)) if days == 0 => i32::from((b - a).get_days().abs() > LONGEST_IN_DAYS),
        _ => 0,
    };
    let others = i32::from(a.around.names_others(&b.around));
    // Who gave something, and when, does not tell what was given.
    if a.general && described == 0 && people < 2 && around < 2 {
        return 0;
    }
    2 * people.min(2) as i32 + described.min(2) as i32 + days + places + word + leads + around - 2 * far - others
}

/// So much must speak for it that two tellings are of one event.
const ENOUGH: i32 = 4;

/// What was brought or given is of many sorts.
const ENOUGH_IF_GENERAL: i32 = 6;

fn join(locals: &[Local<'_>], meanings: &Meanings<'_, '_>) -> Vec<Vec<usize>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known = Known::default();
    // Those that say more go first.
    let mut order: Vec<usize> = (0..locals.len()).collect();
    order.sort_by_key(|i| (locals[*i].participants.is_empty() && locals[*i].days().is_none(), *i));
    for i in order {
        let keys = known.keys(&locals[i], meanings);
        let found = best(&groups, known.candidates(&keys), &Group::of(i, &locals[i]), locals);
        let group = found.unwrap_or_else(|| {
            groups.push(Group::default());
            groups.len() - 1
        });
        groups[group].add(i, &locals[i]);
        known.learn(keys, group);
    }
    groups
        .into_iter()
        .map(|mut group| {
            group.members.sort_unstable();
            group.members
        })
        .collect()
}

/// Of the candidates, the group with which most speaks for it that the tellings are of one event, if that is enough.
fn best(groups: &[Group], candidates: Vec<usize>, tellings: &Group, locals: &[Local<'_>]) -> Option<usize> {
    let general = tellings.last(locals).any(|l| l.general);
    let enough = if general { ENOUGH_IF_GENERAL } else { ENOUGH };
    let score = |group: &Group| {
        let pairs = group.last(locals).flat_map(|a| tellings.last(locals).map(move |b| (a, b)));
        pairs.map(|(a, b)| agreement(a, b)).max().unwrap_or(0)
    };
    let fitting = candidates.into_iter().filter(|g| groups[*g].admits(locals, tellings));
    let scored = fitting.map(|g| (score(&groups[g]), Reverse(g))).filter(|(score, _)| *score >= enough);
    scored.max().map(|(_, Reverse(group))| group)
}

/// What is looked up: a sort of event, by number, and something that two tellings of one event may share.
type Key = (u32, Feature);

/// The groups by what their tellings say.
#[derive(Default)]
struct Known {
    sorts: FxHashMap<Sort, u32>,
    groups: FxHashMap<Key, Vec<usize>>,
}

/// A kind of event, and the word if the kind is a general one.
type Sort = (&'static str, Option<Unit>);

impl Known {
    fn keys(&mut self, local: &Local<'_>, meanings: &Meanings<'_, '_>) -> Vec<Key> {
        let Some(sort) = local.sort() else { return Vec::new() };
        let next = self.sorts.len() as u32;
        let sort = *self.sorts.entry(sort).or_insert(next);
        features(local, meanings).map(|feature| (sort, feature)).collect()
    }

    /// Each once.
    fn candidates(&self, keys: &[Key]) -> Vec<usize> {
        let groups = keys.iter().filter_map(|key| self.groups.get(key));
        let mut candidates: Vec<usize> =
            groups.flat_map(|groups| groups.iter().rev().take(COMPARED)).copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    fn learn(&mut self, keys: Vec<Key>, group: usize) {
        for key in keys {
            let groups = self.groups.entry(key).or_default();
            if groups.last() != Some(&group) {
                groups.push(group);
            }
        }
    }
}

/// By what a telling is found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Feature {
    Who(usize),
    Where(usize),
    Described(Unit),
    On(Date),
    Near(Unit),
    In(usize),
}

/// A word that more sentences have does not help to find an event again.
const RARE: u32 = 40;

fn features<'l>(local: &'l Local<'_>, meanings: &'l Meanings<'_, '_>) -> impl Iterator<Item = Feature> + 'l {
    let described = local.described.iter().map(|(unit, _)| Feature::Described(*unit));
    let near = local.around.words.iter().filter(|u| meanings.sentences_with(**u) <= RARE).map(|u| Feature::Near(*u));
    (local.participants.keys().map(|a| Feature::Who(*a)))
        .chain(local.places.iter().map(|a| Feature::Where(*a)))
        .chain(local.around.actors.iter().map(|a| Feature::Who(*a)))
        .chain(described)
        .chain(local.days().map(|days| Feature::On(days.0)))
        .chain(near)
        .chain([Feature::In(local.report)])
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
    let place = |l: &&Local<'_>| {
        let telling = Telling { anchor: l.event.anchor, status: l.event.status };
        ((l.report, l.event.span, l.event.anchor), telling)
    };
    let places: BTreeMap<_, _> = tellings.iter().map(place).collect();
    let time = tellings.iter().find_map(|l| Some(times.of(l.report, l.event.time?)));
    Event {
        id: ids.at("e", context.report(first.report), first.event.anchor),
        kind: first.event.kind,
        anchor: context.evidence(first.report, first.event.anchor),
        participants,
        place: tellings.iter().find_map(|l| Some(actors.source(context, l.report, l.event.place.as_ref()?))),
        time,
        when: tellings.iter().find_map(|l| l.when),
        status: tellings.iter().map(|l| l.event.status).min_by_key(firmness).unwrap_or(first.event.status),
        asserted_by: tellings.iter().find_map(|l| Some(statements.of(l.report, l.event.asserted_by?))),
        evidence: places.keys().map(|(report, span, _)| context.evidence(*report, *span)).collect(),
        tellings: places.values().copied().collect(),
        support: context.support(tellings.iter().map(|l| (l.report, l.event.anchor))),
    }
}

/// What took place was planned before, and what one report calls possible is not settled: of the statuses of its tellings an event
/// has the one that comes first here.
fn firmness(status: &EventStatus) -> u8 {
    match status {
        EventStatus::Held => 0,
        EventStatus::Reported => 1,
        EventStatus::Cancelled => 2,
        EventStatus::Possible => 3,
        EventStatus::Conditional => 4,
        EventStatus::Planned => 5,
        EventStatus::Denied => 6,
    }
}
